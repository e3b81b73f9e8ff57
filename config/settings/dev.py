"""A developer's or a newcomer's machine: one SQLite database under var/.

`manage.py runserver` shows errors in full; script/server sets DEBUG=no and shows the site as its readers see it.
"""

from config import databases, env

from .base import *  # noqa: F403

DEBUG = env.yes_or_no("DEBUG", default=True)
SECRET_KEY = "chi-dung-tren-may-phat-trien-khong-dung-khi-van-hanh"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
SITE_URL = env.site_address("SITE_URL", "http://127.0.0.1:8000")
DATABASES = {"default": databases.from_url(env.text("DATABASE_URL", "sqlite:///var/db.sqlite3"))}

# Served as they lie in static/ and in the packages, so nothing needs collecting.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

DEMO_ALLOWED = True
# The printed passwords of the demo open it without a telephone.
SECOND_FACTOR_DUTY = False
