"""What people in distress type, as rules; search/query/crisis_terms.py applies them.

A rule is a row of words. `a|b` is either word, `_` joins the words of one phrase, `?` stands for at most one word and
`*` for at most three. Words have their marks: “tự_tử” matches “tự tử” and “tu tu”, not “từ từ”.

With a word of MATERIAL (“poster”, “phòng chống”, “là gì”) a query is a teacher's, an officer's or an editor's: then
only PERSONAL rules count, and only where somebody says “em”, “mình”, “con” … of themselves or their child. HARMLESS
phrases are taken out first.
"""

IMAGE = "ảnh|hình|clip|video|hình_ảnh|tấm"
ME = "em|mình|tôi|tui|con|cháu|tao|bé"
KIN = "bố|ba|tía|cha|mẹ|má|dượng|ông|ổng|bả|bà|anh|chị|chồng|thầy|cô|chú|bác|cậu|hàng_xóm|huấn_luyện_viên|gã"
THEY = "nó|họ|hắn|tụi_nó|bọn_nó|chúng_nó|người_ta|người_lạ|thằng|người_yêu_cũ|bạn_trai_cũ"

#: By kind, in the order in which they are tried.
PERSONAL: dict[str, tuple[str, ...]] = {
    "death": (
        "muốn|định|sẽ|nên|thà|nghĩ ? chết|tự_tử|tự_sát|biến_mất|nhảy_cầu|nhảy_lầu|cắt_tay|rạch_tay",
        "tự_tử", "tự_sát", "tự_hại", "tự_làm_đau", "tự_rạch", "tự_cắt ? tay|da|mình", "tuyệt_mệnh", "quyên_sinh",
        "chán_sống", "chết ? cho ? nhẹ_lòng",
        "hết_muốn_sống", "không|chẳng|chả|đâu ? muốn|thiết|ham ? sống", "sống ? làm_gì|làm_chi", "sống * vô_nghĩa",
        "sống ? không|chẳng|hết ? ý_nghĩa|nghĩa_lý",
        "kết_thúc|chấm_dứt ? cuộc_đời|cuộc_sống|mạng_sống|tất_cả", "chết ? cho ? xong|rồi|rảnh|nhẹ_nợ",
        "chết ? có_đau|không_đau|êm|nhanh", "cách|kiểu ? chết", "nhảy_cầu", "nhảy_lầu", "nhảy_sông",
        "đứng|ra|lên ? trên_cầu|cầu|sân_thượng|lan_can * không ? muốn|về", "cắt_tay", "rạch_tay", "cắt_cổ_tay",
        "sẹo * rạch|cắt|cổ_tay", "uống * thuốc_ngủ|thuốc_sâu|thuốc_chuột|thuốc_cỏ", "thuốc_ngủ * chết",
        "ngủ * không|đừng ? dậy", f"không_có|không_còn {ME} * tốt_hơn|nhẹ_hơn|đỡ|đỡ_khổ", "đi_xa * mãi_mãi",
        "want|wanna ? die", "kill ? myself|my_self", "kms|kys", "suicide|suicidal", "end|ending my life",
        "dont|not want ? live", "hurt|cut|cutting|harm|harming myself", "self_harm", "better_off_dead|without_me",
    ),
    "images": (
        "dọa|đòi|hăm ? tung|đăng|phát_tán|gửi|post|lộ", f"tung|phát_tán|lộ|rò_rỉ|lan_truyền ? {IMAGE}",
        f"lỡ ? gửi|chụp|quay ? {IMAGE}", "lỡ ? cho_xem|bật_cam|mở_cam", "chụp_lén", "quay_lén", "bị_quay|bị_chụp ? lại",
        "bị ? phát_tán|rò_rỉ", f"{IMAGE} ? riêng_tư|cá_nhân|nóng * bị", "lột_đồ",
        f"bị * đăng|ghép|chế|tung|đưa|lan_truyền ? {IMAGE}", f"{IMAGE} * bị * đăng|phát_tán|tung|lộ|đưa|lan_truyền",
        f"đăng|xóa|gỡ|giữ|lưu ? {IMAGE} ? {ME}", f"{THEY} * gửi|đăng|đưa|tung|giữ|lưu ? {IMAGE}|mấy_tấm",
        "không_chuyển|không_trả|không_nạp * gửi|đăng|tung", f"coi|xem * {IMAGE} ? của ? {ME}",
        f"ghép ? mặt|{IMAGE} ? {ME}|sex|nude", "bị ? deepfake",
        f"{IMAGE} ? nóng|nhạy_cảm|khỏa_thân|nude|nudes|sex|ngực|không_mặc ? của|đòi|dọa|hối_hận|lên_mạng|{ME}",
        f"gửi|nhắn ? {IMAGE} ? nóng|nhạy_cảm|khỏa_thân|nude|nudes|sex|ngực|kín|không_mặc",
        "leak|leaked|leaking|leaks * photo|photos|picture|pictures|pics|nude|nudes|video", "sextortion",
        "blackmailed", "threatened|threatening", "send|sent|sending ? nudes|nude",
    ),
    "abuse": (
        "bị * hiếp|hiếp_dâm|cưỡng_hiếp|cưỡng_bức|sàm_sỡ|sờ|rờ|đụng_chạm|quấy_rối|xâm_hại|lạm_dụng",
        "bị * dụ|dụ_dỗ|gạ|gạ_gẫm|gạ_tình|rủ", f"sờ|rờ|đụng|chạm|đụng_chạm|động_chạm ? {ME}|ngực|mông|vùng_kín",
        "sờ_mó|rờ_mó|mò_mẫm", f"{KIN} * sờ|rờ|mò|ôm|hôn|vuốt|gạ|rình ? {ME}|ngực|con_gái|hoài",
        "đau ? vùng_kín|chỗ_kín",
        "bắt|ép|xin|đòi|rủ|gạ|kêu|dụ * cởi|cởi_đồ|thay_đồ|quan_hệ|chuyện_đó|ngực|nude|chat_sex",
        f"bị|bắt|ép {ME} * ngực|cởi", "rủ|đòi|ép|dụ * gặp_riêng|gặp_mặt|khách_sạn|nhà_nghỉ|về_nhà|phòng_trọ",
        "bắt|kêu|bảo|dặn|ép ? giữ_bí_mật|giấu", "không_được|không_cho|cấm ? kể|nói|mách ? với|cho|mẹ|má|ba|ai",
        f"vô|vào|sang|qua ? phòng * ngủ|tắm|{ME}", "không_muốn * cứ ? ôm|hôn|sờ|rờ",
        "raped|molested|abused|groomed|harassed", "touched|touches|touching|hurts|hurting me",
        "asks|asked|asking|wants ? me ? nude|nudes|meet|pics",
    ),
    "coercion": (
        "bị * lừa|bắt_cóc|nhốt|giam|giữ|ép|dọa|đe_dọa|hăm_dọa|khủng_bố|tống_tiền|tống_tiên|tống_tình|hack",
        "bị * khống_chế|trói|theo_dõi|đòi_nợ|bán|chích_điện|bắt_chuyển",
        "bắt|ép|kêu|yêu_cầu ? chuyển|chuyển_tiền|chuyển_khoản",
        "bắt|ép|đòi|dọa|buộc|kêu * chuyển_tiền|chuyển_khoản|nạp_thẻ|nạp_tiền|vay_tiền", "lỡ ? chuyển|chuyển_tiền",
        "dọa|hăm ? bắt|đánh|giết|tung", f"bắt|ép|giữ|nhốt {ME}", "mất ? hết ? tiền", "lừa_mất_tiền", "lừa_bán",
        "bị_bắt ? đi|làm|sang|qua", "tiền_chuộc", "bắt_giữ_máy|giữ_máy", "khách_sạn|nhà_nghỉ * một_mình",
        "bị|khóa_cửa ? nhốt", f"{KIN}|{THEY} * nhốt",
        "giữ * cccd|cd|căn_cước|giấy_tờ|hộ_chiếu|passport", f"không_cho ? {ME} ? nghỉ|về|ra|đi|nghỉ_làm",
        "không_được|không_cho|đừng ? cho|để ? ba|bố|mẹ|má|gia_đình|ai ? biết", "mất_liên_lạc|mất_tích",
        "kẹt|mắc_kẹt ? ở|bên", "lệnh_bắt", "scammed|kidnapped|trafficked|extorted", "fake_police",
        "wont|not|dont let me", "locked me|in",
    ),
    "bullying": (
        "bị * bắt_nạt|tẩy_chay|cô_lập|nói_xấu|đánh|quánh|tát|chửi|xúc_phạm|sỉ_nhục|bóc_phốt|trấn_lột|anti|ghét",
        "bị * chế_giễu|kỳ_thị|miệt_thị|body_shaming|ác_ý|lập_nhóm|bạo_lực|bạo_hành|hành_hạ|chặn_đường|ăn_hiếp",
        "bị * chê|gọi_là|trêu|trêu_chọc|ghẹo|bêu_riếu|nhục_mạ|hội_đồng|hùa",
        f"{KIN}|bạn * đánh|quánh|oánh|tát|đập|chửi|hành_hạ ? {ME}|mẹ|má|bầm", f"{KIN} * là|xỉn|say ? đánh|quánh|đập",
        f"cô_lập|tẩy_chay|ghét|nói_xấu {ME}", "cả_lớp ghét|tẩy_chay|cô_lập|chửi", "tụi_nó|bọn_nó|chúng_nó|bọn_chúng",
        "không_dám|sợ|hết_muốn ? đi_học|đến_trường|tới_trường|vô_lớp|về_nhà", "trốn * wc|nhà_vệ_sinh",
        "bullied|cyberbullied", "bully|bullies me",
        "makes|make|making fun of", "bullying|hit|hits|hitting|beat|beats|beating me",
    ),
    "plea": (
        f"cứu {ME}|với", f"giúp {ME} ? với|đi|gấp", "cần ? giúp_gấp|giúp_đỡ_gấp|người_giúp|giúp_ngay",
        "làm_ơn ? giúp|cứu",
        "cần ? người ? nói_chuyện|tâm_sự|lắng_nghe", "ai_đó ? giúp|cứu", "sos", "help me|us|pls|please|plz",
        "sợ_quá", "sợ_lắm", "tuyệt_vọng", "hoảng_loạn", "khóc ? mỗi_đêm|hoài|suốt|một_mình", "bỏ_nhà", "muốn ? trốn_đi",
        "không|chẳng|chả ? ai ? hiểu|bên_cạnh|lắng_nghe|giúp|tin_em|quan_tâm|cần|thương",
        "không_biết|chẳng_biết ? nói|kể|hỏi|tâm_sự với_ai|ai", f"{ME} ? bị_trầm_cảm|trầm_cảm", "mệt_mỏi_quá|áp_lực_quá",
        "chịu_không_nổi|chịu_hết_nổi",
        "scared|terrified", "feel|feeling ? empty|alone|lonely|hopeless|worthless", "no_one|nobody ? cares|understands",
    ),
}  # fmt: skip
TOPICS: dict[str, tuple[str, ...]] = {
    "images": (
        f"{IMAGE} ? nóng|nhạy_cảm|khỏa_thân|nude|sex", "nude|nudes", "tống_tiền", "tống_tình", "blackmail", "deepfake",
        f"xóa|gỡ ? {IMAGE} ? nhạy_cảm|nóng|khỏa_thân|riêng_tư",
    ),
    "abuse": (
        "xâm_hại", "hiếp_dâm", "cưỡng_hiếp", "cưỡng_bức", "quấy_rối", "sàm_sỡ", "lạm_dụng_tình_dục", "dâm_ô", "ấu_dâm",
        "gạ_gẫm", "gạ_tình", "dụ_dỗ", "chat_sex|sex_chat", "grooming", "rape",
    ),
    "coercion": ("bắt_cóc", "sang|qua|ra|ở campuchia|myanmar"),
    "bullying": ("bắt_nạt", "bạo_hành", "bạo_lực", "đánh_hội_đồng", "tẩy_chay", "bullying|cyberbullying"),
    "plea": ("trầm_cảm", "đe_dọa", "depression|depressed"),
}  # fmt: skip
#: Words of people who look for material, facts or schoolwork.
MATERIAL = (
    "poster|posters|áp_phích|infographic|banner|standee|tờ_rơi|tờ_gấp|hình_nền|khung_ảnh|sticker|slide|pdf|powerpoint",
    "phòng_chống|phòng_tránh|phòng_ngừa|chống|ngăn_chặn|tuyên_truyền|truyền_thông|nhận_biết|nhận_diện|là_gì",
    "bài_giảng|giáo_án|tài_liệu|kế_hoạch|báo_cáo|thống_kê|số_liệu|tập_huấn|hội_thảo|chuyên_đề|tiểu_phẩm|kịch_bản",
    "luật|nghị_định|quy_định|xử_phạt|mức_phạt|cuộc_thi|dự_thi|thi_vẽ|mẹo|kỹ_năng|prevent|prevention|policy|law",
    "phân_tích|nlxh|tỉ_lệ|tỷ_lệ|bài_thơ|biện_pháp|so_sánh|trò_chơi|sea_games|giải_đấu",
    "soạn|soạn_bài|vẽ_tranh|tranh|bài_toán|toán|ngữ_văn|tập_làm_văn",
    "thuyết_trình|khái_niệm|định_nghĩa|tiếng_anh|đề_tài|nghiên_cứu|bài_văn|nghị_luận|tiểu_luận",
)
#: Hyperbole and namesakes.
HARMLESS = (
    "trẻ_em|anh_em|con_người",
    "đẹp_trai|dễ_thương|đẹp|xinh|vui|đã|thơm|mắc|đắt|xa|khó ? muốn ? chết", "ảnh|hình_ảnh nông_dân|nông_thôn|nông_sản",
    "ngoại_lai * xâm_hại", "bắt_cóc bỏ_đĩa|ếch",
    "đói|đói_bụng|cười|buồn_cười|mắc_cười|nóng|lạnh|rét|ngứa|cay|chua|ngon ? muốn ? chết", "cười|đói|lạnh ? chết",
    "tự_tu_dưỡng", "tự_tư_vấn", "nude_makeup", "son|màu|giày|móng|váy ? nude", "makeup|son ? màu ? nude",
)  # fmt: skip
#: Kind → the situation page that answers it (keys of home/situations/kinds.py); SITUATIONS come first.
OF_KIND = {"death": "self_harm", "images": "threatened", "coercion": "money", "bullying": "bullied"}
#: (situation, kinds for which it is asked, rules), in the order in which they are tried.
SITUATIONS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("child", tuple(PERSONAL), (
        "con|con_gái|con_trai|bé_gái|bé_trai|cháu|cháu_gái|cháu_trai|đứa_con tôi|tui|chị|nhà_tôi|nhà_mình",
        "my_son|my_daughter|my_child|my_kid",
    )),
    ("friend", tuple(PERSONAL), (
        "bạn_em|bạn_tôi|bạn_mình|bạn_thân|nhỏ_bạn|đứa_bạn ? bị|muốn|định|đòi|hay|nói|kể|cần|tự_tử|rạch_tay|đang",
        "my_friend|my_best_friend|a_friend",
    )),
    ("sent", ("images",), ("lỡ ? gửi|chụp|quay|cho_xem|bật_cam|mở_cam", "sent ? nudes|nude|photo|pic|pics|picture")),
    ("account", ("images", "coercion", "plea"), (
        "mất|hack|chiếm|cướp ? tài_khoản|facebook|fb|zalo|tiktok|nick|acc|gmail", "hacked ? account|facebook",
    )),
    ("meeting", ("abuse",), (
        "gặp_mặt|gặp_riêng|gặp|khách_sạn|nhà_nghỉ|phòng_trọ|quen|trên_mạng|qua_mạng|game|cam|camera|chat|chat_sex|zalo",
        "meet|online|nude|nudes|pics|grooming|groomed",
    )),
)  # fmt: skip
#: Khmer has no spaces: these stand anywhere in the query. Threaten; kill oneself (two words); rape; extort; kidnap;
#: want to die; not want to live; mistreat; harass; beat; hit me; they hit; help me; please help; naked picture; touch
#: the body; lock up; not let go home; I am afraid.
KHMER = {
    "គំរាម": "images", "ធ្វើអត្តឃាត": "death", "សម្លាប់ខ្លួន": "death", "រំលោភ": "abuse", "ជំរិត": "coercion",
    "ចាប់ពង្រត់": "coercion", "ចង់ស្លាប់": "death", "មិនចង់រស់": "death", "ធ្វើបាប": "bullying", "បៀតបៀន": "abuse",
    "វាយដំ": "bullying", "វាយខ្ញុំ": "bullying", "គេវាយ": "bullying", "ជួយខ្ញុំ": "plea", "ជួយផង": "plea",
    "រូបអាក្រាត": "images", "ប៉ះពាល់ខ្លួន": "abuse", "បង្ខាំង": "coercion", "ឃុំខ្ញុំ": "coercion",
    "មិនឱ្យចេញ": "coercion", "ឃុំឃាំង": "coercion", "បង្ខំខ្ញុំ": "coercion", "ស្ទាបខ្លួន": "abuse",
    "មិនឲ្យទៅផ្ទះ": "coercion", "ខ្ញុំខ្លាច": "plea",
}  # fmt: skip
#: Chat language beside the abbreviations of search/query/spelling.py; pictographs.
SLANG = {
    "e": "em", "mun": "muốn", "mún": "muốn", "mik": "mình", "mk": "mình", "mềnh": "mình", "chớt": "chết",
    "hem": "không", "hông": "không", "hổng": "không", "doạ": "dọa", "khoả": "khỏa", "wá": "quá", "wa": "quá",
    "lun": "luôn", "qh": "quan hệ", "ny": "người yêu", "ng": "người", "🆘": "sos",
}  # fmt: skip
