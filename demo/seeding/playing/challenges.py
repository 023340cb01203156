"""Seeds a challenge with links of units and of a partner: shown, highlighted, waiting, declined. All are fictional."""

from datetime import timedelta

from django.utils import timezone

from activities.models import ChallengeLink, ChallengePage
from activities.models.challenge import this_week
from articles.models import SectionPage
from articles.presentation.embeds import player_address
from partners.models import Partner
from users.models import Organisation

from .. import content

#: The player shows “video not available”: nobody's clip stands on the wall of the demo.
CLIP = "https://www.youtube.com/watch?v=demo{:07d}"


def seed_challenge() -> None:
    """Publish the challenge in its section, in its third week, and fill its wall."""
    row, today, moment = content("challenge"), timezone.localdate(), timezone.now() - timedelta(days=6)
    section = SectionPage.objects.get(slug=row["section"], locale__language_code="vi")
    page = ChallengePage(
        title=row["title"], sapo=row["sapo"], hashtag=row["hashtag"], rules="\n".join(row["rules"]),
        starts_on=today - timedelta(days=16), ends_on=today + timedelta(days=14), genre="thu-thach",
        locale=section.locale, has_minor=False, has_victim=False, published_at=moment, first_published_at=moment,
        source_name="Thành đoàn (minh họa)", body=[("paragraph", f"<p>{row['body']}</p>")],
    )  # fmt: skip
    section.add_child(instance=page)
    page.save_revision().publish(skip_permission_checks=True)
    ChallengePage.objects.filter(pk=page.pk).update(last_published_at=moment)
    _fill(page)


def _fill(page: ChallengePage) -> None:
    schools = list(Organisation.objects.filter(kind=Organisation.Kind.SCHOOL).order_by("pk")[:6])
    partner = Partner.objects.listed().order_by("pk").first()
    for number, clip in enumerate(content("challenge")["clips"]):
        from_partner = partner is not None and clip.get("partner")
        sender = partner if from_partner and partner else schools[number % len(schools)]
        is_shown = clip["state"] == ChallengeLink.State.SHOWN
        ChallengeLink.objects.create(
            challenge=page.translation_key, url=CLIP.format(number), player=player_address(CLIP.format(number)),
            title=clip["title"], sender_kind="partner" if from_partner else "unit", sender_key=sender.uuid,
            sender_name=str(sender), state=clip["state"], reason=clip.get("reason", ""),
            decided_at=timezone.now() - timedelta(days=number) if clip["state"] != "sent" else None,
            highlight_week=this_week() - timedelta(weeks=clip["week"]) if is_shown and "week" in clip else None,
        )  # fmt: skip
