"""Settings of production: HTTPS only; raises ImproperlyConfigured where a secret or address is missing or unsafe."""

from email.utils import parseaddr
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host

from .base import *  # noqa: F403
from .base import (
    CACHE_URL,
    MAILERS,
    MFA_SECRET_KEYS,
    OIDC_SERVER_URL,
    S3_PUBLIC_ENDPOINT_URL,
    SECRET_KEY,
    SILENCED_SYSTEM_CHECKS,
    SITE_URL,
    STORAGES,
    WAGTAIL_SITE_NAME,
)
from .env import env, env_address, env_bool, env_int, env_list

DEBUG = False
STYLEGUIDE = False
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS")
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS phải nêu rõ tên miền, ví dụ khongmotminh.example.vn.")
if len(SECRET_KEY) < 50 or "insecure" in SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY phải dài ít nhất 50 ký tự và là chuỗi ngẫu nhiên.")
if not SITE_URL.startswith("https://"):
    raise ImproperlyConfigured("SITE_URL phải bắt đầu bằng https://")
SITE_NAME = str(urlsplit(SITE_URL).hostname)
if not validate_host(SITE_NAME, ALLOWED_HOSTS):
    raise ImproperlyConfigured(f"ALLOWED_HOSTS thiếu {SITE_NAME}, tên miền của SITE_URL; bạn thêm vào.")
if not S3_PUBLIC_ENDPOINT_URL.startswith("https://"):
    raise ImproperlyConfigured(
        "S3_PUBLIC_ENDPOINT_URL phải là địa chỉ https:// mà trình duyệt tới được: liên kết tải tệp dẫn tới đó."
    )
if any(len(key) < 32 for key in MFA_SECRET_KEYS):
    raise ImproperlyConfigured("MFA_SECRET_KEYS: mỗi khóa là chuỗi ngẫu nhiên, ít nhất 32 ký tự.")
if OIDC_SERVER_URL and not OIDC_SERVER_URL.startswith("https://"):
    raise ImproperlyConfigured("OIDC_SERVER_URL phải bắt đầu bằng https://: câu trả lời của máy chủ ấy mở tài khoản.")
if not CACHE_URL:
    raise ImproperlyConfigured("CACHE_URL phải trỏ tới Valkey, ví dụ redis://valkey:6379/0.")

# Caddy and the edge cache (docker-compose.yml). With 0 all readers would have the proxy's address, and a hundred wrong
# passwords by one of them would block everybody's sign-in.
ALLAUTH_TRUSTED_PROXY_COUNT = env_int("TRUSTED_PROXY_COUNT", 2)
if ALLAUTH_TRUSTED_PROXY_COUNT < 1:
    raise ImproperlyConfigured("TRUSTED_PROXY_COUNT phải là số máy chủ trung gian đứng trước trang, ít nhất là 1.")

STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "base.static_storage.HashedSiteStorage"},
}
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env_bool("SECURE_SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = env_int("SECURE_HSTS_SECONDS", 31_536_000)
# Off by default: the owner of the parent domain decides about other names; removal from the preload list takes months.
SECURE_HSTS_INCLUDE_SUBDOMAINS = env_bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", False)
SECURE_HSTS_PRELOAD = env_bool("SECURE_HSTS_PRELOAD", False)
SILENCED_SYSTEM_CHECKS = [*SILENCED_SYSTEM_CHECKS, "security.W005", "security.W021"]
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# Mail servers refuse or bin letters in the name of somebody else's domain.
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", f"{WAGTAIL_SITE_NAME} <khong-tra-loi@{SITE_NAME}>")
if "@" not in parseaddr(DEFAULT_FROM_EMAIL)[1]:
    raise ImproperlyConfigured("DEFAULT_FROM_EMAIL phải có dạng Tên <ten@tenmien.vn>.")
MAILERS = MAILERS | {
    "server": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": env("EMAIL_HOST"),
            "port": env_int("EMAIL_PORT", 587),
            "username": env("EMAIL_USER", ""),
            "password": env("EMAIL_PASSWORD", ""),
            "use_tls": env_bool("EMAIL_USE_TLS", True),
            "timeout": 5,
        },
    }
}

# The edge cache that is purged when a page changes (Varnish in docker-compose.yml).
if FRONTEND_CACHE_URL := env_address("FRONTEND_CACHE_URL", ""):
    WAGTAILFRONTENDCACHE = {
        "varnish": {"BACKEND": "base.caching.cdn_purge.EdgeBackend", "LOCATION": FRONTEND_CACHE_URL}
    }
