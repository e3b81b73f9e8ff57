import sys

from django.core.management.base import BaseCommand
from tqdm import tqdm

from library import services
from library.models import DocumentFile
from library.refusals import UploadRefused
from web.waiting import WaitsWhileReadOnly


class Command(WaitsWhileReadOnly, BaseCommand):
    help = "Mở lại mọi tệp văn bản trong thư viện: ghi tên người và dữ liệu ẩn, nêu tệp nay không được nhận nữa."

    def handle(self, **options):
        documents = DocumentFile.objects.order_by("pk")
        total, refused = documents.count(), 0
        for document in tqdm(documents.iterator(), total=total, unit=" tệp", disable=not sys.stderr.isatty()):
            try:
                services.inspect_again(document)
            except UploadRefused as refusal:
                refused += 1
                self.stderr.write(f"{document} ({document.get_absolute_url()}): {refusal.messages[0]}")
            except FileNotFoundError:
                refused += 1
                self.stderr.write(f"{document} ({document.get_absolute_url()}): mất tệp trong kho.")
        self.stdout.write(f"Đã mở {total} tệp; {refused} tệp nay không được nhận nữa.")
        if refused:
            sys.exit(1)
