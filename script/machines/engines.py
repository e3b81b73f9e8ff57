"""Everything but PostgreSQL: poolers, cache, store of files, the site on two machines, nginx; from deploy/."""

import contextlib
import http.client
import os
import re
import shlex
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import boto3
from botocore.config import Config

from script import with_postgres
from script.machines import processes
from script.machines.place import DEPLOY, NODES, ROOT, Place, put

SETTINGS = """# Production settings, with the demo let in and its passwords alone opening the desk.
from config.settings.prod import *
DEMO_ALLOWED = True
SECOND_FACTOR_DUTY = False
"""
ROLES = ("cms", "cms_readers", "cms_desk")
"""Of deploy/roles.sql."""
PIECES = ("keys", "readers", "unavailable", "desk-addresses")
"""What deploy/nginx.conf includes."""
NGINX = """
{user} daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log; worker_processes 1;
events {{}}
http {{
    access_log off; client_body_temp_path {folder}/t-body; proxy_temp_path {folder}/t-proxy;
    fastcgi_temp_path {folder}/t-f; uwsgi_temp_path {folder}/t-u; scgi_temp_path {folder}/t-s;
    include {folder}/upstreams.conf; include {folder}/site.conf;
}}
"""


def pooler(place: Place, name: str) -> None:
    folder = place.folder / name
    if not folder.exists():
        folder.mkdir()
        with_postgres.give(folder)
        folder.chmod(0o711)
    point_pooler(place, name)
    processes.start(place, name, [processes.program("pgbouncer"), folder / "pgbouncer.ini"], **with_postgres.identity())
    _wait_for_socket(folder / ".s.PGSQL.6432", name)


def point_pooler(place: Place, name: str) -> None:
    """At who leads now, and at who follows, or leads, for readers. Called again when that has changed."""
    reading = place.follower if processes.is_alive(place, place.follower) else place.leader
    text = put(
        (DEPLOY / "cluster" / "pgbouncer.ini").read_text("utf-8"),
        **{
            "host=10.0.0.11 port=5432": f"host={place.folder}/{place.leader}",
            "host=10.0.0.12 port=5432": f"host={place.folder}/{reading}",
            "/run/postgresql": str(place.folder / name),
            "auth_type = scram-sha-256": "auth_type = trust",
            "/etc/pgbouncer": str(place.folder / name),
        },
    )
    users = "".join(f'"{role}" ""\n' for role in ROLES)
    for file, said in (("pgbouncer.ini", text), ("userlist.txt", users)):
        written = place.folder / name / file
        written.write_text(said, "utf-8")
        written.chmod(0o644)


def cache(place: Place) -> None:
    path = place.folder / "cache.sock"
    text = put(
        (DEPLOY / "cluster" / "redis.conf").read_text("utf-8"),
        **{
            "bind 10.0.0.13": f"unixsocket {path}",
            "port 6379": "port 0",
            "MAT-KHAU-DAI": place.facts["cache_password"],
            "512mb": "64mb",
        },
    )
    (place.folder / "redis.conf").write_text(text, "utf-8")
    (place.folder / "redis.conf").chmod(0o600)
    processes.start(place, "cache", [processes.program("redis-server"), place.folder / "redis.conf"])
    _wait_for_socket(path, "cache")


def store(place: Place) -> None:
    """moto's server, a stand-in: it keeps all in memory and believes any signature. So it is filled at each start."""
    port = place.port("store")
    processes.start(place, "store", [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)])
    processes.wait_until(lambda: _answers(port), "store")
    key = {"aws_access_key_id": "thu", "aws_secret_access_key": "chi-de-thu", "region_name": "us-east-1"}
    plain = Config(s3={"addressing_style": "path"})
    client = boto3.client("s3", endpoint_url=f"http://127.0.0.1:{port}", config=plain, **key)
    client.create_bucket(Bucket="cms")
    media = place.folder / "media"
    for path in (path for path in media.rglob("*") if path.is_file()):
        client.upload_file(str(path), "cms", path.relative_to(media).as_posix())


def node(place: Place, name: str) -> None:
    nodes(place, [name])


def nodes(place: Place, names: Iterable[str]) -> None:
    """All at once: each machine with both services, as their units start them, but for the number of workers."""
    for name in names:
        _launch(place, name)
    for name in names:
        for unit in ("cms", "cms-desk"):
            _wait_for_socket(place.folder / name / f"{unit}.sock", name)


def _launch(place: Place, name: str) -> None:
    (place.folder / "cluster_settings.py").write_text(SETTINGS, "utf-8")
    for unit, service in (("cms", name), ("cms-desk", f"{name}-desk")):
        path = place.folder / name / f"{unit}.sock"
        places = {"/srv/cms/app/.venv/bin/python": sys.executable, f"/run/{unit}/http.sock": str(path)}
        words = re.sub(r"--workers \d+", "--workers 1", _command(unit, places))
        role = dict([_setting(unit, "Environment").split("=", 1)])
        processes.start(place, service, shlex.split(words), env=place.environment(pooler_of(name)) | role)


def _command(unit: str, places: dict[str, str]) -> str:
    """What the unit starts; `places`: of this machine."""
    return put(_setting(unit, "ExecStart"), **places)


