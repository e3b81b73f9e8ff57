"""The code on the machine: one folder for each version beside the others, and a link to the one that serves.

A folder counts once its mark is there; what was cut short is removed by the next run.
"""

import datetime as dt
import os
import shutil
import subprocess
from pathlib import Path

from installation import environment_file
from installation.machine import Machine, Refused

HOME = "/srv/cms"
RELEASES = f"{HOME}/releases"
APP, FORMER = f"{HOME}/app", f"{HOME}/former"
CHANGING = f"{HOME}/dang-doi"
"""Names the command and the version of a change that has begun and not ended: it may have been cut short."""
USER = "cms"
SETTINGS = "/etc/cms.env"
MARK = ".xong"
LEFT_OUT = {".git", ".venv", "var", "__pycache__", ".pytest_cache", ".ruff_cache", ".hypothesis"}
# Of a folder that is not root's git says nothing otherwise, as if it knew none of it; its scripts run as root already.
GIT = ("git", "-c", "safe.directory=*", "-C")
NO_COMMIT = "thumuc"
"""Stands where the commit would, of a folder that git does not know."""
KEPT = 3
"""Versions that stay on the disk, the serving one and the former among them."""


def current(machine: Machine) -> str:
    """The name of the version that serves; empty before the first."""
    return Path(machine.target(APP)).name


def former(machine: Machine) -> str:
    return Path(machine.target(FORMER)).name


def folder(name: str) -> str:
    return f"{RELEASES}/{name}"


def is_ready(machine: Machine, name: str) -> bool:
    return bool(name) and machine.path(f"{folder(name)}/{MARK}").exists()


def ready(machine: Machine) -> list[str]:
    """Oldest first: a name begins with its moment."""
    return sorted(path.parent.name for path in machine.path(RELEASES).glob(f"*/{MARK}"))


def name_for(source: Path, at: dt.datetime) -> str:
    return f"{at:%Y%m%d-%H%M%S}-{commit(source)}"


def commit_of(name: str) -> str:
    return name.rpartition("-")[2]


def commit(source: Path) -> str:
    """Seven digits of it."""
    command = [*GIT, str(source), "rev-parse", "--short=7", "HEAD"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return NO_COMMIT


def lay_down(machine: Machine, source: Path, name: str, wheels: str = "") -> None:
    """The code and its libraries, of that folder where one is named; nothing of the serving version is touched."""
    remove_unfinished(machine)
    target = machine.path(folder(name))
    _copy(source, target)
    (target / "var").mkdir(exist_ok=True)
    machine.give(f"{folder(name)}/var", USER, USER, 0o750)
    offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": wheels} if wheels else {}
    machine.run(f"{folder(name)}/script/bootstrap", cwd=folder(name), env=offline)
    # The service may not write beside the code, so what Python keeps of it is made now.
    machine.run(f"{folder(name)}/.venv/bin/python", "-m", "compileall", "-q", "-x", "/[.]venv/", folder(name))
    # What the mark calls whole is on the disk, and not only on its way there.
    os.sync()
    (target / MARK).write_text(f"{name}\n", "utf-8")


def _copy(source: Path, target: Path) -> None:
    """Readable by everybody, writable by root alone: the service must not be able to change its own code."""
    for path in _files(source):
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
        place.chmod(0o755 if os.access(path, os.X_OK) else 0o644)
    for place in (target, *(path for path in target.rglob("*") if path.is_dir())):
        place.chmod(0o755)


def _files(source: Path) -> list[Path]:
    """What git knows; where there is no git, everything but what a start makes."""
    command = [*GIT, str(source), "ls-files", "-z", "--cached"]
    try:
        listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\0")
        found = [source / name for name in listed if name]
    except (OSError, subprocess.CalledProcessError):
        found = [path for path in source.rglob("*") if not LEFT_OUT & set(path.relative_to(source).parts)]
    return [path for path in found if path.is_file()]


def remove_unfinished(machine: Machine) -> None:
    kept = {*ready(machine), current(machine)}
    for path in machine.path(RELEASES).glob("*"):
        if path.name not in kept:
            shutil.rmtree(path)


def forget_old(machine: Machine) -> list[str]:
    """Names of those that were removed."""
    needed = {current(machine), former(machine)}
    spare = [name for name in ready(machine) if name not in needed]
    gone = spare[: max(len(spare) + len(needed) - KEPT, 0)]
    for name in gone:
        shutil.rmtree(machine.path(folder(name)))
    return gone


def settings(machine: Machine) -> dict[str, str]:
    text = machine.read(SETTINGS)
    if not text:
        raise Refused(f"Không có tệp thiết lập {SETTINGS}; hãy chạy script/install trước.")
    return environment_file.parse(text)


def manage(machine: Machine, name: str, *words: str) -> str:
    """A command of that version, as the site's user and with its settings."""
    done = try_manage(machine, name, *words)
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip())[-1500:]
        raise Refused(f"manage {' '.join(words[:2])} không thành công: {said}")
    return done.stdout


def try_manage(machine: Machine, name: str, *words: str) -> subprocess.CompletedProcess:
    return _python(machine, name, "manage.py", *words)


def first_pages(machine: Machine, name: str, host: str, paths) -> None:
    done = _python(machine, name, "script/installation/first_page.py", host, *paths)
    if done.returncode:
        raise Refused((done.stderr.strip() or done.stdout.strip())[-1500:])


def _python(machine: Machine, name: str, program: str, *words: str) -> subprocess.CompletedProcess:
    env = {**settings(machine), "DJANGO_SETTINGS_MODULE": "config.settings.prod"}
    place = folder(name)
    command = [f"{place}/.venv/bin/python", f"{place}/{program}", *words]
    return machine.try_run(*command, user=USER, env=env, cwd=place)


def switch(machine: Machine, name: str) -> None:
    """The version that served is the former one from now on."""
    before = current(machine)
    # First, so that what served can be found again wherever this is cut short.
    if before and before != name:
        machine.link(FORMER, folder(before))
    machine.link(APP, folder(name))


def begin_change(machine: Machine, command: str, name: str) -> None:
    machine.write(CHANGING, f"{command} {name}\n")


def end_change(machine: Machine) -> None:
    machine.path(CHANGING).unlink(missing_ok=True)


def is_cut_short(machine: Machine, command: str, name: str) -> bool:
    return machine.read(CHANGING).split() == [command, name]
