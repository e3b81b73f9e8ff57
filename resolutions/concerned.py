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


def topic(congress: int) -> str:
    """What the numbers of the congress with this key are kept under (web/versions.py)."""
    return f"congress:{congress}"


def changed(row: models.Model, using: str) -> None:
    """Call in the transaction of the change; before the change too, for a row may leave one congress for another."""
    targets = Target.objects.using(using).filter(**{WAYS[type(row)]: row.pk})
    for congress in targets.order_by().values_list("congress", flat=True).distinct():
        versions.renew(topic(congress), using, marks=())


def follow() -> None:
    """Has it called around every save and deletion. Bulk writes call it themselves."""

    def around(instance, using, **_kwargs):
        if instance.pk is not None:
            changed(instance, using)

    for model in WAYS:
        for signal in (pre_save, post_save, pre_delete, post_delete):
            signal.connect(around, sender=model, weak=False, dispatch_uid=f"resolutions.concerned.{model.__name__}")
