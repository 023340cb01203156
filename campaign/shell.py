"""What the campaign gives to the shell of every page: whose site it is, the season, whom to call."""

from django.db.models import Case, F, Value, When
from django.db.models.signals import post_delete, post_save

from base import shell

from .models import HelpLine, Outlet, Season, SiteIdentity

DEFAULT_EXIT_URL = SiteIdentity._meta.get_field("exit_url").default


def provide(language: str) -> dict:
    """Two queries: identity with outlet and season name; help lines of `language`, else the Vietnamese ones."""
    season = Season.objects.filter(is_current=True).values("name")[:1]
    identity = (
        SiteIdentity.objects.filter(site__is_default_site=True)
        .select_related("outlet")
        .annotate(season_name=season)
        .first()
    )
    return {
        "outlet": _outlet(identity.outlet) if identity and identity.outlet else None,
        "plan_line": identity.plan_line if identity else SiteIdentity._meta.get_field("plan_line").default,
        "hashtags": identity.hashtags if identity else SiteIdentity._meta.get_field("hashtags").default,
        "exit_url": identity.exit_url if identity else DEFAULT_EXIT_URL,
        "season_name": identity.season_name if identity else "",
        "help_lines": help_lines(language),
    }


def _outlet(outlet: Outlet) -> dict:
    return {field.name: getattr(outlet, field.name) for field in Outlet._meta.fields if field.name != "id"}


def help_lines(language: str) -> list[dict]:
    """Verified lines in `language`; where that language has none, the Vietnamese ones. One query."""
    rank = Case(When(locale__language_code=language, then=Value(0)), default=Value(1))
    rows = list(
        HelpLine.objects.shown()
        .filter(locale__language_code__in=[language, "vi"])
        .annotate(code=F("locale__language_code"), rank=rank)
        .order_by("rank", "order", "pk")
        .values("code", "label", "number", "sms_number", "url", "hours", "cost", "say", "verified_on")
    )
    own = [row for row in rows if row["code"] == language]
    return own or rows


def connect() -> None:
    """Called from AppConfig.ready()."""
    shell.register("campaign", provide)
    for model in (HelpLine, Outlet, Season, SiteIdentity):
        post_save.connect(shell.invalidate, sender=model, dispatch_uid=f"shell-save-{model.__name__}")
        post_delete.connect(shell.invalidate, sender=model, dispatch_uid=f"shell-delete-{model.__name__}")
