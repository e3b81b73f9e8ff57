"""What the rules ask about one article, read in few queries whose number does not grow with the people."""

import datetime as dt

from django.contrib.auth import get_user_model

from articles.handing_over.services import BACKEND, WRITES
from articles.missing_step.rules import Answer, Facts, People, answer
from articles.models import Article, SectionLimit
from articles.workflow import APPROVE, Status


def of(article: Article, at: dt.datetime) -> Answer:
    """Of an article as it is at hand, for somebody who may see it."""
    facts = Facts(
        status=article.status,
        publish_at=article.publish_at,
        expire_at=article.expire_at,
        people=_people(article),
        returned=_said(article, "send_back") if article.status == Status.DRAFT else "",
        withdrawn=_said(article, "withdraw") if article.status == Status.WITHDRAWN else "",
    )
    return answer(facts, at)


def _people(article):
    writer = article.author
    can_write = bool(writer and writer.is_active and writer.is_staff and writer.has_perms(WRITES))
    editors = _editors(article)
    behind = _behind(article)
    approvers = [person for person in editors if person.pk not in behind]
    return People(str(writer or ""), can_write, tuple(map(str, approvers)), tuple(map(str, editors)))


def _editors(article):
    """All who may approve in the section; a superuser is bound by no section."""
    people = get_user_model().objects.with_perm(APPROVE, backend=BACKEND).filter(is_staff=True)
    bound = SectionLimit.objects.exclude(sections=None).exclude(sections=article.section_id).values("user")
    return list(people.exclude(pk__in=bound, is_superuser=False).order_by("is_superuser", "display_name", "pk"))


def _behind(article):
    """Keys of those whose words are in it: articles/services.py refuses them one by one, with the same answer."""
    last = article.events.filter(step="submit").order_by("-pk").values_list("pk", flat=True).first()
    edited = article.events.filter(step__in=("edit", "link"), pk__gt=last) if last else article.events.none()
    wrote = article.hand_overs.values_list("giver", flat=True)
    return {article.author_id, article.edited_by_id, *edited.values_list("by", flat=True), *wrote}


def _said(article, step):
    """The note of that step, where nothing has been done since that answers it."""
    last = article.events.exclude(step="hand_over").order_by("-at", "-pk").first()
    return last.note if last and last.step == step and last.at >= article.edited_at else ""
