"""Variables with which the production settings can be loaded where there is no production."""

from __future__ import annotations

import os
import secrets


def production_environment() -> dict[str, str]:
    """Placeholder values with which the production settings can be loaded; no service is contacted."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cms.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ALLOWED_HOSTS": "site.example",
        "SITE_URL": "https://site.example",
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "CACHE_URL": "redis://127.0.0.1:1/0",
        "S3_ENDPOINT_URL": "https://s3.example",
        "S3_QUARANTINE_ACCESS_KEY": "q",
        "S3_QUARANTINE_SECRET_KEY": "q",
        "S3_RELEASED_ACCESS_KEY": "r",
        "S3_RELEASED_SECRET_KEY": "r",
        "EMAIL_HOST": "mail.example",
    }
