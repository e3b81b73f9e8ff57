"""A backup is whole or is none, proves itself, and takes the site's place only once it is proven: on both engines."""

import contextlib
import fcntl
import json
import os
import shutil
import subprocess
import tempfile
import threading
from pathlib import Path
from unittest import TestCase
from unittest.mock import patch

import pytest

from backup import age, making, manifest
from backup.places.folder import PROVEN
from backup.refused import BackupRefused
from tests.backup.keys import Ring
from tests.backup.site import RENAME, SECRET, Site

TITLES = [f"Bản Nà Ớt đổi mới, kỳ {number}" for number in range(3)]


class BackupCase:
    on_postgres = False
    dump = "database.sqlite3"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        stack = contextlib.ExitStack()
        cls.addClassCleanup(stack.close)
        cls.site = Site(stack, on_postgres=cls.on_postgres)
        cls.made = cls.site.backup()

    def assert_refused(self, done, *sentences):
        self.assertEqual(done.returncode, 1, done.stdout)
        for sentence in sentences:
            self.assertIn(sentence, done.stderr)
        self.assertNotIn("Traceback", done.stderr)

    def facts(self, backup):
        return json.loads((backup / manifest.NAME).read_text("utf-8"))

    def sealed_anew(self, backup, **changes):
        facts = {key: value for key, value in self.facts(backup).items() if key not in {"format", "seal"}}
        (backup / manifest.NAME).write_text(manifest.written(facts | changes), "utf-8")


class ProvingTests(BackupCase):
    def test_it_says_what_it_holds_and_proves_it(self):
        done = self.site.manage("verify_backup", self.made)
        self.assertIn("Bản sao lưu nguyên vẹn", done.stdout, done.stderr)
        self.assertIn("nhật ký nguyên vẹn đến dòng", done.stdout)
        facts = self.facts(self.made)
        self.assertEqual(facts["tables"]["articles_article"]["rows"], 3)
        self.assertEqual(set(facts["versions"]), {"database", "django", "python"})
        media = {name.removeprefix("media/") for name in facts["files"] if name.startswith("media/")}
        self.assertEqual(media, set(self.site.media_files()))
        self.assertTrue(media)
        self.assertEqual(self.made.stat().st_mode & 0o777, 0o700)

    def test_half_a_backup_is_none(self):
        for name, sentence in ((manifest.NAME, "không phải một bản sao lưu trọn vẹn"), (self.dump, "thiếu")):
            spoilt = self.site.copy(self.made)
            (spoilt / name).unlink()
            with self.subTest(name=name):
                self.assert_refused(self.site.manage("restore", "--yes", spoilt), sentence)
        spoilt = self.site.copy(self.made)
        (spoilt / "media" / "la.txt").write_text("tệp lạ", "utf-8")
        self.assert_refused(self.site.manage("verify_backup", spoilt), "media/la.txt: không thuộc bản sao lưu")
        self.assertEqual(self.site.titles(), TITLES)

    def test_rows_that_are_not_those_of_the_manifest_are_named(self):
        spoilt = self.site.copy(self.made)
        tables = self.facts(spoilt)["tables"]
        tables["articles_section"]["rows"] += 1
        tables["accounts_user"]["sum"] = "0" * 64
        self.sealed_anew(spoilt, tables=tables)
        said = ("Bảng articles_section: có", "Bảng accounts_user: đủ dòng nhưng nội dung khác lúc sao lưu.")
        self.assert_refused(self.site.manage("verify_backup", spoilt), *said)
        self.assert_no_scratch()

    def test_another_version_and_another_engine_are_refused(self):
        migrations = self.facts(self.made)["migrations"]
        other = "sqlite" if self.on_postgres else "postgresql"
        for changes, sentence in (
            ({"migrations": [*migrations, "articles.9999_mai_sau"]}, "mới hơn: mã ở đây không biết articles.9999"),
            ({"migrations": migrations[1:]}, "cũ hơn: nó chưa có"),
            ({"engine": other}, "move_database"),
        ):
            spoilt = self.site.copy(self.made)
            self.sealed_anew(spoilt, **changes)
            with self.subTest(sentence):
                self.assert_refused(self.site.manage("restore", "--yes", spoilt), sentence)

    def assert_no_scratch(self):
        self.assertEqual([path for path in self.site.folder.glob("db.sqlite3.*") if "thu_" in path.name], [])


