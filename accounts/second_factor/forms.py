"""What people type or let their browser say to show that it is they."""

from django import forms
from django.core.exceptions import ValidationError

import vietnamese
from accounts.forms import LONGEST_PASSWORD, looking
from accounts.second_factor import codes, passkeys
from audit import refusals
from audit.kinds import Outcome

KIND = "session.second_factor"
NOTHING_TYPED = "Hãy nhập mã, hoặc dùng khóa truy cập."
WRONG_PASSWORD = "Mật khẩu không đúng."  # noqa: S105 - a sentence


def key_of(user) -> str:
    """Under which its tries are counted: apart from the password's, whose success must not forget these."""
    return f"buoc-hai:{user.pk}"


class ProofForm(forms.Form):
    """A code of the app or of the paper, or a passkey. After `is_valid`, `factor` is what was shown."""

    code = forms.CharField(
        label="Mã",
        required=False,
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    credential = forms.CharField(required=False, max_length=passkeys.LONGEST, widget=forms.HiddenInput)

    def __init__(self, *args, request, user, at, **kwargs):
        super().__init__(*args, **kwargs)
        self.request, self.user, self.at, self.factor = request, user, at, None

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if cleaned.get("credential"):
            self.factor = self.seen(lambda: passkeys.use(self.request, self.user, cleaned["credential"], self.at))
        elif cleaned.get("code"):
            self.factor = self.seen(lambda: codes.use(self.user, cleaned["code"], self.at))
        else:
            raise ValidationError(NOTHING_TYPED, code="required")
        return cleaned

    def seen(self, look):
        """What `look` finds; counted before it looks, and what it refuses is recorded."""
        owner = self.user.get_username()
        with looking(self.request, key_of(self.user), self.at, kind=KIND, owner=owner) as attempt:
            found = self._looked(look)
            attempt.succeeded()
        return found

    def _looked(self, look):
        try:
            return look()
        except codes.CodeRefused as refusal:
            by = self.request.user if self.request.user.is_authenticated else None
            facts = {"by": by, "at": self.at, "kind": KIND, "outcome": Outcome.FAILED}
            refusals.refused(self.user, str(refusal), **facts)
            raise ValidationError(str(refusal), code="wrong") from None


class AgainForm(ProofForm):
    """Before a change to the account: the password will do as well."""

    password = forms.CharField(
        label="Mật khẩu",
        required=False,
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["password", "code", "credential"]

    def clean(self):
        password = self.cleaned_data.get("password")
        if not password or self.errors:
            return super().clean()
        with looking(self.request, self.user.get_username(), self.at, kind=KIND) as attempt:
            self._looked(lambda: self._check(password))
            attempt.succeeded()
        return self.cleaned_data

    def _check(self, password):
        if not self.user.check_password(password):
            raise codes.CodeRefused(WRONG_PASSWORD)


class AppForm(ProofForm):
    """The first code of an app that is being added shows that it works. After `is_valid`, `step` is used up."""

    def __init__(self, *args, secret, **kwargs):
        super().__init__(*args, **kwargs)
        self.secret, self.step = secret, None
        del self.fields["credential"]
        self.fields["code"].required = True
        self.fields["code"].label = "Mã 6 chữ số trong ứng dụng"
        self.fields["code"].widget.attrs["inputmode"] = "numeric"

    def clean(self):
        if not self.errors:
            typed = self.cleaned_data["code"]
            self.step = self.seen(lambda: codes.step_of(self.secret, typed, self.at))
        return self.cleaned_data


class NameForm(forms.Form):
    name = forms.CharField(label="Tên khóa", max_length=60, help_text="Để sau này nhận ra, ví dụ: Điện thoại cơ quan.")

    def clean_name(self):
        return vietnamese.nfc(self.cleaned_data["name"]).strip()


class PasskeyForm(NameForm):
    credential = forms.CharField(required=False, max_length=passkeys.LONGEST, widget=forms.HiddenInput)

    def clean_credential(self):
        if not self.cleaned_data["credential"]:
            raise ValidationError("Trình duyệt chưa tạo khóa. Hãy bấm “Tạo khóa truy cập” và làm theo trình duyệt.")
        return self.cleaned_data["credential"]
