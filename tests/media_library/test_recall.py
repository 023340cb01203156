"""Recall with reach, with the real parts: page, list, search, kit, screen, signed link, picture, edge; holders."""

import re
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from urllib.error import HTTPError
from urllib.request import urlopen
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django_tasks_db.models import DBTaskResult
from PIL import Image

from base.errors import WrongState
from media_library import maintenance, notices
from media_library.kits import builder, publishing
from media_library.models import Asset, HolderNotice, KitVersion, Recall
from media_library.recall import service
from media_library.review.release import release_version
from tests.factories import asset_row, make_article, make_asset, make_organisation, make_user
from tests.letters import delivered
from tests.media_library.prints import make_kit, make_poster
from tests.media_library.small_library import make_library, new_version
from tests.objects import keys_in

pytestmark = [pytest.mark.django_db, pytest.mark.world("assets")]


def status(location):
    try:
        with urlopen(location, timeout=10) as response:
            return response.status
    except HTTPError as error:
        return error.code


@pytest.fixture
def edge(settings):
    """A real HTTP server in the place of the edge cache: it notes what is purged."""
    purged = []

    class Edge(BaseHTTPRequestHandler):
        def do_PURGE(self):
            purged.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Edge)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    location = f"http://127.0.0.1:{server.server_port}"
    settings.WAGTAILFRONTENDCACHE = {"edge": {"BACKEND": "base.caching.cdn_purge.EdgeBackend", "LOCATION": location}}
    yield purged
    server.shutdown()


def with_preview(asset):
    """A picture of the first file in the released bucket, as the worker would have left it."""
    file = asset.current_version.files.order_by("pk").first()
    light = asset.current_version.files.get(role="light").stored
    store = light.storage
    file.stored.preview_key = f"previews/2026/11/{file.uuid}.png"
    source = {"Bucket": store.bucket_name, "Key": light.key}
    store.client.copy_object(Bucket=store.bucket_name, Key=file.stored.preview_key, CopySource=source)
    file.stored.save()
    return file


def with_page(file):
    """A picture of the file's first page, as derivation makes it: public under /media/ too."""
    key, store = f"previews/2026/11/{uuid4()}.png", file.stored.storage
    source = {"Bucket": store.bucket_name, "Key": file.stored.preview_key}
    store.client.copy_object(Bucket=store.bucket_name, Key=key, CopySource=source)
    return file.stored.derivatives.create(form="trang", page=1, state="done", key=key)


