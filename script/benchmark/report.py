"""The tables as Markdown, ready to be pasted: a star stands beside what its bar does not allow. Pure."""

import datetime as dt
import os
import platform
import statistics
from decimal import Decimal

import django

import vietnamese

MISSING = "–"


def caption(day: dt.date, entries: int, engine: str) -> str:
    where = f"{os.cpu_count()} nhân, Python {platform.python_version()}, Django {django.__version__}"
    return f"{vietnamese.short_date(day)}, {vietnamese.number(entries)} mục, {engine}; {where}."


def page_table(results) -> str:
    """`results`: (page, [(ms of ours, ms of the yardstick or None)], one pair a round)."""
    head = ("trang", "của ta (ms)", "thước đo (ms)", "gấp", "mức")
    return table(head, [page_row(page, pairs) for page, pairs in results])


def page_row(page, pairs) -> tuple[str, ...]:
    """Medians over the rounds; the ratio is the median of the ratios within a round."""
    bar = MISSING if page.bar is None else decimal(page.bar, 1)
    if not pairs:
        return (page.title, MISSING, MISSING, MISSING, bar)
    ours = decimal(statistics.median(mine for mine, _ in pairs))
    if None in pairs[0]:
        return (page.title, ours, MISSING, MISSING, bar)
    theirs = decimal(statistics.median(other for _, other in pairs))
    ratio = statistics.median(mine / other for mine, other in pairs)
    return (page.title, ours, theirs, starred(ratio, page.bar), bar)


def question_table(rows) -> str:
    """`rows`: (question, how many it found, ms, budget in ms)."""
    lines = [
        (name, vietnamese.number(found), starred(ms, budget), decimal(budget, None)) for name, found, ms, budget in rows
    ]
    return table(("câu hỏi", "số mục", "ms", "mức"), lines)


def loading_table(rows) -> str:
    """`rows`: (what was done, how many, its loading.Cost)."""
    head = ("việc", "số mục", "giây", "CPU một mục (ms)", "CPU của PostgreSQL một mục (ms)", "bộ nhớ nhiều nhất (MB)")
    lines = [
        (
            name,
            vietnamese.number(count),
            decimal(cost.seconds, 0),
            decimal(cost.cpu / count * 1000),
            MISSING if cost.database_cpu is None else decimal(cost.database_cpu / count * 1000),
            decimal(cost.memory / 1e6, 0),
        )
        for name, count, cost in rows
    ]
    return table(head, lines)


def copies_table(rows) -> str:
    """`rows`: (step of a backup, its loading.Cost)."""
    head = ("việc", "giây", "CPU (giây)", "CPU của PostgreSQL (giây)", "bộ nhớ nhiều nhất (MB)")
    lines = [
        (
            name,
            decimal(cost.seconds, 0),
            decimal(cost.cpu, 0),
            MISSING if cost.database_cpu is None else decimal(cost.database_cpu, 0),
            decimal(cost.memory / 1e6, 0),
        )
        for name, cost in rows
    ]
    return table(head, lines)


def soak_table(done, growth: float) -> str:
    """`growth`: MB a 100.000 requests."""
    first, last = min(done.readings), max(done.readings)
    statuses = ", ".join(f"{status}: {vietnamese.number(count)}" for status, count in done.statuses.items())
    head = ("số lượt", "mỗi giây", "trả lời", "lỗi 5xx", "bộ nhớ đầu và cuối (MB)", "thêm mỗi 100.000 lượt (MB)")
    cells = (
        vietnamese.number(done.requests),
        decimal(done.requests / done.seconds, 0),
        statuses,
        vietnamese.number(done.failed),
        f"{decimal(first[1], 0)}, {decimal(last[1], 0)}",
        starred(growth, 1.0),
    )
    return table(head, [cells])


def starred(value: float, bar: float | None) -> str:
    """What is compared is the value as it is printed."""
    return decimal(value) + (" *" if bar is not None and round(value, 2) > bar else "")


def decimal(value: float, places: int | None = 2) -> str:
    return vietnamese.number(Decimal(str(value)), places)


def table(head, rows) -> str:
    """The first column to the left, figures to the right."""
    widths = [max(len(line[place]) for line in (head, *rows)) for place in range(len(head))]
    line = lambda cells: "| " + " | ".join(map(_padded, cells, widths, range(len(cells)))) + " |"  # noqa: E731
    rule = "|" + "|".join("-" * (width + 1) + ("-" if not place else ":") for place, width in enumerate(widths)) + "|"
    return "\n".join([line(head), rule, *map(line, rows)])


def _padded(cell: str, width: int, place: int) -> str:
    return cell.rjust(width) if place else cell.ljust(width)
