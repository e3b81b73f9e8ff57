"""Two PostgreSQL servers, of which one follows the other."""

import contextlib
import shutil
import subprocess

import psycopg2

from script import with_postgres
from script.machines import processes
from script.machines.place import DEPLOY, Place, put

SLOT = "ban_sao"
# Here alone: what is thrown away needs to survive no power cut, and two small servers share one small machine.
HURRY = ("fsync=off", "full_page_writes=off", "shared_buffers=32MB", "max_connections=40", "autovacuum_naptime=10min")


def make_leader(place: Place) -> None:
    data = _folder(place, place.leader) / "data"
    data.mkdir()
    with_postgres.give(data)
    with_postgres.initialise(data)
    _configure(place, place.leader)
    start(place, place.leader)
    with _connection(place, place.leader, "postgres") as cursor:
        cursor.execute("CREATE DATABASE cms")
        cursor.execute("SELECT pg_create_physical_replication_slot(%s)", [SLOT])
    _give_roles(place)


def _give_roles(place: Place) -> None:
    """With their limits of time, as script/install gives them."""
    words = ("-h", place.folder / place.leader, "-U", "cms", "-d", "cms", "-v", "ON_ERROR_STOP=1", "-q", "-f", "-")
    roles = (DEPLOY / "roles.sql").read_text("utf-8")
    done = subprocess.run(
        [with_postgres.programs() / "psql", *words], input=roles, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"psql: {done.stderr}")


def make_follower(place: Place) -> None:
    """As docs/scaling.md says: the running primary is copied, and followed from there on."""
    name, source = place.follower, place.folder / place.leader
    folder = _folder(place, name)
    shutil.rmtree(folder / "data", ignore_errors=True)
    words = ("-h", source, "-U", "cms", "-D", folder / "data", "-R", "-X", "stream", "-S", SLOT, "-c", "fast", "-N")
    if complaint := with_postgres.quietly([with_postgres.programs() / "pg_basebackup", *words]):
        raise RuntimeError(f"pg_basebackup: {complaint}")
    _configure(place, name)
    start(place, name)


def start(place: Place, name: str) -> None:
    """A server whose place was taken comes back as a copy of the one that took it."""
    folder = place.folder / name
    if name != place.leader and not (folder / "data" / "standby.signal").exists():
        make_follower(place)
        return
    command = [with_postgres.programs() / "postgres", "-D", folder / "data", "-k", folder]
    options = [word for setting in HURRY for word in ("-c", setting)]
    for _try in range(20):
        processes.start(place, name, [*command, *options], **with_postgres.identity())
        with contextlib.suppress(TimeoutError):
            # After a kill -9 the first try may still find what the dead one's processes hold.
            _wait_until_ready(place, name)
            return
    raise TimeoutError(f"{name} không khởi động được; xem {folder}.log")


def promote(place: Place) -> None:
    """The follower becomes the leader. Never while the old leader lives: two that are written to part for good."""
    name = place.follower
    if complaint := with_postgres.quietly(
        [with_postgres.programs() / "pg_ctl", "promote", "-w", "-D", place.folder / name / "data"]
    ):
        raise RuntimeError(f"pg_ctl promote: {complaint}")
    place.note(leader=name)
    with _connection(place, name, "postgres") as cursor:
        cursor.execute("SELECT pg_create_physical_replication_slot(%s)", [SLOT])


def is_caught_up(place: Place) -> bool:
    with _connection(place, place.leader, "postgres") as cursor:
        cursor.execute("SELECT pg_current_wal_lsn()")
        (written,) = cursor.fetchone()
    with _connection(place, place.follower, "postgres") as cursor:
        cursor.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", [written])
        return cursor.fetchone()[0]


def ask(place: Place, name: str, sql: str, words=(), database: str = "cms") -> list[tuple]:
    with _connection(place, name, database) as cursor:
        cursor.execute(sql, words)
        return cursor.fetchall() if cursor.description else []


def _configure(place: Place, name: str) -> None:
    """deploy/cluster/postgresql.conf, on a socket instead of an address; a last line counts."""
    data = place.folder / name / "data"
    sample = put((DEPLOY / "cluster" / "postgresql.conf").read_text("utf-8"), **{"'10.0.0.11'": "''"})
    (data / "postgresql.conf").write_text(sample, "utf-8")


def _folder(place: Place, name: str):
    folder = place.folder / name
    if not folder.exists():
        folder.mkdir()
        with_postgres.give(folder)
        # Its socket is asked by whoever made the cluster, and by the site.
        folder.chmod(0o711)
    return folder


def _wait_until_ready(place: Place, name: str) -> None:
    def is_ready() -> bool:
        if not processes.is_alive(place, name):
            raise TimeoutError(name)
        with contextlib.suppress(psycopg2.OperationalError), _connection(place, name, "postgres"):
            return True
        return False

    processes.wait_until(is_ready, name)


@contextlib.contextmanager
def _connection(place: Place, name: str, database: str):
    line = psycopg2.connect(host=str(place.folder / name), user="cms", dbname=database)
    line.autocommit = True
    with contextlib.closing(line), line.cursor() as cursor:
        yield cursor
