"""What an empty, migrated database needs before the first visitor comes (manage.py first_day, docs/operations.md).

Each function makes what is missing, leaves alone what is there, and returns what it made in words, for the operator.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page, Site, Task, Workflow

from articles.editorial.permissions import sync_newsrooms, sync_page_rights
from base.pages import BasePage
from base.text import vn_slugify
from campaign.models import HelpLine, Outlet, SiteIdentity
from home.models import HomePage
from media_library.models import KitIndexPage, LibraryIndexPage
from users.models import RoleGroup, User

#: Language → title and introduction of its front page; the first is the one that the others translate.
HOMES = {
    "vi": (
        "Không một mình – Cùng nhau an toàn trực tuyến",
        "Tin, mẹo, video và tài liệu in sẵn của chiến dịch an toàn trực tuyến tại Cần Thơ.",
    ),
    "en": (
        "Not alone – safe online together",
        "News, tips, films and print-ready files of Cần Thơ's campaign for safety online.",
    ),
    "km": ("អ្នកមិននៅម្នាក់ឯងទេ – រួមគ្នាមានសុវត្ថិភាពលើអ៊ីនធឺណិត", "ព័ត៌មាន គន្លឹះ វីដេអូ និងឯកសារបោះពុម្ពនៃយុទ្ធនាការសុវត្ថិភាពលើអ៊ីនធឺណិតនៅកឹនធើ។"),
}
#: Pages at addresses that templates and cards name: class, slug, title per language, Vietnamese introduction.
INDEXES = [
    (
        LibraryIndexPage,
        "kho-tai-lieu",
        {"vi": "Kho tài liệu", "en": "Resource library", "km": "បណ្ណាល័យឯកសារ"},
        "Mai chào cờ cần gì, lấy nấy. Thấy dung lượng trước khi tải, có bản nhẹ cho nơi mạng yếu.",
    ),
    (KitIndexPage, "bo-tai-lieu", {"vi": "Bộ tài liệu", "en": "Kits", "km": "សំណុំឯកសារ"}, "Lấy cả bộ cho nhanh."),
]
#: The two national numbers, with (label, what to say, hours, cost) per language (docs/domain.md E.3).
HELP_LINES: list[dict[str, Any]] = [
    {
        "number": "113",
        "vi": ("Nguy hiểm ngay trước mắt", "Em đang ở … Có người đang ép em.", "24/7", "miễn phí"),
        "en": ("Danger right now", "I am at … Someone is forcing me.", "24/7", "free"),
        "km": ("គ្រោះថ្នាក់ភ្លាមៗ", "ខ្ញុំនៅ … មាននរណាម្នាក់កំពុងបង្ខំខ្ញុំ។", "24/7", "ឥតគិតថ្លៃ"),
    },
    {
        "number": "111",
        "vi": ("Bảo vệ trẻ em, cả ngày và đêm", "Em đang sợ, em cần người giúp.", "24/7", "miễn phí"),
        "en": ("Child protection, day and night", "I am scared, I need help.", "24/7", "free"),
        "km": ("ការពារកុមារ ទាំងថ្ងៃទាំងយប់", "ខ្ញុំភ័យ ខ្ញុំត្រូវការជំនួយ។", "24/7", "ឥតគិតថ្លៃ"),
    },
]
OUTLET_NAME, OUTLET_SHORT_NAME = "Báo và Phát thanh, Truyền hình Cần Thơ", "Báo Cần Thơ"
WAGTAILS_PAGE = "Welcome to your new Wagtail site!"
WAGTAILS_GROUPS = ("Editors", "Moderators")
WAGTAILS_WORKFLOW = "Moderators approval"  # for pages outside sections; only administrators approve there
OUR_WORKFLOW = "Quản trị viên duyệt"


class CannotBegin(Exception):
    """Something stands in the way, or an answer is missing; the Vietnamese message says what to do."""


def take_turn() -> None:
    """Until the transaction ends: of two commands at once the second waits, and finds what the first has made."""
    Page.objects.select_for_update().get(depth=1)


def make_languages() -> list[str]:
    names = [name for code, name in settings.LANGUAGES if Locale.objects.get_or_create(language_code=code)[1]]
    return [f"thứ tiếng: {', '.join(names)}"] if names else []


def make_pages() -> list[str]:
    """Front pages, library and kits in all languages, and the site that begins with the Vietnamese front page.

    Wagtail's welcome page goes. Raises CannotBegin where somebody has made other pages at the top already.
    """
    vietnamese = Locale.objects.get(language_code="vi")
    home = HomePage.objects.filter(locale=vietnamese, depth=2).first()
    added = []
    if home is None:
        home = _first_home(Page.get_first_root_node(), vietnamese)
        added.append("trang chủ tiếng Việt và trang web của tên miền")
    for model, slug, titles, intro in INDEXES:
        if not model.objects.child_of(home).exists():
            publish(model(title=titles["vi"], slug=slug, intro=intro, locale=vietnamese), home)
            added.append(titles["vi"].lower())
    added += [f"trang chủ {code}" for code, _name in settings.LANGUAGES if code != "vi" and translate_home(home, code)]
    if added:
        sync_page_rights()  # translators' groups, where they are there already, reach a new front page
    return added


def _first_home(root: Page, locale: Locale) -> HomePage:
    pages = list(root.get_children())
    welcome = [page for page in pages if page.title == WAGTAILS_PAGE and not page.numchild]
    if others := [page.title for page in pages if page not in welcome]:
        raise CannotBegin(
            f"Cơ sở dữ liệu đã có trang khác ở tầng đầu ({', '.join(others)}), nên lệnh này không tạo trang chủ. "
            "Lệnh chỉ dành cho cơ sở dữ liệu trống; trang chủ thì bạn thêm trong trang quản trị."
        )
    title, intro = HOMES["vi"]
    home = publish(HomePage(title=title, slug="vi", intro=intro, locale=locale), root)
    names = {**site_address(), "site_name": settings.WAGTAIL_SITE_NAME}
    Site.objects.update_or_create(is_default_site=True, defaults={"root_page": home, **names})
    for page in welcome:
        page.delete()  # only now: it would have taken the site with it
    # A reader who comes before the commit has the old roots cached again for an hour.
    transaction.on_commit(Site.clear_site_root_paths_cache)
    return home


def site_address() -> dict[str, Any]:
    """Host and port of SITE_URL, as fields of Wagtail's site."""
    address = urlsplit(settings.SITE_URL)
    return {"hostname": address.hostname, "port": address.port or {"https": 443}.get(address.scheme, 80)}


