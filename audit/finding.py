"""What may be asked of the record: a closed form of filters, and pages by key."""

import datetime as dt
import re

from django import forms
from django.core.exceptions import ValidationError

import vietnamese
from audit.kinds import KINDS
from audit.models import Event

PER_PAGE = 50
_OBJECT = re.compile(r"([a-z]+\.[a-z]+):([\w-]{1,64})", re.ASCII)


class DayField(forms.DateField):
    """A day that every database and time zone can hold."""

    def to_python(self, value):
        day = super().to_python(value)
        if day and not 2000 <= day.year < 2200:
            raise ValidationError("Hãy chọn một ngày từ năm 2000.")
        return day


class FindForm(forms.Form):
    """Every field may stay empty. `truoc`: only events before that number."""

    tu = DayField(label="Từ ngày", required=False)
    den = DayField(label="Đến ngày", required=False)
    nguoi = forms.CharField(label="Người (tên đăng nhập)", required=False, max_length=150)
    muc = forms.CharField(label="Mục (chữ trong tên)", required=False, max_length=200)
    viec = forms.ChoiceField(label="Việc", required=False, choices=[("", "Mọi việc"), *KINDS.items()])
    truoc = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)

    def events(self):
        """Newest first, nothing where the form is wrong."""
        if not self.is_valid():
            return Event.objects.none()
        asked = self.cleaned_data
        events = Event.objects.all()
        if asked["tu"]:
            events = events.filter(at__gte=vietnamese.day_start(asked["tu"]))
        if asked["den"]:
            # The last day is included, as people mean it.
            events = events.filter(at__lt=vietnamese.day_start(asked["den"] + dt.timedelta(days=1)))
        if asked["nguoi"]:
            events = events.filter(user_name__iexact=asked["nguoi"])
        if asked["viec"]:
            events = events.filter(kind=asked["viec"])
        return _about(events, asked["muc"])

    def page(self):
        """(events of one page, number to ask for the next page or None)."""
        events = self.events()
        if self.is_valid() and self.cleaned_data["truoc"]:
            events = events.filter(number__lt=self.cleaned_data["truoc"])
        found = list(events.select_related("address_row")[: PER_PAGE + 1])
        return found[:PER_PAGE], found[PER_PAGE - 1].number if len(found) > PER_PAGE else None


def _about(events, words):
    """ "articles.article:33" names one thing, anything else is looked for in titles."""
    if match := _OBJECT.fullmatch(words):
        return events.filter(model=match[1], object_id=match[2])
    return events.filter(title__folded=words) if words else events
