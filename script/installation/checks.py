"""What must be right before anything is changed. Each question gives sentences; all are told at once."""

import os
import re
import shutil
import ssl
from pathlib import Path

from installation import environment_file, releases
from installation.machine import Machine
from installation.options import TRIAL
from installation.samples import Site

NOT_ROOT = "Phải chạy với quyền root: sudo script/install …"
NOT_DEBIAN = "Máy này là {}; bộ cài chỉ dành cho Debian 12 trở lên."
NO_ROOM = "Ổ đĩa của {} còn trống {} MB, cần ít nhất {} MB. Chưa thay đổi gì; hãy dọn chỗ rồi chạy lại."
NO_FILE = "Không có hoặc không đọc được {}: {}. Chưa thay đổi gì."
ASK_CERTBOT = (
    "Chưa có chứng chỉ của certbot ở {}. Hãy cài trước với --self-signed, rồi: certbot certonly --webroot"
    ' -w /srv/cms/acme -d {} --deploy-hook "systemctl reload nginx", rồi chạy lại với --certbot.'
)
NOT_A_PAIR = "Chứng chỉ {} và khóa {} không phải một cặp hoặc không đúng dạng PEM: {}."
NOT_FOR_HOST = "Chứng chỉ {} không phải của tên máy {}; hãy xem lại --host hoặc --certificate."
EXPIRED = "Chứng chỉ {} đã hết hạn; hãy thay chứng chỉ rồi chạy lại."
PORT_TAKEN = (
    "Cổng {} đang do chương trình «{}» giữ. Hãy dừng chương trình đó (ví dụ: systemctl disable --now {}) rồi chạy lại."
)
OTHER_HOST = (
    "{} ghi ALLOWED_HOSTS={}, không có {}. Nếu trang thật sự đổi tên, hãy sửa ALLOWED_HOSTS ở đó trước, rồi chạy lại."
)
MEGABYTE = 1024 * 1024
ROOM = 2000
"""Megabytes: packages, a version with its libraries, an empty database."""


def refusals(machine: Machine, site: Site) -> list[str]:
    return [
        *system(machine.read("/etc/os-release")),
        *room(machine, ROOM),
        *certificate(machine, site),
        *ports(machine),
        *settings_of_another_host(machine, site.host),
    ]


def system(release: str) -> list[str]:
    facts = environment_file.parse(release)
    version = facts.get("VERSION_ID", "")
    if facts.get("ID") == "debian" and version.isdigit() and int(version) >= 12:
        return []
    return [NOT_DEBIAN.format(facts.get("PRETTY_NAME", "một hệ không rõ"))]


def room(machine: Machine, needed: int) -> list[str]:
    place = next(path for path in map(machine.path, (releases.HOME, "/srv", "/")) if path.exists())
    free = shutil.disk_usage(place).free // MEGABYTE
    return [NO_ROOM.format(place, free, needed)] if free < needed else []


def certificate(machine: Machine, site: Site) -> list[str]:
    if site.certificate.startswith(f"{TRIAL}/"):
        return []
    if site.certificate.startswith("/etc/letsencrypt/") and not machine.path(site.certificate).exists():
        return [ASK_CERTBOT.format(site.certificate, site.host)]
    places = [machine.path(name) for name in (site.certificate, site.key)]
    if unread := [path for path in places if not os.access(path, os.R_OK) or not path.is_file()]:
        return [NO_FILE.format(path, "hãy xem lại đường dẫn") for path in unread]
    try:
        # A key with a password would otherwise ask for it at the terminal, and nginx could not start by itself.
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(*places, password="")
    except (ssl.SSLError, ValueError) as error:
        return [NOT_A_PAIR.format(*places, error)]
    return _judged(machine, places[0], site.host)


def _judged(machine: Machine, place: Path, host: str) -> list[str]:
    """By openssl's own program; where it is not installed yet, nginx and doctor will say it later."""
    asked = ("openssl", "x509", "-in", place, "-noout")
    about = machine.try_run(*asked, "-checkhost", host)
    if about.returncode == 127:
        return []
    found = [NOT_FOR_HOST.format(place, host)] if "NOT match" in about.stdout else []
    return found + ([] if machine.succeeds(*asked, "-checkend", "0") else [EXPIRED.format(place)])


def ports(machine: Machine) -> list[str]:
    listening = machine.try_run("ss", "-Hltnp", "( sport = :80 or sport = :443 )").stdout
    return [PORT_TAKEN.format(port, name, name) for port, name in holders(listening) if name != "nginx"]


def holders(listening: str) -> list[tuple[str, str]]:
    """(port, program) of lines as `ss` prints them, each once."""
    found = re.findall(r'[\d\]*.:]:(80|443)\s.*?users:\(\("([^"]+)"', listening)
    return list(dict.fromkeys(found))


def settings_of_another_host(machine: Machine, host: str) -> list[str]:
    text = machine.read(releases.SETTINGS)
    named = environment_file.parse(text).get("ALLOWED_HOSTS", "") if text else host
    fits = any(_is_named(host, word) for word in re.split(r"[,\s]+", named))
    return [] if fits else [OTHER_HOST.format(releases.SETTINGS, named, host)]


def _is_named(host: str, word: str) -> bool:
    """As Django reads ALLOWED_HOSTS."""
    return word in ("*", host) or (word.startswith(".") and f".{host}".endswith(word))