def _setting(unit: str, name: str) -> str:
    return re.search(rf"^{name}=(.+)$", (DEPLOY / f"{unit}.service").read_text("utf-8"), re.M)[1]


def pages(place: Place) -> None:
    """On the machine of nginx, whose copies it reads."""
    places = {"/usr/bin/python3": sys.executable, "/var/cache/cms": str(place.kept)}
    words = _command("cms-pages", {**places, "/run/cms-pages": str(place.folder / "pages")})
    processes.start(place, "pages", shlex.split(words))
    for name in ("http", "removals"):
        _wait_for_socket(place.folder / "pages" / f"{name}.sock", "pages")


def pooler_of(name: str) -> str:
    return f"pooler{name[-1]}"


def nginx(place: Place) -> None:
    folder = place.folder
    wish = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=127.0.0.1"]
    if not (folder / "key.pem").exists():
        subprocess.run(
            [*wish, "-keyout", folder / "key.pem", "-out", folder / "site.pem"], check=True, capture_output=True
        )
    for name, text in {
        **_site(place),
        "upstreams.conf": _upstreams(place),
        "media-store.conf": _media_store(place),
    }.items():
        (folder / name).write_text(text, "utf-8")
    # Who starts it as root lets its workers into the folder, too.
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, user=user), "utf-8")
    words = ["-c", folder / "nginx.conf", "-e", folder / "nginx.log"]
    processes.start(place, "nginx", [processes.program("nginx"), *words])
    processes.wait_until(lambda: _answers(place.port("https")), "nginx")


def _site(place: Place) -> dict[str, str]:
    """deploy/nginx.conf as docs/scaling.md changes it for several machines."""
    folder, text = place.folder, (DEPLOY / "nginx.conf").read_text("utf-8")
    text, count = re.subn(r"(?s)\nupstream cms_\w+ \{.*?\}(?=\n)", "", text)
    text, files = re.subn(r"(?ms)^    location /kho/ \{.*?^    \}\n", f"    include {folder}/media-store.conf;\n", text)
    if (count, files) != (3, 1):
        raise LookupError("deploy/nginx.conf không còn ba khối upstream và location /kho/")
    text = put(
        text,
        **{
            "listen 80;": f"listen 127.0.0.1:{place.port('http')};",
            "listen 443 ssl": f"listen 127.0.0.1:{place.port('https')} ssl",
            "/etc/ssl/trang.example.pem": f"{folder}/site.pem",
            "/etc/ssl/trang.example.key": f"{folder}/key.pem",
            "/etc/nginx/cms-": f"{folder}/cms-",
            "/var/cache/cms/": f"{place.kept}/",
            "/var/log/nginx/cms.log": f"{folder}/nginx-access.log",
        },
    )
    pieces = {f"cms-{name}.conf": (DEPLOY / f"cms-{name}.conf").read_text("utf-8") for name in PIECES}
    pieces["cms-readers.conf"] = put(
        pieces["cms-readers.conf"], **{"proxy_read_timeout 2s": "proxy_read_timeout 1400ms"}
    )
    pieces["cms-unavailable.conf"] = put(pieces["cms-unavailable.conf"], **{"/srv/cms/app": str(ROOT)})
    pieces["cms-desk-addresses.conf"] = put(pieces["cms-desk-addresses.conf"], **{"10.0.0.0/8": "127.0.0.0/8"})
    return {"site.conf": text, **pieces}


def _upstreams(place: Place) -> str:
    """Of the eight threads of a node here, as many stay free as docs/scaling.md says."""
    text = (DEPLOY / "cluster" / "upstreams.conf").read_text("utf-8")
    text = put(text, **{"max_conns=20": "max_conns=6", "/run/cms-pages/": f"{place.folder}/pages/"})
    for number, name in enumerate(NODES, start=21):
        changes = {f"10.0.0.{number}:8000": f"unix:{place.folder}/{name}/cms.sock"}
        text = put(text, **changes, **{f"10.0.0.{number}:8001": f"unix:{place.folder}/{name}/cms-desk.sock"})
    return text


def _media_store(place: Place) -> str:
    text = (DEPLOY / "cluster" / "media-store.conf").read_text("utf-8")
    here = f"127.0.0.1:{place.port('store')}"
    return put(text, **{"https://kho.example/": f"http://{here}/", "Host kho.example": f"Host {here}"})


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def _wait_for_socket(path: Path, name: str) -> None:
    """A file that a dead process left is no answer."""

    def is_answered() -> bool:
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as line:
            line.connect(str(path))
            return True
        return False

    processes.wait_until(is_answered, f"{name} không trả lời ở {path}")


def ask(place: Place, path: str, method: str = "GET", body=None, timeout: float = 30, **headers):
    """(status, headers, body) of what a visitor is answered."""
    trusting = ssl._create_unverified_context()  # noqa: S323 - the certificate of this minute
    line = http.client.HTTPSConnection("127.0.0.1", place.port("https"), timeout=timeout, context=trusting)
    with contextlib.closing(line):
        line.request(
            method, path, body=body, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )
        answer = line.getresponse()
        return answer.status, dict(answer.headers), answer.read()
