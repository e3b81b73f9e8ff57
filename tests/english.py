"""Finds English words that a visitor would see or hear on a page.

A Vietnamese syllable has one strict shape, so a word of plain letters that does not fit it is foreign; only names and
abbreviations that Vietnamese readers know are let through. That finds English nobody thought of listing.
"""

import re
from html.parser import HTMLParser

_KNOWN = (
    "email website internet web rss url html pdf docx xlsx odt word excel webp png jpeg jpg gif json yaml csv api "
    "px kb mb gb km ha kg ok id cms ckeditor css svg gmt utc admin video audio logo cookie"
)
KNOWN = frozenset(_KNOWN.split())
# English that could pass for a Vietnamese syllable but is not used as one here.
DISGUISED = frozenset({"the", "then", "them", "by"})

_ONSET = r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?"
_NUCLEUS = (
    "(?:uye|uya|oai|oay|oeo|uay|uou|yeu|ieu|uoi|ia|ie|iu|ya|ye|oa|oe|oi|oo|ua|ue|ui|uo|uu|uy|ai|ao|au|ay|eo|eu"
    "|[aeiouy])"
)
_CODA = r"(?:ng|nh|ch|[cmnptuio])?"
_SYLLABLE = re.compile(f"{_ONSET}{_NUCLEUS}{_CODA}")

_NOT_WORDS = re.compile(r"https?://\S+|\S+@\S+|/[\w/.-]+|\S*[\d_=]\S*")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")

_SILENT = {"script", "style", "code", "pre", "template", "svg"}
_SPOKEN_ATTRIBUTES = {"title", "alt", "placeholder", "aria-label", "aria-description", "label", "summary"}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class _VisibleText(HTMLParser):
    def __init__(self):
        super().__init__()
        self.texts, self._silent = [], []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if not self._silent:
            self.texts += [value for name, value in attrs if name in _SPOKEN_ATTRIBUTES and value]
            if tag == "input" and attributes.get("type") in {"submit", "button", "reset"}:
                self.texts.append(attributes.get("value") or "")
        if tag not in _VOID and (self._silent or tag in _SILENT or attributes.get("lang", "vi") != "vi"):
            self._silent.append(tag)

    def handle_endtag(self, tag):
        if self._silent and tag == self._silent[-1]:
            self._silent.pop()

    def handle_data(self, data):
        if not self._silent:
            self.texts.append(data)


def visible_english(html: str, allow: tuple[str, ...] = ()) -> list[str]:
    """The foreign words a visitor meets, in page order, each once. `allow`: more words this page may show."""
    page = _VisibleText()
    page.feed(html)
    page.close()
    allowed = {word.lower() for phrase in allow for word in _WORD.findall(phrase)}
    words = [word for text in page.texts for word in _WORD.findall(_NOT_WORDS.sub(" ", text))]
    return list(dict.fromkeys(word for word in words if _is_foreign(word) and word.lower() not in allowed))


def _is_foreign(word: str) -> bool:
    plain = word.lower()
    if not word.isascii() or plain in KNOWN or (word.isupper() and len(word) <= 6):
        return False
    return plain in DISGUISED or not _SYLLABLE.fullmatch(plain)
