"""The catalogues: the administration whole in Vietnamese, readers' pages whole in English and Khmer.

`test_admin_strings…` names every sentence that an upgrade brought and nobody has translated yet.
"""

import re
from functools import cache
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils import translation

from deploy import messages

pytestmark = pytest.mark.meta

PACKAGES = Path(polib.__file__).parent
LOCALE = Path(settings.BASE_DIR) / "locale"
#: Catalogues whose sentences people in our administration meet.
MET = [
    "wagtail/admin", "wagtail", "wagtail/contrib/redirects",
    "wagtail/contrib/settings", "wagtail/documents", "wagtail/images", "wagtail/users", "wagtail/sites",
    "wagtail/contrib/typed_table_block",
    "wagtail/snippets", "wagtail/embeds", "wagtail/search", "wagtail_localize", "wagtail_localize/locales", "taggit",
    "allauth", "django/contrib/auth", "django/contrib/postgres",
]  # fmt: skip
#: Parts of the account package that are switched off here: sign-up, telephones, e-mail change, passkeys, social login.
OFF = re.compile(
    r"signup|sign up|sign-up|phone|passkey|social|third-party|provider|verify|verification|confirm|email address|"
    r"change to|unknown account|registered|sign-in code|openid|session|access token|client|scope|application|grant|"
    r"authorize|device|user code|browser|expired|connected|account connections",
    re.IGNORECASE,
)
PLACEHOLDER = re.compile(r"%\(\w+\)[sdr]|%[sd]|\{\w*\}")
PUBLIC = re.compile(
    r"^(base|home|search|translations|articles|files|media_library|activities)/templates/|"
    r"^partners/templates/partners/(kol_|parts/(player|portrait))|"
    r"^schools/templates/schools/(coverage|proof|front|parts/public_bars)\."
)
#: Pages of one person that speak the reader's language: accounts, the partner's corner (base/middleware.py).
PERSONAL = re.compile(
    r"^users/(templates/(account|mfa)/|adapter|throttling)|^partners/templates/partners/(?!admin/|mail/)|"
    r"^partners/(views/|forms\.|media/uploads\.|templatetags/|access\.)|"
    r"^files/(uploads/(sessions|views)|intake/messages|templatetags/uploads)\.|"
    r"^partners/templates/partners/mail/(invitation|joined|signin|state|suspended|word)"
)
LETTERS = "partners/templates/partners/mail/"  # plain text like letters of others, but in the partner's language
#: Said to the newsroom alone: a file that a person of the newsroom decides about.
OF_THE_NEWSROOM = {"Tệp này không chờ quyết định. Bạn tải lại trang để xem bản mới nhất."}
INSIDE = re.compile(
    r"/admin/|home/(front_desk|dashboard)/|wagtailadmin|styleguide|/mail/|\.txt$|"
    r"activities/(?!agenda|detail|event|calendar)"
)


#: Every sentence of the sources: reading all of them takes 0.7 s of a core.
collected = cache(messages.collect)


@cache
def ours(language, domain):
    path = LOCALE / language / "LC_MESSAGES" / f"{domain}.po"
    return {(e.msgctxt, e.msgid): e for e in polib.pofile(str(path)) if not e.obsolete}


def theirs(package, domain):
    """(entries of the package, keys that it has in Vietnamese itself)."""
    folder = PACKAGES / package / "locale"
    source, done = folder / "en" / "LC_MESSAGES" / f"{domain}.po", folder / "vi" / "LC_MESSAGES" / f"{domain}.po"
    if not source.exists():
        return [], set()
    translated = polib.pofile(str(done)).translated_entries() if done.exists() else []
    return [e for e in polib.pofile(str(source)) if not e.obsolete], {(e.msgctxt, e.msgid) for e in translated}


@pytest.mark.parametrize("package", MET)
def test_admin_strings_are_vietnamese_or_named_here(package):
    missing, count = [], 0
    for domain in ("django", "djangojs"):
        entries, known_keys = theirs(package, domain)
        count += len(entries)
        for entry in entries:
            key = (entry.msgctxt, entry.msgid)
            mine = ours("vi", domain).get(key)
            if key in known_keys or (mine and mine.translated()) or (package == "allauth" and _is_off(entry)):
                continue
            missing.append(entry.msgid)
    assert count, f"{package} has no catalogue any more: take it off the list"
    assert not missing, "chưa có tiếng Việt:\n" + "\n".join(missing)


#: The tone on the second letter: “xoá”, “khoá”, “thuỷ”; ours stands on the first, “xóa”. “quý” has one vowel.
OTHER_PLACE = re.compile(r"(?<!q)(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?!\w)", re.IGNORECASE)


