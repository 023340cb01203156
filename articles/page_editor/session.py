"""Who is signed in, asked by an editor that is open: also after a session has ended and somebody signs in again."""

from __future__ import annotations

from typing import Any

from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_safe
from wagtail.models import Page

from base.caching.headers import private
from base.text import whole_number
from users.http import SignedInRequest

_SALT = "articles.page_editor.local-copies"


@private
@require_safe
def session(request: SignedInRequest) -> JsonResponse:
    """The account, its session, a CSRF token, and the key (AES-256, hexadecimal) of the copies in its browser.

    The session is named by a digest, so that an editor knows whether it is still the same: a token looks new each time.

    The key follows from the account and the secret of the site: it is never stored in the browser, so that nobody reads
    the drafts of a shared machine without signing in as their writer.
    """
    key = salted_hmac(_SALT, str(request.user.pk), algorithm="sha256").hexdigest()
    name = salted_hmac(_SALT, f"session {request.session.session_key}", algorithm="sha256").hexdigest()
    found = {"account": request.user.pk, "session": name, "token": get_token(request), "key": key}
    return JsonResponse(found | _newest_version(request))


def _newest_version(request: SignedInRequest) -> dict[str, Any]:
    """Of `?page=`: the newest version, its age in seconds and whether this account saved it.

    So an editor knows a save whose answer was lost, and one of its own that came late.
    `barred` where the account may not edit the page, or there is none; empty where none is asked about.
    """
    if "page" not in request.GET:
        return {}
    page = Page.objects.filter(pk=whole_number(request.GET["page"])).first()
    if page is None or not page.permissions_for_user(request.user).can_edit():
        return {"barred": True}
    newest = page.get_latest_revision()
    if newest is None:
        return {}
    age = (timezone.now() - newest.created_at).total_seconds()
    mine = newest.user_id == request.user.pk
    return {"revision": newest.pk, "created": newest.created_at.isoformat(), "age": age, "mine": mine}
