"""What is typed by whoever makes a link, and by whoever answers one."""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError

from articles.models import ShareAnswer
from articles.sharing import services

HIDDEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
"""Letters that nobody sees, or that turn the direction of those around them."""
STRANGE = "Họ và tên có ký tự ẩn hoặc ký tự lạ. Hãy gõ lại bằng bàn phím, không chép từ nơi khác."
NAMELESS = "Hãy ghi họ và tên, ít nhất hai chữ cái."
TEXTLESS = "Hãy viết góp ý trước khi gửi."


def check_name(name: str) -> None:
    if any(unicodedata.category(letter) in HIDDEN for letter in name):
        raise ValidationError(STRANGE)
    marks = sum(unicodedata.category(letter).startswith("M") for letter in name)
    letters = sum(letter.isalpha() for letter in name)
    if marks > 2 * letters:
        raise ValidationError(STRANGE)
    if letters < 2:
        raise ValidationError(NAMELESS)


class AnswerForm(forms.Form):
    kind = forms.ChoiceField(choices=ShareAnswer.Kind.choices)
    name = forms.CharField(max_length=100, validators=[check_name], error_messages={"required": NAMELESS})
    text = forms.CharField(max_length=4_000, required=False)
    key = forms.CharField(max_length=500)

    def clean(self):
        super().clean()
        said = self.cleaned_data.get("text", "")
        is_comment = self.cleaned_data.get("kind") == ShareAnswer.Kind.COMMENT
        if is_comment and "text" not in self.errors and not any(letter.isalnum() for letter in said):
            self.add_error("text", TEXTLESS)
        return self.cleaned_data

    def clean_name(self):
        return " ".join(unicodedata.normalize("NFC", self.cleaned_data["name"]).split())


class LinkForm(forms.Form):
    for_whom = forms.CharField(
        label="Gửi cho ai", max_length=150, widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="Ví dụ: đồng chí Trưởng ban Tuyên giáo. Tên này đứng trong nhật ký.",
    )  # fmt: skip
    days = forms.IntegerField(label="Dùng được mấy ngày", min_value=1, max_value=services.MOST_DAYS)
    opening = forms.RegexField("[0-9a-f]{32}", widget=forms.HiddenInput)
