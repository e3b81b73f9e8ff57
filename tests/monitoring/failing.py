"""A site map of pages that fail, each with words of a visitor in its error."""

import smtplib

from django.core.exceptions import PermissionDenied, SuspiciousOperation, TooManyFieldsSent
from django.db import IntegrityError, OperationalError
from django.http import Http404
from django.urls import path

handler500 = "config.failures.server_error"
TYPED = "Nguyễn Thị Bí Mật"


def raising(error):
    def view(request):
        typed = f"{TYPED} {request.META['QUERY_STRING']}"
        try:
            raise KeyError(typed)
        except KeyError as first:
            raise error(typed) from first

    return view


def recipients_refused(typed):
    return smtplib.SMTPRecipientsRefused({f"{typed}@bi-mat.example": (550, typed.encode())})


def not_encoded(typed):
    return UnicodeEncodeError("ascii", typed, 0, 1, typed)


def of_the_database(typed):
    return IntegrityError(f"duplicate key\nDETAIL:  Key (email)=({typed}) already exists.")


def away(typed):
    return OperationalError(f"connection refused\nDETAIL: {typed}")


def missing_file(typed):
    return FileNotFoundError(2, "No such file or directory", f"/srv/{typed}.pdf")


ERRORS = {
    "value": ValueError, "key": KeyError, "mail": recipients_refused, "letters": not_encoded, "rows": of_the_database,
    "away": away, "suspicious": SuspiciousOperation, "fields": TooManyFieldsSent, "refused": PermissionDenied,
    "missing": Http404, "file": missing_file,
}  # fmt: skip
urlpatterns = [path(f"{name}/", raising(error), name=name) for name, error in ERRORS.items()]
