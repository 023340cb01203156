"""Who else edits a story, at which block, and requests to hand over. Stored only in the cache, for a minute."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from articles.admin.base_views import story_or_404
from base.caching.headers import private
from base.text import one_line, whole_number
from users.http import SignedInRequest

GONE = 30  # seconds without a request after which an account counts as gone
ASK, GIVE, KEEP = "xin", "nhuong", "giu"


def _key(page_id: int) -> str:
    return f"newsroom-presence:{page_id}"


@private
@require_POST
def presence(request: SignedInRequest, page_id: int) -> HttpResponse:
    """Store where the account is (`place`, `label`), pass on its request or answer, and return the other accounts.

    `ask`: key of the account that is asked to stop editing; `answer`: "nhuong" (yields) or "giu" (keeps), to the one
    that asked. Raises Http404, PermissionDenied.
    """
    story_or_404(request, page_id)
    now, me = timezone.now().timestamp(), request.user.pk
    people: dict[int, dict[str, Any]] = cache.get(_key(page_id)) or {}
    people = {key: person for key, person in people.items() if now - person["seen"] < GONE}
    before = people.get(me, {})
    people[me] = before | {
        "name": str(request.user),
        "since": before.get("since", now),
        "seen": now,
        "place": one_line(request.POST.get("place", ""), 80),
        "label": one_line(request.POST.get("label", ""), 80),
    }
    _pass_on(people, me, request.POST.get("ask", ""), request.POST.get("answer", ""))
    reply = people[me].pop("told", None)
    cache.set(_key(page_id), people, GONE * 2)
    others = [_shown(key, person) for key, person in people.items() if key != me]
    asked_by = people[me].get("asked_by")
    asker = people.get(asked_by) if asked_by else None
    return JsonResponse({"others": others, "asked_by": asker["name"] if asker else None, "told": reply})


def _pass_on(people: dict[int, dict[str, Any]], me: int, ask: str, answer: str) -> None:
    """Pass a request on to the account asked, or an answer to the account that asked."""
    asked_key = whole_number(ask)
    if asked_key is not None and asked_key in people and asked_key != me:
        people[asked_key]["asked_by"] = me
    if answer in {GIVE, KEEP}:
        asker = people[me].pop("asked_by", None)
        if asker in people:
            people[asker]["told"] = {"name": people[me]["name"], "answer": answer}


def _shown(key: int, row: dict[str, Any]) -> dict[str, Any]:
    since = datetime.fromtimestamp(row["since"], tz=timezone.get_current_timezone())
    return {"id": key, "name": row["name"], "since": f"{since:%H:%M}", "place": row["place"], "label": row["label"]}
