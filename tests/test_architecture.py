"""Which way the arrows point, and how much one page of code may hold. README.md draws the map."""

import re
from unittest import TestCase

import pytest

from tests import source

pytestmark = pytest.mark.once

# A package -> the packages that it may import. What is not written here is not allowed.
ARROWS = {
    "vietnamese": set(),
    "system_errors": set(),
    "monitoring": set(),
    "stale": set(),
    "web": {"monitoring", "vietnamese"},
    "search": {"web", "vietnamese"},
    "desk": {"web", "vietnamese"},
    "audit": {"monitoring", "web", "desk", "system_errors", "vietnamese"},
    "backup": {"audit", "web", "system_errors", "vietnamese"},
    "doctor": {"config", "web", "audit", "backup", "notices", "search", "system_errors", "vietnamese"},
    "mirror": {"backup", "system_errors", "vietnamese"},
    "notices": {"web", "desk", "vietnamese"},
    "accounts": {"web", "audit", "notices", "desk", "vietnamese"},
    "proposals": {"desk", "audit", "accounts", "vietnamese"},
    "library": {"web", "desk", "audit", "accounts", "proposals", "vietnamese"},
    "resolutions": {
        "web",
        "desk",
        "audit",
        "library",
        "proposals",
        "accounts",
        "search",
        "system_errors",
        "vietnamese",
    },
    "articles": {
        "web",
        "desk",
        "audit",
        "notices",
        "resolutions",
        "library",
        "proposals",
        "accounts",
        "search",
        "system_errors",
        "vietnamese",
    },
    "words": {"web", "desk", "audit", "articles", "library", "proposals", "accounts", "search", "vietnamese"},
    "config": {
        "words",
        "web",
        "desk",
        "audit",
        "notices",
        "articles",
        "resolutions",
        "library",
        "proposals",
        "accounts",
        "search",
        "backup",
        "monitoring",
        "vietnamese",
    },
}
# Inside one app: a module -> the modules of the same app that it must not import.
ABOVE_VIEWS = {"urls", "apps", "management", "demo"}
ABOVE_SERVICES = {*ABOVE_VIEWS, "views", "feeds", "admin", "forms", "templatetags"}
ABOVE_MODELS = {*ABOVE_SERVICES, "services", "dashboard"}
NOT_ABOVE = {
    "models": ABOVE_MODELS,
    "services": ABOVE_SERVICES,
    "dashboard": ABOVE_SERVICES,
    "views": ABOVE_VIEWS,
    "feeds": ABOVE_VIEWS,
    "admin": ABOVE_VIEWS,
    "forms": {*ABOVE_VIEWS, "views", "feeds", "admin"},
}
# The rooms of the search, from the one that knows nothing of the others up to the page.
ROOMS = ("query", "storage", "backends", "retrieval", "indexing", "page")
# Numbers, words and rules alone: they can be read, and tested, without the rest.
PURE = {
    "vietnamese": set(),
    "system_errors": set(),
    "articles.checklist": {"articles.office.legacy_fonts"},
    "articles.comments.anchors": {"articles.comparing"},
    "articles.comparing": set(),
    "articles.finding.words": {"search.query.parsing", "search.query.tokens", "vietnamese"},
    "articles.conflicts.merging": {"articles.comparing", "articles.footnotes"},
    "articles.footnotes": set(),
    "articles.handing_over.rules": {"articles.workflow", "desk.steps"},
    "articles.missing_step.rules": {"articles.workflow", "vietnamese"},
    "articles.nesting": set(),
    "articles.office.docx": {
        *(f"articles.office.{name}" for name in ("blocks", "links", "refusals", "symbols")),
        "web.digits",
    },
    "articles.office.arranging": {
        f"articles.office.{name}" for name in ("blocks", "legacy_fonts", "lines", "report", "typed")
    },
    "articles.office.writing": {"articles.footnotes", "articles.office.blocks"},
    "accounts.second_factor.rules": set(),
    "accounts.sessions.devices": set(),
    "articles.workflow": {"desk.steps"},
    "audit.chain": set(),
    "backup.manifest": set(),
    "mirror.addresses": {"vietnamese"},
    "audit.kinds": set(),
    "doctor.symptom": set(),
    "config.replica.rules": set(),
    "config.replica.absence": set(),
    "desk.steps": set(),
    "desk.todo": set(),
    "desk.week": {"vietnamese"},
    "monitoring.logs.faults": set(),
    "monitoring.logs.repeats": set(),
    "web.digits": set(),
    "web.links": set(),
    "words.menu": set(),
    "resolutions.periods": {"resolutions.progress", "vietnamese"},
    "resolutions.workflow": {"desk.steps"},
    "resolutions.progress": set(),
    "search.query": {"vietnamese"},
    "stale.rules": set(),
}
LINES_IN_A_FILE = 300
LINES_IN_A_FUNCTION = 30
# Longer for a reason, which stands beside each.
LONG_FILES = {}
LONG_FUNCTIONS = {}


