"""Passing on: the share block, frames for other sites, RSS and the JSON API show what a visitor may see, no more."""

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageViewRestriction

from articles.models import ArticlePage
from campaign.models import SiteIdentity, Topic
from files.models import StoredFile
from media_library.models import AssetVersion, DraftLink, Kit, KitText, SubjectConsent
from tests.factories import asset_row, make_home, make_locale, make_section, make_user, stored_row, story_row
from tests.media_library.small_library import make_library

pytestmark = [pytest.mark.django_db, pytest.mark.world("assets")]
API = "/api/v1/"


@pytest.fixture
def shelf(db):
    topic = Topic.objects.create(slug="gia-danh", name="Giả danh")
    asset = asset_row("P-1", name="Poster <công khai>", kind="poster")
    asset.topics.add(topic)
    asset_row("P-2", name="Chỉ cho trường", access="schools")
    asset_row("P-3", name="Nội bộ", access="staff")
    asset_row("P-4", name="Bản nháp", released=False)
    asset_row("V-1", name="Clip", kind="video")
    return asset


def test_the_share_block_loads_nothing_and_offers_zalo_and_a_frame_where_they_are_set_up(client, shelf, settings):
    page = client.get(shelf.get_absolute_url()).content.decode()
    assert 'data-copy="loi-gui"' in page and "facebook.com/sharer" in page
    zalo = f"/vi/chia-se-zalo/tai-lieu/{shelf.slug}/"
    assert f'href="{zalo}"' in page and "iframe" not in page
    without = client.get(zalo)
    assert (
        shelf.get_absolute_url() in without.text and "zalo.me" not in without.text + without["Content-Security-Policy"]
    )
    settings.EMBED_ANCESTORS = ["https://thcs.example.vn"]
    identity = SiteIdentity.for_site(make_library().get_site())
    identity.zalo_oa_id = "123"
    identity.save()
    page = client.get(shelf.get_absolute_url()).content.decode()
    assert f'href="{zalo}"' in page and f"&lt;iframe src=&quot;{settings.SITE_URL}/vi/nhung/tai-lieu/p-1/" in page
    assert "sp.zalo.me" in client.get(zalo).content.decode() and "sp.zalo.me" not in page
    kit = Kit.objects.create(code="KIT-1", slug="bo-1", is_released=True)
    KitText.objects.create(kit=kit, name="Bộ một", locale=make_locale("vi"))
    assert "/vi/nhung/bo/bo-1/" in client.get(kit.get_absolute_url()).content.decode()


def test_a_frame_has_no_script_and_only_the_sites_of_the_setting_may_show_it(client, shelf, settings):
    address = f"/vi/nhung/tai-lieu/{shelf.slug}/"
    closed = client.get(address)
    assert "frame-ancestors 'self'" in closed["Content-Security-Policy"]
    settings.EMBED_ANCESTORS = ["https://thcs.example.vn"]
    response = client.get(address)
    policy = response["Content-Security-Policy"]
    assert "frame-ancestors https://thcs.example.vn" in policy and "script-src" not in policy
    assert "default-src 'none'" in policy and "X-Frame-Options" not in response
    html = response.content.decode()
    assert "<script" not in html and "Poster &lt;công khai&gt;" in html and 'target="_blank"' in html
    assert client.get(shelf.get_absolute_url())["X-Frame-Options"] == "DENY"
    for slug in ("p-3", "p-4", "nao-dau"):
        assert client.get(f"/vi/nhung/tai-lieu/{slug}/").status_code == 404, slug
    Kit.objects.create(code="KIT-2", slug="bo-2")
    for kept_back in ("/vi/nhung/bo/bo-2/", "/vi/chia-se-zalo/bo/bo-2/"):
        assert client.get(kept_back).status_code == 404, kept_back


def test_rss_follows_a_topic_and_knows_nothing_closed(client, shelf):
    every = client.get("/vi/kho-tai-lieu/rss/")
    assert every["Content-Type"].startswith("application/rss+xml") and "public" in every["Cache-Control"]
    text = every.content.decode()
    assert "Poster &lt;công khai&gt;" in text and "Clip" in text
    assert not re.search("Chỉ cho trường|Nội bộ|Bản nháp", text)
    feed = client.get("/vi/kho-tai-lieu/rss/?chu-de=gia-danh").content.decode()
    assert "Poster" in feed and "Clip" not in feed and "Giả danh" in feed
    assert client.get("/vi/kho-tai-lieu/rss/?chu-de=la").status_code == 404
    assert 'type="application/rss+xml"' in client.get("/vi/kho-tai-lieu/").content.decode()


def test_the_api_lists_what_a_visitor_sees_whoever_asks(client, shelf, admin_user):
    response = client.get(f"{API}tai-lieu/")
    assert "s-maxage" in response["Cache-Control"] and response["Access-Control-Allow-Origin"] == "*"
    client.force_login(admin_user)
    response = client.get(f"{API}tai-lieu/")
    assert {item["code"] for item in response.json()["items"]} == {"P-1", "V-1"} and response.json()["total"] == 2
    assert response["Cache-Control"] == "private, no-store" and response["Access-Control-Allow-Origin"] == "*"
    assert [
        item["code"] for item in client.get(f"{API}tai-lieu/?chu-de=gia-danh&loai=poster&nn=vi").json()["items"]
    ] == ["P-1"]
    doc = client.get(f"{API}tai-lieu/p-1/").json()
    assert (doc["name"], doc["summary"]) == (shelf.text().name, shelf.text().summary) and doc["summary"]
    assert (
        doc["topics"] == ["gia-danh"] and doc["files"][0]["address"].endswith("/") and doc["address"].endswith("p-1/")
    )
    for slug in ("p-2", "p-3", "p-4", "nao-dau"):
        missing = client.get(f"{API}tai-lieu/{slug}/")
        assert missing.status_code == 404 and missing.json()["error"] == "Không có tài liệu này trong kho."
    story = story_row("Chuyện công khai")
    hidden = story_row("Chuyện nháp", live=False)
    listed = client.get(f"{API}bai/").json()["items"]
    assert [item["title"] for item in listed] == ["Chuyện công khai"]
    assert client.get(f"{API}bai/{story.pk}/").json()["address"].endswith(story.address)
    assert client.get(f"{API}bai/{hidden.pk}/").status_code == client.get(f"{API}bai/{10**15}/").status_code == 404
    assert client.post(f"{API}tai-lieu/").status_code == 405


def test_stories_of_the_api_are_those_that_everybody_reads_each_once_and_the_newest_first(client):
    now, topic = timezone.now(), Topic.objects.create(slug="gia-danh", name="Giả danh")
    public, closed = make_section(), make_section("Tập huấn", slug="tap-huan")
    rows = {
        days: story_row(f"Chuyện {days}", section=public, published_at=now - timedelta(days=days)) for days in (2, 0, 1)
    }
    rows[1].topics.add(topic)
    rows[1].save()
    rows[2].copy_for_translation(make_home("en").locale, copy_parents=True)
    ArticlePage.objects.filter(locale__language_code="en").update(live=True, title="In English")
    rows[0].create_alias(parent=make_section("Cơ quan khác", slug="co-quan-khac"))
    secret = story_row("Chỉ nhóm kín đọc", section=closed)
    PageViewRestriction.objects.create(page=closed, restriction_type="password", password="bi-mat")

    def listed(**query):
        response = client.get(f"{API}bai/", query).json()
        return response["total"], [item["title"] for item in response["items"]]

    assert listed() == (3, ["Chuyện 0", "Chuyện 1", "Chuyện 2"])
    assert listed(limit=1, offset=1) == (3, ["Chuyện 1"]) and listed(offset=3) == (3, [])
    assert listed(**{"chu-de": "gia-danh"}) == (1, ["Chuyện 1"]) and listed(nn="en") == (1, ["In English"])
    assert client.get(f"{API}bai/{rows[1].pk}/").json()["topics"] == ["gia-danh"]
    assert client.get(f"{API}bai/{secret.pk}/").status_code == 404
    for query, field in {"limit": 51, "offset": 10**6, "nn": "fr", "chu-de": "x" * 51}.items():
        response = client.get(f"{API}bai/", {query: field})
        assert response.status_code == 400 and response.json()["fields"] == [query], query


def test_wild_parameters_of_the_api_are_named_and_cost_nothing(client, shelf):
    for query, field in {
        "limit=0": "limit", "limit=51": "limit", "limit=x": "limit", "offset=-1": "offset", "offset=1e9": "offset",
        "loai=la": "loai", "nn=fr": "nn", f"chu-de={'x' * 80}": "chu-de",
    }.items():  # fmt: skip
        response = client.get(f"{API}tai-lieu/?{query}")
        assert response.status_code == 400 and response.json()["fields"] == [field], query
        assert response["Cache-Control"] == "no-store"
    described = json.loads(client.get(f"{API}openapi.json").content)
    paths = ("tai-lieu/", "tai-lieu/{slug}/", "bai/", "bai/{key}/", "do-phu/", "su-kien/", "su-kien/{key}/", "so-lieu/")
    assert {f"{API}{path}" for path in paths} <= set(described["paths"])


def test_the_api_says_when_it_is_asked_too_often(client, shelf, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"api": "2/m/ip"}
    assert [client.get(f"{API}tai-lieu/").status_code for _time in range(3)] == [200, 200, 429]
    refused = client.get(f"{API}tai-lieu/")
    assert refused["Retry-After"] == "60" and "Bạn hỏi quá nhiều lần" in refused.json()["error"]
    assert refused["Cache-Control"] == "no-store", "the edge would refuse everybody"
    assert client.get("/vi/kho-tai-lieu/").status_code == 200