def publish(page: BasePage, parent: Page) -> BasePage:
    """Add `page` below `parent` and publish it."""
    parent.add_child(instance=page)
    page.save_revision().publish(skip_permission_checks=True)
    page.refresh_from_db()
    return page


def translate_home(home: HomePage, language: str) -> bool:
    """Make the front page, the library and the kits in `language`; False where all of them are there."""
    locale = Locale.objects.get(language_code=language)
    created = False
    if not home.has_translation(locale):
        twin = home.copy_for_translation(locale)
        twin.title, twin.intro = HOMES.get(language, HOMES["vi"])
        twin.slug = language
        twin.save()
        twin.save_revision().publish(skip_permission_checks=True)
        created = True
    for model, _slug, titles, _intro in INDEXES:
        page = model.objects.child_of(home).first()
        if page and not page.has_translation(locale):
            twin = page.copy_for_translation(locale)
            twin.title, twin.intro = titles.get(language, titles["vi"]), ""
            twin.save()
            twin.save_revision().publish(skip_permission_checks=True)
            created = True
    return created


def make_newsroom(name: str, short_name: str) -> list[str]:
    """The first outlet with its groups, rights and workflows, in masthead and footer; no group of Wagtail's is left.

    `name` and `short_name` are used where no outlet exists. Raises ValidationError for a name that is too long.
    """
    created = []
    outlet = Outlet.objects.first()
    if outlet is None or not RoleGroup.objects.exists():
        replace_wagtails_defaults()
        created.append("nhóm, quyền và quy trình duyệt")
        if outlet is None:
            outlet = Outlet(name=name, short_name=short_name, slug=vn_slugify(short_name, 50))
            outlet.full_clean()
            outlet.save()
            created.append(f"cơ quan “{outlet}”")
        sync_newsrooms()
    site = Site.objects.get(is_default_site=True)
    if SiteIdentity.objects.get_or_create(site=site, defaults={"outlet": outlet})[1]:
        created.append("nhận diện trang")
    return created


