"""A scenario is played without script and cookie, in class, on paper and offline; its graph passes the gates."""

import re

import pytest

from activities.models import ChoiceTally, ScenarioPage
from activities.scenario.game import favourite
from articles.rules import gates
from media_library.print import typst
from tests.activities.quizzes import BROWSER
from tests.activities.scenarios import make_scenario, scene, six_scenes
from tests.activities.test_class_mode import go_on, joined
from tests.factories import make_image

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]
STOPS, WHICH_WAY = "Chuyện dừng kể ở đây.", "Cả lớp đi lối nào?"


def choose(client, page, letter):
    """The answer to the press of a button of `page`'s form, followed."""
    action, way = re.search(
        r'action="(/vi/ban-se-lam-gi/\d+/)">\s*<input type="hidden" name="lam" value="(\w*)"', page
    ).groups()
    response = client.post(action, {"lam": way, "chon": letter}, **BROWSER)
    assert response.status_code == 303 and not response.cookies, response.text
    return client.get(response["Location"])


def test_every_choice_leads_elsewhere_and_back_to_the_fork_without_script_and_cookie(client_for):
    story, client = make_scenario(), client_for()
    first = client.get(story.address)
    assert "Điện thoại reo" in first.text and "Có lời dọa." in first.text and "Lúc này bạn thấy sao?" in first.text
    left, right = (choose(client, first.text, letter) for letter in "ab")
    assert "Rung lần nữa" in left.text and "Kể cả mẹ" in right.text
    assert right.text.count('<li class="me">') == 1, "the reader's own words, as on one's own phone"
    stop = choose(client, right.text, "b")
    assert STOPS in stop.text and "không phải lỗi của bạn" in stop.text
    end = choose(client, stop.text, "b")
    assert "Có người nghe" in end.text and "gọi 111" in end.text.lower() and 'name="chon"' not in end.text
    turns = re.findall(r'<li>\s*<a href="([^"]+)">([^<]+)</a>', end.text)
    assert [label for _address, label in turns][:3] == ["Mở đầu", "Nghe tiếp", "Làm theo"]
    assert "Làm theo" in client.get(turns[1][0]).text, "a turn leads back to its scene"
    for page in (first, left, right, stop, end):
        assert "/vi/can-giup-do/" in page.text and not page.cookies
    assert left["X-Robots-Tag"] == "noindex" and "no-store" in left["Cache-Control"]
    assert ChoiceTally.objects.count() == 4 and set(ChoiceTally.objects.values_list("times", flat=True)) == {1}


def test_a_way_that_returns_is_cut_and_made_up_ways_are_refused_in_words(client_for):
    story, client = make_scenario(), client_for()
    base = f"/vi/ban-se-lam-gi/{story.pk}/"
    around = client.get(f"{base}abba/")  # reo → cup → nghe → dung → back to cup
    assert around.status_code == 302 and around["Location"] == f"{base}a/"
    for way, choice in (("", "d"), ("", ""), ("dd", "a"), ("a" * 5000, "a"), ("<script>", "a"), ("aa", "a")):
        refused = client.post(base, {"lam": way, "chon": choice}, **BROWSER)
        assert refused.status_code == 400 and "Chưa rõ bạn chọn lối nào" in refused.text, way
        assert "<script>" not in refused.text
    assert not ChoiceTally.objects.exists()
    assert client.get(f"{base}dd/").status_code == client.get(f"{base}aaaa/").status_code == 404
    assert client.get(f"/en/ban-se-lam-gi/{story.pk}/a/").status_code == 404, "its own language only"
    client.post(base, {"lam": "", "chon": "a"}, HTTP_USER_AGENT="curl/8")
    ScenarioPage.objects.filter(pk=story.pk).update(live=False)
    assert client.post(base, {"lam": "", "chon": "a"}, **BROWSER).status_code == 404
    assert not ChoiceTally.objects.exists(), "programs and drafts are not counted"


def test_the_script_gets_the_scene_alone(client_for):
    story, client = make_scenario(), client_for()
    part = client.get(f"/vi/ban-se-lam-gi/{story.pk}/a/", HTTP_X_PART="1")
    assert "<html" not in part.text and "Rung lần nữa" in part.text and "X-Part" in part["Vary"]


