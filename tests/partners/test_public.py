"""KOL pages as readers see them: who agreed to be listed, the story's credit, the clip's signed address."""

import json
import re
from datetime import timedelta
from io import BytesIO
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.utils import timezone
from wagtail.models import PageViewRestriction

from articles.presentation.share_images import share_image_of
from files.models import StoredFile
from media_library.recall.service import clear, recall
from partners import models
from partners.models import KolIndexPage, KolStoryPage, Partner
from search.index import index_page
from tests.factories import make_article, make_asset, make_home, make_image, make_section, make_stored_file, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


def make_index():
    home = make_home()
    index = KolIndexPage(title="KOL đồng hành", slug="kol", locale=home.locale)
    home.add_child(instance=index)
    return index


def make_kol(name="Mây Miệt Vườn", slug="may-miet-vuon", **fields):
    return Partner.objects.create(
        display_name=name,
        slug=slug,
        **{"is_listed": True, "quote": "Hỏi má cái đã.", "handles": "TikTok @may", **fields},
    )


def make_story(partner, title="Má kiểm hợp đồng", **fields):
    return make_article(
        title,
        model=KolStoryPage,
        partner=partner,
        section=fields.pop("section", None) or make_section("KOL"),
        genre="kol",
        **fields,
    )


def test_only_listed_partners_have_a_page(client):
    make_index()
    make_kol()
    make_kol("Chưa đồng ý", "chua-dong-y", is_listed=False)
    html = client.get("/vi/kol/").content.decode()
    assert "Mây Miệt Vườn" in html and "Chưa đồng ý" not in html
    assert client.get("/vi/kol/may-miet-vuon/").status_code == 200
    assert client.get("/vi/kol/chua-dong-y/").status_code == 404


def test_a_profile_speaks_the_readers_language_or_is_named_as_vietnamese(client):
    make_index()
    root = {}
    for code in ("km", "en"):
        root[code] = KolIndexPage(title="KOL", slug=f"kol-{code}", locale=make_home(code).locale)
        make_home(code).add_child(instance=root[code])
    kol = make_kol(
        role_line="Hài", bio="Kể chuyện ở chợ.", topic="Việc nhẹ", role_line_km="កំប្លែង", bio_km="និទានរឿងនៅផ្សារ។",
        quote_km="សួរម៉ែសិន។", topic_km="ការងារស្រាល", role_line_en="Comedy <b>",
    )  # fmt: skip
    khmer = client.get(f"{root['km'].get_url()}{kol.slug}/").text
    for words in (kol.role_line_km, kol.bio_km, kol.quote_km, kol.topic_km):
        assert words in khmer
    assert not any(words in khmer for words in ("Hài", "Kể chuyện ở chợ", "Hỏi má", "Việc nhẹ"))
    assert kol.role_line_km in client.get(root["km"].get_url()).text
    english = client.get(f"{root['en'].get_url()}{kol.slug}/").text
    assert "Comedy &lt;b&gt;" in english and "Hài" not in english
    assert '<span lang="vi">Kể chuyện ở chợ.</span>' in english and '<span lang="vi">Việc nhẹ</span>' in english
    assert 'Made by <span lang="vi">Mây Miệt Vườn</span> for' in english
    assert "Hài" in client.get(f"/vi/kol/{kol.slug}/").text


def test_profiles_are_shared_with_readers_and_private_for_the_signed_in(client, client_for):
    make_index()
    make_kol()
    for place in ("/vi/kol/", "/vi/kol/may-miet-vuon/"):
        shared = client.get(place)
        assert shared["Cache-Control"].startswith("public") and "Cookie" not in shared.get("Vary", "")
        assert client_for(make_user()).get(place)["Cache-Control"] == "private, no-store"


def test_profile_lists_live_stories_only(client):
    make_index()
    kol, section = make_kol(), make_section("KOL")
    make_story(kol, section=section)
    make_story(kol, "Chưa đăng", section=section, live=False)
    html = client.get("/vi/kol/may-miet-vuon/").content.decode()
    assert "Má kiểm hợp đồng" in html and "Chưa đăng" not in html
    assert "@may" in html


