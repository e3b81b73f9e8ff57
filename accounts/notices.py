"""What others did with somebody's account is told to that person: on the desk, and by mail where there is a server."""

import datetime as dt

from accounts.models import User
from notices import outbox, services
from notices.models import Letter, Notice
from web import speaker

SUBJECT = "Thay đổi về tài khoản của anh/chị"
NOT_EXPECTED = "Nếu anh/chị không biết việc này, hãy báo ngay cho người quản trị hệ thống."
LINK = "{},\n\nHãy mở liên kết dưới đây trong ba ngày để đặt mật khẩu của anh/chị:\n\n{}\n"

can_mail = outbox.can_mail


def tell(user: User, sentence: str, *, by, at: dt.datetime) -> None:
    """`by`: who did it; None for a command on the machine."""
    words = services.Words(text=sentence, letter=f"{sentence}\n\n{NOT_EXPECTED}", subject=SUBJECT)
    services.tell([user], words, kind=Notice.Kind.ACCOUNT, by=by, at=at)


def tell_at(address: str, user: User, sentence: str, *, at: dt.datetime) -> None:
    """A letter alone, to where this person had letters sent until now."""
    subject = f"{SUBJECT} – {speaker.today().name}"
    outbox.post(user, subject, f"{user},\n\n{sentence}\n\n{NOT_EXPECTED}\n", at=at, address=address)


def post_link(user: User, address: str, *, at: dt.datetime, until: dt.datetime) -> Letter | None:
    """None where no letter can reach this person."""
    subject = f"Đặt mật khẩu – {speaker.today().name}"
    return outbox.post(user, subject, LINK.format(user, address), at=at, good_until=until)


def unread(user: User) -> list[Notice]:
    return list(services.unread(user, Notice.Kind.ACCOUNT))


def mark_read(user: User, last: int, at: dt.datetime) -> None:
    services.mark_read(user, at, up_to=last, kind=Notice.Kind.ACCOUNT)
