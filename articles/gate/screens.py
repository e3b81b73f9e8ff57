"""The checklist on the page of a step: what stops it, what is to be ticked, what others ticked before."""

from functools import partial

from django import forms
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html

import vietnamese
from articles.checklist.findings import Finding, warnings
from articles.gate import asking
from desk.step_screens import StepForm

TICK = "Hãy đánh dấu từng cảnh báo mà anh/chị đã xem. Nếu cảnh báo đúng, hãy quay lại sửa bài."


class TicksWidget(forms.CheckboxSelectMultiple):
    """A box for each warning, with its places below."""

    has_heading = True

    def __init__(self, found: list[Finding]):
        super().__init__(choices=[(one.fingerprint, one.sentence) for one in found])
        self.found = found

    def render(self, name, value, attrs=None, renderer=None):
        rows = [(one, one.fingerprint in (value or ())) for one in self.found]
        return render_to_string(
            "admin/articles/ticks.html", {"name": name, "rows": rows, "id": (attrs or {}).get("id")}
        )


class TicksField(forms.MultipleChoiceField):
    """All of them, or the step is not taken. What was ticked and is no longer told does no harm."""

    def __init__(self, found: list[Finding]):
        choices = [(one.fingerprint, one.sentence) for one in found]
        super().__init__(choices=choices, label="Cảnh báo", required=False, widget=TicksWidget(found))

    def valid_value(self, value):
        return True

    def validate(self, value):
        super().validate(value)
        if {key for key, _ in self.choices} - set(value):
            raise forms.ValidationError(TICK)


class CheckedStepForm(StepForm):
    def __init__(self, *args, unseen, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ticked"] = TicksField(unseen)
        self.order_fields(["seen", "ticked", "note"])


class CheckedSteps:
    """Mixed into the step screens of articles, before StepScreens."""

    def checked(self, article):
        """Found once for each look at the page."""
        if not hasattr(article, "found"):
            article.found = asking.of_article(article, timezone.now())
        return article.found

    def checked_refusal(self, code, article):
        return asking.error_refusal(code, self.checked(article)) if code in asking.CHECKED else None

    def step_form(self, code, thing):
        unseen = asking.unseen(thing, self.checked(thing)) if code in asking.CHECKED else []
        return partial(CheckedStepForm, unseen=unseen) if unseen else super().step_form(code, thing)

    def has_unseen(self, article):
        return bool(asking.unseen(article, self.checked(article)))

    def told_ticks(self, article):
        """Who let which warning stand: for whoever decides next."""
        for row in asking.seen_by(article, warnings(self.checked(article))).values():
            moment = vietnamese.moment(row.at)
            places = row.places.replace("\n", "; ")
            yield format_html("Cảnh báo {} đã xem lúc {}: {} ({})", row.by, moment, row.sentence, places)
