"""What we use of Django that is not promised to stay, each with what would be seen first when it goes.

Nothing else private is used; whoever upgrades Django begins here.
"""

import gc
import inspect
import re

from django.core.files.storage import default_storage
from django.db import transaction
from django.test import SimpleTestCase, TransactionTestCase
from django.utils import translation
from django.utils.translation import gettext, ngettext, trans_real

from config import django_words
from library.files import WrittenFiles
from tests import source

LISTED = {
    "audit/screens.py": {"_get_obj_does_not_exist_redirect"},  # a hidden row would lead to the front page, with 302
    "config/django_words.py": {"trans_real"},  # our Vietnamese is merged into Django's catalogue
}


class TranslationTests(SimpleTestCase):
    """config/django_words.py: `trans_real.translation("vi").merge()`, and what it asks of another translation."""

    def test_a_catalogue_can_be_merged_and_asks_of_ours_what_ours_has(self):
        merge = inspect.getsource(trans_real.DjangoTranslation.merge)
        # `_info` is only asked of the first catalogue, which is Django's own.
        asked = set(re.findall(r"other\.(\w+)", merge)) - {"_info"}
        self.assertTrue(asked)
        for name in asked:
            self.assertTrue(hasattr(django_words._Catalogue({}, {}), name), name)

    def test_our_sentences_win_over_djangos(self):
        with translation.override("vi"):
            self.assertEqual(gettext("Save and continue editing"), "Lưu và sửa tiếp")
            self.assertEqual(ngettext("entry", "entries", 5), "mục")


class RollbackTests(TransactionTestCase):
    """library/files.py: Django forgets the callbacks of a transaction that is rolled back, at once and for good."""

    def test_what_a_callback_held_is_gone_after_a_rollback(self):
        with self.assertRaises(RuntimeError), transaction.atomic():
            with WrittenFiles() as written:
                written.write("thu/quay-lui.txt", b"noi dung")
            del written
            raise RuntimeError
        gc.collect()
        self.assertFalse(default_storage.exists("thu/quay-lui.txt"))


class ListTests(SimpleTestCase):
    def test_nothing_else_of_django_is_used_that_is_private(self):
        private = re.compile(
            r"\b(trans_real|_registry|_get_obj_does_not_exist_redirect|_build_app_dict|_raw_delete|get_combinator_sql|_csp\w*)\b"
        )
        found = {}
        for path in source.python_files():
            name = str(path.relative_to(source.ROOT))
            words = set(private.findall(path.read_text("utf-8")))
            if words and not name.startswith("tests/"):
                found[name] = words
        self.assertEqual(found, LISTED)
