"""Numbers as Vietnamese people type them: "1.234,5", "120000", "7,46"."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import DecimalValidator

import vietnamese

SENTENCES = {
    "invalid": "Hãy nhập một số, ví dụ 7,46 hoặc 120000.",
    "max_whole_digits": "Số quá lớn: phần nguyên có nhiều nhất %(max)s chữ số.",
    "max_digits": "Số có quá nhiều chữ số (nhiều nhất %(max)s).",
    "max_decimal_places": "Nhiều nhất %(max)s chữ số sau dấu phẩy.",
}


class VietnameseNumberInput(forms.TextInput):
    """A plain text box: a browser's number box would turn the comma into a point, or refuse it."""

    def __init__(self, attrs=None):
        super().__init__({"inputmode": "decimal", "autocomplete": "off", "class": "vBigIntegerField", **(attrs or {})})


class VietnameseDecimalField(forms.DecimalField):
    """Comma for decimals, dots only in full groups.

    A lone dot is never guessed: "1.234" may be 1234 or 1,234, and the answer offers both. A number is therefore shown
    again without groups, so that what the page itself wrote can be sent back.
    """

    widget = VietnameseNumberInput

    def __init__(self, **kwargs):
        # Django's field would otherwise bring its own box for numbers, from the admin's defaults too.
        kwargs["widget"] = VietnameseNumberInput
        super().__init__(**kwargs)
        for validator in self.validators:
            if isinstance(validator, DecimalValidator):
                validator.messages = {**validator.messages, **SENTENCES}
        self.error_messages |= SENTENCES

    def to_python(self, value):
        if value in self.empty_values or isinstance(value, Decimal):
            return value if isinstance(value, Decimal) else None
        text = vietnamese.nfc(str(value)).strip().replace("\u2212", "-")
        if not text:
            return None
        try:
            return vietnamese.parse_number(text)
        except vietnamese.AmbiguousNumberError as error:
            raise ValidationError(question(text), code="ambiguous") from error
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def prepare_value(self, value):
        return typed(value) if isinstance(value, Decimal | int | float) else value

    def has_changed(self, initial, data):
        try:
            return self.to_python(data) != (None if initial is None else Decimal(str(initial)))
        except ValidationError:
            return True


def typed(value) -> str:
    """ "1234,5": as it would be typed, without groups and without idle zeros."""
    return vietnamese.number(Decimal(str(value))).replace(".", "")


def question(text: str) -> str:
    """Asks back about a lone dot, with each reading as it should be typed."""
    whole, _, decimals = text.partition(".")
    as_decimal = f"{whole},{decimals}"
    if len(decimals) != 3 or len(whole.lstrip("-")) > 3 or whole.lstrip("-").startswith("0"):
        return f"«{text}» chưa rõ. Phần thập phân viết sau dấu phẩy: hãy gõ {as_decimal}."
    as_thousands = f"{whole}{decimals}"
    return (
        f"«{text}» có thể hiểu hai cách. Nếu là {as_thousands} hãy gõ {as_thousands}; nếu là số lẻ hãy gõ {as_decimal}."
    )
