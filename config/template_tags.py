"""Filters that every template may use; they format and never query."""

from django import template

import vietnamese

register = template.Library()


@register.filter
def short_date(day):
    """As 25/09/2020; a moment by its day in Việt Nam."""
    return vietnamese.short_date(_day(day)) if day else ""


@register.filter
def long_date(day):
    """As ngày 25 tháng 9 năm 2020."""
    return vietnamese.long_date(_day(day)) if day else ""


@register.filter
def date_with_weekday(day):
    """As Thứ Sáu, 25/09/2020."""
    return vietnamese.date_with_weekday(_day(day)) if day else ""


@register.filter
def moment(when):
    """As Thứ Sáu, 25/09/2020, 08:30."""
    return vietnamese.moment(when) if when else ""


@register.filter
def number(value, decimals=None):
    """As 7,46 or 120.000; nothing for None, since no data is not 0."""
    return "" if value is None or value == "" else vietnamese.number(value, decimals)


def _day(value):
    return vietnamese.local(value).date() if hasattr(value, "tzinfo") else value
