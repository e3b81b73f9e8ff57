"""May this step happen? The states of an article, the groups of states, and the table of steps. Pure.

The rules, in words:
- a writer writes, edits and submits their own drafts, and nobody else's;
- an approver may also edit a text that waits for approval;
- whoever approves did not write the text and has not edited it since it was submitted (four eyes), whatever their role;
- an approved text is what a second person read, so it no longer changes; its times and its place on the home page may.
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

EDITABLE = frozenset({Status.DRAFT, Status.SUBMITTED})
"""The text may change."""


APPROVE = "articles.approve_article"
SUBMIT = "articles.submit_article"

TABLE = Table(
    own="Anh/chị không duyệt được bài do chính mình viết; cần một người khác duyệt.",
    edited="Anh/chị đã sửa bài này sau khi bài được gửi duyệt nên không duyệt được; cần một người khác duyệt.",
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
        "withdraw": Step(
            name="Gỡ bài",
            address="go-bai",
            sources=frozenset({Status.APPROVED}),
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

OTHERS_DRAFT = "Bản nháp chỉ người viết mới sửa được."
LOCKED = "Bài đã duyệt thì khóa nội dung. Muốn sửa, hãy gỡ bài rồi đưa về bản nháp."
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
