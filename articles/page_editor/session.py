"""Who is signed in, asked by an editor that is open: also after a session has ended and somebody signs in again."""

from __future__ import annotations

from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_safe

from base.caching.headers import private
from users.http import SignedInRequest

_SALT = "articles.page_editor.local-copies"


@private
@require_safe
def session(request: SignedInRequest) -> JsonResponse:
    """The account, its CSRF token, and the key (AES-256, hexadecimal) of the copies in its browser.

    The key follows from the account and the secret of the site: it is never stored in the browser, so that nobody reads
    the drafts of a shared machine without signing in as their writer.
    """
    key = salted_hmac(_SALT, str(request.user.pk), algorithm="sha256").hexdigest()
    return JsonResponse({"account": request.user.pk, "token": get_token(request), "key": key})
