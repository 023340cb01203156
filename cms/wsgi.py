"""WSGI entry point. There is no ASGI entry point: see docs/adr/0006-wsgi.md."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
application = get_wsgi_application()
