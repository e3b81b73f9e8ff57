"""Things that exist, in one call: what a test does not say is filled with real Vietnamese. Nothing random.

make_user("approver")     make_section("Xây dựng Đảng")     make_article(status="draft", author=writer)
"""

import datetime as dt
import itertools
import uuid

from django.contrib.auth.models import Group
from django.test import override_settings
from django.utils import timezone

import vietnamese
from accounts.models import User
from accounts.roles import ROLES
from articles import writing
from articles.editions import keeping as editions
from articles.models import Article, Section, WorkflowEvent
from articles.workflow import PUBLIC

_numbers = itertools.count(1)

NAMES = ("Nguyễn Thị Hường", "Lò Văn Đức", "Trần Quốc Khánh", "Quàng Thị Ưng", "Cà Văn Thuỷ", "Đỗ Hữu Nghĩa")
TITLES = (
    "Chủ động, sáng tạo, quyết tâm sớm đưa Nghị quyết Đại hội vào cuộc sống",
    "Đồng bào các bản vùng cao Mường La đẩy mạnh trồng cây ăn quả trên đất dốc",
    "Hội nghị Ban Chấp hành Đảng bộ tỉnh lần thứ ba: thống nhất các chương trình hành động toàn khóa",
    "Ưu tiên nguồn lực xây dựng nông thôn mới ở các xã đặc biệt khó khăn",
    "Khuỷu sông Đà mùa nước nổi và những con đường ướt sương về Quỳnh Nhai",
)
LEAD = "Cả hệ thống chính trị vào cuộc với tinh thần đoàn kết, dân chủ, kỷ cương, sáng tạo và phát triển."
BODY = (
    "<p>Ngay sau Đại hội, các cấp ủy đảng đã khẩn trương tổ chức học tập, quán triệt nghị quyết.</p>"
    "<h2>Những việc cần làm ngay</h2>"
    "<p>Mỗi đảng viên đăng ký một việc làm cụ thể, thiết thực với nhân dân; hằng quý có kiểm tra, đánh giá.</p>"
)
MORNING = dt.datetime(2020, 9, 25, 8, 30, tzinfo=vietnamese.TIME_ZONE)
"""Thứ Sáu, 25/09/2020, 08:30 in Việt Nam."""
PASSWORD = "mat-khau-dai-va-kho-doan"


def local(year, month, day, hour=0, minute=0):
    """An aware moment on the clock of Việt Nam."""
    return dt.datetime(year, month, day, hour, minute, tzinfo=vietnamese.TIME_ZONE)


def keeping():
    """Around a test of what is kept (web/versions.py); all others keep nothing, for what they write is rolled back."""
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": uuid.uuid4().hex}
    return override_settings(CACHES={"default": memory})


def make_user(role=None, **facts):
    """Staff with the permissions of a role of accounts/roles.py; without a role, a member of staff with none."""
    number = next(_numbers)
    facts.setdefault("username", f"nguoi-dung-{number}")
    facts.setdefault("display_name", f"{NAMES[number % len(NAMES)]} ({number})")
    facts.setdefault("is_staff", True)
    user = User.objects.create_user(password=facts.pop("password", PASSWORD), **facts)
    if role is not None:
        if role not in ROLES:
            raise ValueError(f"no role {role!r}")
        user.groups.add(Group.objects.get(name=role))
    return user


def make_section(name=None, **facts):
    """The section of that name, made once."""
    name = name or "Xây dựng Đảng"
    return Section.objects.get_or_create(name=name, defaults={"slug": vietnamese.slug(name), **facts})[0]


def make_article(**facts):
    """A published article unless `status` says otherwise; in the search index when its state is public.

    `status`, `publish_at` ... are fields; `targets`, `breakthroughs` and `task_groups` take lists.
    """
    number = next(_numbers)
    related = {name: facts.pop(name, ()) for name in ("targets", "breakthroughs", "task_groups")}
    facts.setdefault("status", "approved")
    facts.setdefault("title", TITLES[number % len(TITLES)])
    facts.setdefault("lead", LEAD)
    facts.setdefault("body", BODY)
    facts.setdefault("created_at", MORNING)
    facts.setdefault("edited_at", facts["created_at"])
    if facts["status"] in PUBLIC:
        facts.setdefault("publish_at", MORNING)
    if "section" not in facts:
        facts["section"] = make_section()
    article = Article(**facts)
    article.normalise()
    article.save()
    for name, things in related.items():
        getattr(article, name).set(things)
    edition = editions.keep(article, by=article.edited_by, at=article.edited_at)
    if article.status in PUBLIC:
        editions.approve(edition, by=None, at=article.edited_at)
        WorkflowEvent.objects.create(article=article, step="approve", at=article.edited_at, revision=article.revision)
    writing.index_and_show(article)
    return article


def make_articles(count, **facts):
    """`count` published articles, one minute apart, the first the oldest."""
    first = facts.pop("publish_at", MORNING)
    return [make_article(publish_at=first + dt.timedelta(minutes=n), **facts) for n in range(count)]


def now():
    return timezone.now()
