"""How much of the disk pictures and documents may take together (MEDIA_QUOTA_GB; 0: as much as there is)."""

from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db.models import Sum

import vietnamese
from library.models import DocumentFile, Picture
from library.refusals import UploadRefused

GIGABYTE = 1024**3
WARNING_PERCENT = 90


@dataclass(frozen=True)
class Usage:
    """In bytes."""

    used: int
    allowed: int

    @property
    def percent(self) -> int:
        return 100 * self.used // self.allowed

    @property
    def text(self) -> str:
        """ "46,2 trên 50 GB"."""
        return f"{_gigabytes(self.used)} trên {_gigabytes(self.allowed)} GB"


def usage() -> Usage | None:
    """None where nothing is set. The rows know their sizes, so the disk is not asked."""
    if not settings.MEDIA_QUOTA_GB:
        return None
    sizes = [model.objects.aggregate(total=Sum("size"))["total"] or 0 for model in (Picture, DocumentFile)]
    return Usage(sum(sizes), settings.MEDIA_QUOTA_GB * GIGABYTE)


def check(size: int) -> None:
    """Raises UploadRefused when so many bytes more do not fit. Two at the same moment may both still fit."""
    now = usage()
    if now and now.used + size > now.allowed:
        raise UploadRefused(
            f"Kho tệp đã đầy ({now.text}). Hãy xóa ảnh, tệp không còn dùng, hoặc nhờ người quản trị máy chủ tăng mức.",
            code="full",
        )


def _gigabytes(size: int) -> str:
    return vietnamese.number(round(Decimal(size) / GIGABYTE, 1))
