"""Everything that is looked at, in the order in which it is told."""

import contextlib
import datetime as dt
import logging
from collections.abc import Callable, Iterator

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction

from doctor import certificate, front_door, kept, machine, site, stored, symptom, watched
from doctor.symptom import Symptom, error

Check = Callable[[dt.datetime], list[Symptom]]
WITHOUT_DATABASE: dict[str, Check] = {
    "thiết lập": site.what_is_set,
    "quyền của tệp": machine.rights,
    "ổ đĩa": machine.disks,
    "đồng hồ": machine.clock,
    "dịch vụ và hẹn giờ": machine.timers,
    "trang": front_door.pages,
    "chứng chỉ": certificate.days_left,
    "trang giữ lại": kept.nodes,
    "chỗ của trang giữ lại": kept.room,
    "sao lưu": site.last_backup,
    "bằng chứng sao lưu": site.last_proof,
    "theo dõi": watched.monitoring,
    "bản sao chỉ đọc": watched.replica,
    "máy chủ thư": site.mail,
}
IN_DATABASE: dict[str, Check] = {
    "tìm kiếm": stored.search_index,
    "hàng gửi": stored.letters,
    "lời báo không hiện nữa": kept.waiting,
    "chế độ": watched.mode,
    "bản dựng dở": stored.half_built,
    "nhật ký": stored.end_of_record,
}
THOROUGH: dict[str, Check] = {"tìm kiếm": stored.whole_search_index, "nhật ký": stored.whole_record}
AWAY = "PostgreSQL: systemctl status postgresql, pg_lsclusters; xem DATABASE_URL trong /etc/cms.env."


def examine(at: dt.datetime, *, thorough: bool = False) -> Iterator[tuple[str, list[Symptom]]]:
    """What was looked at, with what is wrong there."""
    # First, while `at` is now: its clock is compared, and a mail server that is away takes ten seconds.
    answers, symptoms = _database(at)
    for about, check in WITHOUT_DATABASE.items():
        yield about, _tried(check, at)
    yield "cơ sở dữ liệu", symptoms
    if not answers:
        return
    symptoms = _tried(stored.tables, at)
    yield "bảng", symptoms
    # Tables of another version would make every further question fail.
    if symptom.code(symptoms) < 2:
        for about, check in (IN_DATABASE | THOROUGH if thorough else IN_DATABASE).items():
            yield about, _tried(check, at)


def _database(at: dt.datetime) -> tuple[bool, list[Symptom]]:
    """Whether there is any use in asking it more."""
    try:
        return True, stored.database(at)
    except DatabaseError as problem:
        name = connections[DEFAULT_DB_ALIAS].settings_dict["NAME"]
        return False, [error(f"không trả lời ({str(problem).strip()}).", str(name), AWAY)]


def _tried(check: Check, at: dt.datetime) -> list[Symptom]:
    """A check that cannot be made is a symptom too: the others still are."""
    try:
        # What fails in the database fails alone.
        with transaction.atomic() if check in {*IN_DATABASE.values(), *THOROUGH.values()} else contextlib.nullcontext():
            return check(at)
    except Exception as problem:
        logging.getLogger(__name__).debug("check failed", exc_info=True)
        todo = "sửa những lỗi khác trước rồi chạy lại; nếu vẫn còn, xem manage check và nhật ký của dịch vụ."
        return [error(f"không kiểm tra được ({type(problem).__name__}: {problem}).", check.__name__, todo)]
