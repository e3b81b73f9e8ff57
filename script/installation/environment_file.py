"""The settings file of the service, as systemd reads it: NAME=value, with or without quotes. Pure."""

import re
import secrets

from installation.machine import Refused
from installation.samples import put

LINE = re.compile(r"(?P<name>[A-Za-z_][A-Za-z0-9_]*)=(?P<value>.*)")
ALSO = {
    "BACKUP_DIR": lambda: "/backup/cms",
    "PAGE_CACHES": lambda: "/run/cms-pages/removals.sock",
    "METRICS_TOKEN": lambda: secrets.token_urlsafe(32),
    # Beside the versions of the code, so that counts go on with the next one.
    "MONITORING_DIR": lambda: "/srv/cms/data/monitoring",
}
"""What the parts that are installed need to find each other. `NAME=`, left empty, is somebody's no."""
WRONG = "Dòng {} của tệp thiết lập không có dạng TÊN=giá trị."


def parse(text: str) -> dict[str, str]:
    found = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not (line := line.strip()) or line[0] in "#;":
            continue
        if not (match := LINE.fullmatch(line)):
            raise Refused(WRONG.format(number))
        found[match["name"]] = _bare(match["value"].strip())
    return found


def _bare(value: str) -> str:
    if len(value) < 2 or value[0] not in "\"'" or value[-1] != value[0]:
        return value
    inner = value[1:-1]
    return re.sub(r"\\(.)", r"\1", inner) if value[0] == '"' else inner


def first(sample: str, host: str) -> str:
    """`.env.example` with what this machine needs and a secret of its own; the rest is for people to fill in."""
    also = {f"\n{line}\n": f"\n{name}={ALSO[name]()}\n" for name, line in _examples(sample).items()}
    return put(
        sample,
        {
            "\nSECRET_KEY=\n": f"\nSECRET_KEY={secrets.token_urlsafe(50)}\n",
            "\nALLOWED_HOSTS=trang.example\n": f"\nALLOWED_HOSTS={host}\n",
            # No user and no password: the service's own user is asked for by PostgreSQL, the role by the unit (PGUSER).
            "\nDATABASE_URL=postgres://cms:mat-khau@127.0.0.1:5432/cms\n": (
                "\nDATABASE_URL=postgres:///cms?host=/run/postgresql\n"
            ),
            "\n# TRUSTED_PROXIES=1\n": "\nTRUSTED_PROXIES=1\n",
            "\n# MEDIA_ROOT=/srv/cms/media\n": "\nMEDIA_ROOT=/srv/cms/data/media\n",
            "\n# LIBRARY_ACCEL_PREFIX=/kho/\n": "\nLIBRARY_ACCEL_PREFIX=/kho/\n",
            **also,
        },
    )


def _examples(sample: str) -> dict[str, str]:
    """Name -> the line where the sample gives it as a comment."""
    found = re.findall(rf"^(# ({'|'.join(ALSO)})=.*)$", sample, re.M)
    return {name: line for line, name in found}


def lacking(text: str) -> list[str]:
    """Those of ALSO about which the settings say nothing."""
    return sorted(ALSO.keys() - parse(text).keys())


def completed(text: str) -> str:
    """What people wrote stays, to the letter."""
    more = "".join(f"{name}={ALSO[name]()}\n" for name in lacking(text))
    return f"{text.rstrip()}\n\n{more}" if more else text
