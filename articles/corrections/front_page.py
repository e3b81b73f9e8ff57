"""What corrections tell the desk's front page (desk/todo.py)."""

from django.urls import reverse

import vietnamese
from articles import limits
from articles.corrections.rules import State
from articles.models import Article, Correction
from articles.workflow import APPROVE
from desk import todo
from desk.todo import Action, Kind

WANTED = {Kind.DECIDE: "Xem và đồng ý", Kind.RETURNED: "Sửa tiếp", Kind.DRAFT: "Viết tiếp"}


def my_corrections(user) -> dict:
    """Code of each list that waits for this person -> (its sort of line, label, corrections)."""
    mine = Correction.objects.filter(author=user, state=State.DRAFT)
    lists = {
        "tra-lai": (Kind.RETURNED, "bản sửa bị trả lại", mine.exclude(decision_note="")),
        "dang-soan": (Kind.DRAFT, "bản sửa của anh/chị, chưa gửi", mine.filter(decision_note="")),
    }
    if not user.has_perm(APPROVE):
        return lists
    within = Article.objects.filter(limits.within(user))
    others = Correction.objects.filter(state=State.SUBMITTED, article__in=within).exclude(author=user)
    return {"cho-dong-y": (Kind.DECIDE, "bản sửa của bài đang đăng, chờ đồng ý", others), **lists}


@todo.register
def waiting(user, at):
    if not user.has_perm("articles.change_article"):
        return
    address = reverse("admin:articles_correction_changelist")
    for code, (kind, label, corrections) in my_corrections(user).items():
        rows = corrections.select_related("article", "author").order_by("submitted_at", "pk")[: todo.AT_ONCE]
        items = tuple(_item(row, kind) for row in rows)
        count = len(items) if len(items) < todo.AT_ONCE else corrections.count()
        yield todo.Todo(label=label, url=f"{address}?viec={code}", count=count, items=items, kind=kind)


def _item(correction, kind):
    page = reverse("admin:articles_correction_change", args=[correction.pk])
    return todo.Item(correction.article.title, page, _note(correction, kind), (Action(WANTED[kind], page),))


def _note(correction, kind):
    if kind is Kind.DECIDE:
        moment = vietnamese.moment(correction.submitted_at)
        return f"{correction.get_kind_display()}, {correction.author}, {moment}"
    return correction.decision_note