def replace_wagtails_defaults() -> None:
    """Delete Wagtail's groups, which may edit every outlet's pages, and give its workflow a Vietnamese name."""
    Group.objects.filter(name__in=WAGTAILS_GROUPS, user=None).delete()
    for model in (Workflow, Task):
        model.objects.filter(name=WAGTAILS_WORKFLOW).update(name=OUR_WORKFLOW)


def make_help_lines() -> list[str]:
    """113 and 111 in all languages, as checked today; only where nobody has written a help line yet.

    A language without words in HELP_LINES gets the Vietnamese ones.
    """
    if HelpLine.objects.exists():
        return []
    for order, row in enumerate(HELP_LINES):
        words = {code: row.get(code, row["vi"]) for code, _name in settings.LANGUAGES}
        write_help_line(row | words, order, verified_by="Có sẵn khi cài đặt", source="Số quốc gia, dùng chung cả nước")
    return [f"đường dây trợ giúp {' và '.join(row['number'] for row in HELP_LINES)}"]


def write_help_line(row: dict[str, Any], order: int, *, verified_by: str, source: str) -> None:
    """Write `row` in each language that it has, linked as translations; shown to readers with `verified_by` only."""
    key = None
    for code, _name in settings.LANGUAGES:
        if code not in row:
            continue
        label, say, hours, cost = row[code]
        line = HelpLine(
            locale=Locale.objects.get(language_code=code),
            label=label,
            say=say,
            hours=hours,
            cost=cost,
            order=order,
            number=row["number"],
            sms_number=row.get("sms_number", ""),
            url=row.get("url", ""),
            verified_on=timezone.localdate() if verified_by else None,
            verified_by=verified_by,
            source=source,
        )
        if key:
            line.translation_key = key
        line.save()
        key = line.translation_key


def make_administrator(email: str, full_name: str) -> User | None:
    """The first administrator, without a password; None where there is one already.

    Raises CannotBegin without address or name, or where the address belongs to another account, ValidationError for
    values that an account cannot have.
    """
    if User.objects.filter(is_superuser=True, is_active=True).exists():
        return None
    if not email or not full_name:
        raise CannotBegin("Chưa có quản trị viên nào: bạn thêm --email và --name của người đầu tiên.")
    if User.objects.filter(email__iexact=email).exists():
        raise CannotBegin(f"{email} đã có tài khoản, nhưng không phải quản trị viên. Bạn dùng địa chỉ khác.")
    user = User(email=email, full_name=full_name, is_staff=True, is_superuser=True)
    user.set_unusable_password()
    user.full_clean()
    user.save()
    return user


def administrator_without_password() -> User:
    """The first administrator, as long as nobody has set the password. Raises CannotBegin otherwise."""
    first = User.objects.filter(is_superuser=True, is_active=True).order_by("pk")
    waiting = [user for user in first if not user.has_usable_password()]
    if not waiting:
        raise CannotBegin(
            "Không có quản trị viên nào đang chờ đặt mật khẩu. Ai quên mật khẩu thì mở "
            f"{settings.SITE_URL}{reverse('account_reset_password')}."
        )
    return waiting[0]
