"""What the database holds: whether it answers, is of this version, and whether index, letters and record are sound."""

import datetime as dt
from glob import escape
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from audit import guards, verifying
from doctor.symptom import Symptom, error, warning
from notices import outbox
from notices.models import Letter
from search.indexing import check
from search.models import SearchEntry, SearchPlace
from search.query import tokens
from search.storage import kinds

SAMPLE = 50
LATE = dt.timedelta(minutes=20)
"""Some runs of the timer, and the lease of one that was killed."""
RECENTLY = dt.timedelta(days=7)
DRIFT = dt.timedelta(seconds=10)


def database(at: dt.datetime) -> list[Symptom]:
    """Raises OperationalError where it does not answer."""
    connection = connections[DEFAULT_DB_ALIAS]
    connection.ensure_connection()
    return of_postgresql(connection, at) if connection.vendor == "postgresql" else []


def of_postgresql(connection, at: dt.datetime) -> list[Symptom]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT clock_timestamp(), getdatabaseencoding(), (SELECT rolcreatedb OR rolsuper FROM pg_roles"
            " WHERE rolname = current_user), (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND state LIKE 'idle in transaction%%' AND state_change < clock_timestamp() - interval '5 minutes')"
        )
        now, encoding, makes_databases, forgotten = cursor.fetchone()
    found, name = [], connection.settings_dict["NAME"]
    if encoding != "UTF8":
        found.append(
            error(f"bảng mã là {encoding}, phải là UTF8.", name, "tạo cơ sở dữ liệu UTF8 rồi manage move_database.")
        )
    if abs(now - at) > DRIFT:
        todo = "chỉnh đồng hồ cả hai máy theo mạng (chrony hoặc systemd-timesyncd)."
        found.append(error(f"đồng hồ của PostgreSQL lệch {abs(now - at).total_seconds():.0f} giây.", name, todo))
    if not makes_databases:
        todo = "sudo -u postgres psql -c 'ALTER ROLE cms CREATEDB'"
        found.append(warning("không tạo được cơ sở dữ liệu thử nên không kiểm tra được bản sao lưu.", name, todo))
    if forgotten:
        todo = "xem pg_stat_activity, state «idle in transaction»; kết thúc bằng SELECT pg_terminate_backend(pid)."
        found.append(warning(f"{forgotten} giao dịch bị bỏ quên, giữ khóa của người khác.", name, todo))
    return found


def half_built(at: dt.datetime) -> list[Symptom]:
    """What `verify_backup` and `restore` build beside the site goes when they end, unless they were killed: it is as
    large as the site. Files whose database has been put in place already are no waste: the site lacks them."""
    connection, media = connections[DEFAULT_DB_ALIAS], Path(settings.MEDIA_ROOT)
    replaced = {_stamp(name) for name in _databases(connection, "cu")}
    fresh = _beside(media, "moi")
    lacking = [path for path in fresh if _stamp(path) in replaced or not media.exists()]
    found = []
    for path in lacking:
        todo = f"dừng trang; mv {media} {media}.cu_{_stamp(path)} (nếu có {media}); mv {path} {media}; chạy trang lại."
        found.append(error("cơ sở dữ liệu đã được khôi phục nhưng tệp thì chưa: máy tắt giữa chừng.", path, todo))
    left = [*_databases(connection, "thu"), *_databases(connection, "moi"), *(set(fresh) - set(lacking))]
    if left:
        todo = "nếu không có verify_backup hay restore nào đang chạy: sudo -u postgres dropdb TÊN; tệp, thư mục: rm -r."
        found.append(warning("còn lại từ một lần kiểm tra hay khôi phục bị ngắt.", ", ".join(sorted(left)), todo))
    return found


def _stamp(name: str) -> str:
    """Of what a restore has put beside the site: "media.moi_20261128020000" has "20261128020000"."""
    return name.rpartition("_")[2]


