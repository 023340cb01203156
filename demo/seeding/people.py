"""Seeds accounts, schools and KOL partners; all are fictional."""

from functools import cache
from typing import Any

from django.contrib.auth.hashers import make_password

from articles.editorial.permissions import sync_newsrooms
from base.text import vn_slugify
from campaign.models import Outlet
from home.first_day import replace_wagtails_defaults
from partners.models import Partner, PartnerMember
from schools.models import Unit
from users.models import Organisation, User
from users.roles import ROLES, Role, grant

from . import content
from .accounts import ADMIN, AUTHORITIES, AUTHORITY_KINDS, KOL_ACCOUNTS, PASSWORD, SCHOOL_ACCOUNTS, STAFF
from .pictures import Pictures

PLATFORMS = {"facebook": "Facebook", "tiktok": "TikTok", "youtube": "YouTube"}


def account(email: str, full_name: str, **fields: Any) -> User:
    """Create an account with PASSWORD."""
    user = User(email=email, full_name=full_name, password=_hashed(), **fields)
    user.clean()
    user.save()
    return user


@cache
def _hashed() -> str:
    """PASSWORD as stored; made once, because a hash takes an eighth of a second."""
    return make_password(PASSWORD)


def seed_staff() -> None:
    """Create the administrator, STAFF and their organisations; roles follow in seed_rights()."""
    outlets = {outlet.slug: outlet for outlet in Outlet.objects.all()}
    account(ADMIN, "Quản trị (demo)", is_staff=True, is_superuser=True)
    houses = {slug: Organisation.objects.create(name=outlet.name, kind="outlet") for slug, outlet in outlets.items()}
    for email, (name, _roles, outlet) in STAFF.items():
        house = houses[outlet] if outlet else _authority(email)
        account(email, name, organisation=house)


def _authority(email: str) -> Organisation:
    return Organisation.objects.create(name=AUTHORITIES[email], kind=AUTHORITY_KINDS.get(email, "authority"))


def seed_rights() -> None:
    """Create groups, page permissions and workflows, then grant the roles. Run after the sections exist."""
    replace_wagtails_defaults()
    sync_newsrooms()
    for email, (_name, roles, outlet) in STAFF.items():
        user = User.objects.get(email=email)
        for role in roles:
            grant(user, role, outlet if ROLES[Role(role)].per_outlet else "")


def seed_schools() -> None:
    """Create the schools of demo_content.json and the accounts of SCHOOL_ACCOUNTS."""
    for number, row in enumerate(content()["schools_demo"], start=1):
        organisation = Organisation.objects.create(name=row["name_vi"], kind="school")
        Unit.objects.create(
            organisation=organisation,
            code=f"DEMO-{number:02d}",
            level=row["level"],
            ward=row["ward_vi"],
            students=row["students"],
            has_led=row["has_led"],
            is_demo=True,
        )
        if email := SCHOOL_ACCOUNTS.get(row["name_vi"]):
            account(email, f"Cán bộ phụ trách, {row['name_vi']}", organisation=organisation)


def seed_partners(pictures: Pictures) -> None:
    """Create the KOL partners of demo_content.json and the accounts of KOL_ACCOUNTS."""
    for row in content()["kols"]:
        partner = Partner.objects.create(
            slug=row["slug"],
            display_name=row["display_name"],
            role_line=row["field_vi"],
            area=row["home_area_vi"],
            bio=row["bio_vi"],
            quote=row["quote_vi"],
            topic=row["pledge_topic_vi"],
            is_listed=True,
            is_demo=True,
            languages=row["languages"],
            handles="\n".join(f"{PLATFORMS[link['platform']]} @{link['handle']}" for link in row["social"]),
            portrait=pictures.get(row.get("portrait") or row["slug"]) or pictures.get(portrait_name(row["slug"])),
        )
        if email := KOL_ACCOUNTS.get(row["slug"]):
            user = account(email, row["display_name"])
            PartnerMember.objects.create(partner=partner, user=user)


def portrait_name(slug: str) -> str:
    """Name in pictures.json of the portrait of partner `slug`."""
    return {
        "may-miet-vuon": "kol-may",
        "sorya-ke-chuyen": "kol-sorya",
        "rap-ninh-kieu": "kol-mc",
        "lan-chay-bo": "kol-lan",
    }.get(slug, f"kol-{vn_slugify(slug)}")
