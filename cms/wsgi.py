"""WSGI entry point. There is no ASGI entry point: see docs/adr/0006-wsgi.md."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from base.requests.content_type import utf8_alone

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
application = utf8_alone(get_wsgi_application())
# Wagtail translates some words of forms and choosers when the URLs import them: here that is in the site's language, in
# a first request it would be in the reader's. The first request does not wait for the import either.
_loaded = get_resolver().url_patterns
