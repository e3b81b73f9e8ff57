"""The chain: whatever is done to a row, the first row that does not hold is named."""

import unicodedata
from unittest import TestCase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import chain
from audit.chain import Broken, Fault, Link

pytestmark = pytest.mark.once

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=3),
    max_leaves=6,
)
FACTS = st.dictionaries(st.sampled_from(["title", "note", "before", "after"]), VALUES)


def chained(said):
    head, links = chain.START, []
    for number, facts in enumerate(said, start=1):
        facts = {"number": number, **facts}
        head = chain.link(head, facts)
        links.append(Link(number, facts, head))
    return links


def fault(links, **start):
    try:
        for _ in chain.follow(links, **start):
            pass
    except Broken as broken:
        return broken.number, broken.fault
    return None


class ChainTests(TestCase):
    @given(st.lists(FACTS, max_size=6))
    def test_what_was_chained_holds(self, said):
        self.assertIsNone(fault(chained(said)))

    @given(st.lists(FACTS, min_size=1, max_size=6), st.data())
    def test_a_changed_row_is_named(self, said, data):
        links = chained(said)
        place = data.draw(st.integers(0, len(links) - 1))
        old = links[place]
        changed = {**old.facts, "title": f"{old.facts.get('title')} sửa"}
        links[place] = Link(old.number, changed, old.hash)
        self.assertEqual(fault(links), (old.number, Fault.CHANGED))

    @given(st.lists(FACTS, min_size=2, max_size=6), st.data())
    def test_a_changed_row_with_a_hash_made_anew_breaks_at_the_next(self, said, data):
        links = chained(said)
        place = data.draw(st.integers(0, len(links) - 2))
        old = links[place]
        changed = {**old.facts, "title": f"{old.facts.get('title')} sửa"}
        before = links[place - 1].hash if place else chain.START
        links[place] = Link(old.number, changed, chain.link(before, changed))
        self.assertEqual(fault(links), (old.number + 1, Fault.CHANGED))

    @given(st.lists(FACTS, min_size=2, max_size=6), st.data())
    def test_a_removed_row_is_named(self, said, data):
        links = chained(said)
        place = data.draw(st.integers(0, len(links) - 2))
        gone = links.pop(place)
        self.assertEqual(fault(links), (gone.number, Fault.MISSING))

    @given(st.lists(FACTS, min_size=2, max_size=6), st.data())
    def test_two_swapped_rows_are_named(self, said, data):
        links = chained(said)
        one, other = sorted(data.draw(st.sets(st.integers(0, len(links) - 1), min_size=2, max_size=2)))
        links[one], links[other] = (
            Link(one + 1, {**links[other].facts, "number": one + 1}, links[other].hash),
            Link(other + 1, {**links[one].facts, "number": other + 1}, links[one].hash),
        )
        self.assertEqual(fault(links), (one + 1, Fault.CHANGED))

    def test_a_row_that_stands_before_the_first_is_named(self):
        links = [Link(0, {"number": 0}, chain.link(chain.START, {"number": 0})), *chained([{}, {}])]
        self.assertEqual(fault(links), (0, Fault.CHANGED))

    def test_it_can_be_followed_from_the_middle(self):
        links = chained([{"title": "một"}, {"title": "hai"}, {"title": "ba"}])
        self.assertIsNone(fault(links[1:], number=1, head=links[0].hash))
        self.assertEqual(fault(links[1:], number=1, head=links[1].hash), (2, Fault.CHANGED))


class CanonicalTests(TestCase):
    @given(FACTS)
    def test_the_order_of_keys_says_nothing(self, facts):
        self.assertEqual(chain.canonical(facts), chain.canonical(dict(reversed(facts.items()))))

    @given(TEXT)
    def test_both_spellings_of_a_letter_are_one(self, text):
        one, other = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
        self.assertEqual(chain.canonical({"title": one}), chain.canonical({"title": other}))

    @given(FACTS, FACTS)
    def test_different_facts_are_written_differently(self, one, other):
        def spelled(facts):
            # True and 1 are equal in Python, not in JSON.
            return unicodedata.normalize("NFC", repr(sorted(facts.items())))

        if spelled(one) != spelled(other) and one != other:
            self.assertNotEqual(chain.canonical(one), chain.canonical(other))

    def test_it_is_written_as_the_rule_says(self):
        self.assertEqual(
            chain.canonical({"title": "Đại hội", "after": {"b": 1, "a": [True, None]}}).decode(),
            '{"after":{"a":[true,null],"b":1},"title":"Đại hội"}',
        )

    def test_what_has_no_single_text_is_refused(self):
        for value in (0.5, b"a", object(), {1: "a"}, [1.0], {"a": {"b": 2.0}}):
            with self.subTest(value=value), self.assertRaises(TypeError):
                chain.canonical({"after": value})
        with self.assertRaises(ValueError):
            chain.canonical({"\u1ea1": 1, "a\u0323": 2})

    @given(TEXT, TEXT, TEXT, TEXT)
    def test_a_seal_depends_on_salt_and_text(self, salt, text, other_salt, other):
        def one(text):
            return unicodedata.normalize("NFC", text)

        alike = (one(salt), one(text)) == (one(other_salt), one(other))
        self.assertEqual(chain.sealed(salt, text) == chain.sealed(other_salt, other), alike)
