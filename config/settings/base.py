"""Settings that hold everywhere; dev, test and prod add what differs."""

from pathlib import Path

from csp.constants import NONE, SELF

from config import env

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = BASE_DIR / "var"

INSTALLED_APPS = [
    "config.apps.AdminConfig",
    # Before Django's own accounts, whose commands it writes into the record.
    "accounts",
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
    "backup",
    "doctor",
    "mirror",
    "notices",
    "proposals",
    "library",
    "resolutions",
    "articles",
    "words",
    "config.apps.SiteConfig",
]

MIDDLEWARE = [
    "monitoring.middleware.Watch",
    "config.keeping.TellNginx",
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.PermissionsPolicy",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.middleware.RefuseNulBytes",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "accounts.sessions.middleware.StaffSessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    "config.site_modes.SiteModes",
    "config.keeping.SayWhoWasNotTold",
    "config.recording.RecordOrigin",
    "accounts.middleware.SayWhenToRetry",
    "desk.sending.SendOnce",
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
    {"NAME": "accounts.passwords.HardToGuess"},
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
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder", "config.finders.ServedFiles"]
# Uploaded files have no public address of their own: library/views.py decides who may read each one.
MEDIA_ROOT = VAR_DIR / "media"
# Where nginx keeps an internal address for MEDIA_ROOT, "/kho/"; empty: Django sends the files itself.
LIBRARY_ACCEL_PREFIX = env.text("LIBRARY_ACCEL_PREFIX", "")
# Where a store of its own keeps them (prod.py); empty: MEDIA_ROOT.
MEDIA_STORE = ""
# How much of the disk pictures and documents may take together; 0: no limit of ours.
MEDIA_QUOTA_GB = env.whole_number("MEDIA_QUOTA_GB", 0)
# Where ClamAV listens on this machine; empty: uploads are not scanned.
CLAMAV_SOCKET = env.local_socket("CLAMAV_SOCKET")

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
# Minutes without a page after which somebody has to sign in again; after 12 hours everybody has to.
SESSION_IDLE_MINUTES = env.whole_number("SESSION_IDLE_MINUTES", 30)
# Longer than any session lasts (accounts/sessions/): of a text that comes in late, whose it is must be known.
SESSION_COOKIE_AGE = 24 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
# A text from a page that was opened before the last sign-in is not lost.
CSRF_FAILURE_VIEW = "accounts.sign_in.views.stale_form"

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

# What whoever scrapes /metrics has to show; empty: nothing is counted, and the address is not there.
METRICS_TOKEN = env.token("METRICS_TOKEN")
# Where the processes of the site keep what they count, and what faults were told of late.
MONITORING_DIR = env.text("MONITORING_DIR", str(VAR_DIR / "monitoring"))

# Who speaks here; shown in the masthead and the footer.
SITE_NAME = env.text("SITE_NAME", "Đảng bộ tỉnh Sơn La")
SITE_OWNER = env.text("SITE_OWNER", "Tỉnh ủy Sơn La")
SITE_EDITOR = env.text("SITE_EDITOR", "")
SITE_ADDRESS = env.text("SITE_ADDRESS", "")

# Whether there is a server that takes mail; prod.py says so once it is named.
MAIL_READY = False
# The nodes that keep pages for when the site does not answer (stale/); each is told what it may not show any more.
PAGE_CACHES = env.page_caches("PAGE_CACHES")
# How many days it stays known that a letter went, or was given up; `send_outbox` forgets what is older.
OUTBOX_DAYS = env.whole_number("OUTBOX_DAYS", 30)

# Who answers to somebody who has found a hole; shown in /.well-known/security.txt, which is not there without it.
SECURITY_CONTACT = env.contact("SECURITY_CONTACT")

# How many days the record keeps from which address something was done; `forget_addresses` erases what is older.
AUDIT_ADDRESS_DAYS = env.whole_number("AUDIT_ADDRESS_DAYS", 365)

# How many days a link opens a text to somebody without an account, unless whoever makes it says otherwise.
SHARE_LINK_DAYS = env.whole_number("SHARE_LINK_DAYS", 7)

# Where `backup` keeps its copies, whose age is watched; which key they are encrypted for; "" for none of either.
BACKUP_DIR = env.text("BACKUP_DIR", "")
BACKUP_KEY = env.text("BACKUP_KEY", "")
# An S3-compatible store where they go too, and how many stay there (backup/places/).
BACKUP_STORE = env.text("BACKUP_STORE", "")
BACKUP_STORE_KEY_ID = env.text("BACKUP_STORE_KEY_ID", "")
BACKUP_STORE_SECRET = env.text("BACKUP_STORE_SECRET", "")
BACKUP_STORE_KEEP = env.whole_number("BACKUP_STORE_KEEP", 30)

# Where a committee has one person on duty: may an approver publish their own text, with a reason and until another
# person confirms it? Everybody at the desk sees it (docs/decisions/).
OVERRIDE_ALLOWED = env.yes_or_no("OVERRIDE_ALLOWED", default=False)

# So many words of a live article may be corrected without a word to its readers.
SMALL_CORRECTION_WORDS = env.whole_number("SMALL_CORRECTION_WORDS", 10)

# In which mode this machine is, whatever the database says: for one that stands on a replica (web/modes.py).
SITE_MODE = env.one_of("SITE_MODE", ("normal", "read_only", "maintenance"))

# The demo brings sign-ins with full rights; only development and tests let it in.
DEMO_ALLOWED = False
# Whoever approves or manages people must have a second factor. Where the demo is not allowed, always.
SECOND_FACTOR_DUTY = True
