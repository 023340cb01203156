"""After publication: in the library with credit and end, removed or expired everywhere, the log kept."""

import re
from datetime import timedelta
from io import BytesIO
from urllib.request import urlopen
from uuid import uuid4

import pypdfium2
import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.models import Revision

from files.models import StoredFile
from files.storage.backends import storage_for
from media_library.catalogue import requirements
from media_library.models import Asset, HolderNotice, Recall, SubjectConsent
from partners.media import depicted
from partners.models import KolStoryPage, Submission
from partners.publishing.library_export import export_file, export_to_library
from partners.workflow import removal
from partners.workflow.maintenance import delete_leftovers
from search.models import SearchEntry
from tests.factories import make_organisation, make_stored_file, make_user, stored_row
from tests.files import sample_files as make
from tests.letters import delivered
from tests.objects import keys_in
from tests.partners.filled import CHIEF, accept
from tests.partners.pieces import full_form
from tests.partners.test_consents import with_person

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00"), pytest.mark.world("published")]


@pytest.fixture
def published(db, worlds):
    """A piece with one picture that went the whole way and is on the site."""
    worlds.put_files_back()  # what a test before has removed
    return Submission.objects.get()


def place_of(story) -> str:
    return f"/vi/{story.get_parent().slug}/{story.slug}/"


def test_a_published_piece_is_material_for_schools(client_for, published):
    assert published.state == "published"
    asset = Asset.objects.get()
    lease = asset.leases.get()
    assert asset.status == "released" and asset.licence == "partner" and lease.ends_on == published.licence_until
    page = client_for().get(f"/vi/kho-tai-lieu/{asset.slug}/").content.decode()
    assert "Mây Miệt Vườn" in page and "ghi nguồn" in page
    story = client_for().get(place_of(KolStoryPage.objects.get())).content.decode()
    assert "Hợp tác" in story and "Minh họa" in story and "Nội dung do Mây Miệt Vườn" in story


def test_no_place_of_a_phone_reaches_newsroom_reader_or_library(client_for, editor, published):
    """EXIF and its GPS block went in with the picture; every way out of the house is asked for the bytes."""
    row, asset, story = published.files.select_related("stored").get(), Asset.objects.get(), KolStoryPage.objects.get()
    newsroom, reader = client_for(editor), client_for()
    original = newsroom.post(reverse("kol_submissions:original", args=[published.pk, row.uuid])).context["link"]
    fetched = reader.get(asset.current_version.files.get().get_absolute_url())["Location"]
    ways = {
        "newsroom, first look": newsroom.get(
            reverse("kol_submissions:preview", args=[published.pk, row.uuid])
        ).getvalue(),
        "newsroom, original": urlopen(original, timeout=10).read(),
        "reader, preview": reader.get(f"/media/{row.stored.preview_key}").getvalue(),
        "library": urlopen(fetched, timeout=10).read(),
    }
    for way, body in ways.items():
        assert len(body) > 500, way
        assert not [mark for mark in (b"Exif", b"GPS", make.CANARY.encode()) if mark in body], way
        exif = Image.open(BytesIO(body)).getexif()
        assert not dict(exif) and not exif.get_ifd(0x8825), way
    page = story.lead_image.file
    page.open()
    assert b"Exif" not in page.read()


