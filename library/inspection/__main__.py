"""The process in which one document is opened: `python -m library.inspection pdf|zip keep|clean`, the file as input.

It answers with one line of JSON, {"refused": sentence} or {"type": ..., "traces": [...]}, and behind that line, when
asked to clean, with the file without names.
"""

import io
import json
import resource
import signal
import sys

CPU_SECONDS = {"keep": 2.0, "clean": 4.0}
MEMORY_BYTES = 400 * 1024 * 1024
WRITTEN_BYTES = 64 * 1024 * 1024
TOO_MUCH = "Tệp cần quá nhiều bộ nhớ để mở. Hãy chia nhỏ tệp, bớt ảnh lớn, hoặc xuất ra PDF rồi tải lên."


def bound(seconds: float) -> None:
    """Before any library that reads strangers' bytes is loaded. The system itself ends a process that goes beyond."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN_BYTES, WRITTEN_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.setitimer(signal.ITIMER_PROF, seconds)


def main(kind: str, wish: str) -> None:
    bound(CPU_SECONDS[wish])
    from library.inspection import documents  # noqa: PLC0415 - within the bounds
    from library.inspection.refused import Refused  # noqa: PLC0415 - within the bounds

    file = io.BufferedReader(io.FileIO(0, closefd=False))
    content = b""
    try:
        answer = documents.inspect(file, kind)
        if wish == "clean":
            content = documents.cleaned(file, answer["type"])
            answer["left"] = documents.inspect(io.BytesIO(content), kind)["traces"]
    except Refused as refused:
        answer, content = {"refused": str(refused)}, b""
    except MemoryError:
        answer, content = {"refused": TOO_MUCH}, b""
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + content)


if __name__ == "__main__":
    main(*sys.argv[1:])
