"""A disk of its own for the cluster, in memory: it can be filled, and the machine does not even see it.

Run as a program it runs the command that follows where such disks may be mounted: `small_disk.py COMMAND ...`
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"

SIZE = "1g"
IS_APART = "CMS_OWN_MOUNTS"
"""In the environment of a process that sees mounts of its own."""


def go_on_apart(command: list[str]) -> None:
    """As that command, among mounts of its own, which end with it. Comes back where that is not allowed, or is so."""
    may = ["unshare", "--mount", "--propagation", "private"]
    if IS_APART in os.environ or os.geteuid() != 0 or not shutil.which("unshare"):
        return
    if subprocess.run([*may, "true"], capture_output=True, check=False).returncode == 0:
        os.execvpe(may[0], [*may, *command], {**os.environ, IS_APART: "1"})  # noqa: S606 - no shell


def folder() -> Path:
    """A place for a cluster that is not made yet: on a small disk, and beside it, as on a server, that of the kept
    pages, where disks may be mounted.
    """
    made = Path(tempfile.mkdtemp(prefix="cms-f-", dir="/tmp"))
    made.chmod(0o711)
    if IS_APART in os.environ:
        _mount(made, f"size={SIZE},mode=711")
    kept_pages(made / "c").mkdir()
    if IS_APART in os.environ:
        sample = (DEPLOY / "var-cache-cms.mount").read_text("utf-8")
        _mount(kept_pages(made / "c"), re.search(r"^Options=(.+)$", sample, re.M)[1])
    return made / "c"


def kept_pages(folder: Path) -> Path:
    return folder.parent / "kept"


def _mount(where: Path, options: str) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "cms", where], capture_output=True, check=False)


def is_one(folder: Path) -> bool:
    return os.path.ismount(folder.parent)


def give_back(folder: Path) -> None:
    if is_one(folder):
        # With what is mounted within.
        subprocess.run(["umount", "--lazy", folder.parent], capture_output=True, check=False)
    shutil.rmtree(folder.parent, ignore_errors=True)


if __name__ == "__main__":
    go_on_apart(sys.argv[1:])
    os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606 - no shell
