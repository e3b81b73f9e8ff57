"""Every part of a backup, spoilt in every way, is named; what cannot be written or read is a sentence."""

import contextlib
import os
import shutil
from unittest import TestCase

import pytest

from backup import files, manifest, verifying
from backup.places.folder import Folder, whole
from tests.backup.commands import LIMITED, NOBODY
from tests.backup.keys import Ring
from tests.backup.site import Site

pytestmark = pytest.mark.sqlite_only

STEP = 97
"""Every so many bytes of a manifest one is flipped: all of them would take a minute."""

COUNT_ROWS = """
import contextlib, sqlite3, tracemalloc
from django.db import connections
from backup import tables
from backup.engines import sqlite
with contextlib.closing(sqlite3.connect("{path}")) as made:
    made.execute("CREATE TABLE bai (so INTEGER, chu TEXT)")
    made.executemany("INSERT INTO bai VALUES (?, ?)", ((number, "ớ" * 2000) for number in range({rows})))
    made.commit()
with sqlite.opened(connections["default"], "{path}") as opened:
    tracemalloc.start()
    print(tables.facts(opened)["bai"]["rows"], tracemalloc.get_traced_memory()[1])
"""

GROWS = """#!/bin/sh
# The rest of the file comes while it is sealed.
for last; do :; done
if [ "$last" = "{file}" ] && ! grep -q sau "{file}"; then printf ', nua sau' >> "{file}"; fi
exec {gpg} "$@"
"""


def nothing(_one):
    pass


