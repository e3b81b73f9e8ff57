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
_STROKES = str.maketrans({"đ": "d", "Đ": "D"})

# The 17 tones and vowels in dictionary order; a letter's tones sort after the letter itself.
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_ORDER = {letter: position for position, letter in enumerate(_ALPHABET, start=1)}

_OPEN_GLIDE = re.compile(r"(?<!q)([ou])([àáảãạèéẻẽẹỳýỷỹỵ])(?![a-zà-ỹđ])", re.IGNORECASE)


def nfc(text: str) -> str:
    """The one spelling we keep: composed letters, Vietnamese Đ, no NUL, no zero-width characters.

    Text comes decomposed (NFD) from macOS and Zalo, and with look-alike Ð from old Word files.
    """
    text = unicodedata.normalize("NFC", text).translate(_LOOKALIKES)
    return re.sub(r"[\x00\u200b\u200c\u200d\u2060\ufeff\u00ad]", "", text)


def fold(text: str) -> str:
    """Lower case without any mark: "Đường lối" -> "duong loi".

    For text in NFC the answer has exactly one character per character given, so positions in the
    folded text are positions in the original; highlighting relies on it.
    """
    return "".join(_fold_character(character) for character in text)


def _fold_character(character: str) -> str:
    base = unicodedata.normalize("NFD", character)[0].translate(_LOOKALIKES).translate(_STROKES).lower()
    return base[0]


def unify_tone_placement(text: str) -> str:
    """ "hoà", "khoẻ", "thuỷ" -> "hòa", "khỏe", "thủy": both placements are in use and mean the same.

    For comparing only; the text that people wrote is never rewritten. After "q" the u belongs to the
    consonant, so "quý" stays.
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
    words = re.findall(r"[a-z0-9]+", fold(nfc(text)))
    result = ""
    for word in words:
        longer = f"{result}-{word}" if result else word
        if len(longer) > max_length:
            break
        result = longer
    return result or ("".join(words)[:max_length] or "khong-ten")


def sort_key(text: str) -> tuple:
    """Dictionary order for Vietnamese: a ă â b c d đ ..., and tones (ngang huyền hỏi ngã sắc nặng) last."""
    letters, tones = [], []
    for character in nfc(text).lower():
        decomposed = unicodedata.normalize("NFD", character)
        tone = next((mark for mark in decomposed if mark in _TONES), "")
        bare = unicodedata.normalize("NFC", decomposed.replace(tone, "")) if tone else character
        letters.append((_ORDER[bare], "") if bare in _ORDER else (0, bare))
        tones.append(_TONES.get(tone, 0))
    return tuple(letters), tuple(tones)


def local(moment: dt.datetime) -> dt.datetime:
    """An aware moment on the clock of Việt Nam. Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("moment must be aware")
    return moment.astimezone(TIME_ZONE)


def day_start(day: dt.date) -> dt.datetime:
    """00:00 of that day in Việt Nam, aware."""
    return dt.datetime.combine(day, dt.time.min, tzinfo=TIME_ZONE)


def weekday(day: dt.date) -> str:
    """ "Thứ Sáu" for 25/09/2020."""
    return WEEKDAYS[day.weekday()]


def short_date(day: dt.date) -> str:
    """ "25/09/2020"."""
    return f"{day.day:02}/{day.month:02}/{day.year}"


def long_date(day: dt.date) -> str:
    """ "ngày 25 tháng 9 năm 2020", as official papers write it."""
    return f"ngày {day.day} tháng {day.month} năm {day.year}"


def date_with_weekday(day: dt.date) -> str:
    """ "Thứ Sáu, 25/09/2020"."""
    return f"{weekday(day)}, {short_date(day)}"


def moment(when: dt.datetime) -> str:
    """ "Thứ Sáu, 25/09/2020, 08:30" on the clock of Việt Nam."""
    when = local(when)
    return f"{date_with_weekday(when.date())}, {when:%H:%M}"


def number(value: Decimal | int, decimals: int | None = None) -> str:
    """ "120.000" or "7,46": dots group thousands, a comma starts the decimals.

    `decimals=None` keeps what the value has, without trailing zeros; otherwise rounds half up.
    """
    value = Decimal(value)
    if decimals is not None:
        value = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    elif value == value.to_integral_value():
        value = value.quantize(Decimal(1))
    else:
        value = value.normalize()
    return f"{value:,f}".replace(",", "\u0000").replace(".", ",").replace("\u0000", ".")


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
    """ "1.234" may be one thousand two hundred thirty-four or one point two three four."""


def parse_number(text: str) -> Decimal:
    """A number typed the Vietnamese way: "1.234,5", "120.000", "7,46", "-3", "12".

    Raises AmbiguousNumberError for a lone dot before exactly three digits ("1.234": thousands or decimals?), and
    for a lone dot elsewhere ("7.5"), which is no Vietnamese number; ValueError for what is no number at all.
    """
    text = text.strip().replace("\u00a0", "").replace(" ", "")
    if re.fullmatch(r"-?\d+(,\d+)?", text, re.ASCII) or re.fullmatch(r"-?\d{1,3}(\.\d{3})+,\d+", text, re.ASCII):
        return Decimal(text.replace(".", "").replace(",", "."))
    if re.fullmatch(r"-?\d{1,3}(\.\d{3}){2,}", text, re.ASCII):
        return Decimal(text.replace(".", ""))
    if re.fullmatch(r"-?\d+\.\d+", text, re.ASCII):
        raise AmbiguousNumberError(text)
    raise ValueError(f"not a number: {text!r}")
