"""Leases and availability: one function with reasons, and the same rule as SQL."""

import re
from datetime import date, timedelta
from functools import partial
from io import BytesIO
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from articles.blocks import AssetBlock
from articles.presentation.player import players_of
from files.models import StoredFile
from media_library import maintenance
from media_library.admin.forms import ASSET_TEXT_FIELDS
from media_library.catalogue.requirements import people_blockers
from media_library.derivatives.tasks import make_preview_for
from media_library.models import Asset, AssetFile, AssetVersion, Lease, SubjectConsent
from media_library.recall import service
from media_library.review.release import release_version
from media_library.rights.availability import availability
from tests.factories import asset_row, make_asset, make_organisation, make_stored_file, make_user, stored_row
from tests.files import sample_files as make
from tests.letters import delivered
from tests.media_library.prints import make_kit
from tests.media_library.small_library import CLIP, make_library

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00"), pytest.mark.world("assets")]
TODAY = timezone.localdate
#: (effect, days from today of the first and of the last day), None = open
CASES = {
    "nothing": [],
    "allow-now": [("allow", -5, 5)],
    "allow-open": [("allow", None, None)],
    "allow-over": [("allow", -9, -1)],
    "allow-coming": [("allow", 1, 9)],
    "allow-last-day": [("allow", None, 0)],
    "two-allows": [("allow", -9, -1), ("allow", 0, 3)],
    "deny-now": [("deny", 0, None)],
    "deny-over": [("deny", None, -1)],
    "deny-coming": [("deny", 1, None)],
    "deny-beats-allow": [("allow", None, None), ("deny", -1, 1)],
}
CLOSED = {"allow-over", "allow-coming", "deny-now", "deny-beats-allow"}


def lease(asset, effect, first, last, note="Giấy phép nhạc nền."):
    day = TODAY()
    return Lease.objects.create(
        asset=asset,
        effect=effect,
        starts_on=None if first is None else day + timedelta(days=first),
        ends_on=None if last is None else day + timedelta(days=last),
        note=note,
    )


@pytest.mark.slow
def test_the_function_and_the_query_say_the_same(client):
    make_library()
    asset = asset_row("L-01")
    for case, rows in CASES.items():
        Lease.objects.all().delete()
        for effect, first, last in rows:
            lease(asset, effect, first, last)
        same_answer(client, Asset.objects.get(pk=asset.pk), case)


def same_answer(client, asset, case):
    is_open = case not in CLOSED
    assert availability(asset).is_available is is_open
    assert Asset.objects.released().filter(pk=asset.pk).exists() is is_open
    words = "" if is_open else availability(asset).blocking[0].words
    file = asset.current_version.files.get().get_absolute_url()
    for address, open_answer in ((file, 302), (asset.get_absolute_url(), 200), ("/t/l-01/", 200)):
        response = client.get(address)
        assert response.status_code == (open_answer if is_open else 410), (case, address)
        assert is_open or words in response.content.decode(), (case, address)


def test_a_permission_that_runs_for_one_asset_opens_no_other(client):
    make_library()
    over, running = asset_row("L-04"), asset_row("L-05")
    lease(over, "allow", -9, -1)
    lease(running, "allow", -9, 9)
    addresses = [asset.current_version.files.get().get_absolute_url() for asset in (over, running)]
    assert [client.get(item).status_code for item in addresses] == [410, 302]
    assert [client.get(item.get_absolute_url()).status_code for item in (over, running)] == [410, 200]
    assert list(Asset.objects.released()) == [running]


WHOLE = {"subject": "Em A", "age_band": "7-15", "person_agreed": True, "representative_agreed": True, "scope": "site"}
NOBODY = {"person_agreed": False, "representative_agreed": False}
#: what differs from WHOLE; whether readers see who is in the file
CONSENTS = {
    "child and guardian": ({}, True),
    "the child alone": ({"representative_agreed": False}, False),
    "the guardian alone": ({"person_agreed": False}, False),
    "at 16 without the guardian": ({"age_band": "16-17", "representative_agreed": False}, False),
    "at 16 without the own yes": ({"age_band": "16-17", "person_agreed": False}, False),
    "of a small child the guardian": ({"age_band": "0-6", "person_agreed": False}, True),
    "of a small child nobody": ({"age_band": "0-6"} | NOBODY, False),
    "a grown-up": ({"age_band": "18", "representative_agreed": False}, True),
    "a grown-up who was not asked": ({"age_band": "18"} | NOBODY, False),
    "withdrawn": ({"withdrawn_at": timezone.now}, False),
    "until today": ({"expires_on": timezone.localdate}, True),
    "for paper": ({"scope": "print"}, False),
}


