"""Views of accounts: the sign-in page, the redirect after it, the account's page. All else is allauth's."""

from http import HTTPStatus
from typing import Any

from allauth.account import views as allauth_views
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode

from base.caching.headers import private
from users.landing import landing_page_of, sign_in_methods
from users.signin.single_sign_on import PROVIDER


@method_decorator(private, name="dispatch")
class LoginView(allauth_views.LoginView):
    """allauth's view, but an invalid form answers 400 instead of 200."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the other ways to sign in, shown below the form."""
        context: dict[str, Any] = super().get_context_data(**kwargs) | {"sign_in_methods": sign_in_methods()}
        if settings.OIDC_SERVER_URL:
            begin = reverse("openid_connect_login", kwargs={"provider_id": PROVIDER})
            after = context.get("redirect_field_value")
            context["single_sign_on"] = f"{begin}?{urlencode({'next': after})}" if after else begin
            context["single_sign_on_name"] = settings.OIDC_NAME
        return context

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
