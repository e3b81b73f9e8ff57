"""Old .doc and .odt become .docx by LibreOffice, where the server has it: in a process of its own, bounded.

Nothing of the file runs or calls out: no macros, no links to elsewhere, and a way to the network that leads nowhere.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from articles.office import refusals
from articles.office.refusals import DocumentRefused

PROGRAMS = ("soffice", "libreoffice")
SECONDS = 20
CPU_SECONDS = 20
MEMORY = 3 * 1024**3
"""Of addresses, of which LibreOffice takes many and uses few."""
BOUNDED = Path(__file__).with_name("bounded.py")
MOST_BYTES = 60 * 1024 * 1024

_NOWHERE = "127.0.0.1"
_SETTINGS = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", _NOWHERE),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", _NOWHERE),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


def program() -> str | None:
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


def as_docx(content: bytes, ending: str) -> bytes:
    """Raises DocumentRefused, with what a person can do, where it does not come out."""
    found = program()
    if found is None:
        raise DocumentRefused(refusals.SAVE_AS_DOCX)
    with tempfile.TemporaryDirectory(prefix="word-") as folder:
        root = Path(folder)
        _write_profile(root / "profile" / "user")
        given, made = root / f"van-ban.{ending}", root / "ra" / "van-ban.docx"
        given.write_bytes(content)
        _run(found, root, given)
        if not made.is_file() or made.stat().st_size > MOST_BYTES:
            raise DocumentRefused(refusals.NOT_CONVERTED)
        return made.read_bytes()


def _run(found: str, root: Path, given: Path) -> None:
    command = [
        sys.executable, "-I", str(BOUNDED), str(MEMORY), str(CPU_SECONDS), str(MOST_BYTES),
        found, f"-env:UserInstallation=file://{root}/profile", "--headless", "--norestore", "--nologo", "--nodefault",
        "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(root / "ra"), str(given),
    ]  # fmt: skip
    environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(root), "LANG": "C.UTF-8"}
    process = subprocess.Popen(  # noqa: S603 - our own program, its arguments ours
        command, env=environment, cwd=root, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as late:
        raise DocumentRefused(refusals.NOT_CONVERTED) from late
    finally:
        _end(process)


def _end(process: subprocess.Popen) -> None:
    """With all that it started: the session is its own."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _write_profile(folder: Path) -> None:
    folder.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="/org.openoffice.{"Office." if place.startswith("Common") else ""}{place}">'
        f'<prop oor:name="{name}" oor:op="fuse"><value>{said}</value></prop></item>'
        for place, name, said in _SETTINGS
    )
    namespaces = 'xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
    xml = f'<?xml version="1.0" encoding="UTF-8"?><oor:items {namespaces}>{items}</oor:items>'
    (folder / "registrymodifications.xcu").write_text(xml, encoding="utf-8")
