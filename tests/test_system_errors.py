"""What the operating system refuses is said in Vietnamese, wherever an administrator reads it."""

import errno
import os
import socket
import ssl
import tempfile
from pathlib import Path
from unittest import TestCase

import pytest

import system_errors
from tests import source

pytestmark = pytest.mark.once
TOLD_TO_NOBODY = {"monitoring/logs/faults.py"}
"""There it tells one fault from another."""


class ReasonTests(TestCase):
    def said(self, deed):
        with self.assertRaises(OSError) as raised:
            deed()
        return system_errors.reason(raised.exception)

    def test_what_really_happens_is_said_in_vietnamese(self):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "tep").touch()
            (folder / "vong").symlink_to("vong")
            for deed, words in (
                ((folder / "khong-co").read_text, "không có tệp hay thư mục đó"),
                ((folder / "tep" / "con").read_text, "là tệp, không phải thư mục"),
                (folder.read_text, "đó là thư mục"),
                ((folder / "vong").read_text, "dẫn vòng tròn"),
                (lambda: folder.rmdir(), "thư mục đó không trống"),
                ((folder / ("a" * 300)).read_text, "quá dài"),
                (lambda: socket.create_connection(("127.0.0.1", 1), 1), "không có chương trình nào nghe"),
            ):
                with self.subTest(words):
                    self.assertIn(words, self.said(deed))

    def test_no_word_of_the_systems_own_is_left_and_an_unknown_code_can_be_looked_up(self):
        for number in errno.errorcode:
            said = system_errors.reason(OSError(number, os.strerror(number)))
            self.assertNotIn(os.strerror(number), said)
        self.assertEqual(system_errors.reason(OSError(errno.EXFULL, "x")), "lỗi EXFULL của hệ thống")
        self.assertEqual(system_errors.reason(ConnectionError("Kho tệp: hỏng")), "Kho tệp: hỏng")

    def test_numbers_of_names_and_of_tls_are_not_taken_for_those_of_files(self):
        self.assertIn("địa chỉ của máy", system_errors.reason(socket.gaierror(socket.EAI_NONAME, "x")))
        self.assertIn("kết nối mã hóa", system_errors.reason(ssl.SSLError(1, "x")))
        self.assertIn("không trả lời kịp", system_errors.reason(TimeoutError("timed out")))


class SourceTests(TestCase):
    def test_nobody_hands_on_the_systems_own_words(self):
        found = {name for name, text in source.texts() if name.endswith(".py") and ".strerror" in text}
        self.assertEqual({name for name in found if not name.startswith("tests/")}, TOLD_TO_NOBODY)
