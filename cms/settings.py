"""Settings. Every value an operator may change is read from the environment here, and listed in the README."""

import base64
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()

DEBUG = env.bool("DEBUG", default=False)


def kept(name: str, make: Callable[[], str]) -> str:
    """The key of an installation that was given none: made once, kept in ``var/``, never in the repository."""
    VAR_DIR.mkdir(exist_ok=True)
    file = VAR_DIR / name
    try:
        file.touch(mode=0o600, exist_ok=False)
        file.write_text(make())
    except FileExistsError:
        pass
    return file.read_text()


def random_ledger_key() -> str:
    """The base64 of the 32 random bytes that make an Ed25519 key."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


def machine_translator(
    name: str, *, key: str, url: str, project: str, glossaries: dict[str, str]
) -> dict[str, Any] | None:
    """The engine of a name as wagtail-localize is told of it, None for no name; ImproperlyConfigured for another.

    ``glossaries`` are DeepL's, their ids by pairs of languages such as ``EN-ES``.
    """
    glossary_ids = {tuple(pair.upper().split("-", 1)): found for pair, found in glossaries.items()}
    engines = {
        "deepl": ("deepl.DeepLTranslator", {"AUTH_KEY": key, "GLOSSARY_IDS": glossary_ids}),
        "google": ("google.GoogleCloudTranslator", {"CREDENTIALS_PATH": key, "PROJECT_ID": project}),
        "libretranslate": ("libretranslate.LibreTranslator", {"API_KEY": key, "LIBRETRANSLATE_URL": url}),
    }
    if not name:
        return None
    if name not in engines:
        raise ImproperlyConfigured(f"MACHINE_TRANSLATOR is “{name}”. It may be {', '.join(engines)}, or nothing.")
    engine, options = engines[name]
    return {"CLASS": f"wagtail_localize.machine_translators.{engine}", "OPTIONS": options}


SECRET_KEY = env.str("SECRET_KEY", default="") or kept("secret_key", get_random_secret_key)
# Who has it can forge what the ledger proves; who loses it can no longer prove what it sealed.
LEDGER_KEY = env.str("LEDGER_KEY", default="") or kept("ledger_key", random_ledger_key)
LEDGER_TRUSTED_KEYS = env.list("LEDGER_TRUSTED_KEYS", default=[])
SITE_URL = env.str("SITE_URL", default=f"http://localhost:{env.int('PORT', default=8000)}").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", ".localhost"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# As long as this file exists, everybody is told that the site is being worked on (core/maintenance.py).
MAINTENANCE_FILE = Path(env.str("MAINTENANCE_FILE", default=str(VAR_DIR / "maintenance")))

INSTALLED_APPS = [
    "cms",
    "home",
    "articles",
    "practitioners",
    "treatments",
    "translations",
    "search",
    "delivery",
    "core",
    "public",
    "review",
    "ledger",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "review.apps.AdminConfig",
    "wagtail.api.v2",
    "wagtail.api.v3",
    "wagtail",
    "modelcluster",
    "taggit",
    "rest_framework",
    "ninja",
    "django_filters",
    "corsheaders",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_countries",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "core.accounts.sessions.SessionLimits",
    "core.accounts.second_factor.SecondFactorRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context.frame",
            ],
        },
    },
]

# Persistent connections: opening one per request halves the throughput.
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'keta.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = 600
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Writers queue instead of failing; readers never wait for a writer.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "core.cache.RedisOrMemory",
            "LOCATION": REDIS_URL,
            # A cache that does not answer at once is slower than none.
            "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
        }
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 5000},
        }
    }

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    # The 20,000 most common ones of breaches, which come with Django.
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# One login for staff and practitioners (docs/accounts.md): allauth's, below /account/.
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/account/"
WAGTAIL_FRONTEND_LOGIN_URL = "/account/login/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
ACCOUNT_ADAPTER = "core.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"login": "core.accounts.forms.LoginForm", "signup": "practitioners.accounts.forms.SignupForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True
# Mails go to addresses that nobody has confirmed yet, so they hold no words of whoever typed them.
ACCOUNT_USER_DISPLAY = "core.accounts.addresses.shown"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
# Known addresses get a mail, so unknown ones do: the answer takes as long, and tells their owner what happened.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip,5/15m/key",
    # Tokens that open nothing (delivery/tokens/bearer.py).
    "api_token": "20/m/ip",
    # Practitioners who want to be called back (practitioners/referrals/views.py).
    "call_back": "5/h/user",
}
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_METHODS = ("password", "mfa")
ACCOUNT_SESSION_REMEMBER = False
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {"add_webauthn": "core.accounts.forms.AddPasskeyForm"}
MFA_PASSKEY_LOGIN_ENABLED = True
# A passkey asks for a fingerprint, a face or a PIN: it is two factors, and may stand alone.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_ISSUER = "Keta CMS"
# A clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
# What robots fill in and people do not see.
ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD = "website"

# The public look-up of NPIs; empty: managers are offered none.
NPI_REGISTRY_URL = env.str("NPI_REGISTRY_URL", default="")

CALL_BACKS_KEPT_DAYS = env.int("CALL_BACKS_KEPT_DAYS", default=90)

LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
WAGTAIL_I18N_ENABLED = True
TIME_ZONE = env.str("TIME_ZONE", default="America/New_York")
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
# Originals and the admin's thumbnails: never served to the public.
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Content-addressed copies of signed pictures and documents (public/media.py).
    "signed_media": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT / "signed", "base_url": "/m/"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# The place inside nginx from which it serves them itself (docs/practitioners-files.md).
ACCEL_REDIRECT = env.str("ACCEL_REDIRECT", default="")
if SIGNED_MEDIA_BUCKET := env.str("SIGNED_MEDIA_BUCKET", default=""):
    STORAGES["signed_media"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {"bucket_name": SIGNED_MEDIA_BUCKET, "querystring_auth": True, "file_overwrite": False},
    }
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Nobody waits longer than this, in seconds, for a mail server that does not answer.
EMAIL_TIMEOUT = 5
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Keta CMS <cms@localhost>")

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
BEHIND_TLS = SITE_URL.startswith("https://")
# Accounts that sign, publish or keep accounts need a second factor (core/accounts/second_factor.py).
REQUIRE_MFA = env.bool("REQUIRE_MFA", default=BEHIND_TLS)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# Browsers take a cookie of such a name from this host alone, over TLS.
SESSION_COOKIE_NAME = "__Host-sessionid" if BEHIND_TLS else "sessionid"
# In seconds: nobody stays logged in for longer, nor after so long without a request (core/accounts/sessions.py).
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_IDLE_AGE = 60 * 60
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("TRUST_FORWARDED_PROTO", default=False) else None
)
CONTENT_SECURITY_POLICY = {
    # Wagtail's admin needs inline styles and scripts of its own.
    "EXCLUDE_URL_PREFIXES": ["/admin/", "/api/v3/docs/"],
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "frame-src": ["https://www.youtube-nocookie.com", "https://player.vimeo.com"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}

# Sites whose scripts may read the public API, with a token or as anybody, never with somebody's cookies.
CORS_ALLOWED_ORIGINS = env.list("CORS_ALLOWED_ORIGINS", default=[])
CORS_URLS_REGEX = r"^/api/v2/"
CORS_ALLOW_METHODS = ["GET", "HEAD"]
CORS_ALLOW_HEADERS = ["accept", "authorization"]
CORS_EXPOSE_HEADERS = ["ETag", "Retry-After", "WWW-Authenticate"]

WAGTAIL_SITE_NAME = "Keta CMS"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILAPI_BASE_URL = SITE_URL
WAGTAILAPI_LIMIT_MAX = 100
WAGTAILIMAGES_IMAGE_MODEL = "core.Image"
WAGTAILDOCS_DOCUMENT_MODEL = "core.Document"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
# A publication that releases nothing must not end the review that would have released it.
WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH = False
WAGTAIL_FINISH_WORKFLOW_ACTION = "review.workflow.publish_signed_revision"
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILLOCALIZE_MACHINE_TRANSLATOR = machine_translator(
    env.str("MACHINE_TRANSLATOR", default=""),
    key=env.str("MACHINE_TRANSLATOR_KEY", default=""),
    url=env.str("MACHINE_TRANSLATOR_URL", default="https://libretranslate.com").rstrip("/"),
    project=env.str("MACHINE_TRANSLATOR_PROJECT", default=""),
    glossaries=env.dict("MACHINE_TRANSLATOR_GLOSSARIES", default={}),
)
MACHINE_TRANSLATES_PRIVATE = env.bool("MACHINE_TRANSLATES_PRIVATE", default=False)
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
