"""How the site tells others how it is: whether anybody can ask, its mode, and the replica that serves readers."""

import datetime as dt
import os
from pathlib import Path

from django.conf import settings
from django.db import connections

from config.health import parts
from config.replica import REPLICA
from doctor.symptom import Symptom, error, note, warning
from web import modes

SETTINGS = "/etc/cms.env"
CALLED = {modes.Mode.READ_ONLY: "chỉ đọc", modes.Mode.MAINTENANCE: "bảo trì"}


def monitoring(at: dt.datetime) -> list[Symptom]:
    if not settings.METRICS_TOKEN:
        todo = f"đặt METRICS_TOKEN trong {SETTINGS} (python3 -c 'import secrets; print(secrets.token_urlsafe(32))')."
        return [note("không ai xem được /metrics và chi tiết của /readyz.", "METRICS_TOKEN", todo)]
    folder, code = Path(settings.MONITORING_DIR), Path(settings.BASE_DIR)
    if folder.is_dir() and not os.access(folder, os.W_OK | os.X_OK):
        return [error("không ghi được nơi đếm.", str(folder), f"install -d -o cms -g cms -m 700 {folder}")]
    if not settings.DEBUG and folder.is_relative_to(code):
        todo = f"đặt MONITORING_DIR=/srv/cms/data/monitoring trong {SETTINGS}, rồi systemctl restart cms cms-desk."
        return [note("số đếm nằm trong thư mục của phiên bản nên mất đi khi nâng cấp.", str(folder), todo)]
    return []


def replica(at: dt.datetime) -> list[Symptom]:
    """As /readyz looks at it; what it raises is told as a check that could not be made."""
    if REPLICA in connections:
        parts.replica()
    return []


def mode(at: dt.datetime) -> list[Symptom]:
    state = modes.now()
    if state.is_normal:
        return []
    todo = f"khi việc đã xong: manage site_mode normal; bỏ SITE_MODE trong {SETTINGS}, nếu có."
    return [warning(f"trang đang ở chế độ {CALLED[state.mode]}. {state.reason}".rstrip(), "manage site_mode", todo)]
