"""A site that people rely on: every secret comes from the environment, and a missing one stops the process."""

from config import databases, env

from .base import *  # noqa: F403

DEBUG = False
SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
DATABASES = {"default": databases.from_url(env.text("DATABASE_URL"))}
