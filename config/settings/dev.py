"""A developer's or a newcomer's machine: one SQLite database under var/."""

from config import databases

from .base import *  # noqa: F403
from .base import VAR_DIR

DEBUG = True
SECRET_KEY = "chi-dung-tren-may-phat-trien-khong-dung-khi-van-hanh"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
DATABASES = {"default": databases.sqlite(str(VAR_DIR / "db.sqlite3"))}
