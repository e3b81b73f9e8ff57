"""The moment that the site takes for now."""

from unittest import mock


def clock(at):
    """Stands still while it is entered."""
    return mock.patch("django.utils.timezone.now", return_value=at)
