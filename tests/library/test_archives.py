"""Archives are counted and bounded before they are opened. No database."""

import io
import struct
import zipfile

from django.test import SimpleTestCase

from library.inspection import archive, documents
from tests.library import samples
from tests.library.judging import Refusing

MEGABYTE = 1024 * 1024


class Archives(Refusing, SimpleTestCase):
    def test_each_document_is_known_by_its_parts(self):
        for kind, content in {
            "docx": samples.docx(),
            "xlsx": samples.xlsx(),
            "pptx": samples.pptx(),
            "odt": samples.odt(),
        }.items():
            with self.subTest(kind=kind):
                self.assertEqual(documents.inspect(io.BytesIO(content), "zip")["type"], kind)

    def test_a_document_that_lacks_a_part_is_no_document(self):
        for members in (samples.DOCX_MEMBERS, samples.XLSX_MEMBERS, samples.PPTX_MEMBERS, samples.ODT_MEMBERS):
            for missing in members:
                with self.subTest(missing=missing):
                    rest = {name: content for name, content in members.items() if name != missing}
                    self.assertRegex(self.refusal(samples.archive(rest)), "Không nhận loại tệp|cấu trúc lạ")
        self.assertIn("Không nhận loại tệp", self.refusal(samples.archive({"trang.html": b"<script>"})))

    def test_an_odt_says_so_first(self):
        late = {"content.xml": samples.odt_content(), "mimetype": samples.ODT}
        self.assertIn("Không nhận loại tệp", self.refusal(samples.archive(late)))

    def test_a_bomb_is_refused_by_its_directory(self):
        self.assertIn("nén quá nhiều", self.refusal(samples.docx(**{"word/media/a.bin": bytes(30 * MEGABYTE)})))

    def test_too_many_parts_are_refused(self):
        for count in (archive.MAX_ENTRIES, 100_000):
            many = samples.docx(**{f"word/media/{number}.png": b"" for number in range(count)})
            with self.subTest(count=count):
                self.assertRegex(self.refusal(many), "nén quá nhiều|cấu trúc lạ")
        end = many.rindex(b"PK\x05\x06")
        few = struct.pack("<HHHHIIH", 0, 0, 3, 3, *struct.unpack("<II", many[end + 12 : end + 20]), 0)
        self.assertRegex(self.refusal(many[: end + 4] + few), "nén quá nhiều|cấu trúc lạ")
        small = samples.docx(**{f"a{number}.png": b"" for number in range(50)})
        end = small.rindex(b"PK\x05\x06")
        few = struct.pack("<HHHHIIH", 0, 0, 3, 3, *struct.unpack("<II", small[end + 12 : end + 20]), 0)
        self.assertIn("cấu trúc lạ", self.refusal(small[: end + 4] + few))

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

    def test_nothing_lies_hidden_between_the_parts(self):
        """A reader that goes from front to back would find what the directory does not name."""
        content, hidden = samples.docx(), samples.archive({"word/vbaProject.bin": b"x"})
        hidden = hidden[: hidden.index(b"PK\x01\x02")]
        start = content.index(b"PK\x01\x02")
        end = content.rindex(b"PK\x05\x06")
        _size, offset = struct.unpack("<II", content[end + 12 : end + 20])
        strange = content[:start] + hidden + content[start : end + 16]
        strange += struct.pack("<I", offset + len(hidden)) + content[end + 20 :]
        with zipfile.ZipFile(io.BytesIO(strange)) as readable:
            self.assertNotIn("word/vbaProject.bin", readable.namelist())
        self.assertIn("cấu trúc lạ", self.refusal(strange))

    def test_an_entry_has_one_name_and_one_description(self):
        named = io.BytesIO()
        with zipfile.ZipFile(named, "w") as archive:
            for name, content in samples.DOCX_MEMBERS.items():
                entry = zipfile.ZipInfo(name)
                entry.extra = struct.pack("<HHBI", 0x7075, 5 + 4, 1, 0) + b"a.js"
                archive.writestr(entry, content)
        content = samples.docx()
        for name, strange in {
            "a second name": named.getvalue(),
            "another method": content[:8] + b"\x00\x00" + content[10:],
            "another size": content[:22] + b"\x09\x00\x00\x00" + content[26:],
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
