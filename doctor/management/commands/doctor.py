"""manage.py doctor: code 0 when nothing is wrong, 1 with warnings, 2 with errors."""

import sys

from django.core.management.base import BaseCommand
from django.utils import timezone

from doctor import examination, symptom


class Command(BaseCommand):
    help = "Xem bản cài này có gì không ổn và cách chữa. Không thay đổi gì. Mã thoát: 0 ổn, 1 có cảnh báo, 2 có lỗi."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--thorough", action="store_true", help="đọc cả nhật ký và chỉ mục từ đầu đến cuối")
        parser.add_argument("--json", action="store_true", help="cho máy đọc")

    def handle(self, *, thorough, json, **options):
        found = list(examination.examine(timezone.now(), thorough=thorough))
        self.stdout.write(symptom.as_json(found) if json else symptom.text(found))
        if code := symptom.code([one for _, those in found for one in those]):
            sys.exit(code)
