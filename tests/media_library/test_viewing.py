"""Looking before downloading: pages one by one, clips and recordings with captions; schools' files not at all."""

import pytest

from media_library.models import Derivative
from media_library.public.viewing.media import as_vtt
from tests.factories import asset_row, make_organisation, make_user, stored_row
from tests.media_library.small_library import CLIP

pytestmark = [pytest.mark.django_db, pytest.mark.world("assets")]


def document(code, pages=3, **fields):
    """An asset with a PDF of `pages` pages whose pictures are made."""
    stored = stored_row(pages=pages, preview_key=f"previews/{code}/first.webp", preview_width=800, preview_height=600)
    asset = asset_row(code, kind="slide", files=[{"role": "screen", "label": "Bản chiếu", "stored": stored}], **fields)
    for number in range(1, pages + 1):
        Derivative.objects.create(
            stored=stored, form="trang", page=number, state="done", key=f"previews/{code}/{number}.webp", width=800,
            height=600,
        )  # fmt: skip
    return asset, asset.current_files[0]


def test_a_document_is_looked_through_page_by_page_and_the_next_one_is_prefetched(client):
    asset, file = document("SL-1")
    viewer = f"{asset.get_absolute_url()}xem/{file.uuid}/"
    page = client.get(asset.get_absolute_url()).content.decode()
    assert f'href="{viewer}"' in page and "Xem từng trang" in page and "3 trang" in page
    second = client.get(f"{viewer}?trang=2").content.decode()
    assert '<img src="/media/previews/SL-1/2.webp"' in second and "Trang 2 trên 3" in second
    assert '<link rel="prefetch" as="image" href="/media/previews/SL-1/3.webp">' in second
    assert 'rel="prev" href="?trang=1"' in second and 'rel="next" href="?trang=3"' in second
    last = client.get(f"{viewer}?trang=3").content.decode()
    assert 'rel="prefetch" as="image"' not in last and file.get_absolute_url() in last
    assert client.get(f"{viewer}?trang=4").status_code == 404
    assert client.get(f"{asset.get_absolute_url()}xem/{asset.uuid}/").status_code == 404
    asset.withdraw()
    assert client.get(viewer).status_code == 404


def test_of_a_document_for_schools_visitors_see_the_first_page_alone(client):
    asset, file = document("SL-2", access="schools")
    page = client.get(asset.get_absolute_url()).content.decode()
    assert "Xem từng trang" not in page
    viewer = f"{asset.get_absolute_url()}xem/{file.uuid}/"
    first = client.get(viewer).content.decode()
    assert "Trang 1 trên 1" in first and "SL-2/2.webp" not in first and file.get_absolute_url() not in first
    assert client.get(f"{viewer}?trang=2").status_code == 404


def test_a_document_of_the_staff_is_looked_through_by_editors_of_the_library_alone(client, client_for):
    asset, file = document("SL-3", access="staff")
    viewer = f"{asset.get_absolute_url()}xem/{file.uuid}/"
    for reader in (client, client_for(make_user(organisation=make_organisation())), client_for(make_user())):
        response = reader.get(viewer)
        assert response.status_code == 404 and "previews/SL-3/" not in response.content.decode()
    editor = client_for(make_user(is_superuser=True))
    assert "SL-3/2.webp" in editor.get(f"{viewer}?trang=2").content.decode()


def test_a_clip_plays_with_captions_of_its_languages_and_a_recording_without(client, client_for):
    files = [
        {"role": "screen", "label": "Clip", "stored": stored_row(size=24_000_000, **CLIP)},
        {"role": "light", "label": "Bản nhẹ", "stored": stored_row(size=4_000_000, **CLIP)},
        {"role": "text", "label": "Phụ đề", "language": "km", "stored": stored_row(extension="vtt")},
        {"role": "text", "label": "Phụ đề", "language": "vi", "stored": stored_row(extension="srt")},
    ]
    asset = asset_row("V-1", kind="video", files=files)
    _clip, light, khmer, own = asset.current_files
    page = client.get(asset.get_absolute_url()).content.decode()
    assert f'<source src="/phat/{light.uuid}/" type="video/mp4">' in page  # the lightest
    assert f'src="/phat/{khmer.uuid}/phu-de.vtt" srclang="km"' in page
    assert f'src="/phat/{own.uuid}/phu-de.vtt" srclang="vi"' in page and page.count(" default>") == 1
    assert 'preload="none"' in page
    sound = asset_row("V-2", kind="audio", files=[{"stored": stored_row(media_type="audio/mpeg", extension="mp3")}])
    assert f'src="/phat/{sound.current_files[0].uuid}/"' in client.get(sound.get_absolute_url()).content.decode()
    closed = asset_row("V-3", kind="video", access="schools", files=[{"stored": stored_row(**CLIP)}])
    assert "<video" not in client.get(closed.get_absolute_url()).content.decode()
    assert client.get(f"/phat/{light.uuid}/phu-de.vtt").status_code == 404  # no captions
    assert client.get(f"/phat/{closed.current_files[0].uuid}/phu-de.vtt").status_code == 404
    words = [{"role": "text", "language": "vi", "stored": stored_row(extension="vtt")}]
    (captions,) = asset_row("V-4", access="schools", files=words).current_files
    school = client_for(make_user(organisation=make_organisation()))
    assert school.get(captions.get_absolute_url()).status_code == 302
    assert school.get(f"/phat/{captions.uuid}/phu-de.vtt").status_code == 404, "caches would keep it for everybody"


def test_srt_is_handed_out_as_webvtt():
    assert as_vtt("1\n00:00:01,500 --> 00:00:02,000\nChào\n".encode()).startswith("WEBVTT\n\n1\n00:00:01.500 -->")
    assert as_vtt(b"WEBVTT\n\n00:01.000 --> 00:02.000\nA") == "WEBVTT\n\n00:01.000 --> 00:02.000\nA"
