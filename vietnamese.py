"""Pure helpers for Vietnamese text: one spelling inside, slugs, folding for search, sorting, dates in words.

Every function takes and gives plain values; nothing here knows Django or the clock.
"""

import datetime as dt
import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

TIME_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")

# Old files write Đ as the Icelandic Ð (U+00D0) or the African Ɖ (U+0189): alike on paper, different in code.
_LOOKALIKES = str.maketrans({"\u00d0": "Đ", "\u00f0": "đ", "\u0189": "Đ", "\u0256": "đ"})
_LOOKALIKE = re.compile("[\u00d0\u00f0\u0189\u0256]")

# Nobody types these on purpose. Databases refuse NUL and half characters, feeds refuse control characters, and
# characters without width or with a reading direction hide one word inside another.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    "\ud800-\udfff\ufffe\uffff]"
)

# A letter carries two marks in Vietnamese, four or five where languages need most. Normalising takes time with the
# square of a run of marks, so a run that no language has is cut before it: 120 kB of them held a process for seconds.
MOST_MARKS = 8
_MARKS = "".join(chr(code) for code in range(0x300, 0x1F000) if unicodedata.combining(chr(code)))
_TOO_MANY_MARKS = re.compile(f"([{_MARKS}]{{{MOST_MARKS}}})[{_MARKS}]+")

# The letters in dictionary order; a letter's tones (ngang, huyền, hỏi, ngã, sắc, nặng) sort after the letter itself.
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_ORDER = {letter: position for position, letter in enumerate(_ALPHABET, start=1)}

_OPEN_GLIDE = re.compile(r"(?<!q)([ou])([àáảãạèéẻẽẹỳýỷỹỵ])(?![a-zà-ỹđ])", re.IGNORECASE)


def nfc(text: str) -> str:
    """The one spelling we keep: composed letters, Vietnamese Đ, nothing unseen. Twice changes nothing.

    Text comes decomposed (NFD) from macOS and Zalo, and with look-alike Ð from old Word files.
    """
    composed = _composed(_UNSEEN.sub("", text))
    # Looking for them costs a tenth of translating a long text that has none, as nearly all have none.
    return composed.translate(_LOOKALIKES) if _LOOKALIKE.search(composed) else composed


def fold(text: str) -> str:
    """Lower case without any mark: "Đường lối" -> "duong loi".

    Exactly one character per character of the text in NFC, whatever the script, so positions in the folded text are
    positions in the original; highlighting relies on it. A mark that composes with nothing stays where it is.
    """
    return _composed(text).translate(_FOLDED)


def _composed(text: str) -> str:
    """NFC, in time that grows with the length of the text alone."""
    return unicodedata.normalize("NFC", text if text.isascii() else _TOO_MANY_MARKS.sub(r"\1", text))


class _Folding(dict):
    """Code point -> folded character, for str.translate. Letters met again and again are kept, the rest worked out."""

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        # Beyond the alphabets the table would only grow with what strangers send.
        if code < 0x2000:
            self[code] = folded
        return folded


def _fold_character(character: str) -> str:
    first, *rest = unicodedata.normalize("NFD", character)
    # A Korean syllable decomposes into letters, not into a letter and its marks: it stays whole.
    base = first if all(unicodedata.combining(mark) for mark in rest) else character
    return {"đ": "d", "Đ": "d"}.get(base.translate(_LOOKALIKES), base.lower()[0])


_FOLDED = _Folding()


def unify_tone_placement(text: str) -> str:
    """The tone on the first vowel: "hoà", "khoẻ", "thuỷ" become "hòa", "khỏe", "thủy"; both spellings are in use.

    For comparing only; the text that people wrote is never rewritten. After "q" the u belongs to the consonant, so
    "quý" stays. Text in NFC keeps its length.
    """
    return _OPEN_GLIDE.sub(_move_tone_left, text)


def _move_tone_left(match: re.Match) -> str:
    glide, vowel = match.groups()
    if (glide.lower() == "u") != (fold(vowel) == "y"):
        return match.group()
    base, *marks = unicodedata.normalize("NFD", vowel)
    return unicodedata.normalize("NFC", glide + "".join(marks)) + base


def slug(text: str, max_length: int = 80) -> str:
    """An address without marks: "Đảng bộ tỉnh" -> "dang-bo-tinh"; whole words up to `max_length` characters.

    Text without a Latin letter or digit gives "khong-ten", so that an address is never empty.
    """
    words = re.findall(r"[a-z0-9]+", fold(unicodedata.normalize("NFKC", nfc(text))))
    result = ""
    for word in words:
        longer = f"{result}-{word}" if result else word
        if len(longer) > max_length:
            break
        result = longer
    return result or ("".join(words)[:max_length] or "khong-ten")


def sort_key(text: str) -> tuple:
    """Dictionary order for Vietnamese: letters a ă â b c d đ ... first, then tones; what is not a letter comes before.

    Two texts have the same key only if they are the same text in NFC.
    """
    text = nfc(text)
    letters, tones = zip(*map(_letter_and_tone, text.lower()), strict=True) if text else ((), ())
    return letters, tones, text


