"""May this article be given to another writer? Pure.

An approver gives it, with a reason. Whoever wrote it before stays barred from approving it, for ever.
"""

import re
from dataclasses import dataclass

from articles.workflow import APPROVE, Status
from desk.steps import Step, Table

STEP = "hand_over"
UNFINISHED = frozenset({Status.DRAFT, Status.SUBMITTED, Status.WITHDRAWN})
"""Where there is still something for a writer to do."""

TABLE = Table(
    own="",
    edited="",
    steps={
        STEP: Step(
            name="Giao bài",
            address="giao-bai",
            sources=UNFINISHED,
            target="",
            permission=APPROVE,
            refusal="Bài đã duyệt không còn việc cho người viết. Muốn người khác viết tiếp, hãy gỡ bài rồi giao.",
            done="Đã giao bài «{}» cho {}.",
            note="Vì sao giao bài cho người khác?",
            note_refusal="Hãy ghi lý do giao bài.",
            follows=(
                "Người nhận thành người viết của bài; trạng thái và nội dung của bài không đổi.",
                "Người viết trước không sửa được bản nháp nữa, và vẫn không được duyệt bài này.",
                "Cả hai người được báo ở trang «Việc cần làm», kèm lý do.",
            ),
        )
    },
)

NOT_A_WRITER = "{} không viết bài được: tài khoản đã khóa hoặc không có vai trò viết bài. Hãy chọn người khác."
ALREADY = "Bài «{}» đang là của {}. Hãy chọn người khác."
OUTSIDE = "{} không làm việc trong chuyên mục «{}». Hãy chọn người khác."
GIVEN = "{by} đã giao bài «{title}» của anh/chị cho {taker}. Lý do: {note}"
TAKEN = "{by} đã giao cho anh/chị bài «{title}», trước đó do {giver} viết. Lý do: {note}"
LONGEST_NOTICE = 500

_SEEN = re.compile(r"([0-9]{1,18}):([0-9]{1,9}):([a-z]{1,10}):([0-9]{0,18})")


@dataclass(frozen=True)
class Seen:
    """Which article, as the person saw it: a later one is not given away by a page of before."""

    pk: int
    revision: int
    status: str
    author: int | None

    def __str__(self):
        return f"{self.pk}:{self.revision}:{self.status}:{self.author or ''}"


def read_seen(text: str) -> Seen | None:
    """What `str(Seen)` wrote; None for anything else."""
    match = _SEEN.fullmatch(text)
    return Seen(int(match[1]), int(match[2]), match[3], int(match[4]) if match[4] else None) if match else None


def notice(sentence: str, note: str, **said) -> str:
    """A line for the front page, however long title and reason are: first the reason is cut, then the title."""
    title, most = said.pop("title"), LONGEST_NOTICE - len(sentence) - sum(len(str(word)) for word in said.values())
    title = _cut(title, max(most - 100, 60))
    return sentence.format(title=title, note=_cut(note, max(most - len(title), 40)), **said)[:LONGEST_NOTICE]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 2].rpartition(" ")[0] + " …"
