"""Carries the whole site into an empty database: from SQLite to PostgreSQL, or back. Files stay where they are."""

import os
import subprocess
import sys

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.utils import ConnectionHandler, OperationalError
from django.utils import timezone
from tqdm import tqdm

from audit import services as audit
from config import databases
from config.env import MissingSettingError

TARGET = "move_target"
ROWS = 500
MADE_ANEW = {"search", "web"}
"""Apps whose rows are made from those of the others."""


class Command(BaseCommand):
    help = "Chuyển toàn bộ dữ liệu sang một cơ sở dữ liệu trống. Dừng trang trước khi chạy."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--to",
            required=True,
            metavar="URL",
            help="như DATABASE_URL, phải chưa có bảng nào; «-»: đọc từ đầu vào, để mật khẩu không hiện trong danh sách"
            " tiến trình",
        )
        parser.add_argument("--dry-run", action="store_true", help="chỉ đếm những gì sẽ chuyển")

    def handle(self, *, to, dry_run, **options):
        to = sys.stdin.readline().strip() if to == "-" else to
        target = connect(to)
        if target.introspection.table_names():
            raise CommandError("Cơ sở dữ liệu đích đã có bảng. Hãy tạo một cơ sở dữ liệu trống rồi chạy lại.")
        total = sum(model._base_manager.count() for model in models())
        if dry_run:
            self.stdout.write(f"Sẽ chuyển {total} dòng của {len(models())} bảng. Chưa ghi gì.")
            return
        manage(to, "migrate")
        with tqdm(total=total, unit=" dòng", disable=not sys.stderr.isatty()) as bar:
            copy(bar.update)
        target.close()
        manage(to, "rebuild_search")
        self.stdout.write(f"Đã chuyển {total} dòng. Hãy đặt DATABASE_URL sang cơ sở dữ liệu mới rồi khởi động lại.")


def connect(url):
    try:
        wanted = databases.from_url(url)
    except MissingSettingError as error:
        raise CommandError(str(error).replace("DATABASE_URL", "--to")) from None
    # A handler of its own fills in what Django expects of every database.
    filled = ConnectionHandler({DEFAULT_DB_ALIAS: wanted, TARGET: wanted}).settings[TARGET]
    connections.settings[TARGET] = filled
    try:
        connections[TARGET].ensure_connection()
    except OperationalError as error:
        raise CommandError(f"Không mở được cơ sở dữ liệu đích: {error}") from None
    return connections[TARGET]


def models():
    """Every table of the site that holds what cannot be made anew, those between two others included."""
    found = apps.get_models(include_auto_created=True)
    return [one for one in found if one._meta.managed and one._meta.app_label not in MADE_ANEW and not one._meta.proxy]


def manage(url, command):
    """In a process of its own, for which the target is the only database."""
    words = [sys.executable, str(settings.BASE_DIR / "manage.py"), command]
    environment = {**os.environ, "DATABASE_URL": url}
    done = subprocess.run(words, env=environment, stdout=subprocess.DEVNULL, check=False)  # noqa: S603
    if done.returncode:
        raise CommandError(f"«{command}» trên cơ sở dữ liệu đích không thành công; nguồn không thay đổi.")


def copy(progress):
    """All or nothing. References are checked at the end of the transaction, so the order of tables does not matter."""
    with transaction.atomic(), transaction.atomic(using=TARGET):
        # In the source, whose record is carried over like all else; taken back with the rest if that fails.
        audit.record("database.move", by=None, at=timezone.now(), after={"engine": connections[TARGET].vendor})
        for model in models():
            # What `migrate` has filled by itself comes with the ids of the source.
            model._base_manager.using(TARGET).all().delete()
        for model in models():
            for rows in batches(model._base_manager.order_by("pk").iterator(chunk_size=ROWS)):
                model._base_manager.using(TARGET).bulk_create(rows)
                progress(len(rows))
        with connections[TARGET].cursor() as cursor:
            for statement in connections[TARGET].ops.sequence_reset_sql(no_style(), models()):
                cursor.execute(statement)


def batches(rows):
    batch = []
    for row in rows:
        batch.append(row)
        if len(batch) == ROWS:
            yield batch
            batch = []
    if batch:
        yield batch