class FileTests(BackupCase):
    """About the files of a backup, whatever engine they are of."""

    def test_no_secret_is_in_it(self):
        text = (self.made / "settings.json").read_text("utf-8") + (self.made / manifest.NAME).read_text("utf-8")
        self.assertIn("SITE_NAME", text)
        self.assertNotIn("chi-dung-trong-kiem-thu", text)
        self.assertNotIn(SECRET, text)

    def test_a_flipped_byte_in_any_file_is_named(self):
        spoilt = self.site.copy(self.made)
        names = list(self.facts(self.made)["files"])
        for name in names:
            content = bytearray((spoilt / name).read_bytes() or b"x")  # a lock of the library is empty
            content[len(content) // 2] ^= 1
            (spoilt / name).write_bytes(content)
        said = [f"{name}: đã khác lúc sao lưu" for name in names]
        self.assert_refused(self.site.manage("verify_backup", spoilt), *said)
        # One alone, the least of them.
        one = self.site.copy(self.made)
        shutil.copyfile(spoilt / "settings.json", one / "settings.json")
        self.assert_refused(self.site.manage("restore", "--yes", one), "settings.json: đã khác lúc sao lưu")
        spoilt = self.site.copy(self.made)
        text = (spoilt / manifest.NAME).read_text("utf-8")
        (spoilt / manifest.NAME).write_text(text.replace('"rows": 3', '"rows": 4'), "utf-8")
        self.assert_refused(self.site.manage("verify_backup", spoilt), f"{manifest.NAME} không đọc được hoặc đã bị sửa")


class KeepingTests(BackupCase):
    def test_what_did_not_change_takes_no_room_and_old_ones_go(self):
        first = making.whole(self.site.saved)[-1]
        second = self.site.backup()
        media = [name for name in self.facts(second)["files"] if name.startswith("media/")]
        for name in media:
            self.assertEqual((second / name).stat().st_ino, (first / name).stat().st_ino)
        self.assertNotEqual((second / self.dump).stat().st_ino, (first / self.dump).stat().st_ino)
        third = self.site.backup("--keep", "2")
        self.assertEqual(making.whole(self.site.saved), [second, third])
        self.assertEqual(self.site.manage("verify_backup", third).returncode, 0)
        type(self).made = third

    def test_a_rotten_file_is_not_handed_on(self):
        name = next(name for name in self.facts(self.made)["files"] if name.startswith("media/"))
        content = (self.made / name).read_bytes()
        (self.made / name).write_bytes(b"x" + content[1:])
        fresh = self.site.backup()
        self.assertEqual((fresh / name).read_bytes(), content)
        (self.made / name).write_bytes(content)

    def test_nothing_half_done_is_left_where_it_cannot_be_written(self):
        blocked = self.site.folder / "la-mot-tep"
        blocked.write_text("", "utf-8")
        self.assert_refused(self.site.manage("backup", blocked / "sao-luu"), "Không ghi được vào")
        small = self.site.folder / "nho"
        command = f"ulimit -f 8; exec python manage.py backup {small}"
        env = {**self.site.env, "PATH": f"{Path(os.sys.executable).parent}:{os.environ['PATH']}"}
        done = subprocess.run(["sh", "-c", command], env=env, capture_output=True, text=True, check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual(making.whole(small), [])

    def test_two_at_once_and_a_folder_of_the_site_are_refused(self):
        with (self.site.saved / making.LOCK).open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            self.assert_refused(self.site.manage("backup", self.site.saved), "Một lần sao lưu khác đang ghi")
        self.assert_refused(self.site.manage("backup", self.site.media / "x"), "nằm trong nơi trang giữ tệp")
        self.assert_refused(self.site.manage("backup", self.site.saved, "--keep", "-1"), "--keep phải là")


class RestoringTests(BackupCase):
    def spoil(self):
        self.site.must("-c", RENAME)
        for path in self.site.media.rglob("*.webp"):
            path.unlink()

    def test_the_site_is_as_it_was_and_what_was_there_is_kept(self):
        media, before = self.site.media_files(), self.old_databases()
        self.spoil()
        self.assertIn("Chưa làm gì", self.site.manage("restore", self.made).stdout)
        self.assertEqual(self.site.titles(), ["Bị sửa sau lúc sao lưu"] * 3)
        done = self.site.manage("restore", "--yes", self.made)
        self.assertIn("Đã khôi phục", done.stdout, done.stderr)
        self.assertEqual(self.site.titles(), TITLES)
        self.assertEqual(self.site.media_files(), media)
        self.assertEqual(self.site.kinds()[-1], "site.restore")
        self.assertEqual(len(self.old_databases()), len(before) + 1)
        self.assertEqual(len(list(self.site.folder.glob("media.cu_*"))), len(before) + 1)
        for check in ("check_search", "verify_audit"):
            self.assertEqual(self.site.manage(check).returncode, 0)

    def test_a_site_in_use_is_not_touched(self):
        before = (self.site.titles(), self.site.media_files(), self.old_databases())
        with self.site.in_use():
            self.assert_refused(self.site.manage("restore", "--yes", self.made), "Trang đang chạy")
        self.assertEqual((self.site.titles(), self.site.media_files(), self.old_databases()), before)

    def test_a_command_of_a_timer_is_waited_for(self):
        with self.site.in_use() as other:
            threading.Timer(1, other.communicate, ["\n"]).start()
            done = self.site.manage("restore", "--yes", self.made)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_what_is_not_proven_touches_nothing(self):
        spoilt = self.site.copy(self.made)
        tables = self.facts(spoilt)["tables"]
        tables["articles_section"]["rows"] += 1
        self.sealed_anew(spoilt, tables=tables)
        before = (self.site.titles(), self.site.media_files(), self.old_databases())
        self.assert_refused(self.site.manage("restore", "--yes", spoilt), "KHÔNG NGUYÊN VẸN")
        self.assertEqual((self.site.titles(), self.site.media_files(), self.old_databases()), before)
        self.assertEqual(list(self.site.folder.glob("media.moi_*")), [])

    def old_databases(self):
        if self.on_postgres:
            return [name for name in self.site.databases() if name != self.site.name]
        return [path.name for path in self.site.folder.glob("db.sqlite3.*_*")]


@pytest.mark.sqlite_only
class SqliteProvingTests(ProvingTests, FileTests, TestCase):
    pass


@pytest.mark.sqlite_only
class SqliteKeepingTests(KeepingTests, TestCase):
    pass


@pytest.mark.sqlite_only
class SqliteRestoringTests(RestoringTests, TestCase):
    pass


class OnPostgres:
    on_postgres, dump = True, "database.dump"


@pytest.mark.postgresql_only
class PostgresProvingTests(OnPostgres, ProvingTests, TestCase):
    def assert_no_scratch(self):
        self.assertEqual([name for name in self.site.databases() if "_thu_" in name], [])

    def test_a_role_that_makes_no_databases_is_told_what_it_lacks(self):
        self.site.sql("CREATE ROLE it_quyen LOGIN; GRANT cms TO it_quyen")
        url = self.site.env["DATABASE_URL"].replace("cms@", "it_quyen@")
        done = self.site.manage("verify_backup", self.made, DATABASE_URL=url)
        self.assert_refused(done, "ALTER ROLE it_quyen CREATEDB")


@pytest.mark.postgresql_only
class PostgresKeepingTests(OnPostgres, KeepingTests, TestCase):
    def test_its_programs_are_told_how_to_connect_but_no_password(self):
        programs, told = self.site.folder / "chuong-trinh", self.site.folder / "da-goi"
        programs.mkdir()
        for name in ("pg_dump", "pg_restore"):
            (programs / name).write_text(f'#!/bin/sh\necho "$@" >> {told}\nexec {shutil.which(name)} "$@"\n')
            (programs / name).chmod(0o755)
        url = self.site.env["DATABASE_URL"].replace("cms@", "cms:bi-mat@") + "&sslmode=allow"
        how = {"PATH": f"{programs}:{os.environ['PATH']}", "DATABASE_URL": url}
        for command in ("backup", "verify_backup"):
            done = self.site.manage(command, self.site.saved, **how)
            self.assertEqual(done.returncode, 0, done.stderr)
        lines = told.read_text().splitlines()
        self.assertEqual(len(lines), 2)
        for line in lines:
            self.assertIn("sslmode=allow", line)
            self.assertNotIn("bi-mat", line)


@pytest.mark.postgresql_only
class ReadOnlyTests(OnPostgres, BackupCase, TestCase):
    """As a replica is: everything can be read, nothing written."""

    def manage(self, *words):
        url = f"{self.site.env['DATABASE_URL']}&options=-c%20default_transaction_read_only%3Don"
        return self.site.manage(*words, DATABASE_URL=url)

    def test_a_backup_of_it_is_whole_though_nothing_can_be_recorded(self):
        kinds = self.site.kinds()
        done = self.manage("backup", self.site.saved)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("nhật ký không ghi được lần này", done.stderr)
        self.assertNotIn("Traceback", done.stderr)
        newest = making.whole(self.site.saved)[-1]
        self.assertEqual(self.site.manage("verify_backup", newest).returncode, 0)
        self.assertEqual(self.site.kinds(), kinds)

    def test_a_proof_and_a_restore_say_where_they_can_be_had(self):
        for words in (("verify_backup", self.made), ("restore", self.made, "--yes")):
            self.assert_refused(self.manage(*words), "PostgreSQL không cho tạo", "hãy chạy trên máy chính")


@pytest.mark.postgresql_only
class PostgresRestoringTests(OnPostgres, RestoringTests, TestCase):
    pass


@pytest.mark.sqlite_only
class EncryptedTests(BackupCase, TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        stack = contextlib.ExitStack()
        cls.addClassCleanup(stack.close)
        ring = Ring(stack)
        cls.ring, cls.key = ring.folder, ring.public
        cls.sealed = cls.site.backup("--key", cls.key)

    def test_without_the_key_nothing_can_be_read_and_yet_every_byte_is_proven(self):
        for path in self.sealed.rglob("*.*"):
            self.assertNotIn("Nà Ớt".encode(), path.read_bytes())
            self.assertTrue(path.name == manifest.NAME or path.suffix == ".gpg")
        nobody = self.site.folder / "khong-khoa"
        nobody.mkdir(mode=0o700)
        (self.site.saved / PROVEN).unlink(missing_ok=True)
        done = self.site.manage("verify_backup", self.sealed, GNUPGHOME=str(nobody))
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn("CHƯA dựng thử được", done.stderr)
        self.assertIsNotNone(age.proven(self.site.saved))
        done = self.site.manage("restore", "--yes", self.sealed, GNUPGHOME=str(nobody))
        self.assert_refused(done, "máy này không có khóa bí mật")
        spoilt = self.site.copy(self.sealed)
        name = next(iter(self.facts(spoilt)["files"]))
        (spoilt / name).write_bytes(b"x" + (spoilt / name).read_bytes()[1:])
        self.assert_refused(self.site.manage("verify_backup", spoilt, GNUPGHOME=str(nobody)), f"{name}: đã khác")

    def test_with_the_key_it_is_proven_and_restored(self):
        media = self.site.media_files()
        self.assertEqual(self.site.manage("verify_backup", self.sealed, GNUPGHOME=self.ring).returncode, 0)
        self.site.must("-c", RENAME)
        done = self.site.manage("restore", "--yes", self.sealed, GNUPGHOME=self.ring)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual((self.site.titles(), self.site.media_files()), (TITLES, media))

    def test_what_did_not_change_is_not_encrypted_again(self):
        again = self.site.backup("--key", self.key)
        name = next(name for name in self.facts(again)["files"] if name.startswith("media/"))
        self.assertEqual((again / name).stat().st_ino, (self.sealed / name).stat().st_ino)

    def test_a_file_that_is_no_key_is_refused_and_leaves_nothing(self):
        bad = self.site.folder / "khong-phai-khoa"
        bad.write_text("xin chào", "utf-8")
        known = making.whole(self.site.saved)
        self.assert_refused(self.site.manage("backup", self.site.saved, "--key", bad), "gpg không mã hóa được")
        self.assertEqual(making.whole(self.site.saved), known)
        self.assertEqual(list(self.site.saved.glob(f"{making.UNFINISHED}*")), [])


@pytest.mark.sqlite_only
class FullDiskTests(TestCase):
    def test_a_full_disk_is_said_before_anything_is_written(self):
        usage = shutil.disk_usage(tempfile.gettempdir())._replace(free=making.SPARE - 1)
        with tempfile.TemporaryDirectory() as folder, patch.object(making.shutil, "disk_usage", return_value=usage):
            with patch.object(making.engines, "of") as engine, self.assertRaises(BackupRefused) as refused:
                engine.return_value.size.return_value = 5 * making.MEGABYTE
                making._refuse_full(Path(folder), {}, None)
            self.assertIn("còn trống 63 MB", str(refused.exception))
            self.assertEqual(list(Path(folder).iterdir()), [])
