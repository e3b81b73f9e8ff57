"""The line of search over articles: words, person, state, days. On the front page and above the list."""

from django import forms
from django.utils import timezone

from articles import limits
from articles.finding import lists
from articles.models import Article
from desk import week

REVERSED = "Ngày đầu đứng sau ngày cuối nên không có bài nào."


class DayField(forms.CharField):
    """In our order, whatever the language of the browser: one that speaks English would take 05/11 for a day in May.

    It has no inputmode: a keypad of digits alone has no slash.
    """

    widget = forms.TextInput(attrs={"placeholder": "ngày/tháng/năm", "size": 14})

    def clean(self, value):
        typed = super().clean(value)
        day = week.day_of(typed)
        if typed and day is None:
            raise forms.ValidationError(week.WRONG_DAY)
        return day


class FindForm(forms.Form):
    """Names as the list's address has them; what is wrong is said under the line, and the rest holds."""

    q = forms.CharField(label="Từ trong bài", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    person = forms.ChoiceField(label="Người viết", required=False)
    state = forms.ChoiceField(label="Trạng thái", required=False)
    since = DayField(label="Từ ngày", required=False)
    until = DayField(label="Đến ngày", required=False)

    NAMES = {"person": "nguoi-viet", "state": "trang-thai", "since": "tu", "until": "den"}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "Mọi người"), *lists.people(Article.objects.filter(limits.seen_by(user)))]
        named = [(code, name) for code, (name, _) in lists.states(timezone.now()).items()]
        self.fields["state"].choices = [("", "Mọi trạng thái"), *named]

    def add_prefix(self, name):
        return self.NAMES.get(name, name)

    def clean(self):
        told = super().clean()
        since, until = told.get("since"), told.get("until")
        if since and until and since > until:
            raise forms.ValidationError(REVERSED)
        return told
