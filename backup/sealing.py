"""Encrypts and opens the files of a backup with GPG's own program, for whoever has its key file."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from backup.refused import BackupRefused

ENDING = ".gpg"
MISSING = "Chưa có chương trình gpg trên máy này; hãy cài gnupg rồi chạy lại."
CANNOT_SEAL = "gpg không mã hóa được; hãy xem lại tệp khóa công khai {}: {}"
CANNOT_OPEN = "Không giải mã được {}: {}"
KEY_ELSEWHERE = "Không giải mã được {}: máy này không có khóa bí mật của bản sao lưu."
SAYS_NO_KEY = "No secret key"
"""gpg in the language it is asked in here; its lines for programs do not tell it from other failures."""


class NoSecretKey(BackupRefused):
    """Sealed for somebody who is not here."""


def seal(source: Path, target: Path, key: Path) -> None:
    """`key`: a file with the public key. Nobody's key ring is read or changed."""
    with tempfile.TemporaryDirectory(prefix="cms-gpg-") as ring:
        done = _gpg("--homedir", ring, "--recipient-file", key, "--output", target, "--encrypt", source)
    if done.returncode:
        raise BackupRefused(CANNOT_SEAL.format(key, done.stderr.strip()[-300:]))


def unseal(source: Path, target: Path) -> None:
    """By the secret key of whoever runs the command (GNUPGHOME)."""
    done = _gpg("--output", target, "--decrypt", source)
    if done.returncode and SAYS_NO_KEY in done.stderr:
        raise NoSecretKey(KEY_ELSEWHERE.format(source.name))
    if done.returncode:
        raise BackupRefused(CANNOT_OPEN.format(source.name, done.stderr.strip()[-300:]))


def _gpg(*words):
    program = shutil.which("gpg")
    if program is None:
        raise BackupRefused(MISSING)
    command = [program, "--batch", "--yes", "--quiet", "--trust-model", "always", *map(str, words)]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
