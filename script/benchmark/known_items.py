"""How often is a title among the first ten when some of its words are typed without marks, every third with a slip?"""

import random
from dataclasses import dataclass
from itertools import islice

import chosen
import ready  # noqa: F401

import vietnamese
from search.backends import backend
from search.models import SearchEntry
from search.query import parsing
from search.query.request import SearchRequest
from search.retrieval import results

ITEMS = 200
FIRST = 10
LOOKED_AT = 3_000


@dataclass(frozen=True)
class Item:
    title: str
    typed: str


def report():
    """Both rates, a sentence each: of the titles as drawn, and of those that an order could be right for."""
    drawn = list(draw(ITEMS * 5))
    distinct = list(islice((item for item in drawn if not is_shared(item)), ITEMS))
    for items, which in (
        (drawn[:ITEMS], "mọi tiêu đề như đã rút"),
        (distinct, f"không kể những nhóm từ mà hơn {FIRST} tiêu đề cùng có"),
    ):
        yield (
            f"Tìm lại bài, {which}: {percent(rate(items))} trong mười mục đầu ({len(items)} tiêu đề);"
            f" một thứ tự bất kỳ trung bình đạt nhiều nhất {percent(most_possible(items))}."
        )


def draw(most):
    """Titles from places in time that are the same in every run. Holds none of them."""
    chance, (first, last), seen = random.Random(7), chosen.ends(), set()  # noqa: S311
    for _ in range(most):
        row = SearchEntry.objects.filter(id__gte=chance.randint(first, last)).order_by("id").only("title").first()
        typed = part_of(vietnamese.fold(row.title), chance)
        if row.id not in seen and typed:
            seen.add(row.id)
            yield Item(row.title, typed)


def is_shared(item):
    """Whether more than ten titles have the typed words side by side: no order could be right for all of them."""
    return backend().count(parsing.parse(f'"{item.typed}"'), chosen.EVERYTHING, FIRST + 1, titles=True) > FIRST


def most_possible(items):
    """Of m titles that have the typed words side by side any order can put ten first, whichever of them is meant."""
    return sum(min(1, FIRST / max(1, titles_with(item.typed))) for item in items) / max(1, len(items))


def titles_with(typed):
    """How many different titles, among the newest thousands, have the words side by side."""
    found = backend().keys(parsing.parse(f'"{typed}"'), chosen.EVERYTHING, LOOKED_AT, titles=True)
    return len({row.title for row in backend().rows(found, with_text=False)})


def rate(items):
    return sum(is_found(item.title, misspelt(item.typed, number)) for number, item in enumerate(items, 1)) / max(
        1, len(items)
    )


def is_found(title, typed):
    found = results.find(SearchRequest(words=typed), chosen.NOW)
    return title in [hit.entry.title for hit in results.page(found, {}).hits[:FIRST]]


def misspelt(typed, number):
    """Every third as it comes from hasty fingers."""
    return slip(typed, random.Random(f"{number} {typed}")) if number % 3 == 0 else typed  # noqa: S311


def part_of(title, chance):
    """Three to six words that stand side by side."""
    written = "".join(letter if letter.isalnum() else " " for letter in title).split()
    size = chance.randint(3, 6)
    start = chance.randint(0, max(0, len(written) - size))
    return " ".join(written[start : start + size])


def slip(typed, chance):
    """One letter of the longest word is another one."""
    word = max(typed.split(), key=len)
    place = chance.randrange(len(word))
    others = "abcdeghiklmnopqrstuvxy".replace(word[place], "")
    return typed.replace(word, word[:place] + chance.choice(others) + word[place + 1 :], 1)


def percent(share):
    return f"{share:.1%}".replace(".", ",").replace("%", " %")
