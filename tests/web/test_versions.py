"""What pages are made from is kept until it changes, and not a request longer."""

import datetime as dt
from unittest import mock

from django.db import transaction
from django.test import RequestFactory, TestCase

from articles.models import Section
from tests import factories
from web import versions
from web.versions import Kept


def fail(_using):
    raise RuntimeError("đĩa đầy")


NOON = factories.local(2026, 11, 22, 12)
MINUTE = dt.timedelta(minutes=1)


class VersionTests(TestCase):
    def setUp(self):
        self.made = 0
        keeping = factories.keeping()
        keeping.enable()
        self.addCleanup(keeping.disable)

    def make(self):
        self.made += 1
        return self.made

    def kept(self, name="menu", topics=("sections",)):
        return versions.read().keep(name, topics, self.make)

    def test_a_value_is_made_once(self):
        self.assertEqual([self.kept(), self.kept()], [1, 1])

    def test_a_change_of_its_topic_and_no_other_makes_it_anew(self):
        self.kept()
        versions.renew("articles")
        self.assertEqual(self.kept(), 1)
        versions.renew("sections")
        self.assertEqual(self.kept(), 2)

    def test_a_value_of_several_topics_follows_each_of_them(self):
        for number, topic in enumerate(("articles", "sections"), start=1):
            self.assertEqual(self.kept("home", ("articles", "sections")), number)
            versions.renew(topic)
        self.assertEqual(self.kept("home", ("articles", "sections")), 3)

    def test_what_a_rolled_back_change_left_is_never_asked_for_again(self):
        self.assertEqual(self.kept(), 1)
        with transaction.atomic():
            versions.renew("sections")
            self.assertEqual(self.kept(), 2)
            transaction.set_rollback(True)
        self.assertEqual(self.kept(), 1)
        versions.renew("sections")
        self.assertEqual(self.kept(), 3)

    def test_what_fails_after_a_commit_is_logged_and_the_change_stands(self):
        with (
            mock.patch.dict(versions._afterwards, {"sections": [f"{__name__}.fail"]}),
            self.assertLogs("django.test", "ERROR") as logged,
            self.captureOnCommitCallbacks(execute=True),
        ):
            self.assertEqual(self.kept(), 1)
            versions.renew("sections")
        self.assertIn("tests.web.test_versions.fail", logged.output[0])
        self.assertEqual(self.kept(), 2)

    def test_a_request_reads_the_versions_once(self):
        request = RequestFactory().get("/")
        with self.assertNumQueries(1):
            self.assertIs(versions.of(request), versions.of(request))

    def test_what_changes_by_the_clock_is_kept_until_then(self):
        def at(moment):
            return versions.read().keep_until("home", [], moment, lambda: Kept(self.make(), NOON)).value

        self.assertEqual([at(NOON - MINUTE), at(NOON - MINUTE / 60), at(NOON)], [1, 1, 2])

    def test_what_was_prepared_is_found_by_every_process_until_its_topic_changes(self):
        versions.prepare("counts", "sections", self.make)
        versions.prepare("counts", "sections", self.make)
        for _process in range(2):
            with factories.keeping():
                self.assertEqual(versions.read().prepared("counts", "sections", self.make), 1)
        versions.renew("sections")
        self.assertEqual(versions.read().prepared("counts", "sections", self.make), 2)

    def test_what_was_made_before_a_change_is_not_taken_for_what_came_after(self):
        def make():
            versions.renew("sections")
            return "đếm trước khi có thay đổi"

        versions.prepare("counts", "sections", make)
        self.assertEqual(versions.read().prepared("counts", "sections", self.make), 1)

    def test_rows_that_are_followed_renew_their_topic(self):
        def token():
            return versions.read().tokens.get("sections")

        seen = [token()]
        section = factories.make_section("Thời sự")
        seen.append(token())
        section.save()
        seen.append(token())
        Section.objects.all().delete()
        seen.append(token())
        self.assertEqual(len(set(seen)), 4)
