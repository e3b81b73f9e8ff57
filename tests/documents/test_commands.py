"""The names in the documents: every command, script and option that they mention is there."""

import re
import shlex
import subprocess

from django.core.management import get_commands, load_command_class
from django.test import SimpleTestCase

from tests.documents import blocks
from tests.source import ROOT

MANAGE = re.compile(r"^(?:\.venv/bin/python manage\.py|manage) (?=[a-z])")
SCRIPT = re.compile(r"^script/[\w.]+")


def commands():
    """(where, command) of all that stands in a line of the text or of a block."""
    yield from blocks.in_line()
    for block in blocks.blocks():
        if block.language == "sh":
            for line in block.text.splitlines():
                yield str(block), re.sub(r"^(?:sudo )?", "", line.strip())


def options_of(command: str) -> set[str]:
    parser = load_command_class(get_commands()[command], command).create_parser("manage.py", command)
    return set(parser._option_string_actions)


def options_in(words: list[str]) -> set[str]:
    return {word.partition("=")[0] for word in words if re.match(r"--[a-z]", word)}


class NamedCommandTests(SimpleTestCase):
    def test_every_management_command_and_each_of_its_options_exists(self):
        met = set()
        for where, text in commands():
            if not MANAGE.match(text):
                continue
            name, *words = shlex.split(MANAGE.sub("", text), comments=True)
            met.add(name)
            with self.subTest(where=where, command=text):
                self.assertIn(name, get_commands())
                self.assertLessEqual(options_in(words), options_of(name))
        self.assertGreater(len(met), 10)

    def test_every_script_exists_and_can_be_started(self):
        listed = subprocess.run(
            ["git", "ls-files", "-s", "script"], cwd=ROOT, capture_output=True, text=True, check=True
        )
        starts = {line.split("\t")[1] for line in listed.stdout.splitlines() if line.startswith("100755")}
        met = {SCRIPT.match(text)[0] for _where, text in commands() if SCRIPT.match(text)}
        self.assertGreater(len(met), 4)
        self.assertLessEqual({name for name in met if "." not in name}, starts)