def consent_for(stored, **facts):
    facts = {name: value() if callable(value) else value for name, value in (WHOLE | facts).items()}
    consent = SubjectConsent.objects.create(**facts, purpose="Áp phích", collected_by=make_user())
    consent.files.add(stored)
    return consent


@pytest.fixture
def shown(s3, buckets):
    """A released asset with one file that shows somebody under 18; its preview is there."""
    make_library()
    stored = stored_row(shows_minor=True, preview_key=f"previews/2026/11/{uuid4()}.webp")
    small = stored.derivatives.create(form="xem-nho", state="done", key=f"previews/2026/11/{uuid4()}.webp")
    for key in (stored.preview_key, small.key):
        s3.put_object(Bucket=buckets[1], Key=key, Body=b"a picture")
    return asset_row("L-20", files=[{"stored": stored}])


def is_seen(client, asset):
    """Whether page, download, printed address and pictures are open; all of them are, or none. A release says the same.

    The consents that a release asks are rows, those of the pages SQL.
    """
    file = asset.current_version.files.get()
    small = f"/media/{file.stored.derivatives.get().key}"
    addresses = (asset.get_absolute_url(), file.get_absolute_url(), asset.short_address, file.stored.preview_url, small)
    responses = [client.get(address).status_code for address in addresses]
    assert responses in ([200, 302, 200, 200, 200], [410, 410, 410, 404, 404])
    blockers = people_blockers(StoredFile.objects.get(pk=file.stored_id))
    assert bool(blockers) is (responses[0] == 410)
    return not blockers


@pytest.mark.slow
def test_only_a_whole_consent_that_stands_lets_a_minor_be_seen(client, shown):
    for case, (facts, is_open) in CONSENTS.items():
        SubjectConsent.objects.all().delete()
        consent_for(shown.current_version.files.get().stored, **facts)
        assert is_seen(client, shown) is is_open, case
        consent_for(shown.current_version.files.get().stored, subject="Em B")
        assert is_seen(client, shown) is is_open, f"{case}, beside another child's"
    SubjectConsent.objects.update(withdrawn_at=timezone.now())
    assert not is_seen(client, shown)
    StoredFile.objects.update(shows_minor=False)
    assert is_seen(client, shown), "a file that shows nobody under 18 needs no consent"


@pytest.mark.slow
def test_a_consent_is_given_anew_by_a_later_one_of_the_same_child_for_the_same_file(client, shown):
    stored = shown.current_version.files.get().stored
    former = consent_for(stored)
    SubjectConsent.objects.filter(pk=former.pk).update(created_at=timezone.now() - timedelta(days=30))
    assert is_seen(client, shown)
    ended = consent_for(stored, withdrawn_at=timezone.now())
    assert not is_seen(client, shown), "the former one does not outlive the withdrawal"
    consent_for(stored_row(shows_minor=True), subject="em a")
    assert not is_seen(client, shown), "another picture"
    consent_for(stored, representative_agreed=False)
    assert not is_seen(client, shown), "not whole"
    SubjectConsent.objects.exclude(pk__in=[former.pk, ended.pk]).delete()
    consent_for(stored, subject="em a")
    assert is_seen(client, shown)


def test_a_consent_that_is_over_closes_what_readers_get_and_no_draft_of_the_same_asset(client, shown):
    stored = shown.current_version.files.get().stored
    consent_for(stored)
    draft = AssetVersion.objects.create(asset=shown, number="1.1")
    file = AssetFile.objects.create(version=draft, role="screen", label="Khác", stored=stored_row(shows_minor=True))
    over = consent_for(file.stored, subject="Em B", withdrawn_at=timezone.now())
    assert is_seen(client, shown), "nobody gets the draft"
    over.files.set([stored])
    assert not is_seen(client, shown)


