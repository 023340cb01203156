"""Another unit's objects: every address answers every role as it does for an id that does not exist."""

import re
import uuid

import pytest
from django.urls import reverse

from partners.models import Partner
from schools import members
from schools.admin.viewset import SchoolsAdminViewSet
from schools.models import Claim, ClaimEvent, EvidencePhoto, ImportRun, Invitation, Kind, Message
from schools.urls import urlpatterns
from tests.factories import asset_row, make_organisation, make_stored_file, make_user, picture_bytes, yesterday
from tests.schools.print_rows import make_order, make_run
from tests.schools.register import ITEMS, make_member, make_reviewer, make_season, make_unit
from users.roles import ROLES, Role, grant, sync_roles

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]
NOBODYS = uuid.uuid4()
#: Addresses that name an item, an asset or a season: the same for every unit, nothing of anybody's in them.
SHARED = {"claim", "take_back", "from_poster", "close_season", "sign_season", "archive", "archive_export", "fill_list"}
#: A secret stands in the address; who holds it may open it (tests/schools/test_people.py).
SECRET = {"invitation"}
#: Who owns units of a kind besides the standing office, which owns all.
OWNERS = {"school": Role.EDUCATION, "youth": Role.YOUTH_UNION, "women": Role.WOMENS_UNION, "police": None}


@pytest.fixture
def owned(request, db):
    """A unit with a claim, a photo, a colleague, an invitation and an import; name → arguments of its addresses.

    A school, or of the kind that the test names for this fixture (indirect).
    """
    kind = getattr(request, "param", "school")
    make_season(items={code: facts | {"kinds": [kind]} for code, facts in ITEMS.items()})
    unit = make_unit("Trường THCS Rất Riêng Tư", kind=kind)
    member = make_member(unit, is_lead=True, full_name="Cô Kín Đáo")
    stored = make_stored_file(picture_bytes(40, 30), name="anh.jpg", zone="quarantine", profile="evidence")
    item = unit_item()
    claim = Claim.objects.create(unit=unit, item=item, state="declared", link="https://truong.example/rieng")
    ClaimEvent.objects.create(claim=claim, before="todo", after="declared")
    photo = EvidencePhoto.objects.create(claim=claim, stored=stored)
    invitation, _code = Invitation.objects.invite(unit, by=member, email="moi@truong.example")
    run = ImportRun.objects.create(file_name="ds.xlsx", by=make_reviewer(), kinds=[kind])
    lead = members.members_of(unit).get()
    order = make_order(make_run(kinds=[kind]), unit)
    return {
        "remove_photo": {"code": item.code, "uuid": photo.uuid},
        "photo": {"uuid": photo.uuid},
        "end_member": {"pk": lead.pk},
        "hand_over": {"pk": lead.pk},
        "revoke": {"uuid": invitation.uuid},
        "cancel_printed": {"uuid": order.uuid},
        "admin": {
            "photo": {"uuid": photo.uuid},
            "claim": {"uuid": claim.uuid},
            "recheck": {"uuid": claim.uuid},
            "reopen": {"uuid": claim.uuid},
            "unit": {"uuid": unit.uuid},
            "wrap_up": {"uuid": unit.uuid},
            "certificate": {"uuid": unit.uuid},
            "new_lead": {"uuid": unit.uuid},
            "end_member": {"uuid": unit.uuid, "pk": lead.pk},
            "revoke": {"uuid": unit.uuid, "invitation": invitation.uuid},
            "import": {"uuid": run.uuid},
            "import_apply": {"uuid": run.uuid},
            "import_wards": {"uuid": run.uuid},
            "import_undo": {"uuid": run.uuid},
            "import_refused": {"uuid": run.uuid},
        },
    }


def unit_item():
    from schools.models import ChecklistItem

    return ChecklistItem.objects.get(code="C04")


def strangers(kind="school"):
    """Every sort of account that has nothing to do with a unit of `kind`: other units' people, every other role.

    For other kinds than schools the people of units and the roles that review them; the rest are refused before,
    whatever the kind.
    """
    sync_roles([("bao-thu", "Báo Thử")])
    users = {}
    if kind == "school":
        partner = Partner.objects.create(slug="may", display_name="Mây Miệt Vườn (demo)")
        users = {"visitor": None, "nobody": make_user(), "partner": partner.members.create(user=make_user()).user}
    for unit_kind in Kind.values:
        users[f"people of {unit_kind}"] = make_member(make_unit(f"Hàng xóm {unit_kind}", kind=unit_kind), is_lead=True)
    for role, rights in ROLES.items():
        if role in {Role.STANDING_OFFICE, OWNERS[kind]} or (kind != "school" and reviews_nothing(role)):
            continue
        users[role] = make_user(organisation=make_organisation(f"Cơ quan {role}", "authority"))
        grant(users[role], role, "bao-thu" if rights.per_outlet else "")
    return users


def reviews_nothing(account):
    """A role of the administration that reviews no unit: it is refused before an address reads an id."""
    return account in ROLES and not any(right.startswith("schools.review_") for right in ROLES[account].models)


def asked(client, method, real, fake, who):
    """What `who` is told of the real thing and of the made-up one; who reviews nothing is told the same of both."""
    answer = told(getattr(client, method)(real))
    return answer, answer if reviews_nothing(who) else told(getattr(client, method)(fake))


