"""Which methods a page answers to."""

from collections.abc import Callable

from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe


def read_only(view: Callable) -> Callable:
    """GET and HEAD; all else is 405 with Allow, and is not asked first for the key of a form that does not exist."""
    return csrf_exempt(require_safe(view))
