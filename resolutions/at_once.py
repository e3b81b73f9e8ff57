"""Figures that several people enter or approve in the same moment: one stands, the others are told."""

from collections.abc import Iterable
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from desk.steps import StepRefused
from resolutions.models import Indicator, Observation

SHOWN_ALREADY = "Nguồn này đã có số liệu đang hiện cùng năm, cùng độ chính thức; hãy trả lại số này cho người nhập."
SENT_ALREADY = "Trong lúc anh/chị nhập, số liệu cùng năm, cùng nguồn này đã được người khác gửi; hãy xem lại."
UNIQUE_VIOLATION = "23505"


def hold(indicators: Iterable[int | None]) -> None:
    """Until the transaction ends nobody else enters a figure of these indicators. Call before anything is written:
    two who send the same figures in another order would each wait for the other."""
    rows = Indicator.objects.select_for_update(no_key=True).filter(pk__in=set(indicators) - {None})
    list(rows.order_by("pk").values_list("pk"))


def hold_returned(indicators) -> None:
    """The same for figures of theirs that were returned and may be changed; call it before `hold`, as whoever changes
    one of them alone has taken its row before the indicator."""
    rows = Observation.objects.returned().filter(indicator__in=indicators).select_for_update(no_key=True)
    list(rows.order_by("pk").values_list("pk"))


@contextmanager
def the_only_one(sentence: str):
    """The database keeps one figure of a year, vintage and source, whoever looked before; the other is told this."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if not _is_doubled(error):
            raise
        raise StepRefused(sentence) from error


def _is_doubled(error: IntegrityError) -> bool:
    """PostgreSQL says it by a number, SQLite in words."""
    return getattr(error.__cause__, "pgcode", None) == UNIQUE_VIOLATION or "UNIQUE constraint failed" in str(error)
