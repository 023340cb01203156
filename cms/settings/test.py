"""Settings of the tests: real PostgreSQL and S3 (started by tests/conftest.py), the demo app installed."""

from .dev import *  # noqa: F403
from .dev import DATABASES, MAILERS, TASKS

DEBUG = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Django's test runner replaces each by the list mail.outbox; tests of the outbox name the real ones.
MAILERS = {name: {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"} for name in MAILERS}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# No pool: it keeps connections open, and a test database with open connections cannot be dropped.
DATABASES["default"]["OPTIONS"].pop("pool")
# A thread of the browser tests' server keeps its connection for as long as the browser keeps its own: a new one for
# each request takes 9 ms of a core.
DATABASES["default"]["CONN_MAX_AGE"] = None
# Off, so that tests see changes at once; tests of the page cache turn it on.
PAGE_CACHE_SECONDS = 0
# Look up static files on request: every test client builds the middleware, which would otherwise list all files.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
# Immediate as in base, but Wagtail's indexes are updated only in tests marked `indexed` (tests/indexes.py).
TASKS["default"]["BACKEND"] = "tests.indexes.TaskBackend"
