"""A day's digest: what one prints and keeps, to show later that nothing before it was rewritten.

Its lines can be read by people and read back by `verify_audit --digest`.
"""

import datetime as dt
import re
from dataclasses import dataclass

import vietnamese
from audit import chain

HEAD = "BẢN TÓM TẮT NHẬT KÝ"
_LINES = re.compile(
    r"Ngày: (\d{2}/\d{2}/\d{4})\s+Số dòng: ([\d.]{1,20})\s+Dấu cuối: ((?:[0-9a-f]{8}\s+){7}[0-9a-f]{8})\b"
)


class UnreadableDigestError(ValueError):
    """The text holds no digest."""


@dataclass(frozen=True)
class Digest:
    """`rows` events were recorded by the end of `day`; the last of them has the hash `head`."""

    day: dt.date
    rows: int
    head: str

    @property
    def day_text(self) -> str:
        return vietnamese.short_date(self.day)


def written(digest: Digest, site: str) -> str:
    """For paper; the hash in eight groups, so that two can be compared by eye."""
    groups = [digest.head[place : place + 8] for place in range(0, len(chain.START), 8)]
    return (
        f"{HEAD}\n{site}\n\nNgày: {digest.day_text}\nSố dòng: {vietnamese.number(digest.rows)}\n"
        f"Dấu cuối: {' '.join(groups[:4])}\n          {' '.join(groups[4:])}\n"
    )


def read(text: str) -> Digest:
    """Of what `written` gave. Raises UnreadableDigestError."""
    found = _LINES.search(vietnamese.nfc(text))
    if found is None:
        raise UnreadableDigestError
    try:
        day = vietnamese.parse_date(found[1])
    except ValueError:
        raise UnreadableDigestError from None
    return Digest(day, int(found[2].replace(".", "")), "".join(found[3].split()))
