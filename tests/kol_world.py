"""The world "kol": an outlet with its KOL section and people, two partners, and a piece of the first in each state.

Everything went the real way, also the published story. Pieces are found by their title, which is the state:
`piece("sent")`; people by the e-mails below. The second partner has no piece.
"""

from datetime import date, timedelta

from django.utils import timezone

from articles.editorial.permissions import sync_newsrooms
from articles.models import SectionPage
from campaign.models import Outlet
from media_library.models import KitIndexPage, LibraryIndexPage
from partners.models import Brief, KolIndexPage, Partner, PartnerDay, Submission
from partners.publishing import story_factory
from partners.workflow import transitions
from tests.factories import make_help_line, make_home, make_locale, make_section, make_user
from tests.partners.pieces import all_consents
from tests.worker import run_waiting_tasks
from users.models import User
from users.roles import Role, grant

SECTION, PARTNER, OTHER_PARTNER, BRIEF = "kol-niem-tin-so", "may-miet-vuon", "sorya", "Việc nhẹ lương cao"
KOL, MANAGER, STRANGER = "kol@partner.example", "manager@partner.example", "stranger@partner.example"
DESK, SECOND, CHIEF = "desk@outlet.example", "second@outlet.example", "chief@outlet.example"
STATES = ("draft", "sent", "in_review", "changes", "rejected", "withdrawn", "accepted", "published")


def fill_kol() -> None:
    make_locale("vi")
    home, outlet = make_home(), Outlet.objects.create(slug="bao-can-tho", name="Báo Cần Thơ", short_name="Báo Cần Thơ")
    make_section("KOL và Niềm tin số", home=home, slug=SECTION, outlet=outlet)
    for model, title, slug in (
        (LibraryIndexPage, "Kho tài liệu", "kho-tai-lieu"),
        (KitIndexPage, "Bộ tài liệu", "bo-tai-lieu"),
        (KolIndexPage, "KOL đồng hành", "kol"),
    ):
        home.add_child(instance=model(title=title, slug=slug, locale=home.locale))
    make_help_line("111")
    sync_newsrooms()
    for email, name, role in (
        (DESK, "Bàn KOL", Role.EDITOR),
        (SECOND, "Biên tập viên", Role.EDITOR),
        (CHIEF, "Tổng Biên tập", Role.CHIEF),
    ):
        grant(make_user(email, full_name=name), role, outlet.slug)
    grant(person(DESK), Role.KOL_DESK)
    partner = Partner.objects.create(slug=PARTNER, display_name="Mây Miệt Vườn (demo)", is_listed=True, is_demo=True)
    partner.members.create(user=make_user(KOL, full_name="Nguyễn Thị Mây"))
    partner.members.create(user=make_user(MANAGER, full_name="Trần Quản Lý"), role="manager")
    other = Partner.objects.create(slug=OTHER_PARTNER, display_name="Sorya (demo)", is_demo=True)
    other.members.create(user=make_user(STRANGER, full_name="Lâm Sorya"))
    brief = Brief(title=BRIEF, wanted="Hỏi một người trước khi trả lời.", outlet=outlet, live=False)
    brief.must_say, brief.must_not = "Nêu một người để hỏi", "Không diễn lại cách dụ"
    brief.licence_until = timezone.localdate() + timedelta(days=300)
    brief.save()
    brief.save_revision(user=person(DESK)).publish()
    for state in STATES:
        bring_to(state, partner)
    PartnerDay.objects.all().delete()  # the day's share is whole again
    run_waiting_tasks()


def bring_to(state: str, partner: Partner) -> Submission:
    """A new piece of `partner`, taken to `state` by the steps of partners/workflow/transitions.py."""
    kol, desk = person(KOL), person(DESK)
    piece = Submission.objects.create(
        partner=partner, created_by=kol, title=state, text="Má đọc là thấy liền.", kind="clip", credit="Mây Miệt Vườn",
        has_minor=False, is_paid=False, uses_ai=False, music="none", licence_until=date(2099, 12, 31),
    )  # fmt: skip
    if state == "draft":
        return piece
    transitions.send(piece, all_consents(), by=kol)
    if state in {"in_review", "changes", "rejected"}:
        transitions.decide(piece, state, by=desk, note="Nói rõ hơn giúp em.")
    elif state == "withdrawn":
        transitions.withdraw(piece, by=kol)
    elif state in {"accepted", "published"}:
        transitions.decide(piece, "accepted", by=desk)
        piece.refresh_from_db()
    if state == "published":
        story = story_factory.make_story(piece, SectionPage.objects.get(slug=SECTION), by=desk)
        story.has_victim = False
        story.save_revision(user=desk).publish(user=person(CHIEF))
    return piece


def person(email: str) -> User:
    return User.objects.get(email=email)


def piece(state: str = "sent") -> Submission:
    """The piece that stands in `state`."""
    return Submission.objects.get(title=state)
