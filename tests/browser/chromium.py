"""Which Chromium drives the browser tests: the system's own, never a download.

Debian builds the one without windows from the same source as the whole one: it draws pages and runs scripts alike, and
a visitor of its own costs a quarter of the time there.
"""

import os
import shutil

WITHOUT_WINDOWS = "chromium-headless-shell"
WHOLE = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def program(*, whole=False) -> str | None:
    """`whole`: only one that people use, for whoever measures as they would."""
    wanted = os.environ.get("CHROMIUM", "")
    names = (wanted,) if wanted else WHOLE if whole else (WITHOUT_WINDOWS, *WHOLE)
    return next(filter(None, map(shutil.which, names)), None)
