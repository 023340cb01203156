"""The vocabulary of distress: concepts, and the words for them in Vietnamese and English; harms: crisis_harms.py.

crisis_rules.py says which concepts together are a cry for help. Write a word with its marks, `_` between the words of a
phrase, `~` after a beginning whose endings do not matter (“threat~”), and `!` after a word that counts with its marks
only, because without them it is a common other one (“sợ!”: “so” is also “số”). Variants typed without marks, in raw
Telex or VNI, lengthened, with another tone placement or consonant are found by the same entry; do not list them.
"""

#: Concept → its words. A word may stand in several concepts.
WORDS: dict[str, str] = {
    # --- who
    "me": "em mình tôi tui con cháu tau iem bản_thân chúng_em tụi_em tụi_mình i im ive me my myself us tao! tớ!",
    "family": "bố ba tía cha mẹ má dượng ông bà chồng vợ chú bác cậu anh anh_hai bố_mẹ ba_mẹ cha_mẹ ba_má cha_ruột"
    " bố_dượng cha_dượng mẹ_kế mẹ_ghẻ dì_ghẻ mẹ_chồng anh_họ chị_họ chú_ruột ông_nội ông_ngoại ổng bả dad daddy"
    " father mom mum mother parents stepdad stepfather stepmom brother uncle aunt cousin grandpa husband mợ! dì! mạ!"
    " cô! chị! chị_hai",
    "parent": "bố ba! tía! cha mẹ! má! dượng bố_mẹ ba_mẹ cha_mẹ ba_má ba_ruột bố_ruột cha_ruột mẹ_ruột bố_dượng"
    " cha_dượng ba_dượng dượng_em mẹ_kế mẹ_ghẻ dì_ghẻ ba_em ba_con ba_tôi ba_mình ba_tui ba_đánh ba_chửi ba_đuổi ba_bắt"
    " ba_dọa mẹ_em mẹ_con mẹ_tôi mẹ_mình mẹ_tui mẹ_đánh mẹ_chửi mẹ_đuổi mẹ_bắt mẹ_dọa mẹ_nhốt ba_nhốt ông_nội ông_ngoại"
    " bà_nội bà_ngoại chồng vợ chồng_em anh_hai chị_hai anh_ruột chị_ruột anh_trai chị_gái cậu_ruột chú_ruột bme bamẹ"
    " dad daddy father mum mom mother parents stepdad stepfather stepmom stepmother husband wife grandpa my_brother",
    "adult": "thầy thầy_giáo cô_giáo thầy_dạy giáo_viên gia_sư huấn_luyện_viên sếp quản_lý bảo_vệ hàng_xóm chủ_nhà"
    " chủ_quán ông_chủ ông_chú ông_anh người_lớn lão gã bác_sĩ tài_xế shipper đồng_nghiệp người_quen thầy_chùa thẩy"
    " teacher coach boss neighbor neighbour man guy adult older_guy old_man pastor tutor cô! ông_thầy bà_cô"
    " hiệu_trưởng giám_thị chủ_trọ chủ_shop chủ_tiệm anh_rể cha_xứ sư_thầy bảo_mẫu ông_hàng_xóm tài_xế_grab quản_lí"
    " idol thầy_chủ_nhiệm cô_chủ_nhiệm đại_ca",
    "partner": "người_yêu người_yêu_cũ bạn_trai bạn_gái bạn_trai_cũ bạn_gái_cũ bồ bồ_cũ chồng vợ chồng_cũ crush"
    " boyfriend girlfriend bf gf ex husband",
    "stranger": "người_lạ kẻ_lạ người_ta có_người ai_đó đứa_nào anh_kia ông_kia ông_nào thằng_nào nick_lạ số_lạ"
    " anh_đó người_nào anh_ta bà_kia chị_kia quen gã_kia kẻ_xấu anh_trên_mạng xe_lạ mấy_ông stranger someone"
    " somebody guy_online creep pedo~ predator bạn_game bạn_chat bạn_mạng bạn_qua_mạng bạn_trên_mạng ai_đó_lạ"
    " nick_ảo acc_ảo một_người một_ông một_anh một_chú streamer giang_hồ xã_hội_đen",
    "they": "nó họ hắn tụi_nó bọn_nó chúng_nó tụi_kia bọn_họ bọn_chúng thằng thằng_đó con_đó ổng bả con_kia thằng_kia"
    " con_nhỏ nhỏ_đó lũ_nó ảnh_ấy anh_ấy cô_ấy anh_ta chả he she they him his hes shes theyre tụi! lũ! đám! bọn!"
    " mấy_ổng mấy_người nhỏ_kia con_nhỏ_đó tụi_đó bọn_kia đám_đó chúng! ông_ấy bà_ấy",
    "peer": "bạn tụi_bạn bạn_bè bạn_học bạn_cùng_lớp bạn_cùng_phòng cả_lớp lớp cả_trường trong_lớp nhóm cả_nhóm"
    " đàn_anh đàn_chị anh_chị_lớn mấy_anh mấy_chị mấy_đứa mấy_bạn mấy_thằng mấy_con lớp_trên khối_trên đám anti_fan"
    " hội_chị_em bạn_thân nhỏ_bạn mọi_người đứa classmates kids everyone everybody friends girls boys people class"
    " tụi_con_trai tụi_con_gái bạn_cũ trong_trường cùng_trường cùng_khối cùng_phòng nguyên_lớp hết_lớp",
    "child": "con_tôi con_tui con_gái con_trai con_em cháu_tôi bé_gái bé_trai em_gái em_trai con_bé thằng_bé con_mình"
    " cháu_gái cháu_trai con_nhà_tôi bé_nhà_tôi son daughter my_child my_kid my_sister my_brother",
    "friend": "bạn_em bạn_tôi bạn_mình bạn_tui bạn_thân nhỏ_bạn đứa_bạn thằng_bạn bạn_của_em my_friend friend"
    " best_friend",
    # --- grammar
    "passive": "bị bị_bắt was were got get getting been being keeps",
    "not": "không chẳng chả hổng hông hết đừng chưa khỏi đâu không_còn chẳng_còn not dont doesnt didnt never no cant"
    " cannot wont isnt",
    "want": "muốn chỉ_muốn định tính thèm ước ước_gì thà sẽ nên đòi dọa ý_định có_ý_định nghĩ nghĩ_tới nghĩ_đến"
    " nghĩ_về mong cầu_mong xin tìm want wants wanna wish gonna going_to plan~ thinking thoughts think giá_như"
    " có_khi hay_là sắp chuẩn_bị lên_kế_hoạch cầu_cho about_to ready_to should_i",
    "how": "cách làm_sao kiểu thế_nào như_thế_nào bằng_cách bao_nhiêu mấy_viên how ways way",
    "now": "gấp ngay liền ngay_bây_giờ khẩn_cấp lập_tức now urgent urgently asap tonight",
    "very": "quá lắm hoài suốt lắm_rồi luôn thật_sự kinh_khủng liên_tục mỗi_ngày ngày_nào cả_ngày cả_đêm mỗi_đêm"
    " mỗi_tối đêm_nào hàng_ngày hằng_ngày thường_xuyên từng_ngày so always every constantly really keeps again"
    " dữ_lắm nữa_rồi ghê_lắm",
    "should": "phải_làm_sao làm_sao làm_gì phải_làm_gì sao_giờ làm_sao_giờ sao_đây làm_thế_nào có_sao_không"
    " nên_làm_gì giúp giúp_với phải_sao what_do_i_do what_should_i_do what_to_do help",
    # --- pleas
    "help": "cứu giúp cứu_giúp cứu_mạng cầu_cứu kêu_cứu giúp_đỡ cứu_với giúp_với cíu trợ_giúp help save rescue"
    " help_me save_me",
    "sos": "sos 🆘 mayday cấp_cứu_em help_me cứu_mạng",
    "please": "với làm_ơn làm_ơn_làm_phước cầu_xin van_xin please pls plz someone anyone ạ! đi! nha! dùm giùm vs",
    "danger": "nguy_hiểm gặp_nguy_hiểm gặp_nguy gặp_chuyện đang_trốn trốn_trong danger unsafe not_safe dont_feel_safe",
    "fear": "sợ_hãi hoảng hoảng_sợ hoảng_loạn lo_sợ ám_ảnh sợ_quá sợ_lắm run_sợ khiếp_sợ bất_an scared afraid"
    " terrified panic frightened nervous sợ! rối! em_sợ tôi_sợ con_sợ mình_sợ tui_sợ cháu_sợ rất_sợ sợ_bị sợ_ba"
    " sợ_mẹ sợ_bố sợ_má sợ_về sợ_đi sợ_có sợ_nó lo_quá lo_lắng rén run_quá lo_ngại sợ_lộ sợ_phát_hiện",
    "scared": "sợ_quá sợ_lắm sợ_hãi hoảng_loạn hoảng_sợ hoảng_quá bất_an scared terrified panicking panic_attack~"
    " sợ_về_nhà sợ_đi_học sợ_đến_trường sợ_tới_trường",
    "sad": "overwhelmed anxious ashamed hurting lost tự_ti sang_chấn buồn đau_khổ khổ_sở cô_đơn lẻ_loi lạc_lõng"
    " trống_rỗng bế_tắc tuyệt_vọng tủi_thân tổn_thương suy_sụp"
    " khủng_hoảng căng_thẳng stress áp_lực mệt_mỏi kiệt_sức lo_âu không_ổn overthinking burn_out sad lonely hopeless"
    " empty broken numb struggling desperate depressed alone 😭 😢 💔 🥀 😖 đau! khổ! tủi! tệ! tệ_hại mông_lung xì_trét"
    " rối_bời ngột_ngạt bức_bối nhục_nhã xấu_hổ day_dứt tội_lỗi hối_hận ân_hận ám_ảnh nghẹt_thở khó_thở khổ_tâm"
    " đau_lòng tan_nát uất_ức ấm_ức hụt_hẫng bất_lực dơ_bẩn nhơ_nhuốc không_ngủ_được mất_ngủ ác_mộng burnout suy_quá"
    " miserable ashamed worthless",
    "despair": "tuyệt_vọng bế_tắc cô_đơn_quá suy_sụp khủng_hoảng_tâm_lý khủng_hoảng_tinh_thần trống_rỗng lạc_lõng"
    " gục_ngã sụp_đổ phát_điên không_lối_thoát chịu_không_nổi không_chịu_nổi chịu_hết_nổi hết_chịu_nổi không_thở_nổi"
    " kiệt_quệ kiệt_sức hết_hy_vọng mất_hết_hy_vọng không_còn_hy_vọng sống_không_nổi cô_độc hopeless helpless"
    " worthless breakdown breaking_down cant_take_it cant_handle_this cant_do_this falling_apart gục_mất sắp_gục"
    " gục_rồi hết_cách hết_đường cùng_đường đường_cùng không_còn_ai không_biết_bấu_víu mất_hết muốn_điên hóa_điên",
    "depressed": "trầm_cảm rối_loạn_lo_âu lo_âu tự_kỷ depress~ anxiety",
    "cry": "khóc khóc_hoài khóc_một_mình khóc_suốt muốn_khóc khóc_cả_đêm bật_khóc cry crying cried 😭 😢",
    "understand": "hiểu lắng_nghe tin bên_cạnh quan_tâm thương cần giúp nghe tâm_sự chơi_cùng understand~ care cares"
    " believe~ listen~ love loves help helps talk tin_em tin_mình ủng_hộ bênh chia_sẻ",
    "talk": "nói_chuyện tâm_sự trò_chuyện giãi_bày lắng_nghe trút_bầu_tâm_sự talk vent listen",
    "someone": "ai ai_đó người người_nghe người_tâm_sự một_người có_ai chuyên_gia bác_sĩ nhà_tham_vấn someone"
    " somebody anyone",
    "need": "cần rất_cần cần_gặp need needs",
    "counsel": "tư_vấn_tâm_lý tham_vấn tham_vấn_tâm_lý bác_sĩ_tâm_lý chuyên_gia_tâm_lý tư_vấn tổng_đài đường_dây_nóng"
    " counselor counsellor therapist psychologist hotline",
    "call": "gọi số_điện_thoại nhắn liên_hệ báo tố_cáo trình_báo báo_công_an mách call report contact number",
    "lost_how": "không_biết_làm_sao không_biết_làm_gì không_biết_phải_làm_sao không_biết_phải_làm_gì"
    " biết_phải_làm_sao biết_làm_sao phải_làm_sao_đây làm_sao_bây_giờ phải_làm_gì_bây_giờ không_biết_đi_đâu"
    " không_biết_tâm_sự không_biết_nói_với không_biết_kể không_biết_nhờ bơ_vơ mất_phương_hướng dont_know_what_to_do",
    "dare": "không_dám hổng_dám chẳng_dám đâu_dám ngại afraid_to scared_to cant_tell",
    "tell": "kể nói mách báo tâm_sự thú_nhận chia_sẻ biết phát_hiện hay_biết tell telling talk know find_out report",
    "runaway": "bỏ_nhà bỏ_nhà_đi trốn_nhà trốn_khỏi_nhà trốn_đi muốn_bỏ_đi đi_bụi bỏ_đi_thật_xa muốn_trốn bỏ_trốn"
    " run_away ran_away runaway ra_khỏi_nhà rời_khỏi_nhà thoát_khỏi_nhà bị_đuổi",
    "hide": "đang_trốn trốn_trong trốn_dưới hiding trốn! núp! trốn_trong_phòng trốn_trong_nhà",
    "missing": "mất_tích mất_liên_lạc bặt_vô_âm_tín missing",
    "hotline_number": "111 113 115 156",
    "worry": "lo_cho lo_lắng sợ_nó có_chuyện làm_bậy nghĩ_quẩn nghĩ_dại worried",
    "unwell": "bỏ_ăn không_ngủ mất_ngủ tự_nhốt nhốt_mình khóc_suốt thay_đổi_hẳn không_nói_chuyện không_chịu_ăn bỏ_bữa"
    " không_ăn không_ăn_không_ngủ",
    # --- people who look for material, facts or schoolwork
    "material": "nói_không_với tình_huống tìm_đọc hoạt_hình slogan khẩu_hiệu chủ_đề awareness week khởi_tố truy_tố"
    " bị_cáo"
    " phiên_tòa xét_xử triệt_phá vụ_án tin_tức hội_thi tìm_hiểu essay lyrics worksheet summary poster posters"
    " áp_phích infographic banner standee tờ_rơi tờ_gấp hình_nền khung_ảnh sticker slide pdf powerpoint phòng_chống"
    " phòng_tránh phòng_ngừa chống ngăn_chặn tuyên_truyền truyền_thông nhận_biết nhận_diện là_gì bài_giảng giáo_án"
    " tài_liệu kế_hoạch báo_cáo thống_kê số_liệu tập_huấn hội_thảo chuyên_đề tiểu_phẩm kịch_bản luật nghị_định"
    " quy_định xử_phạt mức_phạt cuộc_thi dự_thi thi_vẽ mẹo kỹ_năng prevent prevention policy law phân_tích nlxh"
    " tỉ_lệ tỷ_lệ bài_thơ biện_pháp so_sánh trò_chơi sea_games giải_đấu tránh để_không không_để đề_phòng cảnh_giác"
    " quy_tắc hậu_quả nguyên_nhân vai_trò thực_trạng giải_pháp tác_hại an_toàn_mạng an_toàn_trên_mạng"
    " an_toàn_thông_tin an_toàn_giao_thông an_toàn_trực_tuyến đoạn_văn soạn soạn_bài vẽ_tranh tranh"
    " bài_toán toán ngữ_văn tập_làm_văn thuyết_trình khái_niệm định_nghĩa tiếng_anh đề_tài nghiên_cứu bài_văn"
    " nghị_luận tiểu_luận",
}  # fmt: skip
