"""An article taken over from elsewhere: whose it was, where it stands, and of what day."""

import datetime as dt

import vietnamese
from web import links

COLUMNS = ("taken_from", "taken_from_link", "taken_on")
"""Of an article and of its versions."""
LABEL = "Lấy lại từ"
TO_COME = "Ngày đăng ở nguồn không thể ở tương lai."


def tidy(row) -> None:
    row.taken_from = " ".join(vietnamese.nfc(row.taken_from).split())
    row.taken_from_link = row.taken_from_link.strip()


def wrong(link: str, day: dt.date | None, today: dt.date) -> dict[str, str]:
    """{column: what is wrong with it}."""
    found = {}
    if link and not links.is_on_the_web(link):
        found["taken_from_link"] = links.NOT_ON_THE_WEB.format(link[:80])
    if day and day > today:
        found["taken_on"] = TO_COME
    return found


def said(row) -> str:
    """ "Báo Nhân Dân, ngày 25/09/2020, https://…", or ""."""
    day = f"ngày {vietnamese.short_date(row.taken_on)}" if row.taken_on else ""
    return ", ".join(filter(None, [row.taken_from, day, row.taken_from_link]))


def for_machines(row) -> dict:
    """What schema.org calls isBasedOn."""
    facts = {"@type": "CreativeWork", "name": row.taken_from, "url": row.taken_from_link}
    facts["datePublished"] = row.taken_on.isoformat() if row.taken_on else ""
    return {name: value for name, value in facts.items() if value}
