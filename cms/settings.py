"""The only settings file: everything that differs between machines comes from CMS_* variables (see .env.example)."""

import base64
import hashlib
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from cms.env import (
    BAIDU_TOKEN,
    INDEXNOW_KEY,
    Env,
    read_cache,
    read_database,
    read_editor,
    read_hosts,
    read_push_key,
    read_secret_key,
    read_site_url,
)

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()

# Where this site's own files are kept: another folder makes another site.
DATA_DIR = env.data_dir("CMS_DATA_DIR", BASE_DIR / "var")
DEBUG = env.flag("CMS_DEBUG")
SECRET_KEY = read_secret_key(env, DATA_DIR, DEBUG)
ALLOWED_HOSTS = read_hosts(env, DEBUG)
HAS_HTTPS = env.flag("CMS_HTTPS", default=not DEBUG)
NEWS_EDITOR = read_editor(env)

INSTALLED_APPS = [
    "news.apps.NewsConfig",
    "news.admin.apps.NewsAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "taggit",
    "ckeditor",
    "axes",
    "csp",
    *(["django_prose_editor"] if NEWS_EDITOR == "prose" else []),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",  # before every middleware that may answer by itself
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "news.public.compression.CompressionMiddleware",
    "news.public.language.LanguageFromPathMiddleware",
    "news.public.middleware.MissingPageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
ASGI_APPLICATION = "cms.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# --- Storage -----------------------------------------------------------------
DATABASES = {"default": read_database(env, DATA_DIR)}
CACHES = {
    "default": read_cache(env, DATA_DIR),
    # Who read what within the last minutes (news.traffic). Separate, so that neither cache evicts the other's entries.
    "views": read_cache(env, DATA_DIR, "views", max_entries=5000),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
NEWS_REPORTS_DIR = DATA_DIR / "reports"
NEWS_HEARTBEAT_FILE = DATA_DIR / "publish_due.json"  # when the command last ran, which Today in the admin shows
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG  # a trial site serves the source files; production runs collectstatic
WHITENOISE_AUTOREFRESH = DEBUG  # set explicitly, because the test runner turns settings.DEBUG off later
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_MAX_MEMORY_SIZE = 1 << 20
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 << 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# --- Language and time -------------------------------------------------------
LANGUAGE_CODE = env.language("CMS_LANGUAGE")
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "news" / "locale"]
TIME_ZONE = env.time_zone("CMS_TIME_ZONE", "Asia/Shanghai")
USE_TZ = True

# --- Sign-in -----------------------------------------------------------------
AUTH_USER_MODEL = "news.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"
# Failures are counted per address and user name together, so that a stranger's guesses never lock an editor out.
AXES_LOCKOUT_PARAMETERS = [["ip_address", "username"]]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
if env.flag("CMS_BEHIND_PROXY"):  # otherwise every visitor would seem to have the proxy's address
    AXES_CLIENT_IP_CALLABLE = "cms.proxy.client_ip"
AXES_LOCKOUT_CALLABLE = "news.admin.signing_in.sign_in.locked_out"
AXES_VERBOSE = False

# --- Cookies and headers -----------------------------------------------------
SESSION_COOKIE_AGE = 8 * 3600
SESSION_SAVE_EVERY_REQUEST = False  # saving a session on a cacheable page could hand it to other visitors
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HAS_HTTPS
SESSION_COOKIE_NAME = "__Host-sessionid" if HAS_HTTPS else "sessionid"
CSRF_COOKIE_SECURE = HAS_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HAS_HTTPS else "csrftoken"
CSRF_TRUSTED_ORIGINS = env.origins("CMS_TRUSTED_ORIGINS")
CSRF_FAILURE_VIEW = "cms.errors.csrf_failure"
SECURE_SSL_REDIRECT = HAS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # requested by the local machine, without TLS
SECURE_HSTS_SECONDS = 31_536_000 if HAS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HAS_HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("CMS_BEHIND_PROXY") else None
USE_X_FORWARDED_HOST = False
X_FRAME_OPTIONS = "DENY"
PERMISSIONS_POLICY: dict[str, list[str]] = {"camera": [], "microphone": [], "geolocation": []}
# The only inline script: it sets the chosen colours before the first paint, so that no page flashes.
NEWS_THEME_SCRIPT = (BASE_DIR / "static" / "public" / "theme.js").read_text().strip()
THEME_SCRIPT_HASH = base64.b64encode(hashlib.sha256(NEWS_THEME_SCRIPT.encode()).digest()).decode()
# Public pages. `news.admin.frame.headers` relaxes it for the editor's pages only.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, f"'sha256-{THEME_SCRIPT_HASH}'"],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "frame-src": [NONE],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "upgrade-insecure-requests": HAS_HTTPS,
    }
}

SILENCED_SYSTEM_CHECKS = [
    # HSTS preload is for the domain's owner to decide and hard to undo.
    "security.W021",
    # CKEditor 4 is past its end of life, as README and docs/security.md say; news.admin.checks fails (news.E001…) when
    # one of the measures that make it safe to use is missing.
    "ckeditor.W001",
]

# --- Ours --------------------------------------------------------------------
NEWS_POSTS_PER_PAGE = 12
NEWS_FEED_ITEM_COUNT = 20
NEWS_SITE_URL = read_site_url(env)
NEWS_INDEXNOW_KEY = read_push_key(env, "CMS_INDEXNOW_KEY", INDEXNOW_KEY)
NEWS_BAIDU_TOKEN = read_push_key(env, "CMS_BAIDU_TOKEN", BAIDU_TOKEN)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO"},
        "news": {"handlers": ["console"], "level": "INFO"},
        "axes": {"handlers": ["console"], "level": "WARNING"},
    },
}