def made_up(arguments):
    return {name: NOBODYS if isinstance(value, uuid.UUID) else value for name, value in arguments.items()} | (
        {"pk": 999_999_999} if "pk" in arguments else {}
    )


def told(response):
    """Status, way, and text without what differs on every page."""
    changing = r'(value|nonce)="[^"]*"|csrf\S*|\b\w{64}\b'
    text = "bytes" if response.streaming else re.sub(changing, "", response.content.decode())
    return response.status_code, re.sub(r"[0-9a-f-]{36}|\d+", "*", response.headers.get("Location", "")), text


def expected(account, space):
    """404 for all; a visitor signs in first, who has no business in the administration stays outside it."""
    if account == "visitor":
        return {302, 404, 405}
    if space == "units_admin":
        return {404, 405} if account in ROLES else {302, 403, 405}
    return {404, 405}


def test_the_list_of_addresses_is_whole(owned):
    """A new address with an id has to join this test."""

    def with_ids(patterns):
        return {pattern.name for pattern in patterns if "<" in str(pattern.pattern)}

    assert with_ids(urlpatterns) == {*owned} - {"admin"} | SHARED & with_ids(urlpatterns) | SECRET
    authority = with_ids(SchoolsAdminViewSet().get_urlpatterns())
    assert authority == {*owned["admin"]} | SHARED & authority


@pytest.mark.slow
@pytest.mark.parametrize(("owned", "kind"), [(kind, kind) for kind in Kind.values], indirect=["owned"])
def test_foreign_ids_answer_as_made_up_ones(owned, kind, client_for):
    wrong = []
    for account, user in strangers(kind).items():
        client = client_for(user)
        for space, names in (("schools", {**owned, "admin": None}), ("units_admin", owned["admin"])):
            for name, arguments in names.items():
                if arguments is None:
                    continue
                real = reverse(f"{space}:{name}", kwargs=arguments)
                fake = reverse(f"{space}:{name}", kwargs=made_up(arguments))
                for method in ("get", "post"):
                    one, two = asked(client, method, real, fake, account)
                    allowed = expected(account, space)
                    leaks = any(word in one[2] for word in ("Rất Riêng Tư", "Kín Đáo", "truong.example/rieng"))
                    if one != two or one[0] not in allowed or leaks:
                        wrong.append(f"{account} {method} {real}: {one[:2]} / {two[:2]}")
    assert not wrong, "\n".join(wrong)
    assert Claim.objects.get().state == "declared" and Invitation.objects.filter(revoked_at=None).exists()
    assert EvidencePhoto.objects.filter(removed_at=None).exists()


@pytest.mark.slow
def test_authorities_get_404_and_counts_leak_nothing(owned, client_for):
    for role in ("youth_union", "womens_union"):
        client = client_for(make_reviewer(role))
        for name, arguments in owned["admin"].items():
            address = reverse(f"units_admin:{name}", kwargs=arguments)
            assert {client.get(address).status_code, client.post(address).status_code} <= {404, 405}, address
        for name in ("board", "printed", "units", "queue", "accounts", "export", "letters", "print_orders"):
            response = client.get(reverse(f"units_admin:{name}"))
            if name == "export":
                continue  # no unit in scope: head line only (test_school_admin.py)
            html = response.content.decode()
            assert response.status_code == 200 and "Riêng Tư" not in html and "Kín Đáo" not in html
        board = client.get(reverse("units_admin:board")).context
        assert (board["total"].units, board["waiting"], board["returned"]) == (0, 0, 0)
        assert "Riêng Tư" not in client.get("/admin/truong-hoc/don-vi/?q=Riêng").content.decode()
        decide = client.post(reverse("units_admin:decide"), {"khai": str(owned["admin"]["claim"]["uuid"])}, follow=True)
        assert "ít nhất một lời khai" in decide.content.decode()
    assert Claim.objects.get().state == "declared"
    client.post(reverse("units_admin:letters"), {"loi": "Các trường gửi báo cáo.", "loai": "school"})
    assert Message.objects.get().kinds == ["women"], "the union writes to its own units, whatever kind the form names"
    assert not Message.objects.for_unit(Claim.objects.get().unit).exists()
    owner = client_for(make_reviewer("standing_office"))
    assert owner.get(reverse("units_admin:unit", kwargs=owned["admin"]["unit"])).status_code == 200
    assert owner.get(reverse("units_admin:claim", kwargs=owned["admin"]["claim"])).status_code == 200


def test_letting_go_and_switching_off_work_with_the_next_click(owned, client_for):
    asset = asset_row("P-77", access="schools")
    file = asset.current_version.files.get().get_absolute_url()
    unit = Claim.objects.get().unit
    members.end(members.members_of(unit).get(), by=None)
    colleague = make_member(unit)
    member = client_for(colleague)
    assert member.get("/truong/").status_code == 200 and member.get(file).status_code == 302
    members.end(members.members_of(unit).get(), by=None)
    assert member.get("/truong/").status_code == 403 and member.get(file).status_code == 403
    colleague.organisation = unit.organisation
    colleague.save()
    assert member.get(file).status_code == 302
    unit.organisation.active_until = yesterday()
    unit.organisation.save()
    assert member.get("/truong/").status_code == 403 and member.get(file).status_code == 403
