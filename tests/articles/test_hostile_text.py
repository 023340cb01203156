"""Script probes in every text field of every block, and odd input: nothing runs, nothing is lost, nothing is a 500."""

import json
import unicodedata
from datetime import timedelta
from html.parser import HTMLParser
from uuid import uuid4
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.db.models import CharField, TextField, URLField
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from wagtail import blocks
from wagtail.blocks import StreamValue
from wagtail.blocks.field_block import ChooserBlock
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Locale, Page, get_page_models
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from activities.models import ChallengePage, QuizPage, ScenarioPage
from articles.models import (
    ArticlePage,
    CalendarKey,
    CaseStudyPage,
    Correction,
    CorrectionIndexPage,
    LongformPage,
    Person,
    PlannedStory,
    PreviewLink,
    RoundupPage,
    SectionPage,
    SpecialPage,
    StorylinePage,
    TipPage,
)
from articles.rules.content_hash import has_same_text, words_hash
from campaign.models import Topic
from home.models import ContentPage, HomePage, SituationPage
from media_library.models import Asset, Kit
from media_library.rights.pictures import collection_of
from partners.models import KolStoryPage, Partner
from tests.articles.newsroom_forms import SAPO, act, edit, form, say_outside, write
from tests.factories import make_article, make_asset, make_home, make_image, make_locale, make_situation, make_user

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db]
#: What a reader of RSS takes for HTML; names and titles are plain text there.
HTML = {"description", "{http://purl.org/rss/1.0/modules/content/}encoded"}
PROBE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'`"
ADDRESS = 'https://www.tiktok.com/@x?"onmouseover=alert(3)'


def filled(block, things):
    """A raw value of `block` with a probe wherever somebody may write; a kind of block that is unknown here fails.

    `things` holds what choosers choose: {model: instance with a hostile name}.
    """
    match block:
        case BaseTypedTableBlock():
            names = list(block.child_blocks)
            cells = [filled(block.child_blocks[name], things) for name in names]
            columns = [{"type": name, "heading": PROBE} for name in names]
            return {"columns": columns, "rows": [{"values": cells}] * 2, "caption": PROBE}
        case blocks.BaseStructBlock():
            return {name: filled(child, things) for name, child in block.child_blocks.items()}
        case blocks.BaseStreamBlock():
            return [{"type": name, "value": filled(child, things)} for name, child in block.child_blocks.items()]
        case blocks.ListBlock():
            inner = filled(block.child_block, things)
            return [{"type": "item", "id": f"{uuid4()}", "value": inner} for _time in range(2)]
        case ChooserBlock():
            return things[block.target_model].pk
        case blocks.RichTextBlock():  # as the editor stores it: tags reach rich text only through its whitelist
            return f"<p>{escape(PROBE)}</p>"
        case blocks.URLBlock():
            return ADDRESS
        case blocks.IntegerBlock():
            return 2
        case blocks.BooleanBlock():
            return True
        case blocks.DateTimeBlock():
            return "2099-11-24T08:00:00+07:00"
        case blocks.DateBlock():
            return "2026-11-24"
        case blocks.StaticBlock():
            return None
        case blocks.ChoiceBlock():
            return ""
        case blocks.CharBlock() | blocks.TextBlock() | blocks.RegexBlock():
            return PROBE
    raise AssertionError(f"{block!r}: say here how its text is tried")


def hostile_fields(model, things):
    """{name: value} of every field of a page type that editors fill with text, addresses or blocks."""
    values, offered = {}, model.get_edit_handler().get_form_class().base_fields
    for field in model._meta.concrete_fields:
        match field:
            case StreamField():
                stream = field.stream_block
                values[field.name] = StreamValue(stream, filled(stream, things), is_lazy=True)
            case _ if field.name not in offered or field.choices or field.name == "slug":
                continue
            case RichTextField():
                values[field.name] = f"<p>{escape(PROBE)}</p>"
            case URLField():
                values[field.name] = ADDRESS
            case CharField() | TextField():
                values[field.name] = PROBE[: field.max_length]
    return values


