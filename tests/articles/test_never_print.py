"""The list of words that a story never shows: which lines it takes, what counts as one, where it is asked."""

import pytest
from wagtail.models import PageLogEntry

from articles.models import ArticlePage, Correction
from articles.rules import gates, never_print
from articles.rules.reader_text import inventory
from tests.articles.newsroom_forms import SAPO, edit, step_of
from tests.factories import make_article

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db]


@pytest.mark.parametrize(
    ("line", "text", "stands"),
    [
        ("Bé Bống", "HÔM ẤY BE BONG ở nhà.", True),
        ("Bé Bống", "Bé\u200b B\u00adống kể.", True),
        ("Bé Bống", "Bé\n  Bống", True),
        ("Bé Bống", "https://x.example/be-bong-2k9", True),
        ("Bé Bống", "be_bong", True),
        ("Bé Bống", "#BéBống", True),
        ("Trần Thị Bống", "nick tranthibong09", True),
        ("Bé Bống", "Bé Bốngx", False),
        ("Tú An", "Trong tuần này", False),
        ("Bống", "Tên em là Bống.", True),
        ("Bống", "em bong kể", True),
        ("Bống", "Em đá bóng.", False),
        ("Đặng", "ba dang ke lai", True),
        ("9A2", "Lớp 9A2.", True),
        ("0912 345 678", "Gọi ０９１２ ３４５ ６７８", True),
        ("0912 345 678", "Gọi 0912.345.678", True),
        ("សុខា", "ប្អូនសុ\u200bខានៅផ្ទះ", True),
        ("Sen Trắng School", "at Sen Trang school", True),
    ],
)
def test_a_line_is_found_however_it_is_written(line, text, stands):
    assert not never_print.problem_of(line)
    assert never_print.stands_in(line, text) is stands


@pytest.mark.parametrize("line", ["a", "em", "--", "…", "\u200b\u200b\u200b", "A."])
def test_a_line_that_would_stop_every_story_is_refused_and_stops_none(newsroom, client_for, line):
    page = make_article(section=newsroom["section"], live=False, sapo=SAPO, owner=newsroom["reporter"])
    response = edit(client_for(newsroom["reporter"]), page, never_print=f"Bé Bống\n{line}")
    assert response.status_code == 200 and "quá ngắn" in response.text and f"“{line}”" in response.text
    draft = ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert draft.never_print == ""
    draft.never_print = f"{line}\nBé Bống"  # a program saves it without the form
    assert draft.words_never_printed() == ["Bé Bống"]
    assert "never-print" not in {finding.code for finding in gates.stops(draft)}


def test_a_list_that_is_taken_is_kept_and_too_long_a_one_is_refused(newsroom, client_for):
    page = make_article(section=newsroom["section"], live=False, sapo=SAPO, owner=newsroom["reporter"])
    assert edit(client_for(newsroom["reporter"]), page, never_print="Bé Bống\n\nសុខា").status_code == 302
    newest = ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert newest.words_never_printed() == ["Bé Bống", "សុខា"]
    refused = edit(client_for(newsroom["reporter"]), page, never_print="Bé Bống " * 200)
    assert refused.status_code == 200 and "1000" in refused.text


def test_a_correction_with_such_a_word_is_not_stored(newsroom, client_for):
    page = make_article(section=newsroom["section"], sapo=SAPO, owner=None)
    draft = ArticlePage.objects.get(pk=page.pk)
    draft.never_print = "Bé Bống"
    draft.save_revision()
    desk = f"/admin/toa-soan/bai/{page.pk}/dinh-chinh/"
    editor = client_for(newsroom["editor"])
    response = editor.post(desk, {"kind": "dinh-chinh", "text": "Người kể là be bong."})
    assert response.status_code == 422 and "không bao giờ in" in response.text and not Correction.objects.exists()
    assert editor.post(desk, {"kind": "dinh-chinh", "text": "Có 14 trường."}).status_code == 302


def test_who_approves_sees_which_words_may_be_printed_again(newsroom, client_for):
    """A line that is taken off the list is named until the story is published without it; a rewritten one too."""
    page = make_article(section=newsroom["section"], live=False, sapo=SAPO, owner=newsroom["reporter"])
    reporter, text = client_for(newsroom["reporter"]), [("paragraph", '{"blocks":[],"entityMap":{}}')]
    edit(reporter, page, never_print="Bé Bống\nSen Trắng")
    assert not removed(page)
    edit(reporter, page, never_print="Sen Trắng", title="Bé Bống kể", body=text)
    edit(reporter, page, never_print="Sen Trắng", title="Bé Bống kể lại", body=text)
    assert "“Bé Bống”" in removed(page)[0].problem and "nay in ra" in removed(page)[0].problem
    assert "Sen Trắng" not in removed(page)[0].problem
    entry = PageLogEntry.objects.get(action="newsroom.never_print")
    assert entry.user == newsroom["reporter"] and "Bống" not in str(entry.data)
    page = ArticlePage.objects.get(pk=page.pk)
    page.get_workflow().start(page, newsroom["reporter"])
    editor = client_for(newsroom["editor"])
    assert "Bé Bống" in editor.get(f"/admin/pages/{page.pk}/edit/").text
    editor.post(f"/admin/toa-soan/?bai={page.pk}", {"page": page.pk, "to": "chief"})
    assert step_of(page) == "editing", "the board moves nothing that must be read"
    page.get_latest_revision().publish(skip_permission_checks=True)
    assert not removed(page)


def removed(page):
    draft = ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return [finding for finding in gates.for_approvers(draft) if finding.code == "never-print-removed"]


def test_every_plain_field_of_a_story_is_asked(newsroom):
    page = make_article(section=newsroom["section"], live=False, sapo=SAPO, owner=newsroom["reporter"])
    draft = page.get_latest_revision_as_object()
    draft.never_print = "Bé Bống"
    columns = {field.name for field in ArticlePage._meta.concrete_fields}
    names = [name for name in inventory(ArticlePage) if name in columns and name not in {"body", "slug"}]
    assert {"title", "sapo", "social_text", "seo_title", "transcript", "content_warning"} <= set(names)
    for name in names:
        before = getattr(draft, name)
        setattr(draft, name, "https://x.example/be-bong" if name.endswith("url") else "Chuyện của be bong")
        assert "never-print" in {finding.code for finding in gates.stops(draft)}, name
        setattr(draft, name, before)
    assert "never-print" not in {finding.code for finding in gates.stops(draft)}
