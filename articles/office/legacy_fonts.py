"""Vietnamese from before Unicode: TCVN3 (.VnTime), VNI (VNI-Times) and VISCII, told by font or by letters. Pure.

Such text is stored as Western letters ("C«ng t¸c") that only the right font shows as Vietnamese.
"""

import re
import unicodedata

import vietnamese

TCVN3, VNI, VISCII = "tcvn3", "vni", "viscii"
NAMES = {TCVN3: "TCVN3 (.VnTime)", VNI: "VNI (VNI-Times)", VISCII: "VISCII"}

_SMALL = "áàảãạăắằẳẵặâấầẩẫậéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵđ"
_TCVN3 = dict(
    zip(
        "¸µ¶·¹¨¾»¼½Æ©ÊÇÈÉËÐÌÎÏÑªÕÒÓÔÖÝ×ØÜÞãßáâä«èåæçé¬íêëìîóïñòô\u00adøõö÷ùýúûüþ®¡¢£¤¥¦§",
        f"{_SMALL}ĂÂÊÔƠƯĐ",
        strict=True,
    )
)
# A letter and the sign that VNI writes behind it.
_VNI_MARKS = {
    "ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323", "â": "\u0302", "á": "\u0302\u0301",
    "à": "\u0302\u0300", "å": "\u0302\u0309", "ã": "\u0302\u0303", "ä": "\u0302\u0323", "ê": "\u0306",
    "é": "\u0306\u0301", "è": "\u0306\u0300", "ú": "\u0306\u0309", "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_MARKS |= {mark.upper(): signs for mark, signs in _VNI_MARKS.items()}
_VNI_SINGLE = {"ñ": "đ", "ö": "ư", "ô": "ơ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_SINGLE |= {letter.upper(): meant.upper() for letter, meant in _VNI_SINGLE.items()}
_VNI_LETTER = re.compile(f"([aeouyôöAEOUYÔÖ])([{''.join(_VNI_MARKS)}])|([{''.join(_VNI_SINGLE)}])")
_VISCII = {
    **dict(zip("\u0002\u0005\u0006\u0014\u0019\u001e", "ẲẴẪỶỸỴ", strict=True)),
    **dict(
        zip(
            map(chr, range(0x80, 0xC0)), "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ", strict=True
        )
    ),
    **dict(zip("ÄÅÆÇËÎÏÐÑÕÖ×ØÛÜÞßäåæçëîïðñö÷øûüþÿ", "ẢĂẳẵẺĨỳĐứạỷừửỹỵỡưảăữẫẻĩỉđựỏọụũủợỮ", strict=True)),
}
_FONTS = ((re.compile(r"^\.?vn(?!i[ -])", re.I), TCVN3), (re.compile(r"^vni[ -]", re.I), VNI))
_VISCII_FONT = re.compile(r"viscii|^(?:heo|minh quan|ph[uư][oơ]ng thao|u ?hoài|hoang yen)", re.I)
_CAPITALS = re.compile(r"^\.vn\w*h$", re.I)

# Letters of Unicode's own Vietnamese block, and those that no Western code page has.
_MODERN = re.compile("[\u1ea0-\u1ef9ăĂđĐơƠưƯĩĨũŨ]")
_PRIVATE = {code: code - 0xF000 for code in range(0xF020, 0xF100)}
# What Windows puts in the places that Latin-1 leaves to control signs.
_WINDOWS = {}
for _byte in range(0x80, 0xA0):
    try:
        _WINDOWS[ord(bytes([_byte]).decode("cp1252"))] = _byte
    except UnicodeDecodeError:
        continue

_WORD = re.compile(r"[^\s.,;:!?()\[\]\"“”/–-]+")
# A Vietnamese syllable without its marks.
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?"
    r"(?:uye|uya|oai|oay|oeo|uay|uou|yeu|ieu|uoi|ia|ie|iu|ya|ye|oa|oe|oi|oo|ua|ue|ui|uo|uu|uy|ai|ao|au|ay|eo|eu|[aeiouy])"
    r"(?:ng|nh|ch|[cmnpt])?"
)
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
FEWEST_WORDS = 3
_SURE = 0.8


def of_font(font: str) -> str:
    """The encoding that a font of this name shows; "" for a font of today."""
    name = font.strip().strip("'\"")
    if _VISCII_FONT.search(name):
        return VISCII
    return next((encoding for pattern, encoding in _FONTS if pattern.match(name)), "")


def converted(text: str, encoding: str, font: str = "") -> str:
    """The same words in Unicode. Fonts whose name ends with H show capitals for small letters."""
    text = text.translate(_PRIVATE)
    if encoding == VNI:
        return unicodedata.normalize("NFC", _VNI_LETTER.sub(_vni_letter, text))
    if encoding == VISCII:
        return "".join(_VISCII.get(letter, letter) for letter in text.translate(_WINDOWS))
    result = "".join(_TCVN3.get(letter, letter) for letter in text)
    return result.upper() if is_capital_font(font) else result


def guess(text: str) -> str:
    """The encoding that turns these letters into Vietnamese; "" where they are fine or nothing is sure."""
    strange = [word for word in _WORD.findall(text) if not word.isascii()]
    if len(strange) < FEWEST_WORDS:
        return ""
    as_is = sum(map(_is_syllable, strange))
    counts = {encoding: sum(_is_syllable(converted(word, encoding)) for word in strange) for encoding in NAMES}
    best = max(counts, key=counts.get)
    return best if counts[best] >= _SURE * len(strange) and counts[best] > 1.5 * as_is else ""


def _is_syllable(word: str) -> bool:
    marks = len(_TONES.findall(unicodedata.normalize("NFD", word)))
    is_one_case = word.isupper() or word[1:].islower() or len(word) == 1
    return marks <= 1 and is_one_case and not _FOREIGN.search(word) and bool(_SYLLABLE.fullmatch(vietnamese.fold(word)))


# Vietnamese has none of these; a text in the wrong encoding is full of them.
_FOREIGN = re.compile("[ñÑëËïÏöÖüÜåÅäÄçÇæÆøØîÎûÛ¸µ¶·¹¨»¼½©«®¬÷×¡¢£¤¥¦§ªßþÞ\u00ad]")


def _vni_letter(match: re.Match) -> str:
    letter, mark, single = match.groups()
    if single:
        return _VNI_SINGLE[single]
    return _VNI_SINGLE.get(letter, letter) + _VNI_MARKS[mark]


def is_unicode(text: str) -> bool:
    """Whether it has letters that no old encoding could keep."""
    return bool(_MODERN.search(text))


def is_capital_font(font: str) -> bool:
    return bool(_CAPITALS.match(font.strip()))
