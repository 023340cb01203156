"""Seeds season, audiences, topics, outlets, help lines and site identity."""

from datetime import date, timedelta

from django.utils import timezone
from wagtail.models import Site

from articles.editorial.permissions import sync_newsrooms
from campaign.models import Audience, Outlet, Season, SiteIdentity, Topic
from home import first_day

from . import content

AUDIENCES = [
    ("hoc-sinh", "Học sinh", "Pupils", "សិស្ស"),
    ("sinh-vien", "Sinh viên", "Students", "និស្សិត"),
    ("phu-huynh", "Phụ huynh", "Parents", "មាតាបិតា"),
    ("giao-vien", "Giáo viên", "Teachers", "គ្រូបង្រៀន"),
    ("cong-dong", "Cộng đồng", "Community", "សហគមន៍"),
    ("bao-chi", "Báo chí", "Press", "សារព័ត៌មាន"),
    ("kol", "KOL", "Creators", "អ្នកបង្កើតមាតិកា"),
    ("co-quan", "Cơ quan quản lý", "Authorities", "អាជ្ញាធរ"),
]
TOPICS = [
    ("thao-tung", "Thao túng, dụ dỗ", "Manipulation, luring", "ការបញ្ឆោត ការលួងលោម"),
    ("gia-danh", "Giả danh", "False identities", "ការក្លែងខ្លួន"),
    ("viec-lam", "Việc nhẹ lương cao", "Easy work, high pay", "ការងារស្រាល ប្រាក់ខែខ្ពស់"),
    ("anh-rieng-tu", "Ảnh riêng tư", "Private pictures", "រូបថតឯកជន"),
    ("tai-khoan", "Tài khoản, mật khẩu", "Accounts, passwords", "គណនី ពាក្យសម្ងាត់"),
    ("tro-giup", "Tìm trợ giúp", "Finding help", "ស្វែងរកជំនួយ"),
]
#: slug of a tag in the demo content → name of the tag
TAG_NAMES = {
    "ai": "AI",
    "am-nhac": "âm nhạc",
    "an-pham": "ấn phẩm",
    "ban-be": "bạn bè",
    "bat-coc-truc-tuyen": "bắt cóc trực tuyến",
    "buc-tuong-an-toan-so": "Bức tường An toàn số",
    "cam-ket": "cam kết",
    "cap-nhat": "cập nhật",
    "cha-me": "cha mẹ",
    "chuyen-tien": "chuyển tiền",
    "co-so": "cơ sở",
    "cong-dong": "cộng đồng",
    "cong-uoc-ha-noi": "Công ước Hà Nội",
    "cuoc-goi-video": "cuộc gọi video",
    "cuoc-thi": "cuộc thi",
    "cyber-day": "Cyber Day",
    "dung-hoi-bao": "Dừng – Hỏi – Báo",
    "gia-danh": "giả danh",
    "gia-dinh": "gia đình",
    "hinh-anh-rieng-tu": "hình ảnh riêng tư",
    "ke-hoach-120": "Kế hoạch 120",
    "khmer": "Khmer",
    "kich-ban": "kịch bản",
    "kol": "KOL",
    "led": "LED",
    "mat-khau": "mật khẩu",
    "mau-in": "mẫu in",
    "ngan-hang": "ngân hàng",
    "nhap-vai": "nhập vai",
    "niem-tin-so": "niềm tin số",
    "noi-tru": "nội trú",
    "phat-thanh": "phát thanh",
    "sinh-hoat-lop": "sinh hoạt lớp",
    "sinh-vien": "sinh viên",
    "tai-khoan": "tài khoản",
    "tam-ly": "tâm lý",
    "thao-tung": "thao túng",
    "thu-vien": "thư viện",
    "tinh-huong": "tình huống",
    "tong-tien": "tống tiền",
    "tro-chuyen": "trò chuyện",
    "tro-giup": "trợ giúp",
    "truong-hoc": "trường học",
    "truyen-tranh": "truyện tranh",
    "tvc": "TVC",
    "viec-lam": "việc làm",
}
#: What press law requires in the footer: invented, and each value says so
IMPRINT = {
    "governing_body": "Thành phố Cần Thơ (minh họa)",
    "licence_number": "000/GP-MINH-HOA",
    "licence_date": date(2025, 10, 17),
    "licence_body": "cơ quan cấp phép (minh họa)",
    "head": "Nguyễn Minh Họa (nhân vật hư cấu)",
    "address": "số 1 đường Minh Họa, thành phố Cần Thơ",
    "phone": "0292 000 0000 (minh họa)",
    "email": "toasoan@baocantho.example",
}
SEASON_HALF = timedelta(weeks=6)  # before and after the day of seeding: the demo runs in the middle of its season
#: Help lines with (label, say, hours, cost) per language: those of the first day, two that nobody has verified, and the
#: pages that take pictures down, which stories and situation pages promise.
HELP_LINES = [
    *first_day.HELP_LINES,
    {
        "number": "156",
        "sms_number": "5656",
        "vi": ("Phản ánh cuộc gọi, tin nhắn lừa đảo", "", "", ""),
    },
    {"number": "", "vi": ("Đường dây Công an thành phố Cần Thơ", "", "", "")},
    {
        "number": "",
        "url": "https://takeitdown.ncmec.org",
        "source": "https://takeitdown.ncmec.org",
        "vi": ("Gỡ ảnh riêng tư chụp khi dưới 18 tuổi (Take It Down)", "", "", ""),
        "en": ("Take down private pictures of people under 18 (Take It Down)", "", "", ""),
        "km": ("ដករូបឯកជនថតពេលអាយុក្រោម ១៨ ឆ្នាំ (Take It Down)", "", "", ""),
    },
    {
        "number": "",
        "url": "https://stopncii.org",
        "source": "https://stopncii.org",
        "vi": ("Gỡ ảnh riêng tư chụp khi từ 18 tuổi (StopNCII)", "", "", ""),
        "en": ("Take down private pictures of people of 18 and more (StopNCII)", "", "", ""),
        "km": ("ដករូបឯកជនថតពេលអាយុពី ១៨ ឆ្នាំ (StopNCII)", "", "", ""),
    },
]


