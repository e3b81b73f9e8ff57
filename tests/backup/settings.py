"""Of a small site whose database and files the environment names (site.py)."""

import os

from config.settings.test import *  # noqa: F403

DEBUG = False
MEDIA_ROOT = os.environ["MEDIA_ROOT"]
