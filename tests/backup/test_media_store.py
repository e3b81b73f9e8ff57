"""Pictures and documents that lie in a store of their own are in the backup, and a restore puts them back there."""

import contextlib
import logging
import shutil

import pytest

from backup import making, manifest
from tests.backup.keys import Ring
from tests.backup.site import RENAME, Site
from tests.backup.test_store import KEYS, StoreCase

pytestmark = pytest.mark.sqlite_only
MEDIA_BUCKET = "anh"


class MediaStoreTests(StoreCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client.create_bucket(Bucket=MEDIA_BUCKET)

    def setUp(self):
        stack = contextlib.ExitStack()
        self.addCleanup(stack.close)
        self.stack, self.site = stack, Site(stack, on_postgres=False)
        address = self.endpoint.replace("http://", f"s3+http://{KEYS[0]}:{KEYS[1]}@")
        self.site.env["MEDIA_STORE"] = f"{address}/{MEDIA_BUCKET}"
        self.empty()
        for name, content in self.site.media_files().items():
            self.client.put_object(Bucket=MEDIA_BUCKET, Key=name, Body=content)
        # What lies on the machine is not the site's any more.
        shutil.rmtree(self.site.media)
        self.site.media.mkdir()

    def empty(self):
        for name in self.lying():
            self.client.delete_object(Bucket=MEDIA_BUCKET, Key=name)

    def lying(self):
        listed = self.client.list_objects_v2(Bucket=MEDIA_BUCKET).get("Contents", ())
        return {
            one["Key"]: self.client.get_object(Bucket=MEDIA_BUCKET, Key=one["Key"])["Body"].read() for one in listed
        }

    @contextlib.contextmanager
    def fetched(self):
        """The names that somebody reads from the store meanwhile."""
        names = []
        log = logging.getLogger("werkzeug")
        heard = logging.Handler()
        heard.emit = lambda record: names.append(record.getMessage())
        level = log.level
        log.setLevel(logging.INFO)
        log.addHandler(heard)
        try:
            yield names
        finally:
            log.removeHandler(heard)
            log.setLevel(level)
        names[:] = [line.split(f"/{MEDIA_BUCKET}/")[1].split()[0] for line in names if f"GET /{MEDIA_BUCKET}/" in line]

    def media_of(self, backup):
        facts = manifest.read((backup / manifest.NAME).read_text("utf-8"))
        return {name.removeprefix("media/") for name in facts["files"] if name.startswith("media/")}

    def test_they_are_in_the_backup_and_only_what_is_new_is_fetched(self):
        lying = self.lying()
        first = self.site.backup()
        self.assertEqual({name: (first / "media" / name).read_bytes() for name in self.media_of(first)}, lying)
        changed = min(lying)
        self.client.put_object(Bucket=MEDIA_BUCKET, Key=changed, Body=b"khac")
        self.client.put_object(Bucket=MEDIA_BUCKET, Key="moi/tep.pdf", Body=b"moi")
        with self.fetched() as names:
            second = self.site.backup()
        self.assertEqual(sorted(name for name in names if name in {*lying, "moi/tep.pdf"}), [changed, "moi/tep.pdf"])
        self.assertEqual((second / "media" / changed).read_bytes(), b"khac")
        same = max(lying)
        self.assertEqual((second / "media" / same).stat().st_ino, (first / "media" / same).stat().st_ino)
        self.assertEqual(list(second.glob(".*")), [])
        self.assertEqual(self.site.manage("verify_backup", second).returncode, 0)

    def test_a_restore_puts_back_what_is_gone_and_leaves_what_came_since(self):
        lying, ring = self.lying(), Ring(self.stack)
        made = self.site.backup("--key", ring.public)
        titles = self.site.titles()
        self.site.must("-c", RENAME)
        gone, spoilt = sorted(lying)[:2]
        self.client.delete_object(Bucket=MEDIA_BUCKET, Key=gone)
        self.client.put_object(Bucket=MEDIA_BUCKET, Key=spoilt, Body=b"hong")
        self.client.put_object(Bucket=MEDIA_BUCKET, Key="den/sau.pdf", Body=b"sau")
        done = self.site.manage("restore", made, "--yes", GNUPGHOME=ring.folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.lying(), {**lying, "den/sau.pdf": b"sau"})
        self.assertEqual(self.site.titles(), titles)
        self.assertEqual([path.name for path in self.site.folder.glob("media*")], ["media"])

    def test_a_backup_goes_from_a_folder_to_a_store(self):
        """As when a site that kept its files on the machine is moved to several."""
        lying = self.lying()
        for name, content in lying.items():
            path = self.site.media / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        store = self.site.env.pop("MEDIA_STORE")
        made = self.site.backup()
        self.empty()
        done = self.site.manage("restore", made, "--yes", MEDIA_STORE=store)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.lying(), lying)

    def test_a_store_that_is_away_is_named_and_no_half_backup_is_left(self):
        address = self.site.env["MEDIA_STORE"]
        for wrong in (address.replace(MEDIA_BUCKET, "khong-co"), address.replace(self.endpoint[7:], "127.0.0.1:9")):
            done = self.site.manage("backup", self.site.saved, MEDIA_STORE=wrong)
            self.assertEqual(done.returncode, 1, done.stdout)
            self.assertIn("Hãy xem lại MEDIA_STORE", done.stderr)
            self.assertNotIn("Traceback", done.stderr)
        self.assertEqual(making.whole(self.site.saved), [])
        self.assertEqual([path.name for path in self.site.saved.iterdir() if path.is_dir()], [])
