"""Tests: real PostgreSQL, real S3 (tests/conftest.py starts them), the demo app installed."""

from .dev import *  # noqa: F403
from .dev import DATABASES, TASKS

DEBUG = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# Pools keep connections open, and then a test database cannot be dropped.
DATABASES["default"]["OPTIONS"].pop("pool")
# Tests look at what a change does to a page; those of the page cache turn it on.
PAGE_CACHE_SECONDS = 0
# Every test client builds its middleware: looking a static file up when asked for beats listing all of them each time.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
# As on the site, but the indexes of Wagtail follow only where a test asks them.
TASKS["default"]["BACKEND"] = "tests.indexes.TaskBackend"
