"""A disk of its own for the cluster, in memory: it can be filled, and the machine does not even see it."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SIZE = "1g"
IS_APART = "CMS_OWN_MOUNTS"
"""In the environment of a process that sees mounts of its own."""


def begin_again_apart() -> None:
    """Goes on as the same command among mounts of its own, which end with it; where that is not allowed, without."""
    may = ["unshare", "--mount", "--propagation", "private"]
    if IS_APART in os.environ or os.geteuid() != 0 or not shutil.which("unshare"):
        return
    if subprocess.run([*may, "true"], capture_output=True, check=False).returncode == 0:
        os.execvpe(may[0], [*may, sys.executable, *sys.argv], {**os.environ, IS_APART: "1"})  # noqa: S606 - no shell


def folder() -> Path:
    """A place for a cluster that is not made yet: on a small disk, where one may be mounted."""
    made = Path(tempfile.mkdtemp(prefix="cms-f-", dir="/tmp"))
    made.chmod(0o711)
    if IS_APART in os.environ:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=711", "cms", made]
        subprocess.run(mount, capture_output=True, check=False)
    return made / "c"


def is_one(folder: Path) -> bool:
    return os.path.ismount(folder.parent)


def give_back(folder: Path) -> None:
    if is_one(folder):
        subprocess.run(["umount", "--lazy", folder.parent], capture_output=True, check=False)
    folder.parent.rmdir()