@pytest.mark.indexed
def test_removal_takes_it_from_everywhere_and_keeps_the_log(client_for, kol, editor, published, work, s3, buckets):
    story, asset = KolStoryPage.objects.get(), Asset.objects.get()
    row = published.files.select_related("stored").get()
    phone, reader = client_for(kol), client_for()
    preview = row.stored.preview_key
    paper = make_stored_file(zone="quarantine", profile="partner")
    published.people.create(name="Lan", age_band="7-15", person_agreed=True, representative_agreed=True, paper=paper)
    depicted.record(published, by=editor)
    assert SubjectConsent.objects.get(withdrawn_at=None).subject == "Lan" and paper.key in keys_in(s3, *buckets)
    assert row.stored.key in keys_in(s3, *buckets) and reader.get(f"/media/{preview}").status_code == 200
    assert "Gỡ bài ngay" in phone.get(f"/doi-tac/bai/{published.uuid}/go/").content.decode()
    with work():
        assert phone.post(f"/doi-tac/bai/{published.uuid}/go/", {"ly-do": "Đổi ý"}).status_code == 302
    published.refresh_from_db()
    row.stored.refresh_from_db()
    assert published.state == "removed" and not published.consents.live().exists()
    assert reader.get(place_of(story)).status_code == 410
    assert published.title not in reader.get("/vi/rss.xml").content.decode()
    assert not SearchEntry.objects.filter(title__contains="Chợ nổi").exists()
    page = reader.get(f"/vi/kho-tai-lieu/{asset.slug}/")
    assert page.status_code == 410, "the piece in the library answers as its story does"
    assert reader.get(f"/media/{preview}").status_code == 404
    assert row.stored.state == StoredFile.State.PURGED and row.stored.sha256
    name = row.stored.key.rsplit("/", 1)[1]
    assert not [key for key in keys_in(s3, *buckets) if name in key]
    paper.refresh_from_db()
    assert paper.state == StoredFile.State.PURGED and paper.key not in keys_in(s3, *buckets)
    assert SubjectConsent.objects.get().withdrawn_at, "the consent of who is in the picture ends"
    assert delete_leftovers() == 0, "what is deleted is not deleted and noted again every five minutes"
    notes = [event.words for event in published.events.all()]
    assert "Đổi ý" in notes and sum("Đã xóa hẳn" in note for note in notes) == 1
    assert {letter.to[0] for letter in delivered()} == {kol.email, editor.email}
    assert "Đã gỡ theo yêu cầu" in client_for(editor).get(f"/admin/kol/bai/{published.pk}/").content.decode()
    receipt = client_for(kol).get(f"/doi-tac/bai/{published.uuid}/bien-nhan/").content.decode()
    agreed = published.consents.of_last_sending()
    assert len(agreed) == 8 and all(item.text_hash in receipt for item in agreed), "what was agreed at sending stays"
    assert receipt.count("đã rút lại") == 8 and "Đã gỡ theo yêu cầu" in receipt and "trả lời muộn nhất" not in receipt
    pdf = pypdfium2.PdfDocument(client_for(kol).get(f"/doi-tac/bai/{published.uuid}/bien-nhan.pdf").content)
    words = "".join("".join(sheet.get_textpage().get_text_range() for sheet in pdf).split())
    assert words.count("đãrútlại") == 8 and agreed[0].text_hash[:20] in words and "Tòasoạntrảlời" not in words


def test_removal_takes_the_public_forms_and_tells_the_edge_each_of_their_addresses(published, kol, edge, work, s3):
    """The edge is spoken to by production's own backend: an address without a host would stop the worker."""
    story, row = KolStoryPage.objects.get(), published.files.select_related("stored", "picture").get()
    stored, (poster, clip) = row.stored, (f"previews/2026/11/{uuid4()}.webp", f"derived/2026/11/{uuid4()}.mp4")
    bucket = stored.storage.bucket_name
    for form, key in (("webp", poster), ("clip-360", clip)):
        s3.put_object(Bucket=bucket, Key=key, Body=b"x")
        stored.derivatives.create(form=form, state="done", key=key)
    running = stored.derivatives.create(form="avif", state="running", ticket="t")
    files = {"clip": make_stored_file(profile="partner"), "captions": make_stored_file(profile="partner")}
    type(story).objects.filter(pk=story.pk).update(**files)  # files that left the piece, and the story plays them still
    copies = {name: f"viewing/2026/11/{uuid4()}" for name in ("viewing_key", "still_key")}
    published.files.update(**copies)
    quarantine = storage_for("quarantine").bucket_name
    for key in copies.values():
        s3.put_object(Bucket=quarantine, Key=key, Body=b"x")
    preview, rendition = stored.preview_key, row.picture.get_rendition("width-320")
    assert {poster, clip, preview, stored.key} <= keys_in(s3, bucket)
    with work():
        removal.remove(published, by=kol)
    stored.refresh_from_db()
    assert stored.state == StoredFile.State.PURGED and list(stored.derivatives.all()) == [running]
    gone = {poster, clip, preview, *copies.values(), *(file.key for file in files.values())}
    keys = keys_in(s3, bucket, quarantine)
    assert not {key for key in keys if key.removeprefix("recalled/") in gone}, "nor under the name that a recall gives"
    expected_purges = {place_of(story), "/vi/rss.xml", f"/media/{preview}", f"/media/{poster}", rendition.url}
    assert expected_purges <= set(edge.purged), expected_purges - set(edge.purged)
    assert f"/media/{clip}" not in edge.purged, "a clip has no public address"


