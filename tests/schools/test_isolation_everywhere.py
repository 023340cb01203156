"""What belongs to a unit outside the school area: baskets, notices, requests, the register's forms.

The list is read from the URLconf: an address with an id in one of SPACES has to be a unit's own (and is asked here by
every stranger) or be named as somebody else's, with the test that closes it.
"""

import re
import uuid
from pathlib import Path

import pytest
from django.urls import URLResolver, get_resolver, reverse

from activities.models import Speaker, SpeakerRequest
from media_library.models import Basket, DownloadEvent, HolderNotice
from media_library.recall import service
from schools.models import Unit
from tests.factories import asset_row
from tests.media_library.small_library import make_library
from tests.schools.print_rows import make_run
from tests.schools.register import make_member, make_reviewer, make_season, make_unit
from tests.schools.test_isolation import NOBODYS, SHARED, asked, strangers
from tools.devserver.state import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00"), pytest.mark.world("assets")]
SPACES = {
    "schools",
    "schools_public",
    "units_admin",
    "units",
    "print_runs",
    "files",
    "media_library",
    "activities",
    "activities_public",
}
SPACES |= {"speaker_requests", "speakers"}
#: Addresses that name no unit's thing, and the test that says who may open them.
ELSEWHERE = {
    "media_library:download": "media_library/test_download.py",
    "media_library:kit_download": "media_library/test_kits.py",
    "media_library:print_sheet": "media_library/test_imprint.py",
    "media_library:imprint": "media_library/test_imprint.py",
    "media_library:imprint_preview": "media_library/test_imprint.py",
    "media_library:clip": "media_library/test_screens.py",
    "media_library:formats": "media_library/test_formats.py",
    "media_library:format": "media_library/test_formats.py",
    "media_library:captions": "media_library/test_viewing.py",
    "speaker_requests:detail": "activities/test_requests.py",
    "speakers:edit": "schools/test_isolation_everywhere.py",
    "speakers:delete": "schools/test_isolation_everywhere.py",
    "speakers:usage": "schools/test_isolation_everywhere.py",
    "speakers:history": "schools/test_isolation_everywhere.py",
    "speakers:history_results": "schools/test_isolation_everywhere.py",
    "activities_public:calendar": "activities/test_requests.py",
    "activities_public:event": "activities/test_event_registration.py",
    "activities:registration": "activities/test_event_registration.py",  # an event's id; the unit is the account's own
    "activities_public:month": "activities/test_event_registration.py",
    "activities_public:work_picture": "activities/test_contests.py",
    "activities_public:work_file": "activities/test_contests.py",
    "activities:entry": "activities/test_contest_entries.py",
    "activities:entry_picture": "activities/test_contest_entries.py",
    "activities:entry_certificate": "activities/test_contest_entries.py",
    "activities:own_contest": "activities/test_contests.py",
    "activities:jury_picture": "activities/test_contest_jury.py",
    "activities:jury_file": "activities/test_contest_jury.py",
    "activities_public:frame": "activities/test_frames.py",
    "activities_public:quiz_answer": "activities/test_quiz.py",
    "activities_public:quiz_reason": "activities/test_quiz.py",
    "activities_public:quiz_next": "activities/test_quiz.py",
    "activities_public:quiz_print": "activities/test_quiz.py",
    "activities_public:quiz_offline": "activities/test_quiz.py",
    "activities_public:class_open": "activities/test_class_mode.py",
    "activities_public:scenario_choose": "activities/test_scenario.py",
    "activities_public:scenario_scene": "activities/test_scenario.py",
    "activities_public:scenario_cards": "activities/test_scenario.py",
    "activities_public:scenario_notes": "activities/test_scenario.py",
    "activities_public:scenario_roles": "activities/test_scenario.py",
    "activities_public:scenario_offline": "activities/test_scenario.py",
    "activities_public:scenario_class": "activities/test_scenario.py",
    "activities_public:challenge_wall": "activities/test_challenge.py",
    "activities_public:challenge_recap": "activities/test_challenge.py",
    "activities:challenge_send": "activities/test_challenge.py",
}
#: Uploads in parts belong to one account; the same views on both sides of the administration's login.
UPLOADS = re.compile(r"^files:upload(_\w+)?$")
#: Asked in test_isolation.py, which has a list of its own.
THERE = re.compile(r"^(schools|schools_public|units_admin):")


