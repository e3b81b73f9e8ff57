"""A document is opened in a process of its own, with little time and memory; the site only reads the answer."""

import io
import json
import os
import random
import subprocess
import sys
import zipfile
from unittest import mock

import pikepdf
import pytest
from django.test import SimpleTestCase
from pikepdf import Array, Dictionary

from library import uploads
from library.inspection import documents, process
from library.inspection.refused import Refused
from library.refusals import UploadRefused
from tests.library import samples
from tests.library.measured import cost
from tests.library.samples import upload
from tests.library.test_office import OLE, field, formula, of_fields, with_relationship
from tests.library.test_pdf import HOSTILE

LARGE = 0.2
"""CPU seconds for what is refused, start of the process included; without it about 0,05."""


ATTRIBUTE = 'b{}=""'


def with_objects(count):
    def change(document):
        document.Root.Extra = Array([document.make_indirect(Dictionary(A=number)) for number in range(count)])

    return samples.pdf(change=change, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def rows(count):
    """So many tags; no two rows alike, as in a real sheet."""
    told = "".join(
        f'<row r="{row}">' + "".join(f'<c r="A{row}" s="1"><v>{row * cell}</v></c>' for cell in range(20)) + "</row>"
        for row in range(count // 82)
    )
    return samples.xlsx(**{"xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{told}</sheetData></worksheet>"})


@pytest.mark.once
class Cost(SimpleTestCase):
    def test_what_is_hostile_is_refused_within_a_fifth_of_a_second_and_150_megabytes(self):
        script = next(iter(HOSTILE.values()))[0]
        for name, content in {
            "mẫu.docx": with_relationship("attachedTemplate", "https://may-chu-la.example/a.dotm", "External"),
            "dde.docx": of_fields(field(*"DDEAUTO a b")),
            "dde.xlsx": formula("cmd|'/c calc'!A0"),
            "ole.docx": samples.docx(**{"word/embeddings/a.bin": OLE}),
            "bom.docx": samples.docx(**{"word/media/a.bin": bytes(150_000_000)}),
            "bom xml.docx": samples.docx_of("<w:p/>" * 2_500_000),
            "nhiều phần.docx": samples.docx(**{f"a{number}": b"" for number in range(100_000)}),
            "cười.docx": samples.docx(**{"word/a.xml": '<!DOCTYPE a [<!ENTITY a "ha">]><a>&a;</a>'}),
            "nhiều ô.xlsx": rows(1_800_000),
            "nhiều tên.docx": samples.docx_of("".join(f"<a{number}/>" for number in range(200_000))),
            "nhiều trường.docx": samples.docx_of('<w:fldChar w:fldCharType="begin"/>' * 100_000),
            "nhiều thuộc tính.docx": samples.docx_of(
                "<a " + " ".join(f'b{number}=""' for number in range(100_000)) + "/>"
            ),
            "mã.pdf": samples.pdf(change=script),
            "nhiều đối tượng.pdf": with_objects(70_000),
            "hai mặt.pdf": samples.pdf() + samples.docx(),
        }.items():
            with self.subTest(name=name, size=len(content)):
                taken = cost("document", content, name, usual=LARGE)
                self.assertIn("Hãy ", taken["sentence"])
                self.assertLess(taken["cpu"], LARGE, taken)
                self.assertLess(taken["megabytes"], 150, taken)

    def test_the_largest_that_come_in_stay_within_a_second_and_150_megabytes(self):
        text = os.urandom(9_000_000).hex()
        for name, content in {
            "nhiều ô.xlsx": rows(1_550_000),
            "nhiều phần tử.docx": samples.docx_of("".join(f'<a b="{number}"/>' for number in range(1_500_000))),
            "nhiều chữ.docx": samples.docx_of(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"),
            "nhiều ảnh.docx": samples.docx(**{f"word/media/{n}.jpg": os.urandom(5_000_000) for n in range(5)}),
            "nhiều trang.pdf": with_objects(50_000),
        }.items():
            with self.subTest(name=name, size=len(content)):
                taken = cost("document", content, name)
                self.assertEqual(taken["sentence"], "")
                self.assertLess(taken["cpu"], 1, taken)
                self.assertLess(taken["megabytes"], 150, taken)


class Damaged(SimpleTestCase):
    def test_whatever_is_changed_in_a_real_file_it_comes_in_or_is_refused_with_a_sentence(self):
        files = [(path.suffix, path.read_bytes()) for path in sorted(samples.FOLDER.iterdir())]
        for number in range(160):
            chance = random.Random(number)  # noqa: S311 - the same files at every run
            suffix, content = files[number % len(files)]
            with self.subTest(number=number, suffix=suffix):
                try:
                    self.open(damaged(content, suffix, chance), suffix)
                except Refused as refused:
                    self.assertIn("Hãy ", str(refused))

    def open(self, content, suffix):
        found = documents.inspect(io.BytesIO(content), "pdf" if suffix == ".pdf" else "zip")
        self.assertEqual(found["type"], suffix[1:])
        self.assertTrue(documents.cleaned(io.BytesIO(content), found["type"]))


def damaged(content, suffix, chance):
    """A few bytes are others: of the file, or of one part within a sound archive."""
    if suffix == ".pdf" or chance.random() < 0.3:
        return scratched(content, chance)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    hit = chance.choice([name for name in parts if parts[name] and name != "mimetype"])
    return samples.archive(parts | {hit: scratched(parts[hit], chance)})


def scratched(content, chance):
    found = bytearray(content)
    for _ in range(chance.choice((1, 2, 10))):
        at = chance.randrange(len(found))
        found[at : at + chance.randrange(8)] = chance.choice((b"", b"\xff", b"<a/>", bytes([chance.randrange(256)])))
    return bytes(found)


class Process(SimpleTestCase):
    def opened(self, content, name="a.docx", clean=False):
        file = upload(content, name)
        return process.opened(file, uploads.check_document(file), clean=clean)

    def test_it_says_what_the_file_is_and_tells(self):
        opened = self.opened(samples.real("openpyxl.xlsx"))
        self.assertEqual((opened.type, opened.content, opened.left), ("xlsx", b"", []))
        self.assertIn({"kind": "Người soạn", "values": ["Lò Thị Hoa"], "count": 0}, opened.traces)

    def test_cleaned_it_also_gives_the_file_and_what_is_left_in_it(self):
        opened = self.opened(samples.real("openpyxl.xlsx"), clean=True)
        self.assertTrue(opened.content.startswith(b"PK"))
        self.assertIn("Người soạn", [told["kind"] for told in opened.traces])
        self.assertEqual([told["kind"] for told in opened.left], ["Ghi chú bên lề", "Trang tính ẩn", "Hàng, cột ẩn"])

    def test_a_refusal_comes_over_as_its_sentence(self):
        with self.assertRaisesMessage(UploadRefused, "liên kết DDE"):
            self.opened(of_fields(field("DDE a b")))

    def test_what_takes_too_long_by_the_clock_ends_in_a_sentence(self):
        with (
            mock.patch.object(process, "SECONDS", 0.001),
            self.assertLogs("library", "ERROR"),
            self.assertRaisesMessage(UploadRefused, "Tệp quá phức tạp"),
        ):
            self.opened(samples.docx())

    def test_time_and_memory_are_bounded_by_the_system(self):
        """The same bounds as in the real process, around a loop and a list without end."""
        for work, ended in (
            ("while True: pass", lambda code: code < 0),
            ("a = [bytes(10**6) for _ in range(10**4)]", lambda code: code == 1),
        ):
            code = f"from library.inspection.__main__ import bound\nbound(0.3)\n{work}"
            with self.subTest(work=work):
                done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=30, check=False)
                self.assertTrue(ended(done.returncode), done)

    def test_a_file_that_eats_the_memory_is_refused_with_a_sentence(self):
        code = (
            "import sys\nfrom library.inspection import __main__ as own, documents\n"
            "documents.inspect = lambda file, kind: bytes(10**9)\nown.main('zip', 'keep')"
        )
        done = subprocess.run([sys.executable, "-c", code], input=b"", capture_output=True, timeout=30, check=True)
        self.assertIn("quá nhiều bộ nhớ", json.loads(done.stdout)["refused"])

    def test_it_knows_nothing_of_the_sites_secrets(self):
        """What was handed to it, seen from outside."""
        with (
            mock.patch.dict(os.environ, {"SECRET_KEY": "bí mật", "DATABASE_URL": "postgres://a"}),
            mock.patch.object(process.subprocess, "run", wraps=subprocess.run) as run,
        ):
            self.opened(samples.docx())
        environment = run.call_args.kwargs["env"]
        self.assertEqual(set(environment) & {"SECRET_KEY", "DATABASE_URL"}, set())

    def test_it_loads_no_django(self):
        code = (
            "import sys\nfrom library.inspection import documents\n"
            "from library.inspection.cleaning import office, opendocument, pdf\n"
            "sys.exit(any(name.startswith('django') for name in sys.modules))"
        )
        self.assertEqual(subprocess.run([sys.executable, "-c", code], check=False).returncode, 0)
