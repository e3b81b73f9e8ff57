"""manage.py import_articles FILE.jsonl"""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from tqdm import tqdm

import system_errors
import vietnamese
from articles import importing
from audit import services as audit
from web.waiting import WaitsWhileReadOnly


class Command(WaitsWhileReadOnly, BaseCommand):
    help = (
        "Nhập bài viết từ tệp JSON Lines (mỗi dòng một bài: id title slug lead body section section_name published). "
        "Bài đã nhập thì bỏ qua; có dòng sai thì không nhập gì, trừ khi dùng --skip-bad."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="tệp .jsonl, mã UTF-8")
        parser.add_argument("--skip-bad", action="store_true", help="bỏ qua các dòng sai, nhập các dòng còn lại")

    def handle(self, *, file, skip_bad, **options):
        try:
            report = self._import(file, skip_bad)
        except OSError as error:
            raise CommandError(f"Không đọc được tệp {file}: {system_errors.reason(error)}.") from error
        except importing.NothingImported as nothing:
            self._complain(nothing.report)
            raise CommandError(str(nothing)) from nothing
        self._complain(report)
        number = vietnamese.number
        self.stdout.write(
            f"Đã nhập {number(report.added)} bài; {number(report.known)} bài đã có từ trước; "
            f"{number(report.bad)} dòng sai."
        )

    def _import(self, file, skip_bad):
        with file.open("rb") as opened, self._bar(file.stat().st_size) as bar:
            lines = importing.bounded_lines(opened)
            at = timezone.now()
            with transaction.atomic():
                report = importing.import_lines(lines, at=at, skip_bad=skip_bad, progress=bar.update)
                if report.added:
                    audit.record("article.import", by=None, at=at, after={"file": file.name, "added": report.added})
            return report

    def _bar(self, size):
        shape = "{percentage:3.0f}%|{bar}| {n_fmt}/{total_fmt} byte, {elapsed}, còn {remaining}"
        return tqdm(total=size, unit_scale=True, bar_format=shape, disable=not sys.stderr.isatty(), leave=False)

    def _complain(self, report):
        for complaint in report.complaints:
            self.stderr.write(complaint)
        if report.bad > len(report.complaints):
            self.stderr.write("Còn những dòng sai khác.")
