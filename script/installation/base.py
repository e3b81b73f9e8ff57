"""What stands before the site itself: packages, its user, folders, and who may read what."""

import importlib.util
from pathlib import Path

from installation import database, environment_file, releases
from installation.actions import Action
from installation.machine import Machine

PACKAGES = ("nginx", "postgresql", "python3-venv", "openssl", "gnupg", "logrotate", "adduser", "dbus")
CLOCKS = ("systemd-timesyncd", "chrony", "ntpsec", "openntpd")
BACKUPS = "/backup/cms"
DATA = f"{releases.HOME}/data"
MEDIA = f"{releases.HOME}/media"
FOLDERS = {
    releases.HOME: ("root", "root", 0o755),
    releases.RELEASES: ("root", "root", 0o755),
    # nginx reads files that the site allows: new ones, and a folder that a restore makes, have their group from above.
    DATA: ("cms", "www-data", 0o2750),
    f"{DATA}/media": ("cms", "www-data", 0o2750),
    # What proves to a certificate's issuer that the name is ours (certbot --webroot).
    f"{releases.HOME}/acme": ("root", "root", 0o755),
    # nginx keeps pages there, and nobody else reads them.
    "/var/cache/cms": ("www-data", "www-data", 0o700),
    BACKUPS: ("cms", "cms", 0o700),
    f"{DATA}/monitoring": ("cms", "cms", 0o700),
    # Of a site on SQLite; empty on others.
    f"{DATA}/database": ("cms", "cms", 0o700),
}


def actions(machine: Machine, host: str, sample: Path) -> list[Action]:
    return [
        Action(
            f"cài các gói {', '.join(PACKAGES)} và đồng hồ mạng",
            lambda: not lacking(machine),
            lambda: install(machine),
        ),
        Action("tạo người dùng cms", lambda: machine.has_user("cms"), lambda: add_user(machine)),
        Action(
            "đưa www-data ra khỏi nhóm cms, để nginx không đọc được bí mật",
            lambda: "www-data" not in machine.members("cms"),
            lambda: machine.run("gpasswd", "-d", "www-data", "cms"),
        ),
        Action(
            f"tạo thư mục {', '.join(FOLDERS)}",
            lambda: all(_is_there(machine, name) for name in FOLDERS),
            lambda: make(machine),
        ),
        Action(
            f"trỏ {MEDIA} vào {DATA}/media",
            lambda: machine.target(MEDIA) == f"{DATA}/media",
            lambda: machine.link(MEDIA, f"{DATA}/media"),
        ),
        *secrets(machine, host, sample),
    ]


def secrets(machine: Machine, host: str, sample: Path) -> list[Action]:
    def has_settings():
        return bool(machine.read(releases.SETTINGS))

    return [
        Action(
            f"viết {releases.SETTINGS} với khóa bí mật mới",
            has_settings,
            lambda: machine.write(releases.SETTINGS, environment_file.first(sample.read_text("utf-8"), host), 0o600),
        ),
        Action(
            f"bổ sung {', '.join(environment_file.ALSO)} vào {releases.SETTINGS} nếu chưa có dòng nào nói đến",
            lambda: has_settings() and not environment_file.lacking(machine.read(releases.SETTINGS)),
            lambda: complete(machine),
        ),
        Action(
            f"chỉ root (và systemd) đọc được {releases.SETTINGS}",
            lambda: machine.is_given(releases.SETTINGS, "root", "root", 0o600),
            lambda: machine.give(releases.SETTINGS, "root", "root", 0o600),
        ),
    ]


def complete(machine: Machine) -> None:
    machine.write(releases.SETTINGS, environment_file.completed(machine.read(releases.SETTINGS)), 0o600)


def bring(machine: Machine, deploy: Path) -> None:
    """To a site that an earlier version installed: what this one needs beside its code."""
    make(machine)
    complete(machine)
    if database.is_local(machine):
        database.give_roles(machine, deploy)


def lacking(machine: Machine) -> list[str]:
    there = set(machine.try_run("dpkg-query", "-W", "-f", "${Package} ${db:Status-Abbrev}\n").stdout.splitlines())
    has = {line.split()[0] for line in there if line.split()[1:] == ["ii"]}
    clock = [] if has & set(CLOCKS) else [CLOCKS[0]]
    # Where Python came from elsewhere it brings venv itself.
    spare = {"python3-venv"} if importlib.util.find_spec("ensurepip") else set()
    return [name for name in PACKAGES if name not in has | spare] + clock


def install(machine: Machine) -> None:
    machine.run("apt-get", "update", "-q")
    machine.run("apt-get", "install", "-y", "-q", "--no-install-recommends", *lacking(machine))


def add_user(machine: Machine) -> None:
    machine.run("adduser", "--system", "--group", "--no-create-home", "--home", releases.HOME, "cms")


def make(machine: Machine) -> None:
    for name, (owner, group, mode) in FOLDERS.items():
        machine.path(name).mkdir(parents=True, exist_ok=True)
        machine.give(name, owner, group, mode)


def _is_there(machine: Machine, name: str) -> bool:
    return machine.path(name).is_dir() and machine.is_given(name, *FOLDERS[name])
