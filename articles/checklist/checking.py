"""The list itself: each rule once, with its level, its sentence and where it looks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from articles.checklist import reading, structure, wording
from articles.checklist.findings import Draft, Facts, Finding, Level, finding
from articles.checklist.reading import HEADINGS, Page

MOST_GUESSED = 50
"""Blocks whose letters are tried in the old encodings; a text of another page has few that need it."""


@dataclass(frozen=True)
class Rule:
    code: str
    level: Level
    sentence: str
    look: Callable[[Draft, Page, Facts], Iterator[str]]


def check(draft: Draft, facts: Facts) -> tuple[Finding, ...]:
    """Everything that was found, errors first; nothing found: an empty tuple."""
    page = reading.read(draft.body)
    told = ((rule, list(rule.look(draft, page, facts))) for rule in RULES)
    return tuple(finding(rule.code, rule.level, rule.sentence, places) for rule, places in told if places)


def addresses(body: str) -> list[str]:
    """Where its links lead, each once; who asks the site for facts needs them."""
    return list(dict.fromkeys(link.href for link in reading.read(body).links if link.href))


def _of_page(look):
    return lambda _draft, page, facts: look(page, facts)


def _pieces(draft: Draft, page: Page) -> Iterator[tuple[str, str]]:
    """(place, words) of everything that readers read."""
    for name, text in (("Tiêu đề", draft.title), ("Sapo", draft.lead), ("Bút danh", draft.byline)):
        if text:
            yield name, reading.one_line(text)
    for block in page.blocks:
        if text := block.text:
            yield block.place, text
    for line in draft.sources.splitlines():
        if text := reading.one_line(line):
            yield f"Nguồn tài liệu «{reading.excerpt(text)}»", text


def _words(is_told):
    def look(draft, page, _facts):
        return (place for place, text in _pieces(draft, page) if is_told(text))

    return look


def _legacy(draft, page, _facts):
    left = MOST_GUESSED
    for place, text in _pieces(draft, page):
        if left and not text.isascii():
            left -= not wording.legacy_fonts.is_unicode(text)
            if wording.is_legacy(text):
                yield place


def _capitals(draft, page, _facts):
    if wording.shouts(draft.title, most=wording.CAPITALS_IN_TITLE):
        yield "Tiêu đề"
    if wording.shouts(draft.lead, most=wording.CAPITALS_IN_TEXT):
        yield "Sapo"
    for block in page.blocks:
        most = wording.CAPITALS_IN_HEADING if block.kind in HEADINGS else wording.CAPITALS_IN_TEXT
        if wording.shouts(block.raw, most=most):
            yield block.place


def _long_title(draft, _page, _facts):
    if wording.is_long(draft.title):
        yield f"Tiêu đề có {len(draft.title.split())} chữ"


def _spaces(_draft, page, _facts):
    return (block.place for block in page.blocks if block.text and wording.has_double_spaces(block.raw))


def _breaks(_draft, page, _facts):
    return (block.place for block in page.blocks if block.has_breaks and block.text)


E, W = Level.ERROR, Level.WARNING
RULES = (
    Rule(
        "picture_without_words", E,
        "Ảnh chưa có mô tả cho người không nhìn thấy. Hãy viết mô tả của ảnh trong thư viện rồi chèn lại ảnh.",
        _of_page(structure.wordless),
    ),
    Rule(
        "picture_gone", E, "Ảnh không còn trong thư viện. Hãy bỏ ảnh này hoặc chọn ảnh khác.",
        _of_page(structure.lost_pictures),
    ),
    Rule(
        "heading_order", E,
        "Đề mục nhảy cấp. Hãy đổi đề mục cho liền cấp: dưới tiêu đề bài là cấp 2, rồi cấp 3, cấp 4.",
        _of_page(structure.heading_order),
    ),
    Rule(
        "empty_heading", E, "Đề mục không có chữ. Hãy viết chữ hoặc xóa đề mục.", _of_page(structure.empty_headings),
    ),
    Rule(
        "empty_link", E, "Liên kết không có chữ để bấm. Hãy viết chữ cho liên kết hoặc bỏ liên kết.",
        _of_page(structure.empty_links),
    ),
    Rule(
        "dead_link", E, "Liên kết dẫn đến chỗ không có hoặc chưa công khai. Hãy sửa địa chỉ hoặc bỏ liên kết.",
        _of_page(structure.dead_links),
    ),
    Rule(
        "inner_link", E,
        "Liên kết dẫn vào trang quản trị hoặc mạng nội bộ, bạn đọc không mở được. Hãy bỏ liên kết này.",
        _of_page(structure.inner_links),
    ),
    Rule(
        "broken_letters", E, "Chữ bị vỡ do sai bảng mã. Hãy gõ lại hoặc chép lại từ bản gốc.",
        _words(wording.is_broken),
    ),
    Rule(
        "legacy_letters", E,
        "Chữ viết bằng bộ gõ cũ (TCVN3, VNI hoặc VISCII). Hãy cắt đoạn này, dán lại rồi chọn chuyển sang Unicode.",
        _legacy,
    ),
    Rule(
        "later_link", W, "Liên kết dẫn đến bài hiện sau bài này; cho đến lúc đó bạn đọc chưa mở được.",
        _of_page(structure.later_links),
    ),
    Rule(
        "doubtful_words", W,
        "Có chữ thường đóng trên tài liệu không công khai. Hãy chắc chắn nội dung này được phép đăng.",
        _words(wording.is_doubtful),
    ),
    Rule(
        "file_name", W, "Mô tả ảnh chỉ là tên tệp hoặc một chữ chung chung. Hãy viết trong ảnh có gì.",
        _of_page(structure.file_names),
    ),
    Rule(
        "long_title", W, f"Tiêu đề dài quá {wording.MOST_TITLE_WORDS} chữ; danh sách và kết quả tìm kiếm khó đọc.",
        _long_title,
    ),
    Rule(
        "capitals", W, "Nhiều chữ viết hoa liền nhau, khó đọc dấu. Hãy viết thường, trừ chữ cái đầu và tên riêng.",
        _capitals,
    ),
    Rule(
        "double_spaces", W,
        "Nhiều dấu cách liền nhau. Hãy chỉ để một dấu cách; muốn thụt đầu dòng thì không cần gõ gì.",
        _spaces,
    ),
    Rule("empty_lines", W, "Dòng trống ở giữa đoạn. Hãy bấm Enter một lần để tách thành hai đoạn.", _breaks),
    Rule(
        "number_two_ways", W,
        "Số có thể đọc theo hai cách. Hãy viết 12,5% và 4.517 hộ: dấu phẩy cho phần lẻ, dấu chấm cho hàng nghìn.",
        _words(wording.is_two_ways),
    ),
)  # fmt: skip
