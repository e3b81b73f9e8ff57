"""The router says which database a question reads from, and which one a publish writes to."""

from django.db import connection, connections
from django.test import TransactionTestCase, override_settings
from django.test.utils import CaptureQueriesContext

from search import services
from search.indexing import rebuild
from tests.search.corpus import content, make_entry

PLACES = (
    "/tim-kiem/",
    "/tim-kiem/?q=nghi+quyet",
    "/tim-kiem/?q=nghij+quyet&chuyen-muc=la&loai=bai-viet",
    "/api/v1/tim-kiem/?q=nghi",
)
PLACES += ("/tim-kiem/rss/", "/tim-kiem/goi-y/?q=ngh")


class ReadFromTheCopy:
    def db_for_read(self, model, **hints):
        return "copy" if model._meta.app_label == "search" else None


@override_settings(DATABASE_ROUTERS=[f"{__name__}.ReadFromTheCopy"])
class ReplicaTests(TransactionTestCase):
    """A second connection to the same database stands for a copy of it."""

    def setUp(self):
        self.copy = connections["copy"] = connection.copy("copy")
        self.addCleanup(self.forget)
        self.entry = make_entry()
        self.enterContext(content(self.entry))

    def forget(self):
        self.copy.close()
        del connections["copy"]

    def asked(self, work):
        """(of the first database, of the copy): the statements about the index while that is done."""
        with CaptureQueriesContext(connection) as first, CaptureQueriesContext(self.copy) as copy:
            work()
        return tuple([each["sql"] for each in found if "search_" in each["sql"]] for found in (first, copy))

    def test_what_readers_ask_is_asked_of_the_copy(self):
        services.put(self.entry)
        for place in PLACES:
            with self.subTest(place=place):
                first, copy = self.asked(lambda place=place: self.client.get(place))
                self.assertEqual(first, [])
                self.assertTrue(copy)

    def test_what_is_published_goes_to_the_first(self):
        for work in (
            lambda: services.put(self.entry),
            lambda: services.put_many([self.entry]),
            lambda: services.settle(1_000),
            lambda: services.remove(self.entry.kind, self.entry.object_id),
            lambda: rebuild.rebuild(reading=lambda n: None, start_writing=lambda total: lambda n: None),
        ):
            first, copy = self.asked(work)
            self.assertEqual(copy, [])
            self.assertTrue(first)