@pytest.mark.slow
def test_what_is_closed_is_named_at_no_address_of_readers(client, client_for, s3, buckets):
    """Lists, kits, screens, feeds, frames, shared links, suggestions: each shows it while it is open, none after."""
    make_library()
    picture = BytesIO()
    Image.new("RGB", (60, 84)).save(picture, "WEBP")
    stored = stored_row(
        shows_minor=True, preview_key=f"previews/2026/11/{uuid4()}.webp", preview_width=60, preview_height=84
    )
    s3.put_object(Bucket=buckets[1], Key=stored.preview_key, Body=picture.getvalue())
    consent_for(stored)
    asset = asset_row("L-30", name="Tờ lớp 8A", moments=["chao-co"], files=[{"stored": stored}])
    other, file = asset_row("L-31", name="Tờ khác", moments=["chao-co"]), asset.current_version.files.get()
    make_kit([asset, other])
    head = client.get(asset.get_absolute_url()).text
    [shared] = re.findall(r'property="og:image" content="https?://[^/]+([^"]+)"', head)
    own = [asset.get_absolute_url(), "/t/l-30/", file.get_absolute_url(), shared, "/vi/nhung/tai-lieu/l-30/",
           "/vi/chia-se-zalo/tai-lieu/l-30/", f"{asset.get_absolute_url()}xem/{file.uuid}/",
           "/vi/kho-tai-lieu/rss/?ma=L-30", "/api/v1/tai-lieu/l-30/"]  # fmt: skip
    lists = ["/vi/kho-tai-lieu/", "/vi/kho-tai-lieu/?dip=chao-co", "/vi/kho-tai-lieu/?q=8A", other.get_absolute_url(),
             "/vi/kho-tai-lieu/gio/?m=L-30&m=L-31", "/vi/kho-tai-lieu/rss/", "/api/v1/tai-lieu/", "/vi/bo-tai-lieu/",
             "/vi/bo-tai-lieu/kit-thcs/", "/vi/phat/chao-co-hinh/", "/vi/phat/chao-co-hinh.json",
             "/vi/phat/chao-co-hinh.m3u", "/vi/phat/kit-thcs.m3u", "/sitemap/tai-lieu.xml", "/vi/"]  # fmt: skip
    marks = [mark.encode() for mark in ("Tờ lớp 8A", "/kho-tai-lieu/l-30/", stored.preview_key, str(file.uuid))]

    def naming(reader):
        """The addresses at which `reader` gets the asset, or is told of it."""
        cache.clear()
        responses = {address: reader.get(address) for address in [*own, *lists]}
        opened = [address for address in own if responses[address].status_code in {200, 302}]
        return opened + [address for address in lists if any(mark in responses[address].content for mark in marks)]

    assert naming(client) == [*own, *lists]
    school = client_for(make_user(organisation=make_organisation()))
    Asset.objects.filter(pk=asset.pk).update(access="staff")
    assert naming(client) == naming(school) == []
    Asset.objects.filter(pk=asset.pk).update(access="open")
    SubjectConsent.objects.update(withdrawn_at=timezone.now())
    assert naming(client) == []


def test_the_staffs_own_assets_keep_their_reasons_to_themselves(client):
    make_library()
    asset = asset_row("L-09", access="staff")
    lease(asset, "deny", 0, None)
    file = asset.current_version.files.get().get_absolute_url()
    for address in (file, asset.get_absolute_url(), "/t/l-09/"):
        response = client.get(address)
        assert response.status_code == 404 and "nhạc nền" not in response.content.decode()


