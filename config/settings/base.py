"""Settings that hold everywhere; dev, test and prod add what differs."""

from pathlib import Path

from csp.constants import NONE, SELF

from config import env

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = BASE_DIR / "var"

INSTALLED_APPS = [
    "config.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "django_filters",
    "ckeditor",
    "csp",
    "web",
    "search",
    "desk",
    "audit",
    "accounts",
    "library",
    "resolutions",
    "articles",
    "config.apps.SiteConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.PermissionsPolicy",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.middleware.RefuseNulBytes",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "config.recording.RecordOrigin",
    "accounts.middleware.SayWhenToRetry",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

# The public pages are Jinja2's; the admin, and what Django draws itself, stays with Django's own language.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"environment": "config.jinja.environment", "context_processors": ["config.context.site"]},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates" / "django"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.names",
            ],
            "builtins": ["config.template_tags"],
        },
    },
]
# An undefined name in a public template is an error.
STRICT_TEMPLATES = True

# Widgets, too, may have a template among ours (templates/admin/widgets/).
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

AUTH_USER_MODEL = "accounts.User"
# Two at once in a process, no more (accounts/hashing.py).
PASSWORD_HASHERS = ["accounts.hashing.BoundedPBKDF2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"
# Where a sign-in ends whose `next` leads to another site.
LOGIN_REDIRECT_URL = "admin:index"

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["config.formats"]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# What pages are made from, until it changes (web/versions.py). In each process: the versions make sure that all agree.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 5_000}},
}

STATIC_URL = "/static/"
# Whether pages link the joined sheets and scripts that collectstatic makes (config/bundles.py).
STATIC_BUNDLES = False
STATICFILES_DIRS = [BASE_DIR / "static"]
# Uploaded files have no public address of their own: library/views.py decides who may read each one.
MEDIA_ROOT = VAR_DIR / "media"
# Where nginx keeps an internal address for MEDIA_ROOT, "/kho/"; empty: Django sends the files itself.
LIBRARY_ACCEL_PREFIX = env.text("LIBRARY_ACCEL_PREFIX", "")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True

PERMISSIONS_POLICY = ["camera", "microphone", "geolocation", "payment", "usb", "accelerometer", "gyroscope"]
# A long article with its markup; pictures come apart from it, one by one (library/uploads.py has their limits).
# What is typed; files are bounded by library/handlers.py. The longest body may take 300.000 characters.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 5
FILE_UPLOAD_HANDLERS = [
    "library.handlers.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# The editor is never the security boundary (docs/decisions/), so its age is known and accepted.
SILENCED_SYSTEM_CHECKS = ["ckeditor.W001"]

# Errors go to stderr, where systemd or the terminal keeps them, also with DEBUG off.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},
        # Strangers ask for wrong hosts all day: worth a line in the log, not a letter.
        "django.security.DisallowedHost": {"handlers": ["stderr"], "propagate": False},
    },
}

# Who speaks here; shown in the masthead and the footer.
SITE_NAME = env.text("SITE_NAME", "Đảng bộ tỉnh Sơn La")
SITE_OWNER = env.text("SITE_OWNER", "Tỉnh ủy Sơn La")
SITE_EDITOR = env.text("SITE_EDITOR", "")
SITE_ADDRESS = env.text("SITE_ADDRESS", "")

# How many days the record keeps from which address something was done; `forget_addresses` erases what is older.
AUDIT_ADDRESS_DAYS = env.whole_number("AUDIT_ADDRESS_DAYS", 365)

# The demo brings sign-ins with full rights; only development and tests let it in.
DEMO_ALLOWED = False
