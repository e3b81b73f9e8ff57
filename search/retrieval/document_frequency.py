"""How many entries are sure to have these words? Known without looking, so a frequent word need not be counted.

`search_word` says in how many entries a word was when it was last counted, by a rebuild or a bulk; what single
publishes bring is not added. Whoever takes entries out adds them up in the row of the empty word. So a word is in at
least n - removed entries. Two words meet in at least n1 + n2 - all of them (the inequality of Bonferroni), and so on.
"""

from collections import Counter

from search.backends import backend
from search.query import tokens
from search.query.parsing import Query, Term
from search.storage import keys
from search.storage.keys import Window

_REMOVED = ""
_ALL, _HIDDEN = " all", " hidden"
"""No word has a blank."""


def at_least(query: Query, window: Window) -> int:
    """A number that the query finds at least; 0 or less when nothing is known.

    Only of a query with words over everything that can be seen.
    """
    if not query.terms or query.kind or query.section or window.low != keys.FIRST or window.high != window.now:
        return 0
    spellings = [_tokens(term) for term in query.terms]
    counted = _counted({token for some in spellings for token in some}, window)
    if _REMOVED not in counted:
        return 0
    known = [max((counted.get(token, 0) for token in some), default=0) for some in spellings]
    return sum(n - counted[_REMOVED] for n in known) - (len(known) - 1) * counted[_ALL] - counted[_HIDDEN]


def _tokens(term: Term) -> list[str]:
    """The single words that the term is found by, as `search_word` writes them."""
    single = [phrase for phrase in term.alternatives if len(phrase.words) == 1 and not phrase.prefix]
    return [tokens.exact_word(phrase.words[0]) if phrase.exact else phrase.words[0] for phrase in single]


def _counted(words: set[str], window: Window) -> dict[str, int]:
    """Of each word; of all entries; and of at least as many as are out of sight: expired, or of today and later."""
    marks = ", ".join(["%s"] * (len(words) + 1))
    sql = (
        f"SELECT word, n FROM search_word WHERE word IN ({marks})"  # noqa: S608
        f" UNION ALL SELECT '{_ALL}', coalesce(sum(n), 0) FROM search_year"
        f" UNION ALL SELECT '{_HIDDEN}', coalesce(sum(n), 0) FROM search_day WHERE day >= %s"
        f" UNION ALL SELECT '{_HIDDEN}', count(*) FROM search_expiry WHERE expires <= %s"
    )
    counted: Counter = Counter()
    for word, n in backend().fetch(sql, [_REMOVED, *words, window.now // keys.DAY, window.now]):
        counted[word] += int(n)
    return counted
