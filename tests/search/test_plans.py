"""The shape of the plans, since it is what keeps a search as fast among a million as among ten."""

import datetime as dt
from itertools import product

import pytest
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from search import services
from search.backends import backend
from search.query import parsing
from search.storage import keys
from tests.search.corpus import NOW, make_entry

QUERIES = ["nghi quyet", "Nghị quyết đại hội", '"vào cuộc sống"', "UBND", "22nqtu", "khong-co-tu-nay"]


class PlanTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        # Pages and statistics that other tests have left in PostgreSQL outlive their transactions and sway its planner.
        _on_postgresql("TRUNCATE search_entry")
        days = [
            f"{year}-{month:02}-{day:02} 08:00"
            for year in (2018, 2022, 2026)
            for month in (1, 9)
            for day in range(1, 29)
        ]
        other = {"title": "Mùa mận chín", "summary": "Bản làng vào hội.", "text": "Khách đến từ sáng sớm."}
        services.put_many(make_entry(at=day, **facts) for day in days for facts in ({}, other, other))
        _on_postgresql("ANALYZE search_entry")

    def test_words_come_from_the_index_in_its_own_order(self):
        windows = {
            "everything": keys.window(None, None, NOW),
            "a month": keys.window(dt.date(2022, 9, 1), dt.date(2022, 9, 30), NOW),
            "up to a day": keys.window(None, dt.date(2022, 9, 5), NOW),
        }
        for words, kind, (name, window) in product(QUERIES, ("", "bai-viet"), windows.items()):
            for titles in (False, True):
                with self.subTest(words=words, kind=kind, window=name, titles=titles):
                    plan = backend().explain(parsing.parse(words, kind=kind), window, 20, titles=titles)
                    self.assertNotIn("TEMP B-TREE", plan)
                    self.assertNotIn("Seq Scan", plan)
                    filters = [line for line in plan.splitlines() if "Filter:" in line]
                    self.assertEqual([line for line in filters if "@@" in line], [])
                    self.assertIn("VIRTUAL TABLE INDEX" if connection.vendor == "sqlite" else "Bitmap Index Scan", plan)

    @pytest.mark.postgresql_only
    def test_a_month_of_a_word_fetches_nothing_of_other_months(self):
        window = keys.window(dt.date(2022, 9, 1), dt.date(2022, 9, 30), NOW)
        plan = backend().explain(parsing.parse("nghi quyet"), window, 20)
        self.assertRegex(
            plan, r"Index Cond: \(\(words @@ .* AND \(ARRAY\[\(id / 4838400\)\] && '\{2748,2749,2750,2751,2752\}"
        )

    @pytest.mark.postgresql_only
    def test_an_unfinished_word_is_no_reason_to_join_the_lists_of_all_that_it_may_become(self):
        with CaptureQueriesContext(connection) as asked:
            self.assertEqual(
                len(backend().keys(parsing.prefix("nghi q"), keys.window(None, None, NOW), 8, titles=True)), 8
            )
            self.assertEqual(
                len(backend().keys(parsing.prefix("ngh"), keys.window(None, None, NOW), 8, titles=True)), 8
            )
        begun = [statement["sql"] for statement in asked if ":*" in statement["sql"]]
        self.assertEqual(len(begun), 2)
        for sql in begun:
            self.assertIn("(titles || '') @@", sql)

    def test_days_come_from_the_key(self):
        plan = backend().explain(parsing.Query(), keys.window(None, None, NOW), 20)
        # A year that is known to be empty is "scanned" at no cost.
        plan = "\n".join(line for line in plan.splitlines() if "cost=0.00..0.00" not in line)
        self.assertNotIn("TEMP B-TREE", plan)
        self.assertNotIn("Seq Scan", plan)
        self.assertIn("PRIMARY KEY" if connection.vendor == "sqlite" else "Index Scan Backward", plan)

    def test_a_page_far_back_starts_from_its_key(self):
        window = keys.window(None, None, NOW).before(keys.day_low(NOW.date().replace(year=2020)))
        plan = backend().explain(parsing.parse("nghi"), window, 20)
        self.assertNotIn("TEMP B-TREE", plan)
        self.assertNotIn("Seq Scan", plan)


def _on_postgresql(sql):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(sql)
