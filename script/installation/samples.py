"""The samples under deploy/ with the site's own name in them, and where each belongs on the machine. Pure.

They are the files that tests run: known pieces are changed and nothing else; a piece that is not there is an error.
"""

import re
from dataclasses import dataclass

from installation.machine import Refused

HEAD = re.compile(r"^#.*?(/etc/(?:nginx|systemd)/[\w./@-]+\w)", re.M)
"""Each sample says at its head where it belongs."""
BY_CHOICE = {
    # Back to any moment: PostgreSQL has to keep its WAL.
    "cms-archive-wal", "cms-archive.conf", "cms-recover",
    "cms-base-backup", "cms-base-backup.service", "cms-base-backup.timer",
    # Several machines.
    "cms-nodes.conf", "cluster",
    # Other machines: one that watches, one that has nothing but a copy of the site.
    "prometheus.yml", "prometheus-rules.yml", "nginx-mirror.conf",
}  # fmt: skip
"""What an administrator adds who has decided for it; docs/operations.md says how."""
WHERE_THEY_LIE = {"roles.sql", "unavailable"}
"""Read in the folder of the version that serves, so copied nowhere."""
MISSING = "Tệp mẫu không còn chỗ «{}» để điền; bộ cài và tệp mẫu không cùng phiên bản."


@dataclass(frozen=True)
class Site:
    """What one machine's site differs in from another's. `desk`: the networks from which staff work."""

    host: str
    certificate: str
    key: str
    desk: tuple[str, ...]


def put(text: str, changes: dict[str, str]) -> str:
    for old, new in changes.items():
        if old not in text:
            raise Refused(MISSING.format(old.strip()))
        text = text.replace(old, new)
    return text


def place(name: str, text: str) -> str:
    """Where that sample belongs on every machine; empty for one that is copied nowhere, or by choice alone."""
    head = text[: len(text) - len(re.sub(r"\A(#.*\n)+", "", text))]
    found = HEAD.search(head)
    return found[1] if found and name not in BY_CHOICE else ""


def filled(name: str, text: str, site: Site) -> str:
    if name == "nginx.conf":
        paths = {"/etc/ssl/trang.example.pem": site.certificate, "/etc/ssl/trang.example.key": site.key}
        names = {
            "server_name trang.example;": f"server_name {site.host};",
            "https://trang.example$": f"https://{site.host}$",
        }
        return put(text, {**paths, **names})
    if name == "cms-desk-addresses.conf":
        return put(text, {"allow 10.0.0.0/8;\n": "".join(f"allow {network};\n" for network in site.desk)})
    return text


def is_enabled(text: str) -> bool:
    """Whether the unit starts by itself: the others are called by a timer or a socket."""
    return "\n[Install]\n" in text
