"""May this text go on? Errors of the checklist stop it; of its warnings somebody has said that they saw them."""

import datetime as dt
from collections.abc import Collection

from articles.checklist import checking
from articles.checklist.findings import Draft, Finding, errors, warnings
from articles.gate import facts
from articles.models import Article, SeenWarning
from audit import services as audit
from desk.steps import refuse

Ticks = Collection[str]
"""Fingerprints of warnings."""
CHECKED = frozenset({"submit", "approve", "override"})
"""The steps that take a text towards its readers."""
MEND = "Bài còn {} lỗi nên chưa {} được. {}"
LOOK = "Bài có {} cảnh báo chưa ai đánh dấu «đã xem». Hãy xem từng cảnh báo, đánh dấu rồi bấm lại."
WORDS = {"submit": "gửi", "approve": "duyệt", "override": "duyệt", "agree": "đồng ý"}
"""Also of a correction, which is submitted and agreed to."""


def draft_of(thing) -> Draft:
    """Of an article, an edition of it or anything else with the same columns."""
    return Draft(thing.title, thing.lead, thing.body, thing.byline, thing.sources)


def findings(thing, *, at: dt.datetime, own: int | None = None, publish_at: dt.datetime | None = None):
    """What the checklist says of a text with its title, lead, body, byline and sources, at that moment."""
    appears = max(publish_at or at, at)
    return checking.check(draft_of(thing), facts.of(thing.body, own=own, appears=appears))


def of_article(article: Article, at: dt.datetime) -> tuple[Finding, ...]:
    return findings(article, at=at, own=article.pk, publish_at=article.publish_at)


def unseen(article: Article, found: Collection[Finding]) -> list[Finding]:
    """The warnings that nobody has ticked."""
    told = warnings(found)
    seen = seen_by(article, told) if told else {}
    return [one for one in told if one.fingerprint not in seen]


def seen_by(article: Article, found: Collection[Finding]) -> dict[str, SeenWarning]:
    """Who ticked which of these, by fingerprint."""
    keys = [one.fingerprint for one in found]
    rows = SeenWarning.objects.filter(article=article, fingerprint__in=keys).select_related("by")
    return {row.fingerprint: row for row in rows}


def error_refusal(step: str, found: Collection[Finding]) -> str | None:
    """Why errors stop the step; None when there are none."""
    wrong = errors(found)
    if step not in WORDS or not wrong:
        return None
    told = " ".join(f"{one.sentence} ({one.places[0]})" for one in wrong[:3])
    return MEND.format(sum(one.count for one in wrong), WORDS[step], told)


def correction_refusal(step: str, before, after, article: Article, at: dt.datetime) -> str | None:
    """Why a text may not come in the place of a live one: an error that readers do not meet already."""
    if step not in WORDS:
        return None
    old, new = (findings(text, at=at, own=article.pk, publish_at=article.publish_at) for text in (before, after))
    known = {one.code: one for one in old}
    return error_refusal(step, [one for one in new if not _is_known(one, known.get(one.code))])


def _is_known(one: Finding, before: Finding | None) -> bool:
    """Is each of its places one of before? Of two errors one may be mended alone."""
    return before is not None and one.everywhere <= before.everywhere and one.count <= before.count


def refusal(step: str, article: Article, found: Collection[Finding], ticked: Ticks) -> str | None:
    """Why the text may not take the step; `ticked`: fingerprints of what this person says they saw."""
    if step not in CHECKED:
        return None
    if refused := error_refusal(step, found):
        return refused
    left = [one for one in unseen(article, found) if one.fingerprint not in ticked]
    return LOOK.format(len(left)) if left else None


def pass_or_refuse(step: str, article: Article, ticked: Ticks, *, by, at: dt.datetime) -> None:
    """Raises StepRefused, or keeps the ticks. The text is read as it is stored: what is checked is what moves on."""
    if step not in CHECKED:
        return
    stored = Article.objects.filter(pk=article.pk).first()
    if stored is None or stored.revision != article.revision:  # the step itself says so
        return
    found = of_article(stored, at)
    refuse(refusal(step, stored, found, ticked))
    if fresh := keep(stored, found, ticked, by=by, at=at):
        told = "\n".join(one.sentence for one in fresh)
        audit.record("article.tick", stored, by=by, at=at, note=told)


def keep(article: Article, found: Collection[Finding], ticked: Ticks, *, by, at: dt.datetime) -> list[Finding]:
    """Writes down what this person ticked and nobody had ticked before; a tick is never taken back."""
    fresh = [one for one in unseen(article, found) if one.fingerprint in ticked]
    rows = [
        SeenWarning(
            article=article,
            fingerprint=one.fingerprint,
            sentence=one.sentence,
            places="\n".join(one.places),
            revision=article.revision,
            by=by,
            at=at,
        )
        for one in fresh
    ]
    SeenWarning.objects.bulk_create(rows, ignore_conflicts=True)  # of two people who tick at once the first stays
    return fresh
