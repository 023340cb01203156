"""The page types and states of the contact sheet, as plain data.

`path` may contain `{lang}`; `follow` are CSS selectors of links that lead from there to the scene, so that no primary
key of the demo's database is needed. Scenes that exist only in Vietnamese have the languages VI.
"""

from __future__ import annotations

from dataclasses import dataclass

BOTH, VI = ("vi", "km"), ("vi",)
KOL, SCHOOL, EDUCATION = "kol@demo.example", "truong@thcs.example", "sogddt@demo.example"
EDITOR, CHIEF, REPORTER = "bientap@baocantho.example", "tongbientap@baocantho.example", "phongvien@baocantho.example"
ADMIN = "admin@demo.example"


@dataclass(frozen=True)
class Scene:
    """A page in a state. `press`: CSS selectors to click after loading; `status`: the expected HTTP status."""

    name: str
    title: str
    path: str
    languages: tuple[str, ...] = BOTH
    who: str = ""
    follow: tuple[str, ...] = ()
    press: tuple[str, ...] = ()
    status: int = 200
    widths: tuple[int, ...] = (390, 1280)

    @property
    def group(self) -> str:
        """Key of GROUPS: the part of the name before the first hyphen."""
        return self.name.split("-")[0]


GROUPS = {
    "doc": "Người đọc",
    "trang": "Từng loại trang ở bốn bề ngang",
    "kho": "Kho tài liệu",
    "truong": "Trường học",
    "kol": "Đối tác",
    "tk": "Tài khoản",
    "loi": "Trang lỗi",
    "qt": "Quản trị",
}
STORY = "main h3 a, main h2 a"

