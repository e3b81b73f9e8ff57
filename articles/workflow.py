"""May this step happen? The states of an article, the groups of states, and the table of steps. Pure."""

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
"""The text may change; an approved text is what a second person read, so it may not."""


@dataclass(frozen=True)
class Step:
    sources: frozenset[Status]
    target: Status
    permission: str
    refusal: str


STEPS = {
    "submit": Step(
        sources=frozenset({Status.DRAFT}),
        target=Status.SUBMITTED,
        permission="articles.submit_article",
        refusal="Chỉ gửi duyệt được bài đang là bản nháp.",
    ),
    "send_back": Step(
        sources=frozenset({Status.SUBMITTED}),
        target=Status.DRAFT,
        permission="articles.approve_article",
        refusal="Chỉ trả lại được bài đang chờ duyệt.",
    ),
    "approve": Step(
        sources=frozenset({Status.SUBMITTED}),
        target=Status.APPROVED,
        permission="articles.approve_article",
        refusal="Chỉ duyệt được bài đang chờ duyệt.",
    ),
    "withdraw": Step(
        sources=frozenset({Status.APPROVED}),
        target=Status.WITHDRAWN,
        permission="articles.approve_article",
        refusal="Chỉ gỡ được bài đã duyệt.",
    ),
    "reopen": Step(
        sources=frozenset({Status.WITHDRAWN}),
        target=Status.DRAFT,
        permission="articles.approve_article",
        refusal="Chỉ đưa về bản nháp được bài đã gỡ.",
    ),
}
