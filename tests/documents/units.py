"""`units.py start|stop|restart NAME…`: what systemd would do, inside the container, from the units installed there.

The part of systemd that the site needs: file systems, sockets that listen first and are handed over, users, settings,
folders under /run. Nobody calls timers; their services are run when started. Under Debian's own Python, as root.
"""

import os
import pwd
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

sys.path += ["/srv/cms/app/script", "/srv/cms/app"]

from installation import environment_file

UNITS = Path("/etc/systemd/system")
RUNNING = Path("/run/units")
HAND_OVER = 'export LISTEN_PID=$$; exec "$@"'
FIRST = 3
"""The number under which systemd hands over a socket."""


PATIENCE = 60


def main(verb, *names):
    RUNNING.mkdir(exist_ok=True)
    for name in names:
        if verb in {"stop", "restart"}:
            stop(named(name))
        if verb in {"start", "restart"}:
            start(named(name))


def named(name):
    return name if "." in name else f"{name}.service"


def settings(name):
    """Setting -> its values; a unit may say one of them several times."""
    found = {}
    for key, value in re.findall(r"^(\w+)=(.*)$", (UNITS / name).read_text("utf-8"), re.M):
        found.setdefault(key, []).append(value)
    return found


def start(name):
    if name.endswith(".mount"):
        mount(settings(name))
    if not name.endswith(".service"):
        return
    unit = settings(name)
    user, group = unit["User"][0], unit["Group"][0]
    for folder in unit.get("RuntimeDirectory", []):
        Path("/run", folder).mkdir(exist_ok=True)
        shutil.chown(f"/run/{folder}", user, group)
    listening = socket_of(Path(name).with_suffix(".socket").name)
    if listening is not None:
        os.dup2(listening.fileno(), FIRST)
    log, ready = (RUNNING / f"{name}.log").open("ab"), ears(name, user)
    process = subprocess.Popen(
        ["/bin/sh", "-c", HAND_OVER, name, *shlex.split(unit["ExecStart"][0])],
        user=user, group=group, extra_groups=[], umask=int(unit["UMask"][0], 8), cwd=unit["WorkingDirectory"][0],
        env={**environment(unit, user, listening is not None), "NOTIFY_SOCKET": ready.getsockname()},
        stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        pass_fds=[FIRST] if listening else [], start_new_session=True,
    )  # fmt: skip
    if unit.get("Type") == ["oneshot"]:
        sys.exit(process.wait())
    (RUNNING / name).write_text(str(process.pid))
    if unit.get("Type") == ["notify"]:
        while b"READY=1" not in ready.recv(4096):
            pass


def mount(unit):
    what, where, kind, options = (unit[key][0] for key in ("What", "Where", "Type", "Options"))
    subprocess.run(["mount", "-t", kind, "-o", options, what, where], check=True)


def ears(name, user):
    """Where a service says that it serves, as systemd waits for it."""
    path = RUNNING / f"{name}.notify"
    path.unlink(missing_ok=True)
    found = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    found.bind(str(path))
    found.settimeout(PATIENCE)
    shutil.chown(path, user)
    return found


def environment(unit, user, has_socket):
    found = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"}
    found["HOME"] = pwd.getpwnam(user).pw_dir
    found |= {"LISTEN_FDS": "1"} if has_socket else {}
    for pair in unit.get("Environment", []):
        found.update(dict([pair.split("=", 1)]))
    for file in unit.get("EnvironmentFile", []):
        found |= environment_file.parse(Path(file).read_text("utf-8"))
    return found


def socket_of(name):
    """Listening as the unit says; None where the service has none."""
    if not (UNITS / name).exists():
        return None
    unit = settings(name)
    path = Path(unit["ListenStream"][0])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    found = socket.socket(socket.AF_UNIX)
    found.bind(str(path))
    shutil.chown(path, unit["SocketUser"][0], unit["SocketGroup"][0])
    path.chmod(int(unit["SocketMode"][0], 8))
    found.listen(4096)
    return found


def stop(name):
    place = RUNNING / name
    if not place.exists():
        return
    group = int(place.read_text())
    place.unlink()
    try:
        os.killpg(group, signal.SIGTERM)
        while is_there(group):
            time.sleep(0.05)
    except ProcessLookupError:
        return


def is_there(group):
    """Whoever has ended and has not been buried is not."""
    for state in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = state.read_text("utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            return True
    return False


if __name__ == "__main__":
    main(*sys.argv[1:])