@pytest.mark.clock("2026-11-18 09:00")
def test_a_draft_is_shown_by_a_named_link_until_its_end_and_revoked_at_once(client_for, clock):
    """No file leaves, nothing that people block is shown, the log says to whom; a visitor knows nothing of it."""
    draft = asset_row("N-1", name="Poster nháp", released=False, files=[
        {"label": "Bản in", "stored": stored_row(shows_minor=False)},
        {"label": "Ảnh lớp", "stored": stored_row(shows_minor=True)},
    ])  # fmt: skip
    editor, other = make_user(), make_user()
    editor.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", "change_asset"]))
    other.user_permissions.set(Permission.objects.filter(codename="access_admin"))
    desk, page = client_for(editor), f"/admin/kho/{draft.pk}/gui-xem/"
    assert client_for(other).get(page).status_code == 403
    assert desk.post(page, {"reader": "", "days": "7"}).status_code == 400
    assert desk.post(page, {"reader": "ThS. An", "days": "7"}).status_code == 302
    link = DraftLink.objects.get()
    visitor, address = client_for(), f"/tai/xem-nhap/{link.token}/"
    response = visitor.get(address)
    html = response.content.decode()
    assert "Poster nháp" in html and "Bản in" in html and "Ảnh lớp" not in html and "1 tệp nữa" in html
    assert "/tai/" not in html.replace("/tai/xem-nhap/", "") and response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]
    hidden = draft.versions.get().files.get(label="Ảnh lớp")
    assert visitor.get(f"{address}{hidden.pk}.webp").status_code == 404
    visible_files = StoredFile.objects.filter(asset_file__version__asset=draft, shows_minor=False)
    visible_files.update(state="infected")
    assert "2 tệp nữa" in visitor.get(address).text
    visible_files.update(state="clean")
    assert visitor.get(f"/tai/xem-nhap/{'x' * 43}/").status_code == 404
    entry = ModelLogEntry.objects.get(action="media_library.share_draft")
    assert entry.data["reader"] == "ThS. An" and link.token not in str(entry.data)
    of_another = f"/admin/kho/{asset_row('N-2', released=False).pk}/gui-xem/"
    assert (
        desk.post(of_another, {"revoke": str(link.pk)}).status_code == 404 and visitor.get(address).status_code == 200
    )
    assert desk.post(page, {"revoke": str(link.pk)}).status_code == 302
    assert visitor.get(address).status_code == 404
    desk.post(page, {"reader": "Cô Sáu", "days": "1"})
    later = f"/tai/xem-nhap/{DraftLink.objects.get(reader='Cô Sáu').token}/"
    assert visitor.get(later).status_code == 200
    editor.user_permissions.clear()
    assert visitor.get(later).status_code == 404, "who sent it edits the library no longer"
    editor.user_permissions.set(Permission.objects.filter(codename="change_asset"))
    assert visitor.get(later).status_code == 200
    draft.versions.update(released_at=timezone.now())
    assert visitor.get(later).status_code == 404, "what was a draft"
    draft.versions.update(released_at=None)
    clock.move_to("2026-11-19 10:00")
    assert visitor.get(later).status_code == 404


def test_pictures_of_a_draft_end_with_its_link_and_with_the_consent_of_who_is_in_them(client, s3, buckets):
    stored = {}
    for name, shows_minor in (("plain", False), ("class", True), ("elsewhere", False)):
        stored[name] = stored_row(zone="quarantine", shows_minor=shows_minor, preview_key=f"previews/{uuid4()}.webp")
        s3.put_object(Bucket=buckets[0], Key=stored[name].preview_key, Body=name.encode())
    version = asset_row(
        "N-3", released=False, files=[{"stored": stored[name]} for name in ("plain", "class")]
    ).versions.get()
    asset_row("N-4", released=False, files=[{"stored": stored["elsewhere"]}])
    until, sender = timezone.now() + timedelta(days=1), make_user(is_superuser=True)
    link = DraftLink.objects.create(version=version, reader="Cô Sáu", expires_at=until, created_by=sender)

    def seen():
        """Names of the files whose pictures are handed out."""
        responses = {
            name: client.get(f"/tai/xem-nhap/{link.token}/{file.asset_file.pk}.webp") for name, file in stored.items()
        }
        assert {response.status_code for response in responses.values()} <= {200, 404}
        return {
            name
            for name, response in responses.items()
            if response.status_code == 200 and response.getvalue() == name.encode()
        }

    assert seen() == {"plain"}, "nobody has agreed for the class"
    consent = SubjectConsent.objects.create(
        subject="Lớp 8A", age_band="7-15", person_agreed=True, representative_agreed=True, purpose="x", scope="site",
        collected_by=make_user(),
    )  # fmt: skip
    consent.files.add(stored["class"])
    assert seen() == {"plain", "class"}
    SubjectConsent.objects.update(withdrawn_at=timezone.now())
    assert seen() == {"plain"}
    for closing in ({"revoked_at": timezone.now()}, {"expires_at": timezone.now() - timedelta(seconds=1)}):
        before = {name: getattr(link, name) for name in closing}
        DraftLink.objects.update(**closing)
        assert seen() == set(), closing
        DraftLink.objects.update(**before)
        assert seen() == {"plain"}
    AssetVersion.objects.filter(pk=version.pk).update(released_at=timezone.now())
    assert seen() == set(), "what was a draft"
