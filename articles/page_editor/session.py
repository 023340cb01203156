"""View for an open editor: which account is signed in, also after a session ended and somebody signed in again.

It also says which tab saved the newest version, because an account may have a story open on two devices.
"""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_safe
from wagtail.models import Page

from base.caching.headers import private
from base.text import one_line, whole_number
from users.http import SignedInRequest

_SALT = "articles.page_editor.local-copies"
AUTOSAVE = "newsroom-autosave"  # sent by static/articles/admin/keeping/keeper.js with an autosave: the name of its tab
DAY = 24 * 3600  # seconds for which the tab of a version is known


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
    data = {"account": request.user.pk, "session": name, "token": get_token(request), "key": key}
    return JsonResponse(data | _newest_version(request))


def _newest_version(request: SignedInRequest) -> dict[str, Any]:
    """Newest version of the page `?page=` and the tab that saved it, if known; {} without that parameter.

    By this an editor recognises its own save whose answer was lost or came late. `barred`: the account may not edit the
    page, or there is no such page.
    """
    if "page" not in request.GET:
        return {}
    page = Page.objects.filter(pk=whole_number(request.GET["page"])).first()
    if page is None or not page.permissions_for_user(request.user).can_edit():
        return {"barred": True}
    newest = page.get_latest_revision()
    if newest is None:
        return {}
    tab = cache.get(_key(newest.pk))
    return {"revision": newest.pk, "created": newest.created_at.isoformat(), "tab": tab}


def remember_tab(request: SignedInRequest, page: Page) -> None:
    """Store the name of the tab that has just saved the newest version of `page`, for DAY seconds."""
    cache.set(_key(page.latest_revision_id), one_line(request.POST.get(AUTOSAVE, ""), 40), DAY)


def _key(revision: int) -> str:
    return f"newsroom-tab-of-version:{revision}"
