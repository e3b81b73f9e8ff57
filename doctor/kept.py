"""What readers see while the site is away (stale/): whether somebody keeps it, and has heard what may not be shown."""

import datetime as dt
import os
import shutil
from pathlib import Path

from django.conf import settings

from doctor.symptom import Symptom, error, note, warning
from web import removals
from web.models import Removal

SETTINGS = "/etc/cms.env"
COPIES = Path("/var/cache/cms")
"""Of nginx (deploy/var-cache-cms.mount)."""
LITTLE = 0.05
"""Of the whole: nginx itself keeps well below (deploy/nginx.conf)."""
LATE = dt.timedelta(minutes=5)
"""Some runs of the timer."""


def nodes(at: dt.datetime) -> list[Symptom]:
    """Told nothing, but asked whether they would hear it."""
    if not settings.PAGE_CACHES:
        todo = (
            f"sau nginx: đặt PAGE_CACHES=/run/cms-pages/removals.sock trong {SETTINGS}; không có cms-pages thì bỏ qua."
        )
        return [note("không ai được báo khi một trang không được hiện nữa.", "PAGE_CACHES", todo)]
    todo = "xem systemctl status cms-pages; máy khác: cms-nodes.conf, tường lửa. Khi nó ngừng, trang cũ không hiện ra."
    silent = [node for node in settings.PAGE_CACHES if not removals.tell(node, ())]
    return [error("nơi giữ trang không trả lời.", node, todo) for node in silent]


def room(at: dt.datetime) -> list[Symptom]:
    """Nothing where nginx is on another machine."""
    return of_copies(os.path.ismount(COPIES), shutil.disk_usage(COPIES)) if COPIES.exists() else []


def of_copies(is_apart: bool, usage) -> list[Symptom]:
    """`usage` as of shutil.disk_usage: of their own file system, or of that which they share."""
    if not is_apart:
        todo = "systemctl enable --now var-cache-cms.mount; systemctl reload nginx; systemctl restart cms-pages"
        what = "trang giữ lại nằm chung ổ đĩa với mọi thứ khác: đĩa đầy thì bạn đọc không thấy gì nữa."
        return [warning(what, str(COPIES), todo)]
    if usage.free / usage.total < LITTLE:
        todo = "tăng size= trong var-cache-cms.mount hoặc giảm max_size= trong /etc/nginx/conf.d/cms.conf."
        return [error("nơi giữ trang sắp đầy; khi đầy, bạn đọc không thấy gì nữa.", str(COPIES), todo)]
    return []


def waiting(at: dt.datetime) -> list[Symptom]:
    late = Removal.objects.filter(made_at__lt=at - LATE)
    if not (count := late.count()):
        return []
    todo = "systemctl enable --now cms-removals.timer; manage send_removals nói nơi nào không trả lời."
    where = ", ".join(sorted(set(late.values_list("node", flat=True))))
    return [warning(f"{count} lời báo «không hiện nữa» đã đợi hơn năm phút.", where, todo)]
