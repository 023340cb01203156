"""Seeds translations: sections and plain pages in English and Khmer, translated articles, due translations, synonyms.

All Khmer texts of the demo are drafts that a native reader has not checked.
"""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation

from articles.models import ArticlePage, SectionPage
from home.models import ContentPage
from media_library.models import KitIndexPage, LibraryIndexPage
from partners.models import KolIndexPage
from search.models import DistressPhrase, SynonymGroup
from translations.diff import source_of
from translations.models import TranslationAssignment
from translations.publish import publish_together, start
from users.models import User

from . import Row, content
from .accounts import ADMIN

DISTRESS = [("vi", "bị cô lập"), ("vi", "sợ về nhà"), ("en", "scared to go home")]


def seed_languages() -> None:
    """Create synonyms and crisis phrases for the search, translate the tree and articles, add due translations."""
    for language, groups in content("synonyms").items():
        for phrases in groups:
            SynonymGroup.objects.create(language=language, phrases=phrases)
    for language, phrase in DISTRESS:
        DistressPhrase.objects.create(language=language, phrase=phrase)
    titles = {row["id"]: row["title_vi"] for row in content()["articles"]}
    admin = User.objects.get(email=ADMIN)
    for language in ("en", "km"):
        translate_tree(language)
    for name, sentences in content("translations").items():
        page = ArticlePage.objects.get(title=titles[name], locale__language_code="vi")
        for language in [code for code in ("en", "km") if code in sentences[0]]:
            translate(page, language, sentences, admin)
        publish_together(page, admin)  # incomplete translations stay drafts
    assign(titles["bai-02"], "km", "dich-km@demo.example", days=-2)
    assign(titles["bai-03"], "km", "dich-km@demo.example", days=5)
    assign(titles["bai-10"], "en", "dich-en@demo.example", days=9)


def translate(page: Page, language: str, sentences: list[Row], admin: User) -> None:
    """Fill wagtail-localize's segments of `page` with the known sentences and save the translation as a draft."""
    locale = Locale.objects.get(language_code=language)
    start(page, locale, admin)
    known = {row["vi"]: row[language] for row in sentences if language in row}
    source = source_of(page)
    if source is None:
        raise LookupError(f"{page}: no source for its translations")
    for segment in source.stringsegment_set.select_related("string", "context"):
        text = known.get(segment.string.data) or (page.slug if segment.context.path == "slug" else "")
        if text:
            StringTranslation.objects.update_or_create(
                translation_of=segment.string, context=segment.context, locale=locale, defaults={"data": text}
            )
    source.translations.get(target_locale=locale).save_target(user=admin, publish=False)


def translate_tree(language: str) -> None:
    """Create sections, index pages and plain pages in `language` with the texts of tree_texts.json."""
    locale = Locale.objects.get(language_code=language)
    texts, names = content("tree_texts"), {row["slug"]: row for row in content()["sections"]}
    for section in SectionPage.objects.filter(locale__language_code="vi"):
        short, description = texts["sections"][section.slug][language]
        title = names[section.slug][f"name_{language}"]
        page = copy(section, locale, title=title, short_title=short, description=description)
        page.audiences.set(section.audiences.all())
    for model in (LibraryIndexPage, KitIndexPage):
        page = model.objects.get(locale=locale)
        page.intro = texts["indexes"][page.slug][language]
        page.save_revision().publish(skip_permission_checks=True)
    title, intro = texts["indexes"]["kol"][language]
    copy(KolIndexPage.objects.get(locale__language_code="vi"), locale, title=title, intro=intro)
    for slug, said in texts["pages"].items():
        title, *paragraphs = said[language]
        body = [("paragraph", f"<p>{text}</p>") for text in paragraphs]
        copy(ContentPage.objects.get(slug=slug, locale__language_code="vi"), locale, title=title, body=body)


def copy[P: Page](page: P, locale: Locale, **words: Any) -> P:
    """Publish a translation of `page` in `locale` with `words` as field values and the same slug."""
    twin: P = page.copy_for_translation(locale)
    for name, value in words.items():
        setattr(twin, name, value)
    twin.slug, twin.live = page.slug, True
    twin.save()
    twin.save_revision().publish(skip_permission_checks=True)
    return twin


def assign(title: str, language: str, email: str, *, days: int) -> None:
    """Assign a translation to an account, due in `days` days (negative: overdue)."""
    TranslationAssignment.objects.create(
        translation_key=ArticlePage.objects.get(title=title, locale__language_code="vi").translation_key,
        language=language,
        owner=User.objects.get(email=email),
        due_on=timezone.localdate() + timedelta(days=days),
    )