def test_what_is_stopped_when_its_partner_is_suspended_leaves_the_site_and_the_library(
    client_for, editor, published, work
):
    story, asset, reader = KolStoryPage.objects.get(), Asset.objects.get(), client_for()
    places = [place_of(story), f"/vi/kho-tai-lieu/{asset.slug}/"]
    assert [reader.get(place).status_code for place in places] == [200, 200]
    with work():
        suspend = reverse("kol_partners:suspend", args=[published.partner_id])
        assert client_for(editor).post(suspend, {"reason": "Vi phạm", f"bai-{published.pk}": "stop"}).status_code == 302
    published.refresh_from_db()
    assert published.state == "expired" and [reader.get(place).status_code for place in places] == [410, 410]


def test_nobody_publishes_it_again(published, kol, work):
    from django.core.exceptions import PermissionDenied

    with work():
        removal.remove(published, by=kol)
    with pytest.raises(PermissionDenied):
        KolStoryPage.objects.get().get_latest_revision().publish(user=make_user())
    KolStoryPage.objects.get().get_latest_revision().publish()  # a program goes on with its other pages
    assert not KolStoryPage.objects.get().live


def librarian(client_for):
    account = make_user()
    names = ["access_admin", "change_asset", "release_asset"]
    account.user_permissions.set(Permission.objects.filter(codename__in=names))
    return client_for(account)


def publish_again(story, editor):
    story.refresh_from_db()
    story.save_revision(user=editor).publish(user=get_user_model().objects.get(email=CHIEF))
    story.refresh_from_db()
    return story.live


@pytest.mark.parametrize("has_minor", [False, True], ids=["nobody-is-under-18", "somebody-is-under-18-now"])
@pytest.mark.slow
def test_what_the_library_recalled_comes_back_by_a_new_sending_and_by_no_publication(
    client_for, kol, editor, section, published, work, has_minor
):
    """A typing error mended in the story must not hand a recalled picture to schools again."""
    story, asset, reader = KolStoryPage.objects.get(), Asset.objects.get(), client_for()
    file = asset.current_version.files.get()
    addresses = [f"/vi/kho-tai-lieu/{asset.slug}/", file.get_absolute_url(), file.stored.preview_url]
    assert [reader.get(address).status_code for address in addresses] == [200, 302, 200]
    recalled = {"action": "withdraw", "reason": "Trong hình có một em nhỏ.", "so_don_vi": "0"}
    with work():
        assert librarian(client_for).post(f"/admin/kho/{asset.pk}/", recalled).status_code == 302
    assert [reader.get(address).status_code for address in addresses] == [410, 410, 404]
    with work():
        assert publish_again(story, editor)
    assert [reader.get(address).status_code for address in addresses] == [410, 410, 404]
    Submission.objects.update(licence_until=timezone.localdate() - timedelta(days=1))
    with work():
        call_command("maintain_partners")
    sent = full_form(title=published.title)
    if has_minor:
        person = published.people.create(paper=stored_row(zone="quarantine"))
        sent |= {"has_minor": "co"} | with_person(person)
    with work():
        assert client_for(kol).post(f"/doi-tac/bai/{published.uuid}/sua/", sent).status_code == 302
    published.refresh_from_db()
    accept(published, by=editor, section=section)
    with work():
        assert publish_again(story, editor)
    assert [reader.get(address).status_code for address in addresses] == [200, 302, 200], "sent and accepted anew"


def test_a_piece_stays_until_the_end_of_the_last_day_of_its_permissions(client_for, published, work):
    day, reader = timezone.localdate(), client_for()
    person = published.people.create(paper=stored_row(zone="quarantine"))
    story = KolStoryPage.objects.get(submission=published)
    for licence, consent, is_seen in ((0, 0, True), (0, -1, False)):
        Submission.objects.update(licence_until=day + timedelta(days=licence))
        type(person).objects.update(expires_on=day + timedelta(days=consent))
        with work():
            call_command("maintain_partners")
        assert (reader.get(story.get_url()).status_code == 200) is is_seen, (licence, consent)


