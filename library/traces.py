"""What a stored document tells about people and hides from its pages, in words for the staff's screens."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

import vietnamese
from library.inspection.traces import HIDDEN
from library.models import DocumentFile

NEVER_ASKED = "Chưa xem: tệp vào thư viện trước khi trang biết mở tệp. Hãy tải lên lại để xem."
NOTHING = "Không thấy tên người hay dữ liệu ẩn nào."
CLEANED = "Tên người đã được xóa khi tải lên."
ADVICE = "Bạn đọc tải tệp về sẽ thấy được những điều này. Nếu không muốn, hãy xóa trong tệp rồi tải lên lại."
NAMES_ADVICE = "Để xóa tên người, hãy tải lên lại và đánh dấu «Xóa tên người soạn và dữ liệu ẩn trong tệp»."


def lines(document: DocumentFile) -> list[tuple[str, str]]:
    """[("Người soạn", "Lò Thị Hoa"), ("Chữ ẩn", "3 chỗ")]"""
    return [(told["kind"], _said(told)) for told in document.traces or ()]


def sentence(document: DocumentFile) -> str:
    """ "Người soạn: Lò Thị Hoa; Chữ ẩn: 3 chỗ", or "" where there is nothing to say."""
    return NEVER_ASKED if document.traces is None else "; ".join(f"{kind}: {said}" for kind, said in lines(document))


def shown(document: DocumentFile) -> SafeString | str:
    """For a staff screen: all that is known, then what to do about it."""
    if document.traces is None:
        return NEVER_ASKED
    told = format_html_join("", "<li><strong>{}:</strong> {}</li>", lines(document))
    words = [CLEANED] if document.is_cleaned else []
    words += _advice(document) if told else [NOTHING] * (not document.is_cleaned)
    return format_html(
        '<div class="stored-traces">{}{}</div>',
        format_html("<ul>{}</ul>", told) if told else "",
        format_html_join("", "<p>{}</p>", ((sentence,) for sentence in words)),
    )


def _advice(document: DocumentFile) -> list[str]:
    has_names = any(told["kind"] not in HIDDEN for told in document.traces)
    return [ADVICE, NAMES_ADVICE] if has_names else [ADVICE]


def _said(told: dict) -> str:
    words = list(told["values"])
    if told["count"]:
        words.append(f"{vietnamese.number(told['count'])} chỗ")
    return ", ".join(words)
