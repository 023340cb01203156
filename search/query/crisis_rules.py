"""Which concepts of crisis_words.py together are a cry for help, and of what kind; crisis_terms.py applies the rules.

A rule is a row of concepts (capitals) or words, `a|b` is either. They stand in any order, at most NEAR words apart:
“THREAT IMAGE” is “dọa tung ảnh”, “ảnh em bị đem ra dọa”, “threatened with my photos”. After `>` stands what comes
later.

With a word of MATERIAL (“poster”, “phòng chống”, “là gì”) a query is a teacher's, an officer's or an editor's: then
only RULES count, and only where somebody says “em”, “mình”, “con” … of themselves or their child. PLAIN phrases are
taken out first.
"""

#: Words between two parts of a rule.
NEAR = 5
#: Concepts that stand for any of others.
GROUPS = {
    "AGENT": ("FAMILY", "ADULT", "PARTNER", "STRANGER", "THEY"),
    "WHO": ("ME", "PASSIVE", "CHILD", "FRIEND"),
    "NEGATIVE": (
        "HIT", "INSULT", "EXCLUDE", "THREAT", "CHEAT", "HACK", "STALK", "CONTROL", "ABUSED", "RAPE", "TOUCH", "UNDRESS",
        "CRUEL", "ROB", "KILL", "CAPTIVE", "DEBT", "SEX", "PREGNANT", "SAD", "DESPAIR", "CRY", "WORTHLESS", "RUNAWAY",
        "DRUGS", "DARE", "BULLIED", "INTIMATE", "NUDES", "LEAK", "SEXTORTION", "SEX_TRADE", "FEAR", "HATE",
    ),
}  # fmt: skip

#: Phrases of HIDING are not also what one of their words is alone, where that is one of HIDDEN: “bắt nạt” is no “bắt”,
#: and “bỏ nhà đi theo” somebody is not following the dead.
HIDING, HIDDEN = ("BULLIED", "KIDNAP", "ELOPE"), ("FORCE", "THREAT", "DIE")

