"""Reads what was typed into the search form or an address, and says in Vietnamese what is wrong with it."""

import datetime as dt
import re

from django import forms

import vietnamese
from search.models import SearchMonth
from search.query import parsing
from search.query.request import NAMES, NEWEST, OLDEST, RELEVANCE
from search.storage import keys, kinds

FIRST_YEAR, LAST_YEAR = 1900, 2100


class SearchForm(forms.Form):
    """The base of the form that django-filter makes: fields carry our names, addresses carry theirs."""

    use_required_attribute = False

    def add_prefix(self, field_name: str) -> str:
        return NAMES.get(field_name, field_name)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("before") is not None and cleaned.get("after") is not None:
            raise forms.ValidationError("Địa chỉ này hỏi hai trang cùng một lúc; hãy mở lại từ trang đầu.")
        return cleaned

    @property
    def hidden_errors(self) -> list[str]:
        """What is wrong with parts of the address that no field shows."""
        unseen = [error for name in ("order", "before", "after", "page") for error in self.errors.get(name, [])]
        return list(self.non_field_errors()) + unseen


class WordsField(forms.CharField):
    """Anything may be typed; without a single word in it there is nothing to look for."""

    def to_python(self, value):
        return super().to_python((value or "").replace("\x00", " "))

    def validate(self, value):
        super().validate(value)
        if value and not parsing.parse(value).terms:
            raise forms.ValidationError(
                "Không có từ nào để tìm trong «%(value)s». Hãy gõ ít nhất một chữ cái hoặc chữ số.",
                params={"value": value[:40]},
            )


class DayField(forms.Field):
    """A day typed dd/mm/yyyy or ISO; shown as dd/mm/yyyy again."""

    def to_python(self, value):
        value = (value or "").strip()
        if not value:
            return None
        try:
            day = vietnamese.parse_date(value)
        except ValueError:
            raise forms.ValidationError(
                "«%(value)s» không phải là một ngày. Hãy gõ ngày/tháng/năm, ví dụ 25/09/2020.",
                params={"value": value[:40]},
            ) from None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(f"Chỉ tìm được từ năm {FIRST_YEAR} đến năm {LAST_YEAR}.")
        return day

    def prepare_value(self, value):
        if isinstance(value, str):
            try:
                value = vietnamese.parse_date(value)
            except ValueError:
                return value
        return vietnamese.short_date(value) if isinstance(value, dt.date) else value


class KindField(forms.ChoiceField):
    default_error_messages = {"invalid_choice": "Không có loại «%(value)s». Hãy chọn một loại trong danh sách."}

    def __init__(self, **kwargs):
        super().__init__(choices=kind_choices, **kwargs)


class SectionField(forms.ChoiceField):
    default_error_messages = {
        "invalid_choice": "Không có chuyên mục «%(value)s». Hãy chọn một chuyên mục trong danh sách."
    }

    def to_python(self, value):
        """A link of old names a section by its former address."""
        value = super().to_python(value)
        return value if not value or super().valid_value(value) else kinds.section_today(value)

    def valid_value(self, value):
        """Also a section that no content names any more, as long as something is filed under it."""
        return super().valid_value(value) or SearchMonth.objects.filter(section=value, n__gt=0).exists()


class OrderField(forms.ChoiceField):
    default_error_messages = {
        "invalid_choice": "Không có thứ tự «%(value)s»; hãy chọn mới nhất, cũ nhất hoặc phù hợp nhất."
    }

    def __init__(self, **kwargs):
        super().__init__(choices=[(code, code) for code in (RELEVANCE, NEWEST, OLDEST)], **kwargs)


class KeyField(forms.Field):
    """The key of the entry that the last page ended with."""

    def to_python(self, value):
        value = (value or "").strip()
        if not value:
            return None
        if not re.fullmatch(r"-?\d{1,17}", value, re.ASCII) or int(value) not in keys.OF_DATES:
            raise forms.ValidationError("Không có trang này; hãy mở lại từ trang đầu.")
        return int(value)


class PageField(forms.Field):
    def to_python(self, value):
        value = (value or "").strip()
        if not value:
            return None
        if not re.fullmatch(r"[1-9]\d{0,3}", value, re.ASCII):
            raise forms.ValidationError("Không có trang này; hãy mở lại từ trang đầu.")
        return int(value)


def kind_choices():
    return [("", "Mọi loại"), *((kind.code, kind.name) for kind in kinds.everything())]