@pytest.mark.indexed
@pytest.mark.slow
def test_everything_is_gone_at_once_and_every_holder_is_told(
    client, client_for, edge, django_capture_on_commit_callbacks
):
    make_library()
    poster = make_poster("P-A4-01", name="Poster sai số", moments=["chao-co"])
    other = make_asset("P-02", name="Poster đúng", moments=["chao-co"])
    file = with_preview(poster)
    page = with_page(file)
    kit = make_kit([poster, other])
    builder.build(publishing.publish(kit).pk)
    kit.refresh_from_db()
    archive = kit.current_version.archives.get(variant="full")
    school, outlet, idle = (
        make_organisation(),
        make_organisation("Báo (minh họa)", kind="outlet"),
        make_organisation("B"),
    )
    teacher = make_user("co@demo.example", organisation=school)
    client_for(teacher).get(file.get_absolute_url())
    client_for(teacher).get(file.get_absolute_url())
    client_for(make_user(organisation=outlet)).get(archive.get_absolute_url())
    client.get(file.get_absolute_url())
    handed_out = [client.get(item.get_absolute_url())["Location"] for item in (file, archive)]
    pictures = [file.stored.preview_url, page.url]
    story = make_article("Tuần đầu ở trường")
    story.body = [*story.body.get_prep_value(), {"type": "asset", "value": poster.pk}]
    story.save_revision().publish(skip_permission_checks=True)
    screen = "/vi/phat/chao-co-hinh.json"
    before = {
        story.url: "Poster sai số",
        "/vi/": "Poster sai số",
        other.get_absolute_url(): "Poster sai số",  # “Hay dùng cùng”
        "/vi/kho-tai-lieu/gio/?m=P-A4-01&m=P-02": "Poster sai số",
        "/vi/kho-tai-lieu/": "Poster sai số",
        "/vi/kho-tai-lieu/?dip=chao-co": "Poster sai số",
        "/vi/tim-kiem/?q=poster+sai": poster.get_absolute_url(),  # the words themselves are marked
        "/vi/bo-tai-lieu/kit-thcs/": "Poster sai số",
        "/sitemap/tai-lieu.xml": "/kho-tai-lieu/p-a4-01/",
        screen: str(file.uuid),
        "/vi/phat/chao-co-hinh.m3u": "Poster sai số",
        "/vi/phat/kit-thcs.m3u": "Poster sai số",
    }
    feeds = ("/vi/rss.xml", "/vi/feed.json")  # they tell of the story and never carry a card of the library
    assert all("Tuần đầu ở trường" in client.get(feed).content.decode() for feed in feeds)
    for address, word in before.items():
        assert word in client.get(address).content.decode(), address
    assert [status(link) for link in handed_out] == [200, 200]
    assert [client.get(picture).status_code for picture in pictures] == [200, 200]
    assert all("X-Amz-Expires=21600&" in link for link in handed_out)  # only the worker's clear() ends them

    kit_address = "/vi/bo-tai-lieu/kit-thcs/"
    kit_page = client.get(kit_address).text
    with django_capture_on_commit_callbacks(execute=True):
        recall = service.recall(poster, reason="Số 111 in thành 112.", replaced_by=other, by=teacher)

    for address, word in before.items():
        response = client.get(address)
        assert word not in response.content.decode(), address
        policy = dict(re.findall(r"([\w-]+)=(\d+)", response.headers.get("Cache-Control", "")))
        stale = int(policy.get("stale-while-revalidate", 0))
        ages = [int(policy.get(name, 0)) + stale for name in ("max-age", "s-maxage")]
        assert max(ages) <= 60, address  # copies that no purge reaches die of their age
    assert archive.get_absolute_url() in kit_page and archive.get_absolute_url() not in client.get(kit_address).text
    made_of_it = [f"{file.get_absolute_url()}phieu-in.pdf", "/t/p-a4-01/qr.svg", "/tai/gio.zip?m=P-A4-01"]
    assert all(client.get(address).status_code in {404, 410} for address in made_of_it)
    assert [client.get(picture).status_code for picture in pictures] == [404, 404]
    assert client.get(archive.get_absolute_url()).status_code in {404, 410}
    for address in (poster.get_absolute_url(), "/t/p-a4-01/", file.get_absolute_url()):
        tombstone = client.get(address)
        html = tombstone.content.decode()
        assert tombstone.status_code == 410 and "Số 111 in thành 112." in html and other.get_absolute_url() in html
    for feed in feeds:
        body = client.get(feed).content.decode()
        assert "Poster sai số" not in body and str(file.uuid) not in body and "p-a4-01" not in body, feed
    expected = {poster.get_absolute_url(), *pictures, "/vi/bo-tai-lieu/kit-thcs/", "/km/phat/chao-co-hinh/", story.url}
    assert not edge, "no request waits for the edge: a hung one would hold up the recall"
    (promised,) = DBTaskResult.objects.filter(status="READY", task_path="base.caching.cdn_purge.purge")
    promised.task.call(*promised.args_kwargs["args"])
    assert expected <= set(edge)

    assert [status(link) for link in handed_out] == [200, 200]  # no request touches an object (rule 19)
    service.clear_recall.func(recall.pk)  # what the worker does next
    assert [status(link) for link in handed_out] == [404, 404]
    assert [client.get(picture).status_code for picture in pictures] == [404, 404]
    assert Recall.objects.get().cleared_at

    next_version = KitVersion.objects.get(state="building")
    assert builder.build(next_version.pk) == "ready"
    html = client.get("/vi/bo-tai-lieu/kit-thcs/").content.decode()
    assert "Bỏ P-A4-01, đã thu hồi." in html

    holders = {notice.organisation: notice.downloads for notice in recall.notices.all()}
    assert holders == {school: 2, outlet: 2}  # the kit held two files of the poster
    assert idle not in holders
    for notice in recall.notices.all():
        notices.mail_notice.func(notice.pk)
        notices.mail_notice.func(notice.pk)
    desk = client_for(make_user(is_superuser=True, is_staff=True))
    list_html = desk.get("/admin/snippets/media_library/asset/").content.decode()
    [picture] = re.findall(r'<img src="(/admin/kho/hinh/[^"]+)"', list_html)
    assert desk.get(picture).getvalue(), "the desk still sees what was taken back"
    assert client_for(teacher).get(picture).status_code in {302, 403}
    assert sorted(letter.to[0] for letter in delivered())[0] == "co@demo.example" and len(delivered()) == 2
    assert "Số 111 in thành 112." in delivered()[0].body and "/tai/thong-bao/" in delivered()[0].body


def test_holders_confirm_and_the_desk_sees_who_has_not(client_for, django_capture_on_commit_callbacks):
    asset = make_asset("P-03")
    school, other = make_organisation("Trường A"), make_organisation("Trường B")
    for organisation in (school, other):
        client_for(make_user(organisation=organisation)).get(asset.current_version.files.get().get_absolute_url())
    with django_capture_on_commit_callbacks(execute=True):
        recall = service.recall(asset, reason="Thiếu đồng ý của phụ huynh.")
    member, stranger = make_user(organisation=school), make_user(organisation=other)
    [notice] = notices.open_notices(school)
    assert notice.is_recall and "P-03" in notice.headline and "Thiếu đồng ý" in notice.advice
    address = f"/tai/thong-bao/{notice.uuid}/"
    assert "Đã gỡ xuống" in client_for(member).get(address).content.decode()
    assert client_for(stranger).get(address).status_code == 404
    assert client_for(stranger).post(f"{address}xac-nhan/").status_code == 404
    assert client_for(None).post(f"{address}xac-nhan/").status_code == 302
    back = client_for(member).post(f"{address}xac-nhan/", {"next": "https://xau.example/"})
    assert back["Location"] == address
    assert client_for(member).post(f"{address}xac-nhan/", {"next": "/truong/"})["Location"] == "/truong/"
    assert client_for(member).post(f"{address}xac-nhan/", {"next": "x"}).status_code == 302
    assert notices.open_notices(school) == [] and len(notices.open_notices(other)) == 1
    desk = client_for(make_user(is_superuser=True, is_staff=True))
    html = desk.get(f"/admin/thu-hoi/{recall.pk}/").content.decode()
    assert "2 đơn vị đang giữ, 1 đã xác nhận" in html and html.count("<strong>chưa xác nhận") == 1
    assert "P-03" in desk.get("/admin/thu-hoi/").content.decode()
    assert client_for(member).get("/admin/thu-hoi/").status_code in {302, 403}


def test_one_version_is_taken_back_and_the_one_before_stands_in(client, django_capture_on_commit_callbacks):
    make_library()
    asset = make_asset("P-04")
    first = asset.current_version
    release_version(asset, new_version(asset))
    second = asset.current_version
    bad = second.files.get().get_absolute_url()
    with django_capture_on_commit_callbacks(execute=True):
        service.recall(asset, version=second, reason="Sai chính tả.")
    asset.refresh_from_db()
    assert asset.is_released and asset.current_version == first
    response = client.get(bad)
    assert response.status_code == 410 and "Sai chính tả." in response.content.decode()
    assert "v1.0, mới nhất" in client.get(asset.get_absolute_url()).content.decode()
    assert client.get("/t/p-04/v1.1/").status_code == 410 and client.get("/t/p-04/").status_code == 200
    with pytest.raises(WrongState):
        service.recall(asset, version=second, reason="Lần nữa.")
    with django_capture_on_commit_callbacks(execute=True):
        service.recall(asset, version=first, reason="Cả bản này.")
    assert client.get("/t/p-04/").status_code == 410
    for problem in ({"reason": "  "}, {"reason": "x", "replaced_by": asset}):
        with pytest.raises(ValidationError):
            service.recall(make_asset(), **problem)


