"""The table of faults in Markdown, and what in it breaks a promise. Pure."""

from dataclasses import dataclass

import vietnamese
from script.reliability.counting import Sum

HEAD = (
    "điều xảy ra", "người đọc trang đã có người xem", "người hỏi trang mới", "ban biên tập lưu bài",
    "bài đã báo là lưu mà mất", "giây đến khi như thường",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """`to_normal`: seconds; None: it had not come back when we stopped waiting."""

    title: str
    readers: Sum
    strangers: Sum
    staff: Sum
    lost_rows: int
    to_normal: float | None


def table(rows: list[Row]) -> str:
    lines = [HEAD, tuple("---" for _ in HEAD), *(cells(row) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def cells(row: Row) -> tuple[str, ...]:
    normal = "chưa" if row.to_normal is None else _seconds(row.to_normal)
    kinds = (told(row.readers), told(row.strangers), told(row.staff))
    return (row.title, *kinds, vietnamese.number(row.lost_rows), normal)


def told(found: Sum) -> str:
    """For example «96/100; 3 được báo 503; 1 hỏng; chậm nhất 2,1 s»."""
    parts = [f"{vietnamese.number(found.good)}/{vietnamese.number(found.count)}"]
    if found.sentences:
        parts.append(f"{vietnamese.number(found.sentences)} được báo 503")
    if found.lost:
        parts.append(f"**{vietnamese.number(found.lost)} hỏng**")
    return "; ".join([*parts, f"chậm nhất {_seconds(found.slowest)} s"])


def broken(row: Row, spares_readers: bool) -> list[str]:
    """A sentence for each promise that was not kept."""
    found = [f"{row.title}: mất {row.lost_rows} bài đã báo là lưu."] if row.lost_rows else []
    if row.to_normal is None:
        found.append(f"{row.title}: trang chưa trở lại như thường.")
    if spares_readers and row.readers.good != row.readers.count:
        found.append(f"{row.title}: {HEAD[1]} chỉ được {told(row.readers)}; trạng thái {row.readers.statuses}.")
    return found


def _seconds(value: float) -> str:
    return vietnamese.number(round(value, 1), 1)
