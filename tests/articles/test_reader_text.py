"""The inventory of text that readers can see: complete for every page type, and asked by gates and hash."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import models
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import get_page_models
from wagtail.rich_text import RichText
from wagtail_localize.fields import get_translatable_fields

from articles.models import ArticlePage, Person
from articles.rules import gates
from articles.rules.content_hash import story_hash
from articles.rules.publish_gates import personal_details
from articles.rules.reader_text import inventory, reader_text
from home.models import HomePage
from partners.models import Partner
from tests.articles.newsroom_forms import SAPO
from tests.factories import make_article, make_help_line, make_home, make_image, make_section

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db]

WORDINGS = (Path(__file__).parent / "identity_wordings.tsv").read_text(encoding="utf-8").splitlines()
_MARK = re.compile(r"dau\d{3}x")
KINDS = {"address": {"street"}, "person": {"name"}, "school": {"school", "class"}}
DETAIL = "Em Nguyễn Thị Bông, lớp 9A2 Trường THCS Sen Trắng, kể lại."


class Marks:
    """Texts that occur nowhere else: one for each column and block of a page that can have text."""

    def __init__(self):
        self.places = {}

    def mark(self, place):
        text = f"dau{len(self.places):03}x"
        self.places[text] = place
        return text

    def fill(self, page):
        """Put a mark into every text column and block of `page`; whatever else it requires gets its first choice."""
        for field in page._meta.fields:
            if field.name in {"path", "url_path"} or not field.editable:
                continue
            if isinstance(field, StreamField):
                setattr(page, field.name, self.value(field.stream_block, field.name))
            elif isinstance(field, models.ForeignKey) and field.related_model is get_image_model():
                setattr(page, field.name, self.picture(field.name))
            elif isinstance(field, models.CharField | models.TextField) and not field.choices:
                text = self.mark(field.name)
                setattr(page, field.name, f"https://x.example/{text}" if isinstance(field, models.URLField) else text)
            elif field.choices and not field.has_default():
                setattr(page, field.name, next(key for key, _label in field.flatchoices))

    def picture(self, place):
        alt, credit = self.mark(f"{place}.alt"), self.mark(f"{place}.credit")
        return make_image(self.mark(f"{place}.title"), description=alt, credit=credit, has_minor=False)

    def value(self, block, place):
        """A value of `block` with marks in all its texts."""
        if isinstance(block, blocks.StreamBlock):
            return [(name, self.value(child, f"{place}.{name}")) for name, child in block.child_blocks.items()]
        if isinstance(block, blocks.StructBlock):
            return {name: self.value(child, f"{place}.{name}") for name, child in block.child_blocks.items()}
        if isinstance(block, blocks.ListBlock):
            return [self.value(block.child_block, place)]
        if isinstance(block, ImageChooserBlock):
            return self.picture(place)
        if isinstance(block, TypedTableBlock):
            name = next(iter(block.child_blocks))
            columns, rows = [{"type": name, "heading": self.mark(place)}], [{"values": [self.mark(place)]}]
            return block.to_python({"columns": columns, "rows": rows, "caption": self.mark(place)})
        if isinstance(block, blocks.RichTextBlock):
            return RichText(f"<p>{self.mark(place)}</p>")
        if isinstance(block, blocks.URLBlock):
            return f"https://x.example/{self.mark(place)}"
        return self.mark(place) if isinstance(block, blocks.CharBlock | blocks.TextBlock) else block.get_default()


@pytest.mark.parametrize("model", get_page_models(), ids=lambda model: model.__name__)
def test_what_a_reader_gets_of_any_text_of_any_page_is_in_the_inventory(client, model):
    """Every column and block is filled and the page is read, with its head and the feeds; no list of fields is used."""
    marks, section = Marks(), make_section()
    page = make_home() if model is HomePage else model(locale=section.locale)
    marks.fill(page)
    for name in {"lead_credit"} & vars(page).keys():
        setattr(page, name, "")  # the library's credit is shown in its place
    if "partner" in vars(page) or hasattr(model, "partner"):
        page.partner = Partner.objects.create(slug="may", display_name="Mây (minh họa)", is_demo=True)
    page.save() if page.pk else section.add_child(instance=page)
    if hasattr(page, "bylines"):
        page.bylines.create(
            person=Person.objects.create(full_name="Demo An"), signed_as=marks.mark("bylines.signed_as")
        )
        page.tags.add(marks.mark("tags"))
        page.save()
    addresses = [page.url, section.url, "/vi/rss.xml", "/vi/feed.json", "/api/v1/bai/"]
    shown = "".join(client.get(address).content.decode(errors="replace") for address in addresses)
    known = {text for item in reader_text(page) for text in _MARK.findall(item.text)}
    public = {text: place for text, place in marks.places.items() if text in shown}
    assert "title" in public.values()
    assert {place for text, place in public.items() if text not in known} == set()
    assert not {"answers_reason", "never_print"} & set(public.values())
    if model is ArticlePage:
        head = {"slug", "seo_title", "search_description", "social_text", "bylines.signed_as", "tags"}
        assert head | {"lead_image.alt", "lead_image.credit", "body.table.table"} <= set(public.values())


def test_every_text_field_and_block_of_every_page_type_is_listed_or_excluded_by_name(capsys):
    call_command("reader_text")
    rows = {tuple(line.split("\t")) for line in capsys.readouterr().out.splitlines()}
    for model in get_page_models():
        paths = {path for name, path in rows if name == model.__name__}
        assert paths == set(inventory(model)) and {"title", "slug", "seo_title", "search_description"} <= paths
    article = {path for name, path in rows if name == "ArticlePage"}
    assert {"social_text", "tags", "topics", "bylines.signed_as", "lead_image.alt", "body.table.table"} <= article
    assert {"body.figure.image.alt", "body.gallery.pictures.caption", "body.quote.who", "body.post_link.url"} <= article
    hidden = ("answers_reason", "never_print", "wagtail_admin_comments")
    assert not {path for _model, path in rows if path.startswith(hidden)}


@pytest.mark.parametrize("model", get_page_models(), ids=lambda model: model.__name__)
def test_every_text_is_compared_between_versions_and_offered_to_the_translator(model):
    handler = model.get_edit_handler()
    panels = handler.get_bound_panel(instance=model(), request=None, form=handler.get_form_class()())
    rows = [comparison(model(), model()) for comparison in panels.get_comparison()]
    compared = {row.field.name if hasattr(row, "field") else row.relation.name for row in rows}
    texts = {path.split(".")[0] for path in inventory(model)}
    assert texts <= compared
    words = {name for name in texts if not model._meta.get_field(name).many_to_many}  # topics have translations
    assert words <= {field.field_name for field in get_translatable_fields(model)}


@pytest.mark.parametrize("field", ["seo_title", "search_description", "social_text", "content_warning", "transcript"])
def test_a_child_in_any_field_stops_the_story_and_ends_its_check(field):
    story = make_article(section=make_section(), live=False, sapo=SAPO, has_minor=True).get_latest_revision_as_object()
    before = story_hash(story)
    assert "personal-details" not in {finding.code for finding in gates.stops(story)}
    setattr(story, field, DETAIL)
    assert "personal-details" in {finding.code for finding in gates.stops(story)}
    assert story_hash(story) != before


def test_wordings_of_others_are_known_and_harmless_ones_pass():
    """Kind “stop”: alone it stops a story that answers No twice."""
    wrong, stopped = [], 0
    for kind, text in (line.split("\t") for line in WORDINGS if not line.startswith("#")):
        details = personal_details.find([text], ["111", "113", "156"])
        kinds = {detail.kind for detail in details}
        is_stopped = personal_details.speaks_of_child(personal_details.identifying(details))
        stopped += is_stopped and kind != "harmless"
        if kind in {"harmless", "stop"}:
            is_right = is_stopped is (kind == "stop")
        else:
            is_right = bool(kinds if kind == "any" else kinds & KINDS.get(kind, {kind}))
        wrong += [] if is_right else [(kind, text, kinds)]
    assert wrong == []
    assert stopped >= 185, "a single name, school or class stops no story that answers No"


@pytest.mark.parametrize(
    ("text", "stops"),
    [
        (
            "Em Nguyễn Văn An, học sinh Trường THCS Trần Phú, nhà ở số 12/5 đường Mậu Thân, bị dụ gửi ảnh riêng tư.",
            True,
        ),
        ("Thầy Nguyễn Văn An, giáo viên Trường THCS Trần Phú, dẫn lớp tới số 12 đường Mậu Thân.", False),
        ("Em ở số 45 Trần Hưng Đạo.", True),
        ("Nhà con ở số 45 Trần Hưng Đạo, chiều nào cũng vắng.", True),
        ("She lives at 45 Tran Hung Dao Street.", True),
        ("Nhà thiếu nhi, số 45 Trần Hưng Đạo, đón trẻ em mỗi chiều.", False),
        ("Nạn nhân là Trần Thị Hoa, học tại trường THPT Châu Văn Liêm.", True),
    ],
)
def test_a_no_that_the_text_contradicts_is_asked_about(text, stops):
    make_help_line("111")
    story = make_article(
        section=make_section(), live=False, sapo=SAPO, has_minor=False, has_victim=False, paragraphs=[text]
    ).get_latest_revision_as_object()
    findings = [finding for finding in gates.stops(story) if finding.code == "personal-details"]
    assert bool(findings) is stops
    if stops:
        assert "trả lời Không" in findings[0].problem
