"""Small pieces the partner tests share."""

import re
from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone


def invitation_link(text: str) -> str:
    """The path of the invitation in a page or a letter."""
    return re.search(r"/doi-tac/loi-moi/[\w-]+/", text)[0]


def all_consents():
    from partners.consents import KEYS

    return list(KEYS)


def next_year() -> str:
    """A day a year from now, as phones send it."""
    return str(timezone.localdate() + timedelta(days=365))


def full_form(**changes):
    """A submission form with nothing missing."""
    return {
        "title": "Má kiểm hợp đồng",
        "text": "Hợp đồng có ba dòng lạ, má đọc một cái là thấy liền ngay.",
        "post_url": "",
        "credit": "Mây Miệt Vườn",
        "commercial": "",
        "ai_use": "",
        "has_minor": "khong",
        "is_paid": "khong",
        "uses_ai": "khong",
        "music": "none",
        "kind": "clip",
        "languages": ["vi"],
        "licence_until": next_year(),
        "ticked": all_consents(),
        "viec": "gui",
    } | changes


def announce(submission, name, size=10):
    """An upload in parts that is not finished, as the library's upload target makes it. No object is begun."""
    import uuid

    from files.models import UploadSession

    return UploadSession.objects.create(
        owner=submission.created_by,
        upload_target="partner",
        object_id=str(submission.uuid),
        name=name,
        size=size,
        part_bytes=8 * 1024 * 1024,
        key=f"arrivals/{uuid.uuid4()}.bin",
        upload_id="thu",
        expires_at=timezone.now() + timedelta(hours=1),
    )


def objects(s3, buckets):
    """(bucket, key) of everything that storage holds now."""
    for bucket in buckets:
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
            for item in page.get("Contents", []):
                yield bucket, item["Key"]


def make_partner():
    from partners.models import Partner

    return Partner.objects.create(slug="may", display_name="Mây Miệt Vườn (demo)", is_listed=True, is_demo=True)


def make_kol(partner):
    """An account that acts for `partner`."""
    from tests.factories import make_user

    user = make_user("kol@demo.example", full_name="Nguyễn Thị Mây")
    partner.members.create(user=user)
    return user


def make_stranger():
    """An account of another partner."""
    from partners.models import Partner
    from tests.factories import make_user

    user = make_user("kol2@demo.example", full_name="Lâm Sorya")
    Partner.objects.create(slug="sorya", display_name="Sorya (demo)").members.create(user=user)
    return user


def make_partners_section():
    from tests.factories import make_home, make_section

    return make_section("KOL & Niềm tin số", slug="kol-niem-tin-so", home=make_home())


def make_editor(section):
    """An editor of `section` who may decide on submissions, invite and publish."""
    from django.contrib.auth.models import Group, Permission
    from wagtail.models import GroupPagePermission

    from tests.factories import make_user

    group = Group.objects.create(name="Bàn KOL của chuyên mục")
    names = ["access_admin", "review_submission", "add_invitation", "add_partner", "view_partner", "change_partner"]
    names += ["add_brief", "change_brief", "view_brief", "publish_brief", "view_reportedlink"]
    group.permissions.set(Permission.objects.filter(codename__in=names))
    for codename in ("add_page", "change_page", "publish_page"):
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.create(group=group, page=section, permission=permission)
    user = make_user("bientap@baocantho.example", full_name="Thu Hà")
    user.groups.add(group)
    return user


def make_people():
    """Everybody who sends or asks for a file: SimpleNamespace(users by role, the partner's draft)."""
    from django.contrib.auth.models import Permission

    from partners.models import Submission
    from tests.factories import make_user
    from tests.media_library.small_library import make_library
    from tests.schools.register import make_member, make_reviewer, make_season, make_unit

    partner, section = make_partner(), make_partners_section()
    kol = make_kol(partner)
    make_season()
    make_library()
    librarian = make_user()
    names = ["access_admin", "add_asset", "change_asset", "release_asset", "view_unredacted", "view_consent_paper"]
    librarian.user_permissions.set(Permission.objects.filter(codename__in=names))
    users = {
        "reader": None,
        "school": make_member(make_unit()),
        "other school": make_member(make_unit("Trường khác")),
        "schools' reviewer": make_reviewer(),
        "partner": kol,
        "other partner": make_stranger(),
        "newsroom": make_editor(section),
        "library": librarian,
        "boss": make_user(is_superuser=True, is_staff=True),
    }
    return SimpleNamespace(users=users, draft=Submission.objects.create(partner=partner, created_by=kol))
