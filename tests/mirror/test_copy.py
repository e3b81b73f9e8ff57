"""The public site as files: everything a reader can reach, nothing else, and every link leads somewhere."""

import datetime as dt
import io
import shlex
import shutil
import tempfile
import threading
import zipfile
from pathlib import Path
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.test import TestCase, TransactionTestCase, override_settings
from django.utils import timezone

from articles import services
from articles.models import Article
from backup import files, manifest
from library import services as library
from mirror import asking, making
from resolutions import services as resolutions
from resolutions.models import Document
from tests import factories
from tests.clock import clock
from tests.documents import blocks
from tests.factories import MORNING, local, make_article, make_section, make_user
from tests.factories_resolutions import make_document
from tests.library import samples
from tests.mirror import links
from web import modes

SITE = "https://trang.example"
NOW = local(2021, 3, 10, 8)
HOUR = dt.timedelta(hours=1)


def nothing(_done, _known):
    pass


def export(target, *words):
    said = io.StringIO()
    call_command("export_static", str(target), *words, stdout=said, stderr=io.StringIO())
    return said.getvalue()


class CopyCase:
    def make_folder(self):
        self.parent = Path(tempfile.mkdtemp(prefix="cms-mirror-"))
        self.addCleanup(shutil.rmtree, self.parent)
        self.target = self.parent / "site"

    def read(self, name):
        return (self.target / name).read_text("utf-8")

    def shown(self, mark):
        """The files whose name or content holds it."""
        every = {path.relative_to(self.target).as_posix(): path.read_bytes() for path in files.below(self.target)}
        return sorted(name for name, content in every.items() if mark in name or mark.encode() in content)


