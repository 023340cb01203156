"""The campaign's part of the site context (`site_context.campaign`): identity, outlet, season, help lines."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import QuerySet, Subquery
from django.db.models.expressions import BaseExpression
from django.db.models.functions import JSONObject
from django.db.models.signals import post_delete, post_save
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext

from base import site_context
from campaign.models import HelpLine, Outlet, Season, SiteIdentity

IDENTITY_FIELDS = ("plan_line", "plan_line_en", "plan_line_km", "hashtags", "exit_url", "zalo_oa_id")
SEASON_FIELDS = ("name", "name_en", "name_km", "slug", "plan_number", "plan_date", "starts_on", "ends_on")
LINE_FIELDS = ("label", "number", "sms_number", "url", "hours", "cost", "say", "verified_on")
DEFAULT_EXIT_URL = SiteIdentity._meta.get_field("exit_url").default


def columns(language: str) -> dict[str, BaseExpression]:
    """Sub-selects: current season, identity with season name, its outlet, help lines of `language` and Vietnamese."""
    identity = SiteIdentity.objects.filter(site__is_default_site=True)
    season = Season.objects.filter(is_current=True).values("name")[:1]
    outlet = {name: f"outlet__{name}" for name in _outlet_fields()}
    own = JSONObject(**{name: name for name in IDENTITY_FIELDS}, season_name=Subquery(season))
    lines = JSONObject(code="locale__language_code", **{name: name for name in LINE_FIELDS})
    seasons = Season.objects.filter(is_current=True).values(json=JSONObject(**{name: name for name in SEASON_FIELDS}))
    return {
        "season": Subquery(seasons[:1]),
        "identity": Subquery(identity.values(json=own)[:1]),
        "outlet": Subquery(identity.filter(outlet__isnull=False).values(json=JSONObject(**outlet))[:1]),
        "help_lines": ArraySubquery(_lines(language).values(json=lines)),
    }


def provide(language: str, data: dict[str, Any]) -> dict[str, Any]:
    """Plain data for templates from the values of `columns(language)`."""
    identity = data["identity"] or {name: SiteIdentity._meta.get_field(name).get_default() for name in IDENTITY_FIELDS}
    season = _season(data["season"])
    return {
        "outlet": _outlet(data["outlet"], language),
        "season_name": "",
        "season": season,
        **identity,
        **_plan_lines(identity, season, language),
        "help_lines": _own_or_vietnamese([_line(row) for row in data["help_lines"]], language),
    }


def _outlet_fields() -> list[str]:
    return [field.attname for field in Outlet._meta.concrete_fields if field.name != "id"]


def _outlet(row: dict[str, Any] | None, language: str) -> dict[str, Any] | None:
    """The outlet's row with a date object and with the names and channels that templates use; None without an outlet.

    `own_name` is its name in `language`; empty on Vietnamese pages and where there is no such name.
    """
    return row and row | {
        "licence_date": date.fromisoformat(row["licence_date"]) if row["licence_date"] else None,
        "shown_name": row["masthead"] or row["name"],
        "own_name": row.get(f"name_{language}", ""),
        "channels": [(name, row[field]) for name, field in Outlet.CHANNELS if row[field]],
    }


def _season(row: dict[str, Any] | None) -> dict[str, Any] | None:
    """The current season's row with date objects; None without a season."""
    dates = ("plan_date", "starts_on", "ends_on")
    return row and row | {name: date.fromisoformat(row[name]) if row[name] else None for name in dates}


def _plan_lines(identity: dict[str, Any], season: dict[str, Any] | None, language: str) -> dict[str, str]:
    """Default for “plan_line”, made from number and date of the current season; {} where editors wrote the line.

    The default is empty where the season names no plan.
    """
    if identity["plan_line"]:
        return {}  # without a translation of it, templates show the editors' Vietnamese line
    own = identity.get(f"plan_line_{language}", "")
    return {"plan_line": _plan_line(season, "vi"), f"plan_line_{language}": own or _plan_line(season, language)}


def _plan_line(season: dict[str, Any] | None, language: str) -> str:
    if not season or not season["plan_number"]:
        return ""
    number, day = season["plan_number"], season["plan_date"]
    with translation.override(language):
        if not day:
            return gettext("Chuyên trang thực hiện Kế hoạch %(number)s.") % {"number": number}
        return gettext("Chuyên trang thực hiện Kế hoạch %(number)s ngày %(day)s.") % {
            "number": number,
            "day": date_format(day),
        }


def _lines(language: str) -> QuerySet[HelpLine]:
    return HelpLine.objects.shown().filter(locale__language_code__in=[language, "vi"]).order_by("order", "pk")


def _line(row: dict[str, Any]) -> dict[str, Any]:
    """A help line's row with a date object, which JSON does not have."""
    return row | {"verified_on": date.fromisoformat(row["verified_on"]) if row["verified_on"] else None}


def _own_or_vietnamese(rows: list[dict[str, Any]], language: str) -> list[dict[str, Any]]:
    return [row for row in rows if row["code"] == language] or rows


def connect() -> None:
    """Register with the site context and invalidate it when a row changes. Called from AppConfig.ready()."""
    site_context.register("campaign", columns, provide)
    for model in (HelpLine, Outlet, Season, SiteIdentity):
        post_save.connect(site_context.invalidate, sender=model, dispatch_uid=f"site-context-save-{model.__name__}")
        post_delete.connect(site_context.invalidate, sender=model, dispatch_uid=f"site-context-delete-{model.__name__}")
