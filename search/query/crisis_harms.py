"""The vocabulary of distress: what is done to people, or what they do to themselves; written as in crisis_words.py."""

#: Concept → its words. A word may stand in several concepts.
HARMS: dict[str, str] = {
    # --- death and self-harm
    "suicide": "nghĩ_quẩn nghĩ_dại noose hang_myself hang_himself jump_in_front chấm_dứt_tất_cả hết_thiết_sống"
    " bleed_out tự_tử tự_sát tự_tận tự_kết_liễu quyên_sinh treo_cổ thắt_cổ cắt_cổ_tay tuyệt_mệnh tự_hại tự_làm_đau"
    " tự_làm_hại tự_rạch tự_cắt_tay rạch_tay cắt_tay cứa_tay nhảy_lầu nhảy_cầu nhảy_sông gieo_mình chết_quách"
    " chết_phứt chán_sống chết_cho_xong chết_cho_rồi chết_cho_rảnh thư_vĩnh_biệt lời_vĩnh_biệt trăng_trối"
    " hủy_hoại_bản_thân làm_đau_bản_thân hành_hạ_bản_thân tự_hủy_hoại tự_tổn_thương đăng_xuất_khỏi_trái_đất"
    " rời_khỏi_thế_giới kết_liễu chán_đời đi_theo_ông_bà suicid~ kms kys unalive self_harm selfharm kill_myself"
    " killing_myself kill_my_self kill_herself kill_himself kill_themselves end_my_life ending_my_life end_it_all"
    " ending_it_all better_off_dead better_without_me overdose~ hurt_myself hurting_myself harm_myself"
    " harming_myself cut_myself cutting_myself burn_myself hate_my_life hate_myself feel_like_dying wanna_die"
    " wish_i_was_dead ending_it end_it không_thiết_sống kết_thúc_tất_cả kết_thúc_mọi_thứ tự_xử cắt_mạch rạch_đùi"
    " muốn_die self_injury end_my_own_life take_my_life take_my_own_life ngủ_không_tỉnh không_muốn_sống tự_vẫn!"
    " tự_vận!",
    "die": "chết chết_đi ngủm hẹo biến_mất tan_biến giải_thoát buông_xuôi buông_bỏ buông_hết buông_tay đi_luôn đi_xa"
    " ngủ_luôn không_còn_trên_đời cái_chết ra_đi đăng_xuất bay_màu xuống_mồ đi_theo chấm_dứt bỏ_cuộc_đời rời_bỏ die"
    " dead dying death died disappear vanish gone ngỏm đi_bán_muối chầu_trời xong_đời an_nghỉ lên_trời trên_trời"
    " thiên_đường thiên_đàng về_với_ông_bà theo_ngoại theo_nội",
    "live": "sống tồn_tại thức_dậy tỉnh_dậy tỉnh_lại dậy mở_mắt live living alive exist wake_up here_anymore be_here",
    "sleep_forever": "ngủ_mãi ngủ_mãi_mãi ngủ_một_giấc_dài ngủ_luôn ngủ_không_dậy giấc_mãi_mãi ngủ_vĩnh_viễn"
    " ngủ_thật_dài ngủ_quên_luôn sleep_forever never_wake_up",
    "life": "cuộc_đời cuộc_sống đời mạng_sống thế_giới cõi_đời sự_sống trên_đời thế_gian kiếp_này kiếp mọi_thứ tất_cả"
    " life living everything world",
    "end": "kết_thúc chấm_dứt từ_bỏ rời_khỏi thoát_khỏi chấm_hết kết_liễu bỏ_lại end ending quit leave give_up"
    " giving_up",
    "pointless": "làm_gì làm_chi chi_nữa chi ích_gì để_làm_gì vô_nghĩa vô_ích meaningless pointless mệt khổ nhục thừa"
    " uổng",
    "meaning": "ý_nghĩa lý_do lí_do nghĩa_lý động_lực hy_vọng hi_vọng mục_đích reason point purpose meaning hope"
    " worth",
    "worthless": "vô_dụng vô_giá_trị thừa_thãi đồ_bỏ_đi vô_tích_sự đồ_thừa rác_rưởi không_xứng_đáng kẻ_thất_bại"
    " đáng_ghét dư_thừa worthless useless a_burden burden failure gánh_nặng_cho gánh_nặng_của",
    "tired": "mệt mệt_mỏi chán chán_nản kiệt_sức kiệt_quệ bất_lực ngán nản hết_sức tuyệt_vọng mệt_lả tired exhausted"
    " sick_of fed_up đuối! đuối_quá",
    "hate": "ghét hận căm_ghét chán_ghét ghét_bỏ hate hates",
    "cut": "cắt rạch xẻo! cấu_cào cào_cấu cắn đấm_tường cut cuts cutting slit burn scratch đâm! đốt! cứa! cứa_tay cào!"
    " cấu! khứa! cào_tay cấu_tay",
    "skin": "tay cổ_tay đùi da bắp_tay chân mạch_máu gân wrist wrists arm arms thigh thighs skin veins cổ! tay_chân"
    " bụng",
    "blade": "dao_lam lưỡi_lam dao_rọc_giấy mảnh_chai blade razor knife 🔪 🩸 cây_dao con_dao lấy_dao cầm_dao",
    "blood": "chảy_máu máu_chảy ra_máu máu_me vết_cắt vết_rạch vết_dao sẹo bleeding blood scars máu! ra_nhiều_máu",
    "pills": "thuốc_ngủ thuốc_sâu thuốc_chuột thuốc_cỏ thuốc_diệt_cỏ thuốc_trừ_sâu thuốc_an_thần viên_thuốc thuốc_độc"
    " paraquat vỉ_thuốc lọ_thuốc hộp_thuốc liều_thuốc cả_vỉ nguyên_vỉ hết_vỉ quá_liều pills tablets sleeping_pills"
    " tylenol 💊 thuốc_tẩy nước_tẩy javel bả_chuột axit acid thuốc_xịt_muỗi dây_thừng",
    "medicine": "thuốc viên panadol paracetamol xăng para hạ_sốt ibuprofen tylenol",
    "swallow": "uống nuốt lỡ_uống vừa_uống mua để_dành take took taken swallow~ drink drank",
    "high": "cầu lầu sân_thượng lan_can ban_công tầng_cao tầng_thượng nóc_nhà cầu_cần_thơ trên_cầu mép_cầu thành_cầu"
    " đường_ray bridge rooftop roof balcony sông! xuống_sông",
    "jump": "nhảy nhảy_xuống đứng_trên trèo lao_ra lao_xuống ra_cầu lên_cầu jump jumping standing đứng! leo! leo_lên",
    "goodbye": "vĩnh_biệt từ_biệt tạm_biệt lời_cuối lần_cuối goodbye final_note suicide_note",
    "all": "mọi_người thế_giới cuộc_đời cả_nhà gia_đình tất_cả ba_mẹ bố_mẹ everyone world",
    "born": "sinh_ra được_sinh_ra sinh_ra_đời có_mặt_trên_đời born",
    "better": "tốt_hơn nhẹ_hơn đỡ đỡ_khổ nhẹ_nợ vui_hơn khỏe_hơn hạnh_phúc_hơn nhớ quan_tâm better happier miss care"
    " notice",
    "painless": "không_đau êm êm_ái nhanh nhẹ_nhàng đau painless easiest quick",
    "no_one": "không_ai chẳng_ai chả_ai hông_ai hổng_ai không_một_ai không_người nobody no_one noone",
    # --- pictures
    "image": "ảnh hình clip video hình_ảnh mấy_tấm ảnh_chụp đoạn_clip pic pics picture pictures photo photos"
    " screenshot screenshots videos vid tấm! tấm_ảnh tấm_hình đoạn_phim hình_chụp selfie selfies story tape"
    " đoạn_chat_nóng",
    "intimate": "nóng nhạy_cảm khỏa_thân lõa_thể nude nudes sex sexy hở_hang bậy bậy_bạ dâm gợi_dục đồi_trụy"
    " không_mặc không_mặc_áo không_mặc_đồ không_mặc_quần không_đồ ngực vú mông vùng_kín chỗ_kín thân_thể đồ_lót"
    " nội_y quần_lót áo_lót giường_chiếu trần_truồng cởi_trần thay_đồ bikini váy chỗ_đó 18+ sex_tape naked porn"
    " private_parts underwear boobs topless hở! tắm! đang_tắm lúc_tắm nhà_tắm phòng_tắm đi_tắm phim_người_lớn body"
    " bậy! mát_mẻ phản_cảm tế_nhị thân_mật thiếu_vải gợi_cảm dung_tục cảnh_nóng nhậy_cảm khoe_thân lộ_hàng"
    " không_quần_áo ở_truồng không_che explicit lewd inappropriate no_clothes without_clothes in_underwear ôm_hôn"
    " hôn_nhau",
    "private": "riêng_tư cá_nhân kín thầm_kín bí_mật private personal",
    "nudes": "ảnh_nóng hình_nóng clip_nóng ảnh_nude ảnh_khỏa_thân ảnh_sex clip_sex nude nudes ảnh_nhạy_cảm"
    " clip_nhạy_cảm hình_nhạy_cảm ảnh_hở sextape dickpic dick_pic revenge_porn ảnh_18+ clip_18+ video_sex cảnh_nóng"
    " lộ_hàng",
    "leak": "tung tung_lên phát_tán phát_tán_lên lộ bị_lộ rò_rỉ lan_truyền lan_tràn leak leaked leaking leaks exposed"
    " expose viral trôi_nổi truyền_nhau lên_web lên_sóng",
    "publish": "đăng đăng_lên post up up_lên share đưa_lên lên_mạng truyền_tay chuyền bêu posted posting shared"
    " sharing spread spreading đưa_vô đưa_vào đưa_hình đưa_ảnh chia_sẻ_ảnh chia_sẻ_clip bị_chia_sẻ",
    "send": "gửi gởi nhắn chuyển_cho send sent sending sends show cho_xem cho_coi khoe",
    "slip": "lỡ trót lỡ_tay lỡ_dại dại_dột nhầm vô_tình accidentally mistake regret hối_hận dại!",
    "keep": "giữ lưu còn_giữ có_được nắm_giữ giữ_lại has have got saved có_giữ",
    "use": "lấy dùng xài cắt ghép chế chế_ảnh photoshop trộm ăn_cắp đánh_cắp xem coi chuyền bán sửa edit~ stole"
    " stolen steal using used",
    "record": "quay chụp ghi_hình ghi_lại quay_lại chụp_lại quay_màn_hình chụp_màn_hình lén_quay record~ film~"
    " screenshot~",
    "spycam": "quay_lén chụp_lén quay_trộm chụp_trộm lén_quay lén_chụp camera_ẩn camera_giấu_kín lén_lút_quay"
    " hidden_camera spycam nhìn_lén nhìn_trộm rình_tắm secretly_film~ secretly_record~ upskirt",
    "remove": "xóa gỡ gỡ_bỏ xóa_bỏ gỡ_xuống hạ report delete remove take_down takedown",
    "fake": "deepfake ghép ghép_mặt cắt_ghép photoshop lập_nick nick_giả acc_giả acc_clone giả_mạo mạo_danh clone"
    " fake edited swapped pasted giả! chế!",
    "face": "mặt khuôn_mặt gương_mặt face",
    "undress": "cởi_đồ cởi_áo cởi_quần cởi_hết cởi_quần_áo lột_đồ lột_áo lột_quần tụt_quần khỏa_thân thay_đồ"
    " không_mặc_đồ vén_áo kéo_áo undress~ strip naked take_off clothes_off cởi! cởi_truồng lột! lột_sạch",
    "cam": "cam camera webcam call_video video_call gọi_video gọi_cam bật_cam mở_cam livestream call facetime",
    "sextortion": "tống_tiền tống_tình sextort~ blackmail~ blackmailer catfish~ extort~",
    # --- sexual abuse
    "rape": "xâm_hại hiếp_dâm cưỡng_hiếp cưỡng_bức cưỡng_dâm lạm_dụng_tình_dục dâm_ô ấu_dâm sàm_sỡ quấy_rối gạ_tình"
    " gạ_gẫm sờ_mó sờ_soạng rờ_mó mò_mẫm loạn_luân xâm_phạm_thân_thể cưỡng_hôn yêu_râu_xanh bóp_ngực bóp_vú"
    " xâm_hại_tình_dục rape raped raping molest~ grooming groomed sexual_assault sexual_harassment sexually"
    " assaulted pedophile chat_sex sex_chat sexchat hãm_hiếp giở_trò_đồi_bại dê_xồm quấy_rối_tình_dục bị_dê"
    " khoe_hàng phô_dâm ép_quan_hệ giở_trò sexual_abuse sexually_abused",
    "abused": "lạm_dụng xâm_phạm bị_hại làm_nhục hại_đời abuse abused abusing harass~ assault~ hiếp! bị_hiếp"
    " ruột_hiếp dượng_hiếp hiếp_em hiếp_con cha_hiếp chú_hiếp thầy_hiếp",
    "touch": "ngồi_lên_đùi kéo_vô_phòng kéo_vào_phòng ép_sát rờ đụng_chạm động_chạm vuốt vuốt_ve nắn liếm thơm_má"
    " đụng_vô đụng_vào sờ_vào ôm_ấp ngồi_lên_đùi thò_tay"
    " cọ_xát touch touched touches touching kiss kissed kisses kissing grope~ fondl~ hug hugs hugging mò! ôm! ôm_em"
    " ôm_con ôm_mình bóp! cạ! mân_mê xoa! xoa_đùi đè! đè_ra đè_xuống đè_em ôm_chặt ôm_eo nắm_tay áp_sát bóp_mông"
    " động_vào chạm_vào tốc_váy luồn_tay hun! rờ_rẫm đụng_tới sáp_vào hôn_má hôn_môi sờ! sờ_em sờ_con sờ_mình sờ_tui"
    " sờ_cháu sờ_ngực sờ_mông sờ_đùi sờ_vùng_kín sờ_người sờ_mặt bị_sờ đụng! hôn! hôn_em chạm! chạm_vô chạm_người",
    "privates": "ngực vú mông đùi vùng_kín chỗ_kín chỗ_đó bướm của_quý bộ_phận_sinh_dục háng lưng thân_thể cơ_thể"
    " private_parts chest thigh breast~ butt body môi! coi_cu sờ_cu chim! con_chim",
    "sex": "quan_hệ quan_hệ_tình_dục tình_dục làm_tình ngủ_chung ngủ_với lên_giường chuyện_ấy chuyện_đó"
    " chuyện_người_lớn làm_chuyện chịch xoạc đụ! bú phá_trinh mất_trinh làm_bậy làm_chuyện_bậy giở_trò"
    " giở_trò_đồi_bại làm_hại nằm_chung đi_khách tiếp_khách bán_dâm bán_thân bán_trinh đi_đêm sex sleep_with"
    " have_sex ăn_nằm qua_đêm chuyện_vợ_chồng chuyện_kia trao_thân lần_đầu ngủ_lại xxx cho_ngủ hook_up",
    "porn": "phim_sex phim_người_lớn phim_đen phim_18+ phim_heo phim_bậy clip_sex web_sex sex_video porn",
    "sex_trade": "sugar_daddy sugar_baby bán_dâm bán_trinh bán_thân đi_khách tiếp_khách karaoke_ôm ngồi_bàn tay_vịn"
    " nuôi_đường",
    "sex_talk": "bậy_bạ dâm tục tục_tĩu 18+ gợi_dục sex tình_dục đen_tối chuyện_người_lớn đồ_lót màu_quần_lót mặc_gì"
    " dirty sexual sexy bậy! nói_bậy chuyện_bậy",
    "pregnant": "có_thai có_bầu mang_thai mang_bầu dính_bầu dính_thai trễ_kinh chậm_kinh phá_thai bỏ_thai cái_thai"
    " bầu hai_vạch 2_vạch que_thử_thai thuốc_tránh_thai pregnant abortion missed_period cấn_bầu trễ_tháng có_em_bé"
    " bể_bao rách_bao thuốc_khẩn_cấp que_hai_vạch không_dùng_bao",
    "night": "ban_đêm đêm nửa_đêm khuya lúc_ngủ khi_ngủ đang_ngủ lúc_tắm đang_tắm đi_tắm night sleeping asleep shower"
    " tối! buổi_tối",
    "enter": "vô_phòng vào_phòng sang_phòng qua_phòng leo_lên_giường mò_vào room bed comes_into vô! vào! lên_giường"
    " qua_giường",
    "peep": "coi_lén nhìn_trộm nhìn_lén rình dòm ngó rình_mò dòm_ngó nhìn_chằm_chằm watches_me staring peeking",
    "drugged": "bỏ_thuốc chuốc_rượu chuốc_say đánh_thuốc cho_uống_thuốc chuốc_thuốc ép_uống_rượu ép_uống bắt_uống"
    " say_rượu lúc_say say_xỉn drugged spiked drunk",
    "meet": "gặp gặp_mặt gặp_riêng gặp_nhau hẹn hẹn_hò hẹn_gặp đi_chơi ra_ngoài về_nhà đến_nhà tới_nhà qua_nhà meet"
    " meeting meetup hang_out come_over ra_gặp đi_gặp tới_chỗ đi_riêng đi_cà_phê ở_lại đón_đi",
    "hotel": "khách_sạn nhà_nghỉ phòng_trọ phòng_riêng chỗ_vắng nơi_vắng về_phòng motel hotel his_place my_place",
    "alone": "một_mình riêng lén chỗ_vắng kín_đáo bí_mật alone private secretly",
    "online": "web_đen web_sex mạng trên_mạng qua_mạng online game qua_game app litmatch tinder omegle discord"
    " telegram tele zalo"
    " facebook tiktok roblox free_fire liên_quân instagram insta snapchat messenger hẹn_hò bigo internet minecraft"
    " ngl locket",
    "age": "tuổi lớp_5 lớp_6 lớp_7 lớp_8 lớp_9 years_old year_old",
    "secret": "giữ_bí_mật bí_mật giấu không_được_kể đừng_kể đừng_nói không_được_nói xóa_tin_nhắn không_cho_kể"
    " không_kể cấm_kể không_cho_nói cấm_nói không_nói_ai secret dont_tell not_to_tell",
    "gift": "quà tiền kẹo skin kim_cương robux bánh gift gifts money candy",
    "odd": "lạ kỳ kỳ_cục kì_cục kỳ_lạ ghê khó_chịu nhớ_em yêu_em nhớ thương riêng khuya weird creepy uncomfortable"
    " cưng baby em_yêu vợ_yêu hun sến thả_tim",
    "text": "nhắn nhắn_tin tin_nhắn gọi chat inbox kết_bạn nói_chuyện rep texts texting messages messaging messaged"
    " dm",
    # --- force, threat, money
    "threat": "dọa đe_dọa hăm hăm_dọa hù hù_dọa dọa_dẫm uy_hiếp khủng_bố dọa_nạt ép_buộc ra_điều_kiện threat~"
    " intimidat~ blackmail~ extort~ hăm_he đe_nẹt cảnh_cáo o_ép ra_giá nếu_không không_thì or_else đe! nạt!",
    "force": "bắt ép buộc ép_buộc bắt_ép cưỡng_ép bắt_buộc bị_bắt thúc_ép gây_áp_lực bắt_phải force forced forces"
    " forcing made makes making pressur~ coerc~ ép_uổng dồn_ép sai_khiến xúi_giục",
    "ask": "xin kêu yêu_cầu năn_nỉ hỏi nói dặn rủ_rê nhờ xúi khuyên đòi_hỏi ask asks asked asking wants want demand~"
    " told tells begging bảo! rủ! rủ_em rủ_đi rủ_vô rủ_vào rủ_gặp rủ_về gạ! dụ! kêu_em đòi! đòi_tiền đòi_gặp"
    " đòi_chuyển đòi_gửi đòi_coi đòi_xem đòi_ảnh đòi_hình đòi_clip đòi_quay đòi_thêm",
    "lure": "dụ_dỗ gạ_gẫm gạ_tình lôi_kéo lừa_tình dỗ_ngọt thao_túng rủ_rê mồi_chài thả_thính dụ_khị lừa_gạt lured"
    " lure groom~ manipulat~ trick~ dụ! bị_dụ dụ_em gạ! bị_gạ lừa! bị_lừa dẫn_dụ tán_tỉnh hứa_hẹn",
    "cheat": "lừa_đảo lừa_gạt bị_lừa scam scam~ lùa_gà dính_bẫy mắc_bẫy lừa_tiền cuỗm giật_nợ bùng_tiền chiếm_đoạt"
    " lừa! lừa_hết lừa_mất lừa_bán bị_gạt gạt! lùa! bị_lùa cá_độ",
    "money": "tiền triệu chuyển_tiền chuyển_khoản nạp_tiền nạp_thẻ nạp_card card thẻ_cào học_phí tiền_học tiền_cọc"
    " đặt_cọc tiền_tiết_kiệm trả_tiền chuộc tiền_chuộc money pay cash bitcoin transfer dollars bank savings nạp!"
    " cọc! nạp_game vay_tiền mượn_tiền tiền_mặt đóng_phí nộp_phạt bảo_kê tiền_bảo_kê tiền_lì_xì tiền_lương mã_thẻ",
    "debt": "đòi_nợ vay_app app_vay vay_nặng_lãi vay_nóng tín_dụng_đen nặng_lãi trả_nợ vay_tiền_app cầm_đồ trả_góp"
    " loan debt loan_shark nợ! thiếu_nợ xiết_nợ siết_nợ tạt_sơn mắc_nợ ôm_nợ thua_độ tài_xỉu cờ_bạc cá_độ",
    "lose": "mất mất_hết hết_sạch mất_sạch mất_trắng lost lose gone",
    "account": "tài_khoản nick acc facebook zalo tiktok gmail instagram insta email account messenger telegram"
    " game_acc",
    "hack": "hack hacked hacker bị_hack chiếm chiếm_đoạt chiếm_quyền cướp chôm đánh_cắp đột_nhập xâm_nhập"
    " đăng_nhập_lạ stolen bị_cướp bị_chiếm mất_quyền",
    "otp": "otp mã_otp mã_xác_nhận link link_lạ cccd căn_cước mật_khẩu số_thẻ thông_tin app_lạ file_lạ giấy_tờ",
    "kidnap": "bắt_cóc lừa_bán bán_người buôn_người mua_bán_người tiền_chuộc kidnap~ traffick~ chuộc_người tống_tiền"
    " bị_bán",
    "captive": "nhốt giam giam_giữ cầm_tù bị_giữ giam_lỏng khống_chế chích_điện locked_me locked_in trapped"
    " held_captive hostage trói! bị_trói kẹt! kẹt_ở mắc_kẹt bị_kẹt stuck không_về_được không_thoát trốn_không_được",
    "hold": "giữ giữ_lại giữ_giấy_tờ thu_giữ took keep keeps hold cầm!",
    "papers": "cccd căn_cước cmnd giấy_tờ hộ_chiếu passport bằng_cấp điện_thoại lương tiền_lương",
    "let": "cho_về cho_ra cho_đi cho_nghỉ cho_gặp về_được ra_được thoát_được về_nhà ra_ngoài đi_đâu liên_lạc rút_được"
    " rút_tiền rút let_me leave",
    "abroad": "campuchia myanmar biên_giới mộc_bài bavet tam_giác_vàng trung_quốc cambodia đặc_khu qua_cam sang_cam"
    " ở_cam bên_cam casino",
    "job": "việc_nhẹ việc_nhẹ_lương_cao việc_làm làm_việc nhiệm_vụ cộng_tác_viên ctv tuyển_dụng công_ty kpi"
    " sàn_đầu_tư job",
    "elope": "bỏ_nhà_đi_theo bỏ_nhà_theo bỏ_nhà_đi_với bỏ_nhà_đi_cùng trốn_nhà_đi_theo trốn_nhà_theo trốn_nhà_đi_với"
    " trốn_nhà_đi_cùng rời_nhà_đi_theo rời_nhà_theo",
    "stalk": "theo_dõi bám_theo rình rình_rập theo_đuôi bám_đuôi đi_theo đứng_chờ chờ_trước chặn_đường làm_phiền"
    " quấy_phá lảng_vảng stalk~ following follows follow_me tracking bị_định_vị lẽo_đẽo đeo_bám bám_riết theo_về"
    " đứng_trước_nhà canh_trước tìm_tới quấy_rầy nhắn_hoài gọi_hoài",
    "control": "kiểm_soát cấm cấm_cản không_cho cấm_đoán quản_thúc ghen kiểm_tra_điện_thoại coi_điện_thoại"
    " controlling controls ghen_tuông đọc_trộm coi_trộm đọc_tin_nhắn bắt_bật_định_vị cấm_chơi không_cho_chơi"
    " không_cho_đi",
    "kill": "giết giết_chết đâm chém thủ_tiêu tạt_axit đốt_nhà tới_nhà đến_nhà giết_cả_nhà kill xử! hại!",
    "police": "công_an cảnh_sát viện_kiểm_sát tòa_án lệnh_bắt rửa_tiền ma_túy police officer warrant arrest",
    "calls": "gọi gọi_điện điện! nhắn gọi_video call called calling",
    "phone": "gọi điện gọi_điện nhắn zalo điện_thoại cuộc_gọi call called calling phone",
    "drugs": "ma_túy hút_cần hút_ke chơi_đá chơi_ke hàng_trắng hàng_cấm đồ_cấm hút_đá bóng_cười cần_sa thuốc_lắc pod"
    " drugs weed",
    "crime": "phạm_pháp đa_cấp bán_hàng_đa_cấp trộm trộm_tiền ăn_cắp ăn_trộm vận_chuyển đi_lừa lừa_đảo làm_lừa_đảo"
    " ký ký_giấy_nợ mang_hàng"
    " bán_hàng_cấm steal",
    "marry": "lấy_chồng lấy_vợ cưới kết_hôn gả tảo_hôn nghỉ_học bỏ_học marry marriage",
    "labour": "làm_không_lương làm_trả_nợ làm_osin sai_vặt làm_việc đi_làm tăng_ca trả_lương osin xin_đểu đi_ăn_xin",
    "title": "phim bộ_phim bài_hát ca_khúc truyện tiểu_thuyết lyrics trailer anime manga movie film series song ost"
    " mv",
    "joke": "đói khát nóng lạnh rét ngứa cay chua ngon mắc_cười buồn_cười cười vui thèm thích mê ghiền dễ_thương đẹp"
    " đẹp_trai xinh cưng mắc đắt xa khó buồn_ngủ mắc_tiểu hóng deadline hài lầy",
    "task": "bài bài_tập bài_toán toán văn soạn soạn_văn lý hóa tiếng_anh đề đề_cương slide poster máy_tính tải"
    " tìm"
    " làm_bài dịch viết vẽ chọn mua đặt_tên nhà với_bài homework essay math learn find download register code study"
    " assignment with_my registration registering with_registration powerpoint word excel làm_slide bài_luận"
    " trắc_nghiệm",
    # --- bullying and violence
    "bullied": "bắt_nạt bạo_hành bạo_lực ăn_hiếp ức_hiếp hà_hiếp bóc_phốt trấn_lột body_shaming bodyshaming miệt_thị"
    " kỳ_thị sỉ_nhục nhục_mạ lăng_mạ làm_nhục hành_hạ ngược_đãi bạo_lực_mạng ném_đá hành_hung đánh_hội_đồng xin_đểu"
    " bully bullies bullied bullying cyberbull~ picked_on body_shamed outcast",
    "hit": "đánh quánh oánh quýnh uýnh đập đạp bạt_tai bợp_tai bóp_cổ túm_tóc nắm_tóc giật_tóc đánh_đập hành_hung"
    " đánh_đòn xô_ngã đẩy_ngã chặn_đánh cạo_đầu xé_áo bắt_quỳ đổ_nước bầm bầm_tím bầm_mắt bạo_hành hit hits hitting"
    " beat beats beating beaten punch~ slap~ kick~ chok~ violent abusive vả! táng! tát! tát_vào đấm! đâm! tẩn! quất!"
    " vụt! choảng thụi cốc_đầu ký_đầu nhéo véo nắm_đầu giựt_tóc kéo_tóc tạt_nước bẻ_tay đánh_đập_dã_man no_đòn"
    " ăn_đòn đòn_roi",
    "insult": "chửi chửi_bới mắng! bị_mắng la_mắng sỉ_nhục nhục_mạ xúc_phạm chê_bai chế_giễu trêu trêu_chọc chọc"
    " chọc_ghẹo ghẹo chọc_quê cười_nhạo cười_chê nói_xấu bóc_phốt bôi_nhọ bôi_xấu tung_tin đồn_bậy miệt_thị kỳ_thị"
    " khinh khinh_thường coi_thường ghét anti cà_khịa ném_đá vu_khống vu_oan gọi_là xỉa_xói sỉ_vả bêu_xấu bêu_riếu"
    " nhạo_báng hùa dè_bỉu phân_biệt phân_biệt_đối_xử ác_ý chửi_rủa hạ_nhục body_shaming so_sánh insult~ mock~"
    " tease~ teasing laugh~ makes_fun making_fun make_fun names rumor~ rumour~ chê! dìm! đồn! đồn_là bị_chê bêu_tên"
    " bêu phạt_đứng chê_béo chê_mập chê_xấu chê_nghèo lớp_chê chửi_mắng la_rầy rầy! mạt_sát mỉa_mai chế_nhạo"
    " trêu_ghẹo nói_móc bàn_tán bịa_chuyện bóc_mẽ toxic hạ_thấp cười_vô_mặt nói_này_nói_nọ đặt_điều chì_chiết"
    " bị_cười cười_cợt",
    "exclude": "tẩy_chay cô_lập xa_lánh ra_rìa cho_ra_rìa nghỉ_chơi cạch_mặt phớt_lờ bỏ_rơi ghẻ_lạnh quay_lưng"
    " hắt_hủi né_tránh lạnh_nhạt ignored ignore ignoring excluded exclude left_out bơ! lơ! né! bỏ_mặc"
    " không_thèm_chơi chơi_xấu đâm_sau_lưng phản_bội cho_ra_chuồng_gà ngó_lơ",
    "play": "chơi ngồi_chung ngồi_cạnh nói_chuyện chơi_với ngồi_với thèm_chơi likes talks sits plays",
    "rob": "trấn_lột xin_đểu lấy_đồ giật_đồ giấu_đồ giấu_cặp cướp giật lấy_cặp giấu_dép quăng vứt xé_sách xé_vở"
    " xé_tập",
    "page": "lập_nhóm lập_group lập_page confession group nhóm_kín nhóm page fanpage story comment bình_luận"
    " acc_clone",
    "cruel": "bỏ_đói đuổi_khỏi_nhà đuổi_ra_khỏi_nhà đuổi_đi không_cho_ăn bắt_quỳ nhốt bạo_hành ngược_đãi đuổi"
    " kicked_out starv~",
    "weapon": "dây_điện roi cây gậy dây_nịt thắt_lưng dao chổi móc_áo ghế belt stick",
    "drunk": "nhậu xỉn say say_xỉn nhậu_say rượu bia drunk drinking",
    "fight": "đánh_nhau cãi_nhau gây_lộn ly_hôn ly_dị chửi_nhau đòi_ly_hôn fighting fight divorce yell~ scream~",
    "school": "đi_học đến_trường tới_trường đến_lớp vô_lớp vào_lớp trường ở_trường school class",
    "home": "về_nhà ở_nhà trong_nhà home house",
    "appearance": "béo mập lùn xấu gầy pê_đê bê_đê gay les đồng_tính nghèo ngu đen! bóng! ugly fat",
}  # fmt: skip
