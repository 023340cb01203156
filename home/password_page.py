"""Where the password of a closed part of the site is given: Wagtail's view, with limits and an honest status."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_post_parameters
from wagtail.views import authenticate_with_password

from base.caching.headers import private
from users.signin.throttling import may_try, too_many_attempts

TRY = "page_password"  # limited in ACCOUNT_RATE_LIMITS: one password for many people is quickly guessed


@private
@sensitive_post_parameters("password")
def give_password(request: HttpRequest, page_view_restriction_id: int, page_id: int) -> HttpResponse:
    """302 to the page for the right password, 422 with the form for a wrong one, 429 for too many tries.

    Raises Http404 for a restriction or a page that does not exist.
    """
    if request.method == "POST" and not may_try(request, TRY):
        return too_many_attempts(request)
    response = authenticate_with_password(request, page_view_restriction_id, page_id)
    if request.method == "POST" and response.status_code == 200:
        response.status_code = 422
    return response
