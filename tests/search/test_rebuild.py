"""`rebuild_search` and `check_search`, on an index that is broken on purpose."""

import fcntl
import os
import sqlite3
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict
from io import StringIO
from pathlib import Path
from threading import Event

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import SimpleTestCase, TestCase, TransactionTestCase

from articles import writing as editing
from search import services
from search.backends import backend
from search.indexing import rebuild
from search.indexing.writer import IndexWriter
from search.models import SearchDay, SearchEntry, SearchMonth, SearchPlace, SearchRebuild, SearchYear
from search.query import parsing
from search.query.parsing import Query
from search.storage import keys
from tests.factories import make_article
from tests.search.corpus import NOW, content, make_entry

EVERYTHING = keys.window(None, None, NOW)
RUNNING = "Một lần rebuild_search khác đang chạy; hãy đợi lần đó xong rồi chạy lại.\n"


def run(command: str) -> tuple[int, str]:
    """(exit code, what it said)."""
    said = StringIO()
    try:
        call_command(command, stdout=said, stderr=said)
    except SystemExit as stop:
        return stop.code, said.getvalue()
    return 0, said.getvalue()


class RebuildTests(TestCase):
    def setUp(self):
        self.entries = [
            make_entry(object_id=1, at="2020-09-25 08:30"),
            make_entry(object_id=2, at="2020-09-25 08:30", title="Kết luận về công tác cán bộ"),
            make_entry(object_id=3, at="2019-01-01 00:00", kind="van-ban", section="", title="Nghị quyết 22-NQ/TU"),
            make_entry(object_id=4, at="2030-01-01 00:00", title="Bài hẹn giờ", expires="2031-01-01 00:00"),
        ]
        self.enterContext(content(*self.entries))

    def test_a_rebuilt_index_is_the_one_that_was_written_bit_by_bit(self):
        for entry in sorted(self.entries, key=lambda entry: entry.at):
            services.put(entry)
        before = list(SearchEntry.objects.order_by("id").values_list())
        self.assertEqual(run("rebuild_search"), (0, "Đã dựng lại chỉ mục: 4 mục.\n"))
        self.assertEqual(list(SearchEntry.objects.order_by("id").values_list()), before)
        self.assertEqual(run("check_search")[0], 0)

    def test_an_empty_index_is_filled(self):
        run("rebuild_search")
        self.assertEqual(len(backend().keys(Query(), EVERYTHING, 10)), 3)
        self.assertEqual(len(backend().keys(parsing.parse("22nqtu"), EVERYTHING, 10)), 1)

    def test_it_can_be_rebuilt_again_and_written_afterwards(self):
        run("rebuild_search")
        run("rebuild_search")
        services.put(make_entry(object_id=9, title="Bài mới sau khi dựng lại"))
        services.remove("van-ban", 3)
        self.assertEqual(len(backend().keys(parsing.parse("dung lai"), EVERYTHING, 10)), 1)
        self.assertEqual(len(backend().keys(parsing.parse("22nqtu"), EVERYTHING, 10)), 0)

    def test_what_changes_while_it_builds_is_in_the_new_index(self):
        services.put_many(self.entries)
        late = make_entry(object_id=5, title="Bài đăng giữa chừng")
        corrected = make_entry(object_id=2, at="2020-09-26 08:00", title="Kết luận đã sửa")
        changes = iter(
            [lambda: services.put(late), lambda: services.remove("van-ban", 3), lambda: services.put(corrected)]
        )
        rebuild.rebuild(reading=lambda n: next(changes, int)(), start_writing=lambda total: lambda n: None)
        self.assertEqual(set(SearchPlace.objects.values_list("object_id", flat=True)), {1, 2, 4, 5})
        self.assertEqual(len(backend().keys(parsing.parse("giữa chừng"), EVERYTHING, 10)), 1)
        self.assertEqual(len(backend().keys(parsing.parse("đã sửa"), EVERYTHING, 10)), 1)
        self.assertEqual(len(backend().keys(parsing.parse("can bo"), EVERYTHING, 10)), 0)

    def test_the_old_index_answers_until_the_new_one_is_complete(self):
        services.put_many(self.entries[:1])
        answers = []
        rebuild.rebuild(
            reading=lambda n: None,
            start_writing=lambda total: lambda n: answers.append(len(backend().keys(Query(), EVERYTHING, 10))),
        )
        self.assertEqual(answers, [1])
        self.assertEqual(len(backend().keys(Query(), EVERYTHING, 10)), 3)

    def test_a_rebuild_that_was_cut_short_leaves_nothing_in_the_way(self):
        def stop(n):
            raise KeyboardInterrupt

        services.put_many(self.entries[:2])
        with self.assertRaises(KeyboardInterrupt):
            rebuild.rebuild(reading=lambda n: None, start_writing=lambda total: stop)
        self.assertEqual(SearchRebuild.objects.count(), 1)
        self.assertEqual(len(backend().keys(Query(), EVERYTHING, 10)), 2)
        self.assertEqual(run("rebuild_search")[0], 0)
        self.assertEqual(SearchRebuild.objects.count(), 0)
        self.assertEqual(run("check_search")[0], 0)


