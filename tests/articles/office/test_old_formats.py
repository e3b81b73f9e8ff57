"""Old .doc and .odt, with LibreOffice and without."""

import os
import stat
import subprocess
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

import pytest
from django.test import TestCase

from articles.office.intake import old_formats, opening
from articles.office.refusals import DocumentRefused
from tests.articles.office import papers
from tests.library import samples

pytestmark = pytest.mark.once

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)


class OldFormatTests(TestCase):
    def refused(self, content, name):
        with self.assertRaises(DocumentRefused) as caught:
            opening.content_of(samples.upload(content, name))
        return str(caught.exception)

    def path_of(self, script):
        """A folder in which `soffice` is this script."""
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        program = folder / "soffice"
        program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        return patch.dict(os.environ, {"PATH": f"{folder}:/usr/bin:/bin"})

    def test_without_libreoffice_it_says_how_to_save_the_file(self):
        with patch.dict(os.environ, {"PATH": "/khong-co"}):
            self.assertIn("chọn «Lưu thành»", self.refused(OLE, "cũ.doc"))

    def test_a_program_without_end_is_ended_with_all_its_children(self):
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        endless = f"sleep 3600 & echo $! > {folder}/con; echo $$ > {folder}/me; wait"
        with self.path_of(endless), patch.object(old_formats, "SECONDS", 1):
            self.assertIn("Không chuyển được", self.refused(OLE, "cũ.doc"))
        for name in ("me", "con"):
            self.assert_ends((folder / name).read_text().strip())

    def assert_ends(self, process):
        """Whoever is its parent by now may not have looked yet: then it is still named, and does nothing any more."""
        until = time.monotonic() + 60
        while (state := self.state(process)) not in {"", "Z", "X"}:
            self.assertLess(time.monotonic(), until, f"tiến trình {process} vẫn chạy: {state}")
            time.sleep(0.05)

    def state(self, process):
        try:
            return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return ""

    def test_a_program_that_eats_memory_gets_none(self):
        eats = 'exec python3 -c \'b = bytearray(4 * 1024**3); open("ra/van-ban.docx", "wb").write(b"x")\''
        with self.path_of(f"mkdir -p ra; {eats}"):
            self.assertIn("Không chuyển được", self.refused(OLE, "cũ.doc"))

    def test_what_it_made_is_judged_like_what_a_stranger_sends(self):
        with self.path_of("mkdir -p ra; echo lung-tung > ra/van-ban.docx"), self.assertRaises(Exception) as caught:
            opening.content_of(samples.upload(OLE, "cũ.doc"))
        self.assertIn("Không nhận loại tệp này", str(caught.exception))

    def test_an_old_file_with_another_name_is_no_word_document(self):
        self.assertIn("không phải tệp Word", self.refused(OLE, "cũ.docx"))


@pytest.mark.skipif(old_formats.program() is None, reason="máy này không có LibreOffice")
class RealOldFormatTests(TestCase):
    def test_a_real_old_document(self):
        document = papers.paper()
        papers.text(document, "Đảng bộ tỉnh Sơn La")
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        (folder / "a.docx").write_bytes(papers.saved(document))
        for ending, kind in (("doc", "doc:MS Word 97"), ("odt", "odt")):
            with self.subTest(ending=ending):
                self.convert(folder, kind)
                content = opening.content_of(samples.upload((folder / f"a.{ending}").read_bytes(), f"cũ.{ending}"))
                self.assertIn("Đảng bộ tỉnh Sơn La", papers.as_article(content)[1])

    def convert(self, folder, kind):
        program = [old_formats.program(), f"-env:UserInstallation=file://{folder}/p", "--headless"]
        wanted = ["--convert-to", kind, "--outdir", str(folder), str(folder / "a.docx")]
        subprocess.run([*program, *wanted], check=True, timeout=90, stdout=subprocess.DEVNULL)
