"""What became of a document: data first, Vietnamese words second. Pure."""

from collections import Counter
from dataclasses import dataclass, field

KEPT, CHANGED, DROPPED, ASKED = "kept", "changed", "dropped", "asked"
FATES = {KEPT: "Đã giữ", CHANGED: "Đã đổi", DROPPED: "Đã bỏ", ASKED: "Cần anh/chị quyết định"}

# Code -> (fate, words for a count). What follows a colon are the details, each once.
WORDS = {
    "headings": (KEPT, "{} đề mục"),
    "lists": (KEPT, "{} mục trong danh sách"),
    "tables": (KEPT, "{} bảng"),
    "notes": (KEPT, "{} chú thích, có đường đến và đường về"),
    "pictures": (KEPT, "{} ảnh"),
    "quotes": (KEPT, "{} đoạn trích dẫn"),
    "aligned": (KEPT, "{} đoạn canh giữa hoặc canh phải"),
    "links": (KEPT, "{} liên kết"),
    "heading_levels": (CHANGED, "{} đề mục đổi cấp để đứng dưới tiêu đề và không nhảy cấp"),
    "typed_lists": (CHANGED, "{} dòng gõ số hoặc gạch đầu dòng thành mục trong danh sách"),
    "symbol_bullets": (CHANGED, "{} dấu đầu dòng bằng phông ký hiệu thành mục trong danh sách"),
    "text_boxes": (CHANGED, "{} khung chữ đưa vào mạch bài, sau đoạn chứa khung"),
    "formulas": (CHANGED, "{} công thức thành chữ thường"),
    "typed_numbers": (CHANGED, "{} số mục nhiều cấp giữ nguyên thành chữ"),
    "lost_links": (CHANGED, "{} liên kết không dẫn đến đâu, chỉ giữ chữ"),
    "completed_links": (CHANGED, "{} địa chỉ được thêm «https://»"),
    "split_breaks": (CHANGED, "{} chỗ xuống dòng trống thành đoạn riêng"),
    "legacy_converted": (CHANGED, "{} đoạn chữ phông cũ đã chuyển sang Unicode"),
    "accepted_changes": (CHANGED, "{} chỗ sửa đang theo dõi: lấy bản sau khi sửa"),
    "refused_changes": (CHANGED, "{} chỗ sửa đang theo dõi: giữ bản trước khi sửa"),
    "tracked_changes": (ASKED, "{} chỗ sửa đang theo dõi: lấy bản sau khi sửa hay giữ bản trước"),
    "legacy_fonts": (ASKED, "{} đoạn viết bằng phông chữ cũ"),
    "suggested_headings": (ASKED, "{} dòng in đậm có thể là đề mục"),
    "broken_lines": (ASKED, "{} chỗ ngắt dòng giữa câu có thể nối lại"),
    "comments": (DROPPED, "{} nhận xét bên lề"),
    "hidden": (DROPPED, "{} đoạn chữ ẩn"),
    "contents": (DROPPED, "{} dòng của mục lục tự động"),
    "page_frames": (DROPPED, "{} đầu trang, chân trang"),
    "foreign_pictures": (DROPPED, "{} ảnh không nằm trong tệp, hãy tải lên thư viện rồi chèn lại"),
    "drawn_pictures": (DROPPED, "{} hình vẽ, biểu đồ hoặc đối tượng nhúng mà trang không hiện được"),
    "unsupported_pictures": (DROPPED, "{} ảnh có kiểu mà thư viện không nhận (WMF, EMF…)"),
    "pasted_pictures": (DROPPED, "{} ảnh trong phần dán, chưa vào thư viện"),
    "dropped_notes": (DROPPED, "{} dấu chú thích không có lời"),
}  # fmt: skip
MOST_DETAILS = 5


@dataclass(frozen=True)
class Sentence:
    fate: str
    code: str
    words: str


@dataclass
class Findings:
    counts: Counter = field(default_factory=Counter)
    details: dict[str, list[str]] = field(default_factory=dict)

    def add(self, code: str, detail: str = "", count: int = 1) -> None:
        if code not in WORDS:
            raise KeyError(code)
        if not count:
            return
        self.counts[code] += count
        told = self.details.setdefault(code, [])
        detail = " ".join(detail.split())[:80]
        if detail and detail not in told and len(told) < MOST_DETAILS:
            told.append(detail)

    def copy(self) -> "Findings":
        return Findings(Counter(self.counts), {code: list(told) for code, told in self.details.items()})

    def rename(self, code: str, other: str) -> None:
        if count := self.counts.pop(code, 0):
            self.add(other, count=count)

    def of(self, fate: str) -> dict[str, int]:
        return {code: count for code, count in self.counts.items() if WORDS[code][0] == fate and count}


def sentences(findings: Findings) -> list[Sentence]:
    """In the order of WORDS."""
    return [
        Sentence(fate, code, _said(words, findings.counts[code], findings.details.get(code, [])))
        for code, (fate, words) in WORDS.items()
        if findings.counts[code]
    ]


def by_fate(findings: Findings) -> list[tuple[str, list[str]]]:
    """("Đã bỏ", sentences), what needs an answer first; without the empty ones."""
    told = sentences(findings)
    groups = (
        (FATES[fate], [one.words for one in told if one.fate == fate]) for fate in (ASKED, DROPPED, CHANGED, KEPT)
    )
    return [(name, group) for name, group in groups if group]


def _said(words: str, count: int, details: list[str]) -> str:
    said = words.format(count)
    return f"{said}: {', '.join(f'«{detail}»' for detail in details)}." if details else f"{said}."
