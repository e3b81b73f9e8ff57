"""Which database answers a request? Pure: the databases' versions come in.

Staff, and whatever may write, read the primary. A reader's page comes from the replica once it has all that the primary
has: whatever changes what readers see replaces a token in the same transaction (web/versions.py), so equal tokens mean
that nothing is missing. A page that just appeared can therefore not vanish again because the replica is late.
"""

from collections.abc import Mapping
from enum import Enum, auto

Tokens = Mapping[str, str]
READING = ("GET", "HEAD")
FILES = ("/thu-vien/",)
"""Cost one question, as much as to compare: they ask the primary, and the replica only while that is away."""
ASKS_NOBODY = ("/healthz", "/readyz", "/metrics", "/robots.txt", "/favicon.ico", "/.well-known/")


class Source(Enum):
    PRIMARY = auto()
    """And nothing else: an old answer would be wrong, or there is something to write."""
    PRIMARY_FIRST = auto()
    REPLICA_FIRST = auto()


def source(method: str, path: str, *, is_staff: bool, primary_only: tuple[str, ...]) -> Source:
    """`is_staff`: whether the browser brought a cookie of the desk, whatever it is worth."""
    if method not in READING or is_staff or path.startswith((*primary_only, *ASKS_NOBODY)):
        return Source.PRIMARY
    return Source.PRIMARY_FIRST if path.startswith(FILES) else Source.REPLICA_FIRST


def has_everything(primary: Tokens | None, replica: Tokens | None) -> bool:
    """May the replica answer? None: that database is away. With the primary away an answer a moment old beats none."""
    return replica is not None and (primary is None or primary == replica)