def _databases(connection, kind: str) -> list[str]:
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return [] if connection.is_in_memory_db() else _beside(Path(name), kind)
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [f"{name}_{kind}_"])
        return sorted(found for (found,) in cursor.fetchall())


def _beside(path: Path, kind: str) -> list[str]:
    return sorted(map(str, path.parent.glob(f"{escape(path.name)}.{kind}_*")))


def tables(at: dt.datetime) -> list[Symptom]:
    """Whether the tables are those of this code."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    waiting = [f"{one.app_label}.{one.name}" for one, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    ours = {app for app, _ in executor.loader.disk_migrations}
    newer = sorted(
        ".".join(key)
        for key in set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations)
        if key[0] in ours
    )
    found = []
    if waiting:
        found.append(error(f"{len(waiting)} bước migrate chưa chạy.", ", ".join(waiting[:5]), "manage migrate"))
    if newer:
        todo = "script/upgrade lên phiên bản mới hơn; hoặc giữ, nếu vừa --back và trang chạy tốt."
        found.append(warning("cơ sở dữ liệu mới hơn mã nguồn đang chạy.", ", ".join(newer[:5]), todo))
    return found


def search_index(at: dt.datetime) -> list[Symptom]:
    """Cheap: counts that must agree, rules of today, and the first of every kind."""
    sentences = []
    if (entries := SearchEntry.objects.count()) != (places := SearchPlace.objects.count()):
        sentences.append(f"{entries} mục nhưng {places} vị trí.")
    if SearchEntry.objects.exclude(fold_version=tokens.FOLD_VERSION).exists():
        sentences.append("có mục được tách từ theo quy tắc cũ.")
    for kind in kinds.everything():
        first = {entry.object_id for entry in islice(kind.entries(), SAMPLE)}
        there = SearchPlace.objects.filter(kind=kind.code, object_id__in=first).count()
        if there != len(first):
            sentences.append(f"{len(first) - there} trong {len(first)} mục đầu loại «{kind.name}» không tìm được.")
    return [error(sentence, "chỉ mục tìm kiếm", "manage rebuild_search") for sentence in sentences]


def whole_search_index(at: dt.datetime) -> list[Symptom]:
    return [error(sentence, "chỉ mục tìm kiếm", "manage rebuild_search") for sentence in check.check(lambda _n: None)]


def letters(at: dt.datetime) -> list[Symptom]:
    found = []
    if late := outbox.due(at - LATE).count():
        todo = "systemctl enable --now cms-outbox.timer; xem journalctl -u cms-outbox"
        found.append(error(f"{late} thư đáng lẽ đã được thử gửi mà chưa.", "hàng gửi", todo))
    if given_up := Letter.objects.filter(state=Letter.State.FAILED, done_at__gt=at - RECENTLY).count():
        todo = "xem «Thư gửi đi» trong trang quản trị: ở đó ghi vì sao."
        found.append(warning(f"{given_up} thư bỏ cuộc trong bảy ngày qua.", "hàng gửi", todo))
    return found


def end_of_record(at: dt.datetime) -> list[Symptom]:
    return _record(verifying.verify_end)


def whole_record(at: dt.datetime) -> list[Symptom]:
    return _record(verifying.verify)


def _record(verify) -> list[Symptom]:
    connection, found = connections[DEFAULT_DB_ALIAS], []
    try:
        verify()
    except verifying.RecordBroken as broken:
        todo = "giữ nguyên máy, chạy manage verify_audit, so với bản tóm tắt trên giấy; báo người phụ trách an ninh."
        found.append(error(f"nhật ký không nguyên vẹn. {broken}", "audit_event", todo))
    if missing := sorted(guards.names(connection.vendor) - guards.standing(connection)):
        todo = (
            "khôi phục trigger: manage migrate audit zero là SAI; hãy báo người phụ trách, rồi dựng lại từ bản sao lưu."
        )
        found.append(error(f"thiếu trigger ngăn sửa nhật ký: {', '.join(missing)}.", "audit_event", todo))
    return found
