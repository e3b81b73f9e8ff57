"""Which words and days are asked for? The bench's own where the index has them as they are meant; else its nearest.

So any loaded index can be measured, whoever made its articles. Counts of words may be lower bounds, and rows of
SearchWord that are no plain word are left alone.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from itertools import combinations, islice

import ready  # noqa: F401
import words
from django.utils import timezone

from search.backends import backend
from search.models import SearchPlace, SearchWord
from search.query import parsing, tokens
from search.query.parsing import Query
from search.retrieval import results
from search.storage import keys

NOW = timezone.now()
EVERYTHING = keys.window(None, None, NOW)
NEWEST = 1_000
DEEP = 500
DAY = dt.date(2020, 9, 25)


@dataclass(frozen=True)
class Chosen:
    """`phrase` without its quotes; `strangers` are two words; `day` has something, and so has its month."""

    common: str
    rare: str
    phrase: str
    strangers: str
    day: dt.date
    old: str = words.OLD

    @property
    def month(self):
        """Its first and its last day."""
        number = keys.month_number(self.day)
        return keys.month_start(number), keys.month_start(number + 1) - dt.timedelta(days=1)


def choose():
    total = SearchPlace.objects.count()
    return Chosen(common(), rare(total), phrase(), never_meeting(total), day())


def common(wanted=words.COMMON):
    """A word in more than half of the newest entries."""
    newest = backend().keys(Query(), EVERYTHING, NEWEST)
    window = EVERYTHING.after(newest[-1] - 1)
    if backend().count(parsing.parse(wanted), window, NEWEST) > len(newest) / 2:
        return wanted
    seen = Counter()
    for row in backend().rows(newest[:200]):
        seen.update({token.exact for token in tokens.tokens(f"{row.title} {row.text}") if token.exact.isalpha()})
    return max(sorted(seen), key=seen.get)


def rare(total, wanted=words.RARE):
    """A word in about one entry of two thousand."""
    most = max(2, total // 500)
    if 1 <= backend().count(parsing.parse(wanted), EVERYTHING, most + 1) <= most:
        return wanted
    return as_written(plain_words(4).filter(n__gte=max(1, total // 2_000)).order_by("n", "word").first().word)


def phrase(wanted=words.PHRASE):
    """Six words that stand side by side somewhere."""
    if backend().keys(parsing.parse(f'"{wanted}"'), EVERYTHING, 1):
        return wanted
    [row] = backend().rows([middle()])
    return " ".join(token.exact for token in islice(tokens.tokens(row.text or row.title), 6))


def never_meeting(total):
    """Two words of one entry in a thousand that no entry has both of."""
    least = max(2, total // 1_000)
    listed = plain_words(4).filter(n__gte=least).order_by("n", "word").values_list("word", flat=True)
    # The list also counts what was taken out again, as what an earlier run had planted.
    near = (word for word in listed if backend().count(parsing.parse(word), EVERYTHING, least) == least)
    for one, other in combinations(islice(near, 40), 2):
        if not backend().keys(parsing.parse(f"{one} {other}"), EVERYTHING, 1):
            return f"{as_written(one)} {as_written(other)}"
    return "zzzz yyyy"


def as_written(folded):
    """With the marks that its newest entry gives it, so that an index without folding has it too."""
    for row in backend().rows(backend().keys(parsing.parse(folded), EVERYTHING, 1)):
        found = tokens.tokens(f"{row.title} {row.summary} {row.text}")
        return next((token.exact for token in found if token.folded == folded), folded)
    return folded


def plain_words(least):
    """Words of at least so many plain letters: no row that counts something else."""
    return SearchWord.objects.filter(word__regex=rf"^[a-z]{{{least},}}$")


def day(wanted=DAY):
    """That day where it has something, else the day of the entry in the middle of time."""
    there = backend().keys(Query(), keys.window(wanted, wanted, NOW), 1)
    return keys.day_of(there[0] if there else middle())


def middle():
    """The key of the last entry in the first half of all the time that the index covers."""
    first, last = ends()
    return backend().keys(Query(), EVERYTHING.before((first + last) // 2 + 1), 1)[0]


def ends():
    """The first and the last key that can be seen now."""
    return tuple(backend().keys(Query(), EVERYTHING, 1, newest=newest)[0] for newest in (False, True))


def page_begins(word, page=DEEP):
    """The key before which that page begins, of what has the word, newest first; None when there are not so many."""
    wanted = (page - 1) * results.PAGE
    found = backend().keys(parsing.parse(word), EVERYTHING, wanted)
    return found[-1] if len(found) == wanted else None