@pytest.mark.parametrize("package", [*MET, "wagtail/locales", "wagtail/contrib/forms"])
@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_a_word_is_spelt_one_way_in_the_whole_administration(package, domain):
    """What a package says itself with its tone elsewhere is said anew by our catalogue, which comes first."""
    path = PACKAGES / package / "locale" / "vi" / "LC_MESSAGES" / f"{domain}.po"
    upstream = polib.pofile(str(path)) if path.exists() else []
    wrong = []
    for key, entry in ({(e.msgctxt, e.msgid): e for e in upstream if not e.obsolete} | ours("vi", domain)).items():
        own_entry = ours("vi", domain).get(key, entry)
        texts = [own_entry.msgstr, *own_entry.msgstr_plural.values()]
        wrong += [text for text in texts if OTHER_PLACE.search(text)]
    assert not wrong, "dấu đặt khác chỗ:\n" + "\n".join(wrong)


#: Words that people read for another thing than theirs, or beside another word for the same; docs/translations.md has
#: the one that stands. “tập” was a collection and a parent section, “văn bản” and “tài liệu” a file.
DEAD = re.compile(
    r"(?<!sưu )(?<![Bb]iên )\b[Tt]ập\b|[Bb]ình luận|[Mm]ẩu nội dung|[Đđ]ăng tải|[Đđ]ăng hình|\b[Nn]hãn\b|"
    r"[Ll]uồng công việc|[Bb]ỏ lịch|[Đđ]ã được mở khóa|[Đđ]ược dùng ở .+ chỗ\b|[Gg]iữ phím|\b[Ee]mail\b|\b[Ll]ive\b|"
    r"[Hh]ình ảnh|[Cc]hỉnh sửa|[Nn]gười sử dụng|[Vv]ui lòng|[Pp]hê duyệt|\b[Uu]sername\b|\b[Ff]iles?\b|"
    r"[Vv]ăn bản|[Tt]ài liệu|[Cc]hủ sở hữu|[Tt]ập tin|[Tt]rường này|\bthẻ phổ biến|- Wagtail$|"
    r"xuất bản đã|^None$|được lên lịch"
)


def dead_words(texts) -> list[str]:
    """The texts with a dead word, without what stands for a value or in a link."""
    bare = {
        text: re.sub(r"\{\w*\}|<[^>]+>|%\(\w+\)(?=[sd])", lambda m: ")" * m[0].startswith("%"), text) for text in texts
    }
    return [text for text, bare_text in bare.items() if DEAD.search(bare_text)]


@pytest.mark.parametrize("package", MET)
def test_one_thing_has_one_word_and_dead_words_do_not_come_back(package):
    translations = []
    for domain in ("django", "djangojs"):
        path = PACKAGES / package / "locale" / "vi" / "LC_MESSAGES" / f"{domain}.po"
        upstream = {
            (e.msgctxt, e.msgid): e for e in (polib.pofile(str(path)) if path.exists() else []) if not e.obsolete
        }
        for entry in (upstream | ours("vi", domain)).values():
            translations += [entry.msgstr, *entry.msgstr_plural.values()]
    assert len(translations) > 1500 and not dead_words(translations), "\n".join(dead_words(translations))


def test_our_own_pages_of_the_administration_use_no_dead_word_either():
    places = re.compile(r"/admin/|home/(front_desk|dashboard)/|wagtail_hooks|admin_menu")
    texts = [
        entry.msgid for entry in collected().values() if any(places.search(place) for place, _ in entry.occurrences)
    ]
    about = ("ài liệu", "ăn bản", "thẻ", "hãn", "Tập", "tập", "hình ảnh")  # their own subject there
    wrong = [text for text in dead_words(texts) if not any(word in text for word in about)]
    assert len(texts) > 500 and not wrong, "\n".join(wrong)


def _is_off(entry) -> bool:
    in_use = any(re.search(r"(^|/)(account|mfa)/", place) for place, _line in entry.occurrences)
    return not in_use or bool(OFF.search(entry.msgid))


@pytest.mark.parametrize(
    ("language", "domain"), [("vi", "django"), ("vi", "djangojs"), ("en", "django"), ("km", "django")]
)
def test_placeholders_and_plurals_are_kept(language, domain):
    forms, entries = 2 if language == "en" else 1, ours(language, domain).values()
    assert any(entry.translated() for entry in entries) and any(entry.msgid_plural for entry in entries)
    for entry in entries:
        texts = [entry.msgstr, *entry.msgstr_plural.values()]
        allowed = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
        for text in filter(None, texts):
            assert set(PLACEHOLDER.findall(text)) <= allowed, entry.msgid
            assert text.startswith("\n") == entry.msgid.startswith("\n"), entry.msgid
        if entry.msgid_plural and any(texts):
            assert len(entry.msgstr_plural) == forms and all(entry.msgstr_plural.values()), entry.msgid


