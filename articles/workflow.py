"""May this step happen? The states of an article, the groups of states, and the table of steps. Pure.

The rules, in words:
- a writer writes, edits and submits their own drafts, and nobody else's;
- an approver may also edit a text that waits for approval;
- whoever approves did not write the text and has not edited it since it was submitted (four eyes), whatever their role;
- an approved text is what a second person read, so it no longer changes; its times and its place on the home page may,
  by somebody who did not write or edit it, with a reason (SCHEDULE);
- taking a text from readers is always "withdraw": no other way ends what they are reading; a text that is out of date
  stays readable under a word that says so;
- where the site allows it, an approver who is alone may approve what four eyes refuse them, with a reason; everybody
  at the desk sees it until another approver has confirmed it.
"""

from enum import StrEnum

from desk.steps import NO_PERMISSION, Step, Table


class Status(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


PUBLIC = frozenset({Status.APPROVED})
"""Visible to readers once its time has come."""

HIDDEN = frozenset(Status) - PUBLIC
"""Readers never see them."""

ALONE = "alone"
"""Approved by one person, as the table of steps sees it; to readers, and in its row, it is approved."""

OUTDATED = "outdated"
"""Readers still read it, under a word that it is out of date; in its row it is approved."""

SHOWN_STATES = frozenset({ALONE, OUTDATED})
"""States of the table that are approved in the row."""

EDITABLE = frozenset({Status.DRAFT, Status.SUBMITTED})
"""The text may change."""


APPROVE = "articles.approve_article"
SUBMIT = "articles.submit_article"

OVERRIDE_OFF = "Trang này không cho phép duyệt một mình; cần một người khác duyệt."
TAKES_AWAY = "Đổi lịch như vậy là gỡ bài đang đăng khỏi trang. Hãy dùng «Gỡ bài» và ghi lý do."

TABLE = Table(
    own="Anh/chị không duyệt được bài do chính mình viết; cần một người khác duyệt.",
    edited="Anh/chị đã sửa bài này sau khi bài được gửi duyệt nên không duyệt được; cần một người khác duyệt.",
    former="Anh/chị từng viết bài này nên không duyệt được, dù bài đã giao cho người khác; cần một người khác duyệt.",
    not_author="Chỉ người viết mới gửi duyệt được bài của mình.",
    steps={
        "submit": Step(
            name="Gửi duyệt",
            address="gui-duyet",
            sources=frozenset({Status.DRAFT}),
            target=Status.SUBMITTED,
            permission=SUBMIT,
            refusal="Chỉ gửi duyệt được bài đang là bản nháp.",
            done="Đã gửi bài «{}» chờ duyệt.",
            only_author=True,
            follows=(
                "Những người duyệt thấy bài ở trang «Việc cần làm» của họ; một người khác anh/chị sẽ duyệt.",
                "Sau khi gửi, anh/chị không sửa được bài cho đến khi bài được trả lại.",
            ),
        ),
        "send_back": Step(
            name="Trả lại",
            address="tra-lai",
            sources=frozenset({Status.SUBMITTED}),
            target=Status.DRAFT,
            permission=APPROVE,
            refusal="Chỉ trả lại được bài đang chờ duyệt.",
            done="Đã trả lại bài «{}» cho người viết.",
            note="Cần sửa những gì?",
            note_refusal="Hãy ghi rõ cần sửa những gì trước khi trả lại bài.",
            follows=(
                "Bài trở lại thành bản nháp của người viết; bạn đọc không thấy gì.",
                "Người viết thấy lời nhắn này ở trang «Việc cần làm» và trong bài.",
            ),
        ),
        "approve": Step(
            name="Duyệt",
            address="duyet",
            sources=frozenset({Status.SUBMITTED}),
            target=Status.APPROVED,
            permission=APPROVE,
            refusal="Chỉ duyệt được bài đang chờ duyệt.",
            done="Đã duyệt bài «{}».",
            four_eyes=True,
            follows=("Sau khi duyệt, nội dung bị khóa; giờ đăng, giờ gỡ và bài nổi bật vẫn đổi được.",),
        ),
        "override": Step(
            name="Duyệt một mình",
            address="duyet-mot-minh",
            sources=frozenset({Status.SUBMITTED}),
            target=ALONE,
            permission=APPROVE,
            refusal="Chỉ duyệt được bài đang chờ duyệt.",
            instead="Anh/chị duyệt được bài này theo cách thường; không cần duyệt một mình.",
            done="Đã duyệt một mình bài «{}»; bài chờ người thứ hai xác nhận.",
            note="Vì sao bài phải đăng khi chỉ có một người duyệt?",
            note_refusal="Hãy ghi rõ lý do, ít nhất 20 chữ cái: những người duyệt khác sẽ đọc.",
            note_letters=20,
            follows=(
                "Chỉ dùng khi không thể chờ người thứ hai. Việc này, tên anh/chị và lý do được ghi vào nhật ký.",
                "Mọi người ở bàn làm việc thấy bài này chưa có người thứ hai, cho đến khi một người duyệt khác xác "
                "nhận hoặc gỡ bài.",
                "Sau khi duyệt, nội dung bị khóa.",
            ),
        ),
        "confirm": Step(
            name="Xác nhận",
            address="xac-nhan",
            sources=frozenset({ALONE}),
            target=Status.APPROVED,
            permission=APPROVE,
            refusal="Bài này không chờ ai xác nhận.",
            done="Đã xác nhận bài «{}»: bài đã có hai người đứng sau.",
            four_eyes=True,
            follows=(
                "Từ lúc này anh/chị cùng đứng sau bài như thể đã duyệt từ đầu.",
                "Nếu bài không nên đăng, đừng xác nhận; hãy bấm «Gỡ bài» và ghi lý do.",
            ),
        ),
        "withdraw": Step(
            name="Gỡ bài",
            address="go-bai",
            sources=frozenset({Status.APPROVED, ALONE, OUTDATED}),
            target=Status.WITHDRAWN,
            permission=APPROVE,
            refusal="Chỉ gỡ được bài đã duyệt.",
            done="Đã gỡ bài «{}».",
            note="Vì sao gỡ bài?",
            note_refusal="Hãy ghi lý do gỡ bài.",
            follows=(
                "Bài biến mất khỏi trang ngay lập tức, kể cả trong kết quả tìm kiếm và tin RSS; ảnh chỉ bài này dùng "
                "cũng vậy.",
                "Lý do được lưu trong các bước của bài; bạn đọc không thấy.",
                "Muốn đăng lại, hãy đưa bài về bản nháp rồi duyệt lại từ đầu.",
            ),
        ),
        "outdate": Step(
            name="Ghi là đã cũ",
            address="da-cu",
            sources=frozenset({Status.APPROVED}),
            target=OUTDATED,
            permission=APPROVE,
            refusal="Chỉ ghi là đã cũ được bài đã duyệt và chưa ghi như vậy.",
            done="Bài «{}» đã có lời báo rằng nội dung đã cũ.",
            note="Vì sao bài đã cũ?",
            note_refusal="Hãy ghi lý do bài đã cũ.",
            follows=(
                "Bạn đọc vẫn đọc và tìm được bài, dưới một dòng nói rằng nội dung đã cũ, kèm ngày hôm nay.",
                "Lý do được lưu trong các bước của bài; bạn đọc không thấy.",
            ),
        ),
        "renew": Step(
            name="Bỏ lời báo đã cũ",
            address="con-dung",
            sources=frozenset({OUTDATED}),
            target=Status.APPROVED,
            permission=APPROVE,
            refusal="Bài này không có lời báo đã cũ.",
            done="Đã bỏ lời báo đã cũ của bài «{}».",
            four_eyes=True,
            note="Vì sao bài lại dùng được?",
            note_refusal="Hãy ghi lý do bỏ lời báo.",
            follows=("Bạn đọc thấy bài như trước khi có lời báo.",),
        ),
        "reopen": Step(
            name="Đưa về bản nháp",
            address="dua-ve-nhap",
            sources=frozenset({Status.WITHDRAWN}),
            target=Status.DRAFT,
            permission=APPROVE,
            refusal="Chỉ đưa về bản nháp được bài đã gỡ.",
            done="Đã đưa bài «{}» về bản nháp.",
            follows=(
                "Bài trở lại thành bản nháp của người viết; bạn đọc vẫn không thấy.",
                "Muốn đăng lại phải qua một lượt gửi và duyệt mới.",
            ),
        ),
    },
)
STEPS = TABLE.steps

SCHEDULE = Table(
    own="Anh/chị không tự đổi lịch đăng của bài do chính mình viết; cần một người duyệt khác.",
    edited="Anh/chị đã sửa bài này nên không đổi được lịch đăng; cần một người duyệt khác.",
    former="Anh/chị từng viết bài này nên không đổi được lịch đăng; cần một người duyệt khác.",
    steps={
        "reschedule": Step(
            name="Đổi lịch đăng",
            address="",
            sources=PUBLIC | SHOWN_STATES,
            target=Status.APPROVED,
            permission=APPROVE,
            refusal="Chỉ đổi lịch được bài đã duyệt.",
            done="Đã đổi lịch đăng bài «{}».",
            four_eyes=True,
            note="Vì sao đổi lịch đăng?",
            note_refusal="Hãy ghi lý do đổi lịch đăng.",
        )
    },
)
"""Taken in the form of an approved article, for it asks for times."""

OTHERS_DRAFT = "Bản nháp chỉ người viết mới sửa được."
LOCKED = "Bài đã duyệt thì khóa nội dung. Muốn sửa chữ mà bài vẫn đang đăng, hãy bấm «Sửa bài đang đăng»."
WITHDRAWN_LOCKED = "Bài đã gỡ thì khóa nội dung. Muốn sửa, hãy đưa về bản nháp."
WAITING = "Bài đang chờ duyệt; chỉ người duyệt mới sửa được. Muốn sửa, hãy đề nghị trả lại bài."


def edit_refusal(*, status: str, can_write: bool, can_approve: bool, is_own: bool) -> str | None:
    """Why this person may not change the text now; None when they may."""
    if not can_write:
        return NO_PERMISSION
    if status == Status.APPROVED:
        return LOCKED
    if status == Status.WITHDRAWN:
        return WITHDRAWN_LOCKED
    if status == Status.SUBMITTED and not can_approve:
        return WAITING
    if status == Status.DRAFT and not is_own:
        return OTHERS_DRAFT
    return None


def may_see(*, status: str, can_approve: bool, is_own: bool) -> bool:
    """May a member of staff open it in the admin? A colleague's unfinished text is nobody's business but theirs."""
    return is_own or can_approve or status in PUBLIC
