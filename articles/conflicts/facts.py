"""What two people made of one article besides its body: title, lead, section, times and links, each to be chosen."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import vietnamese
from articles import richtext
from articles.conflicts.merging import Side

LABELS = {
    "title": "Tiêu đề", "lead": "Sapo", "section": "Chuyên mục", "cover": "Ảnh chính", "publish_at": "Đăng lúc",
    "expire_at": "Gỡ tự động lúc", "is_featured": "Bài nổi bật", "targets": "Chỉ tiêu", "breakthroughs": "Khâu đột phá",
    "task_groups": "Nhóm nhiệm vụ", "byline": "Bút danh", "sources": "Nguồn tài liệu", "taken_from": "Lấy lại từ",
    "taken_from_link": "Địa chỉ của bài gốc", "taken_on": "Ngày đăng ở nguồn",
}  # fmt: skip
ONE_LINE = frozenset({"title", "byline", "taken_from", "taken_from_link"})
SEVERAL_LINES = frozenset({"lead", "sources"})
LINKS = frozenset({"targets", "breakthroughs", "task_groups"})
NOTHING = "(để trống)"


@dataclass(frozen=True)
class Fact:
    name: str
    theirs: Any
    mine: Any

    @property
    def label(self) -> str:
        return LABELS[self.name]

    @property
    def sides(self) -> tuple[Side, ...]:
        """A title or an hour is one of the two; texts of several lines and links can be put together."""
        has_both = self.name in SEVERAL_LINES | LINKS
        return (Side.THEIRS, Side.MINE, Side.BOTH) if has_both else (Side.THEIRS, Side.MINE)

    @property
    def their_words(self) -> str:
        return _words(self.theirs)

    @property
    def my_words(self) -> str:
        return _words(self.mine)

    def chosen(self, side: Side) -> Any:
        if side == Side.BOTH:
            return self._both()
        return self.theirs if side == Side.THEIRS else self.mine

    def _both(self) -> Any:
        if self.name in LINKS:
            return list(dict.fromkeys([*self.theirs, *self.mine]))
        return "\n".join(filter(None, [self.theirs, self.mine]))


def differing(stored, typed: dict) -> list[Fact]:
    """`stored`: the article as it is kept now; `typed`: what its form has cleaned."""
    pairs = [Fact(name, _kept(stored, name), _spelt(name, typed.get(name))) for name in LABELS]
    return [fact for fact in pairs if _compared(fact.theirs) != _compared(fact.mine)]


def _kept(stored, name: str) -> Any:
    return list(getattr(stored, name).all()) if name in LINKS else getattr(stored, name)


def _spelt(name: str, value: Any) -> Any:
    """As it would be stored."""
    if name in LINKS:
        return list(value or ())
    if name in ONE_LINE:
        return " ".join(richtext.plain(value or "").split())
    return richtext.plain(value or "") if name in SEVERAL_LINES else value


def _compared(value: Any) -> Any:
    return {row.pk for row in value} if isinstance(value, list) else value


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, dt.datetime):
        return vietnamese.moment(value)
    if isinstance(value, dt.date):
        return vietnamese.short_date(value)
    if isinstance(value, Iterable) and not isinstance(value, str):
        value = "; ".join(str(row) for row in value)
    return str(value) if value else NOTHING
