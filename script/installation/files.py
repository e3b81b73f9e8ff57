"""The samples on the machine: put there, changed with a new version, never over what people changed by hand."""

import hashlib
from pathlib import Path

from installation import options, samples
from installation.machine import Machine, Refused
from installation.samples import Site

BESIDE = ".moi"
EDITED = "{} đã được sửa tay nên giữ nguyên; bản mới nằm ở {}: hãy so sánh rồi gộp bằng tay."
REFUSED = "nginx không nhận cấu hình mới nên cấu hình cũ đã được đặt lại, trang vẫn chạy như trước. nginx nói: {}"


def wanted(deploy: Path, site: Site) -> dict[str, str]:
    """Path on the machine -> text, for every sample that is copied."""
    found = {}
    for sample in sorted(path for path in deploy.iterdir() if path.is_file()):
        text = sample.read_text("utf-8")
        if place := samples.place(sample.name, text):
            found[place] = samples.filled(sample.name, text, site)
    return found


def of_nginx(files: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in files.items() if name.startswith("/etc/nginx/")}


def of_systemd(files: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in files.items() if not name.startswith("/etc/nginx/")}


def are_there(machine: Machine, files: dict[str, str]) -> bool:
    return all(text in (machine.read(name), machine.read(name + BESIDE)) for name, text in files.items())


def put(machine: Machine, site: Site, files: dict[str, str]) -> list[str]:
    """A sentence for each that stays as people made it."""
    known = options.remembered(machine).get("files", {})
    edited = []
    for name, text in files.items():
        there = machine.read(name)
        if there not in ("", text) and known.get(name) != checksum(there):
            machine.write(name + BESIDE, text)
            edited.append(EDITED.format(name, name + BESIDE))
            continue
        if there != text:
            machine.write(name, text)
        known[name] = checksum(text)
    options.remember(machine, site, known)
    return edited


def put_nginx(machine: Machine, site: Site, files: dict[str, str]) -> list[str]:
    """nginx judges them first; what it refuses is taken back before anything is reloaded."""
    before = {name: machine.read(name) for name in files}
    known = options.remembered(machine).get("files", {})
    edited = put(machine, site, files)
    judged = machine.try_run("nginx", "-t")
    if judged.returncode:
        for name, text in before.items():
            machine.write(name, text) if text else machine.path(name).unlink(missing_ok=True)
        options.remember(machine, site, known)
        raise Refused(REFUSED.format(judged.stderr.strip()[-600:]))
    return edited


def checksum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
