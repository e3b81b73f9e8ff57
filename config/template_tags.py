"""What every template may use: filters that format and never query, and the key of a form."""

from django import template
from django.utils.html import format_html

import vietnamese
from desk import sending

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


@register.simple_tag
def form_key(kind):
    """The key by which a form does its work once: "them" where it makes a new thing, "sua" where it changes one."""
    return format_html('<input type="hidden" name="{}" value="{}">', sending.FIELD, sending.new_key(kind))
