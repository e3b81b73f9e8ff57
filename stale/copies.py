"""Finds nginx's copy of a page: the file is named by the MD5 of the key, and says the key, head and body in turn."""

import contextlib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from stale import rules

SHOWN = {"200", "301", "302", "410"}
NOT_PASSED_ON = {
    "connection", "transfer-encoding", "content-length", "date", "server", "age", "x-accel-expires", "cache-control",
}  # fmt: skip


@dataclass(frozen=True)
class Page:
    """A copy with what is needed to send it again."""

    copy: rules.Copy
    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


def find(folders: tuple[Path, ...], key: str) -> Page | None:
    """None: nobody has asked for the page lately, or it cannot be read."""
    name = hashlib.md5(key.encode("latin-1"), usedforsecurity=False).hexdigest()
    for folder in folders:
        try:
            return read((folder / name[-2:] / name).read_bytes(), key)
        except (FileNotFoundError, ValueError):
            continue
    return None


def young(folders: tuple[Path, ...], since: float) -> Iterator[tuple[Path, Page]]:
    """Those stored since then, which nginx may still show by itself."""
    for folder in folders:
        # The longer names are of files that nginx is still writing.
        for path in folder.glob(f"??/{'?' * 32}"):
            with contextlib.suppress(FileNotFoundError, ValueError):
                if path.stat().st_mtime >= since:
                    yield path, read(path.read_bytes())


def read(stored: bytes, key: str | None = None) -> Page:
    """Raises ValueError for a file that is not the page's, or that does not say when it was made."""
    begin = stored.find(b"\nKEY: ")
    said, line, answer = stored[begin + 1 :].partition(b"\n") if begin >= 0 else (b"", b"", b"")
    if not line or key not in (None, said.removeprefix(b"KEY: ").decode("latin-1")):
        raise ValueError("another page")
    head, blank, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    status = first.split(" ")[1] if blank and first.startswith("HTTP/") else ""
    if status not in SHOWN:
        raise ValueError("not a page that may be shown")
    headers = tuple((name, value.strip()) for name, _colon, value in (line.partition(":") for line in lines))
    told = {name.lower(): value for name, value in headers}
    # What ends on the whole site is written in each head: there it names nothing.
    content = b"\n".join(
        [said, *(line.encode("latin-1") for line in lines if not line.lower().startswith("x-ends:")), body]
    )
    copy = rules.Copy(float(told.get("x-made-at", "")), rules.read_ends(told.get("x-ends", "")), content)
    return Page(copy, status, tuple(pair for pair in headers if pair[0].lower() not in NOT_PASSED_ON), body)
