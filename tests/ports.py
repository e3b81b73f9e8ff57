"""Ports of this machine for servers of the tests, and for the lack of one."""

import contextlib
import socket


def free_port() -> int:
    """For a server that can neither choose a port itself nor be handed a socket: somebody may still be faster."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


@contextlib.contextmanager
def closed_port():
    """On which nobody answers, and which nobody can take meanwhile: it is bound, and does not listen."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]
