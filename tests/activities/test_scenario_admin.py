"""Editors see a scenario's graph with its faults, bring scenes from Twine, read its numbers; others are refused."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from activities.models import ScenarioPage
from activities.playable import tally
from tests.activities.scenarios import make_scenario, scene, six_scenes
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]


@pytest.fixture
def desk(client_for):
    return client_for(make_user(is_superuser=True, is_staff=True))


def sent(client, story, text, name="kich-ban.twee"):
    file = SimpleUploadedFile(name, text.encode(), "text/plain")
    return client.post(f"/admin/nhap-vai/{story.pk}/twee/", {"tep": file})


def draft_of(story):
    return ScenarioPage.objects.get(pk=story.pk).get_latest_revision_as_object()


def test_the_graph_names_what_is_wrong_where_and_the_loops_that_are_not(desk, client_for):
    story = make_scenario(scenes=[*six_scenes(), scene("la"), scene("lac", "Về -> mat")])
    page = desk.get(f"/admin/nhap-vai/{story.pk}/ban-do/")
    assert page.status_code == 200 and "<svg" in page.text
    rows = {row.split("</a>")[0].split(">")[-1]: row for row in page.text.split("<tr>")[2:]}
    assert "Ngõ cụt" in rows["la"] and "Không lựa chọn nào dẫn tới" in rows["la"]
    assert "không có cảnh nào mang mã ấy" in rows["lac"]
    assert "Cần sửa" not in rows["me"] and "scenario-fault" not in rows["me"]
    assert "cup ↔ nghe ↔ dung" in page.text
    stranger = client_for(make_user())
    for path in ("ban-do/", "twee/", "kich-ban.twee", "so-lieu/", "so-lieu.csv"):
        assert stranger.get(f"/admin/nhap-vai/{story.pk}/{path}").status_code in (302, 403), path


def test_scenes_go_out_as_twee_and_come_back_changed_into_the_draft(desk):
    story = make_scenario()
    out = desk.get(f"/admin/nhap-vai/{story.pk}/kich-ban.twee").text
    assert ":: reo [call feeling]" in out and "[[Cúp máy->cup]]" in out and "> Na: Dạ." in out
    came = sent(
        desk,
        story,
        out.replace("Kể về cup.", "Tim đập nhanh.\n[[Chạy sang nhà dì->di]]")
        + "\n:: di [end]\n# Dì mở cửa\nCó dì.\n* Hỏi: dì\n",
    )
    assert came.status_code == 302, came.text
    draft = draft_of(story).question_list
    assert [item.name for item in draft] == ["reo", "cup", "nghe", "dung", "me", "goi", "di"]
    assert draft[1].told == "Tim đập nhanh." and [item.to for item in draft[1].choices] == ["di", "me", "nghe"]
    assert draft[0].key == story.question_list[0].key, "numbers stay with their scene"
    assert draft[0].choices[0].key == story.question_list[0].choices[0].key
    assert ScenarioPage.objects.get(pk=story.pk).question_list[1].told == "Kể về cup.", "a draft only"


def test_a_story_of_twine_with_foreign_names_becomes_scenes_with_the_start_first(desk):
    story = make_scenario()
    text = """:: StoryData
{"ifid": "X", "start": "Mở đầu"}

:: Kết tốt {"position":"1,1"}
Hết.

:: Mở đầu
Bạn nghe máy.
[[Cúp máy|Kết tốt]]
[[Kết xấu<-Nghe]]

:: Kết xấu
Dừng.
[[Mở đầu]]

:: Kiểu [stylesheet]
body { color: red; }
"""
    assert sent(desk, story, text).status_code == 302
    draft = draft_of(story).question_list
    assert [(item.name, [way.to for way in item.choices]) for item in draft] == [
        ("mo-dau", ["ket-tot", "ket-xau"]), ("ket-tot", []), ("ket-xau", ["mo-dau"]),
    ]  # fmt: skip
    assert draft[0].choices[1].text == "Nghe"


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [
        ("Chữ thường.", 422, "Tệp có 0 cảnh"),
        (":: StoryData\n" + "[" * 100_000 + "\n:: a\n[[c]]\n:: b\n", 422, "lựa chọn dẫn tới “c”"),
        (":: a\n[[c]]\n:: b\n", 422, "lựa chọn dẫn tới “c”"),
        (":: a\n[[b]]\n:: b\n(set: $x to 1)\n", 422, "dùng lệnh “(set:”"),
        (":: a\n[[b]]\n:: b\n:: b\n", 422, "Hai cảnh cùng tên"),
        (":: a\n" + "".join(f"[[đi {n}->b]]\n" for n in range(5)) + ":: b\n", 422, "5 lựa chọn, tối đa 4"),
        (":: a\n" + "dài " * 300 + "\n[[b]]\n:: b\n", 422, "tối đa 700"),
        ("".join(f":: a{n}\n" for n in range(41)), 422, "Tệp có 41 cảnh"),
        ("::a" + " " * 490_000 + "[x", 422, "Tệp có 0 cảnh"),
        (":: a\n" + "[[" * 240_000 + "\n:: b\nx", 422, "tối đa 700"),
        (":: a\n" + "<<" * 240_000 + "\n:: b\nx", 422, "tối đa 700"),
    ],
)
def test_an_odd_file_is_refused_with_scene_and_limit_and_changes_nothing(desk, text, status, said):
    story = make_scenario()
    response = sent(desk, story, text)
    assert response.status_code == status and said in response.text
    assert sent(desk, story, text, "kich-ban.exe").status_code == 415
    assert not story.revisions.exists()


def test_choices_are_counted_per_scene_and_small_numbers_are_hidden(desk):
    story = make_scenario()
    first = story.question_list[0]
    for choice, times in zip(first.choices, (7, 3), strict=True):
        tally.count(story, first, choice, times=times)
    page = desk.get(f"/admin/nhap-vai/{story.pk}/so-lieu/")
    assert "<td>7</td>" in page.text and "&lt;5" in page.text and "<td>3</td>" not in page.text
    assert "Mẹ nghe" not in page.text, "an ending offers no choice"
    table = desk.get(f"/admin/nhap-vai/{story.pk}/so-lieu.csv").getvalue().decode()
    assert "Cúp máy,,7" in table and "<5" in table