def flipped(content):
    changed = bytearray(content or b"x")  # a lock of the library is empty
    changed[len(changed) // 2] ^= 1
    return bytes(changed)


class PartsTests(TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        stack = contextlib.ExitStack()
        cls.addClassCleanup(stack.close)
        cls.site = Site(stack, on_postgres=False)
        cls.ring = Ring(stack)
        cls.made = (cls.site.backup(), cls.site.backup("--key", cls.ring.public))

    def untouched(self):
        media = sorted(path.name for path in self.site.folder.glob("media*"))
        databases = sorted(path.name for path in self.site.folder.glob("db.sqlite3*") if path.suffix != ".sqlite3-wal")
        return self.site.titles(), self.site.media_files(), media, databases

    def assert_said(self, done, sentence):
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn(sentence, done.stderr)
        self.assertNotIn("Traceback", done.stderr)

    def test_every_file_bare_or_encrypted_is_named_whatever_happened_to_it(self):
        for made in self.made:
            facts = manifest.read((made / manifest.NAME).read_text("utf-8"))
            spoilt = self.site.copy(made)
            kinds = {name.split("/")[0].removesuffix(".gpg") for name in facts["files"]}
            self.assertEqual(kinds, {"database.sqlite3", "settings.json", "media"})
            for name in facts["files"]:
                content = (made / name).read_bytes()
                for harmed in {flipped(content), content[:-1] or b"x", content + b"\0", None}:
                    path = spoilt / name
                    path.unlink() if harmed is None else path.write_bytes(harmed)
                    with self.subTest(name=name, harmed=harmed and len(harmed)):
                        said = verifying.wrong_files(Folder(spoilt), facts, nothing)
                        self.assertEqual([sentence.partition(":")[0] for sentence in said], [name])
                    path.write_bytes(content)
            self.assertEqual(verifying.wrong_files(Folder(spoilt), facts, nothing), [])
            for strange in ("la.txt", "media/la.txt", "media/la/la.txt"):
                (spoilt / strange).parent.mkdir(exist_ok=True)
                (spoilt / strange).write_text("tệp lạ", "utf-8")
            self.assertEqual(len(verifying.wrong_files(Folder(spoilt), facts, nothing)), 3)

    def test_a_manifest_with_any_byte_flipped_or_cut_off_is_none(self):
        content = (self.made[0] / manifest.NAME).read_bytes()
        for place in range(0, len(content), STEP):
            changed = bytearray(content)
            changed[place] ^= 0x81
            for harmed in (bytes(changed), content[:place]):
                with self.assertRaises(manifest.ManifestError):
                    manifest.read(harmed)

    def test_a_folder_that_leads_out_of_the_backup_is_none(self):
        facts = manifest.read((self.made[0] / manifest.NAME).read_text("utf-8"))
        for name in ("../la", "/etc/la", "media/../../la", "media//etc/la", "media/./la"):
            with self.assertRaises(manifest.ManifestError):
                manifest.read(manifest.written(facts | {"files": {name: {}}}))

    def test_a_disk_that_fills_leaves_no_half_backup_and_an_untouched_site(self):
        before = self.untouched()
        size = (self.made[0] / "database.sqlite3").stat().st_size
        full, target = self.site.folder / "day", self.made[0]
        for limit, command in (
            (4096, ("backup", full)),
            (size // 2, ("backup", full)),
            (size // 2, ("verify_backup", target)),
            (size // 2, ("restore", target, "--yes")),
        ):
            with self.subTest(command[0], limit=limit):
                done = self.site.manage(*command, **{LIMITED: str(limit)})
                self.assertEqual(done.returncode, 1, done.stdout)
                self.assertNotEqual(done.stderr, "")
                self.assertNotIn("Traceback", done.stderr)
        self.assertEqual(whole(full), [])
        self.assertEqual([path.name for path in full.iterdir() if path.is_dir()], [])
        self.assertEqual(self.untouched(), before)

    def test_whoever_may_not_read_or_write_there_is_told_so(self):
        before = self.untouched()
        self.site.folder.chmod(0o755)
        other = self.site.copy(self.made[0])
        for path in (other, *other.rglob("*")):
            path.chmod(0o755)
        (other / "settings.json").chmod(0)
        nobody = {NOBODY: "1"}
        self.assert_said(self.site.manage("verify_backup", other, **nobody), "settings.json: không đọc được")
        (other / manifest.NAME).chmod(0)
        self.site.folder.chmod(0o555)
        self.assert_said(self.site.manage("restore", other, "--yes", **nobody), "Không đọc được")
        self.assert_said(self.site.manage("backup", self.site.folder / "moi", **nobody), "Không ghi được vào")
        self.site.folder.chmod(0o755)
        self.assertEqual(self.untouched(), before)
        shutil.rmtree(other)

    def test_a_folder_that_may_not_be_entered_and_a_database_that_takes_nothing_in_are_named(self):
        self.site.folder.chmod(0o755)
        other = self.site.copy(self.made[0])
        other.chmod(0)
        self.assert_said(self.site.manage("verify_backup", other, **{NOBODY: "1"}), f"{other}")
        other.chmod(0o700)
        shutil.rmtree(other)
        open_to_all = self.site.folder / "ai-cung-ghi"
        open_to_all.mkdir()
        open_to_all.chmod(0o777)
        done = self.site.manage("backup", open_to_all, **{NOBODY: "1"})
        # Which of two it is depends on whether another process has the file open: both tell what to do.
        self.assert_said(done, "Hãy chạy bằng tài khoản có quyền ghi (script/manage chạy bằng cms)")
        self.assertEqual(whole(open_to_all), [])
        for path in (self.made[0], *self.made[0].rglob("*")):
            path.chmod(0o755)
        self.site.saved.chmod(0o755)
        done = self.site.manage("restore", self.made[0], "--yes", **{NOBODY: "1"})
        self.assert_said(done, f"không được ghi vào {self.site.database}")

    def test_an_old_one_that_cannot_go_is_named_and_the_new_one_is_whole_and_known_all_the_same(self):
        saved, old = self.site.folder / "cua-root", "2026-11-01_020000"
        shutil.copytree(self.made[0], saved / old)
        with self.as_nobody(saved):
            for _once_and_once_more in range(2):
                done = self.site.manage("backup", saved, "--keep", "1", **{NOBODY: "1"})
                self.assert_said(done, "Bản mới trọn vẹn, nhưng không bỏ được")
                self.assertIn("dang-lam-", done.stderr)
                [made] = whole(saved)
                self.assertIn(f"Đã sao lưu vào {made}", done.stdout)

    def test_a_file_of_the_site_that_cannot_be_read_is_named(self):
        saved = self.site.folder / "cho-moi-nguoi"
        saved.mkdir()
        [picture, *_more] = sorted(self.site.media.rglob("*.webp"))
        with self.as_nobody(saved):
            picture.chmod(0)
            done = self.site.manage("backup", saved, **{NOBODY: "1"})
            self.assert_said(done, f"Không đọc được {picture}:")
        self.assertEqual(whole(saved), [])

    @contextlib.contextmanager
    def as_nobody(self, saved):
        """The site is open to everybody, and so is that folder, but not what lies in it."""
        saved.chmod(0o777)
        opened = [self.site.folder, self.site.media, *self.site.media.rglob("*")]
        opened += self.site.folder.glob(f"{self.site.database.name}*")
        modes = {path: path.stat().st_mode for path in opened}
        for path in opened:
            path.chmod(0o777)
        try:
            yield
        finally:
            for path, mode in modes.items():
                path.chmod(mode)

    def test_memory_does_not_grow_with_the_rows_of_a_table(self):
        """SQLite maps its file, which a process seems to hold; so that only what Python holds is counted."""
        few, many = (
            self.site.must("-c", COUNT_ROWS.format(path=self.site.folder / f"{rows}.rows", rows=rows)).split()
            for rows in (400, 8_000)
        )
        self.assertEqual((few[0], many[0]), ("400", "8000"))
        self.assertLess(int(many[1]), int(few[1]) * 1.5)

    def test_a_broken_manifest_keeps_no_later_backup_from_being_made(self):
        first = self.site.backup()
        content = bytearray((first / manifest.NAME).read_bytes())
        content[len(content) // 2] ^= 0x80
        (first / manifest.NAME).write_bytes(content)
        self.assertTrue((self.site.backup() / manifest.NAME).exists())
        shutil.rmtree(first)

    def test_a_file_whose_name_is_no_utf_8_is_copied_and_comes_back(self):
        strange = self.site.media / os.fsdecode(b"anh-\xff.webp")
        strange.write_bytes(b"anh")
        self.addCleanup(strange.unlink)
        made = self.site.backup()
        done = self.site.manage("restore", made, "--yes")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(strange.read_bytes(), b"anh")

    def test_the_fresh_one_stays_though_a_wrong_clock_makes_it_the_oldest(self):
        saved = self.site.folder / "dong-ho"
        for stamp in ("2099-01-01_020000", "2099-01-02_020000"):
            shutil.copytree(self.made[0], saved / stamp)
        done = self.site.manage("backup", saved, "--keep", "2")
        self.assertEqual(done.returncode, 0, done.stderr)
        fresh, other = whole(saved)
        self.assertEqual((str(fresh) in done.stdout, other.name), (True, "2099-01-02_020000"))

    def test_after_the_key_has_changed_nothing_is_left_to_the_old_one(self):
        with contextlib.ExitStack() as stack:
            other = Ring(stack)
            made = self.site.backup("--key", other.public)
            done = self.site.manage("verify_backup", made, GNUPGHOME=other.folder)
            self.assertEqual(done.returncode, 0, done.stderr)
            sealed = list((made / "media").rglob("*.gpg"))
            self.assertNotEqual(sealed, [])
            for path in sealed:
                other.run("gpg", "--batch", "--output", made / "ra", "--decrypt", path)
                (made / "ra").unlink()

    def test_a_file_that_grows_while_it_is_sealed_is_sealed_as_it_became(self):
        growing = self.site.media / "dang-tai-len.webp"
        growing.write_bytes(b"nua dau")
        self.addCleanup(growing.unlink)
        programs = self.site.folder / "chuong-trinh"
        programs.mkdir()
        (programs / "gpg").write_text(GROWS.format(file=growing, gpg=shutil.which("gpg")))
        (programs / "gpg").chmod(0o755)
        before = set(whole(self.site.saved))
        done = self.site.manage(
            "backup", self.site.saved, "--key", self.ring.public, PATH=f"{programs}:{os.environ['PATH']}"
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        (made,) = set(whole(self.site.saved)) - before
        told = manifest.read((made / manifest.NAME).read_bytes())["files"]["media/dang-tai-len.webp.gpg"]
        self.assertEqual(growing.read_bytes(), b"nua dau, nua sau")
        self.assertEqual(told["plain"], files.checksum(growing))

    def test_what_a_killed_backup_left_is_no_backup_and_goes_with_the_next(self):
        left = self.site.saved / "dang-lam-2026-11-30_020000"
        shutil.copytree(self.made[0], left)
        self.assertNotIn(left, whole(self.site.saved))
        self.site.backup()
        self.assertFalse(left.exists())
