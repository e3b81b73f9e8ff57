"""Who speaks here: the names that feeds, letters and papers carry, whatever app writes them.

From the settings, until an app that lets people edit them says where they stand (`register`, from its `ready`).
"""

from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings

from web import versions
from web.versions import Versions


class Speaker(NamedTuple):
    """`place` begins the day of a paper, "Sơn La, ngày 25 tháng 9 năm 2020"; "": papers name no place."""

    name: str
    owner: str
    place: str = ""


def _by_settings(_known: Versions) -> Speaker:
    return Speaker(settings.SITE_NAME, settings.SITE_OWNER)


_sources = [_by_settings]


def register(source: Callable[[Versions], Speaker]) -> None:
    """The last one that registered is asked."""
    _sources.append(source)


def of(known: Versions) -> Speaker:
    return _sources[-1](known)


def today() -> Speaker:
    """For whoever has no request at hand."""
    return of(versions.read())
