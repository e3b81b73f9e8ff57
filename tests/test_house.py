"""What the house rules say about files: documents that tell the truth, pages that ask nobody else, clean Vietnamese."""

import os
import re
import unicodedata
from pathlib import Path
from unittest import TestCase

import ckeditor
import django.contrib.admin
import django.forms
import pytest
from django.core.management import get_commands

from tests import source

pytestmark = pytest.mark.once

# Written in two halves, so that this file does not hold what it looks for.
MACHINE = re.compile(
    "|".join(["/wo" + "rk/", "/ro" + "ot/", "/ho" + r"me/[a-z]", "pypi" + r"\.org", "python" + "hosted"])
)
NPM_AND_DEBIAN = re.compile("|".join(["npm" + r"js\.", "deb\\." + "debian", "index-" + "url"]))
ASKED = re.compile(r'env\.[a-z_]+\(\s*"([A-Z_]+)"')
PROMISED = re.compile(r"^(?:# )?([A-Z][A-Z_]+)=", re.M)
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(|\boklch\(")
INLINE = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*ld\+json)[^>]*>|<style|\sstyle=\"|\son[a-z]+=\"")
FOREIGN = re.compile(
    r"(?:<(?:script|img|iframe|source|video|audio|use)\b[^>]*|<link\b[^>]*)\b(?:src|href)=\"(?:https?:)?//"
)


MADE_UP = re.compile(
    r"(chart|sheet|find__field)(__|--)|(date-search|finder)__(words|label)$|(card|date-picker__turn)--|cke_|(field|model)-"
)
"""Put together on the page: from a field's name, a mark of a chart, the block that a form stands in; the editor's."""


def words_of_pages():
    """Ours, and those of Django and the editor, whose pages our sheets dress too."""
    ours = (text for name, text in source.texts() if not name.startswith(("tests/", "docs/", "static/css/")))
    folders = [Path(package.__file__).parent for package in (django.contrib.admin, django.forms, ckeditor)]
    patterns = ("*.py", "templates/**/*.html", "static/admin/js/*.js")
    theirs = [path for folder in folders for pattern in patterns for path in folder.glob(pattern)]
    return set(re.findall(r"[\w-]+", " ".join((*ours, *(path.read_text("utf-8") for path in theirs)))))


def classes_of_sheets():
    sheets = "".join(text for name, text in source.texts() if name.startswith("static/css/"))
    plain = re.sub(r"/\*.*?\*/|\"[^\"]*\"|\{[^{}]*\}", " ", sheets, flags=re.S)
    return set(re.findall(r"\.(-?[A-Za-z_][\w-]*)", plain))


def read(name):
    return (source.ROOT / name).read_text("utf-8")


def named(pattern, suffix=".md"):
    return {name: set(re.findall(pattern, text)) for name, text in source.texts() if name.endswith(suffix)}


class DocumentTests(TestCase):
    def test_the_sample_of_settings_lists_what_production_asks_for(self):
        asked = set().union(*(ASKED.findall(read(f"config/settings/{name}.py")) for name in ("base", "prod")))
        self.assertEqual(set(PROMISED.findall(read(".env.example"))), asked)
        for name in sorted(asked):
            with self.subTest(setting=name):
                self.assertIn(f"`{name}`", read("docs/operations.md"))

    def test_commands_in_the_documents_exist(self):
        for name, scripts in named(r"(?<![\w/.-])(script/[a-z]+)\b").items():
            for script in scripts:
                with self.subTest(document=name, command=script):
                    path = source.ROOT / script
                    self.assertTrue(path.is_dir() or os.access(path, os.X_OK))
        for name, commands in named(r"manage\.py ([a-z_]{3,})").items():
            for command in commands:
                with self.subTest(document=name, command=command):
                    self.assertIn(command, get_commands())

    def test_files_that_documents_point_at_exist(self):
        for name, links in named(r"\]\((?!https?:|mailto:|#)([^)#\s]+)").items():
            for link in links:
                with self.subTest(document=name, link=link):
                    self.assertTrue((source.ROOT / Path(name).parent / link).exists())


class SourceTests(TestCase):
    def test_no_file_knows_the_machine_it_was_made_on(self):
        wrong = [name for name, text in source.texts() if MACHINE.search(text) or NPM_AND_DEBIAN.search(text)]
        self.assertEqual(wrong, [])

    def test_vietnamese_is_written_in_its_composed_form(self):
        wrong = [name for name, text in source.texts() if not unicodedata.is_normalized("NFC", text)]
        self.assertEqual(wrong, [])

    def test_secrets_and_databases_stay_out(self):
        wrong = [str(path) for path in source.files() if path.name == ".env" or ".sqlite3" in path.name]
        self.assertEqual(wrong, [])


class PageTests(TestCase):
    def templates(self):
        return [
            (name, text) for name, text in source.texts() if name.startswith("templates/") and name.endswith(".html")
        ]

    def test_a_component_opens_with_the_variables_it_takes(self):
        components = [(name, text) for name, text in self.templates() if name.startswith("templates/components/")]
        self.assertTrue(components)
        wrong = [name for name, text in components if not text.startswith(("{#", "{% comment"))]
        self.assertEqual(wrong, [])

    def test_templates_carry_no_inline_script_or_style(self):
        wrong = [f"{name}: {found[0]}" for name, text in self.templates() if (found := INLINE.search(text))]
        self.assertEqual(wrong, [])

    def test_pages_fetch_nothing_from_other_sites(self):
        wrong = [name for name, text in self.templates() if FOREIGN.search(text)]
        styles = [(name, text) for name, text in source.texts() if name.startswith("static/") and name.endswith(".css")]
        wrong += [name for name, text in styles if re.search(r"url\([\"']?(?:https?:)?//|@import", text)]
        self.assertEqual(wrong, [])

    def test_every_class_of_a_sheet_stands_on_a_page(self):
        dead = classes_of_sheets() - words_of_pages()
        self.assertEqual({name for name in dead if not MADE_UP.match(name)}, set())

    def test_every_class_on_a_page_has_a_rule_or_somebody_who_looks_for_it(self):
        known = classes_of_sheets()
        asked = "".join(text for name, text in source.texts() if name.startswith(("static/js/", "tests/")))
        for name, text in self.templates():
            # What Django's own pages and scripts name is theirs.
            if name.startswith("templates/django/admin/edit_inline"):
                continue
            for words in re.findall(r'\bclass="([^"]*)"', re.sub(r"{[%{].*?[%}]}", "\0", text)):
                ours = {word for word in words.split() if "__" in word and "\0" not in word}
                with self.subTest(template=name):
                    self.assertEqual({word for word in ours - known if word not in asked}, set())

    def test_only_the_tokens_know_colours(self):
        wrong = []
        for name, text in source.texts():
            if name.startswith("static/css/") and name != "static/css/tokens.css":
                without_comments = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
                wrong += [f"{name}: {colour}" for colour in COLOUR.findall(without_comments)]
        self.assertEqual(wrong, [])
