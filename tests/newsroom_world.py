"""The world "newsroom": two outlets with their people, front pages in three languages, a few stories.

Look people up by the names in `PEOPLE`, sections by their slugs; nothing waits on anybody's desk.
"""

from articles.editorial.permissions import sync_newsrooms
from articles.models import ArticlePage, SectionPage
from campaign.models import Outlet
from tests.factories import make_article, make_help_line, make_home, make_locale, make_section, make_user
from users.models import User
from users.roles import Role, grant

PAPER, CULTURE = "bao-can-tho", "so-van-hoa"
#: name → how the account is made; the e-mail is name@newsroom.example
PEOPLE = {
    "reporter": ("Nguyễn Minh Thư", Role.REPORTER, PAPER),
    "editor": ("Trần Quốc Bình", Role.EDITOR, PAPER),
    "secretary": ("Lê Thu Ngàn", Role.SECRETARY, PAPER),
    "chief": ("Phạm Hữu Tâm", Role.CHIEF, PAPER),
    "culture": ("Võ Thị Sen", Role.SECRETARY, CULTURE),
}
ADMINISTRATOR = "admin"
SAPO = (
    "Cuộc gọi dọa dẫm cần bạn nghe tiếp. Cúp máy không làm bạn có lỗi, lại cho bạn thời gian kiểm tra "
    "và hỏi một người lớn mà bạn tin trước khi làm bất cứ việc gì."
)
#: The paper's section and its story of the day before; a section of no outlet with a story to translate.
SECTION, STORY = "chuyen-nguoi-that", "Bài đăng hôm trước"
TRANSLATED_SECTION, TRANSLATED = "nhan-dien", "Đừng giữ bí mật với gia đình"
KHMER_SECTION, KHMER = "tin", "ចំណងជើង"


def fill_newsroom() -> None:
    for language in ("vi", "en", "km"):
        make_locale(language)
        make_home(language)
        make_help_line("111", language=language)
    paper, culture = (
        Outlet.objects.create(slug=slug, name=name, short_name=name)
        for slug, name in ((PAPER, "Báo Cần Thơ"), (CULTURE, "Sở Văn hóa"))
    )
    section = make_section("Chuyện người thật", slug=SECTION, outlet=paper)
    make_section("Đời sống", slug="doi-song", outlet=culture)
    sync_newsrooms()
    for name, (full_name, role, outlet) in PEOPLE.items():
        grant(make_user(f"{name}@newsroom.example", full_name=full_name), role, outlet)
    make_user(f"{ADMINISTRATOR}@newsroom.example", full_name="Quản Trị", is_superuser=True)
    make_article(STORY, section=section, sapo=SAPO)
    elsewhere = make_section("Nhận diện chiêu trò", slug=TRANSLATED_SECTION)
    make_article(TRANSLATED, section=elsewhere, slug="bi-mat", paragraphs=["Hãy kể ra."], sapo=SAPO)
    khmer = make_section("ព័ត៌មាន", home=make_home("km"), slug=KHMER_SECTION)
    make_article(KHMER, section=khmer, slug="bi-mat", sapo=KHMER, paragraphs=["ខ្មែរ"], live=False)


def colleague(name: str) -> User:
    """An account of `PEOPLE`, or the administrator."""
    return User.objects.get(email=f"{name}@newsroom.example")


def the_section(slug: str = SECTION) -> SectionPage:
    return SectionPage.objects.get(slug=slug, locale__language_code="vi")


def the_story(title: str = STORY) -> ArticlePage:
    return ArticlePage.objects.get(title=title)
