"""What helps through a story: minutes, what to read next, cards, chapters, sound, others' clips after a tap."""

import itertools
import re
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache

from articles.models import LongformPage
from campaign.models import Topic
from files.models import StoredFile
from media_library.models import Asset
from tests.factories import make_article, make_asset, make_image, make_section, make_stored_file, story_row
from tests.media_library.prints import make_kit
from tests.media_library.small_library import make_library

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


def write(page, *blocks):
    page.body = list(blocks)
    page.save_revision().publish(skip_permission_checks=True)
    cache.clear()
    return page


@pytest.mark.parametrize(("words", "minutes"), [(30, 1), (640, 3), (2200, 10)])
def test_reading_time_counts_the_words_of_sapo_and_body(client, words, minutes):
    page = make_article("Dài ngắn", sapo="Sapo ngắn.", paragraphs=[" ".join(["chữ"] * words)])
    assert f"Đọc {minutes} phút" in client.get(page.address).text


def test_related_share_topics_and_tags_first_then_the_section_and_are_never_the_story_itself(client):
    section, elsewhere = make_section("Thời sự"), make_section("Phóng sự")
    topic, other = (Topic.objects.get_or_create(slug=slug, defaults={"name": slug})[0] for slug in ("gia-danh", "game"))
    page = make_article("Bài chính", section=section)
    for number in range(3):
        story_row(f"Cùng mục {number}", section=section)
    both, by_topic, by_tag, strange = (
        make_article(title, section=elsewhere) for title in ("Cả hai", "Cùng chủ đề", "Cùng từ khóa", "Chủ đề khác")
    )
    for story in (page, both, by_topic):
        story.topics.add(topic)
    for story in (page, both, by_tag):
        story.tags.add("giả danh")
    strange.topics.add(other)
    for story in (strange, by_tag, by_topic, both, page):
        story.save_revision().publish(skip_permission_checks=True)
    for _again in range(3):  # the same every time
        cache.clear()
        titles = [story.title for story in client.get(page.address).context["related"]]
        assert titles[0] == "Cả hai" and set(titles[1:3]) == {"Cùng chủ đề", "Cùng từ khóa"}, titles
        assert titles[3].startswith("Cùng mục") and len(titles) == 4


def test_related_are_never_drafts_copies_or_other_languages(client):
    section, second = make_section("Thời sự"), make_section("Phóng sự")
    page = make_article("Bài chính", section=section)
    story_row("Còn nháp", section=section, live=False)
    original = make_article("Bài gốc", section=section)
    original.create_alias(parent=second)
    titles = [story.title for story in client.get(page.address).context["related"]]
    assert titles == ["Bài gốc"]


def test_a_kit_card_leads_to_the_kit_and_leaves_with_it(client):
    from media_library.kits import publishing
    from media_library.models import Kit

    make_library()
    publishing.publish(make_kit([make_asset("P-A3-03")]), changelog="Bản đầu.")
    page = write(make_article(), ("kit", Kit.objects.get()))
    text = client.get(page.address).text
    assert "kitcard" in text and 'href="/vi/bo-tai-lieu/kit-thcs/"' in text
    assert client.get("/vi/bo-tai-lieu/kit-thcs/").status_code == 200
    Kit.objects.get().delete()
    cache.clear()
    response = client.get(page.address)
    assert response.status_code == 200 and "kitcard" not in response.text


def test_a_clip_of_others_is_a_picture_of_ours_and_a_link_until_it_is_tapped(client):
    clip = {"url": "https://youtu.be/abcdefghijk", "title": "Ba việc", "poster": make_image(), "summary": "Tóm tắt."}
    page = write(make_article("Có clip"), ("embed", clip))
    response = client.get(page.address)
    assert "<iframe" not in response.text and 'src="http' not in response.text
    assert 'data-embed="https://www.youtube-nocookie.com/embed/abcdefghijk' in response.text
    link = re.search(r'<a href="https://youtu\.be/abcdefghijk" rel="([^"]+)"', response.text)
    assert "noreferrer" in link[1] and "Khi bạn bấm, YouTube biết bạn xem clip này." in response.text
    assert "youtube-nocookie.com" in response["Content-Security-Policy"]
    plain = make_article("Không clip", section=page.section)
    assert "youtube" not in client.get(plain.address)["Content-Security-Policy"]


