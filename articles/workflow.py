"""May this step happen? The states of an article, the groups of states, and the table of steps. Pure.

The rules, in words:
- a writer writes, edits and submits their own drafts, and nobody else's;
- an approver may also edit a text that waits for approval; they are then its last editor;
- whoever approves did not write the text and did not edit it last (four eyes), whatever their role;
- an approved text is what a second person read, so it no longer changes; its times and its place on the home page may.
"""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


PUBLIC = frozenset({Status.APPROVED})
"""Visible to readers once its time has come."""

EDITABLE = frozenset({Status.DRAFT, Status.SUBMITTED})
"""The text may change."""


@dataclass(frozen=True)
class Step:
    """`refusal` answers when the article is in another state; `note` is the question put to whoever takes the step."""

    name: str
    sources: frozenset[Status]
    target: Status
    permission: str
    refusal: str
    only_own: bool = False
    four_eyes: bool = False
    note: str = ""
    note_refusal: str = ""


APPROVE = "articles.approve_article"
SUBMIT = "articles.submit_article"

STEPS = {
    "submit": Step(
        name="Gửi duyệt",
        sources=frozenset({Status.DRAFT}),
        target=Status.SUBMITTED,
        permission=SUBMIT,
        refusal="Chỉ gửi duyệt được bài đang là bản nháp.",
        only_own=True,
    ),
    "send_back": Step(
        name="Trả lại",
        sources=frozenset({Status.SUBMITTED}),
        target=Status.DRAFT,
        permission=APPROVE,
        refusal="Chỉ trả lại được bài đang chờ duyệt.",
        note="Cần sửa những gì?",
        note_refusal="Hãy ghi rõ cần sửa những gì trước khi trả lại bài.",
    ),
    "approve": Step(
        name="Duyệt",
        sources=frozenset({Status.SUBMITTED}),
        target=Status.APPROVED,
        permission=APPROVE,
        refusal="Chỉ duyệt được bài đang chờ duyệt.",
        four_eyes=True,
    ),
    "withdraw": Step(
        name="Gỡ bài",
        sources=frozenset({Status.APPROVED}),
        target=Status.WITHDRAWN,
        permission=APPROVE,
        refusal="Chỉ gỡ được bài đã duyệt.",
        note="Vì sao gỡ bài?",
        note_refusal="Hãy ghi lý do gỡ bài.",
    ),
    "reopen": Step(
        name="Đưa về bản nháp",
        sources=frozenset({Status.WITHDRAWN}),
        target=Status.DRAFT,
        permission=APPROVE,
        refusal="Chỉ đưa về bản nháp được bài đã gỡ.",
    ),
}

NO_PERMISSION = "Tài khoản của anh/chị không có quyền thực hiện bước này."
NOT_OWN = "Chỉ người viết mới gửi duyệt được bài của mình."
OWN_TEXT = "Anh/chị không duyệt được bài do chính mình viết; cần một người khác duyệt."
LAST_EDITOR = "Anh/chị là người sửa bài này gần nhất nên không duyệt được; cần một người khác duyệt."

OTHERS_DRAFT = "Bản nháp chỉ người viết mới sửa được."
LOCKED = "Bài đã duyệt thì khóa nội dung. Muốn sửa, hãy gỡ bài rồi đưa về bản nháp."
WITHDRAWN_LOCKED = "Bài đã gỡ thì khóa nội dung. Muốn sửa, hãy đưa về bản nháp."
WAITING = "Bài đang chờ duyệt; chỉ người duyệt mới sửa được. Muốn sửa, hãy đề nghị trả lại bài."


def refusal(step: str, *, status: str, has_permission: bool, is_own: bool, is_last_editor: bool) -> str | None:
    """Why this person may not take this step now, as a sentence; None when they may."""
    rule = STEPS[step]
    if not has_permission:
        return NO_PERMISSION
    if status not in rule.sources:
        return rule.refusal
    if rule.only_own and not is_own:
        return NOT_OWN
    if rule.four_eyes and is_own:
        return OWN_TEXT
    if rule.four_eyes and is_last_editor:
        return LAST_EDITOR
    return None


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
