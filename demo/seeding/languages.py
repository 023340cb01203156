"""One article in English, half of it in Khmer, a translation that is due; words that the search was taught."""

from datetime import timedelta

from django.utils import timezone
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation

from articles.models import ArticlePage, SectionPage
from home.languages.changes import source_of
from home.languages.publishing import publish_together, start
from home.models import DistressPhrase, SynonymGroup, TranslationDebt
from users.models import User

from . import content
from .accounts import ADMIN

SYNONYMS = [
    "tờ rơi\ntờ dán\ntờ gấp\nleaflet",
    "áp phích\nposter",
    "tổng đài\nđường dây nóng\nhotline",
    "online\ntrực tuyến",
    "Khmer\nKhơ me",
]
DISTRESS = [("vi", "bị cô lập"), ("vi", "sợ về nhà"), ("en", "scared to go home")]


def seed_languages() -> None:
    for phrases in SYNONYMS:
        SynonymGroup.objects.create(language="vi", phrases=phrases)
    for language, phrase in DISTRESS:
        DistressPhrase.objects.create(language=language, phrase=phrase)
    titles = {row["id"]: row["title_vi"] for row in content()["articles"]}
    admin = User.objects.get(email=ADMIN)
    for name, sentences in content("translations").items():
        page = ArticlePage.objects.get(title=titles[name], locale__language_code="vi")
        for language in ("en", "km"):
            translate(page, language, sentences, admin)
        publish_together(page, admin)
    name_sections()
    owe(titles["bai-02"], "km", "dich-km@demo.example", days=5)
    owe(titles["bai-04"], "km", "dich-km@demo.example", days=-2)
    owe(titles["bai-10"], "en", "dich-en@demo.example", days=9)


def translate(page, language, sentences, admin) -> None:
    locale = Locale.objects.get(language_code=language)
    start(page, locale, admin)
    known = {row["vi"]: row[language] for row in sentences if language in row}
    for segment in source_of(page).stringsegment_set.select_related("string", "context"):
        text = known.get(segment.string.data) or (page.slug if segment.context.path == "slug" else "")
        if text:
            StringTranslation.objects.update_or_create(
                translation_of=segment.string, context=segment.context, locale=locale, defaults={"data": text}
            )
    source_of(page).translations.get(target_locale=locale).save_target(user=admin, publish=False)


def name_sections() -> None:
    """Sections that came along with their stories: the words of the plan in each language."""
    rows = {row["slug"]: row for row in content()["sections"]}
    for section in SectionPage.objects.exclude(locale__language_code="vi"):
        section.alias_of = None  # localize makes an exact copy; from here on it has words of its own
        section.title = section.short_title = rows[section.slug][f"name_{section.locale.language_code}"]
        section.description = ""
        section.save_revision().publish(skip_permission_checks=True)


def owe(title, language, email, *, days) -> None:
    TranslationDebt.objects.create(
        translation_key=ArticlePage.objects.get(title=title, locale__language_code="vi").translation_key,
        language=language,
        owner=User.objects.get(email=email),
        due_on=timezone.localdate() + timedelta(days=days),
    )
