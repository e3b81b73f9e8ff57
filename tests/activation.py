"""Starts a program as systemd does with a .socket unit: sockets listen first and are handed over as file 3, 4 ..."""

import shlex
import socket
import subprocess
import sys

_HAND_OVER = """
import fcntl, os, sys
# Above all places that they are put to.
given = [fcntl.fcntl(int(number), fcntl.F_DUPFD_CLOEXEC, 20) for number in sys.argv[1].split(",")]
for place, number in enumerate(given, start=3):
    os.dup2(number, place)
os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS=str(len(given)))
os.execv(sys.argv[2], sys.argv[2:])
"""


def listening(path):
    """What a .socket unit with ListenStream=path holds, for as long as it runs."""
    found = socket.socket(socket.AF_UNIX)
    found.bind(str(path))
    found.listen(4096)
    return found


def start(command, *sockets, **how):
    numbers = [sock.fileno() for sock in sockets]
    words = [sys.executable, "-c", _HAND_OVER, ",".join(map(str, numbers)), *shlex.split(command)]
    return subprocess.Popen(words, pass_fds=numbers, start_new_session=True, **how)
