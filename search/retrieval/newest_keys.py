"""The newest keys of a window, kept at hand: many questions about days and months are answered by them. Pure."""

from dataclasses import dataclass

from search.storage.keys import Window


@dataclass(frozen=True)
class Known:
    """`keys` from the newest on; `is_all`: the window has no more of them."""

    keys: list[int]
    window: Window
    is_all: bool

    def within(self, stretch: Window) -> list[int] | None:
        """Those of the stretch, the newest first; None when they are not all known."""
        if not self._covers(stretch):
            return None
        return [key for key in self.keys if stretch.low <= key <= stretch.high]

    def first(self, stretch: Window, size: int) -> list[int] | None:
        """So many of the newest of the stretch, or all there are; None when they are not known."""
        if stretch.low < self.window.low or stretch.high > self.window.high:
            return None
        found = [key for key in self.keys if stretch.low <= key <= stretch.high][:size]
        return found if len(found) == size or self._covers(stretch) else None

    def newest(self, stretch: Window) -> list[int] | None:
        """The newest of the stretch, in a list like that of a backend; None when it is not known."""
        if stretch.high <= self.window.high and self.window.low <= stretch.low:
            found = next((key for key in self.keys if key <= stretch.high), None)
            if found is not None:
                return [found] if found >= stretch.low else []
        return [] if self._covers(stretch) else None

    def oldest(self, stretch: Window) -> list[int] | None:
        """The oldest of the stretch; None when it is not known."""
        found = self.within(stretch)
        return found if found is None else found[-1:]

    def _covers(self, stretch: Window) -> bool:
        if stretch.is_empty:
            return True
        reaches = self.is_all or (bool(self.keys) and self.keys[-1] <= stretch.low)
        return reaches and self.window.low <= stretch.low and stretch.high <= self.window.high
