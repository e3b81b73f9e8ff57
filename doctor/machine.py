"""The machine under the site: who may read what, room on the disks, the clock, timers."""

import datetime as dt
import grp
import os
import shutil
import subprocess
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

from doctor.symptom import Symptom, error, note, warning

SETTINGS = Path("/etc/cms.env")
SYSTEMD = Path("/run/systemd/system")
UNITS = Path("/etc/systemd/system")
GIGABYTE = 1024**3
OTHERS = 0o077
EVERYBODY = 0o007


def rights(at: dt.datetime) -> list[Symptom]:
    found = [*secret_file(SETTINGS), *group_of_nginx(_members("cms"))]
    media, base = Path(settings.MEDIA_ROOT), Path(settings.BASE_DIR)
    if not (media.is_dir() and os.access(media, os.R_OK | os.W_OK | os.X_OK)):
        todo = f"install -d -o cms -g www-data -m 2750 {media}"
        found.append(error("trang không ghi được nơi giữ ảnh và văn bản.", str(media), todo))
    elif media.stat().st_mode & EVERYBODY:
        found.append(
            warning("ai trên máy cũng đọc được ảnh, văn bản chưa công khai.", str(media), f"chmod 2750 {media}")
        )
    if settings.STATIC_BUNDLES and not (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file():
        found.append(error("chưa gom tệp tĩnh; trang sẽ lỗi.", settings.STATIC_ROOT, "manage collectstatic --noinput"))
    if os.geteuid() and os.access(base / "manage.py", os.W_OK) and not settings.DEBUG:
        todo = f"chown -R root:root {base} (trừ var), rồi chạy script/upgrade."
        found.append(warning("dịch vụ sửa được mã nguồn của chính nó.", str(base), todo))
    return found


def secret_file(path: Path) -> list[Symptom]:
    """Read by systemd as root, and by nobody else: not even the service needs the file itself."""
    if not path.exists():
        return []
    facts = path.stat()
    if facts.st_mode & OTHERS or facts.st_uid:
        mode = f"quyền {facts.st_mode & 0o777:o}"
        todo = f"chown root:root {path}; chmod 600 {path}; rồi đổi SECRET_KEY nếu ngờ đã có người đọc."
        return [error(f"tệp bí mật không chỉ riêng root đọc được ({mode}).", str(path), todo)]
    return []


def group_of_nginx(members: list[str]) -> list[Symptom]:
    if "www-data" not in members:
        return []
    todo = "gpasswd -d www-data cms; systemctl restart nginx"
    return [error("nginx (www-data) ở trong nhóm cms nên đọc được mọi tệp của trang.", "/etc/group", todo)]


def _members(group: str) -> list[str]:
    try:
        return grp.getgrnam(group).gr_mem
    except KeyError:
        return []


def disks(at: dt.datetime) -> list[Symptom]:
    found = {}
    for about, path in places().items():
        near = next(one for one in (path, *path.parents) if one.exists())
        # Several places on one disk are one disk.
        found.setdefault(near.stat().st_dev, room(about, near, shutil.disk_usage(near), os.statvfs(near)))
    return [symptom for symptoms in found.values() for symptom in symptoms]


def places() -> dict[str, Path]:
    named = {
        "ảnh và văn bản": settings.MEDIA_ROOT,
        "mã nguồn": settings.BASE_DIR,
        "bản sao lưu": getattr(settings, "BACKUP_DIR", ""),
    }
    database = connections[DEFAULT_DB_ALIAS]
    if database.vendor == "sqlite" and not database.is_in_memory_db():
        named["cơ sở dữ liệu"] = database.settings_dict["NAME"]
    elif database.settings_dict["HOST"].startswith("/"):
        named["cơ sở dữ liệu"] = "/var/lib/postgresql"
    return {about: Path(path) for about, path in named.items() if path}


def room(about: str, path: Path, usage, inodes) -> list[Symptom]:
    """`usage` as of shutil.disk_usage, `inodes` as of os.statvfs: a disk can be full of names alone."""
    share, free = usage.free / usage.total, f"{usage.free / GIGABYTE:.1f} GB".replace(".", ",")
    todo = "xem du -xh --max-depth=2 / | sort -h | tail; dọn nhật ký (journalctl --vacuum-size=500M), bản sao lưu cũ."
    if usage.free < GIGABYTE / 2 or share < 0.03:
        return [error(f"ổ đĩa của {about} sắp đầy, còn {free}.", str(path), todo)]
    if usage.free < 2 * GIGABYTE or share < 0.1:
        return [warning(f"ổ đĩa của {about} còn {free} ({share:.0%}).", str(path), todo)]
    if inodes.f_files and inodes.f_favail / inodes.f_files < 0.05:
        return [
            warning(
                f"ổ đĩa của {about} sắp hết số tệp được phép.", str(path), "xem df -i; tìm thư mục có quá nhiều tệp."
            )
        ]
    return []


def clock(at: dt.datetime) -> list[Symptom]:
    if not SYSTEMD.is_dir():
        return []
    said = asked("timedatectl", "show", "--property=NTPSynchronized", "--value")
    return unsynchronised(said)


def unsynchronised(said: str | None) -> list[Symptom]:
    """`said`: the answer of timedatectl, None without one. Articles appear, and codes of an app hold, by this clock."""
    todo = (
        "apt-get install systemd-timesyncd (hoặc chrony); timedatectl set-ntp true; máy nội bộ: đặt NTP= của cơ quan."
    )
    if said == "no":
        return [
            error("đồng hồ máy không được chỉnh theo mạng: bài hẹn giờ và mã xác thực sẽ sai.", "timedatectl", todo)
        ]
    return [] if said == "yes" else [note("không hỏi được đồng hồ có chạy đúng không.", "timedatectl", todo)]


def timers(at: dt.datetime) -> list[Symptom]:
    """Those of the samples that were installed: each has a reason to run."""
    if not SYSTEMD.is_dir():
        todo = "nếu máy khác lo việc này thì không cần làm gì."
        return [note("máy này không chạy systemd; không xem được dịch vụ và hẹn giờ.", str(SYSTEMD), todo)]
    kinds = (".timer", ".socket", ".mount")
    samples = {path.name for path in (Path(settings.BASE_DIR) / "deploy").iterdir() if path.suffix in kinds}
    units = sorted(name for name in samples if (UNITS / name).exists())
    states = {unit: asked("systemctl", "is-active", unit) for unit in units}
    failed = (asked("systemctl", "list-units", "--failed", "--plain", "--no-legend", "cms*") or "").splitlines()
    return of_units(states, [line.split()[0] for line in failed if line.strip()])


def of_units(states: dict[str, str | None], failed: list[str]) -> list[Symptom]:
    """`states`: what systemctl said of each; nothing where it reached nobody."""
    if not any(states.values()):
        return [
            note("không hỏi được systemd.", "systemctl", "apt-get install dbus, hoặc xem systemctl với quyền root.")
        ]
    still = [unit for unit, state in states.items() if state != "active"]
    found = [error("chưa chạy.", unit, f"systemctl enable --now {unit}") for unit in still]
    return found + [
        error("lần chạy gần nhất không thành công.", unit, f"xem journalctl -u {unit} -n 50") for unit in failed
    ]


def asked(*command: str) -> str | None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=10)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip()
