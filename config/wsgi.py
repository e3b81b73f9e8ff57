"""What the web server calls. gunicorn loads it once for all workers, before systemd hears of it (--preload)."""

import os
import sys

from django.core.wsgi import get_wsgi_application

from config import loading
from config.env import MissingSettingError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")
try:
    application = get_wsgi_application()
except MissingSettingError as sentence:
    # gunicorn starts a worker again and again, unless it ends with this number.
    print(sentence, file=sys.stderr)
    sys.exit(3)

loading.load()