def test_a_clip_on_facebook_plays_after_a_tap_and_no_other_page_of_it_does(client):
    address = "https://www.facebook.com/baocantho/videos/1234567890/"
    words = {"title": "Ba việc", "poster": None, "summary": "Tóm tắt."}
    page = write(make_article("Có clip"), ("embed", {"url": address} | words))
    response = client.get(page.address)
    assert "facebook.com/plugins/video.php?href=https%3A%2F%2Fwww.facebook.com%2Fbaocantho" in response.text
    assert "Khi bạn bấm, Facebook biết bạn xem clip này." in response.text and "<iframe" not in response.text
    for other in ("https://www.facebook.com/login/", "https://a.example/facebook.com/reel/1234567890"):
        page = write(make_article(f"Khác {other}"), ("embed", {"url": other} | words))
        assert "data-embed" not in client.get(page.address).text


def test_the_slot_for_an_audio_version(client):
    recording = make_asset("AM-01", kind="audio", name="Bản đọc")
    StoredFile.objects.filter(asset_file__version=recording.current_version).update(media_type="audio/mpeg")
    page = make_article("Có bản nghe", audio=recording)
    html = BeautifulSoup(client.get(page.address).content, "html.parser")
    sound = html.select_one("#nghe audio")
    assert (sound["preload"], sound["src"]) == ("none", f"{page.address}nghe/") and html.select_one('a[href="#nghe"]')
    silent = make_article("Không có", section=page.section)
    assert "<audio" not in client.get(silent.address).text and "#nghe" not in client.get(silent.address).text


def test_our_own_player_brings_captions_of_every_language_and_the_words(client):
    """From our own origin, WebVTT also where an editor uploaded SRT, and gone with the clip."""
    srt = "1\n00:00:31,200 --> 00:00:33,000\nChậm lại\n".encode()
    vtt = "WEBVTT\n\n00:00.000 --> 00:01.000\nយឺត".encode()
    files = [
        {"stored": make_stored_file()},
        {"stored": make_stored_file(BytesIO(srt), name="vi.srt"), "language": "vi", "role": "text"},
        {"stored": make_stored_file(BytesIO(vtt), name="km.vtt"), "language": "km", "role": "text"},
    ]
    clip = make_asset("V-07", kind="video", name="Ba phút", files=files)
    StoredFile.objects.filter(pk=files[0]["stored"].pk).update(media_type="video/mp4")
    page = make_article("Có clip", genre="video", video=clip, transcript="<p>0:31 Chậm lại.</p>")
    html = BeautifulSoup(client.get(page.address).content, "html.parser")
    player = html.select_one("video")
    assert player["preload"] == "none" and player.source["src"] == f"{page.address}xem/"
    tracks = {track["srclang"]: track for track in player.find_all("track")}
    assert set(tracks) == {"vi", "km"} and tracks["vi"].has_attr("default") and not tracks["km"].has_attr("default")
    assert tracks["vi"]["label"] == "Tiếng Việt" and tracks["km"]["label"] == "ភាសាខ្មែរ"
    file = client.get(tracks["vi"]["src"])
    assert file.status_code == 200 and file["Content-Type"].startswith("text/vtt")
    assert file.text.startswith("WEBVTT") and "00:00:31.200 --> 00:00:33.000" in file.text and "Chậm lại" in file.text
    assert client.get(tracks["km"]["src"]).content == vtt
    assert html.find(string=re.compile("Chậm lại")), "the transcript stands on the page"
    assert client.get(tracks["vi"]["src"].replace("vi.vtt", "en.vtt")).status_code == 404
    played = (f"{page.address}xem/", tracks["vi"]["src"])
    for access, responses in (
        ("open", [302, 200]),
        ("schools", [404, 404]),
        ("staff", [404, 404]),
        ("open", [302, 200]),
    ):
        Asset.objects.filter(pk=clip.pk).update(access=access)
        cache.clear()
        assert [client.get(address).status_code for address in played] == responses, access
        assert ("<video" in client.get(page.address).text) is (access == "open")
    page.unpublish()
    assert client.get(tracks["vi"]["src"]).status_code == 404