def test_an_older_version_that_is_taken_back_leaves_the_pages_that_are_kept_and_no_other_version(
    client, s3, buckets, django_capture_on_commit_callbacks
):
    """Nothing of the newest version changes meanwhile."""
    make_library()
    asset = make_asset("P-08")
    first = asset.current_version
    release_version(asset, new_version(asset))
    pictures = []
    for version in (first, asset.current_version):
        stored = version.files.get().stored
        stored.preview_key = f"previews/2026/11/{uuid4()}.webp"
        stored.save()
        s3.put_object(Bucket=buckets[1], Key=stored.preview_key, Body=b"a picture")
        pictures.append(stored.preview_url)
    page, old = asset.get_absolute_url(), f"{asset.get_absolute_url()}?v=1.0"
    for _kept in range(2):
        assert "?v=1.0" in client.get(page).text and client.get(old).status_code == 200
    assert [client.get(address).status_code for address in pictures] == [200, 200]
    with django_capture_on_commit_callbacks(execute=True):
        service.recall(asset, version=first, reason="Sai chính tả.")
    assert "?v=1.0" not in client.get(page).text and client.get(old).status_code == 404
    assert [client.get(address).status_code for address in pictures] == [404, 200], "before any object is moved"


def test_the_picture_for_shared_links_goes_from_storage_with_what_it_shows(
    client, s3, buckets, django_capture_on_commit_callbacks
):
    make_library()
    assets = {code: make_asset(code) for code in ("P-08", "P-09")}
    cards, picture = {}, BytesIO()
    Image.new("RGB", (60, 84)).save(picture, "WEBP")
    for code, asset in assets.items():
        stored = asset.current_version.files.get().stored
        stored.preview_key = f"previews/2026/11/{uuid4()}.webp"
        stored.save()
        s3.put_object(Bucket=buckets[1], Key=stored.preview_key, Body=picture.getvalue())
        head = client.get(asset.get_absolute_url()).text
        [address] = re.findall(r'property="og:image" content="https?://[^/]+([^"]+)"', head)
        assert client.get(address).status_code == 200
        [cards[code]] = [key for key in keys_in(s3, buckets[1]) if key.startswith(f"cards/tai-lieu-vi-{asset.slug}-")]
    with django_capture_on_commit_callbacks(execute=True):
        recall = service.recall(assets["P-08"], reason="Có một em nhỏ trong hình.")
    service.clear(recall.pk)
    remaining_keys = keys_in(s3, buckets[1])
    assert cards["P-08"] not in remaining_keys and cards["P-09"] in remaining_keys


def test_the_newest_of_the_versions_left_stands_in_and_nobody_is_led_to_the_other():
    school, asset = make_organisation(), asset_row("P-07")
    first = asset.current_version
    second, third = (
        asset.versions.create(number=f"1.{days}", released_at=first.released_at + timedelta(days=days))
        for days in (1, 2)
    )
    Asset.objects.filter(pk=asset.pk).update(current_version=third)
    for kind in ("newer", "follow"):
        HolderNotice.objects.create(kind=kind, organisation=school, asset=asset, version=first, newer=third)
    service.recall(asset, version=third, reason="Sai chính tả.")
    asset.refresh_from_db()
    assert asset.current_version == second and notices.open_notices(school) == []


def test_a_newer_version_is_told_quietly_until_it_is_taken(client_for, django_capture_on_commit_callbacks):
    asset = make_asset("P-05")
    school = make_organisation()
    member = client_for(make_user(organisation=school))
    member.get(asset.current_version.files.get().get_absolute_url())
    for number in ("1.1", "1.2"):
        with django_capture_on_commit_callbacks(execute=True):
            release_version(asset, new_version(asset, number))
    [notice] = notices.open_notices(school)
    assert notice.headline == "P-05 có bản v1.2" and not notice.is_recall and notice.version.number == "1.0"
    assert not delivered()
    member.get(asset.current_version.files.get().get_absolute_url())
    assert notices.open_notices(school) == []
    assert HolderNotice.objects.count() == 1


def test_a_clearing_that_failed_is_tried_again(django_capture_on_commit_callbacks, monkeypatch):
    asset = make_asset("P-06")
    stored = asset.current_version.files.get().stored

    def away(*_arguments):
        raise OSError("storage is away")

    monkeypatch.setattr(service, "_move", away)
    with django_capture_on_commit_callbacks(execute=True):
        recall = service.recall(asset, reason="In sai.")
    assert maintenance.finish_recalls() == 0 and list(service.uncleared()) == [recall]
    monkeypatch.undo()
    assert maintenance.finish_recalls() == 1
    service.clear(recall.pk)
    stored.refresh_from_db()
    assert stored.key.startswith("recalled/") and not service.uncleared().exists()
    assert stored.storage.client.head_object(Bucket=stored.storage.bucket_name, Key=stored.key)["ContentLength"]
