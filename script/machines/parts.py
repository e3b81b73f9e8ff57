"""The parts of a cluster by name: how each is started, killed and brought back."""

import concurrent.futures
import shutil
import signal
import subprocess
import sys
from functools import partial

from script.machines import engines, processes, servers
from script.machines.place import NODES, ROOT, SERVERS, Place

POOLERS = ("pooler1", "pooler2")
STARTS = {
    **{name: partial(servers.start, name=name) for name in SERVERS},
    **{name: partial(engines.pooler, name=name) for name in POOLERS},
    "cache": engines.cache,
    "store": engines.store,
    **{name: partial(engines.node, name=name) for name in NODES},
    "pages": engines.pages,
    "nginx": engines.nginx,
}
PROCESSES = {**{name: (name,) for name in STARTS}, **{name: (name, f"{name}-desk") for name in NODES}}
NEEDED = {
    "postgresql": lambda: servers.with_postgres.programs(),
    "pgbouncer": lambda: processes.program("pgbouncer"),
    "redis-server": lambda: processes.program("redis-server"),
    "nginx": lambda: processes.program("nginx"),
    "openssl": lambda: processes.program("openssl"),
}
"""Debian package -> whether it is there."""
FILL = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0, interactive=False)
"""
DEMO = """
import io
for command in (["load_congress", "resolutions/data/congress-xv.yaml"], ["load_demo"], ["load_demo_words"]):
    call_command(*command, stdout=io.StringIO())
"""


def missing() -> list[str]:
    return [package for package, found in NEEDED.items() if not found()]


def up(place: Place, content: str = DEMO) -> str:
    """Everything, from nothing. `content`: what is run after `migrate`, in Django; what it prints is handed back."""
    place.make()
    (place.folder / "cluster_settings.py").write_text(engines.SETTINGS, "utf-8")
    with concurrent.futures.ThreadPoolExecutor() as workers:
        collecting = workers.submit(run_python, place, "manage.py", "collectstatic", "--noinput", "-v0")
        servers.make_leader(place)
        servers.make_follower(place)
        # Files go to this machine's disk first; the store is filled from there, as a site does that moves to one.
        said = run_python(place, "-c", FILL + content, MEDIA_STORE="", CACHE_URL="", REPLICA_URL="", PAGE_CACHES="",
                DATABASE_URL=place.database_url(place.leader))  # fmt: skip
        collecting.result()
    for name in (*POOLERS, "cache", "store"):
        STARTS[name](place)
    engines.nodes(place, NODES)
    for name in ("pages", "nginx"):
        STARTS[name](place)
    return said


def bring(place: Place, name: str) -> None:
    """Does nothing where it runs."""
    if not is_alive(place, name):
        processes.end(place, PROCESSES[name])
        STARTS[name](place)
        if name in SERVERS:
            _tell_poolers(place)


def kill(place: Place, name: str) -> None:
    """Without a word to it, as when the power goes."""
    for process in PROCESSES[name]:
        processes.send(place, process, signal.SIGKILL)
        processes.wait_until(lambda one=process: not processes.is_alive(place, one), f"{process} không dừng")


def is_alive(place: Place, name: str) -> bool:
    return all(processes.is_alive(place, process) for process in PROCESSES[name])


def promote(place: Place) -> None:
    servers.promote(place)
    _tell_poolers(place)


def _tell_poolers(place: Place) -> None:
    """What `systemctl reload pgbouncer` does on each machine of the site."""
    for name in POOLERS:
        engines.point_pooler(place, name)
        processes.send(place, name, signal.SIGHUP)


def down(place: Place) -> None:
    processes.end(place, [process for name in reversed(STARTS) for process in PROCESSES[name]])
    shutil.rmtree(place.folder)


def run_python(place: Place, *words: str, **changes: str) -> str:
    """With the settings of a machine of the site; what it printed."""
    environment = {**place.environment(POOLERS[0]), **changes}
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout
