"""All of it has two people: every row reaches readers, so whatever is typed waits as a proposal (proposals/)."""

from django.db import models
from django.urls import reverse

from proposals import guards
from proposals.models import Proposal
from words import services
from words.models import FrontPage, Page, PinnedArticle, SiteWords, UrgentNotice
from words.services import APPROVE

GUARDED: dict[type[models.Model], tuple[str, ...]] = {
    SiteWords: (
        "name", "motto", "greeting", "description", "place", "owner", "editor", "address", "telephone", "email",
        "contacts", "licence_number", "licence_on", "licence_issuer", "reuse", "footer",
    ),
    FrontPage: ("menu", "sections", "without_picture"),
    PinnedArticle: ("article", "order", "last_day"),
    UrgentNotice: ("text", "link", "starts_at", "ends_at"),
    Page: ("title", "slug", "summary", "order", "body"),
}  # fmt: skip
GOES_ON = "tu-de-nghi"
"""A page that was sent back is taken up again from what stands in its proposal."""
FOLLOWS = {
    UrgentNotice: "Thông báo hiện ở đầu mọi trang trong thời gian đã ghi.",
    Page: "Trang có hiệu lực ngay, vào cả tìm kiếm và sơ đồ trang.",
}


def _looks(proposal: Proposal) -> list[tuple[str, str]]:
    if proposal.action == Proposal.Action.DELETE:
        return []
    pages = [("Xem trước như bạn đọc sẽ thấy", "words_page_preview"), ("Đoạn nào đổi", "words_page_compare")]
    found = [(words, reverse(f"admin:{name}", args=[proposal.pk])) for words, name in pages]
    if proposal.action == Proposal.Action.ADD and proposal.state == Proposal.State.RETURNED:
        found.append(("Viết tiếp từ bản này", f"{reverse('admin:words_page_add')}?{GOES_ON}={proposal.pk}"))
    return found


OWN_WAYS = {
    Page: {
        "save": services.save_page,
        "delete": lambda page, at: services.delete_page(page),
        "looks": _looks,
    }
}


def register() -> None:
    for model, columns in GUARDED.items():
        usual = {"save": lambda row, at: row.save(), "delete": lambda row, at: row.delete()}
        if model in FOLLOWS:
            usual["follows"] = FOLLOWS[model]
        guards.register(model, guards.Guard(columns=columns, approve=APPROVE, **usual | OWN_WAYS.get(model, {})))