READERS = (
    Scene("doc-trang-chu", "Trang chủ", "/{lang}/"),
    Scene("doc-danh-muc", "Danh mục mở", "/{lang}/", press=(".menu summary:visible",), widths=(390,)),
    Scene("doc-chuyen-muc", "Chuyên mục", "/vi/nhan-dien-chieu-tro/", VI),
    Scene("doc-chuyen-muc-it", "Chuyên mục ít bài", "/vi/cuoc-thi-su-kien/", VI),
    Scene("doc-bai", "Bài", "/vi/nhan-dien-chieu-tro/", VI, follow=("main .story.l a, main .story.lead a",)),
    Scene("doc-bai-dich", "Bài đã dịch", "/{lang}/", ("en", "km"), follow=("main .story h2 a, main .story h3 a",)),
    Scene("doc-phong-su", "Phóng sự", "/vi/phong-su/", VI, follow=(".story.l a, .story.lead a",)),
    Scene("doc-phat-thanh", "Bài phát thanh", "/vi/video/", VI, follow=(".story.l a, .story.lead a, .clips a",)),
    Scene("doc-video", "Video", "/vi/video/", VI, follow=("main .story:has(.play) a",)),
    Scene("doc-e-magazine", "E-magazine", "/vi/phong-su/khoang-cach-giua-da-xem-va-da-hoi/", VI),
    Scene(
        "doc-diem-tin",
        "Điểm tin",
        "/vi/thoi-su-chien-dich/diem-tin-tuan-ba-noi-cung-day-hoc-sinh-cach-cup-may/",
        VI,
    ),
    Scene(
        "doc-guong-tot",
        "Chuyện một trường",
        "/vi/truong-hoc-an-toan/hop-thu-giay-truoc-phong-tham-van-cua-mot-truong-ven-song/",
        VI,
    ),
    Scene("doc-chuyen-trang", "Chuyên trang", "/vi/nhan-dien-chieu-tro/chuyen-trang-mot-cuoc-goi-sau-muoi-giay/", VI),
    Scene("doc-dong-su-kien", "Dòng sự kiện", "/vi/thoi-su-chien-dich/can-tho-vao-mua-khong-mot-minh/", VI),
    Scene("doc-chu-de", "Chủ đề", "/vi/chu-de/", VI),
    Scene("doc-tac-gia-danh-sach", "Các tác giả", "/vi/tac-gia/", VI),
    Scene("doc-trang-chu-en", "Trang chủ (English)", "/en/", ("en",)),
    Scene("doc-meo", "Tường mẹo", "/vi/meo-nhanh/", VI),
    Scene("doc-the-meo", "Thẻ mẹo", "/vi/meo-nhanh/", VI, follow=(".tip a",)),
    Scene(
        "doc-tu-khoa",
        "Từ khóa",
        "/vi/nhan-dien-chieu-tro/",
        VI,
        follow=("main .story h3 a, main .story h2 a", ".tags a"),
    ),
    Scene(
        "doc-tac-gia",
        "Tác giả",
        "/vi/nhan-dien-chieu-tro/",
        VI,
        follow=("main .story h3 a, main .story h2 a", ".byline a"),
    ),
    Scene("doc-kol", "KOL đồng hành", "/vi/kol/", VI),
    Scene("doc-kol-ho-so", "Hồ sơ KOL", "/vi/kol/may-miet-vuon/", VI),
    Scene("doc-su-kien", "Lịch sự kiện", "/{lang}/lich-su-kien/"),
    Scene("doc-buc-tuong", "Bức tường An toàn số", "/{lang}/buc-tuong/"),
    Scene("doc-ky-cam-ket", "Ký cam kết", "/{lang}/buc-tuong/ky/"),
    Scene("doc-khung-anh", "Khung ảnh đại diện", "/{lang}/khung-anh/"),
    Scene("doc-do-phu", "Trường học an toàn", "/{lang}/do-phu/"),
    Scene("doc-luu-tru", "Lưu trữ", "/{lang}/luu-tru/"),
    Scene("doc-gioi-thieu", "Giới thiệu", "/vi/gioi-thieu/", VI),
    Scene("doc-dinh-chinh", "Các bài đã đính chính", "/vi/dinh-chinh/", VI),
    Scene("doc-tim", "Tìm kiếm", "/{lang}/tim-kiem/"),
    Scene("doc-tim-thay", "Tìm thấy", "/vi/tim-kiem/?q=l%E1%BB%ABa+%C4%91%E1%BA%A3o", VI),
    Scene("doc-tim-thay-km", "Tìm thấy (Khmer)", "/km/tim-kiem/?q=%E1%9E%9F%E1%9E%BD%E1%9E%9A", ("km",)),
    Scene("doc-tim-khong", "Tìm không thấy", "/{lang}/tim-kiem/?q=zzzzzz"),
    Scene("doc-tim-lo", "Tìm lúc đang lo", "/{lang}/tim-kiem/?q=b%E1%BB%8B+d%E1%BB%8Da"),
    Scene("doc-giup-do", "Cần giúp đỡ?", "/{lang}/can-giup-do/"),
    Scene("doc-chua-dich", "Chưa dịch", "/vi/gioi-thieu/", VI, follow=(".masthead a[hreflang=km]",)),
    Scene("doc-so-tay", "Sổ tay giao diện", "/styleguide/", VI),
)
FOUR = (390, 768, 1280, 1680)
STORIES = "/vi/nhan-dien-chieu-tro/"
#: Every page type of a story at four widths, for who changes one of their stylesheets (docs/design.md)
PAGES = (
    Scene("trang-video", "Video", "/vi/video/clip-30-giay-cho-man-hinh-led-dung-hoi-bao/", VI, widths=FOUR),
    Scene("trang-mo", "Trang chủ Khmer và English", "/{lang}/", ("km", "en"), widths=FOUR),
    Scene("trang-chuyen-trang", "Chuyên trang", f"{STORIES}chuyen-trang-mot-cuoc-goi-sau-muoi-giay/", VI, widths=FOUR),
    Scene("trang-chuyen-muc", "Chuyên mục", STORIES, VI, widths=FOUR),
    Scene("trang-chuyen-muc-hai", "Chuyên mục hai bài", "/vi/hoi-dap-phap-luat/", VI, widths=FOUR),
    Scene("trang-bai", "Bài", f"{STORIES}ba-dau-hieu-cho-thay-ban-dang-bi-thao-tung-qua-dien-thoai/", VI, widths=FOUR),
    Scene("trang-longform", "Longform", "/vi/phong-su/khoang-cach-giua-da-xem-va-da-hoi/", VI, widths=FOUR),
    Scene(
        "trang-do-hoa",
        "Đồ họa",
        "/vi/do-hoa/duong-di-cua-bat-coc-truc-tuyen-va-nhung-cho-co-the-dung-lai/",
        VI,
        widths=FOUR,
    ),
    Scene(
        "trang-bai-kol",
        "Bài của KOL",
        "/vi/kol-niem-tin-so/ban-rap-dung-giu-bi-mat-mot-minh-viet-tu-gio-ra-choi/",
        VI,
        widths=FOUR,
    ),
    Scene("trang-kol", "KOL đồng hành", "/vi/kol/", VI, widths=FOUR),
    Scene("trang-meo", "Một mẹo", "/vi/meo-nhanh/anh-rieng-tu-khong-bao-gio-la-bao-dam/", VI, widths=FOUR),
    Scene("trang-tuong-meo", "Tường mẹo", "/{lang}/meo-nhanh/", ("vi", "km"), widths=FOUR),
    Scene(
        "trang-tit",
        "Tít không tách từ ghép",
        "/vi/hoi-dap-phap-luat/bi-doa-phat-tan-anh-rieng-tu-em-can-lam-gi-truoc-tien/",
        VI,
        widths=FOUR,
    ),
    Scene("trang-chu", "Trang chủ", "/vi/", VI, widths=FOUR),
    Scene("trang-phong-su", "Phóng sự (ảnh đêm)", "/vi/phong-su/", VI, widths=FOUR),
    Scene(
        "trang-chua-dich",
        "Chưa có bản dịch",
        "/km/chua-dich/?trang=/vi/phong-su/khoang-cach-giua-da-xem-va-da-hoi/",
        ("km",),
        widths=FOUR,
    ),
    Scene("trang-giup", "Trang giúp đỡ", "/{lang}/can-giup-do/", ("km", "en"), widths=FOUR),
)
LIBRARY = (
    Scene("kho-danh-sach", "Kho tài liệu", "/{lang}/kho-tai-lieu/"),
    Scene(
        "kho-loc",
        "Kho, bộ lọc mở",
        "/vi/kho-tai-lieu/?dip=lop-hoc",
        VI,
        press=(".filterbox > summary:visible",),
        widths=(390,),
    ),
    Scene("kho-trong", "Kho, không có gì", "/vi/kho-tai-lieu/?q=zzzzzz", VI),
    Scene("kho-poster", "Tài liệu: poster", "/{lang}/kho-tai-lieu/p-a3-03/"),
    Scene("kho-standee", "Tài liệu: standee", "/vi/kho-tai-lieu/s-60160-07/", VI),
    Scene("kho-tvc", "Tài liệu: TVC", "/vi/kho-tai-lieu/tvc-30-14/", VI),
    Scene("kho-bo", "Bộ tài liệu", "/vi/bo-tai-lieu/", VI),
    Scene("kho-mot-bo", "Một bộ", "/vi/bo-tai-lieu/", VI, follow=("main h2 a[href*='bo-tai-lieu'], main h3 a",)),
    Scene("kho-gio", "Giỏ trống", "/vi/kho-tai-lieu/gio/", VI),
)
SCHOOLS = (
    Scene("truong-nha", "Trang của trường", "/truong/", VI, SCHOOL),
    Scene("truong-viec", "Khai một việc", "/truong/", VI, SCHOOL, follow=("main a[href*='/truong/viec/']",)),
    Scene("truong-bo", "Bộ của trường", "/truong/bo-cua-toi/", VI, SCHOOL),
    Scene("truong-nguoi", "Người của trường", "/truong/nguoi/", VI, SCHOOL),
    Scene("truong-ma", "Nhập mã trường", "/truong/ma/", VI),
    Scene("truong-ngoai-tuyen", "Ngoài tuyến", "/truong/ngoai-tuyen/", VI),
    Scene("truong-bang", "Bảng độ phủ (Sở)", "/admin/truong-hoc/", VI, EDUCATION),
    Scene("truong-hang-doi", "Hàng chờ duyệt (Sở)", "/admin/truong-hoc/cho-xac-nhan/", VI, EDUCATION),
)
PARTNERS = (
    Scene("kol-nha", "Trang của đối tác", "/doi-tac/", VI, KOL),
    Scene("kol-bai", "Bài đã nộp", "/doi-tac/", VI, KOL, follow=("main a[href*='/doi-tac/bai/']:not([href$='moi/'])",)),
    Scene("kol-de-bai", "Đề bài", "/doi-tac/", VI, KOL, follow=("main a[href*='/doi-tac/de-bai/']",)),
    Scene("kol-thong-bao", "Thông báo", "/doi-tac/thong-bao/", VI, KOL),
    Scene("kol-ho-so", "Hồ sơ của tôi", "/doi-tac/", VI, KOL, follow=("main a[href*='/doi-tac/ho-so/']",)),
    Scene("kol-vao", "Vào bằng thư", "/doi-tac/vao/", VI),
)
ACCOUNT = (
    Scene("tk-dang-nhap", "Đăng nhập", "/tai-khoan/dang-nhap/", VI),
    Scene("tk-quen", "Quên mật khẩu", "/tai-khoan/quen-mat-khau/", VI),
    Scene("tk-cua-toi", "Tài khoản của tôi", "/tai-khoan/cua-toi/", VI, KOL),
    Scene("tk-hai-lop", "Hai lớp", "/tai-khoan/hai-lop/", VI, KOL),
)
ERRORS = (
    Scene("loi-404", "Lỗi 404", "/{lang}/khong-co-trang-nay/", status=404),
    Scene("loi-403", "Lỗi 403", "/admin/", VI, SCHOOL, status=403),
    *(
        Scene(f"loi-{code}", f"Lỗi {code}", f"/styleguide/loi/{code}/", VI, status=code)
        for code in (400, 410, 413, 429, 500, 503)
    ),
)
ADMINISTRATION = (
    Scene("qt-bang", "Bảng tin của tôi (biên tập)", "/admin/", VI, EDITOR),
    Scene("qt-bang-tbt", "Bảng tin của tôi (Tổng Biên tập)", "/admin/", VI, CHIEF),
    Scene("qt-bang-so", "Bảng tin của tôi (Sở)", "/admin/", VI, EDUCATION),
    Scene("qt-toa-soan", "Bàn tòa soạn", "/admin/toa-soan/", VI, EDITOR),
    Scene("qt-lich", "Lịch tòa soạn", "/admin/toa-soan/lich/", VI, EDITOR),
    Scene("qt-sua-bai", "Sửa bài", "/admin/toa-soan/", VI, EDITOR, follow=(".newsroom-card a",)),
    Scene("qt-tai-lieu", "Tài liệu", "/admin/snippets/media_library/asset/", VI, EDITOR),
    Scene("qt-kol", "Bài của KOL", "/admin/kol/bai/", VI, EDITOR),
    Scene("qt-kol-bai", "Một bài của KOL", "/admin/kol/bai/", VI, EDITOR, follow=("main td a[href*='/kol/bai/']",)),
    Scene("qt-huong-dan", "Hướng dẫn", "/admin/huong-dan/", VI, REPORTER),
    Scene("qt-viet-bai", "Hướng dẫn: viết bài", "/admin/huong-dan/viet-bai/", VI, REPORTER),
)
SCENES = (*READERS, *PAGES, *LIBRARY, *SCHOOLS, *PARTNERS, *ACCOUNT, *ERRORS, *ADMINISTRATION)
