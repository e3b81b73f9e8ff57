"""Does the record hold? Reads it from the first row to the last, a page of rows at a time, and changes nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from audit import chain
from audit.chain import Broken, Fault, Link
from audit.digest import Digest
from audit.models import EVENT_FIELDS, Address, Event, Head
from audit.services import facts_of

PAGE = 2_000
COLUMNS = ("number", "at", "hash", *EVENT_FIELDS)
SEAL = COLUMNS.index("address_seal")


@dataclass(frozen=True)
class Sound:
    """All rows hold. `erased`: how many had an address that is erased by now."""

    rows: int
    head: str
    erased: int


class RecordBroken(Exception):  # noqa: N818 - an answer
    """The text says in a sentence which row is the first that does not hold."""


def verify(digest: Digest | None = None, progress: Callable[[int], object] = lambda _n: None) -> Sound:
    """Raises RecordBroken. `digest`: what was printed on an earlier day and must still be true."""
    # Asked first: what is recorded while this reads comes after it.
    known = Head.objects.filter(pk=1).values_list("number", "hash").first() or (0, chain.START)
    if digest and digest.rows > known[0]:
        raise RecordBroken(
            f"Bản tóm tắt ngày {digest.day_text} ghi {digest.rows} dòng, nay chỉ còn {known[0]}: phần cuối đã bị xóa."
        )
    if digest and digest.rows == 0 and digest.head != chain.START:
        raise RecordBroken(f"Bản tóm tắt ngày {digest.day_text} không đúng: 0 dòng mà có dấu cuối.")
    number, head, erased = 0, chain.START, 0
    try:
        for rows in pages(known[0]):
            erased += _addresses_hold(rows)
            for one in chain.follow(map(_link, rows), number, head):
                number, head = one.number, one.hash
                _agrees(digest, one)
            progress(len(rows))
    except Broken as broken:
        raise RecordBroken(SENTENCES[broken.fault].format(broken.number)) from broken
    if (number, head) != known:
        raise RecordBroken(
            f"Đầu nhật ký ghi {known[0]} dòng, nhưng chuỗi chỉ nối đến dòng {number}: dòng {number + 1} đã bị xóa."
            if number < known[0]
            else f"Dòng {number} không khớp đầu nhật ký."
        )
    _nothing_beyond(number)
    return Sound(number, head, erased)


def verify_end(rows: int = 500) -> None:
    """Only the newest rows, and that the head is theirs: cheap enough for every day. Raises RecordBroken."""
    known = Head.objects.filter(pk=1).values_list("number", "hash").first() or (0, chain.START)
    number = max(known[0] - rows, 0)
    head = Event.objects.filter(number=number).values_list("hash", flat=True).first() if number else chain.START
    if head is None:
        raise RecordBroken(SENTENCES[Fault.MISSING].format(number))
    newest = Event.objects.filter(number__gt=number, number__lte=known[0]).order_by("number").values_list(*COLUMNS)
    try:
        for one in chain.follow(map(_link, newest), number, head):
            number, head = one.number, one.hash
    except Broken as broken:
        raise RecordBroken(SENTENCES[broken.fault].format(broken.number)) from broken
    if (number, head) != known:
        raise RecordBroken(f"Đầu nhật ký ghi {known[0]} dòng, nhưng chuỗi chỉ nối đến dòng {number}.")
    _nothing_beyond(number)


SENTENCES = {
    Fault.MISSING: "Thiếu dòng {}: dòng này đã bị xóa.",
    Fault.CHANGED: "Dòng {} không nối với dòng trước: dòng này đã bị sửa, chèn vào hoặc đổi chỗ.",
}


def pages(last: int) -> Iterator[list[tuple]]:
    """By key, since behind a pooler no cursor may stay open on the server. Numbers before 1 come too."""
    # Plain columns: a million model instances would cost as much as all the hashing.
    columns = Event.objects.filter(number__lte=last).order_by("number").values_list(*COLUMNS)
    rows = list(columns[:PAGE])
    while rows:
        yield rows
        rows = list(columns.filter(number__gt=rows[-1][0])[:PAGE])


def _link(row: tuple) -> Link:
    number, at, hash_, *said = row
    return Link(number, facts_of(number, at, said), hash_)


def _agrees(digest: Digest | None, one: Link) -> None:
    if digest and one.number == digest.rows and one.hash != digest.head:
        raise RecordBroken(
            f"Dòng {one.number} không còn là dòng mà bản tóm tắt ngày {digest.day_text} ghi: nhật ký đã bị viết lại."
        )


def _addresses_hold(rows: list[tuple]) -> int:
    """How many are erased."""
    sealed = {row[0]: row[SEAL] for row in rows if row[SEAL]}
    window = Address.objects.filter(pk__gte=rows[0][0], pk__lte=rows[-1][0])
    for number, salt, address in window.order_by("pk").values_list("pk", "salt", "address"):
        if sealed.pop(number, None) != chain.sealed(salt, address):
            raise RecordBroken(f"Địa chỉ của dòng {number} đã bị sửa hoặc thêm vào.")
    return len(sealed)


def _nothing_beyond(number: int) -> None:
    """Behind the head only what was recorded while this read may stand, and that has moved the head."""
    now = Head.objects.filter(pk=1).values_list("number", flat=True).first() or 0
    if Event.objects.filter(number__gt=max(number, now)).exists():
        raise RecordBroken(f"Sau dòng {max(number, now)} còn dòng không thuộc chuỗi: có dòng bị chèn vào cuối.")
