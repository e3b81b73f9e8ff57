"""A process of its own with its own cache, one of several behind a site: reads a step a line, prints what came of it.

look WORDS ADDRESS...   prints, as JSON, for each address whether the words stand there
publish                 writes an article, has it approved by another person, prints its address
withdraw                takes it off again
"""

import json
import os
import sys
import uuid
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

MEMORY = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": uuid.uuid4().hex}
settings.CACHES = {"default": MEMORY}

from articles import services  # noqa: E402
from articles.models import Article, Section  # noqa: E402
from tests.factories import make_user  # noqa: E402


def look(words, *addresses):
    found = {}
    for address in addresses:
        response = Client().get(address, follow=True)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        # Words that are marked as found stand in pieces.
        text = content.decode().replace("<mark>", "").replace("</mark>", "")
        found[address] = response.status_code == 200 and words.replace("_", " ") in text
    return found


def publish(title):
    writer, approver, at = make_user("writer"), make_user("approver"), timezone.now()
    section, _ = Section.objects.get_or_create(slug="xay-dung-dang", defaults={"name": "Xây dựng Đảng"})
    article = Article(title=title.replace("_", " "), lead="Ba việc làm trước.", body="<p>Đường.</p>", section=section)
    services.save_draft(article, by=writer, at=at)
    services.submit(article, by=writer, at=at)
    services.approve(article, by=approver, at=at)
    return article.get_absolute_url()


def withdraw():
    article = Article.objects.latest("pk")
    services.withdraw(article, by=make_user("approver"), at=timezone.now(), note="Đăng nhầm")


if __name__ == "__main__":
    STEPS = {"look": look, "publish": publish, "withdraw": withdraw}
    for line in sys.stdin:
        step, *rest = line.split()
        print(json.dumps(STEPS[step](*rest)), flush=True)