def _letter_and_tone(character: str) -> tuple[tuple[int, str], int]:
    decomposed = unicodedata.normalize("NFD", character)
    tone = next((mark for mark in decomposed[1:] if mark in _TONES), "")
    bare = unicodedata.normalize("NFC", decomposed.replace(tone, "")) if tone else character
    letter = bare if bare in _ORDER else fold(bare)
    return ((_ORDER[letter], "") if letter in _ORDER else (0, bare)), _TONES.get(tone, 0)


def local(moment: dt.datetime) -> dt.datetime:
    """An aware moment on the clock of Việt Nam. Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("moment must be aware")
    return moment.astimezone(TIME_ZONE)


def day_start(day: dt.date) -> dt.datetime:
    """00:00 of that day in Việt Nam, aware."""
    return dt.datetime.combine(day, dt.time.min, tzinfo=TIME_ZONE)


def weekday(day: dt.date) -> str:
    """The day's name: "Thứ Sáu" for 25/09/2020."""
    return WEEKDAYS[day.weekday()]


def short_date(day: dt.date) -> str:
    """In figures: "25/09/2020"."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def long_date(day: dt.date) -> str:
    """As official papers write it: "ngày 25 tháng 9 năm 2020"."""
    return f"ngày {day.day} tháng {day.month} năm {day.year}"


def date_with_weekday(day: dt.date) -> str:
    """With the day's name: "Thứ Sáu, 25/09/2020"."""
    return f"{weekday(day)}, {short_date(day)}"


def moment(when: dt.datetime) -> str:
    """On the clock of Việt Nam: "Thứ Sáu, 25/09/2020, 08:30"."""
    when = local(when)
    return f"{date_with_weekday(when.date())}, {when:%H:%M}"


def capitalised(text: str) -> str:
    """ "nghị quyết" -> "Nghị quyết"; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def uncapitalised(text: str) -> str:
    """ "Xây dựng Đảng" -> "xây dựng Đảng": a name inside a sentence. The rest stays, or the Party loses its capital."""
    return text[:1].lower() + text[1:]


def number(value: Decimal | int, decimals: int | None = None) -> str:
    """For reading: "120.000" or "7,46". Dots group thousands, a comma starts the decimals.

    `decimals=None` keeps what the value has, without trailing zeros; otherwise rounds half up.
    """
    value = _rounded(Decimal(value), decimals)
    return f"{value:,f}".translate(_VIETNAMESE_POINTS)


def with_unit(number: str, unit: str) -> str:
    """ "7,5%", "7,5%/năm", "60 triệu đồng": percent stands close, any other unit after a blank that does not break."""
    gap = "" if not unit or unit.startswith("%") else "\u00a0"
    return f"{number}{gap}{unit}"


def typed_number(value: Decimal | int) -> str:
    """For a form's field: "120000" or "7,46", never ambiguous, so `parse_number` always gives the same value back."""
    return f"{_rounded(Decimal(value), None):f}".translate(_VIETNAMESE_POINTS)


_VIETNAMESE_POINTS = str.maketrans({",": ".", ".": ","})


def _rounded(value: Decimal, decimals: int | None) -> Decimal:
    if decimals is not None:
        value = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    elif value == value.to_integral_value():
        value = value.quantize(Decimal(1))
    else:
        value = value.normalize()
    # No reader should meet "-0".
    return value or abs(value)


def parse_date(text: str) -> dt.date:
    """A day typed dd/mm/yyyy, dd-mm-yyyy, dd.mm.yyyy or yyyy-mm-dd. Raises ValueError for anything else."""
    text = text.strip()
    if match := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text, re.ASCII):
        day, month, year = map(int, match.groups())
    elif match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text, re.ASCII):
        year, month, day = map(int, match.groups())
    else:
        raise ValueError(f"not a date: {text!r}")
    return dt.date(year, month, day)


class AmbiguousNumberError(ValueError):
    """A lone dot: "1.234" may be one thousand two hundred thirty-four, or one and a bit."""


_WHOLE_OR_DECIMAL = re.compile(r"-?\d+(,\d+)?", re.ASCII)
_DOTS_THAT_MUST_GROUP = re.compile(r"-?[1-9]\d{0,2}((\.\d{3})+,\d+|(\.\d{3}){2,})", re.ASCII)
_SPACES_THAT_GROUP = re.compile(r"-?[1-9]\d{0,2}([ \u00a0\u202f]\d{3})+(,\d+)?", re.ASCII)
_LONE_DOT = re.compile(r"-?\d+\.\d+", re.ASCII)


def parse_number(text: str) -> Decimal:
    """A number typed the Vietnamese way: "12", "-3", "7,46", "1.234,5", "1.234.567", "120 000".

    Raises AmbiguousNumberError for a lone dot ("1.234", "120.000", "7.5"): thousands or decimals? It is asked back,
    never guessed. Raises ValueError for what is no number at all.
    """
    text = text.strip().replace("\u2212", "-")
    if any(shape.fullmatch(text) for shape in (_WHOLE_OR_DECIMAL, _DOTS_THAT_MUST_GROUP, _SPACES_THAT_GROUP)):
        return Decimal(re.sub(r"[^\d,-]", "", text).replace(",", "."))
    if _LONE_DOT.fullmatch(text):
        raise AmbiguousNumberError(text)
    raise ValueError(f"not a number: {text!r}")
