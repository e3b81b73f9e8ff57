"""Processor time of the desk's pages, asked in this process by a writer and by an approver.

The import brings only what is public; people, drafts and withdrawn articles are made here, once.
"""

import datetime as dt
import os
import statistics
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")
django.setup()

from django.contrib.auth.models import Group  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models import F  # noqa: E402
from django.db.models.functions import Mod  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from articles.finding import storing  # noqa: E402
from articles.models import Article  # noqa: E402

PEOPLE, DRAFTS, ROUNDS = 40, 3_000, 9
OTHER_STATES = {1: "withdrawn", 2: "submitted"}
LIST = "/quan-tri/articles/article/"
PAGES = {
    "trang đầu": "/quan-tri/",
    "danh sách": LIST,
    "danh sách, trang 20": f"{LIST}?p=20",
    "của một người": f"{LIST}?nguoi-viet=%(person)s",
    "đang đăng": f"{LIST}?trang-thai=dang-dang",
    "bản nháp": f"{LIST}?trang-thai=ban-nhap",
    "một chuyên mục": f"{LIST}?section__id__exact=%(section)s",
    "một ngày": f"{LIST}?tu=2015-06-01&den=2015-06-01",
    "từ hay gặp": f"{LIST}?q=khong",
    "từ hiếm": f"{LIST}?q=Phanxipang",
    "cụm từ, người, năm": f"{LIST}?q=phat+trien+nhanh&nguoi-viet=%(person)s&tu=2015-01-01&den=2015-12-31",
    "bài dở của người đã nghỉ": f"{LIST}giao-bai/",
}


def person(username, role, **facts):
    made, _ = User.objects.get_or_create(
        username=username, defaults={"display_name": username, "is_staff": True, **facts}
    )
    made.groups.add(Group.objects.get(name=role))
    return made


@transaction.atomic
def prepare():
    """Everything public has a writer; 3.000 articles are not public, some of them of people who left."""
    if User.objects.filter(username="do-duyet").exists():
        return
    people = [person(f"do-viet-{number}", "writer", is_active=number < PEOPLE - 2) for number in range(PEOPLE)]
    person("do-duyet", "approver")
    Article.objects.update(author=Mod(F("id"), PEOPLE) + people[0].pk)
    samples, at = list(Article.objects.order_by("-pk")[:DRAFTS]), timezone.now()
    for number, article in enumerate(samples):
        article.pk, article.imported_id = None, None
        article.status = OTHER_STATES.get(number % PEOPLE, "draft")
        article.author = article.edited_by = people[number % PEOPLE]
        article.edited_at = at - dt.timedelta(minutes=number)
        article.publish_at = article.expire_at = None
    for article in Article.objects.bulk_create(samples):
        storing.keep(article)


def measure(client, address):
    """Milliseconds of processor time of this process; the median."""
    spent = []
    for _ in range(ROUNDS):
        began = time.process_time()
        response = client.get(address, secure=True, headers={"host": "127.0.0.1"})
        spent.append((time.process_time() - began) * 1000)
        if response.status_code != 200:
            sys.exit(f"{address}: {response.status_code}")
    return statistics.median(spent)


def main():
    prepare()
    names = {"person": User.objects.get(username="do-viet-1").pk, "section": Article.objects.first().section_id}
    print(f"\nBàn làm việc: {Article.objects.count()} bài, {connection.vendor}, ms CPU, trung vị của {ROUNDS} lần\n")
    print("| trang | người viết | người duyệt |\n|---|---|---|")
    with override_settings(SECOND_FACTOR_DUTY=False):
        clients = []
        for username in ("do-viet-1", "do-duyet"):
            client = Client()
            client.force_login(User.objects.get(username=username))
            clients.append(client)
        for name, address in PAGES.items():
            asking = clients[1:] if "giao-bai" in address else clients
            found = [f"{measure(client, address % names):.0f}" for client in asking]
            print(f"| {name} | {' | '.join(found if len(found) > 1 else ['', *found])} |", flush=True)


if __name__ == "__main__":
    main()
