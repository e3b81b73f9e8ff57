"""The script that changes the rules one at a time finds each change, and its document tells of code that is there."""

import ast
import importlib.util
import re
from unittest import TestCase

from tests.source import ROOT

DOCUMENT = (ROOT / "docs/mutants.md").read_text(encoding="utf-8")


def script():
    spec = importlib.util.spec_from_file_location("mutants", ROOT / "script/mutants.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class MutantTests(TestCase):
    def test_each_sign_word_and_number_is_changed_once(self):
        tree = ast.parse("def rule(a, b):\n    return not a > 1 and a is not b + 2\n")
        found = {
            ast.unparse(ast.fix_missing_locations(one)).split("return ")[1] for _, _, one in script().mutants(tree)
        }
        self.assertIn("not a >= 1 and a is not b + 2", found)
        self.assertIn("not a > 1 or a is not b + 2", found)
        self.assertIn("not a > 1 and a is b + 2", found)
        self.assertIn("not a > 1 and a is not b - 2", found)
        self.assertIn("not a > 2 and a is not b + 2", found)
        self.assertEqual(len(found), 7)

    def test_what_is_said_to_survive_is_in_the_code(self):
        rows = re.findall(r"^\| `(\w+\.py)` \| `([^`]+)` \|", DOCUMENT, re.MULTILINE)
        self.assertTrue(rows)
        for name, fragment in rows:
            with self.subTest(fragment):
                self.assertIn(fragment, (ROOT / "resolutions/progress" / name).read_text(encoding="utf-8"))
