"""Where records go: at most one line and one mail a minute for a fault that repeats, and the mail itself."""

import logging
import time
from collections.abc import Callable
from pathlib import Path

from django.core.mail import mail_admins

from monitoring import counters
from monitoring.logs import records
from monitoring.logs.book import Book

HEAD = "Lỗi trên trang: {}"
TEXT = """{held}{lines}

Thư này không kèm nội dung mà người dùng gửi. Tìm dòng có cùng mã yêu cầu (request) trong nhật ký của dịch vụ để xem
những gì đã xảy ra quanh lúc đó; nhật ký của nginx có cùng mã ấy.
"""
HELD = "Từ thư trước, cùng lỗi này đã xảy ra thêm {} lần mà không gửi thư.\n\n"


class OnceAMinute(logging.Filter):
    """`name`: of the way out, for each counts by itself. `book`: a file, in a folder that all processes share."""

    def __init__(self, name: str, book: str, clock: Callable[[], float] = time.time):
        super().__init__()
        self.way, self.book, self.clock = name, Book(Path(book)), clock

    def filter(self, record):
        held = self.book.judge(f"{self.way} {records.about(record)}", self.clock())
        record.held_back = held or 0
        return held is not None


class Counted(logging.Filter):
    """Lets everything pass: monitoring sees also what is held back from the log."""

    def filter(self, record):
        counters.log_record(record.levelname)
        return True


class FaultMail(logging.Handler):
    """Django's own mail carries the form, the cookies and every local variable; ours says what the log says."""

    def emit(self, record):
        told = records.facts(record)
        held = told.pop("held", 0)
        lines = [f"{name}: {_shown(value)}" for name, value in told.items()]
        subject = HEAD.format(" ".join([told.get("error") or told["logger"], told["place"]]))
        text = TEXT.format(held=HELD.format(held) if held else "", lines="\n".join(lines))
        # A mail server that is away must not turn one fault into two.
        mail_admins(subject[:200].replace("\n", " "), text, fail_silently=True)


def _shown(value) -> str:
    return "\n  ".join(["", *value]) if isinstance(value, list) else str(value)