def test_what_may_not_be_released_again_stays_recalled_in_its_story_too(client_for, editor, published, work):
    """A consent is withdrawn between the new sending and its publication: the export is refused."""
    story, asset, reader = KolStoryPage.objects.get(), Asset.objects.get(), client_for()
    file = asset.current_version.files.get()
    KolStoryPage.objects.update(clip=file.stored)
    assert reader.get(story.clip_address).status_code == 302
    with work():
        recalled = {"action": "withdraw", "reason": "Trong hình có một em nhỏ.", "so_don_vi": "0"}
        librarian(client_for).post(f"/admin/kho/{asset.pk}/", recalled)
    published.people.create(name="Lan", age_band="16-17", person_agreed=True, representative_agreed=True,
                            representative_name="Cô Ba")  # fmt: skip
    Submission.objects.update(has_minor=True, sent_at=timezone.now() + timedelta(minutes=1))
    published.refresh_from_db()
    depicted.record(published, by=editor)
    SubjectConsent.objects.update(withdrawn_at=timezone.now() + timedelta(minutes=2))
    with pytest.raises(ValidationError), work():
        export_to_library.call(published.pk)
    urls = [story.clip_address, f"/vi/kho-tai-lieu/{asset.slug}/", file.get_absolute_url(), file.stored.preview_url]
    assert [reader.get(url).status_code for url in urls] == [404, 410, 410, 404]


def test_a_consent_that_the_library_withdrew_takes_the_picture_out_of_the_story_and_stays_withdrawn(
    client_for, editor, published, work
):
    """Nothing that runs later, an export or a release, gives it back: only who sends the piece again."""
    story, asset, reader = KolStoryPage.objects.get(), Asset.objects.get(), client_for()
    published.people.create(name="Lan", age_band="16-17", person_agreed=True, representative_agreed=True,
                            representative_name="Cô Ba")  # fmt: skip
    Submission.objects.update(has_minor=True)
    published.refresh_from_db()
    [consent] = depicted.record(published, by=editor)
    file = asset.current_version.files.get()
    image_url = re.search(r"/media/renditions/[\w./-]+", reader.get(place_of(story)).content.decode())[0]
    addresses = [f"/vi/kho-tai-lieu/{asset.slug}/", file.get_absolute_url(), file.stored.preview_url, image_url]
    assert [reader.get(address).status_code for address in addresses] == [200, 302, 200, 200]
    with work():
        form = {"action": "withdraw-consent", "file": file.pk, "consent": consent.pk}
        assert librarian(client_for).post(f"/admin/kho/{asset.pk}/", form).status_code == 302
    for _again in range(2):
        assert [reader.get(address).status_code for address in addresses] == [410, 410, 404, 404]
        page = reader.get(place_of(story)).content.decode()
        assert "/media/renditions/" not in page and published.title in page
        assert requirements.people_blockers(StoredFile.objects.get(pk=file.stored_id))
        with work():
            export_to_library.call(published.pk)
    assert SubjectConsent.objects.get().withdrawn_at
    Submission.objects.update(sent_at=timezone.now())  # the partner asked her once more, and sends it again
    depicted.record(Submission.objects.get(), by=editor)
    assert sorted(address.withdrawn_at is None for address in SubjectConsent.objects.all()) == [False, True]
    assert requirements.people_blockers(StoredFile.objects.get(pk=file.stored_id)) == []


@pytest.mark.parametrize("way", ["the partner withdraws", "the newsroom rejects", "the newsroom asks for changes"])
def test_a_piece_that_ends_after_its_story_was_unpublished_leaves_the_library(
    client_for, kol, editor, published, work, way
):
    """An unpublished story leaves its pictures in the library; with the permission they go, and holders are told."""
    asset, reader = Asset.objects.get(), client_for()
    file, school = asset.current_version.files.get(), make_organisation()
    addresses = [f"/vi/kho-tai-lieu/{asset.slug}/", file.get_absolute_url(), file.stored.preview_url]
    published.people.create(name="Lan", age_band="18", person_agreed=True)
    depicted.record(published, by=editor)
    client_for(make_user(organisation=school)).get(addresses[1])
    with work():
        KolStoryPage.objects.get().unpublish()
    assert [reader.get(address).status_code for address in addresses] == [200, 302, 200]
    with work():
        if way == "the partner withdraws":
            response = client_for(kol).post(f"/doi-tac/bai/{published.uuid}/rut/")
        else:
            form = {"to": "rejected" if way == "the newsroom rejects" else "changes", "note": "Che biển số"}
            response = client_for(editor).post(reverse("kol_submissions:decide", args=[published.pk]), form)
    assert response.status_code == 302
    if way == "the newsroom asks for changes":
        assert [reader.get(address).status_code for address in addresses] == [200, 302, 200], "the permission goes on"
        return
    assert [reader.get(address).status_code for address in addresses] == [410, 410, 404]
    assert HolderNotice.objects.get().organisation == school
    withdrawn = SubjectConsent.objects.get().withdrawn_at
    assert bool(withdrawn) is (way == "the partner withdraws")


