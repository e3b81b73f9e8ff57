"""Two implementations that share nothing agree on thousands of targets of every kind and state.

`RECOMPUTED=25000` asks for a hundred thousand.
"""

import os
from collections import Counter
from unittest import TestCase

import pytest

from resolutions.progress import Verdict, assess
from tests.resolutions import recomputed
from tests.resolutions.chance import Chance

ROUND = int(os.environ.get("RECOMPUTED", "8000"))


@pytest.mark.once
class RecomputedTests(TestCase):
    def agree(self, seed):
        chance, seen = Chance(seed), Counter()
        for _ in range(ROUND):
            goal, figures, today = chance.goal(), chance.figures(), chance.day()
            term_over = today.year >= 2025 and chance.random() < 0.6
            found = assess(goal, figures, as_of=today, term_over=term_over).verdict
            seen[found] += 1
            again = recomputed.verdict(goal, figures, today, term_over)
            self.assertEqual(found.value, again, (goal, figures, today, term_over))
        # What never came up was not compared.
        self.assertEqual(set(seen), set(Verdict))

    def test_first_quarter(self):
        self.agree(1)

    def test_second_quarter(self):
        self.agree(2)

    def test_third_quarter(self):
        self.agree(3)

    def test_last_quarter(self):
        self.agree(4)
