"""Settings of the demo on one machine; `make demo` sets the environment. Contains no secrets."""

from .base import *  # noqa: F403
from .base import BASE_DIR, CACHE_URL, CACHES, INSTALLED_APPS, MAILERS, STORAGES
from .env import env, env_bool

DEBUG = env_bool("DEBUG", False)
DEMO = True
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
INSTALLED_APPS = ["demo", *INSTALLED_APPS]
STAFF_MFA_REQUIRED = False
# `make demo` runs collectstatic as production does; with DEBUG=true files are served from the apps.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "base.static_storage.SiteStorage"}}
STATIC_ROOT = env("STATIC_DIR", str(BASE_DIR / ".demo" / "static"))
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
STYLEGUIDE = True
# Without CACHE_URL a file-based cache: both web processes share it, and the demo needs no Valkey.
if not CACHE_URL:
    CACHES["default"] = {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": env("CACHE_DIR", str(BASE_DIR / ".demo" / "cache")),
        "OPTIONS": {"MAX_ENTRIES": 5000},
    }
MAIL_DIR = env("MAIL_DIR", str(BASE_DIR / ".demo" / "mail"))
MAILERS = MAILERS | {
    "server": {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": MAIL_DIR},
    }
}