def test_a_profile_lists_its_own_stories_in_its_language_the_newest_first_and_three_other_partners(client):
    make_index()
    kol, *others = [make_kol(f"Bạn {number}", f"ban-{number}") for number in range(6)]
    section, closed = make_section("KOL"), make_section("Tập huấn", slug="tap-huan")
    now = timezone.now()
    for title, days in (("Chuyện cũ", 9), ("Chuyện mới", 1), ("Chuyện giữa", 5)):
        make_story(kol, title, section=section, published_at=now - timedelta(days=days))
    make_story(others[0], "Của bạn khác", section=section)
    make_story(kol, "Chỉ nhóm kín đọc", section=closed)
    PageViewRestriction.objects.create(page=closed, restriction_type="password", password="bi-mat")
    translated = KolStoryPage.objects.get(title="Chuyện cũ").copy_for_translation(
        make_home("en").locale, copy_parents=True
    )
    KolStoryPage.objects.filter(pk=translated.pk).update(title="In English", live=True)
    html = client.get("/vi/kol/ban-0/").text
    words = r"Chuyện (?:cũ|mới|giữa)|Của bạn khác|Chỉ nhóm kín đọc|In English"
    assert list(dict.fromkeys(re.findall(words, html))) == ["Chuyện mới", "Chuyện giữa", "Chuyện cũ"]
    assert len(set(re.findall(r'href="../(ban-[0-5])/"', html))) == 3


def test_clip_and_captions_are_handed_out_when_they_are_released_and_the_story_is_live(client):
    kol = make_kol()
    captions = make_stored_file(BytesIO(b"WEBVTT\n\n00:00.000 --> 00:02.000\nA\n"), name="phu-de.vtt")
    story = make_story(kol, clip=make_stored_file(), captions=captions)
    places = [f"{story.address}xem/", story.captions_address]
    assert client.get(places[0]).status_code == 302
    track = client.get(places[1])
    assert track.status_code == 200 and track["Content-Type"] == "text/vtt; charset=utf-8"
    assert "WEBVTT" in track.text and track["X-Content-Type-Options"] == "nosniff"
    StoredFile.objects.update(zone="quarantine")
    cache.clear()
    assert [client.get(place).status_code for place in places] == [404, 404]
    StoredFile.objects.update(zone="released")
    KolStoryPage.objects.filter(pk=story.pk).update(clip=None, captions=None)
    assert [client.get(place).status_code for place in places] == [404, 404]


def test_a_clip_that_the_library_recalls_is_played_in_no_story(client, django_capture_on_commit_callbacks):
    """They are one file: the story plays it no more, from the recall on and when its object has been renamed."""
    index = make_index()
    clips = {name: make_stored_file() for name in ("recalled", "other")}
    captions = make_stored_file(BytesIO(b"WEBVTT\n\n00:00.000 --> 00:02.000\nA\n"), name="phu-de.vtt")
    story = make_story(make_kol(), clip=clips["recalled"], captions=captions)
    other = make_story(make_kol("Lan", "lan"), "Chuyện khác", clip=clips["other"], section=story.get_parent())
    asset = make_asset(files=[{"stored": clips["recalled"]}, {"stored": captions, "role": "text"}])
    make_asset(files=[{"stored": clips["other"]}])
    assert index and [client.get(item.clip_address).status_code for item in (story, other)] == [302, 302]
    assert client.get(story.captions_address).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        recall_row = recall(asset, reason="Trong clip có một em nhỏ.")
    for _step in ("rows", "objects"):
        assert [client.get(item.clip_address).status_code for item in (story, other)] == [404, 302]
        assert client.get(story.captions_address).status_code == 404
        cache.clear()
        pages = [client.get(item.address).content.decode() for item in (story, other)]
        assert ["<video" in page or "<audio" in page or "xem/" in page for page in pages] == [False, True]
        clear(recall_row.pk)


