"""A key of GPG made for one test, in a ring of its own."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

NAME = "sao-luu@trang.example"
MAKE = ("--batch", "--pinentry-mode", "loopback", "--passphrase", "", "--quick-generate-key", NAME, "future-default")


class Ring:
    """`folder`: for GNUPGHOME; `public`: the key that backups are encrypted for."""

    def __init__(self, stack):
        self.folder = tempfile.mkdtemp(prefix="gpg-")
        # The agent that is told to end may still be taking its sockets away.
        stack.callback(shutil.rmtree, self.folder, ignore_errors=True)
        stack.callback(self.run, "gpgconf", "--kill", "all")
        self.run("gpg", *MAKE)
        self.public = Path(self.folder) / "khoa-cong-khai.gpg"
        self.run("gpg", "--output", self.public, "--export", NAME)

    def run(self, *words):
        env = {**os.environ, "GNUPGHOME": self.folder}
        subprocess.run(list(map(str, words)), env=env, check=True, capture_output=True)
