"""Texts for which the parser would take its time: elements without end in each other, signs without end. Pure."""

import re
from collections import Counter

DEEPEST = 32
"""Levels of elements in each other; Word's own pages have about ten."""
MOST_UNSURE = 2_000
MOST_SIGNS = 50_000
_OPENING = re.compile(r"<([a-zA-Z][a-zA-Z0-9]*)")
# As editors write tags: nothing in them can be taken for another tag.
_PLAIN_TAG = re.compile(r'<(/?)([a-zA-Z][a-zA-Z0-9]*)(?:\s+[a-zA-Z:-]+="[^"<>]*")*\s*/?>')
# Elements that hold nothing, and those of which the next closes the last.
_NOT_NESTING = frozenset("br hr img p li tr td th tbody thead tfoot".split())


def is_too_deep(source: str, known: frozenset[str]) -> bool:
    """Do more elements stand in each other than any page needs? `known`: the names of elements that we know.

    Where all tags are plain, what opens and closes is counted. Elsewhere a closing tag may be none (it stands in an
    attribute, a comment, a script), so only openings count, and many more may come.
    """
    tags = [(slash, name.lower()) for slash, name in _PLAIN_TAG.findall(source)]
    if "<" in _PLAIN_TAG.sub("", source) or not {name for _, name in tags} <= known:
        return sum(name.lower() not in _NOT_NESTING for name in _OPENING.findall(source)) > MOST_UNSURE
    return _deepest(tags) > DEEPEST


def has_too_many_signs(source: str) -> bool:
    """More "&" than a long text has letters of any other sort: the parser's time grows with their square."""
    return source.count("&") > MOST_SIGNS


def _deepest(tags: list[tuple[str, str]]) -> int:
    """`tags`: ("/" or "", name), in order. Inside a table nothing is closed that was opened before it."""
    tables, deepest = [Counter()], 0
    for slash, name in tags:
        if name == "table":
            tables = [*tables, Counter(table=1)] if not slash else tables[:-1] or tables
        elif name not in _NOT_NESTING and (not slash or tables[-1][name]):
            tables[-1][name] += -1 if slash else 1
        deepest = max(deepest, sum(opened.total() for opened in tables))
        if deepest > DEEPEST:
            break
    return deepest
