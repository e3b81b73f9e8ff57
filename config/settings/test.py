"""Tests: SQLite by default; DATABASE_URL names the PostgreSQL server that script/test starts."""

import tempfile
from pathlib import Path

from config import databases, env

from .base import *  # noqa: F403

SECRET_KEY = "chi-dung-trong-kiem-thu"  # noqa: S105
ALLOWED_HOSTS = ["*"]
SITE_URL = "http://testserver"
DATABASES = {"default": databases.from_url(env.text("DATABASE_URL", "sqlite:///var/test.sqlite3"))}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="cms-media-"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "tests.static_addresses.Remembered"},
}
# Tests roll back what they wrote, so nothing may be kept between them.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
# Static files are read where they lie: tests run without collectstatic, and WhiteNoise warns of a missing folder.
WHITENOISE_AUTOREFRESH = True
DEMO_ALLOWED = True
# The demo's people sign in with a password alone; tests of the duty switch it on.
SECOND_FACTOR_DUTY = False
# Its `flush` clears away what a test has recorded (tests/management/).
INSTALLED_APPS = [*INSTALLED_APPS, "tests"]  # noqa: F405
