"""What the content list does not say about the library: moments, roles, old versions, recalls, name zones."""

#: word in the content list's places → key of Asset.moments
PLACES = {
    "cổng trường": "cong-truong",
    "hành lang": "cong-truong",
    "khu vực chung": "cong-truong",
    "căng tin": "cong-truong",
    "lớp": "lop-hoc",
    "tham vấn": "lop-hoc",
    "sổ tay": "lop-hoc",
    "bảng tin": "lop-hoc",
    "Cyber Day": "lop-hoc",
    "thư viện": "thu-vien",
    "hội trường": "chao-co",
    "sảnh": "chao-co",
    "chào cờ": "chao-co",
    "LED": "chao-co",
    "bảng điện tử": "chao-co",
    "giờ ra chơi": "chao-co",
    "phòng máy": "phong-may",
    "laptop": "phong-may",
    "fanpage": "mang-xa-hoi",
    "website": "mang-xa-hoi",
    "mạng xã hội": "mang-xa-hoi",
    "TikTok": "mang-xa-hoi",
    "Zalo": "mang-xa-hoi",
    "ảnh đại diện": "mang-xa-hoi",
    "nhóm": "mang-xa-hoi",
    "điện thoại": "mang-xa-hoi",
    "truyền thông": "mang-xa-hoi",
}
#: beginning of the content list's role → FileRole
ROLES = {
    "in-an": "print",
    "in-be": "print",
    "den-trang": "school-print",
    "in-tai-truong": "school-print",
    "binh-trang": "school-print",
    "in-A4": "school-print",
    "fanpage": "social",
    "mang-xa-hoi": "social",
    "header-web": "social",
    "website": "social",
    "anh-bia": "social",
    "trang-ca-nhan": "social",
    "nhom": "social",
    "1080x1920": "social",
    "720p": "light",
    "sua-duoc": "editable",
    "vector": "editable",
    "phu-de": "text",
    "ban-chu": "text",
    "sao-chep": "text",
    "kich-ban": "text",
    "cau-hinh": "text",
    "phat-thanh": "audio",
    "tron-bo": "source",
    "trọn-bộ": "source",
}
SCHOOLS_ONLY = {"BK-00-23"}
#: code → changelog of its earlier version (demo/files/recipes.py), which has one file
OLD_VERSIONS = {"P-A3-03": "Bản đầu có mã QR.", "P-A4-04": "Bản thử trước khi in thử ở trường."}
#: code → (number, reason): a version recalled after a school had downloaded it
RECALLED = {"P-A4-04": ("0.9", "Số 111 in mờ, máy photocopy làm mất nét.")}
LEVELS = {
    "GC-THE-24": ["thcs", "thpt"],
    "AV-1080-21": ["thpt", "cao-dang", "dai-hoc"],
    "WP-DT-18": ["thpt", "cao-dang", "dai-hoc"],
    "CV-FB-22": ["thpt", "cao-dang", "dai-hoc"],
    "PT-180-17": ["thcs", "thpt"],
}
#: code → name zone for a school's name: roles of its files, x, y, width, height in mm, largest pt, align, ink
ZONES = {
    "P-A3-03": (("print", "school-print"), 20, 404.5, 205, 11.5, 22, "left", "dark"),
    "P-A4-04": (("print", "school-print"), 64, 257, 97, 9, 13, "left", "dark"),
    "BM-50150-11": (("print",), 4, 141.8, 42, 6.6, 9, "center", "paper"),
    "SL-169-20": (("screen",), 25.4, 165, 220, 14, 30, "center", "paper"),
}
#: topic → codes of the assets about it
TOPICS = {
    "thao-tung": [
        "P-A1-01",
        "P-A2-02",
        "IG-DOC-12",
        "TVC-30-14",
        "TVC-15D-15",
        "GC-THE-24",
        "SL-169-20",
        "BM-50150-11",
    ],
    "gia-danh": ["D-200-10", "TVC-30-14", "GC-THE-24", "SL-169-20", "PT-180-17"],
    "viec-lam": ["GC-THE-24", "IG-DOC-12"],
    "anh-rieng-tu": ["GC-THE-24", "P-A2-02"],
    "tai-khoan": ["WP-MT-19", "GC-THE-24"],
    "tro-giup": ["P-A3-03", "IG-A3-13", "P-A4-04", "S-60160-07", "S-80180-08", "ST-60-09", "B-NGANG-05", "GC-CHU-25"],
}
#: code → keywords
KEYWORDS = {
    "P-A1-01": "lừa đảo, cảnh báo lừa đảo, ba bước, dừng hỏi báo, khổ lớn",
    "P-A2-02": "bí mật, dụ dỗ, người lạ, giữ kín, bắt cóc trực tuyến",
    "P-A3-03": "gọi 111, gọi 113, số điện thoại, tổng đài, đường dây nóng",
    "P-A4-04": "trắng đen, tiết kiệm mực, không có máy in màu, sửa được, điền tên trường",
    "B-NGANG-05": "khẩu hiệu, treo cổng, in bạt",
    "B-WEB-06": "trang web, trang trường, đầu trang",
    "S-60160-07": "hội trường, sự kiện, đại hội, lễ phát động",
    "S-80180-08": "tiếng Khmer, song ngữ, dân tộc nội trú, chùa",
    "ST-60-09": "quà tặng, phát cho học sinh, dán laptop, bình nước",
    "D-200-10": "cúp máy, cuộc gọi lạ, giả danh công an",
    "BM-50150-11": "quà tặng, đọc sách, thư viện",
    "IG-DOC-12": "thủ đoạn, kẻ xấu làm quen, dấu hiệu nhận biết, dụ dỗ",
    "IG-A3-13": "ai giúp, tư vấn tâm lý, phòng tham vấn, tìm giúp đỡ",
    "TVC-30-14": "phim tuyên truyền, màn hình, ti vi, lừa đảo",
    "TVC-15D-15": "video ngắn, dọc, điện thoại, lừa đảo, story",
    "LED-LOOP-16": "bảng điện tử, chạy chữ, không tiếng, gif",
    "PT-180-17": "câu lạc bộ phát thanh, giờ ra chơi, kịch bản đọc, loa",
    "WP-DT-18": "màn hình khóa, điện thoại",
    "WP-MT-19": "màn hình máy tính, desktop, mật khẩu",
    "SL-169-20": "tiết chủ nhiệm, chào cờ đầu tuần, bài nói, lừa đảo, bắt cóc trực tuyến",
    "AV-1080-21": "đổi avatar, khung Facebook",
    "CV-FB-22": "bìa nhóm Zalo, bìa fanpage",
    "BK-00-23": "màu chủ đạo, phông chữ, hashtag",
    "GC-THE-24": "đóng vai, thảo luận nhóm, bắt cóc, tống tiền, lừa việc làm, chơi game",
    "GC-CHU-25": "nhắn phụ huynh, thông báo phụ huynh, tin nhắn Zalo, hashtag",
}
OVERRIDE = "Bản mẫu của trang minh họa, không đưa tới nhà in."
KIT_AUDIENCES = {
    "thcs": ["hoc-sinh", "giao-vien"],
    "thpt": ["hoc-sinh", "giao-vien"],
    "cao-dang": ["sinh-vien"],
    "dai-hoc": ["sinh-vien"],
    "tat-ca": ["giao-vien"],
}
