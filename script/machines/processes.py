"""Starting, ending and looking at one program. Its number may by now be another's, so when it began is noted too."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from script.machines.place import ROOT, SERVERS, Place

PATIENCE = 60
_own: list[subprocess.Popen] = []
"""Those that this process started, so that it hears of their end."""


def start(place: Place, name: str, command: list, *, env: dict | None = None, **who) -> None:
    words = [str(word) for word in command]
    with (place.folder / f"{name}.log").open("ab") as log:
        running = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            env=env, **{"cwd": ROOT, **who},
        )  # fmt: skip
    _own.append(running)
    pids = {**place.facts["pids"], name: [running.pid, _born(running.pid)]}
    place.note(pids=pids)


def is_alive(place: Place, name: str) -> bool:
    return _pid(place, name) is not None


def send(place: Place, name: str, number: int) -> None:
    if pid := _pid(place, name):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, number)


def end(place: Place, names: list[str]) -> None:
    """At once: nothing of theirs is kept. PostgreSQL alone is asked, or the kernel would keep its shared memory."""
    for name in names:
        send(place, name, signal.SIGCONT)
        send(place, name, signal.SIGQUIT if name in SERVERS else signal.SIGKILL)
    for name in names:
        wait_until(lambda one=name: not is_alive(place, one), f"{name} không dừng")


def wait_until(condition, complaint: str, patience: float = PATIENCE) -> None:
    deadline = time.monotonic() + patience
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(complaint)
        time.sleep(0.05)


def program(name: str) -> str | None:
    """Also a system program, which is outside the path of some users."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")


def _pid(place: Place, name: str) -> int | None:
    pid, born = place.facts.get("pids", {}).get(name, (0, ""))
    _reap(pid)
    return pid if pid and born and _born(pid) == born else None


def _born(pid: int) -> str:
    """When the process began, as the kernel says it; "" for none, and for one that is dead and only not yet buried."""
    try:
        facts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if facts[0] in "ZX" else facts[19]


def _reap(pid: int) -> None:
    for one in _own:
        if one.pid == pid:
            one.poll()
