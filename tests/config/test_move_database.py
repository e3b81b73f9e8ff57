"""A site moves into another database whole: the same rows under the same ids, and new ones after them."""

import io
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from unittest import mock

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from django.test import TestCase, TransactionTestCase

from articles.corrections import services as corrections
from articles.editions import keeping
from articles.models import Article, Comment
from audit import guards
from audit.models import Event
from config.management.commands import move_database
from notices.models import Letter
from proposals import services as proposals
from search.models import SearchEntry
from tests.factories import MORNING, make_article, make_user
from tests.factories_resolutions import make_congress, make_observation, make_target
from tests.words.making import make_words

WAITING = {"articles.Edition", "articles.Correction", "articles.Comment", "proposals.Proposal", "notices.Letter"}


def make_waiting(article, writer):
    """What somebody has begun and nobody has decided."""
    text = keeping.copy_of(keeping.live(article))
    text.body = text.body + "<p>Thêm một đoạn về mười hai bản của xã.</p>"
    corrections.write(article, text, "content", by=writer, at=MORNING, seen=1, note="Thêm một đoạn.")
    Comment.objects.create(article=article, by=writer, text="Ai nói câu này?", at=MORNING, form_key="mot")
    changes = {"name": [article.section.name, "Thời sự trong tỉnh"]}
    proposals.propose(article.section, "change", changes, by=writer, at=MORNING)
    Letter.objects.create(user=writer, hidden="đã niêm phong", made_at=MORNING, next_at=MORNING)


class Moving:
    def setUp(self):
        # The target is made by the command; tests must be told that it may be asked.
        type(self).databases = {*self.databases, move_database.TARGET}
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.addCleanup(self.leave)

    def leave(self):
        if move_database.TARGET in connections.settings:
            connections[move_database.TARGET].close()
            del connections[move_database.TARGET]
            del connections.settings[move_database.TARGET]

    def file(self, name="moi.sqlite3"):
        return f"sqlite:///{self.folder / name}"

    def move(self, to, **options):
        said = io.StringIO()
        call_command("move_database", to=to, stdout=said, **options)
        return said.getvalue()


class CommandTests(TestCase):
    def test_no_table_of_the_site_is_left_behind(self):
        """But those that are made anew: the search index, what pages keep, and what `migrate` writes by itself."""
        carried = {model._meta.db_table for model in move_database.models()}
        anew = re.compile(r"search_|web_|django_migrations|articles_draftwords_|sqlite_")
        names = connection.introspection.table_names()
        self.assertGreater(len(carried), 70)
        self.assertEqual([name for name in names if name not in carried and not anew.match(name)], [])

    def test_an_address_that_cannot_be_read_is_a_sentence(self):
        with self.assertRaisesMessage(CommandError, "--to phải bắt đầu bằng"):
            call_command("move_database", to="mysql://a/b")


class BeforeTests(Moving, TransactionTestCase):
    """What is said before anything is carried, whatever the site holds."""

    def test_the_address_may_come_where_no_list_of_programs_shows_it(self):
        with mock.patch("sys.stdin", io.StringIO(f"{self.file()}\n")):
            self.assertIn("Chưa ghi gì", self.move("-", dry_run=True))

    def test_a_target_that_holds_something_is_refused(self):
        with move_database.connect(self.file()).cursor() as cursor:
            cursor.execute("CREATE TABLE cu (id integer)")
        with self.assertRaisesMessage(CommandError, "đã có bảng"):
            self.move(self.file())


class MoveTests(Moving, TransactionTestCase):
    def setUp(self):
        super().setUp()
        article = make_article(title="Đưa Nghị quyết Đại hội vào cuộc sống")
        make_observation(make_target(congress=make_congress("xv")))
        make_words(article)
        make_waiting(article, make_user("writer"))

    def rows(self, alias):
        return {
            model._meta.label: list(model._base_manager.using(alias).order_by("pk").values())
            for model in move_database.models()
        }

    def test_a_dry_run_counts_and_writes_nothing(self):
        self.assertIn("Chưa ghi gì", self.move(self.file(), dry_run=True))
        self.assertEqual(connections[move_database.TARGET].introspection.table_names(), [])

    def test_every_row_arrives_under_its_id_and_can_be_found_there_and_back_again(self):
        self.assertIn("Đã chuyển", self.move(self.file()))
        self.assertEqual(self.rows(move_database.TARGET), self.rows("default"))
        self.assertEqual({label for label in WAITING if not self.rows(move_database.TARGET)[label]}, set())
        there = connections[move_database.TARGET]
        self.assertEqual(guards.standing(there), guards.names(there.vendor))
        entries = SearchEntry.objects.using(move_database.TARGET)
        self.assertEqual(set(entries.values_list("kind", flat=True)), {"bai-viet", "dai-hoi", "chi-tieu", "trang"})
        self.assert_new_rows_come_after(move_database.TARGET)
        self.move_back()
        self.assert_new_rows_come_after(move_database.TARGET)

    def move_back(self):
        """From the file into a second database of the kind that the tests run on."""
        url = self.file("ve.sqlite3")
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("DROP DATABASE IF EXISTS chuyen_ve")
                cursor.execute("CREATE DATABASE chuyen_ve TEMPLATE template0")
            url = f"postgres://{connection.settings_dict['USER']}@/chuyen_ve?host={connection.settings_dict['HOST']}"
        words = [sys.executable, str(settings.BASE_DIR / "manage.py"), "move_database", "--to", url]
        environment = {**os.environ, "DATABASE_URL": self.file(), "DJANGO_SETTINGS_MODULE": "config.settings.test"}
        done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.leave()
        move_database.connect(url)
        there, here = self.rows(move_database.TARGET), self.rows("default")
        moved = Event.objects.using(move_database.TARGET).filter(kind="database.move")
        self.assertEqual(moved.order_by("number").first().after["engine"], "sqlite")
        self.assertEqual(moved.count(), 2)
        self.assertEqual(
            {name: rows for name, rows in there.items() if not name.startswith("audit.")},
            {name: rows for name, rows in here.items() if not name.startswith("audit.")},
        )

    def assert_new_rows_come_after(self, alias):
        with transaction.atomic(using=alias):
            new = Article.objects.using(alias).get()
            new.pk = None
            new.save(using=alias)
            self.assertGreater(new.pk, Article.objects.get().pk)
            transaction.set_rollback(True, using=alias)
