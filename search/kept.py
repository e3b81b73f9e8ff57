"""Keeps for MENU_SECONDS, in each process, what content apps name: sections and terms.

Names and days only, the same for every reader. What a reader may see is asked every time.
"""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

from django.conf import settings

T = TypeVar("T")


class Kept(Generic[T]):
    def __init__(self, make: Callable[[], T]):
        self._make = make
        self._until = 0.0

    def __call__(self) -> T:
        if time.monotonic() >= self._until:
            self._value = self._make()
            self._until = time.monotonic() + settings.MENU_SECONDS
        return self._value

    def forget(self) -> None:
        self._until = 0.0
