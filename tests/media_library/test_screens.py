"""Screens and short cuts: a list per moment and kit, the same as M3U, clips that anybody may take and nobody else's."""

from urllib.parse import parse_qs, urlsplit

import pytest

from media_library.models import DownloadEvent
from media_library.public.finding import recommendations
from media_library.review.release import release_version
from tests.factories import asset_row, make_organisation, make_user, stored_row
from tests.media_library.prints import make_kit
from tests.media_library.small_library import CLIP, make_library, new_version

pytestmark = [pytest.mark.django_db, pytest.mark.world("assets")]


def film(code, **fields):
    files = [{"role": "screen", "label": "Clip", "stored": stored_row(**CLIP)}]
    return asset_row(code, name=f"Clip {code}", kind="video", moments=["chao-co"], files=files, **fields)


@pytest.fixture
def films(db):
    make_library()
    return [film("V-1"), film("V-2"), film("V-3", access="schools"), film("V-4", access="staff")]


def test_the_list_holds_what_everybody_may_play(client, films):
    response = client.get("/vi/phat/chao-co.json")
    pieces = response.json()["pieces"]
    assert [piece["title"] for piece in pieces] == ["Clip V-2", "Clip V-1"]
    assert all(piece["clip"].startswith("/phat/") and piece["seconds"] == 10 for piece in pieces)
    m3u = client.get("/vi/phat/chao-co.m3u")
    lines = m3u.content.decode().splitlines()
    assert lines[0] == "#EXTM3U" and lines[1] == "#EXTINF:10,Clip V-2"
    assert [line.rpartition("/phat/")[2] for line in lines[2::2]] == [
        piece["clip"].rpartition("/phat/")[2] for piece in pieces
    ]
    page = client.get("/vi/phat/chao-co/")
    html = page.content.decode()
    assert page.status_code == 200 and "s-maxage" in page["Cache-Control"] and "<style" not in html
    assert "blob:" in page["Content-Security-Policy"] and "unsafe" not in page["Content-Security-Policy"]
    worker = client.get("/vi/phat/may.js")
    assert worker["Content-Type"].startswith("text/javascript") and b"player" in worker.content
    assert client.get("/vi/phat/khong-co/").status_code == 404
    assert client.get("/vi/phat/gio-ra-choi.m3u").status_code == 404
    films[1].withdraw()
    assert len(client.get("/vi/phat/chao-co.json").json()["pieces"]) == 1


def test_the_slide_show_is_the_same_for_television_sets(client, films):
    stored = stored_row()
    stored.preview_key = "previews/2026/11/p.png"
    stored.save()
    asset_row(
        "P-8",
        name="Poster  hai\ndòng",
        moments=["chao-co"],
        files=[{"role": "print", "override": "Tờ thử.", "stored": stored}],
    )
    [piece] = client.get("/vi/phat/chao-co-hinh.json").json()["pieces"]
    lines = client.get("/vi/phat/chao-co-hinh.m3u").content.decode().splitlines()
    assert lines[:2] == ["#EXTM3U", "#EXTINF:12,Poster hai dòng"]
    assert lines[2].startswith("http") and lines[2].endswith(piece["picture"]) and len(lines) == 3
    assert "Clip V-" not in client.get("/vi/phat/chao-co-hinh/").content.decode()
    assert "/vi/phat/chao-co-hinh/" in client.get("/vi/phat/chao-co/").content.decode()
    assert "/vi/phat/chao-co/" in client.get("/vi/phat/chao-co-hinh/").content.decode()


def test_clips_are_signed_for_playing_and_counted_once_per_screen(client, films):
    [file] = films[0].current_version.files.all()
    response = client.get(f"/phat/{file.uuid}/")
    assert (
        response.status_code == 302 and "inline" in response["Location"] and "X-Amz-Signature" in response["Location"]
    )
    assert 0 < int(parse_qs(urlsplit(response["Location"]).query)["X-Amz-Expires"][0]) <= 60
    assert not DownloadEvent.objects.exists()
    client.get(f"/phat/{file.uuid}/?luu=1")
    event = DownloadEvent.objects.get()
    assert (event.way, event.place, event.organisation) == ("screen", "led", None)
    closed = films[2].current_version.files.get()
    assert client.get(f"/phat/{closed.uuid}/").status_code == 403
    assert client.get(f"/phat/{films[3].current_version.files.get().uuid}/").status_code == 404
    poster = asset_row("P-9").current_version.files.get()
    assert client.get(f"/phat/{poster.uuid}/").status_code == 404


def test_a_kit_is_a_list_too(client, films):
    kit = make_kit([films[0], films[2]], code="KIT-LED")
    pieces = client.get("/vi/phat/kit-led.json").json()["pieces"]
    assert [piece["title"] for piece in pieces] == ["Clip V-1"]
    for screen in ("kit-led", "chao-co"):  # no way to a list that is not there or is empty
        assert "-hinh/" not in client.get(f"/vi/phat/{screen}/").content.decode()
    kit.is_released = False
    kit.save()
    assert client.get("/vi/phat/kit-led.json").status_code == 404


def test_short_cuts_of_a_school(client_for, films):
    school = make_organisation()
    user = make_user(organisation=school)
    lower = asset_row("L-1", levels=["thcs"])
    upper = asset_row("L-2", levels=["thpt"])
    mine = set(recommendations.fitting_assets(school.pk, level="thcs", has_screen=False, user=user))
    assert lower in mine and upper not in mine and films[0] not in mine
    assert films[0] in recommendations.fitting_assets(school.pk, level="thcs", user=user)
    assert upper in recommendations.fitting_assets(school.pk, level="lien-cap", user=user)
    member = client_for(user)
    member.get(lower.current_version.files.get().get_absolute_url())
    assert list(recommendations.new_since(school.pk, user)) == []
    release_version(lower, new_version(lower))
    assert (
        list(recommendations.new_since(school.pk, user)) == [lower] == list(recommendations.outdated(school.pk, user))
    )
    assert next(iter(recommendations.recently_updated(user))) == lower
