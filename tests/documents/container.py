"""A private copy of this very machine, made in a moment: its files lie under a layer of their own, it has its own
processes and a network with nothing but itself on it; it goes when the test ends. Nothing in it reaches the machine.
"""

import contextlib
import functools
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.source import ROOT

sys.path.append(str(ROOT / "script"))

from installation import base
from installation.machine import Machine

UNSHARED = ("unshare", "--mount", "--net", "--pid", "--fork", "--kill-child")
LAYERS = """
set -eu
mount -t tmpfs tmpfs "$1"
mkdir "$1/upper" "$1/work" "$1/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root"
"""
SET_UP = f"""{LAYERS}
cd "$1/root"
mount -t proc proc proc
mount --rbind /dev dev
mount -t tmpfs tmpfs run
mount -t tmpfs tmpfs tmp
chmod 1777 tmp
mkdir mnt/given
mount --bind "$2" mnt/given
ip link set lo up
ip address add 10.1.2.3/32 dev lo
ip address add 203.0.113.7/32 dev lo
exec chroot . sh -c 'echo ready; exec sleep infinity'
"""
ENVIRONMENT = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root",
    "LANG": "C.UTF-8",
    "DEBIAN_FRONTEND": "noninteractive",
}
SYSTEM_PYTHON = "/usr/bin/python3"


@functools.cache
def why_not() -> str:
    """Why it cannot be made here, in a sentence; empty where it can."""
    if os.geteuid():
        return "cần quyền root"
    # Within there is no network, so what the installer would fetch is there before (script/test).
    if lacking := base.lacking(Machine()):
        return f"thiếu gói {' '.join(lacking)}"
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [*UNSHARED, "sh", "-c", LAYERS, "sh", folder], capture_output=True, text=True, check=False
        )
    return done.stderr.strip()


class Container:
    """`given`: a folder that lies at /mnt/given within: the code to install, and its libraries."""

    def __init__(self, stack: contextlib.ExitStack):
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="cms-may-")))
        self.given, place = folder / "given", folder / "place"
        self.given.mkdir()
        place.mkdir()
        _give_code(self.given / "code")
        _give_libraries(self.given / "wheels")
        self._process = subprocess.Popen(
            [*UNSHARED, "sh", "-c", SET_UP, "sh", place, self.given], stdout=subprocess.PIPE, text=True
        )
        stack.callback(self._end)
        assert self._process.stdout.readline() == "ready\n"
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text("utf-8")
        self._first = children.split()[0]

    def _end(self) -> None:
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()

    def run(self, text: str, typed: str = "") -> subprocess.CompletedProcess:
        """As root types it in the container; the first line that fails ends it. `typed`: what it is answered."""
        enter = ("nsenter", "--target", self._first, "--mount", "--net", "--pid", "--root")
        return subprocess.run(
            [*enter, "sh", "-eu", "-c", f"cd /root\n{text}"],
            env=ENVIRONMENT, input=typed, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def must(self, text: str, typed: str = "") -> str:
        done = self.run(text, typed)
        assert done.returncode == 0, f"{text}\n{done.stdout[-3000:]}\n{done.stderr[-6000:]}"
        return done.stdout + done.stderr


def _give_code(place: Path) -> None:
    """A repository with one commit: what stands in this checkout now."""
    listed = _git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    for name in filter(None, listed):
        if (ROOT / name).is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, place / name)
    _git(place, "init", "-q")
    _git(place, "add", "-A")
    _git(place, "-c", "user.name=cms", "-c", "user.email=cms@trang.example", "commit", "-qm", "Trang")


def _git(folder: Path, *words: str) -> str:
    return subprocess.run(["git", "-C", folder, *words], check=True, capture_output=True, text=True).stdout


def _give_libraries(place: Path) -> None:
    """As docs/operations.md says for a machine without a network: fetched for the Python that the other one has.

    They stay under var/ for the next time.
    """
    lock = ROOT / "requirements.txt"
    kept = ROOT / "var" / "wheels" / hashlib.sha256(lock.read_bytes()).hexdigest()[:16]
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        half = Path(tempfile.mkdtemp(dir=kept.parent))
        words = ("download", "--quiet", "--only-binary=:all:", "--require-hashes", "-r", lock, "-d", half)
        command = [sys.executable, "-m", "pip", "--python", SYSTEM_PYTHON, *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-3000:]
        with contextlib.suppress(OSError):  # another run of the tests was first
            half.rename(kept)
    shutil.copytree(kept, place)