def test_reasons_speak_plainly_and_ahead_of_time():
    asset = asset_row("L-02")
    row = lease(asset, "allow", None, 10)
    [reason] = availability(asset).warnings
    assert reason.until == row.ends_on and "Giấy phép nhạc nền" in reason.words
    row.ends_on = TODAY() + timedelta(days=15)
    row.save()
    assert not availability(Asset.objects.get(pk=asset.pk)).reasons
    late = availability(Asset.objects.get(pk=asset.pk), on=TODAY() + timedelta(days=400))
    assert [blocker.code for blocker in late.blocking] == ["expired"] and late.warnings[-1].code == "review"
    asset.review_on = date(2026, 1, 1)
    assert availability(asset).warnings[-1].code == "review"


def test_the_day_that_is_told_is_the_one_on_which_the_asset_really_changes():
    def told(*rows):
        Lease.objects.all().delete()
        for row in rows:
            lease(asset, *row)
        return [(item.blocks, item.until, item.words) for item in availability(Asset.objects.get(pk=asset.pk)).reasons]

    asset = asset_row("L-06")
    day = lambda number: TODAY() + timedelta(days=number)  # noqa: E731
    for rows in ([("allow", None, 3), ("allow", None, 9)], [("allow", None, 9), ("allow", None, 3)]):
        [(blocks, until, _words)] = told(*rows)
        assert (blocks, until) == (False, day(9)), "the longer permission still runs"
    assert [until for _blocks, until, _words in told(("allow", None, 14))] == [day(14)]
    assert not told(("allow", None, 3), ("allow", None, None)) and not told(("allow", None, 15))
    assert [item[:2] for item in told(("deny", 1, None))] == [(False, day(0))]
    assert [item[:2] for item in told(("deny", 0, 5))] == [(True, day(5))]
    for rows in ([("allow", 4, 5), ("allow", 8, 9)], [("allow", 8, 9), ("allow", 4, 5)]):
        [(blocks, _until, words)] = told(*rows)
        assert blocks and f"{day(4):%d-%m-%Y}" in words, "the first day on which it opens"
    for rows in ([("allow", -9, -5), ("allow", -9, -2)], [("allow", -9, -2), ("allow", -9, -5)]):
        [(blocks, _until, words)] = told(*rows)
        assert blocks and f"{day(-2):%d-%m-%Y}" in words, "the last day on which it was open"


def test_versions_have_their_own_reasons():
    asset = asset_row("L-03", released=False)
    version = asset.versions.get()
    assert {reason.code for reason in availability(asset, version).reasons} == {"draft", "version-draft"}
    release_version(asset, version)
    assert availability(asset, version).is_available
    version.withdrawn_at = timezone.now()
    assert [reason.code for reason in availability(asset, version).blocking] == ["version-withdrawn"]
    asset.withdraw()
    assert "withdrawn" in {reason.code for reason in availability(asset).blocking}


def test_the_editors_window_and_the_story_give_the_same_reasons(client_for, client):
    """The chooser says why, the block refuses with the same words, the story's player and card fall silent."""
    make_library()
    open_one, denied = asset_row("L-10", name="Tờ dùng được"), asset_row("L-11", name="Tờ tạm ngừng")
    staff, draft = asset_row("L-12", access="staff"), asset_row("L-13", released=False)
    lease(denied, "deny", 0, None, note="Chờ giấy phép nhạc.")
    desk = client_for(make_user(is_superuser=True, is_staff=True))
    window = "/admin/snippets/choose/media_library/asset/"
    html = desk.get(window, follow=True).json()["html"]
    for words in ("Dùng được.", "Đang tạm ngừng: Chờ giấy phép nhạc.", "Chỉ dành cho người làm kho", "chưa phát hành"):
        assert words in html, words
    results_html = desk.get(f"{window}results/?q=tam ngung").content.decode()
    assert "L-11" in results_html and "L-10" not in results_html
    block = AssetBlock()
    assert block.clean(open_one) == open_one
    for asset in (denied, staff, draft):
        with pytest.raises(ValidationError) as refusal:
            block.clean(Asset.objects.get(pk=asset.pk))
        reasons = [reason.words for reason in availability(asset).blocking] or ["Chỉ dành cho người làm kho"]
        assert all(words in refusal.value.messages[0] for words in reasons), asset.code
    assert block.bulk_to_python([open_one.pk, denied.pk, staff.pk, draft.pk]) == [open_one, None, None, None]

    film = asset_row("L-14", kind="video", files=[{"role": "screen", "label": "Clip", "stored": stored_row(**CLIP)}])
    assert players_of(film)[0].asset == film
    lease(film, "allow", None, -1)
    assert players_of(Asset.objects.get(pk=film.pk)) == [None]
    assert client.get(film.current_version.files.get().get_absolute_url()).status_code == 410


