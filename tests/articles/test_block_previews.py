"""The block picker: every block of every page type says what it is, and shows what it will look like."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField
from wagtail.models import get_page_models

from activities.models import Event
from media_library.derivatives.tasks import make_preview_for
from media_library.models import Kit
from tests.factories import make_asset, make_help_line, make_image, make_locale, make_section, story_row

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db]
#: What the page says when a preview has nothing to show; an empty <main> holds none of these.
SHOWN = re.compile(r"<(img|svg|table)\b")


def choices(block):
    """Every block that an editor picks from a menu inside `block`, also in menus inside menus."""
    inner = [*getattr(block, "child_blocks", {}).values(), *filter(None, [getattr(block, "child_block", None)])]
    for child in inner:
        if isinstance(block, StreamBlock):
            yield child
        yield from choices(child)


def menus():
    """{“page type.field/block”: block} of every StreamField of every page type."""
    blocks = {}
    for model in get_page_models():
        for field in model._meta.get_fields():
            if isinstance(field, StreamField):
                for block in choices(field.stream_block):
                    blocks[f"{model.__name__}.{field.name}/{block.name}/{type(block).__name__}"] = block
    return blocks


def pick(client, block):
    """What the picker shows: (answer, the HTML within <main>)."""
    response = client.get("/admin/block-preview/", {"id": block.definition_prefix})
    return response, response.content.decode().partition("<main")[2].partition(">")[2].partition("</main>")[0]


@pytest.fixture
def full_site(newsroom):
    """Something of everything that previews are filled with."""
    cache.clear()
    image, now = make_image(has_minor=False), timezone.now()
    make_help_line()
    make_preview_for.func(str(make_asset().current_version.files.get().stored_id))
    kit = Kit.objects.create(code="BO-1", slug="bo-1", is_released=True)
    kit.texts.create(name="Giờ chào cờ", intro="Một tiết, ba tờ.", locale=make_locale("vi"))
    sections = [make_section(f"Mục {number}", outlet=newsroom["section"].outlet) for number in range(6)]
    for number in range(36):
        genre = ("tin", "video", "meo")[number % 3]
        story_row(f"Bài {number}", section=sections[number % 6], lead_image=image, genre=genre)
    Event.objects.create(title="Ngày hội", starts_at=now + timedelta(days=3), place="Ninh Kiều")
    cache.clear()


@pytest.mark.slow
def test_every_block_has_a_description_and_a_preview_that_shows_something(newsroom, full_site, client_for):
    editor, blocks = client_for(newsroom["editor"]), menus()
    assert len(blocks) > 60 and any(name.startswith("HomePage.front_sections") for name in blocks)
    wrong = []
    for name, block in blocks.items():
        if len(str(block.get_description())) < 10:
            wrong.append(f"{name}: no description")
        if not block.is_previewable:
            wrong.append(f"{name}: the picker offers no preview")
            continue
        response, preview = pick(editor, block)
        if response.status_code != 200 or not (strip_tags(preview).strip() or SHOWN.search(preview)):
            wrong.append(f"{name}: {response.status_code}, preview is empty")
        assert response.headers["X-Frame-Options"] == "SAMEORIGIN", "the picker shows it in a frame"
        assert 'lang="vi"' in response.text and "site.css" in response.text, name
    assert not wrong, "\n".join(wrong)


def test_previews_of_an_empty_site_are_no_errors_and_visitors_get_none(newsroom, client_for):
    editor, visitor = client_for(newsroom["editor"]), client_for(None)
    for name, block in menus().items():
        assert pick(editor, block)[0].status_code == 200, name
        assert pick(visitor, block)[0].status_code == 302, name


def test_a_preview_shows_the_words_it_was_given_and_no_minor(newsroom, client_for):
    make_image("Ảnh một bạn", has_minor=True)
    blocks = {name.rsplit("/", 1)[1]: block for name, block in menus().items()}
    editor = client_for(newsroom["editor"])
    previews = {name: pick(editor, blocks[name])[1] for name in ("FigureBlock", "GalleryBlock", "TableBlock")}
    assert "<img" not in previews["FigureBlock"] + previews["GalleryBlock"]
    assert "113" in previews["TableBlock"] and "Khi nào" in previews["TableBlock"]
    make_image("Sông", colour=(1, 90, 90), has_minor=False)
    figure = pick(editor, blocks["FigureBlock"])[1]
    assert "<img" in figure and "Sân trường giờ ra chơi." in figure and "Demo An" in figure
