"""Views that belong to the whole site."""

from django.shortcuts import render


def not_found(request, exception=None):
    return render(request, "base/error_404.html", status=404)
