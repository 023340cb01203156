"""Settings shared by all environments: safe by default; a missing required variable raises ImproperlyConfigured."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from .accounts import *  # noqa: F403
from .env import TIMEOUTS, database, env, env_address, env_bool, env_int, env_list, process_role
from .languages import LANGUAGE_CODE, LANGUAGES  # noqa: F401 - a setting
from .pool import LEAST_CONNECTIONS, pool_options
from .wagtail_cms import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parent.parent.parent

# --- installed apps, our own from the top level down (docs/architecture.md) ---------------
INSTALLED_APPS = [
    "reporting",
    "search",
    "translations",
    "home",
    "schools",
    "partners",
    "activities",
    "articles",
    "media_library",
    "campaign",
    "files",
    "jobs",
    "notifications",
    "users",
    "base",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "users.apps.NewsroomUsersConfig",  # wagtail.users with our account forms
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks_db",
    "storages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.postgres",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "base.middleware.HealthMiddleware",
    "base.middleware.CleanInputMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "base.middleware.BrowserPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "base.caching.known_query.KnownQueryMiddleware",
    "base.caching.page_cache.PageCacheMiddleware",
    "base.spreadsheets.formulas.SafeTableMiddleware",
    "base.middleware.TextGZipMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "base.admin.policy.AdminPolicyMiddleware",
    "users.middleware.SessionCookieMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "base.middleware.PathLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "users.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "users.middleware.AdminAccessMiddleware",
    "articles.editorial.admin_isolation.NewsroomWallMiddleware",
    "base.middleware.WrongStateMiddleware",
    "files.intake.slots.UploadMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
    "articles.editorial.whole_steps.WholeStepMiddleware",  # last: an error of the view has its answer there
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",  # LANGUAGE_CODE also where a part of a page is sent alone
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "base.site_context.site_context",
            ],
            "builtins": [f"base.templatetags.{name}" for name in ("vi", "site", "cards")],
        },
    }
]

MESSAGE_STORAGE = "base.requests.messages.EachMessageOnce"

# --- secrets and addresses ----------------------------------------------------------------
SECRET_KEY = env("SECRET_KEY")
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS")  # older keys whose signatures are still accepted
SITE_URL = env_address("SITE_URL", "http://127.0.0.1:8000")
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_SITE_NAME = "Không một mình"
MFA_TOTP_ISSUER = WAGTAIL_SITE_NAME

# --- data ---------------------------------------------------------------------------------
PROCESS_ROLE = process_role()  # set by deploy/entrypoint.sh; "" for manage.py by hand
DATABASES: dict[str, dict[str, Any]] = {"default": database(env("DATABASE_URL"), PROCESS_ROLE)}
if DATABASE_PASSWORD := env("DATABASE_PASSWORD", ""):  # not in the URL, where “@”, “/”, “#” and “%” have a meaning
    DATABASES["default"]["PASSWORD"] = DATABASE_PASSWORD
# Check a pooled connection before a request uses it, and replace it if the server was restarted or does not answer.
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["OPTIONS"]["pool"] = pool_options(
    max(env_int("DATABASE_POOL_SIZE", 4, least=1), LEAST_CONNECTIONS.get(PROCESS_ROLE, 0)), TIMEOUTS[PROCESS_ROLE][0]
)
DATABASES["default"]["OPTIONS"].setdefault("connect_timeout", "2")
if PROCESS_ROLE == "web":
    DATABASES["default"]["ENGINE"] = "cms.postgresql"

CACHE_URL = env_address("CACHE_URL", "", schemes=("redis", "rediss"))
CACHE_PASSWORD = env("CACHE_PASSWORD", "")  # not in the URL, where “@”, “/”, “#” and “%” have a meaning
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "base.caching.backends.ForgivingRedisCache",
        "LOCATION": CACHE_URL,
        # Seconds; short, so that a server that does not answer delays a page little.
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
}
if CACHE_PASSWORD:
    CACHES["default"]["OPTIONS"]["password"] = CACHE_PASSWORD
# GeoJSON file of the wards of the coverage map (schools/data/README.md): official borders replace the schematic.
WARD_MAP_FILE = env("WARD_MAP_FILE", str(BASE_DIR / "schools" / "data" / "wards.geojson"))
# The official names of the wards, one a line: what the register of units may have (schools/data/README.md).
WARD_LIST_FILE = env("WARD_LIST_FILE", str(BASE_DIR / "schools" / "data" / "wards.txt"))
# Names of all parameters that pages read; any other is dropped from the query strings of public pages, here and by
# deploy/varnish.vcl, which has the same names.
PUBLIC_QUERY_PARAMETERS = {
    # search and lists of pages
    "q", "trang", "page", "loai", "khi", "xep", "cho", "chu-de", "dang", "bai", "chuyen-muc",
    # library: facets, version, baskets, copies with a school's name, what a download is for
    "dip", "kho", "man", "doi-tuong", "cap", "nn", "thay-the", "nang", "moi", "v", "m", "them", "goi", "ten", "noi",
    "luu", "tai",
    # forms that links fill in, language of a personal page
    "ma", "mua", "tai-lieu", "tieng",
}  # fmt: skip
# Seconds for which whole public pages are cached for visitors without a session; 0 turns the cache off. A change to one
# of PAGE_CACHE_MODELS or a published page invalidates it at once; other changes show after that many seconds.
PAGE_CACHE_SECONDS = env_int("PAGE_CACHE_SECONDS", 60)
# Function that names the kind of signed-in reader of a request; pages for a kind are stored under it.
PAGE_CACHE_KIND_OF_READER = "media_library.public.cards.kind_of_reader"
PAGE_CACHE_MODELS = [
    "wagtailcore.Site",
    "wagtailcore.PageViewRestriction",
    "wagtailredirects.Redirect",
    "campaign.Audience",
    "campaign.Topic",
    "articles.Person",
    "articles.BreakingNews",
    "articles.Correction",
    "articles.TakeDown",
    *(f"media_library.{name}" for name in ("SiteImage", "Asset", "AssetText", "AssetVersion", "AssetFile", "Lease")),
    *(f"media_library.{name}" for name in ("Recall", "SubjectConsent", "Kit", "KitText", "KitItem", "KitVersion")),
    "partners.Partner",
    "activities.Event",
    "home.GoneAddress",
]

S3_ENDPOINT_URL = env_address("S3_ENDPOINT_URL")
# The endpoint as browsers reach it; differs from S3_ENDPOINT_URL where a proxy is in front.
S3_PUBLIC_ENDPOINT_URL = env_address("S3_PUBLIC_ENDPOINT_URL", S3_ENDPOINT_URL)
S3_REGION = env("S3_REGION", "us-east-1")
S3_READ_TIMEOUT = 2 if PROCESS_ROLE == "web" else 5  # seconds that storage has to answer (docs/security.md, rule 37)
S3_ATTEMPTS = 2 if PROCESS_ROLE == "web" else 3  # the first one included
S3_QUARANTINE_BUCKET = env("S3_QUARANTINE_BUCKET", "quarantine")
S3_QUARANTINE_ACCESS_KEY = env("S3_QUARANTINE_ACCESS_KEY")
S3_QUARANTINE_SECRET_KEY = env("S3_QUARANTINE_SECRET_KEY")
S3_RELEASED_BUCKET = env("S3_RELEASED_BUCKET", "released")
S3_RELEASED_ACCESS_KEY = env("S3_RELEASED_ACCESS_KEY")
S3_RELEASED_SECRET_KEY = env("S3_RELEASED_SECRET_KEY")

STORAGES = {
    "default": {"BACKEND": "files.storage.backends.MediaStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.AppDirectoriesFinder"]
STATIC_URL = "/static/"
STATIC_ROOT = str(BASE_DIR / ".static")
MEDIA_URL = "/media/"

# ClamAV: unix:///run/clamav/clamd.ctl or tcp://clamav:3310; empty: files get the state “not scanned”.
CLAMD_URL = env("CLAMD_URL", "")
CLAMD_MAX_BYTES = env_int("CLAMD_MAX_BYTES", 500 * 1024 * 1024)
# Whether the nightly job asks other sites if the links of published stories still answer (articles/outside_links).
CHECK_OUTSIDE_LINKS = env_bool("CHECK_OUTSIDE_LINKS", default=False)
# Number of processes in docker-compose.yml that make clips; the last one takes short clips only.
CLIP_WORKERS = env_int("CLIP_WORKERS", 3, least=1)

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a long article's StreamField form has thousands of inputs
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "files.intake.full_disk.SparingUploadHandler",
]

# --- background work ----------------------------------------------------------------------
# `default` is immediate, so that a saved page is in the search index at once; slow tasks name the backend "db".
TASKS: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"},
    "db": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["media", "mail", "clips"]},
}

# --- language and time --------------------------------------------------------------------
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["base.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]  # a single choice: all users work in this zone
# Off: it would also format attributes, e.g. maxlength="5.000". Numbers for readers use the filter `so`.
USE_THOUSAND_SEPARATOR = False

REST_FRAMEWORK = {"DEFAULT_FILTER_BACKENDS": ["base.admin.chooser.ChoosableRows"]}  # APIs of the administration

# --- browser policy -----------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
CSRF_FAILURE_VIEW = "base.errors.csrf_failure"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# Browser features that neither our pages nor embedded players use. A camera for a file field needs no permission.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in ("browsing-topics", "camera", "display-capture", "geolocation", "hid", "microphone",
                    "midi", "payment", "serial", "usb")
)  # fmt: skip
X_FRAME_OPTIONS = "DENY"  # views that Wagtail's preview panel embeds override it
_PUBLIC_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "media-src": [CSP.SELF, S3_PUBLIC_ENDPOINT_URL],
    "connect-src": [CSP.SELF, S3_PUBLIC_ENDPOINT_URL],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "manifest-src": [CSP.SELF],
}
SECURE_CSP = _PUBLIC_CSP
# Sites that may show assets and kits in a frame: origins, or “*” for every site; none: no code for it is offered.
EMBED_ANCESTORS = env_list("EMBED_ANCESTORS")
# For /admin/ only: base/admin/policy.py gives Wagtail's known inline scripts a nonce; Wagtail writes style attributes.
ADMIN_CSP = _PUBLIC_CSP | {
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:", S3_PUBLIC_ENDPOINT_URL],
    "frame-src": [CSP.SELF],
}
DEMO = env_bool("DEMO", False)
# Contact for reports of vulnerabilities, “mailto:…” or a URL; shown in /.well-known/security.txt.
SECURITY_CONTACT = env("SECURITY_CONTACT", "")

# --- mail ---------------------------------------------------------------------------------
# All mail goes through the outbox, also that of allauth and Wagtail; "server" is where the worker sends letters.
MAILERS: dict[str, dict[str, Any]] = {"default": {"BACKEND": "notifications.mailer.OutboxBackend"}}
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", "Không một mình <khong-tra-loi@example.vn>")

# Days after which text and address are removed from a letter of the outbox (manage.py empty_old_letters).
LETTER_RETENTION_DAYS = env_int("LETTER_RETENTION_DAYS", 30, least=1)

# --- logs -------------------------------------------------------------------------------
LOG_LEVEL = env("LOG_LEVEL", "INFO").upper()
if LOG_LEVEL not in (levels := ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")):
    raise ImproperlyConfigured(f"LOG_LEVEL phải là {', '.join(levels)}; đang là “{LOG_LEVEL}”.")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"class": "cms.logs.Formatter", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}
