"""How long files and words about people are kept: the only place with the periods (docs/security.md, rule 27).

Three years after the season cover questions about what was reported and a second run of the campaign. A work that is
not shown serves nobody once its contest is over; 90 days leave time for questions about the marks.
"""

from __future__ import annotations

from datetime import date, timedelta

from campaign.models import Season

YEARS = 3  # shown works, evidence photos and their consents after the season; consent papers after their end
NOT_SHOWN_DAYS = 90  # works that are not shown, after the results


def years_after(day: date, years: int = YEARS) -> date:
    """The same day `years` later, or earlier where negative; 28 February for the 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def season_end(day: date) -> date:
    """Last day of the season that covers `day`; `day` itself outside all seasons."""
    ends = Season.objects.filter(starts_on__lte=day, ends_on__gte=day).order_by("-ends_on")
    return ends.values_list("ends_on", flat=True).first() or day


def end_of_shown(day: date) -> date:
    """Last day on which a work of a contest that closes on `day` may be shown."""
    return years_after(season_end(day))


def end_of_not_shown(day: date, results_on: date | None) -> date:
    """Last day of a work that is not shown; without results the season's end counts instead."""
    return (results_on or season_end(day)) + timedelta(days=NOT_SHOWN_DAYS)
