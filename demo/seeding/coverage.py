"""Seeds units, their claims and decisions for the current and the previous season, a message, printed copies."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from base.text import vn_slugify
from campaign.models import Season
from files.intake.accept import accept_upload
from files.models import StoredFile
from media_library.models import AssetVersion, SiteImage
from schools import season_close
from schools.claims import template
from schools.coverage import rollups
from schools.models import (
    ORGANISATION_KINDS,
    Certificate,
    ChecklistItem,
    Claim,
    ClaimEvent,
    EvidencePhoto,
    Kind,
    Membership,
    Message,
    PrintOrder,
    PrintRun,
    SeasonClose,
    Unit,
)
from schools.printed import orders
from users.models import Organisation, User

from . import content
from .accounts import SCHOOL_ACCOUNTS

State = Claim.State
LABELS = {"thcs": "THCS", "thpt": "THPT", "lien-cap": "TH–THCS–THPT", "cao-dang": "Cao đẳng", "dai-hoc": "Đại học"}
#: The school used in examples: eleven items confirmed, one declared, one returned, two open.
MODEL_SCHOOL = "Trường THPT Bông Súng (minh họa)"
PHOTO_OF = {"C04": "cong-truong", "C07": "goc-thu-vien", "C10": "san-truong"}


def seed_register() -> None:
    """Create units beside the eight schools of seed_schools(), spread over the same wards; and memberships."""
    words, number = content("units"), 0
    names = [
        (f"Trường {LABELS[level]} {name}", "school", level) for level, all_ in words["schools"].items() for name in all_
    ]
    names += [(name, kind, "") for kind in ("youth", "women", "police") for name in words[kind]]
    organisations = Organisation.objects.bulk_create(
        Organisation(name=f"{name} (minh họa)", kind=ORGANISATION_KINDS[Kind(kind)]) for name, kind, _level in names
    )
    units = []
    for number, (organisation, (_name, kind, level)) in enumerate(zip(organisations, names, strict=True)):
        ward = words["wards"][number * 5 % len(words["wards"])]
        units.append(
            Unit(
                organisation=organisation,
                kind=kind,
                level=level,
                code=f"MH-{kind[0].upper()}-{number:03d}",
                ward=ward,
                ward_key=vn_slugify(ward),
                students=180 + number * 37 % 900,
                contact_email=f"lien-he{number}@truong.example" if number % 4 else "",
                is_pioneer=number in {2, 19},
                is_demo=True,
            )
        )
    Unit.objects.bulk_create(units)
    Unit.objects.filter(organisation__name=MODEL_SCHOOL).update(is_pioneer=True)
    for name in SCHOOL_ACCOUNTS:
        unit = Unit.objects.get(organisation__name=name)
        for user in unit.organisation.members.all():
            Membership.objects.create(unit=unit, user=user, is_lead=True)


def seed_claims() -> None:
    """Create claims of every unit in past weeks, the same on each run relative to today; photos for a few."""
    season = Season.objects.get(is_current=True)
    template.write_items(season)
    friday = timezone.localdate() + timedelta(days=(4 - timezone.localdate().weekday()) % 7)
    ChecklistItem.objects.filter(season=season, code__in=["C09", "C12"]).update(due_on=friday)
    desk = User.objects.get(email="sogddt@demo.example")
    items = {item.code: item for item in ChecklistItem.objects.filter(season=season)}
    done = {row["name_vi"]: row["done"] for row in content()["schools_demo"]}
    claims = []
    for place, unit in enumerate(Unit.objects.named().order_by("pk")):
        codes = done.get(unit.name)
        if codes is None:
            mine = [item.code for item in items.values() if item.applies_to(*unit.group)]
            codes = [code for step, code in enumerate(mine) if (place * 7 + step * 5) % 11 < place % 9]
        for step, code in enumerate(codes):
            claims.append(_claim(unit, items[code], place, step, desk, timezone.localdate()))
    Claim.objects.bulk_create(claims)
    events = [ClaimEvent(claim=claim_row, before=State.TODO, after=State.DECLARED) for claim_row in claims]
    events += [
        ClaimEvent(claim=claim_row, before=State.DECLARED, after=claim_row.state, by=desk, note=claim_row.decision_note)
        for claim_row in claims
        if claim_row.state != State.DECLARED
    ]
    ClaimEvent.objects.bulk_create(events)
    _photos(desk)
    rollups.rebuild(season)
    rollups.count_new_downloads(anew=True)


def _claim(unit: Unit, item: ChecklistItem, place: int, step: int, desk: User, last_day: date) -> Claim:
    day = last_day - timedelta(days=(place * 3 + step * 4) % 34 + 1)
    at = timezone.make_aware(datetime.combine(day, time(15, 5 + step % 50)))
    state = State.DECLARED if (place + step) % 7 == 3 else State.CONFIRMED
    if unit.name == MODEL_SCHOOL:
        state = {"C10": State.RETURNED, "C14": State.DECLARED}.get(item.code, State.CONFIRMED)
    confirmed = state == State.CONFIRMED
    return Claim(
        unit=unit,
        item=item,
        state=state,
        link="https://truong.example/bai-huong-ung" if item.wants_link or item.either else "",
        number=20 + (place * 13 + step * 7) % 400 if item.number_label else None,
        done_on=day if item.wants_date else None,
        declared_at=at,
        declared_on=day,
        decided_at=at + timedelta(hours=20) if state != State.DECLARED else None,
        decided_by=desk if state != State.DECLARED else None,
        confirmed_on=day + timedelta(days=1) if confirmed else None,
        decision_note=content("units")["returned"] if state == State.RETURNED else "",
        saved_at=at,
    )


def _photos(desk: User) -> None:
    """Attach drawn pictures as evidence to claims of SCHOOL_ACCOUNTS and to the two oldest declared claims."""
    school_claims = Claim.objects.filter(unit__organisation__name__in=SCHOOL_ACCOUNTS, item__code__in=PHOTO_OF)
    waiting = Claim.objects.filter(state=State.DECLARED, item__code__in=PHOTO_OF).order_by("declared_at")[:2]
    images = list(SiteImage.objects.order_by("pk")[:9])
    for claim in {*school_claims, *waiting}:
        source = images[claim.pk % len(images)].file
        with source.open() as file, accept_upload("evidence", file, name="anh.jpg") as accepted:
            stored = StoredFile.objects.store(accepted, zone="quarantine", user=desk, kind="evidence")
        EvidencePhoto.objects.create(claim=claim, stored=stored)
        claim.faces_ok = True
        claim.save(update_fields=["faces_ok"])


def seed_last_season() -> None:
    """Create a closed season 52 weeks earlier, with claims and certificates."""
    now = Season.objects.get(is_current=True)
    starts_on, ends_on = (day - timedelta(weeks=52) for day in (now.starts_on, now.ends_on))
    season = Season.objects.create(
        name=f"Mùa {starts_on.year} (minh họa)",
        slug=f"mua-{starts_on.year}",
        plan_number=now.plan_number,
        plan_date=now.plan_date,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    template.write_items(season)
    items = list(ChecklistItem.objects.filter(season=season))
    desk = User.objects.get(email="sogddt@demo.example")
    claims = []
    for place, unit in enumerate(Unit.objects.named().order_by("pk")):
        mine = [item for item in items if item.applies_to(*unit.group)]
        did = [item for step, item in enumerate(mine) if (place * 5 + step * 3) % 13 < place % 12 + 2]
        if unit.name == MODEL_SCHOOL:
            did = mine[:-2]
        claims += [_claim(unit, item, place, step, desk, ends_on) for step, item in enumerate(did)]
    Claim.objects.bulk_create(claims)
    close = season_close.close(season, by=User.objects.get(email="congan@demo.example"))
    day = ends_on + timedelta(days=11)  # date of the closing; the national summary is six weeks after the season's end
    SeasonClose.objects.filter(pk=close.pk).update(closed_at=timezone.make_aware(datetime.combine(day, time(9, 30))))
    Certificate.objects.filter(season=season).update(issued_on=day)


def seed_message() -> None:
    """Create a message of the education department to schools."""
    desk = User.objects.select_related("organisation").get(email="sogddt@demo.example")
    Message.objects.create(
        season=Season.objects.get(is_current=True),
        text=content("units")["message"],
        kinds=["school"],
        by=desk,
        signature=desk.organisation.name if desk.organisation else "",
    )


def seed_printed_copies() -> None:
    """Create what the education department has in print, and orders of two schools, one of them waiting."""
    words = content("units")["printed"]
    desk = User.objects.get(email="sogddt@demo.example")
    runs = [
        PrintRun.objects.create(
            version=AssetVersion.objects.filter(asset__code=code).latest("released_at"),
            label=label,
            stock=stock,
            limit=limit,
            pick_up=words["pick_up"],
            kinds=["school"],
        )
        for code, label, stock, limit in words["runs"]
    ]
    asks, waits = (Unit.objects.get(organisation__members__email=email) for email in SCHOOL_ACCOUNTS.values())
    agreed = orders.ask(asks, runs[0], 12, note="", by=None)
    orders.agree(PrintOrder.objects.all(), agreed.uuid, 10, remark=words["remark"], by=desk)
    orders.ask(waits, runs[0], 20, note=words["note"], by=None)
