"""The forms of staff: signing in, and one's accounts as a user manager sees them."""

import hashlib
from contextlib import contextmanager

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.admin.forms import AdminPasswordChangeForm as AdminOwnPasswordChangeForm
from django.contrib.auth.forms import SetPasswordForm, UsernameField
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator

from accounts import known_devices, locked, throttle
from accounts.hashing import Busy
from accounts.models import User
from desk.fields import RowsField
from desk.whole_row import CHANGED_MEANWHILE

LONGEST_PASSWORD = 200


def bound(form, *names):
    """Hashing and comparing begin only with what somebody may really have typed."""
    for name in names:
        form.fields[name].max_length = LONGEST_PASSWORD
        form.fields[name].validators.append(MaxLengthValidator(LONGEST_PASSWORD))


class LoginForm(AdminAuthenticationForm):
    """Refuses to look at a password while too many were tried (throttle.py) or too many are looked at (hashing.py)."""

    def __init__(self, request=None, *args, at, **kwargs):
        self.at = at
        super().__init__(request, *args, **kwargs)
        bound(self, "password")

    def clean(self):
        username = self.cleaned_data.get("username")
        if not username or not self.cleaned_data.get("password"):
            return self.cleaned_data
        with looking(self.request, username, self.at) as attempt:
            cleaned = super().clean()
            attempt.succeeded()
        return cleaned


class OwnPasswordForm(AdminOwnPasswordChangeForm):
    """Guesses of the old password count like those at the door."""

    def __init__(self, user, *args, request, at, **kwargs):
        super().__init__(user, *args, **kwargs)
        self.request, self.at = request, at

    def clean_old_password(self):
        with looking(self.request, self.user.username, self.at, kind="account.own_password") as attempt:
            old = super().clean_old_password()
            attempt.succeeded()
        return old


@contextmanager
def looking(request, name, at, kind="session.sign_in", owner=""):
    """Around a form's look at a secret: a refusal is recorded, and becomes the form's sentence and the answer's status.

    `kind`: what was tried, for the record. `owner`: whose secret it is, where `name` is not the name of the account.
    """
    device = known_devices.of(request, owner or name)
    try:
        with throttle.attempt(name, throttle.address_of(request), at, device) as attempt:
            yield attempt
    except (throttle.TooManyTriesError, Busy) as refusal:
        request.try_refusal = refusal
        by = request.user if request.user.is_authenticated else None
        locked.record(str(refusal), by=by, at=at, kind=kind)
        raise ValidationError(str(refusal), code="locked") from None


class RolesField(RowsField):
    """Roles as boxes to tick, each with what it allows."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, role):
        return f"{role}: {role.description}"


class AccountFields(forms.ModelForm):
    """What an account looks like in both forms, new and existing."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "username" in self.fields:
            self.fields["username"].help_text = "Chữ, số và các dấu @ . + - _; không có khoảng trắng."

    def clean_username(self):
        """Names that differ only in capitals would be taken for each other."""
        username = self.cleaned_data.get("username")
        others = User.objects.filter(username__iexact=username).exclude(pk=self.instance.pk)
        if username and others.exists():
            raise ValidationError("Tên đăng nhập này đã có người dùng.", code="unique")
        return username


class NewAccountForm(AccountFields):
    """Without a password: whoever gets the account chooses one (links.py)."""

    def save(self, commit=True):
        self.instance.set_unusable_password()
        return super().save(commit)

    class Meta:
        model = User
        fields = ["username", "display_name", "email", "groups"]
        field_classes = {"username": UsernameField}


class AccountForm(AccountFields):
    """`seen` says what the person looked at, so that of two open pages the second does not undo what the first saved.

    Whoever shows this form for a POST has locked the row before it was read (admin/users.py).
    """

    seen = forms.CharField(label="bản đã xem", widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Without the password and the last sign-in: those the person changes by themselves, at any moment.
        stored = [self.instance.username, self.instance.display_name, self.instance.email, self.instance.is_active]
        codes = sorted(group.name for group in self.instance.groups.all())
        self.initial["seen"] = hashlib.sha256("\x1f".join(map(str, [*stored, *codes])).encode()).hexdigest()

    def clean(self):
        cleaned = super().clean()
        if self.cleaned_data.get("seen") not in {"", self.initial["seen"]}:
            raise ValidationError(CHANGED_MEANWHILE)
        return cleaned

    class Meta:
        model = User
        fields = ["username", "display_name", "email", "is_active", "groups"]
        field_classes = {"username": UsernameField}


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Vì sao cần", max_length=500, widget=forms.TextInput(attrs={"class": "vTextField"}))


class ChosenPasswordForm(SetPasswordForm):
    """For whoever comes with a link (links.py)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        bound(self, "new_password1", "new_password2")