@pytest.mark.parametrize("language", ["en", "km"])
def test_readers_pages_are_complete(language):
    catalogue = ours(language, "django")
    missing, count = [], 0
    for key, entry in collected().items():
        places = [place for place, _line in entry.occurrences]
        if any(PUBLIC.match(place) and not INSIDE.search(place) for place in places):
            count += 1
            own_entry = catalogue.get(key)
            if own_entry is None or not own_entry.translated():
                missing.append(f"{entry.msgid} ({places[0]})")
    assert count > 300, "the patterns of readers' pages fit no longer"
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("language", ["en", "km"])
def test_account_and_partner_pages_are_complete(language):
    catalogue = ours(language, "django")
    missing, count = [], 0
    for key, entry in collected().items():
        places = [
            place for place, _line in entry.occurrences if not place.endswith(".txt") or place.startswith(LETTERS)
        ]
        own_entry = catalogue.get(key)
        count += any(map(PERSONAL.match, places))
        if (
            any(map(PERSONAL.match, places))
            and entry.msgid not in OF_THE_NEWSROOM
            and not (own_entry and own_entry.translated())
        ):
            missing.append(f"{entry.msgid} ({places[0]})")
    assert count > 300, "the patterns of people's own pages fit no longer"
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize(
    ("language", "day"),
    [("vi", "Thứ Ba, 24-11-2026"), ("en", "Tuesday, 24 November 2026"), ("km", "24-11-2026")],
)
def test_weekdays_and_numbers_follow_the_language(language, day):
    from datetime import date

    from base.templatetags.vi import ngay, so

    with translation.override(language):
        formatted = ngay(date(2026, 11, 24))
        assert formatted.endswith(day) if language == "km" else formatted == day
        assert language != "km" or re.search("[\u1780-\u17ff]", formatted), "the Khmer weekday is in Khmer"
        assert so(3482) == {"vi": "3.482", "en": "3,482", "km": "3.482"}[language]


def test_the_glossary_is_kept():
    """Terms are translated as docs/translations.md lists them."""
    with translation.override("vi"):
        for word, expected in {"Publish": "Xuất bản", "Snippets": "Danh mục"}.items():
            assert str(translation.gettext(word)).lower() == expected.lower()


def choices_shown_to_readers():
    """Labels that public templates show through get_…_display or a label of their own."""
    from activities.models import Event
    from articles.models import ArticleByline, ArticlePage, CaseStudyPage, Correction
    from media_library.models import Asset, AssetFile
    from search.models import SearchEntry

    fields = [
        (ArticleByline, "role"), (Correction, "kind"), (ArticlePage, "genre"), (CaseStudyPage, "level"),
        (Event, "kind"), (Asset, "kind"), (AssetFile, "role"), (AssetFile, "language"), (SearchEntry, "kind"),
    ]  # fmt: skip
    with translation.override("vi"):
        return sorted({str(label) for model, name in fields for value, label in model._meta.get_field(name).choices})


REFUSED = re.compile(r'Http404\((?:_|gettext)\(\s*"((?:[^"\\]|\\.)+)"')
#: What schools and the newsroom's own people read stays Vietnamese (docs/translations.md).
OF_STAFF = re.compile(r"admin|^schools/|media_library/notices|activities/views/requests")


@pytest.mark.parametrize("language", ["en", "km"])
def test_what_readers_are_shown_from_code_is_translated(language):
    """Choices of models and the reasons on “not found” pages, which stand in no template."""
    sentences = set(choices_shown_to_readers())
    for app in ("articles", "base", "files", "home", "media_library", "activities", "partners", "search"):
        for file in (LOCALE.parent / app).rglob("*.py"):
            if not OF_STAFF.search(str(file.relative_to(LOCALE.parent))):
                sentences |= set(REFUSED.findall(file.read_text(encoding="utf-8")))
    assert {"Tổng hợp", "Không có chủ đề này."} <= sentences
    translated = {msgid for (_context, msgid), entry in ours(language, "django").items() if entry.translated()}
    names = {"Podcast", "E-magazine", "Infographic", "Video", "Poster", "Standee", "THCS", "THPT", "English", "KOL"}
    marked = {text for text in sentences - names - translated if re.search("[À-ỹđĐ]", text)}
    assert not marked, "\n".join(sorted(marked))
