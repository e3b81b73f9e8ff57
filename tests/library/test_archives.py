"""Archives are counted and bounded before they are opened. No database."""

import io
import struct
import zipfile

from django.test import SimpleTestCase

from library import archives
from library.refusals import UploadRefused
from tests.library import samples
from tests.library.samples import upload

MEGABYTE = 1024 * 1024


class Archives(SimpleTestCase):
    def refusal(self, content):
        with self.assertRaises(UploadRefused) as caught:
            archives.checked_type(upload(content, "a.docx"))
        return caught.exception.messages[0]

    def test_each_document_is_known_by_its_parts(self):
        for kind, members in {
            "docx": samples.DOCX_MEMBERS,
            "xlsx": samples.XLSX_MEMBERS,
            "odt": samples.ODT_MEMBERS,
            "": {"trang.html": b"<script>"},
        }.items():
            with self.subTest(kind=kind):
                self.assertEqual(archives.checked_type(upload(samples.archive(members))), kind)

    def test_a_document_that_lacks_a_part_is_no_document(self):
        for members in (samples.DOCX_MEMBERS, samples.XLSX_MEMBERS, samples.ODT_MEMBERS):
            for missing in members:
                with self.subTest(missing=missing):
                    rest = {name: content for name, content in members.items() if name != missing}
                    self.assertEqual(archives.checked_type(upload(samples.archive(rest))), "")

    def test_an_odt_says_so_first(self):
        late = {"content.xml": b"<x/>", "mimetype": samples.ODT.encode()}
        self.assertEqual(archives.checked_type(upload(samples.archive(late))), "")

    def test_macros_are_refused_wherever_they_are(self):
        for extra in (
            {"word/vbaProject.bin": b"x"},
            {"WORD/VBAPROJECT.BIN": b"x"},
            {"word/activeX/activeX1.xml": b"x"},
            {"xl/macrosheets/sheet1.xml": b"x"},
            {"Basic/Standard/Module1.xml": b"x"},
            {"Scripts/python/a.py": b"x"},
            {"[Content_Types].xml": b'<Override ContentType="application/vnd.ms-word.document.macroEnabled.main"/>'},
        ):
            with self.subTest(extra=extra):
                self.assertIn("có macro", self.refusal(samples.docx(**extra)))

    def test_a_bomb_is_refused_by_its_directory(self):
        self.assertIn("nén quá nhiều", self.refusal(samples.docx(**{"word/media/a.bin": bytes(30 * MEGABYTE)})))

    def test_too_many_parts_are_refused(self):
        many = {f"word/media/{number}.png": b"" for number in range(archives.MAX_ENTRIES)}
        self.assertIn("nén quá nhiều", self.refusal(samples.docx(**many)))

    def test_parts_stay_inside(self):
        for name in (
            "../../etc/cron.d/a",
            "/etc/passwd",
            "word/../../a",
            "word\\document.xml",
            "C:/a",
            "word//a",
            "./a",
            "a\x00b",
            "WORD/DOCUMENT.XML",
        ):
            with self.subTest(name=name):
                content = samples.docx(**{name.replace("\x00", "\x01"): b"x"})
                self.assertIn("cấu trúc lạ", self.refusal(content.replace(b"a\x01b", b"a\x00b")))

    def test_only_the_plainest_form_of_archive_is_read(self):
        content = samples.docx()
        commented = io.BytesIO(content)
        with zipfile.ZipFile(commented, "a") as archive:
            archive.comment = b"PK\x05\x06"
        for name, strange in {
            "before": b"<html>" + content,
            "behind": content + b"<html>",
            "comment": commented.getvalue(),
            "short": content[:-1],
            "header only": b"PK\x03\x04",
            "more entries than said": content[:-14] + struct.pack("<HH", 1, 2) + content[-10:],
            "directory elsewhere": content[:-6] + struct.pack("<I", 5) + content[-2:],
            "zip64": content[:-42] + b"PK\x06\x07" + content[-38:],
        }.items():
            with self.subTest(name=name):
                self.assertIn("cấu trúc lạ", self.refusal(strange))

    def test_a_part_that_is_cut_or_lies_about_itself_is_refused(self):
        content = samples.docx(**{"word/styles.xml": b"<w:styles>" + bytes(range(256)) * 8})
        at = content.index(b"word/styles.xml") + len("word/styles.xml") + 20
        self.assertIn("cấu trúc lạ", self.refusal(content[:at] + b"\x00\xff\x00" + content[at + 3 :]))

    def test_a_locked_archive_is_refused(self):
        content = bytearray(samples.docx())
        directory = content.index(b"PK\x01\x02")
        content[6] |= 1
        content[directory + 8] |= 1
        self.assertIn("mật khẩu", self.refusal(bytes(content)))
