"""State of every page in every language (missing, draft, behind, live), computed in one query."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Subquery, Value, When
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page
from wagtail.permissions import page_permission_policy
from wagtail.query import PageQuerySet
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from articles.models import Correction
from translations.models import TranslationAssignment
from users.models import Account


class State(models.TextChoices):
    """States of a page in a language; never stored."""

    SOURCE = "source", _("bản gốc")
    MISSING = "missing", _("chưa có")
    DRAFT = "draft", _("bản nháp")
    BEHIND = "behind", _("cũ hơn bản gốc")
    LIVE = "live", _("đã xuất bản")


#: States that require work.
OPEN = (State.MISSING, State.DRAFT, State.BEHIND)


def languages() -> list[tuple[str, str]]:
    """(code, name) of the site's languages."""
    return list(settings.LANGUAGES)


def sources(user: Account) -> PageQuerySet[Page]:
    """Source pages that `user` may see: of each set of translations the Vietnamese page, else the oldest.

    Live pages are visible to all; drafts only where `user` may explore them or a translation of them, such as that of
    a story which was taken down.
    """
    older = Page.objects.filter(translation_key=OuterRef("translation_key"), alias_of__isnull=True).exclude(
        pk=OuterRef("pk")
    )
    vietnamese = older.filter(locale__language_code=settings.LANGUAGE_CODE)
    pages = Page.objects.filter(depth__gt=1, alias_of__isnull=True).annotate(
        has_vietnamese=Exists(vietnamese), has_older=Exists(older.filter(pk__lt=OuterRef("pk")))
    )
    pages = pages.filter(Q(locale__language_code=settings.LANGUAGE_CODE) | Q(has_vietnamese=False, has_older=False))
    own = page_permission_policy.explorable_instances(user).filter(depth__gt=1)
    return pages.filter(Q(live=True) | Q(translation_key__in=own.values("translation_key"))).select_related(
        "locale", "content_type"
    )


def with_states(pages: PageQuerySet[Page]) -> PageQuerySet[Page]:
    """Annotate `state_vi`, `state_km` …, `twin_km` (primary key), `owner_km`, `due_km`, `step_km`, `machine_km`.

    `machine_km`: drafted by a machine, no native reader has checked it.
    """
    locales = dict(Locale.objects.values_list("language_code", "pk"))
    for code, _name in languages():
        twin = Page.objects.filter(
            translation_key=OuterRef("translation_key"), locale_id=locales.get(code, 0), alias_of__isnull=True
        )
        assignment = TranslationAssignment.objects.filter(translation_key=OuterRef("translation_key"), language=code)
        pages = pages.annotate(
            **{
                f"twin_{code}": Subquery(twin.values("pk")[:1]),
                f"twin_live_{code}": Subquery(twin.values("live")[:1]),
                f"twin_at_{code}": Subquery(twin.values("last_published_at")[:1]),
                f"owner_{code}": Subquery(assignment.values("owner__full_name")[:1]),
                f"owner_id_{code}": Subquery(assignment.values("owner_id")[:1]),
                f"due_{code}": Subquery(assignment.values("due_on")[:1]),
                f"step_{code}": Subquery(assignment.values("step")[:1]),
                f"machine_{code}": Exists(assignment.filter(awaits_native_reader=True)),
            }
        ).annotate(**{f"state_{code}": _state(code, locales.get(code, 0))})
    return pages


def corrected_since(pages: Iterable[Page], code: str) -> dict[int, list[Correction]]:
    """Key of a source → its published corrections that its translation was not published after, newest first.

    `pages` come from with_states(). One query.
    """
    published_at = {page.pk: getattr(page, f"twin_at_{code}") for page in pages if getattr(page, f"twin_{code}")}
    found: dict[int, list[Correction]] = {}
    for row in Correction.objects.frozen().filter(page__in=list(published_at)).order_by("-frozen_at", "-pk"):
        if (at := published_at[row.page_id]) is None or at < row.frozen_at:
            found.setdefault(row.page_id, []).append(row)
    return found


def _state(code: str, locale: int) -> Case:
    kept = Translation.objects.filter(
        source__object_id=OuterRef("translation_key"), target_locale_id=locale, enabled=True
    )
    stale = kept.filter(source__last_updated_at__lt=OuterRef("last_published_at"))
    done = StringTranslation.objects.filter(
        translation_of_id=OuterRef("string_id"), context_id=OuterRef("context_id"), locale_id=locale, has_error=False
    )
    untranslated = StringSegment.objects.filter(source__object_id=OuterRef("translation_key")).exclude(Exists(done))
    return Case(
        When(locale__language_code=code, then=Value(State.SOURCE.value)),
        When(**{f"twin_{code}__isnull": True}, then=Value(State.MISSING.value)),
        When(**{f"twin_live_{code}": False}, then=Value(State.DRAFT.value)),
        When(Exists(stale), then=Value(State.BEHIND.value)),
        When(Q(Exists(kept)) & Q(Exists(untranslated)), then=Value(State.BEHIND.value)),
        When(~Q(Exists(kept)) & Q(**{f"twin_at_{code}__lt": F("last_published_at")}), then=Value(State.BEHIND.value)),
        default=Value(State.LIVE.value),
        output_field=CharField(),
    )
