"""`make dev`: the demo's settings with DEBUG, django-debug-toolbar and no cache.

The toolbar is in requirements-dev.txt only: importing this module fails where requirements.txt is installed. The
toolbar uses no inline script or style, so it works under the site's Content-Security-Policy.
"""

import debug_toolbar  # noqa: F401 - fails at import where it is not installed

from .dev import *  # noqa: F403
from .dev import INSTALLED_APPS, MIDDLEWARE

DEBUG = WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
# Everything is rendered at each request. /readyz answers 503 because the cache does not keep what it is given.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}

INSTALLED_APPS = [*INSTALLED_APPS, "debug_toolbar"]
# After the middleware that compresses: the toolbar is inserted into the uncompressed page.
_PLACE = MIDDLEWARE.index("base.middleware.TextGZipMiddleware") + 1
MIDDLEWARE = [*MIDDLEWARE[:_PLACE], "debug_toolbar.middleware.DebugToolbarMiddleware", *MIDDLEWARE[_PLACE:]]
MIGRATION_MODULES = {"debug_toolbar": None}  # it stores its data in memory, not in a table of the demo's database
INTERNAL_IPS = ["127.0.0.1", "::1"]
DEBUG_TOOLBAR_CONFIG = {"TOOLBAR_LANGUAGE": "en"}