#: By kind, in the order in which they are tried.
RULES: dict[str, tuple[str, ...]] = {
    "death": (
        "SUICIDE", "WANT>DIE", "HOW>DIE", "DIE>HOW", "DIE PAINLESS", "NOT>LIVE", "LIVE|LIFE>POINTLESS",
        "LIVE|LIFE>NOT>MEANING", "NOT>MEANING>LIVE|LIFE", "point|reason|purpose>LIVE", "END>LIFE",
        "WANT|đi|rời|thoát>khỏi>LIFE", "đời>ME>chấm_hết|hết|kết_thúc", "đời>chấm_hết", "NOT>thiết>gì|sống|ai|nữa",
        "nhắm_mắt>thôi|luôn|mãi", "HATE>LIFE|bản_thân|chính_mình|myself", "TIRED>LIFE|LIVE", "DIE>VERY>FEAR|SAD",
        "CUT>SKIN", "CUT>me|myself|bản_thân|chính_mình", "BLADE SKIN|CUT|SAD", "BLOOD SKIN|CUT", "PILLS DIE",
        "SWALLOW>PILLS", "SWALLOW>nắm|vốc|vỉ|lọ|chai|hộp>MEDICINE", "WANT>theo|gặp>bên_kia|dưới_đó|trên_đó",
        "PILLS>MEDICINE", "MEDICINE>DIE", "SWALLOW>MEDICINE>DIE|hết|cả_vỉ|cả_lọ|cho_rồi|cho_xong|để_quên",
        "SWALLOW>hết|cả|nguyên|nhiều>MEDICINE|vỉ|lọ|hộp|chai|nắm", "bao_nhiêu|mấy>viên|liều", "JUMP HIGH",
        "GOODBYE>ALL", "WANT>GOODBYE", "GOODBYE>ME", "lời_vĩnh_biệt|thư_vĩnh_biệt", "NOT|WANT>BORN", "want>end",
        "SLEEP_FOREVER", "sleep_forever", "NO_ONE|NOT>ME>BETTER", "BETTER>NOT>ME", "ME WORTHLESS", "DIE SAD",
        "TIRED>DIE", "TIRED|SAD>WANT>bỏ_cuộc|buông|kết_thúc|biến|DIE", "NO_ONE>BETTER>ME", "ME>DIE>BETTER",
        "LIVE|DIE>hay|or>LIVE|DIE", "ME>DIE>đi|luôn|rồi|cho_rồi|cho_xong", "DIE>xong|cho_rồi|cho_nhẹ|cho_xong|là_hết",
        "if|nếu>ME>DIE", "DIE>ME>LIVE", "LIVE>SAD|TIRED", "tại_sao|sao|why>ME>LIVE",
        "hành_hạ|làm_đau|đánh|cào|cấu|cắn|đập>bản_thân|chính_mình|đầu_vào", "tự>đánh|cắn|cào|cấu|cắt|đốt|rạch>ME|SKIN",
        "LIVE>không_bằng>DIE", "CHILD|FRIEND|PARTNER>WANT>DIE", "FRIEND>GOODBYE", "đập_đầu>tường",
        "đốt_than>phòng|chết|tự_tử", "NOT>WANT>wake_up|dậy",
    ),
    "images": (
        "THREAT IMAGE", "THREAT|đòi!|đòi_tung|đòi_đăng>PUBLISH|LEAK|IMAGE", "đòi_tung|đòi_đăng>ME|IMAGE",
        "THREAT>LEAK", "LEAK IMAGE", "LEAK>tin_nhắn|bí_mật|địa_chỉ", "đòi!|đòi_tiền IMAGE>MONEY|NOT|ME",
        "THREAT>SEND>ALL|FAMILY|ADULT|PEER", "SPYCAM",
        "phát_hiện|có|giấu|lén|đặt>camera>phòng_trọ|phòng_tắm|phòng_ngủ|nhà_tắm|nhà_vệ_sinh|toilet|phòng_thay_đồ|trong_phòng",
        "IMAGE>INTIMATE>WHO|PUBLISH|LEAK|ASK|SLIP",
        "WHO|AGENT|SEND|ASK|SLIP|FORCE|LURE|KEEP|USE|RECORD|REMOVE|FEAR IMAGE>INTIMATE",
        "NUDES WHO|AGENT|SEND|ASK|SLIP|PUBLISH|LEAK|THREAT|KEEP|REMOVE|MONEY|FEAR", "PASSIVE PUBLISH IMAGE",
        "PASSIVE>PUBLISH>ONLINE|PAGE", "IMAGE>ME>PASSIVE|PUBLISH", "posted|shared|posting|sharing>ME>IMAGE",
        "AGENT|PEER PUBLISH|KEEP IMAGE", "ME>IMAGE>posted|shared|PUBLISH>ONLINE",
        "AGENT>SEND>IMAGE>FAMILY|PEER|ALL|đi", "SLIP SEND>IMAGE", "SLIP>SEND|CAM>INTIMATE|UNDRESS",
        "SLIP>UNDRESS|RECORD", "FAKE>FACE|IMAGE>ME", "PASSIVE FAKE", "FAKE>FACE|UNDRESS", "FACE IMAGE FAKE|INTIMATE",
        "UNDRESS>CAM|IMAGE>RECORD", "ai|công_nghệ>UNDRESS|ghép", "PASSIVE RECORD", "AGENT|PEER RECORD>ME|IMAGE",
        "RECORD>me", "RECORD UNDRESS|INTIMATE", "USE>IMAGE>ME", "IMAGE>ME USE|PUBLISH|FAKE|THREAT",
        "REMOVE>IMAGE>web_đen|web_sex|trang_đen", "REMOVE>IMAGE>ME|INTIMATE|ONLINE", "MONEY IMAGE THREAT",
        "MONEY>NOT|if|or|là>PUBLISH|SEND|LEAK", "ASK>IMAGE>INTIMATE", "ASK|FORCE|LURE>ME>SEND|RECORD>IMAGE",
        "AGENT>ASK>SEND>IMAGE", "AGENT>ASK>IMAGE", "đòi_coi|đòi_xem|coi_cu>IMAGE|INTIMATE|hình", "AGENT|ASK>coi_cu",
        "PUBLISH tin_nhắn|đoạn_chat|địa_chỉ>ME|riêng",
        "PASSIVE PUBLISH|LEAK tin_nhắn|đoạn_chat|địa_chỉ|bí_mật|thông_tin", "SEXTORTION>IMAGE|WHO",
        "IMAGE PRIVATE PASSIVE|THREAT|LEAK|PUBLISH|THEY|ME|SLIP", "FAKE>ME",
        "CAM>INTIMATE|UNDRESS PASSIVE|MONEY|THREAT", "THEY|STRANGER>KEEP|có>IMAGE>ME|của|hôm_bữa|INTIMATE",
        "THEY|PARTNER>SEND|PUBLISH|LEAK>ME>IMAGE", "IMAGE>ME>SEND|PUBLISH|LEAK>FAMILY|PEER|ALL", "IMAGE ME>PASSIVE",
    ),
    "abuse": (
        "AGENT>ELOPE", "LURE>ELOPE", "PASSIVE|ME|AGENT|CHILD RAPE|ABUSED", "PASSIVE TOUCH", "PASSIVE|FAMILY|ADULT>hiếp",
        "bị_sờ|bị_hiếp|bị_dụ|bị_gạ|bị_dê|bị_rủ", "AGENT>đùi|ngực|mông|vùng_kín>ME", "AGENT TOUCH>ME|CHILD|PRIVATES",
        "SLIP>SEX", "SEX>PREGNANT", "TOUCH>PRIVATES", "ADULT|STRANGER|FAMILY>TOUCH", "FORCE|ASK|LURE>UNDRESS|SEX",
        "FORCE|LURE>ME>TOUCH|SEX|UNDRESS|INTIMATE|PORN|DRUGGED|nằm|ngủ|xem", "AGENT>UNDRESS", "AGENT>ENTER>ME|NIGHT",
        "AGENT>NIGHT ENTER|TOUCH|MEET", "PEEP>ME|CHILD|NIGHT", "SPYCAM ME",
        "PREGNANT ME|FEAR|SECRET|DARE|AGE|FORCE|SLIP|PASSIVE|FAMILY|HELP|RUNAWAY", "DRUGGED WHO|TOUCH|SEX",
        "AGENT>SECRET", "ASK|LURE>MEET>ALONE|HOTEL|ME", "ASK|LURE>HOTEL", "STRANGER|ONLINE MEET", "ONLINE>MEET|HOTEL",
        "AGENT HOTEL", "GIFT AGENT INTIMATE|TOUCH|UNDRESS|SEX", "AGENT|FORCE PORN", "AGENT>SEX", "AGE SEX",
        "SEX>FEAR|FORCE|DARE", "ASK|TEXT|SEND>SEX_TALK", "ADULT|STRANGER|FAMILY>TEXT>ODD",
        "SEX_TRADE ME|FORCE|PASSIVE|AGENT", "PASSIVE LURE", "NOT>WANT>TOUCH|SEX", "PRIVATES>đau|đụng", "đau>PRIVATES",
        "ASK|FORCE>SECRET", "PASSIVE|ME|AGENT stalk", "AGE>PARTNER>AGE", "STRANGER>TEXT>ME|VERY",
        "LURE>ME|CHILD|FRIEND|SEX", "STRANGER>ASK>IMAGE|MEET|CAM", "AGENT|AGE>AGE>MEET|ONLINE",
        "PARTNER>FORCE|HIT|CONTROL|THREAT", "PARTNER>AGE", "ADULT|STRANGER|FAMILY>ONLINE>GIFT|MEET",
        "rủ_đi_chơi|rủ_đi>ALONE|HOTEL", "THEY>ASK>see|coi|xem>người|hàng|ngực|cu|chim",
    ),
    "coercion": (
        "PASSIVE CHEAT|CAPTIVE|FORCE|THREAT|HACK|DEBT|STALK|CONTROL|KILL|SEXTORTION", "PASSIVE>HOLD",
        "CHEAT MONEY|LOSE|ME|CHILD|ABROAD|FAMILY", "FORCE>MONEY|JOB|CRIME|DRUGS|MARRY|SEX_TRADE|LABOUR|ABROAD",
        "FORCE>ME>MONEY|CRIME|DRUGS|MARRY|LABOUR", "THREAT KILL", "THREAT>ME|CHILD|HOME", "THREAT>FAMILY",
        "AGENT>THREAT|FORCE>ME", "AGENT>THREAT", "CAPTIVE>VERY|ME|trong|ở|phòng", "AGENT>CAPTIVE", "WHO KIDNAP",
        "KIDNAP>ME|MONEY", "NOT>LET>ME", "NOT>cho>ME>LET|nghỉ|nghỉ_làm|về|ra|đi|gặp|ăn", "NOT>cho|để>FAMILY|ai>biết",
        "cấm|không_cho>cúp_máy|tắt_máy|kể|nói", "KEEP|HOLD>máy|liên_lạc>NOT", "ME>CAPTIVE|HOLD",
        "PASSIVE>khóa>ACCOUNT>MONEY|ASK|chuộc", "đòi!|ASK>chuộc|tiền_chuộc", "PASSIVE|CAM>đòi!|đòi_tiền>MONEY|NOT",
        "PASSIVE đòi!|đòi_tiền", "MONEY>mới>LET|cho|thả|được", "HACK>ACCOUNT|ME", "ACCOUNT>HACK", "LOSE>ACCOUNT",
        "LOSE>MONEY", "SLIP OTP|MONEY", "DEBT THREAT|VERY|KILL|PHONE|FAMILY|HOLD", "STALK>ME", "AGENT>STALK",
        "AGENT>CONTROL", "POLICE CALLS CONTROL|ME|FORCE|ASK|MONEY|THREAT|SECRET|NOT",
        "POLICE>FORCE|THREAT>ME|MONEY|CHILD", "POLICE>MONEY", "CALLS>POLICE>MONEY|ASK", "ASK|CALLS>ME|PASSIVE>POLICE",
        "POLICE>FAKE>ASK|CALLS|FORCE|THREAT|MONEY", "ABROAD CAPTIVE|LURE|JOB|CHEAT|HELP|FORCE|PASSIVE|HOLD|ME|home",
        "HOLD>PAPERS", "GIFT>ASK>trả|trả_lại|đòi_lại", "JOB NOT>LET", "MONEY NOT>LET", "NOT>LET", "MISSING",
        "SECRET>MONEY|NOT", "SEXTORTION", "AGENT>hurt|harm|kill|beat>ME|FAMILY",
        "AGENT>KILL>ME|FAMILY|HOME|CHILD|cả_nhà", "là|sẽ|đòi_giết>giết", "dọa_giết|đòi_giết", "LABOUR>NOT|FORCE",
        "NOT>trả_lương|trả_tiền_lương", "ME>HOTEL>POLICE|ALONE", "MONEY>POLICE|STRANGER", "CHEAT>JOB",
        "chuyển|đưa|nạp|gửi>hết>MONEY", "tin_lời>STRANGER|THEY", "bị_lừa|bị_gạt|bị_hack",
        "PARTNER|FAMILY|THEY>đọc|coi|kiểm_tra|check>tin_nhắn|điện_thoại|máy", "stole|stolen|took>MONEY", "JOB>KIDNAP",
        "kẹt>cam|campuchia", "FAKE>POLICE>CALLS|MONEY|ASK|FORCE|THREAT", "fake_police|scam_police",
        "THEY>biết>HOME|SCHOOL|nhà",
    ),
    "bullying": (
        "PASSIVE BULLIED|HIT|hội_đồng|INSULT|EXCLUDE|ROB|CRUEL", "AGENT|PEER HIT>ME|CHILD|FAMILY|VERY", "AGENT HIT",
        "AGENT>WEAPON>HIT", "PEER HIT|INSULT|EXCLUDE|ROB>ME", "AGENT INSULT|EXCLUDE|BULLIED>ME|VERY",
        "PEER>EXCLUDE|INSULT", "PEER|THEY|FAMILY HATE>ME|VERY", "THEY|PEER>ROB", "tụi_nó|bọn_nó|bọn_chúng",
        "PASSIVE PEER|cười|nói|gọi|chửi APPEARANCE", "call|calls|calling|called>ME>APPEARANCE|names",
        "INSULT|EXCLUDE|HIT|BULLIED>ME", "NO_ONE>PLAY", "NOT>cho>ME>chơi|PLAY", "bị_cười|bị_chê", "NO_ONE>ME>PLAY",
        "FEAR|DARE>SCHOOL", "NOT>WANT>SCHOOL", "SCHOOL FEAR>VERY", "FAMILY>FIGHT", "DRUNK HIT",
        "CRUEL ME|FAMILY|AGENT|CHILD", "PAGE>INSULT", "INSULT>PAGE|ONLINE|ME", "THREAT>HIT",
        "kick|đuổi|đá>khỏi|ra_khỏi>nhóm|group|lớp", "BULLIED ME|AGENT|CHILD", "hội_đồng|chửi|đánh>VERY>ME",
        "AGENT>gọi|nói|call|calling>ME>APPEARANCE|WORTHLESS", "WORTHLESS|APPEARANCE AGENT>gọi|nói|call|calling|chửi",
        "AGENT>làm_osin|sai_vặt|osin|ở_đợ|bắt_làm", "HIDE>SCHOOL|toilet|nhà_vệ_sinh",
    ),
    "plea": (
        "SOS", "cứu>ME|CHILD|FRIEND|FAMILY", "ơi>cứu|giúp_em|giúp_con", "save>ME",
        "gọi|nhờ|tìm|báo|kể|nói|hỏi>ai|cho_ai|với_ai|số_nào>giúp|bây_giờ|được|đây|giờ",
        "nhờ_ai|kể_với_ai|nói_với_ai", "TALK|nói|gặp>tâm_lý", "i|have|ive>NO_ONE",
        "no|any>friends|friend", "không_có_bạn|không_bạn_bè|không_có_ai|không_có_bạn_bè|không_còn_ai",
        "call|phone|number>help", "child_helpline|helpline|crisis_line",
        "cô_đơn|lẻ_loi|lạc_lõng|tủi_thân|đau_khổ|khổ_quá|buồn_quá|áp_lực_quá|sang_chấn|tự_ti|nhục_nhã",
        "HELP>ME>PLEASE|NOW|VERY", "HELP>PLEASE|NOW", "PLEASE>HELP", "NEED>HELP", "HELP FEAR|DANGER|CRY",
        "NEED|WANT>TALK", "NEED|WANT>SOMEONE>TALK|HELP|UNDERSTAND|nghe", "i>need>SOMEONE", "SOMEONE>tâm_sự",
        "FEAR>VERY", "SCARED", "ME>FEAR|SAD|DESPAIR|DEPRESSED|CRY", "DESPAIR", "SAD>VERY|WANT|DESPAIR", "CRY>VERY",
        "NO_ONE>UNDERSTAND", "NO_ONE>ME", "anyone>care|love>me", "NO_ONE>TELL",
        "NOT>TELL|TALK>với_ai|cùng_ai|cho_ai|ai", "kể|tâm_sự|nói>với_ai|cùng_ai", "NOT>SOMEONE>UNDERSTAND|TELL",
        "LOST_HOW", "RUNAWAY", "DANGER", "ME HIDE", "NOT>chỗ|nơi|đường|đâu>đi|về|ở|thoát",
        "có_ai|còn_ai>TALK|thức|nghe", "NEED|WANT|HOW>COUNSEL", "COUNSEL>NOW|ME|WANT|HELP", "CALL>COUNSEL|HELP",
        "HOTLINE_NUMBER>FAMILY|CALL|TELL", "CALL>HOTLINE_NUMBER", "SECRET FEAR|DARE", "DARE>TELL", "FEAR>TELL",
        "FEAR>HOME|FAMILY", "FEAR>FAMILY>TELL", "TIRED>VERY>LIFE|ME", "mệt_mỏi|kiệt_sức|chán_nản>VERY",
        "ME TIRED>VERY", "vô_dụng|vô_giá_trị|thừa_thãi|worthless", "WORTHLESS>VERY", "SLIP>FEAR|VERY",
        "HIDE>FEAR|HOME|STRANGER", "anyone|có_ai|còn_ai|ai>ở_đó|ở_đây|there|here|nghe_máy|còn_thức", "UNWELL CRY",
        "WORRY>FRIEND|CHILD", "CHILD|FRIEND>WORRY|UNWELL|DESPAIR|SAD|CRY|DEPRESSED", "UNWELL>VERY",
        "BLOOD>NOT>cầm|ngừng|dừng|stop",
        "im|am|feel|feeling>SAD|FEAR|DANGER", "NOT>okay|ok|alright|ổn", "DEPRESSED>VERY|ME|SHOULD",
        "cant|không>breathe|thở", "thở>không|ko",
    ),
}  # fmt: skip
#: What is a call where nobody speaks of material.
TOPICS: dict[str, tuple[str, ...]] = {
    "images": (
        "IMAGE>nóng|nhạy_cảm|khỏa_thân|nude|sex", "NUDES", "SEXTORTION", "deepfake", "REMOVE>IMAGE>INTIMATE|PRIVATE",
    ),
    "abuse": ("RAPE", "dụ_dỗ|gạ_gẫm", "LURE>CHILD|trẻ"),
    "coercion": ("KIDNAP", "ABROAD>CAPTIVE", "qua|sang|bên>ABROAD"),
    "bullying": ("BULLIED", "tẩy_chay", "bạo_lực"),
    "plea": ("DEPRESSED", "đe_dọa", "ME|CHILD|PASSIVE NEGATIVE"),
}  # fmt: skip
#: Pleas when nothing else was typed: “giúp em” is one, “giúp em học bài” is none.
WHOLE = (
    "cứu|giúp|cứu_giúp|cầu_cứu|kêu_cứu",
    "cứu|giúp|cứu_giúp|cầu_cứu|kêu_cứu>ME",
    "có_thai|mang_thai|có_bầu|mang_bầu|pregnant",
    "ME>sợ|buồn|đau|mệt_mỏi|khổ",
    "sợ|đau_khổ|cô_đơn|buồn_quá|bế_tắc",
)
#: Hyperbole and namesakes, taken out of the query first; their parts stand at most NEAR_PLAIN words apart.
PLAIN = (
    "trẻ_em|anh_em|con_người", "đẹp_trai|dễ_thương|đẹp|xinh|vui|đã|thơm|mắc|đắt|xa|khó>muốn>chết",
    "ảnh|hình_ảnh>nông_dân|nông_thôn|nông_sản", "ngoại_lai>xâm_hại", "bắt_cóc>bỏ_đĩa|ếch",
    "đói|đói_bụng|cười|buồn_cười|mắc_cười|nóng|lạnh|rét|ngứa|cay|chua|ngon>muốn>chết", "cười|đói|lạnh>chết",
    "đánh_giá|đánh_thuế|đánh_vần|đánh_răng|đánh_bóng|đánh_đàn|đánh_cầu_lông|đánh_cờ_vua|đánh_cờ_tướng",
    "đánh_rơi>ví|tiền|điện_thoại|đồ|thẻ", "đánh_dấu>trang|bài|tin|spam|thư",
    "giữ_xe|giữ_bằng_lái|giữ_chỗ|giữ_dáng|giữ_ấm", "du_lịch|tour|vé|ẩm_thực|món_ăn>campuchia|myanmar",
    "campuchia|myanmar>du_lịch",
    "bài_hát|phim|truyện|tiểu_thuyết|lyrics|trailer>help_me|trầm_cảm|cứu_em|tự_tử|bắt_cóc|bạo_lực|sos",
    "bài_hát|phim|truyện|tiểu_thuyết|lyrics|trailer>cô_đơn|muốn_chết|vĩnh_biệt",
    "vũ_nương|chí_phèo|lão_hạc|thúy_kiều|nàng_kiều|romeo|juliet>gieo_mình|trầm_mình|tự_vẫn|tự_sát|tự_tử|ăn_bả|chết",
    "bài_hát|lời|ca_khúc>chết_trong_em|em_chết_trong_tôi|chết_trong_lòng",
    "help>me>with|learn|study|find|understand|write|choose", "môn|thi|vận_động_viên|vđv|giải>nhảy_cầu", "cắt_tay>áo",
    "chết_máy|chết_pin|chết_cây", "biết>làm_sao|cách>tải|đăng|nộp|mở|vào|đổi|cài", "nhảy_cầu>olympic|sea_games",
    "nông_dân", "phim>sợ_quá|sợ_lắm", "biến_thái>hoàn_toàn|không_hoàn_toàn|của", "ếch|bướm|côn_trùng|sâu_bọ>biến_thái",
    "bỏ_thuốc>lá|lào", "game|trò_chơi|phim|truyện>bạo_lực|kinh_dị",
    "tẩy_chay>hàng|sản_phẩm|thương_hiệu|nhãn_hàng|phim|quán",
    "giúp|cứu>em|mình|tôi|tui|con|cháu|tao|bé>bài|bài_tập|đề_thi|toán|tiếng_anh|slide|máy_tính",
    "lộ|rò_rỉ>iphone|samsung|game|đề_thi", "help>with|downloading|homework|printing|math|essay",
    "động_vật|loài|sinh_vật|rừng|chim|voi>đe_dọa|bắt_cóc", "đe_dọa>tuyệt_chủng", "lừa>cá_tháng_tư",
    "con_chó|mèo|cún|thú_cưng>bị", "mụn|sẹo|quầng_thâm|nám|tàn_nhang>biến_mất",
    "biến_mất>mụn|nám|tàn_nhang|quầng_thâm",
    "muốn_sống>ở|tại|chung>quê|thành_phố|nước_ngoài|trọ|ký_túc_xá|chung_cư|nhà_trọ|làng",
    "trang_trí|mua|thiết_kế|dọn|sơn>phòng", "bắt>con>cá|cua|ốc|tôm|chuột|ruồi|gián|ếch|rắn|bò|gà|chim|sâu|gì",
    "hình|ảnh|video|clip>con_vật|con_mèo|con_chó|em_bé|mèo|cưới|kỷ_yếu",
    "ảnh_thẻ|hình_thẻ|ảnh_lớp|ảnh_kỷ_yếu|ảnh_đại_diện|ảnh_dự_thi|ảnh_cưới|ảnh_nền|ảnh_chân_dung",
    "tung>mv|teaser|trailer|hậu_trường|poster|album", "hiểu>bài|đề|câu|toán|văn", "nude>tone|lipstick|color|beige|lip",
    "giữ_bí_mật>kinh_doanh|thương_mại", "bí_mật>giữ_dáng", "mất_liên_lạc>vệ_tinh", "sợ>độ_cao|ma|gián|nhện|sâu",
    "cười>đau_bụng", "tự_tu_dưỡng", "tự_tư_vấn", "nude_makeup", "son|màu|giày|móng|váy>nude", "makeup|son>màu>nude",
    "cần_thơ", "ninh_kiều", "mật_khẩu", "cựu>học_sinh|chiến_binh|sinh_viên",
    "sơ_cứu|sơ_cấp_cứu|cấp_cứu|cứu_trợ|cứu_hộ|cứu_hỏa|cứu_thương", "giúp_việc", "móng_tay",
    "quan_hệ_từ|quan_hệ_công_chúng|quan_hệ_quốc_tế|quan_hệ_hợp_tác",
    "nước_ép|máy_ép|ép_plastic|ép_cọc|ép_xung|ép_cân|ép_dầu", "bật_nắp|nắp>chai|nồi|xăng", "nhập_ngũ|nghĩa_vụ_quân_sự",
    "mệt|buồn_ngủ|ngủ|học|nóng|đau_bụng>chết>đi_được|mất|mệt|luôn", "nóng|lạnh>chết_người",
    "hội_đồng_nhân_dân|hội_đồng_thi|hội_đồng_đội|hội_đồng_trường", "hiệp_sĩ|hiệp_định|hiệp_hội|kiếm_hiệp|hiệp_ước",
    "rút_tiền>atm", "chửi_thề", "nói>trước_đám_đông|trước_lớp|trước_công_chúng", "nhốt>gà|vịt|heo|bò|chim",
    "dầu_nhớt|nhớt_xe", "giảm_cân|giảm_giá|giảm_cảnh",
    "danh_bạ|đánh_trống|đánh_máy|đánh_bài|đánh_golf|đánh_cờ|đánh_phấn|đánh_son|đánh_thức|đánh_cá|đánh_bắt|đánh_số",
    "chụp_màn_hình|quay_màn_hình>laptop|máy_tính|iphone|win|samsung", "xe_đạp",
    "đau>bụng|răng|đầu|họng|lưng|chân|mắt|tai|dạ_dày", "khóa_cửa>vân_tay", "tử_tế",
    "khủng_long|lúa|cây|cá|tôm|heo|gà|pin|máy|xe|vi_khuẩn|tế_bào|virus>chết|bị_chết",
    "kill>mosquitoes|bill|time|bugs|ants|switch|mockingbird|boss", "biển|tam_giác|điểm|ngày|mạng>chết", "HELP>TASK",
    "sống>có_ý_nghĩa|đẹp|khỏe|xanh|chậm|ảo", "liên_hiệp|hiệp_quốc", "không_chịu>nói_chuyện|nói|ăn|học",
    "rút_được>atm|tiền>atm", "xóa>ảnh|hình>trùng", "không>rút_được>tiền>atm",
    "thay_đổi|đổi>hình|ảnh|hình_ảnh|hình_nền", "số>liên_hiệp", "xóa>trùng",
    "áo|áo_khoác|váy|đầm|giày|túi|son|móng|phấn|tông|tone|màu>nude", "nude>nails|pink|shoes|heels|dress|color|colour",
    "cắt_tóc", "suicide_squad|sos_game|game_show",
    "TITLE>SUICIDE|KIDNAP|SOS|SAD|DESPAIR|DEPRESSED|BULLIED|HELP|KILL|FEAR",
    "bắt_em_học|bắt_con_học|bắt_mình_học|bắt_tôi_học|bắt_em_ăn_cơm|bắt_con_ăn_cơm|bắt_em_dậy|bắt_con_dậy|bắt_em_làm_bài|bắt_con_làm_bài",
    "JOKE>WANT>DIE", "bài_hát|lyrics|lời_bài>muốn_chết|vĩnh_biệt", "cười>chết",
)  # fmt: skip
NEAR_PLAIN = 2
#: Kind → the situation page that answers it (keys of home/situations/kinds.py); SITUATIONS come first.
OF_KIND = {
    "death": "self_harm", "images": "threatened", "abuse": "touched", "coercion": "money", "bullying": "bullied",
}  # fmt: skip
#: Situations in which somebody at home may do the harm: nobody is sent to parents, and their pages offer no message to
#: them.
WITHOUT_PARENTS = frozenset({"home", "touched"})
#: Somebody at home does the harm.
AT_HOME = (
    "PARENT>HIT|CRUEL|BULLIED|INSULT|EXCLUDE|KILL|CAPTIVE|THREAT|FORCE|CONTROL|DRUNK",
    "PARENT>đuổi|bỏ_đói|nhốt|trói|hành",
    "ba_đánh|ba_chửi|ba_đuổi|ba_dọa|ba_nhốt|mẹ_đánh|mẹ_chửi|mẹ_đuổi|mẹ_dọa|mẹ_nhốt", "DRUNK>HIT>ME|PARENT",
    "FORCE>MARRY", "FEAR>HOME", "đuổi>khỏi_nhà|ra_khỏi_nhà|ra_đường", "FIGHT>PARENT", "PARENT>FIGHT",
)  # fmt: skip
_TOUCHED_AT_HOME = (
    "PARENT|FAMILY>TOUCH|RAPE|ABUSED|SEX|ENTER|UNDRESS|SPYCAM|PEEP|hiếp", "PARENT>RECORD",
    "SPYCAM|PEEP|TOUCH|RAPE|ABUSED>PARENT",
)  # fmt: skip
#: (situation, kinds for which it is asked, rules), in the order in which they are tried.
SITUATIONS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("child", tuple(RULES), (
        "con|con_gái|con_trai|bé_gái|bé_trai|cháu|cháu_gái|cháu_trai|đứa_con>tôi|tui|chị|nhà_tôi|nhà_mình",
        "my_son|my_daughter|my_child|my_kid",
    )),
    ("friend", tuple(RULES), (
        "bạn_em|bạn_tôi|bạn_mình|bạn_thân|nhỏ_bạn|đứa_bạn>bị|muốn|định|đòi|hay|nói|kể|cần|tự_tử|rạch_tay|đang|sắp|sẽ|vừa|mới|đã",
        "my_friend|my_best_friend|a_friend",
    )),
    ("touched", ("abuse", "images", "plea", "death"), _TOUCHED_AT_HOME),
    ("home", ("bullying", "coercion", "plea", "death", "abuse"), AT_HOME),
    ("held", ("images",), ("nhốt|giam>trong|ở",)),
    ("held", ("coercion", "abuse", "plea"), (
        "ABROAD", "KIDNAP", "SEX_TRADE", "HOLD>PAPERS", "STRANGER|THEY|ADULT|JOB|PASSIVE>CAPTIVE",
        "CAPTIVE>trong|ở|JOB", "JOB>NOT>LET", "FORCE>LABOUR|JOB|CRIME|DRUGS|SEX", "KEEP|HOLD>lương|hộ_chiếu",
    )),
    ("money", ("bullying", "plea", "coercion", "abuse"), (
        "chuyển|chuyển_khoản|nạp|đặt_cọc|vay|gửi>MONEY|triệu", "SLIP>OTP|MONEY", "CHEAT>MONEY|LOSE", "OTP", "DEBT",
        "lừa|gạt|dụ>nạp>thẻ",
    )),
    ("sent", ("images",), (
        "lỡ>gửi|chụp|quay|cho_xem|bật_cam|mở_cam", "sent>nudes|nude|photo|pic|pics|picture",
    )),
    ("account", ("images", "coercion", "plea"), (
        "mất|hack|chiếm|cướp>tài_khoản|facebook|fb|zalo|tiktok|nick|acc|gmail",
        "tài_khoản|facebook|fb|zalo|tiktok|nick|acc|gmail>bị>mất|hack|chiếm|cướp", "hacked>account|facebook",
    )),
    ("meeting", ("abuse",), (
        "ELOPE",
        "gặp_mặt|gặp_riêng|gặp|khách_sạn|nhà_nghỉ|phòng_trọ|quen|trên_mạng|qua_mạng|game|cam|camera|chat|chat_sex|zalo",
        "meet|online|nude|nudes|pics|grooming|groomed",
    )),
)  # fmt: skip
#: What harms the body now: 115 stands first, whatever the kind. So it does for every query of death.
BODY = (
    "PILLS", "SWALLOW>MEDICINE", "BLOOD", "CUT>SKIN|WRIST", "DRUGGED", "JUMP>HIGH", "cant|không>breathe|thở", "BLADE",
    "bất_tỉnh|ngất_xỉu|co_giật|gãy_tay|gãy_chân|bị_bỏng|ngộ_độc|sốc_thuốc|khó_thở|đuối_nước|hấp_hối|nguy_kịch",
    "unconscious|overdosed|poisoned|bleeding|passed_out",
)  # fmt: skip
#: Words that are English only: their neighbours are no raw Telex.
ENGLISH = frozenset(
    {
        "how", "what", "who", "why", "she", "they", "was", "with", "your", "and", "his", "her", "are", "you", "is",
        "of", "dont", "cant", "someone", "want", "wants", "from", "does", "did", "help",
    }
)  # fmt: skip
PICTOGRAPHS = "🆘🔪🩸💊😭😢💔🥀😖😰😱"
NEAR_KHMER = 24  # letters; Khmer is written without spaces