def test_story_carries_the_credit_and_its_labels(client):
    make_index()
    story = make_story(
        make_kol(is_demo=True),
        paid_by="Công ty Sen Trắng",
        uses_ai=True,
        post_url="https://www.tiktok.com/@may/video/1",
    )
    html = client.get(story.address).content.decode()
    for expected in (
        "Nội dung do Mây Miệt Vườn thực hiện cho chiến dịch",
        "Hợp tác",
        "Có tài trợ",
        "Có dùng AI",
        "Minh họa",
        'rel="nofollow ugc noopener"',
    ):
        assert expected in html


@pytest.mark.parametrize(("code", "label"), [("km", "ភាសាខ្មែរ"), ("vi", "Tiếng Việt")])
def test_captions_say_their_language(client, code, label):
    make_index()
    captions = make_stored_file(BytesIO("WEBVTT\n\n00:00.000 --> 00:01.000\nchào\n".encode()), name="a.vtt")
    story = make_story(make_kol(), clip=make_stored_file(), captions=captions, captions_language=code)
    track = re.search("<track[^>]*>", client.get(story.address).content.decode())[0]
    assert f'srclang="{code}"' in track and f'label="{label}"' in track and story.captions_address in track


@pytest.mark.indexed
def test_what_is_paid_for_says_so_before_its_headline_wherever_it_stands(client):
    """Who pays and who made it: page, card, search, feeds, JSON-LD; nothing of it on a story without a sponsor."""
    make_index()
    section = make_section("KOL")
    paid = make_story(make_kol(), "Má kiểm hợp đồng", section=section, paid_by="Công ty Sen Trắng")
    free = make_article("Ba dấu hiệu", section=section)
    label = "Có tài trợ: Công ty Sen Trắng"
    index_page(paid)
    page = client.get(paid.address).text
    assert page.index(label) < page.index("Thực hiện: Mây Miệt Vườn") < page.index("<h1>")
    for place in (section.address, "/vi/", "/vi/tim-kiem/?q=kiem+hop+dong", "/vi/kol/may-miet-vuon/"):
        main_html = client.get(place).text.split("<main", 1)[1]
        assert paid.address in main_html and label in main_html, place
    assert f"[{label} · Mây Miệt Vườn] Má kiểm hợp đồng" in client.get("/vi/rss.xml").text
    (item, other) = sorted(client.get("/vi/feed.json").json()["items"], key=lambda item: item["title"])[::-1]
    assert item["title"].startswith(f"[{label}") and item["authors"][0]["name"] == "Mây Miệt Vườn"
    assert other["title"] == free.title
    json_ld = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1]
    (news,) = [thing for thing in json.loads(json_ld)["@graph"] if "Article" in thing["@type"]]
    assert news["@type"] == "AdvertiserContentArticle" and news["sponsor"]["name"] == "Công ty Sen Trắng"
    assert news["author"][0] == {"@type": "Person", "name": "Mây Miệt Vườn"}
    assert share_image_of(paid).kicker.startswith(label)
    assert "Có tài trợ" not in client.get(free.address).text.split("</h1>")[0]


def test_no_label_without_its_reason(client):
    make_index()
    html = client.get(make_story(make_kol()).address).content.decode()
    assert "Hợp tác" in html
    assert not [chip for chip in ("Có tài trợ", "Có dùng AI", "Minh họa") if f">{chip}<" in html]


COUNTS = ("follower", "subscriber", "người theo dõi", "lượt theo dõi", "interactionstatistic", "userinteractioncount")


def test_nothing_public_counts_followers(client):
    """Neither pages nor feeds nor what machines read of them; there is no column such a number could lie in."""
    make_index()
    kol = make_kol(role_line="Hài", bio="Kể chuyện ở chợ.", handles="TikTok @may\nYouTube @maymietvuon")
    story = make_story(kol, post_url="https://www.tiktok.com/@may/video/1")
    section = f"/vi/{story.get_parent().slug}/"
    places = ("/vi/", "/vi/kol/", "/vi/kol/may-miet-vuon/", story.address, section, "/vi/rss.xml", "/vi/feed.json")
    places += (f"{section}rss.xml", f"{section}feed.json", "/vi/tim-kiem/?q=may", "/vi/tim-kiem/goi-y/?q=may")
    for place in (*places, "/sitemap/trang-1.xml"):
        response = client.get(place)
        assert response.status_code == 200, place
        assert not [word for word in COUNTS if word in response.content.decode().lower()], place
    fields = [
        field.name for model in models.__dict__.values() if hasattr(model, "_meta") for field in model._meta.fields
    ]
    assert fields and not [name for name in fields if re.search("follow|subscri|fan|popular|views|likes", name)]


