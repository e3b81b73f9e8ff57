"""Why is this article not on the site? The missing step in one sentence, and who can take it. Pure.

Every state and every hour has an answer; "đang trên trang" is said exactly when readers see the article.
"""

import datetime as dt
from dataclasses import dataclass

import vietnamese
from articles.workflow import PUBLIC, Status

NAMED = 3
"""So many people are named; of the others it is said how many they are."""
NOBODY = "hiện không có ai; cần giao vai trò duyệt cho một người không viết, không sửa bài này"


@dataclass(frozen=True)
class People:
    """`writer`: "" where nobody is known; `can_write`: they still have an account that writes.

    `approvers`: names of those who may approve this article, who neither wrote nor edited it; `editors`: of all who may
    approve in its section.
    """

    writer: str
    can_write: bool
    approvers: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Facts:
    """`returned`: what the approver wants changed, `withdrawn`: why it was taken down; "" where neither holds now."""

    status: str
    publish_at: dt.datetime | None
    expire_at: dt.datetime | None
    people: People
    returned: str = ""
    withdrawn: str = ""


@dataclass(frozen=True)
class Answer:
    """`sentence`: what is missing; `who`: who can do it, "" when nobody needs to do anything."""

    is_on_site: bool
    sentence: str
    who: str = ""


def answer(facts: Facts, at: dt.datetime) -> Answer:
    if facts.status in PUBLIC:
        return _approved(facts, at)
    return _UNAPPROVED[Status(facts.status)](facts, at)


def _approved(facts, at):
    if facts.publish_at is None:
        return Answer(False, "Bài đã duyệt nhưng chưa có giờ đăng; cần đặt giờ đăng.", _any_of(facts.people.approvers))
    if facts.expire_at is not None and facts.expire_at <= at:
        sentence = f"Bài đã tự gỡ lúc {_moment(facts.expire_at)}; muốn đăng tiếp, cần đổi giờ gỡ tự động."
        return Answer(False, sentence, _any_of(facts.people.approvers))
    if facts.publish_at > at:
        return Answer(False, f"Bài đã duyệt, tự lên trang lúc {_moment(facts.publish_at)}; không ai phải làm gì.")
    until = f", đến {_moment(facts.expire_at)}" if facts.expire_at else ""
    return Answer(True, f"Bài đang trên trang từ {_moment(facts.publish_at)}{until}.")


def _draft(facts, at):
    if not (facts.people.writer and facts.people.can_write):
        lost = f"{facts.people.writer} không còn viết bài" if facts.people.writer else "không rõ ai là người viết"
        return Answer(False, f"Bài là bản nháp mà {lost}; cần giao bài cho người khác.", _any_of(facts.people.editors))
    if facts.returned:
        sentence = f"Bài bị trả lại: «{_short(facts.returned)}»; cần sửa rồi gửi duyệt lại."
        return Answer(False, sentence, facts.people.writer)
    return Answer(False, "Bài còn là bản nháp; cần gửi duyệt.", facts.people.writer)


def _submitted(facts, at):
    if facts.expire_at is not None and facts.expire_at <= max(facts.publish_at or at, at):
        wrong = "đã qua" if facts.expire_at <= at else "trước giờ đăng"
        sentence = f"Bài chờ duyệt nhưng giờ gỡ tự động {wrong}; cần sửa giờ ấy, hoặc trả lại bài, trước khi duyệt."
        return Answer(False, sentence, _any_of(facts.people.editors))
    return Answer(False, "Bài đang chờ duyệt.", _any_of(facts.people.approvers))


def _withdrawn(facts, at):
    why = f" («{_short(facts.withdrawn)}»)" if facts.withdrawn else ""
    sentence = f"Bài đã bị gỡ{why}; muốn đăng lại, cần đưa về bản nháp, gửi và duyệt lại."
    return Answer(False, sentence, _any_of(facts.people.editors))


_UNAPPROVED = {Status.DRAFT: _draft, Status.SUBMITTED: _submitted, Status.WITHDRAWN: _withdrawn}


def _any_of(names: tuple[str, ...]) -> str:
    """ "Lò Thị Hoa, Quàng Văn Đức hoặc 2 người khác"."""
    if not names:
        return NOBODY
    named, others = list(names[:NAMED]), len(names) - NAMED
    if others > 0:
        return f"{', '.join(named)} hoặc {others} người khác"
    return " hoặc ".join(filter(None, [", ".join(named[:-1]), named[-1]]))


def _moment(at):
    return vietnamese.moment(at)


def _short(text: str, most: int = 200) -> str:
    """One line; a long one ends with a whole word."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rpartition(" ")[0] + " …"
