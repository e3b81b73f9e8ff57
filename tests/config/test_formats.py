"""Dates and numbers as Django's own forms and templates read and write them under our formats."""

import datetime as dt

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.template import Context, Template
from django.test import SimpleTestCase
from django.utils import formats
from django.utils.formats import get_format

import vietnamese


class DayForm(forms.Form):
    day = forms.DateField()


class MomentForm(forms.Form):
    moment = forms.SplitDateTimeField(widget=AdminSplitDateTime)


def render(source, **facts):
    return Template(source).render(Context(facts))


class TypedDayTest(SimpleTestCase):
    def test_the_first_figure_is_the_day(self):
        for typed in ("03/04/2026", "3/4/2026", "03-04-2026", "03.04.2026", "2026-04-03"):
            with self.subTest(typed=typed):
                form = DayForm({"day": typed})
                self.assertTrue(form.is_valid(), form.errors)
                self.assertEqual(form.cleaned_data["day"], dt.date(2026, 4, 3))

    def test_a_day_after_the_twelfth_is_a_day(self):
        form = DayForm({"day": "25/12/2026"})
        self.assertTrue(form.is_valid())
        self.assertEqual(form.cleaned_data["day"], dt.date(2026, 12, 25))

    def test_a_day_that_is_none_is_refused_in_vietnamese(self):
        form = DayForm({"day": "12/25/2026"})
        self.assertEqual(form.errors["day"], ["Nhập một ngày hợp lệ."])

    def test_a_form_takes_back_what_it_shows(self):
        shown = str(DayForm(initial={"day": dt.date(2026, 4, 3)})["day"])
        self.assertIn('value="03/04/2026"', shown)

    def test_a_moment_in_the_admin_is_day_first_on_the_clock_of_viet_nam(self):
        form = MomentForm({"moment_0": "03/04/2026", "moment_1": "06:59"})
        self.assertTrue(form.is_valid(), form.errors)
        self.assertEqual(form.cleaned_data["moment"], dt.datetime(2026, 4, 3, 6, 59, tzinfo=vietnamese.TIME_ZONE))

    def test_the_calendar_of_the_admin_starts_on_monday_and_writes_day_first(self):
        self.assertEqual(get_format("FIRST_DAY_OF_WEEK"), 1)
        self.assertEqual(get_format("DATE_INPUT_FORMATS")[0], "%d/%m/%Y")
        self.assertEqual(get_format("TIME_INPUT_FORMATS")[0], "%H:%M")


class ShownTest(SimpleTestCase):
    def test_a_year_or_an_id_is_never_grouped(self):
        self.assertEqual(render("{{ year }} {{ id }}", year=2026, id=123456), "2026 123456")
        self.assertEqual(formats.localize(2026), "2026")

    def test_a_moment_is_shown_on_the_clock_of_viet_nam(self):
        moment = dt.datetime(2020, 9, 24, 17, 0, tzinfo=dt.UTC)
        self.assertEqual(render("{{ at }} {{ at|date }}", at=moment), "25/09/2020 00:00 25/09/2020")
        self.assertEqual(render("{{ at|short_date }}", at=moment), "25/09/2020")
        self.assertEqual(render("{{ at|moment }}", at=moment), "Thứ Sáu, 25/09/2020, 00:00")

    def test_days_have_a_filter_for_each_way_of_saying_them(self):
        day = dt.date(2020, 9, 25)
        self.assertEqual(
            render("{{ day|short_date }}; {{ day|long_date }}; {{ day|date_with_weekday }}", day=day),
            "25/09/2020; ngày 25 tháng 9 năm 2020; Thứ Sáu, 25/09/2020",
        )

    def test_numbers_have_a_filter_and_no_data_is_not_zero(self):
        self.assertEqual(render("{{ n|number }} {{ n|number:1 }}", n=120000), "120.000 120.000,0")
        self.assertEqual(render("[{{ n|number }}] [{{ zero|number }}]", n=None, zero=0), "[] [0]")

    def test_what_is_missing_shows_nothing(self):
        for name in ("short_date", "long_date", "date_with_weekday", "moment", "number"):
            with self.subTest(filter=name):
                self.assertEqual(render(f"[{{{{ nothing|{name} }}}}]", nothing=None), "[]")
