"""What waits for the roles outside the newsrooms: library, KOL desk, who confirms what schools have done, who arranges
speakers, and who publishes contests; and what waits in a newsroom beside its board.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import PageLogEntry
from wagtail_localize.models import StringTranslation

from activities.models import ARRANGE, ChallengeLink, ChallengePage, Contest, Entry, SpeakerRequest
from activities.models.contest import CHANGE
from articles.admin.takedowns.returns import reason_not_to_approve
from articles.editorial.access import outlets_of, sections_of, works_as
from articles.editorial.small_mends import ASKED, CONFIRMERS, mend_of, reason_not_to_confirm
from articles.models import ArticleByline, ArticlePage, TakeDown
from campaign.waiting import tasks_of
from media_library.models import AssetVersion
from partners.models import Submission
from partners.permissions import REVIEW
from schools.access import current_season, reviewed_claims, reviewed_kinds, reviewed_orders
from users.models import User

SHOWN = 6  # rows of each list
READ = 20  # rows that are read for it, because some wait for somebody else
MEND_AGE = timedelta(days=30)  # since a chief asked for confirmation


@dataclass(frozen=True)
class Row:
    """One thing that waits, since when, and where it is decided."""

    title: str
    since: datetime | None
    address: str


@dataclass(frozen=True)
class Waiting:
    """What waits in one place, the longest first; `address` has all of it, "" where `rows` are all."""

    title: str | Promise
    rows: list[Row]
    address: str


def waiting_for(user: User) -> list[Waiting]:
    """A list for each place in which something may wait for `user`; without those that are empty."""
    lists = []
    if user.has_perm("media_library.release_asset"):
        lists.append(_assets(user))
    if user.has_perm(REVIEW):
        lists.append(_pieces())
    if kinds := reviewed_kinds(user):
        lists += [_claims(user, kinds), _print_orders(user)]
    if user.has_perm(ARRANGE):
        lists.append(_requests())
    if user.has_perm(CHANGE):
        lists += [_asked_contests(user), _proposed_results(user), _mended_entries(user)]
    lists.append(_taken_down(user))
    if works_as(user):
        lists.append(_clips(user))
    if works_as(user, CONFIRMERS):
        lists += [_returns(user), _mends(user)]
    return [entry for entry in [*lists, _tasks(user)] if entry.rows]


def _assets(user: User) -> Waiting:
    versions = AssetVersion.objects.in_review().exclude(submitted_by=user).select_related("asset")
    rows = [
        Row(str(row.asset), row.submitted_at, reverse("wagtailsnippets_media_library_asset:edit", args=[row.asset_id]))
        for row in versions.order_by("submitted_at")[:SHOWN]
    ]
    return Waiting(_("Tài liệu chờ duyệt phát hành"), rows, reverse("wagtailsnippets_media_library_asset:list"))


def _pieces() -> Waiting:
    pieces = Submission.objects.waiting().order_by("due_at", "pk")[:SHOWN]
    rows = [Row(str(piece), piece.due_at, reverse("kol_submissions:detail", args=[piece.pk])) for piece in pieces]
    return Waiting(_("Bài của KOL chờ trả lời, kèm hạn"), rows, reverse("kol_submissions:index"))


def _claims(user: User, kinds: list[str]) -> Waiting:
    season = current_season()
    claims = reviewed_claims(user).waiting().filter(item__season=season, unit__kind__in=kinds)
    rows = [
        Row(f"{claim.unit.name}: {claim.item}", claim.declared_at, reverse("units_admin:claim", args=[claim.uuid]))
        for claim in claims.select_related("unit", "item")[:SHOWN]
    ]
    return Waiting(_("Việc đơn vị đã khai, chờ xác nhận"), rows, reverse("units_admin:queue"))


def _print_orders(user: User) -> Waiting:
    """Orders of the printed copies that `user` keeps."""
    address = reverse("units_admin:print_orders")
    rows = [
        Row(f"{item.unit}: {item.run}", item.created_at, address) for item in reviewed_orders(user).waiting()[:SHOWN]
    ]
    return Waiting(_("Đơn xin bản in, chờ trả lời"), rows, address)


def _requests() -> Waiting:
    requests = SpeakerRequest.objects.filter(state=SpeakerRequest.State.ASKED).select_related("organisation")
    rows = [
        Row(str(item), item.created_at, reverse("speaker_requests:detail", args=[item.pk]))
        for item in requests.order_by("created_at")[:SHOWN]
    ]
    return Waiting(_("Yêu cầu mời báo cáo viên, chờ xếp người và giờ"), rows, reverse("speaker_requests:index"))


def _asked_contests(user: User) -> Waiting:
    """Contests of schools whose public page waits for the desk."""
    return _contests(_("Cuộc thi của trường, chờ duyệt để hiện công khai"), user, Contest.State.ASKED)


def _proposed_results(user: User) -> Waiting:
    """Results that a colleague has proposed, which a second person publishes."""
    return _contests(_("Kết quả cuộc thi, chờ người thứ hai duyệt"), user, Contest.State.PROPOSED)


def _contests(title: Promise, user: User, state: Contest.State) -> Waiting:
    contests = Contest.objects.run_by(user).filter(state=state).exclude(proposed_by=user).order_by("closes_at", "pk")
    rows = [Row(str(item), None, reverse("contest_desk:desk", args=[item.pk])) for item in contests[:SHOWN]]
    return Waiting(title, rows, reverse("contests:index"))


def _mended_entries(user: User) -> Waiting:
    """Entries that were sent back to be mended and are handed in again."""
    entries = Entry.objects.mended().filter(contest__in=Contest.objects.run_by(user)).select_related("contest")
    rows = [
        Row(f"{entry.code}: {entry.title}", entry.submitted_at, reverse("contest_desk:desk", args=[entry.contest_id]))
        for entry in entries.order_by("submitted_at")[:SHOWN]
    ]
    return Waiting(_("Bài dự thi đã sửa và nộp lại"), rows, reverse("contests:index"))


def _clips(user: User) -> Waiting:
    """Clips that were sent to a challenge which `user` may publish; the challenge in all languages is one."""
    waiting = ChallengeLink.objects.filter(state=ChallengeLink.State.SENT)
    originals = ChallengePage.objects.originals().filter(translation_key__in=waiting.values("challenge"))
    pages: dict[UUID, int] = {}
    for page in originals.order_by("pk"):
        if page.translation_key not in pages and page.permissions_for_user(user).can_publish():
            pages[page.translation_key] = page.pk
    clips = waiting.filter(challenge__in=pages).order_by("sent_at")[:SHOWN] if pages else ()
    rows = [Row(clip.title, clip.sent_at, reverse("challenges:links", args=[pages[clip.challenge]])) for clip in clips]
    return Waiting(_("Clip gửi tới thử thách, chờ duyệt"), rows, "")


def _returns(user: User) -> Waiting:
    """Stories that were taken down, and whose return `user` may approve."""
    asked = TakeDown.objects.open().filter(return_asked_at__isnull=False).exclude(return_asked_by=user)
    rows = [
        Row(entry.page.title, entry.return_asked_at, reverse("newsroom:return", args=[entry.page_id]))
        for entry in asked.select_related("page").order_by("return_asked_at")[:READ]
        if not reason_not_to_approve(entry.page.specific, entry, user)
    ]
    return Waiting(_("Bài đã gỡ, xin đăng lại"), rows[:SHOWN], reverse("newsroom:takedowns"))


def _taken_down(user: User) -> Waiting:
    """Stories that `user` began, signed or translated and that are taken down; none of the copies at other outlets."""
    of_page = {"context__object_id": OuterRef("page__translation_key"), "locale": OuterRef("page__locale")}
    translated = Exists(StringTranslation.objects.filter(**of_page, last_translated_by=user))
    signed = Exists(ArticleByline.objects.filter(page=OuterRef("page"), person__account=user))
    entries = TakeDown.objects.open().filter(Q(page__owner=user) | signed | translated, page__alias_of=None)
    rows = [
        Row(
            f"{entry.page.title}: {entry.get_reason_display()}",
            entry.taken_at,
            reverse("wagtailadmin_pages:edit", args=[entry.page_id]),
        )
        for entry in entries.select_related("page").order_by("-taken_at")[:SHOWN]
    ]
    return Waiting(_("Bài của bạn đã bị gỡ"), rows, "")


def _mends(user: User) -> Waiting:
    """Small mends of a chief that `user` may confirm."""
    sections = [section.path for section in sections_of(list(outlets_of(user, CONFIRMERS)))]
    entries = PageLogEntry.objects.filter(action=ASKED, timestamp__gte=timezone.now() - MEND_AGE)
    since = dict(entries.order_by("timestamp").values_list("page_id", "timestamp"))
    stories = ArticlePage.objects.filter(pk__in=since)
    rows = []
    for story in [story for story in stories if story.path[: -story.steplen] in sections][:READ]:
        mend = mend_of(story)
        if mend is not None and mend.asked_by is not None and not reason_not_to_confirm(story, mend, user):
            rows.append(Row(story.title, since[story.pk], reverse("newsroom:small_mend", args=[story.pk])))
    return Waiting(_("Sửa nhỏ chờ bạn xác nhận"), rows[:SHOWN], "")


def _tasks(user: User) -> Waiting:
    """What is no decision of a role: works that the account marks as a juror."""
    rows = [Row(f"{task.action}: {task.title}", task.until, task.address) for task in tasks_of(user)]
    return Waiting(_("Đang chờ bạn"), rows, "")
