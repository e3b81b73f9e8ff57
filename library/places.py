"""Where is it used? The library knows only the label and id of what refers to it; the rows are found through those."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import models
from django.urls import NoReverseMatch, reverse

from library.models import Use


@dataclass(frozen=True)
class Place:
    """`name` says what it is: "Bài viết: Đưa nghị quyết vào cuộc sống"; `url` is empty without a staff screen."""

    name: str
    url: str
    is_public: bool
    row: models.Model | None


def of(stored, at) -> list[Place]:
    """What refers to a picture or a file, newest first; one query for each kind of content."""
    public = set(stored.uses.public(at).values_list("pk", flat=True))
    by_kind = defaultdict(list)
    for use in stored.uses.order_by("-pk"):
        by_kind[use.kind].append(use)
    return [place for uses in by_kind.values() for place in _places(uses, public)]


def _places(uses: list[Use], public: set[int]) -> list[Place]:
    model = uses[0].referring_model
    rows = model._default_manager.in_bulk([use.object_id for use in uses]) if model else {}
    return [
        Place(
            name=_name(use, rows.get(use.object_id)),
            url=_admin_url(model, use.object_id) if use.object_id in rows else "",
            is_public=use.pk in public,
            row=rows.get(use.object_id),
        )
        for use in uses
    ]


def _name(use: Use, row) -> str:
    name = f"{row._meta.verbose_name}: {row}" if row else str(use)
    return name[:1].upper() + name[1:]


def _admin_url(model, pk) -> str:
    try:
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[pk])
    except NoReverseMatch:  # a model without a staff screen
        return ""
