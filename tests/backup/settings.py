"""Of a small site whose database and files the environment names (site.py)."""

import os

from config import engines
from config.settings.test import *  # noqa: F403

DEBUG = False
MEDIA_ROOT = os.environ["MEDIA_ROOT"]
if MEDIA_STORE := os.environ.get("MEDIA_STORE", ""):
    STORAGES = {**STORAGES, "default": engines.media_store(MEDIA_STORE)}  # noqa: F405
