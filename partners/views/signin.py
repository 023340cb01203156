"""Sign-in without a password: ask for a link, open it, press the button."""

from __future__ import annotations

from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from base.caching.headers import private
from partners import signin
from partners.access import LanguageRequest
from users.models import User
from users.signin import secrets
from users.signin.backend import LOGIN_BACKEND
from users.signin.throttling import too_many_attempts

MAX_TOKEN_CHARACTERS = 300


@private
@require_http_methods(["GET", "POST"])
def ask(request: LanguageRequest) -> HttpResponse:
    """Send a link. Answer and work are the same for every address, so that neither reveals accounts.

    429 above the limits of “forgotten password”: of letters to one address, more for one network.
    """
    if request.method == "GET":
        return render(request, "partners/signin.html", {"minutes": signin.LINK_MINUTES})
    email = User.objects.normalize_email(request.POST.get("email", "").strip()[:254])
    if not ratelimit.consume(request, action="reset_password", key=email):
        return too_many_attempts(request)
    if "@" in email:
        language = request.LANGUAGE_CODE if request.language_is_chosen else ""
        signin.mail_link_to.enqueue(secrets.encrypt(email), language)
    return render(request, "partners/signin.html", {"sent_to": email, "minutes": signin.LINK_MINUTES})


@private
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: LanguageRequest, token: str) -> HttpResponse:
    """GET shows a button, POST signs in through allauth, which asks for a second factor where there is one."""
    user = signin.account_of(token) if len(token) <= MAX_TOKEN_CHARACTERS else None
    if user is None:
        response = render(request, "partners/signin.html", {"dead": True, "minutes": signin.LINK_MINUTES}, status=410)
    elif request.method == "POST":
        user.backend = LOGIN_BACKEND
        return perform_login(request, user, redirect_url=reverse("partners:home"))
    else:
        response = render(request, "partners/signin.html", {"account": user, "minutes": signin.LINK_MINUTES})
    response["Referrer-Policy"] = "same-origin"  # the address holds the token
    return response
