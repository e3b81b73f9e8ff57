"""Asks ClamAV about every upload, where an administrator has set its socket (CLAMAV_SOCKET).

The protocol is INSTREAM of clamd(8): chunks with their length before them, an empty one at the end, one line back.
Written out here because the known client libraries have not been kept for years.
"""

import logging
import socket
import struct

from django.conf import settings
from django.core.files.base import File

from library.inspection.refused import shortened
from library.refusals import UploadRefused

logger = logging.getLogger(__name__)

SECONDS = 30
MOST_ANSWERED = 4096
AWAY = "Trình quét mã độc của máy chủ đang không trả lời nên chưa nhận tệp. Hãy thử lại sau, hoặc báo người quản trị."


def check(upload: File) -> None:
    """Raises UploadRefused for what the scanner knows, and also when it does not answer."""
    if not settings.CLAMAV_SOCKET:
        return
    try:
        answer = _asked(upload)
    except OSError as error:
        logger.error("Trình quét mã độc không trả lời: %s", error)
        raise UploadRefused(AWAY, code="scanner_away") from error
    if answer.endswith(" FOUND"):
        name = answer.removesuffix(" FOUND").rpartition(": ")[2]
        raise UploadRefused(
            f"Trình quét thấy mã độc trong tệp ({shortened(name)}). Không nhận tệp này; hãy kiểm tra máy đã tạo ra nó.",
            code="infected",
        )
    if answer != "stream: OK":
        logger.error("Trình quét mã độc trả lời lạ: %s", answer[:200])
        raise UploadRefused(AWAY, code="scanner_away")


def _asked(upload: File) -> str:
    with _connected() as connection:
        connection.sendall(b"zINSTREAM\0")
        upload.seek(0)
        for chunk in upload.chunks():
            connection.sendall(struct.pack("!L", len(chunk)) + chunk)
        connection.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < MOST_ANSWERED:
            part = connection.recv(MOST_ANSWERED)
            if not part:
                break
            answer += part
    return answer.decode("utf-8", "replace").strip("\0\n ")


def _connected() -> socket.socket:
    """A path, or "127.0.0.1:3310" (config/env.py lets no other form in)."""
    address = settings.CLAMAV_SOCKET
    if not address.startswith("/"):
        host, _, port = address.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=SECONDS)
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(SECONDS)
    try:
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection
