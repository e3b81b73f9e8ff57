"""The one place that cleans HTML and calls it safe. Pure: pictures are looked up by a function that is passed in.

The editor in the browser is a convenience; what it sends may be anything. `clean` keeps an allow-list of elements,
drops what Word leaves behind, and rewrites every picture from the library's facts. Cleaning twice changes nothing.
"""

import html
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import nh3
from django.utils.safestring import SafeString, mark_safe

import vietnamese
from articles import footnotes, nesting


@dataclass(frozen=True)
class PictureFacts:
    """What a page needs to show one library picture."""

    src: str
    srcset: str
    sizes: str
    width: int
    height: int
    alt: str
    caption: str = ""


Lookup = Callable[[Iterable[str]], dict[str, PictureFacts]]
"""Keys of pictures -> facts, for those that exist; asked at most once per text."""


class CleanHtml(str):
    """HTML that `clean` made. A field that is given anything else cleans it first."""

    __slots__ = ()


ALIGNMENTS = {"align-left", "align-center", "align-right", "align-justify"}
BLOCKS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "figure", "figcaption", "hr"}
TABLE = {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
INLINE = {"strong", "em", "u", "s", "sub", "sup", "a", "img", "br"}
ATTRIBUTES = {
    "*": set(),
    "a": {"href", "title", "id"},
    "img": {"src", "alt"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start", "type"},
    "li": {"id"},
}
CLASSES = {**dict.fromkeys(("p", "h2", "h3", "h4", "td", "th"), ALIGNMENTS), "ol": {"notes"}}
CLOSED = {"scope": {"col", "row"}, "type": {"a", "A", "i", "I"}}
# Elements whose words are no words of the article; all else that is not allowed loses its tags and keeps its text.
DROPPED = {
    "script",
    "style",
    "xml",
    "title",
    "head",
    "iframe",
    "object",
    "embed",
    "svg",
    "math",
    "noscript",
    "template",
}
DROPPED |= {"textarea", "select", "option", "button", "input", "audio", "video", "canvas", "noembed"}
# Plaintext and xmp swallow the rest of the page in a browser; they are no elements of an article.
DROPPED |= {"plaintext", "xmp", "listing", "noframes"}

PICTURE = re.compile(r"/thu-vien/anh/([A-Za-z0-9_-]{8,32})-\d{1,5}\.webp", re.ASCII)
_LINK = re.compile(
    r"(?:https?://[^\s\\/][^\s\\]*|mailto:[^\s\\]+|tel:[+\d().\- ]+|/(?![/\\])[^\s\\]*|#[\w-]+)", re.IGNORECASE
)
_NUMBER = re.compile(r"[1-9]\d{0,2}", re.ASCII)

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_TAG = re.compile(r'<(?:[^<>"]|"[^"]*")*>')
_BREAKS = re.compile(r"</?(?:p|h[2-4]|li|blockquote|figcaption|tr|caption)(?: [^>]*)?>|<br>|<hr>")
_OLD_TAGS = re.compile(r"<(/?)(h1|h5|h6|b|i|strike|del|div|section|article|center)(?=[\s/>])", re.IGNORECASE)
_NEW_NAMES = {"h1": "h2", "h5": "h4", "h6": "h4", "b": "strong", "i": "em", "strike": "s", "del": "s"}
_MARKUP = re.compile(r"<[a-z/!?]", re.IGNORECASE)

_ATTRIBUTE = r'(?: [a-z-]+="[^"]*")*'
_TOKENS = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>|[^<]+|<')
_SAYS_NOTHING_EMPTY = BLOCKS - {"hr"} | INLINE - {"img", "br"}
_IMAGE = re.compile(f"<img{_ATTRIBUTE}>")
# Bold that was left on around a picture says nothing; the serialiser has balanced what opens and closes here.
_OPENED = r"(?:\s|&nbsp;|<br>|<(?:strong|em|u|s)>)*"
_CLOSED = r"(?:\s|&nbsp;|<br>|</(?:strong|em|u|s)>)*"
_LONE_IMAGE = re.compile(rf"<p{_ATTRIBUTE}>{_OPENED}(<img{_ATTRIBUTE}>){_CLOSED}</p>")
_BARE_FIGURE = re.compile(rf"<figure{_ATTRIBUTE}>\s*(<img{_ATTRIBUTE}>)\s*</figure>")
_SOURCE = re.compile(r' src="([^"]*)"')

# What well-kept HTML looks like: headings and paragraphs of plain text. `clean` would give it back as it is, so it is
# not parsed at all; an import of a hundred thousand articles lives on this line.
_PLAIN = re.compile(
    r"(?:<(p|h2|h3|h4)>(?=[^<]*[^\s<&])[^<>&\xa0\r]*(?:&(?:amp|lt|gt);[^<>&\xa0\r]*)*</\1>\n?)+",
)
_ROUNDS = 6
_ANY_TAG = re.compile(r"<[^<>]*>")
_KNOWN = BLOCKS | TABLE | INLINE | frozenset("h1 h5 h6 b i strike del div section article center span font".split())
_JSON_ESCAPES = {ord(character): f"\\u{ord(character):04X}" for character in "<>&\u2028\u2029"}


def no_pictures(_keys: Iterable[str]) -> dict[str, PictureFacts]:
    return {}


def clean(source: str, lookup: Lookup = no_pictures) -> CleanHtml:
    """HTML that may be shown to anyone. `lookup` gives the facts of library pictures; unknown ones are dropped."""
    text = _characters(source).strip()
    if _PLAIN.fullmatch(text):
        return CleanHtml(text)
    if is_too_deep(text) or nesting.has_too_many_signs(text):
        return _words_alone(_ANY_TAG.sub("\n\n", text))
    keys = picture_keys(html.unescape(text))
    facts = lookup(keys) if keys else {}
    for _ in range(_ROUNDS):
        cleaned = _clean_once(text, facts)
        if cleaned == text:
            return CleanHtml(text)
        text = cleaned
    # HTML nested so badly that each reading of it differs from the last: keep the words.
    return _words_alone(text)


def is_too_deep(source: str) -> bool:
    return nesting.is_too_deep(source, _KNOWN)


def safe(cleaned: str) -> SafeString:
    """Marks as safe what `clean` made and the database kept."""
    return mark_safe(cleaned)  # noqa: S308 - just cleaned


def json_for_script(facts: dict) -> SafeString:
    """JSON that cannot leave a <script> element, whatever the titles and names in it say."""
    return mark_safe(json.dumps(facts, ensure_ascii=False).translate(_JSON_ESCAPES))  # noqa: S308 - escaped for <script>


def to_text(cleaned: str) -> str:
    """The words alone, one block a line, for search."""
    text = _BREAKS.sub("\n", footnotes.without_marks(cleaned))
    text = re.sub(r"</t[dh]>", " ", text)
    text = html.unescape(_TAG.sub("", text)).replace("\xa0", " ")
    lines = "\n".join(line for line in (" ".join(part.split()) for part in text.split("\n")) if line)
    # A letter and its mark may have stood on either side of a tag.
    return vietnamese.nfc(lines)


def plain(text: str) -> str:
    """One spelling and no control character, for titles, leads and names; line ends stay."""
    return _characters(text).strip()


def picture_keys(text: str) -> list[str]:
    """The library pictures that a text shows, in order, each once."""
    return list(dict.fromkeys(PICTURE.findall(text)))


def _characters(text: str) -> str:
    return vietnamese.nfc(_CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def _words_alone(text: str) -> CleanHtml:
    return CleanHtml(_paragraphs(html.escape(to_text(text), quote=False)))


def _paragraphs(text: str) -> str:
    """Text typed without any markup: an empty line starts a paragraph."""
    parts = (part.strip() for part in re.split(r"\n\s*\n", text))
    return "\n".join(f"<p>{part}</p>".replace("\n", "<br>") for part in parts if part)


def _clean_once(text: str, facts: dict[str, PictureFacts]) -> str:
    text = _characters(text)
    if not _MARKUP.search(text):
        text = _paragraphs(text)
    text = _OLD_TAGS.sub(lambda tag: f"<{tag[1]}{_NEW_NAMES.get(tag[2].lower(), 'p')}", text)
    text = nh3.clean(
        text,
        tags=BLOCKS | TABLE | INLINE,
        clean_content_tags=DROPPED,
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        allowed_classes=CLASSES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener",
    )
    return footnotes.renumbered(_trim(_figures(text, facts)))


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return value if _LINK.fullmatch(value) else None
    if name == "src":
        return value if PICTURE.fullmatch(value) else None
    if name in {"colspan", "rowspan", "start"}:
        return value if _NUMBER.fullmatch(value) else None
    if name in CLOSED:
        return value if value in CLOSED[name] else None
    if name == "id":
        return value if footnotes.is_id(value) else None
    return value if name != "class" or value else None


def _figures(text: str, facts: dict[str, PictureFacts]) -> str:
    if "<img" not in text:
        return text
    text = _IMAGE.sub(lambda image: _image(image[0], facts), text)
    text = _LONE_IMAGE.sub(r"<figure>\1</figure>", text)
    return _BARE_FIGURE.sub(lambda figure: f"<figure>{figure[1]}{_caption(figure[1], facts)}</figure>", text)


def _facts(image: str, facts: dict[str, PictureFacts]) -> PictureFacts | None:
    source = _SOURCE.search(image)
    key = source and PICTURE.fullmatch(source[1])
    return facts.get(key[1]) if key else None


def _image(image: str, facts: dict[str, PictureFacts]) -> str:
    known = _facts(image, facts)
    if known is None:
        return ""
    return (
        f'<img src="{_quoted(known.src)}" srcset="{_quoted(known.srcset)}" sizes="{_quoted(known.sizes)}"'
        f' width="{known.width}" height="{known.height}" loading="lazy" alt="{_quoted(known.alt)}">'
    )


def _caption(image: str, facts: dict[str, PictureFacts]) -> str:
    known = _facts(image, facts)
    caption = " ".join(plain(known.caption).split()) if known else ""
    return f"<figcaption>{html.escape(caption, quote=False)}</figcaption>" if caption else ""


def _quoted(value: str) -> str:
    """As the HTML serialiser writes an attribute, so that a second cleaning finds nothing to change."""
    return html.escape(_characters(value), quote=False).replace('"', "&quot;").replace("\xa0", "&nbsp;")


def _trim(text: str) -> str:
    """Without the empty paragraphs that Word and impatient fingers leave."""
    kept, opened = [], []  # opened: (its place in kept, its name); of its parents none says anything yet
    for token in _TOKENS.finditer(text):
        slash, name = token[1], token[2]
        if slash and opened and opened[-1][1] == name:
            place, _name = opened.pop()
            del kept[place:]
            continue
        kept.append(token[0])
        if name and not slash and name in _SAYS_NOTHING_EMPTY:
            opened.append((len(kept) - 1, name))
        elif name != "br" and not _is_blank(token[0]):
            opened.clear()
    return re.sub(r">\n{2,}<", ">\n<", "".join(kept)).strip()


def _is_blank(text: str) -> bool:
    return not text.replace("&nbsp;", "").strip()
