"""The desk's front page: what each person has to do, the week, and what stands beside it. Reads only."""

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse

import vietnamese
from articles.finding.forms import FindForm
from desk import todo, week
from desk.todo import Action

WRITE, SEE = "articles.add_article", "articles.view_article"


def context(user, asked, at: dt.datetime) -> dict:
    """`asked`: what stands in the address of the page."""
    lines = todo.for_user(user, at)
    today = vietnamese.local(at).date()
    shown = week.asked(asked.get("tuan", ""), today)
    return {
        "next": todo.first(lines),
        "waiting": todo.to_do(lines),
        "beside": todo.beside(lines),
        "starts": list(starts(user)),
        "find": FindForm(user=user) if user.has_perm(SEE) else None,
        **_week(user, shown, today, at),
    }


def starts(user) -> Iterable[Action]:
    """With what somebody begins who comes to write."""
    if user.has_perm(WRITE):
        yield Action("Viết bài", reverse("admin:articles_article_add"))
        yield Action("Nhập từ Word", reverse("admin:articles_article_word"))


def _week(user, shown, today, at):
    """No empty block: of this week without anything there is none; of another, somebody asked for it."""
    entries = week.for_user(user, shown, at)
    is_current = today in shown
    days = shown.days(entries, today) if entries or not is_current else []
    return {"week": shown, "days": days, "is_this_week": is_current}
