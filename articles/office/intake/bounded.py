"""Runs a program with bounds of memory, processor and file size: `python bounded.py MEMORY SECONDS FILE PROGRAM ...`.

A small program of its own, because what is done between fork and exec inside a server with threads may hang.
"""

import os
import resource
import sys


def main(memory: str, seconds: str, size: str, *command: str) -> None:
    for limit, most in (
        (resource.RLIMIT_AS, int(memory)),
        (resource.RLIMIT_CPU, int(seconds)),
        (resource.RLIMIT_FSIZE, int(size)),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    os.execvp(command[0], command)  # noqa: S606 - the command is ours


if __name__ == "__main__":
    main(*sys.argv[1:])