@pytest.mark.parametrize("who", ["the partner removes it", "the newsroom declines it"])
def test_a_file_that_leaves_the_piece_leaves_the_library_and_the_others_stay(
    client_for, kol, editor, published, work, who
):
    """Nothing would find its asset again: neither the removal of the piece nor the end of a consent."""
    kept_asset, row = Asset.objects.get(), published.files.create(declared_name="b.png", stored=make_stored_file())
    with work():
        KolStoryPage.objects.get().unpublish()
    asset = export_file(row, Submission.objects.get(), by=make_user())
    addresses = [item.current_version.files.get().get_absolute_url() for item in (kept_asset, asset)]
    reader, phone = client_for(), client_for(kol)
    assert [reader.get(item).status_code for item in addresses] == [302, 302]
    decide = reverse("kol_submissions:decide", args=[published.pk])
    with work():
        assert client_for(editor).post(decide, {"to": "changes", "note": "Bỏ ảnh có em nhỏ"}).status_code == 302
    if who == "the partner removes it":
        with work():
            assert phone.post(f"/doi-tac/bai/{published.uuid}/tep/{row.uuid}/bo/").status_code == 302
    else:
        sent = full_form(title=published.title)
        with work():
            assert phone.post(f"/doi-tac/bai/{published.uuid}/sua/", sent).status_code == 302
            form = {"to": "accepted", "took_unscanned": "1", "khong-nhan": [str(row.uuid)]}
            assert client_for(editor).post(decide, form).status_code == 302
    assert [reader.get(item).status_code for item in addresses] == [302, 410]


@pytest.mark.parametrize("way", ["the partner asks", "the licence ends"])
def test_a_school_that_took_it_is_told_to_take_it_down(client_for, kol, published, work, way):
    """Recall with reach: who holds the file reads why, by mail and on a page; the file itself is gone for all."""
    school = make_organisation()
    teacher, other = make_user("co@truong.example", organisation=school), make_organisation("Trường khác")
    file = Asset.objects.get().current_version.files.first()
    address = file.get_absolute_url()
    assert client_for(teacher).get(address).status_code == 302
    with work():
        if way == "the partner asks":
            client_for(kol).post(f"/doi-tac/bai/{published.uuid}/go/")
        else:
            Submission.objects.update(licence_until=timezone.localdate() - timedelta(days=1))
            call_command("maintain_partners")
    notice = HolderNotice.objects.get()
    assert (notice.organisation, notice.kind, notice.downloads) == (school, "recall", 1)
    assert not other.library_notices.exists() and notice.recall.reason
    page = client_for(teacher).get(f"/tai/thong-bao/{notice.uuid}/").content.decode()
    assert notice.recall.reason in page and f"{notice.asset.code} v" in page and "đã thu hồi" in page
    assert client_for(kol).get(f"/tai/thong-bao/{notice.uuid}/").status_code == 404
    letter = next(letter for letter in delivered() if letter.to == [teacher.email])
    assert notice.recall.reason in letter.body and str(notice.uuid) in letter.body
    for client in (client_for(teacher), client_for()):
        assert client.get(address).status_code in {404, 410}


@pytest.mark.parametrize("whose", ["partner", "person"])
def test_a_permission_that_runs_out_takes_it_off(client_for, published, work, whose):
    yesterday = timezone.localdate() - timedelta(days=1)
    if whose == "partner":
        Submission.objects.update(licence_until=yesterday)
    else:
        published.people.create(name="Lan", age_band="18", person_agreed=True, expires_on=yesterday)
    with work():
        call_command("maintain_partners")
    published.refresh_from_db()
    assert published.state == "expired" and not KolStoryPage.objects.get().live
    assert Asset.objects.get().status == "withdrawn"
    assert published.is_editable, "the partner may give the permission anew"
    assert published.files.get().stored.state != StoredFile.State.PURGED


def planned(published, editor, work) -> Revision:
    """Take the piece off the site and plan it two hours from now; the revision that goes live then."""
    with work():
        KolStoryPage.objects.get().unpublish()
    published.refresh_from_db()
    assert published.state == "accepted"
    story = KolStoryPage.objects.get()
    story.go_live_at = timezone.now() + timedelta(hours=2)
    revision = story.save_revision(user=editor)
    with work():
        revision.publish(user=get_user_model().objects.get(email="tongbientap@baocantho.example"))
    published.refresh_from_db()
    assert published.state == "scheduled" and published.scheduled_for == story.go_live_at
    return revision


