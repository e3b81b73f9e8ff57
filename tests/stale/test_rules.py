"""Which old copy may be shown, as a table; and how nginx's file of a page is read."""

import os
import tempfile
import time
from pathlib import Path
from unittest import TestCase

import pytest

from stale import copies, rules, serving
from stale.rules import LONGEST, SLACK, Copy, End, Removals

pytestmark = pytest.mark.once

NOW = 1_764_000_000.0
HOME = b'<a href="/bai-viet/mot-7/">'
KEY = "https://trang.example/?q=%C4%91"


def copy(made_at=NOW - 60, ends=(), content=HOME):
    return Copy(made_at, tuple(ends), content)


class ShowTests(TestCase):
    def may_show(self, one, marks=(), removed_at=NOW - 30, since=NOW - LONGEST):
        removals = Removals(since)
        removals.add(marks, removed_at)
        return removals.may_show(one, NOW)

    def test_a_copy_that_names_what_was_removed_after_it_was_made_is_refused(self):
        for made_at, mark, expected in (
            (NOW - 60, b"-7/", False), (NOW - 60, b"-8/", True), (NOW - 60, b"", False), (NOW - 20, b"-7/", True),
            (NOW - 30 + SLACK, b"-7/", False), (NOW - 30 + SLACK + 0.1, b"-7/", True), (NOW - 20, b"", True),
        ):  # fmt: skip
            with self.subTest(made_at=made_at, mark=mark):
                self.assertEqual(self.may_show(copy(made_at), [mark]), expected)

    def test_a_copy_goes_with_what_ends_on_it_and_with_nothing_else(self):
        for at, mark, expected in (
            (NOW - 1, b"-7/", False), (NOW, b"-7/", False), (NOW + 1, b"-7/", True), (NOW - 1, b"-8/", True),
            (NOW - 1, b"", False),
        ):  # fmt: skip
            with self.subTest(at=at, mark=mark):
                self.assertEqual(self.may_show(copy(ends=[End(at, mark)])), expected)

    def test_a_copy_is_shown_for_a_day_and_never_one_from_before_the_service_began_or_from_the_future(self):
        self.assertTrue(self.may_show(copy(NOW - LONGEST + 5), since=NOW - 2 * LONGEST))
        self.assertFalse(self.may_show(copy(NOW - LONGEST), since=NOW - 2 * LONGEST))
        self.assertFalse(self.may_show(copy(NOW - 60), since=NOW - 61))
        self.assertFalse(self.may_show(copy(NOW + 600)))

    def test_the_list_stays_short_and_forgets_nothing_that_matters(self):
        removals = Removals(NOW - LONGEST)
        removals.add([f"-{n}/".encode() for n in range(rules.MOST)], NOW - 50)
        self.assertTrue(removals.may_show(copy(content=b"/"), NOW))
        removals.add([b"-x/"], NOW - 40)
        self.assertFalse(removals.may_show(copy(content=b"/"), NOW))
        self.assertTrue(removals.may_show(copy(NOW - 30, content=b"-x/"), NOW))
        removals.add([b"-7/"], NOW - LONGEST / 2)
        removals.add([b"-9/"], NOW)
        self.assertFalse(removals.may_show(copy(NOW - 1, content=b"-9/"), NOW))


class KeptTests(TestCase):
    def test_nginx_shows_nothing_by_itself_past_its_end(self):
        for end, fresh, is_shown_while_asking in (
            (NOW + 60, NOW, True), (NOW + 2, NOW, True), (NOW + 1.5, NOW, False), (NOW + 0.7, NOW - 1, False),
        ):  # fmt: skip
            with self.subTest(end=end):
                said = dict(serving.kept(copy(ends=[End(end, b"-7/")]), NOW + 0.2))
                self.assertEqual(said["X-Accel-Expires"], f"@{fresh:.0f}")
                self.assertEqual("Cache-Control" in said, is_shown_while_asking)


def stored(head="HTTP/1.0 200 OK", more="X-Made-At: 1764000000.5\r\nX-Ends: 1764000100.000:-7/", key=KEY):
    """A page as nginx keeps it."""
    page = f"{head}\r\nContent-Type: text/html\r\n{more}\r\nDate: x\r\n\r\n<p>-8/</p>\r\n\r\nTrang"
    return b"\x05\x00\xff\x00" + f"\nKEY: {key}\n{page}".encode()


class ClockTests(TestCase):
    """Pages and removals are dated by the clock of one machine, and that may be set while they lie there."""

    def is_left(self, mark, dated, at):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "ab", "0" * 32)
            path.parent.mkdir()
            path.write_bytes(stored(more=f"X-Made-At: {dated:.3f}"))
            os.utime(path, (dated, dated))
            removals = Removals(at - LONGEST)
            removals.add([mark], at)
            serving.sweep(removals, (Path(folder),))
            return path.exists()

    def test_what_was_kept_by_a_clock_that_was_ahead_is_gone_with_the_removal_and_cannot_come_of_age(self):
        now = time.time()
        for ahead in (0.0, 0.5, 1.5, 600.0):
            with self.subTest(ahead=ahead):
                self.assertFalse(self.is_left(b"-8/", now - 0.1 + ahead, now))
        self.assertTrue(self.is_left(b"-9/", now - 0.1, now))

    def test_what_was_removed_by_a_clock_that_was_ahead_stays_removed_for_as_long(self):
        removals = Removals(NOW - LONGEST)
        removals.add([b"-7/"], NOW + 600)
        for made_at in (NOW - 60, NOW + 60, NOW + 599):
            self.assertFalse(removals.may_show(copy(made_at), made_at + 1))
        self.assertTrue(removals.may_show(copy(NOW + 602), NOW + 603))


class ReadTests(TestCase):
    def test_a_file_is_read_as_nginx_wrote_it(self):
        page = copies.read(stored(), KEY)
        self.assertEqual((page.status, page.body), ("200", b"<p>-8/</p>\r\n\r\nTrang"))
        self.assertEqual((page.copy.made_at, page.copy.ends), (1764000000.5, (End(1764000100.0, b"-7/"),)))
        self.assertEqual([name for name, _value in page.headers], ["Content-Type", "X-Made-At", "X-Ends"])

    def test_marks_are_sought_in_address_and_body_and_not_in_the_list_of_what_ends(self):
        content = copies.read(stored(), KEY).copy.content
        self.assertIn(b"-8/", content)
        self.assertIn(b"%C4%91", content)
        self.assertNotIn(b"-7/", content)

    def test_what_is_not_that_page_or_not_whole_is_no_page(self):
        for found in (
            b"", b"\nKEY: ", stored(key="https://trang.example/"), stored()[:60],
            stored("HTTP/1.0 404 Not Found"), stored("HTTP/1.0 503 Away"), stored(more="X-Ends: "),
            stored(more="X-Made-At: 1\r\nX-Ends: x"),
        ):  # fmt: skip
            with self.subTest(stored=found), self.assertRaises(ValueError):
                copies.read(found, KEY)