@pytest.mark.parametrize(
    ("name", "typed", "taken"),
    [
        ("handles", "TikTok @may 1,2 triệu người theo dõi", False),
        ("handles", "TikTok @may 500K", False),
        ("handles", "TikTok @may_10k\nFacebook Mây Miệt Vườn 2", True),
        ("bio", "Hơn 300.000 follower khắp miền Tây.", False),
        ("bio", "2 triệu theo dõi", False),
        ("bio", "Học sinh lớp 12 theo dõi kênh để ôn bài.", True),
        ("role_line", "Hài, 80k fan", False),
    ],
)
def test_a_partner_cannot_write_follower_counts_into_the_profile(client_for, name, typed, taken):
    kol, user = make_kol(), make_user()
    kol.members.create(user=user)
    form = {"display_name": "Mây Miệt Vườn", name: typed}
    response = client_for(user).post(f"/doi-tac/ho-so/{kol.uuid}/", form)
    assert response.status_code == (302 if taken else 422)
    assert taken or "Trang không ghi số người theo dõi" in response.content.decode()
    assert hasattr(Partner.objects.get(), "proposal") == taken


def test_clip_is_reached_by_a_short_signed_address_that_knows_ranges(client, s3, buckets):
    clip = make_stored_file()
    clip.preview_key = f"previews/2026/11/{uuid4()}.webp"
    clip.save(update_fields=["preview_key"])
    s3.put_object(Bucket=buckets[1], Key=clip.preview_key, Body=b"poster")
    story = make_story(make_kol(), clip=clip)
    address = story.clip_address
    html = client.get(story.address).content.decode()
    assert f'src="{address}"' in html and f'poster="{clip.preview_url}"' in html
    assert client.get(clip.preview_url).status_code == 200
    response = client.get(address)
    assert response.status_code == 302 and "no-store" in response["Cache-Control"]
    assert int(parse_qs(urlsplit(response["Location"]).query)["X-Amz-Expires"][0]) <= 60
    with urlopen(Request(response["Location"], headers={"Range": "bytes=0-9"})) as part:
        assert part.status == 206 and len(part.read()) == 10
        assert part.headers["Content-Disposition"] == "inline"
    story.unpublish()
    assert client.get(address).status_code == 404 and client.get(clip.preview_url).status_code == 404


def test_profile_needs_the_same_queries_however_many_stories(client, django_assert_max_num_queries):
    make_index()
    kol, section = make_kol(portrait=make_image(width=320, height=400)), make_section("KOL")
    make_story(kol, section=section, lead_image=make_image(width=320, height=180))
    make_kol("Lan", "lan")
    client.get("/vi/kol/may-miet-vuon/")
    with django_assert_max_num_queries(18) as counted:
        assert client.get("/vi/kol/may-miet-vuon/").status_code == 200
    few = len(counted)  # at once: Django empties the log with the next request
    for number in range(8):
        make_story(kol, f"Bài {number}", section=section)
        make_kol(f"Bạn {number}", f"ban-{number}")
    client.get("/vi/kol/may-miet-vuon/")
    with django_assert_max_num_queries(few):
        client.get("/vi/kol/may-miet-vuon/")


def test_no_partner_stands_alone_in_the_last_row(client):
    make_index()
    for number in range(11):
        make_kol(f"Người {number}", f"nguoi-{number}")
    assert 'class="faces kolwall four"' in client.get("/vi/kol/").text
    make_kol("Người 12", "nguoi-12")
    assert 'class="faces kolwall"' in client.get("/vi/kol/").text
