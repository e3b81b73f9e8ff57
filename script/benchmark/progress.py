"""Says on the error stream what is being done and how far it has got; the tables alone go to the output."""

import sys
import time


def say(sentence):
    print(sentence, file=sys.stderr, flush=True)


def step(name, work):
    """What `work` returns."""
    began = time.monotonic()
    say(f"{name}…")
    result = work()
    say(f"{name}: {time.monotonic() - began:.1f} giây")
    return result


def counted(items, name, every=50_000):
    """The same items; every so many of them are said."""
    began = time.monotonic()
    for number, item in enumerate(items, 1):
        yield item
        if number % every == 0:
            say(f"{name}: {number} bài, {time.monotonic() - began:.0f} giây")
