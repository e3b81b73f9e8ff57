"""How much CPU a piece of work took, fair to the machine: it may be a slow one, or busy with something else.

    with Spent() as spent:
        work()
    spent.expect_under(self, 0.5)

The limits are seconds on an idle machine of 2026. Before one counts as passed, fixed work is measured in the same run.
"""

import gc
import re
import time

YARDSTICK_SECONDS = 0.07
"""What the fixed work takes on the machine that the limits were measured on."""


class Spent:
    def __enter__(self):
        # What a long run of tests has left in memory is not this work's to look through.
        gc.disable()
        self._began = time.process_time()
        return self

    def __exit__(self, *_error):
        self.seconds = time.process_time() - self._began
        gc.enable()

    def expect_under(self, test, limit, told=None):
        expect_under(test, self.seconds, limit, told)


def expect_under(test, seconds, limit, told=None):
    if seconds >= limit:
        test.assertLess(seconds / slowness(), limit, told)


def slowness():
    """How many times slower than usual this machine is now; never less than once."""
    began = time.process_time()
    _fixed_work()
    return max(1, (time.process_time() - began) / YARDSTICK_SECONDS)


def _fixed_work():
    """Like our own: strings cut, counted and joined again."""
    counted = {}
    for number in range(40):
        text = " ".join(f"chữ-{word % 97}" for word in range(number, number + 4_000))
        for word in re.findall(r"[^\s-]+", text):
            counted[word] = counted.get(word, 0) + 1
    return sorted(counted)
