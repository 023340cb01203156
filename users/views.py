"""Views of accounts: the sign-in page, the redirect after it, the account's page. All else is allauth's."""

from http import HTTPStatus
from typing import Any

from allauth.account import views as allauth_views
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator

from base.caching.headers import private
from users.landing import landing_page_of, sign_in_methods


@method_decorator(private, name="dispatch")
class LoginView(allauth_views.LoginView):
    """allauth's view, but an invalid form answers 400 instead of 200."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the other ways to sign in, shown below the form."""
        return super().get_context_data(**kwargs) | {"sign_in_methods": sign_in_methods()}

    def form_invalid(self, form: Form) -> HttpResponse:
        """Answer 400 with the form."""
        response = super().form_invalid(form)
        response.status_code = HTTPStatus.BAD_REQUEST
        return response


@private
@login_required
def after_login(request: HttpRequest) -> HttpResponse:
    """Redirect to the landing page of the account, else to its own page."""
    landing_page = landing_page_of(request.user)
    return redirect(landing_page) if landing_page else redirect("users:profile")


@private
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """The account's page: name, password, second factor, sign out."""
    return render(request, "account/profile.html", {"landing_page": landing_page_of(request.user)})
