"""The style sheets and scripts of the public pages, in order: small files as written, joined by `collectstatic`.

A sheet that stands later wins over one before it: tokens, faces, elements, layout, components, paper. In development
pages link every file as it is; in production (STATIC_BUNDLES) one sheet, one script before the first paint, one after.
"""

from django.conf import settings
from django.templatetags.static import static
from rcssmin import cssmin
from rjsmin import jsmin

_SHARED = (
    "breadcrumb button card empty-state figure finder footer form-field list masthead menu meta notice pager prose"
    " section-list skip-link table tag tally tools urgent verdict"
)
_OF_PAGES = (
    "answer article article-list bar calendar chart congress-entry date-picker date-search facts figures findings home"
    " numbered official-count document document-filter reasons report search share-answer siblings source target"
    " target-card theme"
)
COMPONENTS = tuple(f"css/components/{name}.css" for name in f"{_SHARED} {_OF_PAGES}".split())
PRINT = "css/print.css"

STYLES = {"css/site.css": ("css/tokens.css", "css/fonts.css", "css/base.css", "css/layout.css", *COMPONENTS, PRINT)}
"""The joined sheet, and what it is made of."""
FIRST_SCRIPTS = {"js/first.js": ("js/theme.js", "js/text-size.js")}
"""The reader's colours and size must stand before the first paint."""
SCRIPTS = {
    "js/site.js": ("js/date-picker.js", "js/listen.js", "js/print.js", "js/search-suggest.js", "js/share.js"),
}
"""Each does nothing on a page without what it works on."""


def styles() -> list[tuple[str, str]]:
    """(address, the media it is for) of every sheet that a page links."""
    return [(address, "print" if name == PRINT else "all") for name, address in _addresses(STYLES)]


def first_scripts() -> list[str]:
    return [address for _, address in _addresses(FIRST_SCRIPTS)]


def scripts() -> list[str]:
    return [address for _, address in _addresses(SCRIPTS)]


def joined(read) -> dict[str, str]:
    """The text of each joined file. `read`: gives the text of a file by its name."""
    made = {}
    for name, parts in STYLES.items():
        made[name] = cssmin("\n".join(_for_paper(read(part)) if part == PRINT else read(part) for part in parts))
    for name, parts in (FIRST_SCRIPTS | SCRIPTS).items():
        made[name] = jsmin(";\n".join(map(read, parts)))
    return made


def _addresses(bundle: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    ((whole, parts),) = bundle.items()
    return [(name, static(name)) for name in ((whole,) if settings.STATIC_BUNDLES else parts)]


def _for_paper(sheet: str) -> str:
    return f"@media print {{\n{sheet}\n}}"
