"""Opens a document in a process of its own: what goes wrong in there, or takes too long, does not reach the site."""

import json
import logging
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from django.core.files.base import File

from library.refusals import UploadRefused

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 20
"""By the clock; its own limit of processor time (__main__.py) comes long before that on a machine that is not busy."""
TOO_LONG = "Tệp quá phức tạp, mở quá lâu. Hãy chia nhỏ tệp, hoặc xuất (in) lại ra PDF rồi tải lên."


@dataclass(frozen=True)
class Opened:
    """`traces`: what the file told as it came. `left`: what it tells after names were removed; `content`: that file."""

    type: str
    traces: list
    left: list = field(default_factory=list)
    content: bytes = b""


def opened(upload: File, kind: str, *, clean: bool) -> Opened:
    """Raises UploadRefused with the sentence of what was found. `kind`: "pdf" or "zip"."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as answered:
        upload.seek(0)
        for chunk in upload.chunks():
            given.write(chunk)
        given.seek(0)
        _run([kind, "clean" if clean else "keep"], given, answered)
        answered.seek(0)
        line = answered.readline()
        said = _understood(line)
        return Opened(said["type"], said["traces"], said.get("left", []), answered.read())


def _run(arguments, given, answered) -> None:
    # Nothing of this process's environment: it holds the secrets of the site.
    environment = {"PYTHONPATH": str(ROOT), "PYTHONNOUSERSITE": "1", "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8"}
    command = [sys.executable, "-m", "library.inspection", *arguments]
    try:
        subprocess.run(  # noqa: S603 - our own module, and no word of it comes from outside
            command, stdin=given, stdout=answered, stderr=subprocess.PIPE, env=environment, timeout=SECONDS,
            check=True,
        )  # fmt: skip
    except (subprocess.SubprocessError, OSError) as error:
        # Not what it said: that may hold words of the document.
        ended = getattr(error, "returncode", None)
        logger.error("Không mở được tệp tải lên: %s, mã kết thúc %s", type(error).__name__, ended)
        raise UploadRefused(TOO_LONG) from error


def _understood(line: bytes) -> dict:
    said = json.loads(line)
    if "refused" in said:
        raise UploadRefused(said["refused"])
    return said