def send_leases(desk, asset, leases, **first):
    """Save the editor's form of `asset` as it stands, with `first` in the first of all its `leases`."""
    words = {f"{name}_{code}": "" for code in ("vi", "en", "km") for name in ASSET_TEXT_FIELDS}
    sent = words | {"code": asset.code, "kind": "poster", "licence": "campaign", "access": "open", "slug": asset.slug}
    sent |= {"name_vi": "Tờ có hạn", "plan_ref": "", "leases-TOTAL_FORMS": "2", "leases-INITIAL_FORMS": "2"}
    sent |= {"leases-MIN_NUM_FORMS": "0", "leases-MAX_NUM_FORMS": "100"}
    for place, row in enumerate(leases):
        fields = {"id": row.pk, "effect": row.effect, "starts_on": row.starts_on or "", "note": row.note}
        fields |= {"ends_on": row.ends_on or ""} | (first if place == 0 else {})
        sent |= {f"leases-{place}-{name}": value for name, value in fields.items()}
    return desk.post(f"/admin/snippets/media_library/asset/edit/{asset.pk}/", sent)


def test_a_last_day_that_moves_is_told_ahead_once_more(client_for, clock, django_capture_on_commit_callbacks):
    """The letter had gone out for the first end; nobody was told of the second."""
    asset = asset_row("L-21", name="Tờ có hạn")
    row, other = lease(asset, "allow", -3, 9), lease(asset, "deny", 300, 301)
    make_user("kho@demo.example").user_permissions.add(Permission.objects.get(codename="release_asset"))
    desk = client_for(make_user(is_superuser=True))

    def told():
        with django_capture_on_commit_callbacks(execute=True):
            return maintenance.mail_ending_rights()

    assert told() == 1 and told() == 0
    assert send_leases(desk, asset, [row, other]).status_code == 302 and told() == 0, "saved as it was"
    assert send_leases(desk, asset, [row, other], ends_on=f"{TODAY() + timedelta(days=60):%d-%m-%Y}").status_code == 302
    assert told() == 0
    clock.move_to("2027-01-10 09:00")
    assert told() == 1 and told() == 0
    assert [
        f"L-21: {day}" in letter.body for day, letter in zip(("27-11-2026", "17-01-2027"), delivered(), strict=True)
    ]


def test_rows_of_rights_are_added_ended_and_never_rewritten(client_for):
    """Through the editor's own form: what was said stays; only a last day that is not over may move."""
    make_library()
    asset = asset_row("L-20", name="Tờ có hạn")
    row = lease(asset, "deny", -3, None, note="Chờ giấy phép.")
    coming = lease(asset, "deny", 20, 25, note="Nghỉ Tết.")
    desk = client_for(make_user(is_superuser=True, is_staff=True))
    edit = f"/admin/snippets/media_library/asset/edit/{asset.pk}/"
    send = partial(send_leases, desk, asset, [row, coming])

    html = desk.get(edit).content.decode()
    for day in (row.starts_on, coming.starts_on, coming.ends_on):
        assert f'value="{day:%d-%m-%Y}"' in html and f'value="{day}"' not in html  # as people here write a day
    send(effect="allow", note="Viết lại.", starts_on=TODAY())
    stored_lease = Lease.objects.get(pk=row.pk)
    assert (stored_lease.effect, stored_lease.note, stored_lease.starts_on) == ("deny", "Chờ giấy phép.", row.starts_on)
    assert "Ngày đã qua thì không đổi" in send(ends_on=TODAY() - timedelta(days=2)).content.decode()
    assert "thì không xóa" in send(DELETE="on").content.decode()
    assert Lease.objects.get(pk=row.pk).ends_on is None and not Asset.objects.released().filter(pk=asset.pk).exists()
    assert send(ends_on=f"{TODAY() - timedelta(days=1):%d-%m-%Y}").status_code == 302
    row.refresh_from_db()
    assert row.ends_on == TODAY() - timedelta(days=1)
    assert Asset.objects.released().filter(pk=asset.pk).exists()
    assert "Chờ giấy phép." in desk.get(f"/admin/snippets/media_library/asset/history/{asset.pk}/").content.decode()
    row.refresh_from_db()
    assert "Dòng quyền đã ghi thì không sửa" in str(changed(row, note="Khác."))
    assert "Ngày đã qua" in str(changed(lease(asset, "deny", -9, -5), ends_on=None))
    coming.ends_on = TODAY() + timedelta(days=22)
    coming.full_clean()
    lease(asset, "deny", -9, -5).full_clean()  # or nobody could save an asset with a row that is over
    lease(asset, "deny", 3, 3).full_clean()
    assert lease(asset, "deny", 0, 3).has_begun() and not lease(asset, "deny", 1, 3).has_begun()


