"""What becomes of a link: sent by a unit or partner, shown or declined by the newsroom, highlighted for a week."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.challenge import letters
from activities.identity import problem_of
from activities.models import ChallengeLink, ChallengePage
from activities.models.challenge import A_WEEK, MAX_A_SENDER, this_week
from articles.closing import close_pictures
from articles.presentation.embeds import player_address
from articles.rules.gates_images import consent_problem
from base.errors import DecidedMeanwhile
from campaign.acting import Sender
from users.models import Organisation, User

State = ChallengeLink.State
UNITS = (Organisation.Kind.SCHOOL, Organisation.Kind.UNION, Organisation.Kind.POLICE)


def units_of(user: User) -> list[Sender]:
    """The active unit of an account, as a sender."""
    organisation = user.organisation
    if organisation is None or not organisation.is_active or organisation.kind not in UNITS:
        return []
    return [Sender("unit", organisation.uuid, organisation.name)]


class Refused(ValueError):
    """Why a link cannot be taken or shown, in words."""


@transaction.atomic
def send(page: ChallengePage, sender: Sender, user: User, *, url: str, title: str) -> ChallengeLink:
    """Take a link to the desk, which gets a letter.

    Raises Refused: unknown site, sent before, too many, the challenge is not open.
    """
    if not page.is_open:
        raise Refused(_("Thử thách không nhận clip hôm nay."))
    player = player_address(url)
    if not player:
        raise Refused(_("Ở đây nhận liên kết của một clip YouTube hoặc TikTok, mở đầu bằng https://."))
    challenge = _one_at_a_time(page)
    sent = ChallengeLink.objects.of(page).filter(sender_key=sender.key).exclude(state=State.DECLINED)
    if sent.count() >= MAX_A_SENDER:
        raise Refused(_("Đơn vị đã gửi đủ %(most)d clip cho thử thách này.") % {"most": MAX_A_SENDER})
    try:
        with transaction.atomic():
            link = ChallengeLink.objects.create(
                challenge=challenge, url=url, player=player, title=title,
                sender_kind=sender.kind, sender_key=sender.key, sender_name=sender.name, sent_by=user,
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused(_("Clip này đã được gửi tới thử thách rồi.")) from error
    letters.sent(page, link)
    return link


def _one_at_a_time(page: ChallengePage) -> UUID:
    """Lock the challenge in all its languages until the transaction ends, so that limits hold; returns its key."""
    challenge = (page.alias_of or page).translation_key
    pages = ChallengePage.objects.filter(translation_key=challenge).order_by("pk")
    list(pages.select_for_update(of=("self",), no_key=True).only("pk"))
    return challenge


@transaction.atomic
def decide(link: ChallengeLink, user: User, *, seen: str, state: str, reason: str = "") -> None:
    """Show or decline a link; its sender gets a letter.

    Raises Refused, and DecidedMeanwhile when its state is not `seen` any more.
    """
    row = ChallengeLink.objects.select_for_update().get(pk=link.pk)
    if row.state != seen:
        raise DecidedMeanwhile(row.decided_by, _("%(who)s vừa quyết định clip này. Bạn xem lại danh sách."))
    if state == State.DECLINED and not reason:
        raise Refused(_("Bạn ghi lý do để nơi gửi biết."))
    if state == State.SHOWN and (problem := problem_of(link.title)):
        raise Refused(problem)
    if state == State.SHOWN and link.poster_id:
        poster = link.poster
        problem = consent_problem(poster) if poster and poster.has_minor else ""
        if problem:
            raise Refused(problem)
    row.state, row.reason = state, reason if state == State.DECLINED else ""
    former, row.title = row.poster_id, link.title
    row.poster_id = link.poster_id if state == State.SHOWN else None
    row.decided_by, row.decided_at = user, timezone.now()
    row.highlight_week = None if state == State.DECLINED else row.highlight_week
    row.save()
    if row.state != seen:
        letters.decided(row)
    if former and former != row.poster_id:
        close_pictures.enqueue([former])  # its addresses end, unless another page shows it


@transaction.atomic
def highlight(page: ChallengePage, link: ChallengeLink, *, on: bool) -> None:
    """Put a shown link among this week's highlights, or take it out. Raises Refused when there are A_WEEK."""
    week = this_week()
    _one_at_a_time(page)
    highlighted = ChallengeLink.objects.of(page).shown().filter(highlight_week=week)
    if on and highlighted.exclude(pk=link.pk).count() >= A_WEEK:
        raise Refused(_("Tuần này đã có đủ %(most)d clip nổi bật.") % {"most": A_WEEK})
    ChallengeLink.objects.shown().filter(pk=link.pk).update(highlight_week=week if on else None)
