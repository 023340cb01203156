"""HTML fragments cached by their inputs: the same HTML as without the cache, and never that of other inputs."""

from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation
from django.utils.safestring import mark_safe
from wagtail.rich_text import RichText

from base import site_context
from base.blocks import HeadingBlock, ParagraphBlock
from base.site_context import SiteContext
from base.templatetags import remembered
from tests.factories import make_article, make_section

PART = Template("{% remembered name size %}{{ name }}{{ size }}{{ hidden }}{{ LANGUAGE_CODE }}{% endremembered %}")


@pytest.fixture(autouse=True)
def nothing_remembered():
    remembered._parts.clear()


def shown(template=PART, **values):
    return template.render(Context(values))


def test_a_part_sees_nothing_but_its_inputs():
    """What it cannot see it cannot keep for another reader."""
    assert shown(name="Sen", size=1, hidden="tên của một người") == "Sen1vi"
    assert shown(name="Sen", size=1, hidden="một người khác") == "Sen1vi" and len(remembered._parts) == 1


@pytest.mark.clock("2026-11-18 09:00")
def test_other_inputs_languages_and_days_are_other_parts(clock):
    assert shown(name="Sen", size=1) != shown(name="Sen", size=2)
    with translation.override("km"):
        assert shown(name="Sen", size=1) == "Sen1km"
    before = len(remembered._parts)
    clock.move_to("2026-11-19 00:01")
    shown(name="Sen", size=1)
    assert len(remembered._parts) == before + 1


def test_escaped_and_safe_texts_are_told_apart():
    assert shown(name="<b>", size=1) == "&lt;b&gt;1vi"
    assert shown(name=mark_safe("<b>"), size=1) == "<b>1vi"
    assert shown(name="<b>", size=1) == "&lt;b&gt;1vi"


def test_texts_within_a_tuple_are_told_apart_as_well_and_a_name_that_nobody_sets_is_empty():
    row = Template("{% remembered row name %}{{ row.0 }}{{ row.1 }}{{ name }}{% endremembered %}")
    assert shown(row, row=("<i>", 1)) == "&lt;i&gt;1"
    assert shown(row, row=(mark_safe("<i>"), 1)) == "<i>1"
    assert shown(row, row=("<i>", True)) == "&lt;i&gt;True"
    assert shown(row, row=("<i>", 1), name="Sen") == "&lt;i&gt;1Sen"
    before = len(remembered._parts)
    assert shown(row, row=("<i>", 1), name=lambda: "Sen") == "&lt;i&gt;1Sen" and len(remembered._parts) == before


def test_what_can_change_in_place_is_never_remembered():
    row = SimpleNamespace(name="Sen")
    template = Template("{% remembered row=row %}{{ row.name }}{% endremembered %}")
    assert shown(template, row=row) == "Sen"
    row.name = "Sorya"
    assert shown(template, row=row) == "Sorya" and not remembered._parts


def test_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(remembered, "MOST", 5)
    assert [shown(name="n", size=size) for size in range(20)] == [f"n{size}vi" for size in range(20)]
    assert len(remembered._parts) <= 5


def test_only_names_are_inputs():
    with pytest.raises(TemplateSyntaxError):
        Template("{% remembered 'a' %}{% endremembered %}")


@pytest.mark.django_db
def test_the_site_context_stands_for_its_data(monkeypatch):
    """A renamed section shows, a story and an asset leave the bar as drawn; without a database nothing stays."""
    section = make_section(title="Nhận diện", slug="nhan-dien")
    bar = Template(
        "{% remembered site_context=site_context %}"
        "{% for one in site_context.articles.bar %}{{ one.title }}{% endfor %}{% endremembered %}"
    )
    assert "Nhận diện" in shown(bar, site_context=SiteContext())
    drawn = dict(remembered._parts)
    make_article(section=section)
    site_context.invalidate()
    assert "Nhận diện" in shown(bar, site_context=SiteContext()) and remembered._parts == drawn
    section.title = "Tên mới"
    section.save()
    assert "Tên mới" in shown(bar, site_context=SiteContext())
    remembered._parts.clear()
    cache.clear()

    def away(_language):
        raise OperationalError

    monkeypatch.setattr(site_context, "_read", away)
    shown(bar, site_context=SiteContext())
    assert not remembered._parts


@pytest.mark.django_db
def test_text_blocks_are_remembered_for_text_number_and_language_and_links_to_pages_are_not():
    """Also what is counted and searched of a paragraph is Wagtail's plain text."""
    heading, paragraph = HeadingBlock(), ParagraphBlock()
    text = RichText("<p>Gọi <b>111</b>, សួស្តី</p>")
    for _twice in range(2):
        assert heading.render("Gác máy", {"number": 2}) != heading.render("Gác máy", {"number": 0})
        assert "<b>111</b>" in paragraph.render(text) and 'lang="km"' in paragraph.render(text)
        with translation.override("km"):
            assert 'lang="km"' not in paragraph.render(text)
        assert heading.render("<b>") != paragraph.render(RichText("<b>")), "typed in one line, it is no HTML"
        assert paragraph.get_searchable_content(text) == ["Gọi 111, សួស្តី"]
    section = make_section()
    linked = RichText(f'<p><a linktype="page" id="{section.pk}">Mục</a></p>')
    assert f'href="{section.address}"' in paragraph.render(linked)
    section.slug = "ten-moi"
    section.save()
    assert "/ten-moi/" in paragraph.render(linked)