def test_chapters_of_a_long_read_can_be_reached_by_name(client):
    page = make_article("Dài kỳ", model=LongformPage, genre="emagazine", lead_image=make_image())
    body = [("paragraph", "<p>Chữ.</p>")]
    page.chapters = [
        ("chapter", {"title": name, "intro": "", "image": None, "caption": "", "body": body})
        for name in ("Dấu tích", "Mâm cơm", "Sáng ra")
    ]
    page.save_revision().publish(skip_permission_checks=True)
    text = client.get(page.address).text
    links = re.findall(r'<li><a href="#([^"]+)"><b>\d</b>([^<]+)</a>', text)
    assert [name for _anchor, name in links] == ["Dấu tích", "Mâm cơm", "Sáng ra"]
    assert all(f'id="{anchor}"' in text for anchor, _name in links)
    page.chapters = page.chapters.get_prep_value()[:1]
    page.save_revision().publish(skip_permission_checks=True)
    cache.clear()
    assert 'class="chapters"' not in client.get(page.address).text  # one chapter needs no list


def test_a_warning_can_be_skipped(client):
    page = make_article("Bài khó", content_warning="Bài kể lại lời đe dọa.")
    make_article("Bài nhẹ", section=page.section)
    text = client.get(page.address).text
    assert 'href="#lq"' in text and 'id="lq"' in text and "/vi/can-giup-do/" in text.split("Trước khi đọc")[1][:400]
    folded = write(page, ("warning", {"summary": "Có lời dọa.", "text": "<p>“Bị bắt ngay.”</p>"}))
    inside = client.get(folded.address).text
    assert re.search(r"<details[^>]*>\s*<summary[^>]*>.*?Có lời dọa\.", inside, re.DOTALL)
    assert not re.search(r"<details[^>]* open", inside.split("Có lời dọa")[0][-200:])


def test_an_infographic_shows_its_whole_drawing_and_its_words(client):
    """An upright picture of its own, or the library's drawing, in three sizes; a flat picture leaves the usual page."""
    section = make_section()
    own = story_row("Đồ họa dọc", section=section, genre="infographic", lead_image=make_image(width=800, height=1250))
    html = BeautifulSoup(client.get(own.address).content, "html.parser")
    assert [choice["value"] for choice in html.select(".zoombar input")] == ["1", "2", "3"]
    assert html.select_one(".pane img")["alt"] == own.lead_image.description and "Đoạn văn thử." in html.text
    flat = story_row("Đồ họa ngang", section=section, genre="infographic", lead_image=make_image())
    assert not BeautifulSoup(client.get(flat.address).content, "html.parser").select(".pane")
    drawing = make_asset("IG-01", kind="infographic", name="Bản đồ trợ giúp")
    write(flat, ("asset", drawing))
    assert BeautifulSoup(client.get(flat.address).content, "html.parser").select(".pane img")


def test_a_long_text_has_its_contents_and_a_related_story_beside_it(client):
    """Links to its headings; a short text has neither."""
    section = make_section()
    for number in range(5):
        story_row(f"Bài {number}", section=section)
    text = "<p>Chuông reo lúc chín giờ tối, và người gọi nói rất nhanh.</p>" * 8
    parts = [block for n in range(4) for block in (("heading", f"Phần {n}"), ("paragraph", text))]
    page = write(make_article("Bài dài", section=section), *parts[1:], ("heading", "Phần cuối"), ("paragraph", text))
    html = BeautifulSoup(client.get(page.address).content, "html.parser")
    links = [link["href"] for link in html.select(".toc a")]
    assert links == [f"#{head['id']}" for head in html.select(".prose h2[id]")] and len(links) == 4
    levels = [int(head.name[1]) for head in html.select("main :is(h1, h2, h3, h4)")]
    assert levels[0] == 1 and all(below - above <= 1 for above, below in itertools.pairwise(levels)), levels
    beside = html.select(".beside h2 a")
    assert len(beside) == 1 and len(html.select(".related h3")) == 3
    aside = html.select_one(".beside")
    assert aside.find_previous_sibling().name == "p" and aside.find_next_sibling().name == "h2"
    assert not aside.find_previous_siblings("h2")
    short = write(make_article("Bài ngắn", section=section), *[("paragraph", "<p>Một câu.</p>")] * 12)
    assert not BeautifulSoup(client.get(short.address).content, "html.parser").select(".toc, .beside")


def test_what_is_printed_says_whose_it_is_and_where_it_stands(client):
    page = make_article("Bài để in")
    sheet = BeautifulSoup(client.get(page.address).content, "html.parser").select_one(".onpaper")
    assert page.address in sheet.text and "Không một mình" in sheet.text and sheet.select_one("svg.qrcode")
