"""What may go wrong, as it is brought about here and as it is mended again."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from script.machines import parts, processes
from script.machines.place import NODES, ROOT, SERVERS, Place
from script.reliability import small_disk


@dataclass(frozen=True)
class Fault:
    """`begin` is entered when it begins; `seconds` later it is left, and then all is as it was.

    `only_in_full`: the short form leaves it out. `spares_readers`: who reads what has been read must notice nothing.
    """

    name: str
    title: str
    seconds: float
    begin: Callable[[Place], AbstractContextManager]
    only_in_full: bool = False
    spares_readers: bool = True


class FaultImpossible(Exception):  # noqa: N818 - not an error of the run
    """This machine has not what it takes; the message says what."""


@contextlib.contextmanager
def part_is_dead(place: Place, *names: str) -> Iterator[None]:
    for name in names:
        parts.kill(place, name)
    yield
    for name in names:
        parts.bring(place, name)


def dead(*names: str) -> Callable[[Place], AbstractContextManager]:
    return lambda place: part_is_dead(place, *names)


@contextlib.contextmanager
def workers_are_killed(place: Place, *, all_of_them: bool) -> Iterator[None]:
    """gunicorn starts new ones by itself, so there is nothing to mend."""
    masters = [process for node in NODES for process in parts.PROCESSES[node]] if all_of_them else [NODES[0]]
    pids = [pid for name in masters for pid in children(place, name)]
    for pid in pids if all_of_them else pids[:1]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    yield


def children(place: Place, name: str) -> list[int]:
    master = place.facts["pids"][name][0]
    return [int(pid) for pid in Path(f"/proc/{master}/task/{master}/children").read_text().split()]


@contextlib.contextmanager
def table_is_locked(place: Place) -> Iterator[None]:
    """As a forgotten transaction of an administrator does it."""
    with contextlib.closing(psycopg2.connect(host=str(place.folder / place.leader), user="cms", dbname="cms")) as line:
        with line.cursor() as cursor:
            cursor.execute("LOCK TABLE articles_article IN ACCESS EXCLUSIVE MODE")
        yield
        line.rollback()


@contextlib.contextmanager
def disk_is_full(place: Place) -> Iterator[None]:
    """Everything lies on one small disk here, so everything meets it: databases, cache of pages, uploads, logs."""
    if not small_disk.is_one(place.folder):
        raise FaultImpossible("không thử được: cần quyền root để gắn một đĩa nhỏ cho cụm máy")
    filler = place.folder / "day-o-dia"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(2**20))
    yield
    filler.unlink()
    # What ended for want of room is started again by systemd on a machine of its own.
    for name in parts.STARTS:
        parts.bring(place, name)


@contextlib.contextmanager
def slow_visitors(place: Place, count: int = 200) -> Iterator[None]:
    """Each begins a request and never ends it."""
    lines = []
    for _ in range(count):
        line = socket.create_connection(("127.0.0.1", place.port("http")), timeout=5)
        line.send(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Cham: ")
        lines.append(line)
    yield
    for line in lines:
        line.close()


@contextlib.contextmanager
def nodes_are_restarted(place: Place) -> Iterator[None]:
    restart_nodes(place)
    yield


def restart_nodes(place: Place) -> None:
    """One after the other, as an upgrade does it."""
    for name in NODES:
        processes.end(place, parts.PROCESSES[name])
        parts.STARTS[name](place)


@contextlib.contextmanager
def twice_at_once(place: Place, *words: str, may_end_with: tuple[int, ...]) -> Iterator[None]:
    environment = {**place.environment(parts.POOLERS[0]), "DATABASE_URL": place.database_url(place.leader)}
    command = [sys.executable, "manage.py", *words]
    both = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    yield
    for one in both:
        _said, complaint = one.communicate(timeout=120)
        if one.returncode not in may_end_with or "Traceback" in complaint:
            raise RuntimeError(f"{' '.join(words)}: {one.returncode}\n{complaint}")


def twice(*words: str, may_end_with: tuple[int, ...] = (0, 1)) -> Callable[[Place], AbstractContextManager]:
    return lambda place: twice_at_once(place, *words, may_end_with=may_end_with)


FALSE_CLOCKS = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
"""Debian's package libfaketime, which gives a program another time of day."""


@contextlib.contextmanager
def clock_is_ahead(place: Place) -> Iterator[None]:
    """Of both machines of the site, not of the database: as after a wrong setting by hand."""
    if not FALSE_CLOCKS:
        raise FaultImpossible("không thử được: máy này thiếu gói libfaketime")
    # gunicorn tells by the times of a file whether its workers live.
    place.extra = {"LD_PRELOAD": str(FALSE_CLOCKS[-1]), "FAKETIME": "+10m", "NO_FAKE_STAT": "1"}
    restart_nodes(place)
    yield
    place.extra = {}
    restart_nodes(place)


FAULTS = (
    Fault("worker", "một tiến trình phục vụ bị giết", 5, lambda place: workers_are_killed(place, all_of_them=False)),
    Fault(
        "workers",
        "mọi tiến trình phục vụ bị giết",
        5,
        lambda place: workers_are_killed(place, all_of_them=True),
        only_in_full=True,
    ),
    Fault("node", "mất một máy chạy trang", 10, dead(NODES[0])),
    Fault("nodes", "mất mọi máy chạy trang", 10, dead(*NODES), only_in_full=True),
    Fault("nginx", "nginx bị giết, 1 giây sau chạy lại", 1, dead("nginx"), spares_readers=False),
    Fault("replica", "mất bản sao của cơ sở dữ liệu", 10, lambda place: part_is_dead(place, place.follower)),
    Fault("database", "mất bản chính của cơ sở dữ liệu", 30, lambda place: part_is_dead(place, place.leader)),
    Fault("databases", "mất cả hai cơ sở dữ liệu", 30, dead(*SERVERS)),
    Fault("pooler", "mất PgBouncer của một máy", 10, dead("pooler1")),
    Fault("cache", "mất bộ nhớ đệm chung", 10, dead("cache"), only_in_full=True),
    Fault("store", "mất kho tệp", 10, dead("store"), only_in_full=True),
    Fault("lock", "một bảng bị khóa", 20, table_is_locked),
    Fault("disk", "đĩa đầy", 10, disk_is_full),
    Fault("clock", "đồng hồ hai máy chạy trang nhanh 10 phút", 10, clock_is_ahead, only_in_full=True),
    Fault("slow", "200 kết nối không gửi hết yêu cầu", 15, slow_visitors),
    Fault("upgrade", "nâng cấp từng máy một", 2, nodes_are_restarted, only_in_full=True),
    Fault("migrates", "hai lần migrate cùng lúc", 2, twice("migrate", "-v0"), only_in_full=True),
    Fault("rebuilds", "hai lần dựng lại chỉ mục cùng lúc", 2, twice("rebuild_search"), only_in_full=True),
)
