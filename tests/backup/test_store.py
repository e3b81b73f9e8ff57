"""Backups at an S3-compatible store; here moto's server stands in for one, on the loopback."""

import contextlib
import logging
import os
import re
import shlex
import shutil
import tempfile
from pathlib import Path
from unittest import TestCase
from unittest.mock import patch

import boto3
import pytest
from moto.server import ThreadedMotoServer

from backup import files, manifest
from backup.places import address
from backup.places import store as stores
from backup.places.store import InStore, Store
from backup.refused import BackupRefused
from tests.backup.keys import Ring
from tests.backup.site import RENAME, Site
from tests.source import ROOT

BUCKET = "sao-luu"
BLOCK = re.compile(r"^<!-- run: by tests/backup/test_store.py -->\n```sh\n(.*?)```", re.M | re.S)
MEGABYTE = 1024 * 1024
LARGE = 80 * MEGABYTE
KEYS = ("khoa", "bi-mat-cua-kho")


def nothing(_one):
    pass


@pytest.mark.sqlite_only
class StoreCase(TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        with contextlib.redirect_stdout(None):
            server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
            server.start()
        cls.addClassCleanup(server.stop)
        cls.endpoint = "http://{}:{}".format(*server.get_host_and_port())
        cls.client = boto3.client(
            "s3",
            endpoint_url=cls.endpoint,
            region_name="us-east-1",
            aws_access_key_id=KEYS[0],
            aws_secret_access_key=KEYS[1],
        )
        cls.client.create_bucket(Bucket=BUCKET)

    def address(self):
        return f"s3://{BUCKET}/{self.id().rpartition('.')[2]}?endpoint={self.endpoint}"

    def store(self):
        return Store(address.read(self.address()), *KEYS)

    def keys(self, store, below=""):
        found = self.client.list_objects_v2(Bucket=BUCKET, Prefix=f"{store.address.prefix}{below}")
        return [one["Key"] for one in found.get("Contents", ())]


class KeepingTests(StoreCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="cms-store-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def made(self, stamp, **contents):
        """A finished backup with these files."""
        folder = self.folder / stamp
        for name, content in contents.items():
            path = folder / "media" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        known = {
            f"media/{name}": {"plain": files.checksum(folder / "media" / name), "size": len(content)}
            for name, content in contents.items()
        }
        facts = {"files": {name: {**one, "stored": one["plain"]} for name, one in known.items()}}
        (folder / manifest.NAME).write_text(manifest.written(facts), "utf-8")
        return folder

    def test_only_what_changed_is_sent_and_what_was_cut_off_is_sent_again(self):
        store = self.store()
        self.assertEqual(store.send(self.made("2026-11-01_020000", a=b"mot", b=b"hai"), nothing), 2)
        self.assertEqual(store.send(self.made("2026-11-02_020000", a=b"mot", b=b"hai", c=b"ba"), nothing), 1)
        self.assertEqual(store.stamps(), ["2026-11-01_020000", "2026-11-02_020000"])
        first = self.keys(store, "contents/")[0]
        self.client.put_object(Bucket=BUCKET, Key=first, Body=b"m")
        self.assertEqual(store.send(self.made("2026-11-03_020000", a=b"mot", b=b"hai", c=b"ba"), nothing), 1)

    def test_the_oldest_go_and_with_them_what_no_other_names(self):
        store = self.store()
        for day, contents in enumerate(({"a": b"cu", "b": b"chung"}, {"b": b"chung"}, {"b": b"chung", "c": b"moi"}), 1):
            store.send(self.made(f"2026-11-0{day}_020000", **contents), nothing)
        store.forget(0)
        self.assertEqual(len(store.stamps()), 3)
        store.forget(2)
        self.assertEqual(store.stamps(), ["2026-11-02_020000", "2026-11-03_020000"])
        self.assertEqual(len(self.keys(store, "contents/")), 3, "của hôm nay: có thể thuộc một bản đang gửi")
        with patch.object(stores, "GRACE", -stores.GRACE):
            store.forget(1)
        self.assertEqual(len(self.keys(store, "contents/")), 2)
        self.assertEqual(self.read(store, "2026-11-03_020000", "media/b"), b"chung")

    def test_nothing_goes_while_a_manifest_that_stays_cannot_be_read(self):
        store = self.store()
        for day in (1, 2):
            store.send(self.made(f"2026-11-0{day}_020000", a=str(day).encode()), nothing)
        self.client.put_object(Bucket=BUCKET, Key=self.keys(store, "backups/2026-11-02")[0], Body=b"{}")
        with patch.object(stores, "GRACE", -stores.GRACE), self.assertRaises(BackupRefused):
            store.forget(1)
        self.assertEqual(len(self.keys(store, "contents/")), 2)

    def test_a_file_that_rotted_on_the_way_is_not_sent_and_the_backup_is_not_there(self):
        store, folder = self.store(), self.made("2026-11-01_020000", a=b"mot")
        (folder / "media" / "a").write_bytes(b"mOt")
        with self.assertRaisesMessage(BackupRefused, "đã khác lúc sao lưu, nên chưa gửi"):
            store.send(folder, nothing)
        self.assertEqual(store.stamps(), [])

    def test_what_others_keep_in_the_bucket_stays(self):
        store = self.store()
        self.client.put_object(Bucket=BUCKET, Key="cua-nguoi-khac", Body=b"x")
        self.client.put_object(Bucket=BUCKET, Key=f"{store.address.prefix}backups/la/manifest.json", Body=b"x")
        for day in (1, 2):
            store.send(self.made(f"2026-11-0{day}_020000", a=b"mot"), nothing)
        store.forget(1)
        self.assertEqual(store.stamps(), ["2026-11-02_020000"])
        kept = {"cua-nguoi-khac", f"{store.address.prefix}backups/la/manifest.json"}
        everything = {one["Key"] for one in self.client.list_objects_v2(Bucket=BUCKET)["Contents"]}
        self.assertLessEqual(kept, everything)

    def test_a_store_that_is_away_or_refuses_is_a_sentence(self):
        missing = Store(address.read(f"s3://khong-co?endpoint={self.endpoint}"), *KEYS)
        away = Store(address.read("s3://sao-luu?endpoint=http://127.0.0.1:9"), *KEYS)
        for store in (missing, away):
            with self.assertRaisesMessage(BackupRefused, "không nhận hoặc không trả lời"):
                store.stamps()

    def read(self, store, stamp, name):
        known = manifest.read(store.manifest(stamp))["files"][name]
        with InStore(store, stamp).local(name, known) as path:
            return path.read_bytes()

    def assertRaisesMessage(self, kind, sentence):  # noqa: N802 - as Django's
        return self.assertRaisesRegex(kind, sentence)


class WholeWayTests(StoreCase):
    def setUp(self):
        stack = contextlib.ExitStack()
        self.addCleanup(stack.close)
        self.stack, self.site = stack, Site(stack, on_postgres=False)
        key_id, secret = KEYS
        there = {"BACKUP_STORE": self.address(), "BACKUP_STORE_KEY_ID": key_id, "BACKUP_STORE_SECRET": secret}
        self.site.env |= {**there, "BACKUP_STORE_KEEP": "2"}

    def line(self, line):
        """One of the guide, as an administrator types it."""
        words = shlex.split(line.replace("/backup/cms", str(self.site.saved)), comments=True)
        self.assertEqual(words[0], "manage")
        done = self.site.manage(*words[1:])
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_every_line_of_the_guide_after_the_machine_is_lost(self):
        backup, verify, look, restore = BLOCK.search((ROOT / "docs/operations.md").read_text("utf-8"))[1].splitlines()
        before = (self.site.titles(), self.site.media_files())
        ring = Ring(self.stack)
        self.site.env |= {"BACKUP_KEY": str(ring.public), "GNUPGHOME": ring.folder}
        self.assertNotIn("chưa mã hóa", self.line(backup))
        for key in self.keys(self.store()):
            sent = self.client.get_object(Bucket=BUCKET, Key=key)["Body"].read()
            self.assertNotIn("Nà Ớt".encode(), sent)
            self.assertNotIn(KEYS[1].encode(), sent)
        for lost in (self.site.saved, self.site.media):
            shutil.rmtree(lost)
        self.site.must("-c", RENAME)
        self.assertIn("Bản sao lưu nguyên vẹn: s3://", self.line(verify))
        self.assertIn("Chưa làm gì", self.line(look))
        self.assertIn("Đã khôi phục từ", self.line(restore))
        self.assertEqual((self.site.titles(), self.site.media_files()), before)
        self.spoil()
        done = self.site.manage("restore", "store:", "--yes")
        self.assertEqual(done.returncode, 1)
        for sentence in ("settings.json.gpg: thiếu", "một byte. Hãy xóa vật", "database.sqlite3.gpg: ", "media/"):
            self.assertIn(sentence, done.stderr)
        self.assertEqual((self.site.titles(), self.site.media_files()), before)

    def spoil(self):
        """One content is gone, the others have another one's bytes."""
        store = self.store()
        [stamp] = store.stamps()
        known = manifest.read(store.manifest(stamp))["files"]
        self.client.delete_object(Bucket=BUCKET, Key=store.key_of(known["settings.json.gpg"]["stored"]))
        for name, one in known.items():
            if one["size"] and name != "settings.json.gpg":
                self.client.put_object(Bucket=BUCKET, Key=store.key_of(one["stored"]), Body=os.urandom(one["size"]))

    def test_memory_does_not_grow_with_what_is_copied_sent_and_proven(self):
        small = self.every_command()
        for number in range(4):
            with (self.site.media / f"phim-{number}").open("wb") as file:
                file.write(os.urandom(MEGABYTE))
                file.truncate(LARGE if number == 0 else MEGABYTE)
        media, large = self.site.media_files(), self.every_command()
        self.assertIn("Lưu ý: bản sao lưu ở kho chưa mã hóa", large[0].stdout)
        self.assertEqual(self.site.media_files(), media)
        for less, more in zip(small, large, strict=True):
            self.assertEqual((less.returncode, more.returncode), (0, 0), less.stderr + more.stderr)
            self.assertLess(more.memory, less.memory + LARGE // 2)

    def every_command(self):
        commands = (("backup", self.site.saved), ("verify_backup", "store:"), ("restore", "store:", "--yes"))
        return [self.site.manage(*words) for words in commands]


@pytest.mark.once
class AddressTests(TestCase):
    def test_it_says_bucket_folder_and_where(self):
        found = address.read("s3://sao-luu/tinh/cms/?endpoint=https://kho.example:9000/&region=vn")
        self.assertEqual(found, address.Address("sao-luu", "tinh/cms/", "https://kho.example:9000", "vn"))
        self.assertEqual(address.read("s3://sao-luu"), address.Address("sao-luu", "", "", ""))

    def test_what_is_none_is_refused_with_a_sentence(self):
        for text, sentence in (
            ("https://kho.example/sao-luu", "phải có dạng"),
            ("s3://", "phải có dạng"),
            ("s3://Sao_Luu", "phải có dạng"),
            ("s3://sao-luu?endpoint=kho.example", "phải có dạng"),
            ("s3://sao-luu?endpoint=https://a:b@kho.example", "phải có dạng"),
            ("s3://sao-luu?endpoint=http://kho.example", "không mã hóa đường truyền"),
            ("s3://sao-luu?secret=x", "tham số «secret»"),
        ):
            with self.subTest(text), self.assertRaisesRegex(ValueError, sentence):
                address.read(text)
        # As MEDIA_STORE is written: what is wrong stands in the journal and in a mail, the secret does not.
        with self.assertRaises(ValueError) as refused:
            address.read("s3://KHOA:BI-MAT@kho.example/sao-luu")
        self.assertNotIn("BI-MAT", str(refused.exception))
        self.assertEqual(address.read("s3://sao-luu?endpoint=http://127.0.0.1:9000").region, "")
