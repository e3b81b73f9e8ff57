"""What the tests leave standing between two of them is what `migrate` would have made again."""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.test import TestCase, TransactionTestCase

from accounts.roles import ROLES
from articles import writing
from articles.models import Article
from search.models import SearchEntry
from tests.factories import make_article, make_user
from tests.management.commands.flush import KEPT
from tests.who import watched


class AfterMigratingTests(TestCase):
    def test_nothing_else_is_made_after_migrating(self):
        for model in (Group, Permission, ContentType):
            model.objects.all().delete()
        ContentType.objects.clear_cache()
        with watched() as writes:
            emit_post_migrate_signal(0, False, connection.alias)
        # The words of the search index are emptied there, and the flush of the tests empties them too.
        self.assertEqual({name for name in writes.before if not name.startswith("search_")}, set(KEPT))
        self.assertEqual(SearchEntry.objects.count(), 0)


class FlushTests(TransactionTestCase):
    def flush(self):
        call_command("flush", verbosity=0, interactive=False, reset_sequences=False)

    def made(self):
        groups = {group.name: {*group.permissions.values_list("codename", flat=True)} for group in Group.objects.all()}
        return groups, {*Permission.objects.values_list("codename", flat=True)}

    def test_rows_and_words_go_and_what_migrate_makes_stays(self):
        self.flush()
        before = self.made()
        self.assertGreaterEqual(set(before[0]), set(ROLES))
        writing.index_and_show(make_article(title="Bản Nà Ớt đón cầu mới", author=make_user("writer")))
        self.assertContains(self.client.get("/tim-kiem/?q=na+ot"), "Có 1 mục cho «na ot»")
        self.flush()
        self.assertEqual((Article.objects.count(), SearchEntry.objects.count()), (0, 0))
        self.assertEqual(self.made(), before)
        self.assertNotContains(self.client.get("/tim-kiem/?q=na+ot"), "Có 1 mục cho «na ot»")

    def test_what_a_test_has_changed_in_them_is_made_anew(self):
        self.flush()
        before = self.made()
        Group.objects.create(name="Nhóm làm bằng tay")
        Group.objects.get(name="writer").permissions.clear()
        Permission.objects.first().delete()
        self.flush()
        self.assertEqual(self.made(), before)
