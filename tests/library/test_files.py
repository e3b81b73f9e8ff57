"""Files live and die with the transaction that wrote or deleted them."""

from django.core.files.storage import default_storage
from django.db import transaction
from django.test import TestCase, TransactionTestCase

from library.files import WrittenFiles, delete_on_commit
from tests.library.samples import stored_files


def write(*names):
    with WrittenFiles() as written:
        for name in names:
            written.write(name, b"noi dung")


class InATest(TestCase):
    def test_a_savepoint_that_is_rolled_back_takes_only_its_own_files(self):
        write("thu/ngoai.txt")
        with self.assertRaises(RuntimeError), transaction.atomic():
            write("thu/trong.txt")
            raise RuntimeError
        self.assertIn("thu/ngoai.txt", stored_files())
        self.assertNotIn("thu/trong.txt", stored_files())

    def test_a_taken_name_is_never_written_over_and_what_was_begun_is_removed(self):
        write("thu/co-san.txt")
        before = stored_files()
        with self.assertRaises(FileExistsError):
            write("thu/moi.txt", "thu/co-san.txt")
        self.assertEqual(stored_files(), before)


class ForGood(TransactionTestCase):
    def tearDown(self):
        default_storage.delete("thu/that.txt")

    def test_a_commit_keeps_what_was_written_and_carries_out_what_was_deleted(self):
        with transaction.atomic():
            write("thu/that.txt")
        self.assertIn("thu/that.txt", stored_files())
        with transaction.atomic():
            delete_on_commit(["thu/that.txt"])
            self.assertIn("thu/that.txt", stored_files())
        self.assertNotIn("thu/that.txt", stored_files())

    def test_a_rollback_removes_what_was_written_and_forgets_what_was_to_be_deleted(self):
        with transaction.atomic():
            write("thu/that.txt")
        with self.assertRaises(RuntimeError), transaction.atomic():
            write("thu/khac.txt")
            delete_on_commit(["thu/that.txt"])
            raise RuntimeError
        self.assertIn("thu/that.txt", stored_files())
        self.assertNotIn("thu/khac.txt", stored_files())