def changed(row, **facts):
    for name, value in facts.items():
        setattr(row, name, value)
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    return refusal.value


def test_the_picture_of_an_asset_closes_and_opens_with_its_lease(client):
    asset = make_asset("L-40")
    stored = asset.current_version.files.get().stored
    make_preview_for.call(str(stored.pk))
    stored.refresh_from_db()

    def status():
        return client.get(stored.preview_url).status_code

    assert stored.preview_url and status() == 200
    row = lease(asset, "allow", None, -1)
    assert status() == 404
    Lease.objects.filter(pk=row.pk).update(ends_on=TODAY())
    assert status() == 200


@pytest.mark.indexed
def test_the_search_follows_leases_and_the_calendar(client):
    make_library()
    asset = make_asset("L-30", name="Poster quạt mo")
    is_found = lambda: asset.get_absolute_url() in client.get("/vi/tim-kiem/?q=quat+mo").content.decode()  # noqa: E731
    assert is_found()
    row = lease(asset, "deny", 0, None)
    assert not is_found()
    Lease.objects.filter(pk=row.pk).update(ends_on=TODAY() - timedelta(days=1))  # the night went by, nobody saved
    assert not is_found() and maintenance.announce_availability_changes() == 1 and is_found()
    Lease.objects.filter(pk=row.pk).update(starts_on=TODAY() - timedelta(days=9), ends_on=TODAY() - timedelta(days=8))
    assert maintenance.announce_availability_changes() == 0


@pytest.mark.indexed
def test_the_search_follows_consents_that_end_and_are_given_anew(client, client_for, monkeypatch):
    purged = []
    monkeypatch.setattr(service, "purge_addresses", purged.extend)
    make_library()
    stored = make_stored_file(shows_minor=True)
    consent_for(stored, expires_on=TODAY())
    asset = make_asset("L-31", name="Poster quạt mo", files=[{"stored": stored}])
    is_found = lambda: asset.get_absolute_url() in client.get("/vi/tim-kiem/?q=quat+mo").content.decode()  # noqa: E731
    StoredFile.objects.filter(pk=stored.pk).update(preview_key="previews/2026/11/x.webp")
    assert is_found() and maintenance.announce_availability_changes() == 0 and not purged, "its last day"
    SubjectConsent.objects.update(expires_on=TODAY() - timedelta(days=1), created_at=timezone.now() - timedelta(days=9))
    assert maintenance.announce_availability_changes() == 1 and not is_found()
    assert [address.endswith("/previews/2026/11/x.webp") for address in purged] == [True], "the edge still has it"
    form = {"action": "consent", "file": asset.current_version.files.get().pk, "subject": "Em A", "age_band": "7-15"}
    form |= {"person_agreed": "on", "representative_agreed": "on", "purpose": "Áp phích", "scope": "campaign"}
    form |= {"paper_file": SimpleUploadedFile("giay.pdf", make.pdf())}
    editor = client_for(make_user(is_superuser=True))
    assert editor.post(f"/admin/kho/{asset.pk}/", form).status_code == 302
    assert client.get(asset.get_absolute_url()).status_code == 200 and is_found()
