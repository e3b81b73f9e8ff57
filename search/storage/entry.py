"""The one shape in which content hands itself to the index. Pure."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """One thing a reader can find.

    `at` is the aware moment from which it may be found and under whose day it is filed; `expires` the aware moment
    from which it may not (None: never). `kind` is a code of `search.storage.kinds`, `section` a slug or "".
    `date_label` replaces the day on the screen where only a year is known.
    """

    kind: str
    object_id: int
    at: dt.datetime
    title: str
    url: str
    summary: str = ""
    text: str = ""
    section: str = ""
    expires: dt.datetime | None = None
    date_label: str = ""
