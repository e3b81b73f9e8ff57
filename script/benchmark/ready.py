"""Makes Django ready for the parts of the bench that ask the index. Import it before anything of the site."""

import os
import sys
from pathlib import Path

import django
from django.apps import apps

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent.parent), str(HERE)]

if not apps.ready:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    os.environ.setdefault("DEBUG", "no")
    django.setup()
