"""Settings of accounts: sign-in with its limits, second factor, sessions. base.py takes all of them over."""

from django.core.exceptions import ImproperlyConfigured

from .env import env, env_address, env_bool, env_list

AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "users.signin.backend.AccountBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "users:after_login"
WAGTAILADMIN_LOGIN_URL = "/tai-khoan/dang-nhap/"
WAGTAIL_FRONTEND_LOGIN_URL = WAGTAILADMIN_LOGIN_URL  # the same sign-in page, with its limits on attempts
WAGTAIL_PASSWORD_REQUIRED_TEMPLATE = "base/password_required.html"  # noqa: S105 - a template
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False  # /tai-khoan/doi-mat-khau/ is for all accounts
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False  # the e-mail address is the user name: only administrators change it
WAGTAILUSERS_PASSWORD_ENABLED = True
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["full_name", "given_name", "email"]},  # a refusal tells their names
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "users.signin.passwords.GuessesValidator"},
]
ACCOUNT_ADAPTER = "users.signin.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by invitation, which proves the address
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""  # without it allauth asks the request for the site's name, and a task has none
ACCOUNT_FORMS = {
    "login": "users.forms.LoginForm",
    "reauthenticate": "users.forms.ReauthenticateForm",
    "change_password": "users.forms.ChangePasswordForm",
    "set_password": "users.forms.SetPasswordForm",
    "reset_password": "users.forms.ResetPasswordForm",
    "reset_password_from_key": "users.forms.ResetPasswordKeyForm",
}
# Proxies that add to X-Forwarded-For in front of the application; production has two (TLS and the edge cache).
ALLAUTH_TRUSTED_PROXY_COUNT = 0
# A school shares one IP address: a strict limit per account, a loose one per address (docs/security.md, rule 31).
# None for "login": that limit would use the cache before our fallback for a missing cache applies
# (users/signin/adapter.py).
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "100/m/ip,5/5m/key",
    # of a browser on which the account has signed in before, whatever strangers do meanwhile (users/signin/devices.py)
    "known_device": "10/15m/key",
    "school_code": "60/m/ip",
    "page_password": "30/5m/ip",
    # signs on the pledge wall from one address: of one school (a ceremony has about 100 a minute), and without a school
    "pledge_unit": "200/m/key",
    "pledge_nowhere": "60/m/key",
    # class mode: sessions opened (of one school: all its classes at once), wrong codes; answers that are counted
    "class_open": "40/10m/ip",
    "class_code": "60/m/ip",
    "quiz_answer": "600/m/ip",
    # sheets, copies with a name and offline files that are made for who asks: a second of work each
    "paper": "40/m/ip",
    "api": "120/m/ip",
    # each asks the provider's server; a whole office shares one address
    "single_sign_on": "120/m/ip",
}
MFA_ADAPTER = "users.signin.adapter.MFAAdapter"
# Keys for the secrets of second factors in the database, the newest first; without any, SECRET_KEY serves.
MFA_SECRET_KEYS = env_list("MFA_SECRET_KEYS")
# There is no sign-up: addresses come from administrators and invitations. Without this, allauth's form for a lost
# password, which stores an unconfirmed address for an account without one, would block the second factor of staff.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "users.forms.SecondFactorForm",
    "reauthenticate": "users.forms.ConfirmSecondFactorForm",
    "authenticate_webauthn": "users.forms.SecondFactorKeyForm",
    "reauthenticate_webauthn": "users.forms.ConfirmKeyForm",
    "activate_totp": "users.forms.ActivateTOTPForm",
    "add_webauthn": "users.forms.AddKeyForm",
    "edit_webauthn": "users.forms.EditKeyForm",
}
STAFF_MFA_REQUIRED = env_bool("STAFF_MFA_REQUIRED", True)
# Single sign-on by OpenID Connect (users/signin/single_sign_on.py); without a server there is none.
OIDC_SERVER_URL = env_address("OIDC_SERVER_URL", "")
OIDC_NAME = env("OIDC_NAME", "")
OIDC_EMAIL_DOMAINS = [domain.lower() for domain in env_list("OIDC_EMAIL_DOMAINS")]
SOCIALACCOUNT_ADAPTER = "users.signin.single_sign_on.SingleSignOnAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form that leads to another site is against the policy of our pages
SOCIALACCOUNT_REQUESTS_TIMEOUT = 3  # seconds; a sign-in asks the provider three times
_provider = {
    "provider_id": "co-quan",
    "name": OIDC_NAME,
    "client_id": env("OIDC_CLIENT_ID", ""),
    "secret": env("OIDC_CLIENT_SECRET", ""),
    "settings": {"server_url": OIDC_SERVER_URL},
}
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [_provider]}}
if OIDC_SERVER_URL:
    for _name, _value in {
        "OIDC_NAME": OIDC_NAME,
        "OIDC_EMAIL_DOMAINS": OIDC_EMAIL_DOMAINS,
        "OIDC_CLIENT_ID": _provider["client_id"],
        "OIDC_CLIENT_SECRET": _provider["secret"],
    }.items():
        if not _value:
            raise ImproperlyConfigured(f"OIDC_SERVER_URL cần cả {_name}. Xem docs/operations.md.")
# django-axes limits all views that authenticate; it counts in PostgreSQL, so also while the cache is down
# (docs/security.md, rules 30 and 32).
AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_USERNAME_CALLABLE = "users.signin.throttling.account_key"
AXES_CLIENT_IP_CALLABLE = "users.signin.throttling.client_address"
AXES_WHITELIST_CALLABLE = "users.signin.devices.is_known"
AXES_FAILURE_LIMIT = 20
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_HTTP_RESPONSE_CODE = 429
AXES_LOCKOUT_CALLABLE = "users.signin.throttling.too_many_attempts"
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True  # rows of who signed in from where, which nobody reads and nothing deletes
# W006 asks for the IP address among the lockout parameters; then one account could lock out a whole school.
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
# Saves a query per signed-in request; sessions are also in the database, so they work while the cache is down.
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = 14 * 24 * 3600  # seconds
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False