@pytest.mark.once
@override_settings(SITE_URL=SITE, LIBRARY_ACCEL_PREFIX="/kho/", WHITENOISE_USE_FINDERS=True)
class CopyTests(CopyCase, TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.writer, cls.approver = make_user("writer"), make_user("approver")
        cls.section = make_section("Nông thôn mới")
        cls.cover = library.store_picture(samples.upload(samples.jpeg()), by=cls.writer, at=MORNING, alt="Cầu")
        dead = ("/bai-viet/khong-con-999999/", "/quan-tri/", "/chia-se/mat/")
        body = "<p>{}</p>".format(" ".join(f'<a href="{link}">{number}</a>' for number, link in enumerate(dead)))
        cls.article = make_article(title="Bản Huổi Một có cầu mới", section=cls.section, cover=cls.cover, body=body)
        for number in range(1, 24):
            day = local(2021, 2, 1 + number % 3, 9) + number * dt.timedelta(minutes=1)
            make_article(title=f"Tin số {number}", section=cls.section, publish_at=day)
        cls.document = make_document(number="01-NQ/TU")
        resolutions.index(cls.document, at=NOW)

    def setUp(self):
        self.make_folder()
        stopped = clock(NOW)
        stopped.start()
        keeping = factories.keeping()
        keeping.enable()
        self.addCleanup(keeping.disable)
        self.addCleanup(stopped.stop)

    def hidden(self):
        """Words that no reader may find, each of something else."""
        make_article(title="BIMATNHAP", status="draft", section=self.section)
        make_article(title="BIMATDUYET", status="submitted", section=self.section)
        make_article(title="BIMATGO", status="withdrawn", section=self.section)
        make_article(title="BIMATHEN", publish_at=NOW + HOUR, section=self.section)
        make_article(title="BIMATHET", publish_at=NOW - 2 * HOUR, expire_at=NOW - HOUR, section=self.section)
        internal = make_document(number="BIMATNOIBO", scope=Document.Scope.INTERNAL)
        resolutions.index(internal, at=NOW)
        return "BIMAT"

    def test_a_reader_finds_everything_and_nothing_else(self):
        mark = self.hidden()
        article = self.article.get_absolute_url()
        first, said, _by_timer = (export(*words) for words in self.commands_of_the_guide())
        self.assertIn("Chưa ghi gì", first)
        self.assertEqual(links.broken(self.target, SITE), [])
        self.assertEqual(self.shown(mark), [])
        self.assertIn("Đã ghi", said)
        for name in ("quan-tri", "chia-se", "soan-thao", "healthz", "readyz"):
            self.assertFalse((self.target / name).exists(), name)
        for address in (
            article,
            "/chuyen-muc/nong-thon-moi/trang=2/",
            "/bai-viet/2021/02/",
            "/nghi-quyet/",
            "/van-ban/",
        ):
            self.assertTrue((self.target / address[1:] / "index.html").is_file(), address)
        for name in ("rss/index.xml", "sitemap-bai-viet-1.xml", "api/v1/chi-tieu/index.json", "robots.txt", "404.html"):
            self.assertTrue((self.target / name).is_file(), name)
        for width in self.cover.widths:
            self.assertGreater((self.target / f"thu-vien/anh/{self.cover.key}-{width}.webp").stat().st_size, 100)
        self.assertIn(f"{article} → /bai-viet/khong-con-999999/", said)
        self.assert_every_page_says_what_it_is()
        self.assert_the_manifest_holds()
        self.assert_days_are_found()
        self.assert_the_zip_is_the_same()
        self.assert_the_next_is_the_same_to_the_byte()

    def commands_of_the_guide(self):
        """docs/operations.md, below a folder of this test."""
        lines = blocks.lines("manage export_static ")
        return [shlex.split(line.replace("/srv/mirror/", f"{self.parent}/"), comments=True) for line in lines]

    def assert_every_page_says_what_it_is(self):
        for path in self.target.rglob("*.html"):
            self.assertIn("Đây là bản sao của trang, chụp lúc Thứ Tư, 10/03/2021, 08:00", path.read_text("utf-8"), path)
        address = self.article.get_absolute_url()
        page = self.read(f"{address[1:]}index.html")
        self.assertIn(f'<a href="{SITE}{address}">', page)
        self.assertIn(f'<link rel="canonical" href="{SITE}{address}">', page)
        self.assertRegex(page, "<a[^>]*>0</a> <a[^>]*>1</a> <a[^>]*>2</a>")
        self.assertEqual([mark for mark in ("khong-con", "quan-tri", "chia-se/mat") if mark in page], [])
        self.assertIn("không tìm được theo từ", page)

    def assert_the_manifest_holds(self):
        facts = manifest.read(self.read(manifest.NAME))
        found = {path.relative_to(self.target).as_posix(): path for path in files.below(self.target)}
        self.assertEqual(set(facts["files"]), set(found) - {manifest.NAME})
        for name, said in facts["files"].items():
            self.assertEqual((said["sha256"], said["size"]), (files.checksum(found[name]), found[name].stat().st_size))
        self.assertEqual((facts["site"], facts["made_at"]), (SITE, NOW.isoformat()))

    def assert_days_are_found(self):
        self.assertIn("tu=2021-02-01,den=2021-02-28", self.read("tim-kiem/theo-ngay/index.html"))
        for address in ("tu=2021-01-01,den=2021-12-31", "tu=2021-02-01,den=2021-02-28", "loai=bai-viet"):
            first = self.read(f"tim-kiem/{address}/index.html")
            self.assertIn("Tin số 23<", first, address)
            older = first.partition('rel="next" href="../')[2].partition('"')[0]
            self.assertIn("truoc=", older)
            second = self.read(f"tim-kiem/{older}")
            self.assertIn("Tin số 3<", second)
            self.assertIn(f'rel="prev" href="../{address}/index.html"', second)
        for number in range(1, 24):
            day = f"2021-02-{1 + number % 3:02}"
            self.assertIn(f"Tin số {number}<", self.read(f"tim-kiem/tu={day},den={day}/index.html"))

    def assert_the_zip_is_the_same(self):
        with zipfile.ZipFile(self.parent / "site.zip") as archive:
            self.assertIsNone(archive.testzip())
            packed = {entry.filename: entry.file_size for entry in archive.infolist()}
        self.assertEqual(
            packed, {p.relative_to(self.target).as_posix(): p.stat().st_size for p in files.below(self.target)}
        )

    def assert_the_next_is_the_same_to_the_byte(self):
        packed = self.parent / "site.zip"
        before = self.read(manifest.NAME), files.checksum(packed)
        export(self.target, "--zip", str(packed))
        self.assertEqual((self.read(manifest.NAME), files.checksum(packed)), before)
        names = sorted(path.name for path in self.parent.iterdir())
        self.assertEqual(names, [".site.khoa", "site", "site.zip"])

    def test_to_look_first_writes_nothing(self):
        with mock.patch("mirror.pages.links", return_value=()):
            export(self.target, "--dry-run")
        self.assertEqual(list(self.parent.iterdir()), [])

    def test_what_is_refused_is_refused_before_any_work(self):
        (self.parent / "a.zip").write_bytes(b"PK")
        for target, words, said in (
            (self.target, ("--zip", str(self.parent / "a.zip")), "không phải là bản nén"),
            (self.target, ("--zip", str(self.target / "b.zip")), "đặt tệp nén ở ngoài"),
            (Path(__file__).parent / "x", (), "thư mục ở ngoài"),
        ):
            with self.assertRaisesMessage(CommandError, said), mock.patch.object(asking.Site, "ask") as ask:
                export(target, *words)
            ask.assert_not_called()

    def test_a_site_that_is_shut_or_broken_gives_no_copy(self):
        modes.change(modes.Mode.MAINTENANCE, "", timezone.now())
        with self.assertRaisesMessage(CommandError, "bảo trì"):
            export(self.target)
        modes.change(modes.Mode.NORMAL, "", timezone.now())
        broken = mock.patch("config.plan.parts", side_effect=RuntimeError)
        with broken, self.assertRaisesMessage(CommandError, "/so-do-trang/"):
            export(self.target)
        self.assertFalse(self.target.exists())


@override_settings(SITE_URL=SITE, WHITENOISE_USE_FINDERS=True)
class MomentTests(CopyCase, TransactionTestCase):
    def test_nothing_can_be_written_while_it_reads(self):
        with self.assertRaises(DatabaseError), asking.one_moment():
            make_section("Không ghi được")
        make_section("Ghi được")

    @pytest.mark.postgresql_only
    def test_what_is_taken_down_meanwhile_leaves_no_hole(self):
        """The copy is of one moment: whole as of its beginning."""
        self.make_folder()
        approver = make_user("approver")
        kept, gone = (make_article(title=title) for title in ("Bài ở lại", "Bài bị gỡ"))

        def withdraw():
            services.withdraw(Article.objects.get(pk=gone.pk), by=approver, at=timezone.now(), note="Sai")
            connection.close()

        def while_it_walks(done, _known):
            if done == 1:
                other = threading.Thread(target=withdraw)
                other.start()
                other.join()

        made = making.make(self.target, at=timezone.now(), packed=None, progress=while_it_walks)
        self.assertEqual(made.dead, [])
        self.assertEqual(links.broken(self.target, SITE), [])
        for article in (kept, gone):
            self.assertIn(article.title, self.read(f"{article.get_absolute_url()[1:]}index.html"))
        self.assertFalse(Article.objects.published(timezone.now()).filter(pk=gone.pk).exists())
