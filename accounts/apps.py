from importlib import import_module

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.utils import timezone


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Người dùng"

    def ready(self):
        user_logged_in.connect(begin_session, dispatch_uid="accounts.begin_session")
        user_logged_out.connect(end_session, dispatch_uid="accounts.end_session")


def begin_session(request, user, **facts):
    """Whichever way somebody signs in, the session has its row; models are there only now."""
    keeping = import_module("accounts.sessions.keeping")
    keeping.begin(request, user, timezone.now(), getattr(request, "second_factor", None))


def end_session(request, **facts):
    import_module("accounts.sessions.keeping").leave(request)
