"""A developer's or a newcomer's machine: one SQLite database under var/."""

from config import databases, env

from .base import *  # noqa: F403
from .base import VAR_DIR

DEBUG = True
SECRET_KEY = "chi-dung-tren-may-phat-trien-khong-dung-khi-van-hanh"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
DATABASES = {"default": databases.from_url(env.text("DATABASE_URL", f"sqlite:///{VAR_DIR}/db.sqlite3"))}
