"""The locks: every package pinned with its hashes, and nothing about the machine that made them."""

import re
import tomllib
from pathlib import Path
from unittest import TestCase

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ["requirements.txt", "requirements-dev.txt"]
PIN = re.compile(r"([a-z0-9][a-z0-9._-]*)==([^\s;]+)( ; [^\\]+)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")


def pins(lock):
    lines = (ROOT / lock).read_text("utf-8").splitlines()
    return {match[1]: match[2] for match in map(PIN.fullmatch, lines) if match}


def direct(requirement):
    """django-csp>=4.0,<5 -> django-csp"""
    return re.match(r"[A-Za-z0-9._-]+", requirement)[0].lower().replace("_", "-")


class LockTests(TestCase):
    def test_every_line_is_a_pin_or_its_hash(self):
        for lock in LOCKS:
            lines = (ROOT / lock).read_text("utf-8").splitlines()
            self.assertEqual([line for line in lines if not PIN.fullmatch(line) and not HASH.fullmatch(line)], [])
            self.assertGreater(len(lines), 100)

    def test_what_pyproject_asks_for_is_locked(self):
        project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
        site = {direct(requirement) for requirement in project["project"]["dependencies"]}
        dev = {direct(requirement) for requirement in project["dependency-groups"]["dev"]}
        self.assertLessEqual(site, set(pins("requirements.txt")))
        self.assertLessEqual(site | dev, set(pins("requirements-dev.txt")))

    def test_tests_run_on_the_versions_that_the_site_runs_on(self):
        self.assertLessEqual(pins("requirements.txt").items(), pins("requirements-dev.txt").items())