class Probes(HTMLParser):
    """Collects what a browser would run of PROBE and ADDRESS: elements and attributes, never text."""

    def __init__(self):
        super().__init__()
        self.found, self.script = [], None

    def handle_starttag(self, tag, attrs):
        attributes = {name: value or "" for name, value in attrs}
        data = "json" in attributes.get("type", "")
        self.script = tag if tag == "script" and not data else None
        for name, value in attributes.items():
            if (name.startswith("on") and "alert" in value) or value.strip().lower().startswith("javascript:"):
                self.found.append((tag, name, value[:60]))
        if tag == "img" and attributes.get("src") == "x":
            self.found.append((tag, "src", "x"))

    def handle_data(self, data):
        if self.script and "alert(" in data:
            self.found.append((self.script, "", data[:60]))


def runs(html: str) -> list:
    parser = Probes()
    parser.feed(html)
    return parser.found


#: Without these a page of that type is not saved at all.
ASKED = ("do_this", "not_this", "place")
#: The stories of the newsroom; the other page types stand in a tree of their own.
STORIES = (
    ArticlePage,
    TipPage,
    CaseStudyPage,
    LongformPage,
    RoundupPage,
    KolStoryPage,
    QuizPage,
    ScenarioPage,
    ChallengePage,
)
OTHERS = (SpecialPage, StorylinePage, ContentPage, SituationPage, HomePage)
#: Without these a situation page is not published: no probe stands in them.
CHECKED = ("numbers", "checked_source", "checked_by")


def malformed(kind: str, **parts: str) -> dict[str, str]:
    """A body of one block of `kind` with these parts, as the editor sends it."""
    block = {"deleted": "", "order": "0", "type": kind, "id": ""} | parts
    return {"body-count": "1"} | {f"body-0-{name.replace('_', '-')}": sent for name, sent in block.items()}


DEEP = {"blocks": [{"text": "x", "type": "unordered-list-item", "depth": 5000}], "entityMap": {}}
LINKED = [{"text": "x", "entityRanges": [{"key": 0, "offset": 0, "length": 1}]}]
NO_KEY = {"blocks": LINKED, "entityMap": {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"id": "x"}}}}
LEVELS = {"blocks": [{"text": "x", "type": "unordered-list-item", "depth": 60}], "entityMap": {}}
UNKNOWN = {"blocks": [{"text": "x", "entityRanges": [{"key": 7, "offset": 0, "length": 1}]}], "entityMap": {}}
TWICE = nested_form_data({"body": streamfield([("paragraph", rich_text(f"<p>{text}</p>")) for text in "ab"])})
STEPS = streamfield([("item", {"action": text, "detail": ""}) for text in "ab"])
TWO_STEPS = nested_form_data({"body": streamfield([("steps", {"title": "Làm ngay", "steps": STEPS})])})
COLUMN = {"type": "made-up", "order": "0", "heading": "Số", "deleted": ""}
TABLE = nested_form_data({"caption": "", "column-count": "1", "row-count": "0", "column-0": COLUMN})
MADE_UP_COLUMN = nested_form_data({"body": streamfield([("table", {"caption": "Số", "table": TABLE})])})
APPROVES = {"action-workflow-action": "1", "workflow-action-name": "approve"}
MALFORMED = [
    *({"transcript": json.dumps({"blocks": [{"text": text}], "entityMap": {}})} for text in ("\ud800", "a\0b")),
    *({"transcript": json.dumps(sent)} for sent in (LEVELS, NO_KEY)),
    TWICE | {"body-1-order": "0"},
    TWICE | {"body-0-order": "9" * 5000},
    TWO_STEPS | {"body-0-value-steps-1-order": "0"},
    MADE_UP_COLUMN,
    {"body-count": "9" * 5000},
    {"next": "x:y"},
    *(APPROVES | {"workflow-action-extra-data": sent} for sent in ("", "x", "[]", "[" * 100_000)),
    *({"transcript": sent} for sent in ("x", "", "[1]", "-1", "[" * 100_000, json.dumps(DEEP), json.dumps(UNKNOWN))),
    *({name: sent} for name in ("lead_image", "video", "audio", "storyline") for sent in ("x", "1.5")),
    {"body-count": "x"},
    {"body-count": ""},
    malformed("paragraph", value="null", order="x"),
    malformed("paragraph", value=json.dumps(UNKNOWN)),
    malformed("figure", value_image="x", value_caption="", value_credit=""),
    malformed("gallery", value_pictures_count="x"),
    malformed("asset", value="x"),
    malformed("link", value_story="x"),
]


