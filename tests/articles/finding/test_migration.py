"""The migration that gave the desk its words holds what it needs: it means in ten years what it means today."""

import re
from importlib import import_module
from pathlib import Path
from unittest import TestCase

import pytest

import articles

pytestmark = pytest.mark.once

OURS = re.compile(r"^(?:from|import) (?:articles|search|vietnamese)\b", re.MULTILINE)


class FrozenTests(TestCase):
    def test_a_draft_is_kept_as_its_words(self):
        migration = import_module("articles.migrations.0010_desk_lists")
        body = (
            "<p>Nghị quyết 22-NQ/TU: <strong>kỹ</strong> thuật, hoà bình, 120.000&nbsp;hộ.</p><table><tr><td>Một</td>"
            '<td>Hai</td></tr></table><p>Đạt 7,5%<sup><a href="#chu-thich-1" rel="noopener">1</a></sup>.</p>'
        )
        folded, exact = migration.lines("Hội nghị Đảng bộ", "", migration.words_alone(body))
        self.assertEqual(
            folded,
            " hoi nghi dang bo | | nghi quyet 22 nq tu ki thuat hoa binh 120000 ho mot hai dat 7,5 | #22nqtu ",
        )
        self.assertEqual(
            exact, " hội nghị đảng bộ | | nghị quyết 22 nq tu kỹ thuật hòa bình 120000 hộ một hai đạt 7,5 | | "
        )

    def test_no_migration_of_articles_asks_code_that_will_change(self):
        for path in sorted((Path(articles.__path__[0]) / "migrations").glob("0*.py")):
            with self.subTest(migration=path.name):
                self.assertEqual(OURS.findall(path.read_text(encoding="utf-8")), [])
