"""A column's value as a proposal holds it, and as people read it."""

import datetime as dt
from decimal import Decimal

from django.db import models

import vietnamese

NOTHING = "chưa có"
NO_VALUE = (None, "")


def plain(value):
    """As JSON keeps it, so that 7.5 and 7.5000 are one number."""
    if isinstance(value, Decimal):
        return str(value.normalize() + 0) if value else "0"
    if isinstance(value, dt.datetime):
        # One moment is one text, on whatever clock it was typed.
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, models.Model):
        return value.pk
    return value


def in_words(field: models.Field, value) -> str:
    if value in NO_VALUE:
        return NOTHING
    if field.many_to_many:
        return ", ".join(str(row) for row in field.related_model._default_manager.filter(pk__in=value)) or "không còn"
    if field.is_relation:
        row = field.related_model._default_manager.filter(pk=value).first()
        return str(row) if row else "không còn"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.BooleanField):
        return "có" if value else "không"
    if isinstance(field, models.DecimalField):
        return vietnamese.number(Decimal(value))
    if isinstance(field, models.DateTimeField):
        return vietnamese.moment(dt.datetime.fromisoformat(value))
    if isinstance(field, models.DateField):
        return vietnamese.short_date(dt.date.fromisoformat(value))
    # A column of marked-up text says itself what people read of it.
    return field.in_words(value) if hasattr(field, "in_words") else str(value)