def seed_vocabulary() -> None:
    """Create audiences, topics, the current season, outlets and help lines."""
    for order, (slug, name, name_en, name_km) in enumerate(AUDIENCES):
        Audience.objects.create(slug=slug, name=name, name_en=name_en, name_km=name_km, order=order)
    for order, (slug, name, name_en, name_km) in enumerate(TOPICS):
        Topic.objects.create(slug=slug, name=name, name_en=name_en, name_km=name_km, order=order)
    campaign = content()["campaign"]
    begins = timezone.localdate() - SEASON_HALF
    Season.objects.create(
        name=f"Mùa {begins.year} (minh họa)",
        slug=f"mua-{begins.year}",
        plan_number=campaign["plan_no"],
        plan_date=date.fromisoformat(campaign["plan_date"]),
        starts_on=begins,
        ends_on=timezone.localdate() + SEASON_HALF,
        is_current=True,
    )
    Outlet.objects.create(
        slug="bao-can-tho",
        name="Báo và Phát thanh, Truyền hình Cần Thơ",
        short_name="Báo Cần Thơ",
        issn="0000-0000 (minh họa)",
        **IMPRINT,
    )
    Outlet.objects.create(
        slug="van-hoa",
        name="Sở Văn hóa, Thể thao và Du lịch thành phố Cần Thơ",
        short_name="Sở VH,TT&DL",
        footer_profile=Outlet.FooterProfile.PORTAL,
        head_title="Giám đốc",
        **IMPRINT | {"email": "lienhe@vanhoa.example"},
    )
    sync_newsrooms()  # the collections of their pictures too
    seed_help_lines()


def seed_help_lines() -> None:
    """Create HELP_LINES in all their languages; readers see the verified ones (docs/domain.md E.3)."""
    for order, row in enumerate(HELP_LINES):
        verified = row in first_day.HELP_LINES or "source" in row
        first_day.write_help_line(
            row,
            order,
            verified_by="Ban nội dung (minh họa)" if verified else "",
            source=row.get("source", "Đã nêu trong kế hoạch và báo chí" if verified else "Chờ xác minh trước khi hiện"),
        )


def seed_identity(site: Site) -> None:
    """Set the newspaper as the outlet of `site`."""
    SiteIdentity.objects.update_or_create(site=site, defaults={"outlet": Outlet.objects.get(slug="bao-can-tho")})
