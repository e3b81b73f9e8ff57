"""The demo's sign-ins, with passwords made at random on this machine and kept in one private file.

The file is written before the people are made, whole or not at all. Where the power goes between the two, the next run
finds passwords of people who are missing and gives them those: one line for each person, with the password that works.
"""

import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.models import Group
from django.db import transaction

from accounts.models import User

PRIVATE = 0o600


@dataclass(frozen=True)
class Person:
    username: str
    name: str
    role: str | None
    """None: may do everything."""


PEOPLE = (
    Person("quan-tri", "Quản trị hệ thống (mẫu)", None),
    Person("nguoi-viet", "Lò Thị Hoa (mẫu)", "writer"),
    Person("bien-tap", "Nguyễn Văn Duyệt (mẫu)", "approver"),
    Person("theo-doi", "Cà Văn Số (mẫu)", "tracker"),
    Person("duyet-so-lieu", "Quàng Thị Liệu (mẫu)", "tracker_approver"),
    Person("quan-tri-nguoi-dung", "Hà Thị Quản (mẫu)", "user_manager"),
)


def load(path: Path) -> int:
    """Makes the people who are missing and keeps their sign-ins in the file. Returns how many were made."""
    there = set(_present())
    missing = [person for person in PEOPLE if person.username not in there]
    if missing:
        passwords = _written_down(path)
        wanted = {person: passwords.get(person.username) or secrets.token_urlsafe(9) for person in missing}
        _write_down(path, passwords | {person.username: password for person, password in wanted.items()})
        _make(wanted)
    elif path.exists():
        path.chmod(PRIVATE)
    return len(missing)


def lost(path: Path) -> list[str]:
    """The sample sign-ins that exist, but whose password the file does not hold."""
    passwords = _written_down(path)
    return [username for username in _present() if username not in passwords]


def _present():
    names = [person.username for person in PEOPLE]
    found = set(User.objects.filter(username__in=names).values_list("username", flat=True))
    return [name for name in names if name in found]


def _written_down(path):
    """Username -> password; of a name that stands there twice, the later line."""
    if not path.exists():
        return {}
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    return {row[0]: row[1] for row in rows if len(row) >= 2 and row[1]}


def _write_down(path, passwords):
    """One line for each person, in a file that only its owner ever could read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [
        f"{person.username}\t{passwords[person.username]}\t{person.name}\n"
        for person in PEOPLE
        if person.username in passwords
    ]
    # A temporary file of this kind is private from its first byte, and takes the other's place in one move.
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)


@transaction.atomic
def _make(passwords):
    for person, password in passwords.items():
        user = User(username=person.username, display_name=person.name, is_staff=True, is_superuser=person.role is None)
        user.set_password(password)
        user.save()
        if person.role:
            user.groups.add(Group.objects.get(name=person.role))