def test_a_class_votes_its_way_through_and_back_to_a_fork(client_for):
    story, client = make_scenario(), client_for()
    projector = client.post(f"/vi/ban-se-lam-gi/{story.pk}/lop/", {"cap": "thcs"})["Location"]
    code = re.search(r'<p class="code">(\d{5})</p>', client.get(projector).text)[1]
    phones = [joined(client, code) for _ in range(3)]
    go_on(client, projector)
    assert "Điện thoại reo" in client.get(projector).text and "Cúp máy" in client.get(phones[0]).text
    for phone, letter in zip(phones, "bba", strict=True):
        client.post(phone, {"cau": "1", "chon": letter})
    go_on(client, projector)
    assert WHICH_WAY in client.get(projector).text
    go_on(client, projector)
    assert "Kể cả mẹ" in client.get(projector).text, "most wanted to listen on"
    assert client.get(f"{projector}so/").json() == {"state": "asking-2", "phones": 3, "voted": 0, "votes": {}}
    go_on(client, projector)
    go_on(client, projector)
    assert client.get(f"{projector}so/").json()["state"] == "told-2", (
        "nobody voted: the class stays until the teacher says"
    )
    assert client.post(projector, {"buoc": "tiep", "was": "told-2", "loi": "d"}).status_code == 303
    assert client.get(f"{projector}so/").json()["state"] == "told-2", "there is no fourth way"
    client.post(projector, {"buoc": "tiep", "was": "told-2", "loi": "a"})
    assert "Mẹ nghe" in client.get(projector).text and client.get(f"{projector}so/").json()["state"] == "over-2"
    client.post(projector, {"buoc": "tiep", "was": "over-2", "loi": "<"})
    assert "Kể cả mẹ" in client.get(projector).text and client.get(f"{projector}so/").json()["state"] == "asking-3"
    assert sorted(ChoiceTally.objects.values_list("level", "times")) == [("thcs", 1), ("thcs", 2)]
    assert favourite({"c": 1, "b": 2, "a": 2}) == "a"


def test_paper_is_typeset_and_the_offline_copy_asks_nothing_of_a_network(client_for, monkeypatch):
    roles = [("role", {"name": " số lạ", "brief": "Nói nhanh."})]
    story, client, sheets = make_scenario(roles=roles), client_for(), []
    for name in ("the", "thay-co", "dong-vai"):
        paper = client.get(f"/vi/ban-se-lam-gi/{story.pk}/{name}.pdf")
        assert paper["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF"), name
    copy = client.get(f"/vi/ban-se-lam-gi/{story.pk}/ngoai-tuyen.html")
    assert "attachment" in copy["Content-Disposition"] and "<link" not in copy.text and "<script" not in copy.text
    assert not re.search(r'(?:src|href)="(?!data:|tel:|#)', copy.text)
    for number in range(1, 7):
        assert f'id="canh-{number}"' in copy.text and f'href="#canh-{number}"' in copy.text
    monkeypatch.setattr(typst, "pdf", lambda _name, data, **_more: sheets.append(data) or b"%PDF")
    client.get(f"/vi/ban-se-lam-gi/{story.pk}/dong-vai.pdf")
    lines = [(item["number"], item["lines"]) for item in sheets[0]["roles"][0]["scenes"]]
    assert lines == [(number, ["Vào phòng đi."]) for number in (1, 2, 3)], "the lines of the role and of nobody else"


def codes(**fields):
    return {finding.code for finding in gates.stops(make_scenario(**fields)) if finding.code.startswith("scenario-")}


@pytest.mark.parametrize(
    ("scenes", "code"),
    [
        ([], "scenario-scenes"),
        ([*six_scenes(), scene("la")], "scenario-dead-end"),
        ([*six_scenes(), scene("xa", "Về -> me")], "scenario-unreachable"),
        ([scene("a", "Đi -> mat", "Về -> me"), *six_scenes()], "scenario-broken"),
        (
            [scene("a", "Đi -> b", "Ra -> reo"), scene("b", "Đi -> c"), scene("c", "Về -> b"), *six_scenes()],
            "scenario-trapped",
        ),
        ([*six_scenes(), scene("me", ending="end", learned="Dừng")], "scenario-doubled"),
        ([scene("a", "Về -> b"), scene("b", ending="end", learned="Dừng")], "scenario-ends"),
        ([*six_scenes()[:5], scene("goi", ending="end")], "scenario-learned"),
        ([*six_scenes()[:5], scene("goi", ending="end", learned="Lần sau đừng dại như vậy")], ""),
        ([*six_scenes()[:5], scene("goi", ending="end", learned="Rút ra: tại bạn cả tin")], "scenario-blame"),
        ([*six_scenes()[:5], scene("goi", "Về -> cup", title="Em đã sai", ending="stop")], "scenario-blame"),
        (six_scenes(), ""),
    ],
)  # fmt: skip
def test_scenes_that_lead_nowhere_and_endings_that_blame_are_stopped(scenes, code):
    found_codes = codes(scenes=scenes)
    assert code in found_codes if code else not found_codes


def test_words_and_pictures_of_scenes_pass_the_gates_of_every_story():
    scenes = [*six_scenes()[:5], scene("goi", title="Gọi 0912 345 678", ending="end", learned="Báo")]
    assert "0912 345 678" in " ".join(item.problem for item in gates.stops(make_scenario(scenes=scenes, slug="a")))
    scenario = make_scenario(scenes=six_scenes(make_image("", description="")), slug="b")
    named = {item.code for item in gates.check(scenario)} - {item.code for item in gates.check(make_scenario(slug="c"))}
    assert named, "what a picture lacks"


def test_a_scenario_without_a_warning_is_stopped_and_two_choices_of_one_scene_are_named():
    assert codes(content_warning="", slug="a") == {"scenario-warning"}
    same = [scene("a", "Trái -> reo", "Phải -> reo"), *six_scenes()]
    warned = [item for item in gates.check(make_scenario(scenes=same, slug="b")) if item.code == "scenario-merged"]
    assert len(warned) == 1 and not warned[0].is_stop and "a (A)" in warned[0].where
