"""One installation or upgrade at a time; the kernel lets go of the lock when the process ends, however it ends."""

import contextlib
import fcntl
from collections.abc import Iterator

from installation.machine import Machine, Refused

LOCK = "/run/cms-install.lock"
BUSY = "Một lần cài đặt hay nâng cấp khác đang chạy trên máy này; hãy đợi lần đó xong rồi chạy lại. Chưa thay đổi gì."


@contextlib.contextmanager
def only_one(machine: Machine) -> Iterator[None]:
    machine.path(LOCK).parent.mkdir(parents=True, exist_ok=True)
    with machine.path(LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(BUSY) from None
        yield