def test_a_planned_publication_shows_its_hour_and_can_be_called_off(client_for, kol, editor, published, work):
    revision = planned(published, editor, work)
    assert "lên trang lúc" in client_for(kol).get("/doi-tac/").content.decode()
    revision.refresh_from_db()
    revision.approved_go_live_at = None
    with work():
        revision.save(update_fields=["approved_go_live_at"])  # as Wagtail's own button does
        call_command("maintain_partners")
    published.refresh_from_db()
    assert published.state == "accepted" and KolStoryPage.objects.get().may_be_published


@pytest.mark.parametrize("state", ["changes", "withdrawn"])
def test_a_planned_publication_ends_with_the_piece(client_for, kol, editor, published, work, state):
    """Sent back by the newsroom or withdrawn by its partner: no revision keeps an hour at which it would go live."""
    revision = planned(published, editor, work)
    to_come = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    assert to_come.get() == revision
    with work():
        if state == "changes":
            form = {"to": state, "note": "Che biển số"}
            response = client_for(editor).post(reverse("kol_submissions:decide", args=[published.pk]), form)
        else:
            response = client_for(kol).post(f"/doi-tac/bai/{published.uuid}/rut/")
    published.refresh_from_db()
    assert response.status_code == 302 and published.state == state and not to_come.exists()


def test_the_library_keeps_who_collected_a_consent_when_the_approver_is_gone(published, editor):
    published.people.create(name="Lan", age_band="18", person_agreed=True)
    depicted.record(published, by=editor)
    Submission.objects.update(approved_by=None)
    export_to_library.call(published.pk)
    assert SubjectConsent.objects.get(subject="Lan").collected_by == editor


def test_links_are_counted_once_and_never_fetched(client_for, kol, stranger, published):
    phone, address = client_for(kol), f"/doi-tac/bai/{published.uuid}/lien-ket/"
    today = str(timezone.localdate())
    link = "https://www.tiktok.com/@may/video/1"
    for _twice in range(2):
        assert phone.post(address, {"url": link, "posted_on": today}).status_code == 302
    reported = published.reported_links.get()
    assert reported.platform == "TikTok" and reported.reported_by == kol
    bad = phone.post(address, {"url": "https://example.com/x", "posted_on": "2099-01-01"})
    assert bad.status_code == 422 and "Ngày đăng chưa tới" in bad.content.decode()
    assert client_for(stranger).post(address, {"url": link, "posted_on": today}).status_code == 404
    phone.post(f"{address}{reported.pk}/bo/")
    assert not published.reported_links.exists()


def test_schools_read_why_in_vietnamese_whatever_page_the_partner_pressed_on(client_for, kol, published, work):
    client = client_for(kol)
    client.get("/doi-tac/", {"tieng": "km"})
    with work():
        client.post(f"/doi-tac/bai/{published.uuid}/go/")
    assert Recall.objects.get().reason == "Đối tác rút lại lời đồng ý."


def test_a_paper_that_the_library_keeps_stays_when_its_person_is_removed_or_has_another(
    client_for, kol, editor, published, work
):
    person, other = (
        published.people.create(name=name, age_band="16-17", person_agreed=True, representative_agreed=True,
                                representative_name="Cô Ba", paper=stored_row(zone="quarantine"))
        for name in ("Lan", "Hoa")
    )  # fmt: skip
    paper_ids = {consent.paper_id for consent in depicted.record(published, by=editor)}
    assert paper_ids == {person.paper_id, other.paper_id}
    Submission.objects.update(licence_until=timezone.localdate() - timedelta(days=1))
    with work():
        call_command("maintain_partners")
    client, at = client_for(kol), f"/doi-tac/bai/{published.uuid}/sua/"
    posted = full_form(has_minor="co", **with_person(person), **with_person(other))
    paper = SimpleUploadedFile("giay.pdf", make.pdf(), "application/pdf")
    assert client.post(at, posted | {"viec": "luu", f"nguoi-{other.uuid}-giay": paper}).status_code == 302
    other.refresh_from_db()
    unheld = other.paper_id
    assert unheld not in paper_ids
    for each in (person, other):
        assert client.post(at, posted | {"viec": f"bo-nguoi-{each.uuid}"}).status_code == 302
    assert not published.people.exists() and not StoredFile.objects.filter(pk=unheld).exists()
    assert StoredFile.objects.filter(pk__in=paper_ids).count() == 2, "as proof of what was agreed to"
