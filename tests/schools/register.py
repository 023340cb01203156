"""Seasons, checklists, units and accounts for the tests of the school area."""

from datetime import date

from campaign.models import Season
from schools.models import ChecklistItem, Membership, Unit
from schools.models.units import ORGANISATION_KINDS, Kind
from tests.factories import make_organisation, make_user, next_number
from users.roles import grant, sync_roles

#: code → what counts as evidence
ITEMS = {
    "C01": {"label": "Đăng bài công bố trên website trường", "wants_link": True},
    "C04": {"label": "Treo poster ở cổng, hành lang", "wants_photo": True, "asset_kinds": ["poster", "banner"]},
    "C10": {"label": "Tổ chức cuộc thi", "either": True, "number_label": "Số bài dự thi"},
    "C13": {"label": "Lồng ghép giờ học", "number_label": "Số tiết", "wants_date": True},
}


def make_season(name="Mùa 2026", *, items=ITEMS, **fields):
    fields = {"starts_on": date(2026, 10, 6), "ends_on": date(2026, 12, 31), "is_current": True} | fields
    season = Season.objects.create(name=name, slug=fields.pop("slug", f"mua-{next_number()}"), **fields)
    for order, (code, facts) in enumerate(items.items()):
        ChecklistItem.objects.create(season=season, code=code, order=order, plan_ref="III.2.b", **facts)
    return season


def make_unit(name="Trường THCS Sen Trắng (minh họa)", code=None, *, kind="school", level="thcs", **fields):
    fields = {"ward": "phường Cái Răng"} | fields
    dates = {name: fields.pop(name) for name in ("active_from", "active_until") if name in fields}
    organisation = make_organisation(name, ORGANISATION_KINDS[Kind(kind)], **dates)
    return Unit.objects.create(
        organisation=organisation,
        kind=kind,
        code=code or f"T-{next_number()}",
        level=level if kind == "school" else "",
        **fields,
    )


def make_member(unit, *, is_lead=False, **fields):
    user = make_user(organisation=unit.organisation, **fields)
    Membership.objects.create(unit=unit, user=user, is_lead=is_lead)
    return user


def make_reviewer(role="education", **fields):
    """An account of an authority; roles of users/roles.py."""
    sync_roles()
    user = make_user(organisation=make_organisation(f"Cơ quan {role}", "authority"), **fields)
    grant(user, role)
    return user
