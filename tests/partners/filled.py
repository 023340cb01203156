"""The worlds of the partners' tests, made the real way: "accepted" ends before publication, "published" after it.

Both are made at HOUR: tests that begin in them set their clock to a later one.
"""

from contextlib import ExitStack
from datetime import date
from io import BytesIO

from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission

from articles.editorial.permissions import sync_newsrooms
from articles.models import SectionPage
from campaign.models import Outlet
from partners.models import KolIndexPage, KolStoryPage, Partner, Submission
from partners.workflow import transitions
from tests.clock import Clock
from tests.factories import make_home, make_section, make_stored_file, make_user
from tests.files import sample_files as make
from tests.media_library.small_library import make_library
from tests.partners.pieces import all_consents, full_form, next_year
from tests.worker import run_waiting_tasks
from users.models import User
from users.roles import grant
from users.signin.backend import LOGIN_BACKEND

HOUR = "2026-11-18 08:00"
KOL, EDITOR, CHIEF = "kol@demo.example", "bientap@baocantho.example", "tongbientap@baocantho.example"
#: name → role and outlet of the people of "accepted"; their e-mail is name@test.example
PEOPLE = {
    "desk": ("editor", "bao-can-tho"),
    "second": ("editor", "bao-can-tho"),
    "chief": ("chief", "bao-can-tho"),
    "other_chief": ("chief", "dai"),
}
OUTLETS = {"bao-can-tho": "Báo Cần Thơ", "dai": "Đài"}
RIGHTS = ["access_admin", "review_submission", "add_invitation", "add_partner", "view_partner", "change_partner"]
RIGHTS += ["add_brief", "change_brief", "view_brief", "publish_brief", "view_reportedlink"]


def fill_accepted() -> None:
    """Two outlets with a section each, the first one's people, and an accepted piece with its draft story."""
    with ExitStack() as opened:
        Clock(opened).move_to(HOUR)
        _fill_accepted()


def fill_published() -> None:
    """A piece with one picture that went the whole way and is on the site."""
    with ExitStack() as opened:
        Clock(opened).move_to(HOUR)
        _fill_published()


def _fill_accepted() -> None:
    home = make_home()
    for slug, name in OUTLETS.items():
        outlet = Outlet.objects.create(slug=slug, name=name, short_name=name)
        make_section(f"KOL {name}", home=home, slug=f"kol-{slug}", outlet=outlet)
    sync_newsrooms()
    for name, (role, outlet) in PEOPLE.items():
        grant(make_user(f"{name}@test.example", full_name=name), role, outlet)
    grant(User.objects.get(email="desk@test.example"), "kol_desk")
    piece = send(the_draft())
    clip = make_stored_file(zone="quarantine", profile="partner")
    piece.files.create(declared_name="c.png", stored=clip)
    piece.people.create(name="Lan", age_band="18", person_agreed=True)
    accept(
        piece, by=User.objects.get(email="desk@test.example"), section=SectionPage.objects.get(slug="kol-bao-can-tho")
    )


def _fill_published() -> None:
    section = the_section()
    home = section.get_parent().specific
    make_library()
    home.add_child(instance=KolIndexPage(title="KOL đồng hành", slug="kol", locale=home.locale))
    editor, piece = the_editor(), the_draft()
    picture = BytesIO(make.picture(size=(640, 480), exif=make.exif(), comment=make.CANARY))  # a phone's, with its place
    picture.name = "chợ nổi.jpg"
    posted = full_form(tep=picture, title="Chợ nổi hỏi nhanh")
    assert signed_in(the_kol()).post(f"/doi-tac/bai/{piece.uuid}/sua/", posted).status_code == 302
    run_waiting_tasks()
    story = accept(piece, by=editor, section=section)
    chief = make_user(CHIEF)
    chief.groups.set(editor.groups.all())
    story.save_revision(user=editor).publish(user=chief)
    run_waiting_tasks()


def accept(piece: Submission, *, by: User, section: SectionPage) -> KolStoryPage:
    """The newsroom accepts `piece` and makes its draft, with the question answered that the draft leaves open."""
    newsroom = signed_in(by)
    decide = reverse("kol_submissions:decide", args=[piece.pk])
    assert newsroom.post(decide, {"to": "accepted", "took_unscanned": "1"}).status_code == 302
    newsroom.post(reverse("kol_submissions:make_story", args=[piece.pk]), {"section": section.pk})
    run_waiting_tasks()
    story = KolStoryPage.objects.get()
    story.has_victim = False
    story.save_revision(user=by)
    return story


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=LOGIN_BACKEND)
    return client


def the_partner() -> Partner:
    facts = {"display_name": "Mây Miệt Vườn (demo)", "is_listed": True, "is_demo": True}
    return Partner.objects.get_or_create(slug="may", defaults=facts)[0]


def the_kol() -> User:
    """An account that acts for the partner."""
    user = User.objects.filter(email=KOL).first()
    if user is None:
        user = make_user(KOL, full_name="Nguyễn Thị Mây")
        the_partner().members.create(user=user)
    return user


def the_draft() -> Submission:
    """A new piece of the partner."""
    return Submission.objects.create(partner=the_partner(), created_by=the_kol())


def the_section() -> SectionPage:
    section = SectionPage.objects.filter(slug="kol-niem-tin-so").first()
    return section or make_section("KOL & Niềm tin số", slug="kol-niem-tin-so", home=make_home())


def the_editor() -> User:
    """An editor of the section who may decide on submissions, invite and publish."""
    user = User.objects.filter(email=EDITOR).first()
    if user is None:
        group = Group.objects.create(name="Bàn KOL của chuyên mục")
        group.permissions.set(Permission.objects.filter(codename__in=RIGHTS))
        for codename in ("add_page", "change_page", "publish_page"):
            permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
            GroupPagePermission.objects.create(group=group, page=the_section(), permission=permission)
        user = make_user(EDITOR, full_name="Thu Hà")
        user.groups.add(group)
    return user


def send(piece: Submission) -> Submission:
    """The partner sends `piece`, without files."""
    responses = {"has_minor": False, "is_paid": False, "uses_ai": False, "music": "none", "credit": "Mây Miệt Vườn"}
    words = {"title": "Má kiểm hợp đồng", "text": "Má đọc là thấy liền.", "kind": "clip"}
    for name, value in {**responses, **words, "licence_until": date.fromisoformat(next_year())}.items():
        setattr(piece, name, value)
    piece.save()
    transitions.send(piece, all_consents(), by=piece.created_by)
    return piece
