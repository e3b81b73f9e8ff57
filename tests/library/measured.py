"""What one upload costs, measured in a process of its own: CPU seconds, and megabytes above what the site takes anyway.

`python -m tests.library.measured` is one that has loaded the site and waits; it takes a JSON line for each upload and
divides in two, so that every upload meets a process as the site's are. A document is opened in yet another process,
and all of that counts: its start, its seconds, its memory.
"""

import atexit
import functools
import io
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django
from django.core.files.uploadedfile import UploadedFile

from tests.cpu import slowness


def cost(kind, content, name, usual=1.0):
    """{"sentence": why it was refused or "", "cpu": seconds, "megabytes": peak}; `kind`: picture, document, cleaned.

    What takes longer than usual may have met a busy machine: then its seconds are divided by how slow that is now, and
    where that is not enough, the cheapest of three runs counts.
    """
    runs = (_fair(_run(kind, content, name), usual) for _ in range(3))
    tried = []
    for run in runs:
        tried.append(run)
        if run["cpu"] < usual:
            break
    return min(tried, key=lambda run: run["cpu"])


def _fair(run, usual):
    return run if run["cpu"] < usual else {**run, "cpu": run["cpu"] / slowness()}


def _run(kind, content, name):
    waiting = _waiting()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tep"
        path.write_bytes(content)
        waiting.stdin.write(json.dumps([kind, str(path), name]) + "\n")
        waiting.stdin.flush()
        return json.loads(waiting.stdout.readline())


@functools.cache
def _waiting():
    command = [sys.executable, "-m", "tests.library.measured"]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.test"}
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
    atexit.register(_end, process)
    return process


def _end(process):
    process.communicate()


def main():
    django.setup()
    _take_the_usual()
    for line in sys.stdin:
        child = os.fork()
        if not child:
            measure = _of_picture if (wish := json.loads(line))[0] == "picture" else _of_document
            sys.stdout.write(json.dumps(measure(*wish)) + "\n")
            sys.stdout.flush()
            os._exit(0)
        os.waitpid(child, 0)


def _take_the_usual():
    """What a running process has loaded already."""
    from tests.library import samples  # noqa: PLC0415 - models may be loaded only now

    usual = samples.jpeg(2000, 1500)
    _take(io.BytesIO(usual), len(usual), "a.jpg")


def _take(file, size, named):
    from library import renditions, uploads  # noqa: PLC0415 - models may be loaded only now

    upload = UploadedFile(file, named, size=size)
    return renditions.encode(upload, uploads.check_picture(upload))


def _of_picture(_kind, path, name):
    from library import uploads  # noqa: PLC0415 - models may be loaded only now

    before, started, sentence = _peak(), time.process_time(), ""
    with Path(path).open("rb") as file:
        try:
            _take(file, Path(path).stat().st_size, name)
        except uploads.UploadRefused as refusal:
            sentence = refusal.messages[0]
    return {"sentence": sentence, "cpu": time.process_time() - started, "megabytes": _peak() - before}


def _of_document(kind, path, name):
    from library import uploads  # noqa: PLC0415 - models may be loaded only now
    from library.inspection import process  # noqa: PLC0415

    sentence = ""
    with Path(path).open("rb") as file:
        upload = UploadedFile(file, name, size=Path(path).stat().st_size)
        try:
            process.opened(upload, uploads.check_document(upload), clean=kind == "cleaned")
        except uploads.UploadRefused as refusal:
            sentence = refusal.messages[0]
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {"sentence": sentence, "cpu": used.ru_utime + used.ru_stime, "megabytes": used.ru_maxrss / 1024}


def _peak():
    """Not `ru_maxrss`: Linux hands that of the parent down to its children, and the tests' own process is large."""
    return int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024


if __name__ == "__main__":
    main()
