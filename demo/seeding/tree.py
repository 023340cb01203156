"""Seeds the page tree: a front page per language, sections, library, kits, KOL index, plain pages, situations.

Situations: nine in Vietnamese, three in English and Khmer that wait for a native reader.
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.models import Locale, Page, Site

from articles.models import SectionPage
from campaign.models import Audience, Outlet
from home.first_day import HOMES, INDEXES, publish, site_address, translate_home
from home.models import ContentPage, HomePage, SituationIndexPage, SituationPage
from partners.models import KolIndexPage

from . import Row, content
from .stories import paragraphs

#: slug → short name in the section bar ("": not in the bar), accent, is_sensitive
SECTIONS = {
    "thoi-su-chien-dich": ("Thời sự", "song", False),
    "nhan-dien-chieu-tro": ("Nhận diện", "phusa", True),
    "meo-nhanh": ("Mẹo nhanh", "dien", False),
    "phong-su": ("Phóng sự", "ink", False),
    "video": ("Video", "ink", False),
    "do-hoa": ("Đồ họa", "song", False),
    "truong-hoc-an-toan": ("Trường học", "sen", False),
    "cha-me-dong-hanh": ("Cha mẹ", "song", False),
    "kol-niem-tin-so": ("KOL", "tim", False),
    "hoi-dap-phap-luat": ("", "ink", True),
    "goc-tham-van": ("", "tim", True),
    "cuoc-thi-su-kien": ("", "phusa", False),
}
CULTURE_SECTIONS = {"cuoc-thi-su-kien"}
PLAIN = [
    (
        "gioi-thieu",
        "Giới thiệu",
        [
            "Trang này phục vụ chiến dịch “Không một mình – Cùng nhau an toàn trực tuyến” "
            "tại thành phố Cần Thơ, thực hiện Kế hoạch 120/KH-UBND.",
            "Ở đây có tin, bài, mẹo ngắn, clip và một kho tài liệu chung để các trường tải về, in, treo và chiếu.",
        ],
    ),
    (
        "quyen-rieng-tu",
        "Quyền riêng tư",
        [
            "Bạn đọc không cần tài khoản. Trang không đặt cookie khi bạn đọc, không gắn mã theo dõi của bên thứ ba.",
            "Khi một trường đã đăng nhập tải tài liệu, trang ghi lại trường, tệp, phiên bản và thời điểm. "
            "Khách tải tài liệu mở thì chỉ cộng một lượt, không ghi gì về người tải.",
            "Bạn, cha mẹ hoặc người giám hộ có thể yêu cầu gỡ nội dung có hình ảnh hay thông tin của mình. "
            "Hãy gọi hoặc viết cho tòa soạn theo địa chỉ ở chân trang.",
        ],
    ),
]


def seed_locales() -> None:
    """Create the three languages."""
    for language in ("vi", "en", "km"):
        Locale.objects.get_or_create(language_code=language)


def seed_tree() -> Site:
    """Replace Wagtail's welcome page by the demo's tree; return the site."""
    root = Page.get_first_root_node()
    Site.objects.all().delete()
    for page in root.get_children():
        page.delete()
    root = Page.objects.get(pk=root.pk)
    home = publish(
        HomePage(title=HOMES["vi"][0], slug="vi", intro=HOMES["vi"][1], locale=Locale.objects.get(language_code="vi")),
        root,
    )
    site = Site.objects.create(**site_address(), root_page=home, is_default_site=True, site_name="Không một mình")
    seed_sections(home)
    for model, slug, titles, intro in INDEXES:
        publish(model(title=titles["vi"], slug=slug, intro=intro, locale=home.locale), home)
    publish(
        KolIndexPage(
            title="KOL đồng hành",
            slug="kol",
            intro="Văn nghệ sĩ, người có ảnh hưởng làm nội dung cùng tòa soạn. Mọi nhân vật ở đây là minh họa.",
            locale=home.locale,
        ),
        home,
    )
    for slug, title, texts in PLAIN:
        publish(
            ContentPage(
                title=title,
                slug=slug,
                locale=home.locale,
                body=[("paragraph", paragraphs(texts))],
            ),
            home,
        )
    for language in ("en", "km"):
        translate_home(home, language)
    return site


def follow_address() -> None:
    """Give the site the address of SITE_URL, whose port each start may choose; Wagtail's links begin with it."""
    site, address = Site.objects.get(is_default_site=True), site_address()
    if (site.hostname, site.port) != (address["hostname"], address["port"]):
        site.hostname, site.port = address["hostname"], address["port"]
        site.save()


def seed_sections(home: HomePage) -> None:
    """Create the Vietnamese sections."""
    outlets = {outlet.slug: outlet for outlet in Outlet.objects.all()}
    audiences = {audience.slug: audience for audience in Audience.objects.all()}
    rows = {row["slug"]: row for row in content()["sections"]}
    for slug, (short, accent, sensitive) in SECTIONS.items():
        row = rows[slug]
        section = SectionPage(
            title=row["name_vi"],
            slug=slug,
            short_title=short,
            description=row["desc_vi"],
            accent=accent,
            is_sensitive=sensitive,
            in_section_bar=bool(short),
            locale=home.locale,
            outlet=outlets["van-hoa" if slug in CULTURE_SECTIONS else "bao-can-tho"],
        )
        home.add_child(instance=section)
        section.audiences.set([audiences[name] for name in row["audience"] if name in audiences])
        section.save_revision().publish(skip_permission_checks=True)


SITUATIONS_SLUG = "tinh-huong"
SITUATIONS_CHECKED = {
    "checked_source": "Đã mở từng địa chỉ, gọi thử từng số (minh họa)",
    "checked_by": "Ban nội dung (minh họa)",
}


def seed_situations() -> None:
    """Create the lists and pages of situations.json below the front pages."""
    rows = content("situations")
    originals: dict[str, SituationPage] = {}
    index = None
    for language, (title, intro) in rows["index"].items():
        locale = Locale.objects.get(language_code=language)
        home = HomePage.objects.get(locale=locale)
        key: dict[str, Any] = {"translation_key": index.translation_key} if index else {}
        own = SituationIndexPage(title=title, intro=intro, slug=SITUATIONS_SLUG, locale=locale, **key)
        publish(own, home)
        index = index or own
        for row in rows[language]:
            original = originals.get(row["situation"])
            page = SituationPage(locale=locale, slug=original.slug if original else row["slug"], **_fields(row))
            if original:
                page.translation_key, page.awaits_native_reader = original.translation_key, True
            publish(page, own)
            originals.setdefault(row["situation"], page)


def _fields(row: Row) -> dict[str, Any]:
    """Field values of a page; a step is [title, text, comfort], a message [to, text], a place [title, text, url]."""
    plain = ("situation", "title", "lead", "from_eighteen", "evidence_warning", "places_note", "to_say")
    return {
        **{name: row[name] for name in plain},
        "steps": _stream("step", ("title", "text", "comfort"), row["steps"]),
        "messages": _stream("message", ("to", "text"), row["messages"]),
        "after_call": _stream("step", ("title", "text", "comfort"), row["after_call"]),
        "places": _stream("place", ("title", "text", "url"), row["places"]),
        "evidence": [("line", text) for text in row["evidence"]],
        "not_to_say": [("line", text) for text in row["not_to_say"]],
        "numbers": "113, 111" if row["situation"] == "meeting" else "111, 113",
        "checked_on": timezone.localdate(),
        **SITUATIONS_CHECKED,
    }


def _stream(block: str, names: tuple[str, ...], rows: list[list[str]]) -> list[tuple[str, dict[str, str]]]:
    return [(block, dict(zip(names, [*row, ""][: len(names)], strict=True))) for row in rows]