def arrows():
    """(importing module, imported module, where) for imports among the site's own modules."""
    modules = source.ours()
    for name, path in modules.items():
        for target, line in source.imports(name, path):
            if target.split(".")[0] in source.PACKAGES:
                known = target if target in modules else target.rpartition(".")[0]
                yield name, known or target, f"{path.relative_to(source.ROOT)}:{line}"


def within(module, package):
    return module == package or module.startswith(f"{package}.")


class ArrowTests(TestCase):
    def test_packages_import_only_what_stands_below_them(self):
        wrong = [
            f"{where}: {importer} nhập {target}"
            for importer, target, where in arrows()
            if (here := importer.split(".")[0]) != (there := target.split(".")[0]) and there not in ARROWS[here]
        ]
        self.assertEqual(wrong, [])

    def test_inside_an_app_the_lower_module_does_not_know_the_higher(self):
        wrong = []
        for importer, target, where in arrows():
            here, there = importer.split("."), target.split(".")
            if here[0] == there[0] and len(here) > 1 < len(there) and there[1] in NOT_ABOVE.get(here[1], ()):
                wrong.append(f"{where}: {importer} nhập {target}")
        self.assertEqual(wrong, [])

    def test_in_the_search_no_room_knows_a_higher_one(self):
        wrong = []
        for importer, target, where in arrows():
            here, there = importer.split("."), target.split(".")
            if here[0] == there[0] == "search" and len(here) > 2 and here[1] in ROOMS and there[1] != "models":
                allowed = ROOMS[: ROOMS.index(here[1]) + 1]
                wrong += [f"{where}: {importer} nhập {target}"] * (there[1] not in allowed)
        self.assertEqual(wrong, [])

    def test_pure_modules_stand_alone(self):
        for name, allowed in PURE.items():
            with self.subTest(module=name):
                self.assertIn(name, source.ours())
                inside = [(importer, target) for importer, target, _ in arrows() if within(importer, name)]
                self.assertLessEqual({target for _, target in inside if not within(target, name)}, allowed)

    def test_only_the_engines_of_the_search_may_bind_to_one_database(self):
        wrong = [
            str(path.relative_to(source.ROOT))
            for name, path in source.ours().items()
            if not within(name, "search.backends") and "migrations" not in name
            if re.search(r"from django[.]db import [^#\n]*\bconnection\b", path.read_text("utf-8"))
        ]
        self.assertEqual(wrong, [])

    def test_a_row_is_locked_in_the_way_that_lets_others_refer_to_it(self):
        """On PostgreSQL a full lock also keeps out a commit that adds a row which refers to this one. Whoever commits
        so holds the head of the record, for which whoever holds the full lock may be waiting: neither would go on."""
        wrong = [
            f"{name}: {call}"
            for name, text in source.texts()
            if name.endswith(".py") and not name.startswith("tests/")
            for call in re.findall(r"select_for_update\([^)]*\)", text)
            if "no_key=True" not in call
        ]
        self.assertEqual(wrong, [])

    def test_every_package_has_its_arrows(self):
        self.assertEqual(set(ARROWS), set(source.PACKAGES))


class SizeTests(TestCase):
    def test_a_file_is_read_in_one_sitting(self):
        kinds = (".py", ".html", ".css", ".js")
        long = {
            name: lines
            for name, text in source.texts()
            if name.endswith(kinds) and not name.startswith("tests/") and "/migrations/" not in name
            if (lines := text.count("\n")) > LINES_IN_A_FILE
        }
        self.assertEqual({name: lines for name, lines in long.items() if name not in LONG_FILES}, {})
        self.assertLessEqual(set(LONG_FILES), set(long), "đã ngắn lại: bỏ khỏi danh sách")

    def test_a_function_is_seen_at_one_glance(self):
        long = {
            f"{path.relative_to(source.ROOT)}:{name}": lines
            for path in source.python_files()
            if "tests" not in path.relative_to(source.ROOT).parts and "migrations" not in path.parts
            for name, lines, _ in source.functions(path)
            if lines > LINES_IN_A_FUNCTION
        }
        self.assertEqual({name: lines for name, lines in long.items() if name not in LONG_FUNCTIONS}, {})
        self.assertLessEqual(set(LONG_FUNCTIONS), set(long), "đã ngắn lại: bỏ khỏi danh sách")