@pytest.mark.slow
def test_malformed_fields_of_the_editor_are_a_malformed_request(newsroom, client_for):
    story = make_article("Bài", section=newsroom["section"], live=False)
    writer = client_for(newsroom["editor"])
    for sent in MALFORMED:
        response = writer.post(f"/admin/pages/{story.pk}/edit/", form("Đã đổi") | sent)
        assert response.status_code == 400 and "Yêu cầu chưa đúng" in response.text, f"{sent}"[:200]
    story.refresh_from_db()
    assert story.get_latest_revision_as_object().title == "Bài"
    deleted = TWICE | {"body-0-deleted": "1", "body-1-order": "0"}  # the editor's script leaves it in its place
    rows = {"people-0-order": "1", "people-1-order": "1"}  # of a formset with a field of that name, not blocks
    for sent in (TWICE, deleted, TWO_STEPS, rows, {"transcript": "null"}, {"next": "/admin/"}):
        assert writer.post(f"/admin/pages/{story.pk}/edit/", form("Đã đổi") | sent).status_code == 302
    assert ArticlePage.objects.get(pk=story.pk).get_latest_revision_as_object().title == "Đã đổi"


def test_every_page_type_that_holds_blocks_is_tried():
    with_blocks = {
        model
        for model in get_page_models()
        if any(isinstance(field, StreamField) for field in model._meta.get_fields())
    }
    assert ArticlePage in with_blocks and with_blocks <= {*STORIES, *OTHERS}


@pytest.fixture
def hostile(newsroom):
    """One page of every type, every field and block of it a probe; the front page and its neighbour come last."""
    cache.clear()
    image = make_image(title=PROBE[:200], description=PROBE, credit=PROBE, has_minor=False)
    kit = Kit.objects.create(code="BO-1", slug="bo-1", is_released=True)
    kit.texts.create(name=PROBE, intro=PROBE, locale=make_locale("vi"))
    topic = Topic.objects.create(slug="chu-de", name=PROBE[:80])
    section = newsroom["section"]
    section.title, section.description = PROBE, PROBE[:200]
    section.save()
    first = make_article(PROBE, section=section, lead_image=image, author=PROBE, has_minor=False)
    things = {type(image): image, Kit: kit, Topic: topic, Asset: make_asset(name=PROBE), ArticlePage: first}
    things |= {SectionPage: section, Page: first}
    pages = [first]
    home = make_home()
    for model in (*STORIES[1:], *OTHERS):
        if issubclass(model, ArticlePage):
            fields = {field.name: "Chữ" for field in model._meta.concrete_fields if field.name in ASKED}
            if model is KolStoryPage:
                fields["partner"] = Partner.objects.create(slug="doi-tac", display_name=PROBE[:80], quote=PROBE)
            page = make_article("Hai", model=model, section=section, lead_image=image, author=PROBE, **fields)
        elif model is HomePage:
            page = home
        elif model is SituationPage:
            page = make_situation()
        else:
            page = model(title=PROBE, slug=model.__name__.lower(), locale=section.locale)
            (home if model is ContentPage else section).add_child(instance=page)
        pages.append(page)
    for page in pages:
        if not page.latest_revision_id:
            page.save_revision(clean=False)  # without a probe: compare has something to compare
        for name, value in hostile_fields(type(page), things).items():
            if not (isinstance(page, SituationPage) and name in CHECKED):
                setattr(page, name, value)
        page.save_revision(clean=False).publish(skip_permission_checks=True)
        if isinstance(page, ArticlePage):
            page.corrections.create(text=PROBE, number=1, frozen_at=timezone.now())
    cache.clear()
    return pages


