"""PostgreSQL on this machine: it runs, has the roles of deploy/roles.sql, and lets the service be each of them."""

import re
from pathlib import Path

from installation import environment_file, releases
from installation.actions import Action
from installation.machine import Machine, Refused

MARK = "# Trang thông tin (cms): hai dịch vụ chạy dưới người dùng cms và có vai trò riêng."
HBA = f"{MARK}\nlocal cms cms_readers,cms_desk peer map=cms\n"
IDENT = f"{MARK}\ncms cms cms_readers\ncms cms cms_desk\n"
LIMIT = re.compile(r"^ALTER ROLE (\w+) SET (\w+) = '(\w+)';$", re.M)
LIMITS = "SELECT rolname || ' ' || unnest(rolconfig) FROM pg_roles WHERE rolname LIKE 'cms%'"
DATABASE = "SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'cms'"
LATIN = "Cơ sở dữ liệu cms đã có sẵn nhưng dùng bảng mã {}, phải là UTF8. Hãy đổi tên nó đi rồi chạy lại."
NOT_THERE = "PostgreSQL không khởi động được; hãy xem: pg_lsclusters và journalctl -u postgresql."


def is_local(machine: Machine) -> bool:
    """Whether the settings name the database that installing makes; another one is its administrator's."""
    text = machine.read(releases.SETTINGS)
    url = environment_file.parse(text).get("DATABASE_URL", "") if text else ""
    return not url or url.startswith(
        ("postgres:///cms?host=/run/postgresql", "postgres://cms@/cms?host=/run/postgresql")
    )


def actions(machine: Machine, deploy: Path) -> list[Action]:
    return [
        Action("khởi động PostgreSQL", lambda: asked(machine, "SELECT true") == "t", lambda: start(machine)),
        Action(
            "tạo các vai trò cms, cms_readers, cms_desk với giới hạn thời gian riêng",
            lambda: has_roles(machine, deploy),
            lambda: give_roles(machine, deploy),
        ),
        Action("tạo cơ sở dữ liệu cms (UTF8)", lambda: asked(machine, DATABASE) == "UTF8", lambda: create(machine)),
        Action(
            "cho dịch vụ vào PostgreSQL không cần mật khẩu (pg_hba.conf, pg_ident.conf)",
            lambda: is_let_in(machine),
            lambda: let_in(machine),
        ),
    ]


def asked(machine: Machine, question: str) -> str:
    """The values, a line each; empty when PostgreSQL does not answer."""
    if not machine.has_user("postgres"):
        return ""
    return machine.try_run("psql", "-XAtqc", question, user="postgres").stdout.strip()


def tell(machine: Machine, text: str, database: str = "postgres") -> None:
    machine.run("psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-d", database, user="postgres", given=text)


def has_roles(machine: Machine, deploy: Path) -> bool:
    """With the very limits of the sample, for another version may have others; what people added stays theirs."""
    wanted = LIMIT.findall((deploy / "roles.sql").read_text("utf-8"))
    return {f"{role} {name}={value}" for role, name, value in wanted} <= set(asked(machine, LIMITS).splitlines())


def give_roles(machine: Machine, deploy: Path) -> None:
    tell(machine, (deploy / "roles.sql").read_text("utf-8"))


def start(machine: Machine) -> None:
    if machine.runs_systemd:
        machine.run("systemctl", "enable", "--now", "postgresql")
    else:
        for version, name, *_ in (line.split() for line in machine.run("pg_lsclusters", "-h").splitlines()):
            machine.try_run("pg_ctlcluster", version, name, "start")
    if asked(machine, "SELECT true") != "t":
        raise Refused(NOT_THERE)


def create(machine: Machine) -> None:
    if encoding := asked(machine, DATABASE):
        raise Refused(LATIN.format(encoding))
    how = ("--owner=cms", "--encoding=UTF8", "--template=template0", "--locale=C.UTF-8")
    machine.run("createdb", *how, "cms", user="postgres")


def is_let_in(machine: Machine) -> bool:
    names = [asked(machine, f"SHOW {setting}") for setting in ("hba_file", "ident_file")]
    return all(name and MARK in machine.read(name) for name in names)


def let_in(machine: Machine) -> None:
    for setting, lines in (("hba_file", HBA), ("ident_file", IDENT)):
        name = asked(machine, f"SHOW {setting}")
        text = machine.read(name)
        if not text:
            raise Refused(NOT_THERE)
        if MARK not in text:
            # The first line that fits decides, so ours stands before Debian's.
            machine.write(name, f"{lines}\n{text}", 0o640, owner="postgres")
    tell(machine, "SELECT pg_reload_conf();")
