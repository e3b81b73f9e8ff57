"""A site that people rely on: every secret comes from the environment, and a missing one stops the process."""

from config import databases, engines, env

from .base import *  # noqa: F403
from .base import VAR_DIR
from .logs import logging_plan

DEBUG = False
STRICT_TEMPLATES = False
SECRET_KEY = env.secret("SECRET_KEY")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
# What links that leave the site begin with, whatever Host a visitor asks for (web/addresses.py).
SITE_URL = env.site_address("SITE_URL", None if ALLOWED_HOSTS[0][0] in ".*" else f"https://{ALLOWED_HOSTS[0].lower()}")
CSRF_TRUSTED_ORIGINS = env.origins("CSRF_TRUSTED_ORIGINS")
DATABASES = {"default": databases.from_url(env.text("DATABASE_URL"))}

# What several machines share; each is one address, and without it this machine's own is used (docs/scaling.md).
if REPLICA_URL := env.text("REPLICA_URL", ""):
    DATABASES = {
        "default": engines.patient_no_longer(DATABASES["default"]),
        "replica": engines.patient_no_longer(engines.replica(REPLICA_URL)),
    }
    DATABASE_ROUTERS = ["config.replica.router.Router"]
    # Before the first that may ask the database.
    place = MIDDLEWARE.index("django.contrib.sessions.middleware.SessionMiddleware")  # noqa: F405
    MIDDLEWARE = [*MIDDLEWARE[:place], "config.replica.middleware.ReadFromReplica", *MIDDLEWARE[place:]]  # noqa: F405
if CACHE_URL := env.text("CACHE_URL", ""):
    CACHES = {"default": engines.cache(CACHE_URL)}

# Everything over HTTPS. A proxy counts as trusted only when it sets X-Forwarded-Proto and -For itself.
SECURE_SSL_REDIRECT = True
SECURE_SSL_HOST = SITE_URL.partition("://")[2]
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
TRUSTED_PROXIES = env.whole_number("TRUSTED_PROXIES", 0)
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.whole_number("HSTS_SECONDS", 30 * 24 * 3600)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.yes_or_no("HSTS_SUBDOMAINS", default=False)
# Other sites may live under the same domain, and the preload list is for whole domains: the owner decides both.
SILENCED_SYSTEM_CHECKS = [*SILENCED_SYSTEM_CHECKS, "security.W005", "security.W021"]  # noqa: F405
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# A browser takes a __Host- cookie only over HTTPS, from this host, for the whole site.
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"

STATIC_BUNDLES = True
STATIC_ROOT = env.text("STATIC_ROOT", str(VAR_DIR / "static"))
MEDIA_ROOT = env.text("MEDIA_ROOT", str(VAR_DIR / "media"))
FILE_UPLOAD_PERMISSIONS = 0o640
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.storage.StaticStorage"},
}
if MEDIA_STORE := env.text("MEDIA_STORE", ""):
    STORAGES["default"] = engines.media_store(MEDIA_STORE)
# The editor asks for its own files by their plain names.
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

ADMINS = [("", address) for address in env.words("ADMINS", "")]
# Whoever wants each error by mail has to say by which server; without one, staff are told on the desk alone.
if EMAIL_HOST := env.text("EMAIL_HOST") if ADMINS else env.text("EMAIL_HOST", ""):
    MAIL_READY = True
    EMAIL_PORT = env.whole_number("EMAIL_PORT", 587)
    EMAIL_HOST_USER = env.text("EMAIL_USER", "")
    EMAIL_HOST_PASSWORD = env.text("EMAIL_PASSWORD", "")
    EMAIL_USE_TLS = env.yes_or_no("EMAIL_TLS", default=True)
    EMAIL_TIMEOUT = 10
    DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("EMAIL_FROM")

# One line a record, chosen facts alone, and no fault more than once a minute (monitoring/logs/).
LOG_FORMAT = env.one_of("LOG_FORMAT", ("json", "line"))
LOGGING = logging_plan(LOG_FORMAT, MONITORING_DIR, has_mail=bool(ADMINS))  # noqa: F405