@pytest.mark.slow
def test_probes_never_run_live_in_preview_in_editor_or_in_compare(hostile, newsroom, client_for):
    editor, reader = client_for(make_user(is_superuser=True)), client_for(None)
    assert len(hostile) == len(STORIES) + len(OTHERS)
    for page in hostile:
        live = reader.get(getattr(page, "address", "") or page.url)
        assert live.status_code == 200 and "alert(1)" in live.text, page
        assert not runs(live.text), (page, runs(live.text)[:3])
        first, last = page.revisions.order_by("pk").first(), page.revisions.order_by("pk").last()
        for place in (
            f"/admin/pages/{page.pk}/revisions/compare/{first.pk}...{last.pk}/",
            f"/admin/pages/{page.pk}/revisions/{last.pk}/view/",
            f"/admin/pages/{page.pk}/history/",
        ):
            response = editor.get(place)
            assert response.status_code == 200, place
            assert not runs(response.text), place
        for place in (f"/admin/pages/{page.pk}/edit/", f"/admin/pages/{page.pk}/view_draft/"):
            assert not runs(editor.get(place).text), place
    for place in (newsroom["section"].address, "/vi/"):
        assert not runs(reader.get(place).text), place
    assert Correction.objects.count() == len(STORIES)


def test_probes_never_run_in_feeds(hostile, newsroom, client_for):
    """A feed's reader takes titles for text and bodies for HTML: both are looked at as it would."""
    reader, place = client_for(None), newsroom["section"].address
    items = ElementTree.fromstring(reader.get(f"{place}rss.xml").content).findall("channel/item")
    assert len(items) == len(STORIES)
    for item in items:
        assert item.findtext("title").endswith(PROBE)  # who pays for it stands before
        for part in item.iter():
            assert part.tag not in HTML or not runs(part.text or ""), (part.tag, part.text)
    home = make_home()
    home.add_child(instance=CorrectionIndexPage(title="Đính chính", slug="dinh-chinh", locale=home.locale))
    summaries = [
        item
        for item in ElementTree.fromstring(reader.get("/vi/dinh-chinh/atom/").content).iter()
        if item.tag.endswith("}summary")
    ]
    assert len(summaries) == len(STORIES) and not any(runs(item.text) for item in summaries)
    items = reader.get(f"{place}feed.json").json()["items"]
    assert len(items) == len(STORIES)
    for item in items:
        assert "alert(1)" in item["content_html"] and not runs(item["content_html"])


