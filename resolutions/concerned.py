"""Which congresses does a changed row count for? Theirs alone are counted anew; a concluded one keeps its numbers."""

from django.db import models
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save

from resolutions.models import (
    AnnualPlan,
    Congress,
    Indicator,
    Observation,
    SeriesBreak,
    Target,
    TargetRevision,
)
from web import versions

WAYS: dict[type[models.Model], str] = {
    Congress: "congress",
    Target: "pk",
    AnnualPlan: "plans",
    TargetRevision: "revisions",
    Indicator: "indicator",
    Observation: "indicator__observations",
    SeriesBreak: "indicator__breaks",
}
"""All that a verdict is made from, with the way to it from a target."""


TRACKER = "tracker"
"""The topic of everything of this app."""


def topic(congress: int) -> str:
    """What the numbers of the congress with this key are kept under (web/versions.py)."""
    return f"congress:{congress}"


def changed(row: models.Model, using: str) -> None:
    """Call in the transaction of the change, once the row is written; then renew the tracker."""
    _renew(_of(row, using), using)


def follow() -> None:
    """Has it called after every save and deletion. Bulk writes call it themselves."""

    def before(instance, using, **_kwargs):
        # A row may leave one congress for another, and one that is deleted leads nowhere afterwards.
        instance.concerned_before = _of(instance, using) if instance.pk is not None else set()

    def after(instance, using, **_kwargs):
        known = instance.__dict__.pop("concerned_before", set())
        _renew(known | (_of(instance, using) if instance.pk is not None else set()), using)

    for model in WAYS:
        for signal, does in ((pre_save, before), (post_save, after), (pre_delete, before), (post_delete, after)):
            uid = f"resolutions.concerned.{does.__name__}.{model.__name__}"
            signal.connect(does, sender=model, weak=False, dispatch_uid=uid)


def _of(row: models.Model, using: str) -> set[int]:
    targets = Target.objects.using(using).filter(**{WAYS[type(row)]: row.pk})
    return set(targets.order_by().values_list("congress", flat=True).distinct())


def _renew(congresses: set[int], using: str) -> None:
    """Everybody takes the tracker first and congresses in the order of their keys, after the rows that they change:
    two who took them in another order would each wait for the other."""
    if congresses:
        versions.hold(TRACKER, using)
    for congress in sorted(congresses):
        versions.renew(topic(congress), using, marks=())
