"""The newest keys of a window, kept at hand: many questions about days and months are answered by them. Pure."""

from dataclasses import dataclass

from search.storage.keys import Window


@dataclass(frozen=True)
class NewestKeys:
    """`keys` from the newest on; `is_all`: the window has no more of them."""

    keys: list[int]
    window: Window
    is_all: bool

    def within(self, window: Window) -> list[int] | None:
        """Those of the window, the newest first; None when they are not all known."""
        if not self._covers(window):
            return None
        return [key for key in self.keys if window.low <= key <= window.high]

    def first(self, window: Window, size: int) -> list[int] | None:
        """So many of the newest of the window, or all there are; None when they are not known."""
        if window.low < self.window.low or window.high > self.window.high:
            return None
        found = [key for key in self.keys if window.low <= key <= window.high][:size]
        return found if len(found) == size or self._covers(window) else None

    def newest(self, window: Window) -> list[int] | None:
        """The newest of the window, in a list like that of a backend; None when it is not known."""
        if window.high <= self.window.high and self.window.low <= window.low:
            found = next((key for key in self.keys if key <= window.high), None)
            if found is not None:
                return [found] if found >= window.low else []
        return [] if self._covers(window) else None

    def oldest(self, window: Window) -> list[int] | None:
        """The oldest of the window; None when it is not known."""
        found = self.within(window)
        return found if found is None else found[-1:]

    def _covers(self, window: Window) -> bool:
        if window.is_empty:
            return True
        reaches = self.is_all or (bool(self.keys) and self.keys[-1] <= window.low)
        return reaches and self.window.low <= window.low and window.high <= self.window.high
