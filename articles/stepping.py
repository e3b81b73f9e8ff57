"""One step of articles/workflow.py: may it be taken, and everything that goes with it."""

import datetime as dt

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, Subquery

from articles import limits, recording, richtext, telling, workflow, writing
from articles.gate import asking
from articles.gate.asking import Ticks
from articles.models import Article, HandOver, WorkflowEvent
from articles.workflow import SHOWN_STATES, STEPS, TABLE, Status
from desk.steps import Person, Step, refuse


def refusal(step: str, article: Article, by) -> str | None:
    """Why `by` may not take the step on the article as it is at hand; None when they may."""
    person = person_for(STEPS[step], article, by)
    refused = TABLE.refusal(step, article.step_state, person) or limits.refusal(article, by)
    return refused or (workflow.OVERRIDE_OFF if step == "override" and not settings.OVERRIDE_ALLOWED else None)


def person_for(step: Step, article: Article, by) -> Person:
    # Who wrote it before is asked only where it matters: a page shows many steps.
    was_author = bool(step.four_eyes or step.instead) and article.was_written_by(by)
    return Person(by.has_perm(step.permission), article.author_id == by.pk, has_edited(article, by), was_author)


def has_edited(article: Article, by) -> bool:
    """Since it was submitted, or last of all."""
    if article.pk is None or article.edited_by_id == by.pk:
        return article.edited_by_id == by.pk
    submitted = article.events.filter(step="submit").order_by("-pk").values("pk")[:1]
    return article.events.filter(step__in=("edit", "link"), by=by, pk__gt=Subquery(submitted)).exists()


def behind(by) -> Q:
    """Articles in which words of theirs are, as `person_for` says it of one."""
    submitted = WorkflowEvent.objects.filter(article=OuterRef("article"), step="submit").order_by("-pk").values("pk")
    edits = WorkflowEvent.objects.filter(article=OuterRef("pk"), by=by, step__in=("edit", "link"))
    given = HandOver.objects.filter(article=OuterRef("pk"), giver=by)
    has_edited_since = Exists(edits.filter(pk__gt=Subquery(submitted[:1])))
    return Q(author=by) | Q(edited_by=by) | Q(Exists(given)) | Q(has_edited_since)


def step(name: str, article: Article, by, at: dt.datetime, note: str, ticked: Ticks = (), **changes) -> None:
    """Takes it, with `changes` of other columns; to be called in a transaction. `ticked`: warnings that `by` saw."""
    note = richtext.plain(note)
    refuse(refusal(name, article, by) or TABLE.note_refusal(name, note))
    asking.pass_or_refuse(name, article, ticked, by=by, at=at)
    before = recording.stored(article)
    target = STEPS[name].target
    writing.update(article, status=str(Status.APPROVED if target in SHOWN_STATES else target), **changes)
    writing.record(article, name, by, at, note)
    writing.index_and_show(article)
    telling.of_step(name, article, note, by=by, at=at)
    recording.told(name, article, before, by=by, at=at, note=note)
