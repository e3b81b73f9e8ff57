import sys

from django.core.management.base import BaseCommand
from tqdm import tqdm

from search.indexing import check


class Command(BaseCommand):
    help = "Đối chiếu chỉ mục tìm kiếm với nội dung; mã thoát 1 khi có chỗ sai."

    def handle(self, **options):
        with tqdm(desc="Đối chiếu", unit=" mục", disable=not sys.stderr.isatty()) as bar:
            sentences = check.check(bar.update)
        for sentence in sentences:
            self.stderr.write(sentence)
        if sentences:
            self.stderr.write("Hãy chạy rebuild_search để dựng lại chỉ mục.")
            sys.exit(1)
        self.stdout.write("Chỉ mục tìm kiếm khớp với nội dung.")