@pytest.mark.postgresql_only
class AtTheSameMomentTests(TransactionTestCase):
    """SQLite has one writer at a time in any case."""

    def test_what_an_editor_was_saving_when_it_began_is_in_the_new_index(self):
        article = make_article(title="Tựa đề cũ")
        saved, has_read = Event(), Event()
        with ThreadPoolExecutor(2) as pool:
            editor = pool.submit(self.save, article, saved, has_read)
            self.assertTrue(saved.wait(10))
            builder = pool.submit(self.rebuild, has_read)
            editor.result(), builder.result()
        self.assertEqual(len(backend().keys(parsing.parse("tựa đề mới"), EVERYTHING, 10)), 1)
        self.assertEqual(run("check_search")[0], 0)

    def test_the_server_makes_no_copy_of_what_is_read(self):
        make_article()
        holdable = []

        def look(n):
            with connection.cursor() as cursor:
                cursor.execute("SELECT name FROM pg_cursors WHERE is_holdable")
                holdable.extend(cursor.fetchall())

        self.assertEqual(rebuild.rebuild(reading=look, start_writing=lambda total: lambda n: None), 1)
        self.assertEqual(holdable, [])
        self.assertEqual(run("check_search")[0], 0)

    def test_the_second_of_two_says_that_one_is_running(self):
        make_article()
        second = []
        total = rebuild.rebuild(
            reading=lambda n: second.append(run("rebuild_search")), start_writing=lambda total: lambda n: None
        )
        self.assertEqual((total, second), (1, [(1, RUNNING)]))
        self.assertEqual(run("rebuild_search")[0], 0)
        self.assertEqual(run("check_search")[0], 0)

    def save(self, article, saved, has_read):
        """Keeps the transaction open until the rebuild has read the article, if it does not wait for the end of it."""
        try:
            with transaction.atomic():
                article.title = "Tựa đề mới"
                article.save()
                editing.index_and_show(article)
                saved.set()
                has_read.wait(1)
        finally:
            connection.close()

    def rebuild(self, has_read):
        try:
            rebuild.rebuild(reading=lambda n: has_read.set(), start_writing=lambda total: lambda n: None)
        finally:
            connection.close()


@pytest.mark.once
class FileTests(SimpleTestCase):
    def test_the_second_of_two_says_that_one_is_running(self):
        with tempfile.TemporaryDirectory() as folder:
            database = Path(folder) / "moi.sqlite3"
            environment = {**os.environ, "DATABASE_URL": f"sqlite:///{database}"}
            environment["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
            command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "rebuild_search"]
            with closing(sqlite3.connect(database)) as made:
                made.execute("CREATE TABLE search_place (kind, object_id, key)")
            with Path(f"{database}.rebuild").open("w") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                second = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        self.assertEqual((second.returncode, second.stderr), (1, RUNNING))


class CheckTests(TestCase):
    def setUp(self):
        self.entry = make_entry(object_id=1)
        self.other = make_entry(object_id=2, kind="van-ban", section="", expires="2027-01-01 00:00")
        self.enterContext(content(self.entry, self.other))
        services.put_many([self.entry, self.other])

    def test_a_sound_index_is_said_to_be_sound(self):
        self.assertEqual(run("check_search"), (0, "Chỉ mục tìm kiếm khớp với nội dung.\n"))

    def assert_said(self, sentence):
        code, said = run("check_search")
        self.assertEqual(code, 1)
        self.assertIn(sentence, said)
        run("rebuild_search")
        self.assertEqual(run("check_search")[0], 0)

    def test_what_is_missing_is_named(self):
        services.remove("bai-viet", 1)
        self.assert_said("bai-viet số 1 («Đưa Nghị quyết Đại hội Đảng bộ tỉnh vào cuộc sống») chưa có trong chỉ mục.")

    def test_what_should_not_be_there_is_named(self):
        services.put(make_entry(object_id=7))
        self.assert_said("bai-viet số 7 có trong chỉ mục nhưng không công khai.")

    def test_what_is_out_of_date_is_named(self):
        services.put(make_entry(object_id=1, title="Tiêu đề cũ"))
        self.assert_said("trong chỉ mục đã cũ.")

    def test_a_kind_that_nobody_offers_is_named(self):
        services.put(make_entry(kind="la", object_id=1))
        self.assert_said("Chỉ mục có loại «la» mà không phần nào của trang nhận.")

    def test_wrong_counts_are_noticed(self):
        for table in (SearchDay, SearchMonth, SearchYear):
            with self.subTest(table=table):
                table.objects.update(n=5)
                self.assert_said(f"Bảng đếm {table._meta.db_table} không khớp với các mục.")

    def test_lost_words_are_noticed(self):
        rows = IndexWriter().rows([("bai-viet", 1)])
        IndexWriter().backend.take([row.id for row in rows])
        if connection.vendor == "sqlite":
            SearchEntry.objects.create(**asdict(rows[0]))
            self.assert_said("1 mục loại «bai-viet» đã mất từ trong chỉ mục.")
        else:
            self.assert_said("chưa có trong chỉ mục.")

    def test_an_index_made_by_other_rules_is_noticed(self):
        SearchEntry.objects.update(fold_version=0)
        self.assert_said("2 mục được tách từ theo quy tắc cũ: hãy chạy rebuild_search.")