def test_probes_never_run_on_the_newsrooms_own_pages(newsroom, client_for):
    """Plans, keys, names of versions, verdicts from outside, comments, corrections: whatever people may write."""
    cache.clear()
    section, reporter = newsroom["section"], client_for(newsroom["reporter"])
    editor, secretary = client_for(newsroom["editor"]), client_for(newsroom["secretary"])
    page = write(reporter, section, title=PROBE, **{"action-submit": "1"})
    act(editor, page, "reject", comment=PROBE)
    live = make_article("Một", section=section, author=PROBE, source_name=PROBE, sapo=SAPO)
    live.corrections.create(text=PROBE)
    Person.objects.update(pen_name=PROBE[:80], bio=PROBE, honorific=PROBE[:40], has_page=True)
    PlannedStory.objects.create(title=PROBE, note=PROBE, section=section, planned_for=timezone.now())
    until = timezone.now() + timedelta(days=1)
    link = PreviewLink.objects.create(page=page, reader=PROBE, expires_at=until, created_by=newsroom["editor"])
    outside = client_for(None)
    assert say_outside(outside, link, "sua", PROBE).status_code == 302
    story = f"/admin/toa-soan/bai/{page.pk}"
    editor.post(f"{story}/ban/", {"name": PROBE[:80]})
    secretary.post("/admin/toa-soan/lich/dien-thoai/", {"outlet": section.outlet_id, "name": PROBE[:80]})
    taker = client_for(newsroom["culture_secretary"])
    responses = {
        place: (viewer.get(place), holds)
        for viewer, place, holds in (
            (reporter, "/admin/toa-soan/", True),
            (reporter, f"/admin/pages/{page.pk}/edit/", True),
            (secretary, "/admin/toa-soan/lich/", True),
            (secretary, "/admin/toa-soan/lich/dien-thoai/", True),
            (secretary, "/admin/toa-soan/nhuan-but/", True),
            (taker, "/admin/toa-soan/lay-bai/", False),
            (editor, f"{story}/xem-truoc/", True),
            (editor, f"{story}/ban/", True),
            (editor, f"{story}/kiem/", False),
            (editor, f"/admin/toa-soan/bai/{live.pk}/dinh-chinh/", True),
            (editor, f"/admin/pages/{section.pk}/", True),
            (outside, f"/xem-truoc/{link.token}/", True),
            (outside, f"/xem-truoc/{link.token}/bai/", True),
            (outside, live.address, True),
        )
    }
    for place, (response, holds) in responses.items():
        assert response.status_code == 200, place
        assert not holds or "alert(" in response.text, f"{place} shows no probe: nothing was asked"
        assert not runs(response.text), (place, runs(response.text)[:3])
    key = CalendarKey.objects.get()
    assert "alert(1)" in outside.get(f"/lich-toa-soan/{key.token}.ics").text.replace("\r\n ", "")


