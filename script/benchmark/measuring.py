"""Processor time per request: ours and the yardstick take turns, in the same run and on the same machine."""

import itertools
import sys
import time

import servers

SECONDS, LEAST, WARM = 1.5, 30, 20


def measure_all(ours, yardstick, pages, rounds):
    """[(page, [(ms of ours, ms of the yardstick or None)])], one pair a round; the two take turns to begin."""
    pairs = {page.name: [] for page in pages}
    for number in range(rounds):
        print(f"Vòng {number + 1}/{rounds}", file=sys.stderr, flush=True)
        for page in pages:
            pair = measure_pair(ours, yardstick, page, number % 2)
            if pair:
                pairs[page.name].append(pair)
    return [(page, pairs[page.name]) for page in pages]


def measure_pair(ours, yardstick, page, reverse):
    """None where a page is missing on a side that should have it."""
    sides = [(ours, page.ours), (yardstick, page.theirs)] if page.theirs else [(ours, page.ours)]
    found = {side: measure(side, paths) for side, paths in (sides[::-1] if reverse else sides)}
    return None if None in found.values() else (found[ours], found.get(yardstick))


def measure(side, paths):
    """Milliseconds of processor time per request; None when the page is not there."""
    if not paths:
        return None
    for path in itertools.islice(itertools.cycle(paths), WARM):
        status = side.get(path)
        if status != 200:
            print(f"Bỏ qua {side.name} {path}: {status}", file=sys.stderr, flush=True)
            return None
    before, began, count = side.cpu_seconds(), time.monotonic(), 0
    for path in itertools.cycle(paths):
        side.get(path)
        count += 1
        if time.monotonic() - began > SECONDS and count >= LEAST:
            break
    return (side.cpu_seconds() - before) / count * 1000


class Side:
    """A server together with the database that works for it."""

    def __init__(self, server: servers.Server, database: servers.PostgreSQL | None = None):
        self.name, self.server, self.database = server.name, server, database

    def get(self, path):
        return self.server.get(path)[0]

    def cpu_seconds(self):
        return self.server.cpu_seconds() + (self.database.cpu_seconds() if self.database else 0)
