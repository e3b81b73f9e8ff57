"""What it costs to back up, to prove and to restore what is loaded, with so many gigabytes of files."""

import os
import shutil
from pathlib import Path

import loading

GIGABYTE = 10**9
FILE = 256 * 1024
"""As a picture with its renditions has them."""
STEPS = ("backup", "backup, không có gì mới", "verify_backup", "restore --yes")


def measure(env, gigabytes, database):
    """([(step, Cost)], bytes of one backup). Takes away what it has made, but not what was loaded."""
    saved, media = loading.BENCH / "copies", Path(env["MEDIA_ROOT"])
    shutil.rmtree(saved, ignore_errors=True)
    shutil.rmtree(media, ignore_errors=True)
    try:
        fill(media, int(gigabytes * GIGABYTE))
        costs = [loading.manage(env, "backup", str(saved), database=database) for _first_and_second in range(2)]
        newest = max(saved.glob("2*"))
        for words in (("verify_backup", newest), ("restore", newest, "--yes")):
            costs.append(loading.manage(env, *map(str, words), database=database))
        return list(zip(STEPS, costs, strict=True)), sum(path.stat().st_size for path in newest.rglob("*.*"))
    finally:
        for left in (saved, media, *media.parent.glob(f"{media.name}.*"), *media.parent.glob("ours.sqlite3.*")):
            shutil.rmtree(left) if left.is_dir() else left.unlink(missing_ok=True)


def fill(media, size):
    """Bytes of chance: nothing of them can be packed or linked."""
    for number in range(size // FILE):
        path = media / f"{number // 1000}" / f"{number}.webp"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.urandom(FILE))
