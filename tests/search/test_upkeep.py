"""What keeps the index quick for years: pieces put together after a bulk."""

from django.db import connection
from django.test import TestCase

from search import services
from search.backends import backend
from search.indexing.writer import IndexWriter
from search.query import parsing
from search.storage import keys
from tests.search.corpus import NOW, make_entry

EVERYTHING = keys.window(None, None, NOW)
LEFT = {
    # Pieces of FTS5 beside the one.
    "sqlite": "SELECT count(DISTINCT segid) - 1 FROM search_body_idx",
    # Pages of words that wait in the lists of GIN.
    "postgresql": (
        "SELECT coalesce(sum(gin_clean_pending_list(indexrelid)), 0) FROM pg_index JOIN pg_class ON oid = indexrelid"
        " JOIN pg_am ON pg_am.oid = relam WHERE amname = 'gin' AND relkind = 'i'"
    ),
}


def fetch(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


class SettlingTests(TestCase):
    def setUp(self):
        for number in range(1, 13):
            services.put(make_entry(object_id=number, at=f"2020-09-{number:02} 08:00"))

    def test_every_answer_stays_what_it_was(self):
        asked = [parsing.parse(words) for words in ("nghi quyet", "Đảng bộ", '"vào cuộc sống"', "")]
        before = [backend().keys(query, EVERYTHING, 20) for query in asked]
        IndexWriter().settle()
        IndexWriter().settle()
        self.assertEqual([backend().keys(query, EVERYTHING, 20) for query in asked], before)
        services.remove("bai-viet", 12)
        services.put(make_entry(object_id=13, title="Bài đăng sau khi sắp xếp"))
        self.assertEqual(len(backend().keys(parsing.parse("nghị quyết"), EVERYTHING, 20)), 11)
        self.assertEqual(len(backend().keys(parsing.parse("sap xep"), EVERYTHING, 20)), 1)

    def test_nothing_is_left_to_put_in_order(self):
        IndexWriter().settle()
        self.assertEqual(fetch(LEFT[connection.vendor]), [(0,)])
