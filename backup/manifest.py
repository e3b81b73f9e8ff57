"""What a backup says about itself: every file with its checksum, every table with its rows, the versions. Pure.

The file stands beside what it tells of and is never encrypted, so that whoever holds no key can prove that nothing has
changed. It ends with a seal over itself.
"""

import hashlib
import json
from collections.abc import Iterable
from pathlib import PurePosixPath

NAME = "manifest.json"
FORMAT = 1
UNREADABLE = f"{NAME} không đọc được hoặc đã bị sửa; bản sao lưu này không dùng được."
FOREIGN = f"{NAME} theo dạng mà phiên bản này không biết; hãy dùng phiên bản đã tạo ra nó."


class ManifestError(Exception):
    """The text is a sentence."""


def written(facts: dict) -> str:
    return json.dumps({**facts, "format": FORMAT, "seal": seal(facts)}, ensure_ascii=False, indent=1, sort_keys=True)


def read(content: str | bytes) -> dict:
    try:
        facts = json.loads(content)
        said, found = facts.pop("seal"), facts.pop("format")
    except (ValueError, AttributeError, KeyError, TypeError):
        raise ManifestError(UNREADABLE) from None
    if found != FORMAT:
        raise ManifestError(FOREIGN)
    if said != seal(facts) or any(not _stays_inside(name) for name in facts["files"]):
        raise ManifestError(UNREADABLE)
    return facts


def as_bytes(text: str) -> bytes:
    """Names of files are whatever the disk holds, also what is no UTF-8."""
    return text.encode("utf-8", "surrogatepass")


def seal(facts: dict) -> str:
    text = json.dumps({**facts, "format": FORMAT}, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(as_bytes(text)).hexdigest()


def _stays_inside(name: str) -> bool:
    """Written in one way only: "media//etc/la" would lead out once the folder before it is taken off."""
    path = PurePosixPath(name)
    return path.as_posix() == name and not path.is_absolute() and ".." not in path.parts


def strange_migrations(facts: dict, known: Iterable[str]) -> tuple[list[str], list[str]]:
    """(those of the backup that this code does not know, those of this code that the backup lacks)."""
    theirs, ours = set(facts["migrations"]), set(known)
    return sorted(theirs - ours), sorted(ours - theirs)


def different_tables(facts: dict, found: dict) -> list[str]:
    """A sentence for every table that is not as it was when the backup was made."""
    sentences = []
    for name in sorted({*facts["tables"], *found}):
        wanted, seen = facts["tables"].get(name), found.get(name)
        if wanted is None or seen is None:
            sentences.append(f"Bảng {name}: {'thừa' if wanted is None else 'thiếu'}.")
        elif wanted["rows"] != seen["rows"]:
            sentences.append(f"Bảng {name}: có {seen['rows']} dòng, phải là {wanted['rows']}.")
        elif wanted != seen:
            sentences.append(f"Bảng {name}: đủ dòng nhưng nội dung khác lúc sao lưu.")
    return sentences
