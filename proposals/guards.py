"""What may change only by two people: each app tells its own rows, from its `ready`."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db import models


def _always(_row: models.Model) -> bool:
    return True


def _nothing(_row: models.Model) -> list[str]:
    return []


def _of_none(_row: models.Model) -> None:
    return None


@dataclass(frozen=True)
class Guard:
    """`columns` wait as a proposal while `reaches_readers`; whoever has the permission `approve` may agree to it.

    `save` and `delete` do it with all that follows. `circumstances` names the places where readers see the row: with a
    new one among them, what was proposed no longer is what would happen. `about`: the row on whose page readers see
    what was agreed to, if there is one; `follows` says it to whoever decides. `of_a_part`: the columns that are told of
    each part which a new row brings with it. `known_to`: what it takes to see proposals, besides seeing the row itself.
    `also_told`: (what, before, after) of a proposal, beyond its columns. `looks`: (words, address) of the pages on
    which whoever decides sees what was proposed.
    """

    columns: tuple[str, ...]
    approve: str
    save: Callable[[models.Model, dt.datetime], object]
    delete: Callable[[models.Model, dt.datetime], object]
    reaches_readers: Callable[[models.Model], bool] = _always
    circumstances: Callable[[models.Model], list[str]] = _nothing
    about: Callable[[models.Model], models.Model | None] = _of_none
    also_told: Callable[[models.Model], list[tuple[str, str, str]]] = _nothing
    looks: Callable[[models.Model], list[tuple[str, str]]] = _nothing
    known_to: tuple[str, ...] = ()
    of_a_part: tuple[str, ...] = ()
    follows: str = "Thay đổi có hiệu lực ngay."


_guards: dict[type[models.Model], Guard] = {}


def register(model: type[models.Model], guard: Guard) -> None:
    _guards[model] = guard


def everything() -> dict[type[models.Model], Guard]:
    return dict(_guards)


def is_guarded(model: type[models.Model]) -> bool:
    return model in _guards


def of(model: type[models.Model]) -> Guard:
    return _guards[model]


def model_named(name: str) -> type[models.Model]:
    """By what a proposal calls it; no two guarded models have one name."""
    return next(model for model in _guards if model._meta.model_name == name)


def naming_people(model: type[models.Model]) -> list[str]:
    """The guarded columns that say whom a row is about."""
    fields = [model._meta.get_field(name) for name in of(model).columns]
    return [field.name for field in fields if field.is_relation and field.related_model is get_user_model()]


def about_people() -> list[str]:
    """The names of what is about people, as proposals call it."""
    return [model._meta.model_name for model in _guards if naming_people(model)]


def key(row: models.Model | None) -> str:
    """ "resolutions.target/12"."""
    return f"{row._meta.label_lower}/{row.pk}" if row is not None and row.pk else ""


def approvable_by(user) -> list[str]:
    """The names of what this person may decide about."""
    return [model._meta.model_name for model, guard in _guards.items() if user.has_perm(guard.approve)]


def visible_to(user) -> list[str]:
    """The names of what this person may look at."""
    return [
        model._meta.model_name
        for model, guard in _guards.items()
        if user.has_perms([f"{model._meta.app_label}.view_{model._meta.model_name}", *guard.known_to])
    ]
