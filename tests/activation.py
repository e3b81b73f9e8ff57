"""Starts a program as systemd does with a .socket unit: the socket listens first and is handed over as file 3."""

import shlex
import socket
import subprocess
import sys

_HAND_OVER = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1")
os.execv(sys.argv[2], sys.argv[2:])
"""


def listening(path):
    """What a .socket unit with ListenStream=path holds, for as long as it runs."""
    found = socket.socket(socket.AF_UNIX)
    found.bind(str(path))
    found.listen(4096)
    return found


def start(command, sock, **how):
    words = [sys.executable, "-c", _HAND_OVER, str(sock.fileno()), *shlex.split(command)]
    return subprocess.Popen(words, pass_fds=[sock.fileno()], start_new_session=True, **how)
