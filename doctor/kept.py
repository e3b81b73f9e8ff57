"""What readers see while the site is away (stale/): whether somebody keeps it, and has heard what may not be shown."""

import datetime as dt

from django.conf import settings

from doctor.symptom import Symptom, error, note, warning
from web import removals
from web.models import Removal

SETTINGS = "/etc/cms.env"
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


def waiting(at: dt.datetime) -> list[Symptom]:
    late = Removal.objects.filter(made_at__lt=at - LATE)
    if not (count := late.count()):
        return []
    todo = "systemctl enable --now cms-removals.timer; manage send_removals nói nơi nào không trả lời."
    where = ", ".join(sorted(set(late.values_list("node", flat=True))))
    return [warning(f"{count} lời báo «không hiện nữa» đã đợi hơn năm phút.", where, todo)]
