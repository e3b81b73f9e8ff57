"""The desk's front page: what each person has to do, the week, and what stands beside it. Reads only."""

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse

import vietnamese
from articles.finding.forms import FindForm
from desk import todo, week
from desk.todo import Action

LONGEST_DAY = 40
WRITE, SEE = "articles.add_article", "articles.view_article"


def context(user, asked, at: dt.datetime) -> dict:
    """`asked`: what stands in the address of the page."""
    lines = todo.for_user(user, at)
    today = vietnamese.local(at).date()
    typed = asked.get("tuan", "").strip()
    shown = week.asked(typed, today)
    return {
        "next": todo.first(lines),
        "waiting": todo.to_do(lines),
        "beside": todo.beside(lines),
        "starts": list(starts(user)),
        "find": FindForm(user=user) if user.has_perm(SEE) else None,
        **_week(user, shown, today, at),
        **_typed_day(typed),
    }


def starts(user) -> Iterable[Action]:
    """With what somebody begins who comes to write."""
    if user.has_perm(WRITE):
        yield Action("Viết bài", reverse("admin:articles_article_add"))
        yield Action("Nhập từ Word", reverse("admin:articles_article_word"))


def _typed_day(typed: str) -> dict:
    """What is no day stays in its field, with a sentence, above the week that is shown instead."""
    is_wrong = bool(typed) and week.day_of(typed) is None
    return {"wrong_day": week.WRONG_DAY if is_wrong else "", "typed_day": typed[:LONGEST_DAY] if is_wrong else ""}


def _week(user, shown, today, at):
    """No empty block: of this week without anything there is none; of another, somebody asked for it."""
    entries = week.for_user(user, shown, at)
    is_current = today in shown
    days = shown.days(entries, today) if entries or not is_current else []
    return {"week": shown, "days": days, "is_this_week": is_current}
