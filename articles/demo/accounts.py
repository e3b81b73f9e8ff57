"""The demo's sign-ins: made once, with passwords made at random on this machine and kept in one private file."""

import os
import secrets
from pathlib import Path

from django.contrib.auth.models import Group

from accounts.models import User
from articles.demo.loading import PEOPLE


def load(path: Path) -> int:
    """Make the people who are missing and add their sign-ins to the file (readable by its owner only)."""
    missing = [person for person in PEOPLE if not User.objects.filter(username=person.username).exists()]
    if not missing:
        return 0
    passwords = {person.username: secrets.token_urlsafe(9) for person in missing}
    _write_down(path, missing, passwords)
    for person in missing:
        _make(person, passwords[person.username])
    return len(missing)


def _make(person, password):
    user = User(username=person.username, display_name=person.name, is_staff=True, is_superuser=person.role is None)
    user.set_password(password)
    user.save()
    if person.role:
        user.groups.add(Group.objects.get(name=person.role))


def _write_down(path, people, passwords):
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with open(descriptor, "a", encoding="utf-8") as file:
        for person in people:
            file.write(f"{person.username}\t{passwords[person.username]}\t{person.name}\n")