def addresses(resolver, spaces=()):
    """“space:name” of every address below `resolver` whose path takes an id."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry, (*spaces, entry.namespace) if entry.namespace else spaces)
        elif entry.name and spaces and spaces[-1] in SPACES:
            pattern = str(entry.pattern)
            if re.search(r"<(uuid|int|str:pk|str:object)\b", pattern) or "(?P<pk>" in pattern:
                yield f"{spaces[-1]}:{entry.name}"


@pytest.fixture
def owned(db):
    """One thing of each sort that a school owns: “space:name” → arguments."""
    make_library()
    make_season()
    unit = make_unit("Trường THCS Rất Riêng Tư")
    member = make_member(unit, is_lead=True, full_name="Cô Kín Đáo")
    basket = Basket.objects.create(organisation=unit.organisation, name="Giỏ rất riêng tư", codes=["P-01"])
    asset = asset_row("P-01", name="Tờ sai")
    file = asset.current_version.files.get()
    DownloadEvent.objects.create(
        asset=asset, version=asset.current_version, file=file, language="vi", organisation=unit.organisation
    )
    service.recall(asset, reason="In sai.")
    notice = HolderNotice.objects.get(organisation=unit.organisation)
    speaker_request = SpeakerRequest.objects.create(
        organisation=unit.organisation,
        asked_by=member,
        field="officer",
        topic="Chuyện rất riêng tư",
        audience="khối 8",
        size=240,
        place="Sân trường",
        first_date="2030-01-01",
    )
    return {
        "media_library:delete_basket": {"uuid": basket.uuid},
        "media_library:notice": {"uuid": notice.uuid},
        "media_library:acknowledge": {"uuid": notice.uuid},
        "activities:answer": {"uuid": speaker_request.uuid},
        "units:edit": {"pk": unit.pk},
        "units:delete": {"pk": unit.pk},
        "print_runs:edit": {"pk": make_run(asset_row("P-02")).pk},
    }


def test_every_address_with_an_id_is_asked_somewhere(owned):
    names = {name for name in addresses(get_resolver()) if not THERE.match(name) and not UPLOADS.match(name)}
    assert names == {*owned, *ELSEWHERE}, "name a new address here, with who owns it"
    assert all((Path(ROOT) / "tests" / test).is_file() for test in ELSEWHERE.values())
    assert {"schools:photo", "units_admin:unit", "files:upload_part"} <= set(addresses(get_resolver()))
    assert not SHARED & {name.partition(":")[2] for name in owned}


@pytest.mark.slow
def test_another_units_things_answer_as_made_up_ones(owned, client_for):
    wrong = []
    pages = [
        (reverse(name, kwargs=arguments), reverse(name, kwargs=fake(arguments))) for name, arguments in owned.items()
    ]
    basket = owned["media_library:delete_basket"]["uuid"]
    pages += [(f"/vi/kho-tai-lieu/gio/{basket}/", f"/vi/kho-tai-lieu/gio/{NOBODYS}/")]
    for account, user in strangers().items():
        client = client_for(user)
        for real, made_up in pages:
            for method in ("get", "post"):
                one, two = map(without_id, asked(client, method, real, made_up, account))
                leaks = any(word in one[2] for word in ("iêng tư", "Riêng Tư", "Kín Đáo"))
                if one != two or one[0] not in {302, 403, 404, 405} or leaks:
                    wrong.append(f"{account} {method} {real}: {one[:2]} / {two[:2]}")
    assert not wrong, "\n".join(wrong)
    assert Basket.objects.exists() and Unit.objects.filter(organisation__name="Trường THCS Rất Riêng Tư").exists()
    assert HolderNotice.objects.get().acknowledged_at is None and SpeakerRequest.objects.get().state == "asked"


def test_the_directory_of_speakers_is_the_offices_own(owned, client_for):
    """Their addresses are no school's, no editor's and no other authority's."""
    speaker = Speaker.objects.create(name="Anh Tư (demo)", field="officer", email="tu@congan.example")
    names = [name for name in ELSEWHERE if name.startswith("speakers:")]
    assert "speakers:edit" in names
    for account, user in strangers().items():
        client = client_for(user)
        for name in names:
            response = client.get(reverse(name, args=[speaker.pk]))
            assert response.status_code in {302, 403, 404}, (account, name)
            assert "tu@congan.example" not in response.content.decode(), (account, name)
    office = client_for(make_reviewer("standing_office"))
    assert "tu@congan.example" in office.get(reverse("speakers:edit", args=[speaker.pk])).content.decode()


def test_the_owner_finds_them(owned, client_for):
    member = client_for(Unit.objects.get(organisation__name="Trường THCS Rất Riêng Tư").memberships.get().user)
    basket = owned["media_library:delete_basket"]["uuid"]
    for address, words in (
        (f"/vi/kho-tai-lieu/gio/{basket}/", "Giỏ rất riêng tư"),
        (reverse("media_library:notice", kwargs=owned["media_library:notice"]), "In sai."),
        ("/bao-cao-vien/", "Chuyện rất riêng tư"),
    ):
        assert words in member.get(address).content.decode(), address
    assert (
        member.post(reverse("activities:answer", kwargs=owned["activities:answer"]), {"tra-loi": "rut"}).status_code
        == 302
    )
    assert SpeakerRequest.objects.get().state != "asked"


def without_id(response):
    """The page that says “not found” repeats the address and has a token: neither is a difference."""
    return *response[:2], re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|999999999|\b\w{64}\b", "*", response[2])


def fake(arguments):
    return {name: NOBODYS if isinstance(value, uuid.UUID) else 999_999_999 for name, value in arguments.items()}
