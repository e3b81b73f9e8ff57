"""Which Chromium drives the browser tests: the system's own, never a download."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def program() -> str | None:
    wanted = os.environ.get("CHROMIUM", "")
    return shutil.which(wanted) if wanted else next(filter(None, map(shutil.which, NAMES)), None)
