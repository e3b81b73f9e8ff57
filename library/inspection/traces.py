"""What a file tells about people, and what it holds that its pages do not show."""

import re
from collections.abc import Iterable

MAX_VALUES = 12
# What cleaning/ writes in the place of a name; it says nothing of anybody.
PLACEHOLDER = "Tác giả"
_PLACEHOLDER = re.compile(f"{PLACEHOLDER}( [0-9]+)?")
MAX_LENGTH = 80

# The words on the screen, in the order in which they stand there. The first group can be removed, the second is told.
PEOPLE = (
    "Người soạn",
    "Người lưu lần cuối",
    "Người in lần cuối",
    "Người quản lý",
    "Cơ quan",
    "Người sửa, ghi chú",
    "Người giữ quyền sửa",
    "Tài khoản",
    "Thuộc tính riêng",
    "Đường dẫn trên máy người soạn",
    "Dữ liệu riêng của phần mềm",
)
HIDDEN = (
    "Chữ ẩn",
    "Chữ đã xóa nhưng còn lưu (theo dõi thay đổi)",
    "Ghi chú bên lề",
    "Trang tính ẩn",
    "Hàng, cột ẩn",
    "Trang chiếu ẩn",
    "Lời ghi của người trình bày",
    "Lớp ẩn",
)


class Traces:
    """Bounded, whatever the file holds: so many values of a kind, each so long; beyond that they are counted."""

    def __init__(self):
        self._values: dict[str, dict[str, None]] = {}
        self._counts: dict[str, int] = {}

    def add(self, kind: str, value: str) -> None:
        words = " ".join("".join(letter if letter.isprintable() else " " for letter in value[:400]).split())
        if words and not _PLACEHOLDER.fullmatch(words):
            values = self._values.setdefault(kind, {})
            if len(values) < MAX_VALUES:
                values[words[:MAX_LENGTH]] = None

    def count(self, kind: str, more: int = 1) -> None:
        if more:
            self._counts[kind] = self._counts.get(kind, 0) + more

    def told(self) -> list[dict]:
        """As it is stored: [{"kind": ..., "values": [...], "count": n}]; `count` is 0 where the values say all."""
        return list(self._told((*PEOPLE, *HIDDEN)))

    def _told(self, kinds: Iterable[str]):
        for kind in kinds:
            values, count = list(self._values.get(kind, ())), self._counts.get(kind, 0)
            if values or count:
                yield {"kind": kind, "values": values, "count": count}
