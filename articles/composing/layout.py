"""Where each field stands on the page, and what its folded heading says."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.admin.helpers import Fieldset

import vietnamese
from articles import taken_over
from articles.checklist.findings import Finding, errors, warnings

WORDS, SIDE, SEEN = "writing__words", "writing__facts", "writing__seen"

TEXT = (None, {"fields": ["title", "lead", "body"], "classes": [WORDS]})
REMEMBERED = (None, {"fields": ["opening", "seen"], "classes": [SEEN]})
SECTION = ("Chuyên mục", {"fields": ["section"], "classes": [SIDE]})
HOURS = (
    "Giờ đăng",
    {
        "fields": ["publish_at", "expire_at"],
        "classes": [SIDE],
        "description": "Giờ Việt Nam. Bài chỉ hiện cho bạn đọc sau khi được duyệt.",
    },
)
COVER = ("Ảnh chính và trang chủ", {"fields": ["cover", "is_featured"], "classes": [SIDE]})
LINKS = ("Bài viết nói về", {"fields": ["targets", "breakthroughs", "task_groups"], "classes": [SIDE]})
END = ("Bút danh, nguồn tài liệu", {"fields": ["byline", "sources", *taken_over.COLUMNS], "classes": [SIDE]})

LOCKED_TEXT = (None, {"fields": ["title", "lead", "body_shown"], "classes": [WORDS]})
LOCKED_SECTION = ("Chuyên mục", {"fields": ["section"], "classes": [SIDE]})
SCHEDULE = (
    "Lịch đăng",
    {**HOURS[1], "fields": ["publish_at", "expire_at", "is_featured", "reason"]},
)
SHOWN_SCHEDULE = ("Lịch đăng", {"fields": ["publish_at", "expire_at", "featured"], "classes": [SIDE]})
SCHEDULE_REMEMBERED = (None, {"fields": ["seen", "told", "replace"], "classes": [SEEN]})

WRITE = [TEXT, REMEMBERED, SECTION, HOURS, COVER, LINKS, END]
RESCHEDULE = [LOCKED_TEXT, SCHEDULE_REMEMBERED, SCHEDULE, LOCKED_SECTION, END]
READ = [LOCKED_TEXT, SHOWN_SCHEDULE, LOCKED_SECTION, END]
READ_ONLY = ["title", "lead", "section", "body_shown", "byline", "sources", *taken_over.COLUMNS]


@dataclass(frozen=True)
class Group:
    """A part of the column. `said`: what it holds, for whoever leaves it folded."""

    name: str
    said: str
    fieldset: Fieldset
    is_open: bool


def laid_out(adminform, article) -> dict:
    """The fieldsets of a form by their place on the page."""
    fieldsets = list(adminform)
    return {
        "words": [one for one in fieldsets if WORDS in one.classes],
        "remembered": [one for one in fieldsets if SEEN in one.classes],
        "groups": [_group(one, article) for one in fieldsets if SIDE in one.classes],
    }


def _group(fieldset: Fieldset, article) -> Group:
    name, fieldset.name = fieldset.name, None  # the summary is the heading
    has_errors = any(field in fieldset.form.errors for field in fieldset.fields)
    return Group(name, _said(name, article) if article else "", fieldset, has_errors or _asks_first(fieldset.fields))


def _asks_first(fields) -> bool:
    """What everybody fills in, or came for."""
    return bool({"section", "reason", "featured", "kind"} & set(fields))


def _said(name, article) -> str:
    if name == SECTION[0]:
        return str(article.section)
    if name in (HOURS[0], SCHEDULE[0]):
        return clock(article.publish_at) if article.publish_at else "ngay khi được duyệt"
    if name == COVER[0]:
        parts = ["có ảnh" if article.cover_id else "chưa có ảnh", "bài nổi bật" if article.is_featured else ""]
        return ", ".join(filter(None, parts))
    if name == LINKS[0]:
        count = article.targets.count() + article.breakthroughs.count() + article.task_groups.count()
        return f"{count} phần của nghị quyết" if count else "chưa chọn"
    return (article.byline or "chưa có bút danh") if name == END[0] else ""


def clock(at: dt.datetime) -> str:
    """ "25/09/2020, 08:30": no room for weekdays."""
    at = vietnamese.local(at)
    return f"{vietnamese.short_date(at.date())}, {at:%H:%M}"


def stand(article, at: dt.datetime, *, number: int = 0) -> list[str]:
    """Where the text stands: "Đã lưu 10:42", "bản 7", "chờ duyệt". `number`: of its newest version."""
    if article is None:
        return ["Chưa lưu", "bài mới"]
    saved, today = vietnamese.local(article.edited_at), vietnamese.local(at).date()
    when = f"{saved:%H:%M}" if saved.date() == today else clock(article.edited_at)
    return [f"Đã lưu {when}", f"bản {number or 1}", vietnamese.uncapitalised(article.state_name(at))]


def counted(found: tuple[Finding, ...]) -> str:
    """ "1 lỗi, 2 cảnh báo"; of nothing found nothing is said."""
    told = ((len(errors(found)), "lỗi"), (len(warnings(found)), "cảnh báo"))
    return ", ".join(f"{count} {word}" for count, word in told if count)


def primary(steps: list[dict], *, may_submit: bool, is_form: bool) -> str:
    """The one thing to do next, as the code of a step or "save"; "" where there is nothing."""
    offered = {step["code"] for step in steps if not step["refusal"]}
    if may_submit:
        return "submit"
    first = next((code for code in ("approve", "confirm", "reopen") if code in offered), "")
    return first or ("save" if is_form else "")
