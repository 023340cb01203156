"""Seeds translations: sections, plain pages, tips and key stories in English and Khmer, due translations, synonyms.

All of them are drafts that no native reader has checked; “Bàn dịch” says so of each.
"""

import json
from datetime import timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import SegmentOverride, StringTranslation

from articles.models import ArticlePage, SectionPage
from home.models import ContentPage
from media_library.models import KitIndexPage, LibraryIndexPage, SiteImage
from partners.models import KolIndexPage
from search.models import DistressPhrase, SynonymGroup
from translations.diff import source_of
from translations.models import TranslationAssignment
from translations.publish import publish_together, start
from users.models import User

from . import Row, content
from .accounts import ADMIN
from .stories import paragraphs

TRANSLATED = ("en", "km")
#: A picture with Vietnamese lettering → the same picture without, for the other languages
WORDLESS = {"den-do": "den-do-khong-chu", "mam-com": "mam-com-khong-chu"}
CREDITS = (
    {"vi": "Hải Đăng (demo)", "en": "Hải Đăng (demo)", "km": "Hải Đăng (demo)"},
    {"vi": "Minh họa: Hải Đăng (demo)", "en": "Illustration: Hải Đăng (demo)", "km": "គំនូរ៖ Hải Đăng (demo)"},
)
DISTRESS = [("vi", "bị cô lập"), ("vi", "sợ về nhà"), ("en", "scared to go home")]


def seed_languages() -> None:
    """Create synonyms and crisis phrases for the search, and the page tree of each language."""
    for language, groups in content("synonyms").items():
        for phrases in groups:
            SynonymGroup.objects.create(language=language, phrases=phrases)
    for language, phrase in DISTRESS:
        DistressPhrase.objects.create(language=language, phrase=phrase)
    for language in TRANSLATED:
        translate_tree(language)


def awaits_stories() -> bool:
    """Whether the story that is translated first has no version in another language yet."""
    page = original(next(iter(content("translations"))))
    return page is not None and not page.get_translations().exists()


def original(name: str) -> ArticlePage | None:
    """The Vietnamese article or tip of that name in demo_content.json."""
    title = titles()[name]
    return ArticlePage.objects.filter(title=title, locale__language_code="vi").first()


def titles() -> dict[str, str]:
    """Name of an article or tip in demo_content.json → its title."""
    return {row["id"]: row["title_vi"] for row in [*content()["articles"], *content()["quick_tips"]]}


def seed_stories() -> None:
    """Translate tips and articles, add due translations."""
    admin = User.objects.get(email=ADMIN)
    for name, sentences in content("translations").items():
        if (page := original(name)) is not None:
            seed_versions(page.specific, sentences, admin)
    assign(titles()["bai-02"], "km", "dich-km@demo.example", days=-2)
    assign(titles()["bai-03"], "km", "dich-km@demo.example", days=5)
    assign(titles()["bai-10"], "en", "dich-en@demo.example", days=9)
    assign(titles()["bai-05"], "km", "dich-km@demo.example", days=12)


def seed_versions(page: ArticlePage, sentences: list[Row], admin: User) -> None:
    """Translate `page`, mark its versions as machine drafts and publish the complete ones, dated like the original."""
    for language in TRANSLATED:
        translate(page, language, sentences, admin)
        choose_wordless_pictures(page, language)
        await_native_reader(page, language)
    publish_together(page, admin)
    for twin in page.get_translations().filter(live=False).specific():
        # Like the originals of the demo, which no child-safety check has seen either.
        twin.get_latest_revision().publish(skip_permission_checks=True)
    page.get_translations().update(first_published_at=page.first_published_at)
    ArticlePage.objects.filter(translation_key=page.translation_key).update(last_published_at=page.last_published_at)


def choose_wordless_pictures(page: ArticlePage, language: str) -> None:
    """In the translation, replace pictures that carry Vietnamese lettering."""
    titles = {name: row["alt"][:120] for name, row in content("pictures").items()}
    ids = dict(SiteImage.objects.values_list("title", "pk"))
    instead = {ids.get(titles[name]): ids.get(titles[other]) for name, other in WORDLESS.items()}
    source = source_of(page)
    if source is None:
        raise LookupError(f"{page}: no source for its translations")
    for segment in source.overridablesegment_set.select_related("context"):
        if (picture := instead.get(segment.data)) is not None:
            SegmentOverride.objects.update_or_create(
                context=segment.context,
                locale=Locale.objects.get(language_code=language),
                defaults={"data_json": json.dumps(picture)},
            )


def await_native_reader(page: Page, language: str) -> None:
    """Say in “Bàn dịch” that the version of `page` in `language` is a machine's draft."""
    TranslationAssignment.objects.update_or_create(
        translation_key=page.translation_key, language=language, defaults={"awaits_native_reader": True}
    )


def translate(page: Page, language: str, sentences: list[Row], admin: User) -> None:
    """Fill wagtail-localize's segments of `page` with the known sentences and save the translation as a draft."""
    locale = Locale.objects.get(language_code=language)
    start(page, locale, admin)
    texts = {row["vi"]: row[language] for row in [*CREDITS, *sentences]}
    source = source_of(page)
    if source is None:
        raise LookupError(f"{page}: no source for its translations")
    for segment in source.stringsegment_set.select_related("string", "context"):
        text = texts.get(segment.string.data) or (page.slug if segment.context.path == "slug" else "")
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
        copy(section, locale, title=title, short_title=short, description=description)
    for model in (LibraryIndexPage, KitIndexPage):
        page = model.objects.get(locale=locale)
        page.intro = texts["indexes"][page.slug][language]
        page.save_revision().publish(skip_permission_checks=True)
    title, intro = texts["indexes"]["kol"][language]
    copy(KolIndexPage.objects.get(locale__language_code="vi"), locale, title=title, intro=intro)
    for slug, page_texts in texts["pages"].items():
        title, *texts = page_texts[language]
        body = [("paragraph", paragraphs(texts))]
        copy(ContentPage.objects.get(slug=slug, locale__language_code="vi"), locale, title=title, body=body)


def copy[P: Page](page: P, locale: Locale, **words: Any) -> P:
    """Publish a translation of `page` in `locale` with `words` as field values and the same slug."""
    twin: P = page.copy_for_translation(locale)
    for name, value in words.items():
        setattr(twin, name, value)
    twin.slug = page.slug
    twin.save_revision().publish(skip_permission_checks=True)
    await_native_reader(page, locale.language_code)
    return twin


def assign(title: str, language: str, email: str, *, days: int) -> None:
    """Assign a translation to an account, due in `days` days (negative: overdue)."""
    TranslationAssignment.objects.update_or_create(
        translation_key=ArticlePage.objects.get(title=title, locale__language_code="vi").translation_key,
        language=language,
        defaults={"owner": User.objects.get(email=email), "due_on": timezone.localdate() + timedelta(days=days)},
    )
