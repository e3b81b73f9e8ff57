"""The blocks of commands, run as they stand there."""

import contextlib
from unittest import TestCase

import pytest

from tests.documents import blocks, places

EXPLAINED = 20
"""Letters: less gives no reason."""


class MarkTests(TestCase):
    def test_every_block_of_commands_is_run_or_says_why_not(self):
        found = [block for block in blocks.blocks() if block.language == "sh"]
        self.assertGreater(len(found), 5)
        for block in found:
            with self.subTest(block=str(block)):
                self.assertTrue(places.can_be(block.place) or len(block.reason) >= EXPLAINED)


@pytest.mark.once
class SiteTests(TestCase):
    def test_every_line_of_those_that_are_run_in_a_site(self):
        with contextlib.ExitStack() as stack:
            site = places.make_site(stack)
            for block in blocks.blocks():
                if block.place == places.IN_A_SITE:
                    with self.subTest(block=str(block)):
                        done = places.run(block, site)
                        self.assertEqual(done.returncode, 0, f"{block.text}\n{done.stdout}\n{done.stderr}")