def test_probes_never_run_in_mail(newsroom, client_for, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page = write(client_for(newsroom["reporter"]), newsroom["section"], title=PROBE, **{"action-submit": "1"})
    with django_capture_on_commit_callbacks(execute=True):
        act(client_for(newsroom["editor"]), page, "reject", comment=PROBE)
    assert {mail.to[0] for mail in mailoutbox} >= {"editor@thu.example", "reporter@thu.example"}
    for mail in mailoutbox:
        assert "\n" not in mail.subject
        assert not any(runs(str(part[0])) for part in getattr(mail, "alternatives", ()))


def draftail(text: str) -> str:
    return json.dumps({"blocks": [{"key": "a", "text": text, "type": "unstyled"}], "entityMap": {}})


@pytest.mark.parametrize(
    ("extra", "says"),
    [
        ({"go_live_at": "2020-01-01 08:00"}, "đã qua"),
        ({"title": "T" * 111}, "tối đa 110"),
        ({"pinned_until": "mai"}, ""),
    ],
)
def test_odd_input_is_answered_and_the_words_are_kept(newsroom, client_for, extra, says):
    page = write(client_for(newsroom["reporter"]), newsroom["section"])
    data = form(sapo="Chữ đã viết. " * 9, **extra)
    response = client_for(newsroom["secretary"]).post(f"/admin/pages/{page.pk}/edit/", data)
    assert response.status_code == 200 and says in response.text
    assert "Chữ đã viết." in response.text  # the form comes back with the work in it


def test_long_words_emoji_marks_and_pasted_html_are_stored_as_text(newsroom, client_for):
    words = "a" * 200_000
    pasted = '<!--[if mso]><xml></xml><![endif]--><p class="MsoNormal" onclick="x()">Word<script>alert(1)</script></p>'
    body = [("paragraph", draftail(words)), ("paragraph", draftail(pasted + " 🙂 \u202egnol\u202c"))]
    client = client_for(newsroom["reporter"])
    place = f"/admin/pages/add/articles/articlepage/{newsroom['section'].pk}/"
    response = client.post(place, form("Tie\u0302\u0301ng \u202eViệt 🙂", body=body))
    assert response.status_code == 302
    page = ArticlePage.objects.get()
    assert page.title == "Tiếng Việt 🙂" and page.slug.startswith("tieng-viet")
    page.get_latest_revision().publish(skip_permission_checks=True)
    live = client_for(None).get(page.address)
    assert live.status_code == 200 and not runs(live.text) and words in live.text


def test_every_text_of_a_story_its_people_and_its_section_is_stored_composed(newsroom, client_for):
    """A Mac and “Unicode tổ hợp” send ế as three code points; one letter is one code point wherever it is kept."""
    apart = unicodedata.normalize("NFD", "Tiếng Việt đẹp")
    reporter, admin = client_for(newsroom["reporter"]), client_for(make_user(is_superuser=True))
    person = Person.objects.create(full_name="Lê An")
    byline = {"id": "", "person": person.pk, "role": "text", "signed_as": apart, "share": ""}
    body = [("heading", apart), ("paragraph", draftail(apart)), ("quote", {"text": apart, "who": apart})]
    words = ("kicker", "sapo", "lead_caption", "lead_credit", "content_warning", "answers_reason", "source_name")
    fields = dict.fromkeys((*words, "never_print", "social_text", "tags", "seo_title", "search_description"), apart)
    sent = form(apart, body=body, bylines=inline_formset([byline]), **fields)
    assert reporter.post(f"/admin/pages/add/articles/articlepage/{newsroom['section'].pk}/", sent).status_code == 302
    page = ArticlePage.objects.get(title="Tiếng Việt đẹp")
    content = page.get_latest_revision().content
    content["body"] = json.loads(content["body"])
    stored = json.dumps(content, ensure_ascii=False)
    assert stored.count("Tiếng Việt đẹp") >= len(fields) - 1 + 2 + 3 and unicodedata.is_normalized("NFC", stored)
    assert set(page.get_latest_revision_as_object().tags.names()) == {"Tiếng", "Việt", "đẹp"}
    edit_person = reverse("wagtailsnippets_articles_person:edit", args=[person.pk])
    facts = dict.fromkeys(("full_name", "given_name", "honorific", "pen_name", "bio"), apart)
    assert admin.post(edit_person, facts | {"slug": person.slug, "has_page": "on"}).status_code == 302
    person.refresh_from_db()
    assert {getattr(person, name) for name in facts} == {"Tiếng Việt đẹp"}
    section = newsroom["section"]
    section.title = section.description = section.short_title = apart
    section.full_clean()
    assert {section.title, section.description, section.short_title} == {"Tiếng Việt đẹp"}


def test_a_headline_beyond_the_limit_is_kept_whole_and_told_off(newsroom, client_for):
    """What is pasted comes whole to the server, on one line; the page still holds its old headline."""
    client = client_for(newsroom["reporter"])
    page = write(client, newsroom["section"])
    response = client.get(f"/admin/pages/{page.pk}/edit/")
    assert "maxlength" not in str(response.context["form"]["title"])
    response = edit(client, page, title="Chữ " * 75)
    assert "299 ký tự" in " ".join(response.context["form"].errors["title"])
    assert ("Chữ " * 75).strip() in response.content.decode()
    assert edit(client, page, title="Hai\r\ndòng").status_code == 302
    assert ArticlePage.objects.get(pk=page.pk).get_latest_revision().content["title"] == "Hai dòng"


def test_two_editors_keep_both_versions_and_the_second_is_told(newsroom, client_for):
    page = write(client_for(newsroom["reporter"]), newsroom["section"])
    loaded = page.get_latest_revision()
    client_for(newsroom["secretary"]).post(f"/admin/pages/{page.pk}/edit/", form(kicker="Của thư ký"))
    data = form(kicker="Của biên tập", loaded_revision_id=str(loaded.pk))
    response = client_for(newsroom["editor"]).post(f"/admin/pages/{page.pk}/edit/", data, follow=True)
    assert "đã lưu một bản khác" in response.text
    kickers = [revision.content["kicker"] for revision in page.revisions.order_by("pk")]
    assert kickers[-2:] == ["Của thư ký", "Của biên tập"]


def test_a_picture_deleted_while_used_leaves_the_story_readable(newsroom, client_for):
    image = make_image(has_minor=False)
    page = make_article(section=newsroom["section"], sapo=SAPO)
    page.body = [
        ("figure", {"image": image, "caption": "Sân trường", "credit": ""}),
        ("paragraph", "<p>Chữ còn đây.</p>"),
    ]
    page.save_revision().publish(skip_permission_checks=True)
    image.delete()
    live = client_for(None).get(page.address)
    assert live.status_code == 200 and "Chữ còn đây." in live.text
    gates = client_for(newsroom["editor"]).get(f"/admin/toa-soan/bai/{page.pk}/kiem/").text
    assert "đã bị xóa khỏi kho" in gates


@pytest.mark.indexed
def test_a_lead_picture_is_deleted_on_no_path_while_a_story_shows_it(
    newsroom, client_for, django_capture_on_commit_callbacks
):
    own = collection_of(newsroom["section"].outlet)
    image = make_image(has_minor=False, collection=own)
    free = make_image("Ảnh thừa", colour=(9, 9, 9), collection=own)
    with django_capture_on_commit_callbacks(execute=True):  # the index of what is used where
        make_article(section=newsroom["section"], sapo=SAPO, lead_image=image)
    editor, bulk = client_for(newsroom["editor"]), "/admin/bulk/media_library/siteimage/delete/"
    assert editor.post(f"/admin/images/{image.pk}/delete/").status_code in {302, 403}
    editor.post(f"{bulk}?id={image.pk}&id={free.pk}&next=/admin/images/")
    assert type(image).objects.filter(pk__in=[image.pk, free.pk]).count() == 2
    editor.post(f"{bulk}?id={free.pk}&next=/admin/images/")
    assert list(type(image).objects.all()) == [image]


def test_brackets_within_brackets_are_words_as_others_are():
    """Texts are compared for the rule of four eyes, after a look whether one is a body that is stored as JSON."""
    deep = "[" * 50_000 + "]" * 50_000
    first, other = ({"answers_reason": deep, "title": title} for title in ("Một", "Hai"))
    assert has_same_text(first, first | {"is_hot": True}) and not has_same_text(first, other)
    assert words_hash(first) != words_hash(first | {"answers_reason": deep[1:-1]})


def test_a_missing_locale_is_a_404(client_for, newsroom):
    assert client_for(None).get("/en/thoi-su/").status_code == 404
    assert client_for(None).get("/fr/thoi-su/").status_code == 404


def test_a_locale_that_holds_work_is_not_deleted(newsroom, client_for):
    page = write(client_for(newsroom["reporter"]), newsroom["section"])
    administrator, locale = client_for(make_user(is_superuser=True)), page.locale
    make_locale("km")
    response = administrator.post(reverse("wagtaillocales:delete", args=[locale.pk]), follow=True)
    assert "còn trang hoặc nội dung đang dùng" in response.text and Locale.objects.filter(pk=locale.pk).exists()
    assert ArticlePage.objects.get(pk=page.pk).title == page.title


def test_no_write_api_is_open(client_for, newsroom):
    """Wagtail's API v3 can publish; nothing of it is mounted (docs/security.md, rule 44)."""
    for place in ("/api/", "/api/v2/pages/", "/api/v3/pages/", "/admin/api/v3/pages/"):
        assert client_for(newsroom["chief"]).get(place).status_code == 404, place
