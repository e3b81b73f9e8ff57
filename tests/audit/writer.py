"""One of two processes that record at once: `writer.py NUMBER` appends so many events, a transaction for each."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
django.setup()

from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from audit import services  # noqa: E402

print("sẵn sàng", flush=True)
sys.stdin.readline()
for _ in range(int(sys.argv[1])):
    with transaction.atomic():
        services.record("facts.load", by=None, at=timezone.now())
