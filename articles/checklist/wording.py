"""What the words look like: capitals, broken letters, marks of secrecy, numbers that can be read in two ways.

Each rule gets one piece of the text and says whether it is to be told.
"""

import re

from articles.office import legacy_fonts

MOST_TITLE_WORDS = 25
MOST_TITLE_LETTERS = 160
CAPITALS_IN_TITLE = 4
CAPITALS_IN_HEADING = 3
CAPITALS_IN_TEXT = 7
"""Words in capitals, one behind the other; a few are a name or an abbreviation."""
LETTERS_GUESSED = 2_000

_WORD = re.compile(r"[^\W\d_]+")
# UTF-8 that was read as Western letters: "Ä‘á»“ng". A closing «má» or «XÃ» is none of these.
_MISREAD = re.compile(
    "áº[\u00a1-\u00bf]|á»[^\\W\\d_a-zA-Z\u00c0-\u1ef9]|á»[\u0080-\u009f\u00a1-\u00b9€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œŸžŽ]"
    "|Ã[¡¢£¨©ª¬\u00ad²³´µ¹º½]|Ä[‘ƒ‚\u0090-\u0091\u0082-\u0083]|Æ[°¡¯]|â€[™œ\u009d“”˜¦]|Å[©¨]"
)
_NO_LETTER = re.compile("[\ufffd\ue000-\uf8ff]")
_SECRET = re.compile(
    r"(?<!\w)(?:tuyệt mật|tối mật|tài liệu mật|độ mật|lưu hành nội bộ|không phổ biến|chỉ lưu hành|dự thảo lần)(?!\w)",
    re.I,
)
# The stamp stands among no other capitals: "MẬT ĐỘ DÂN SỐ", "BÍ MẬT" are none.
_BRACKETED = re.compile(r"[(\[]\s*MẬT\s*[)\]]")
_STAMPS = {"MẬT", "HỎA TỐC", "DỰ THẢO"}
_POINT = re.compile(
    r"(?<![\d.,/])\d{1,3}\.\d{1,2}\s?(?:%|phần trăm|nghìn|triệu|tỷ|ha|km|km2|km²|m2|m²|tấn|tạ|kg|điểm)(?!\w)"
)
_COMMA = re.compile(r"(?<![\d.,/])[1-9]\d{0,2},\d{3}(?:\s?(?:người|hộ|ha|tấn|đồng|triệu|tỷ|đảng viên|bản|xã))(?!\w)")
_SPACES = re.compile("\u00a0[ \u00a0]|[ ]\u00a0")


def is_long(title: str) -> bool:
    return len(title) > MOST_TITLE_LETTERS or len(title.split()) > MOST_TITLE_WORDS


def shouts(text: str, *, most: int) -> bool:
    """As many words in capitals one behind the other; single letters neither count nor end the row."""
    row = 0
    for word in _WORD.findall(text):
        if len(word) > 1:
            row = row + 1 if word.isupper() else 0
            if row >= most:
                return True
    return False


def is_broken(text: str) -> bool:
    return bool(_NO_LETTER.search(text) or _MISREAD.search(text))


def is_legacy(text: str) -> bool:
    """Only of a piece without a single letter of today's Vietnamese: French and German stay what they are."""
    if text.isascii() or legacy_fonts.is_unicode(text):
        return False
    return bool(legacy_fonts.guess(text[:LETTERS_GUESSED]))


def is_doubtful(text: str) -> bool:
    is_stamp = text.isupper() and text.strip(" .:()[]*-") in _STAMPS
    return is_stamp or bool(_SECRET.search(text)) or _has_stamp(text)


def _has_stamp(text: str) -> bool:
    if "MẬT" not in text:
        return False
    if _BRACKETED.search(text):
        return True
    words = _WORD.findall(text)
    return any(word == "MẬT" and not _among_capitals(words, place) for place, word in enumerate(words))


def _among_capitals(words: list[str], place: int) -> bool:
    around = words[max(0, place - 1) : place] + words[place + 1 : place + 2]
    return any(word.isupper() and len(word) > 1 for word in around)


def is_two_ways(text: str) -> bool:
    return bool(_POINT.search(text) or _COMMA.search(text))


def has_double_spaces(raw: str) -> bool:
    return bool(_SPACES.search(raw))
