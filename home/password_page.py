"""View that takes the password of a restricted page: Wagtail's view with a limit on attempts and a 422 for an error."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_post_parameters
from wagtail.views import authenticate_with_password

from base.caching.headers import private
from users.signin.throttling import may_try, too_many_attempts

TRY = "page_password"  # key of ACCOUNT_RATE_LIMITS


@private
@sensitive_post_parameters("password")
def enter_password(request: HttpRequest, page_view_restriction_id: int, page_id: int) -> HttpResponse:
    """Answer 302 to the page for the right password, 422 with the form for a wrong one, 429 after too many attempts.

    Raises Http404 for a restriction or a page that does not exist.
    """
    if request.method == "POST" and not may_try(request, TRY):
        return too_many_attempts(request)
    response = authenticate_with_password(request, page_view_restriction_id, page_id)
    if request.method == "POST" and response.status_code == 200:
        response.status_code = 422
    return response
