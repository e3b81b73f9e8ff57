import sys

from django.core.management.base import BaseCommand
from tqdm import tqdm

from search.indexing import rebuild
from search.models import SearchPlace


class Command(BaseCommand):
    help = "Dựng lại chỉ mục tìm kiếm; trang vẫn trả lời bằng chỉ mục cũ cho đến khi xong."

    def handle(self, **options):
        bars = []
        # How much there is to read is known when it has been read; the old index is a fair guess.
        reading = self._bar("Đọc", SearchPlace.objects.count() or None, bars)
        try:
            total = rebuild.rebuild(reading=reading, start_writing=lambda total: self._bar("Ghi", total, bars))
        except rebuild.AlreadyRunningError:
            self.stderr.write("Một lần rebuild_search khác đang chạy; hãy đợi lần đó xong rồi chạy lại.")
            sys.exit(1)
        finally:
            for bar in bars:
                bar.close()
        self.stdout.write(f"Đã dựng lại chỉ mục: {total} mục.")

    def _bar(self, name, total, bars):
        bar = tqdm(desc=name, total=total, unit=" mục", disable=not sys.stderr.isatty())
        bars.append(bar)
        return bar.update
