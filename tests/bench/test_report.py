"""Which pages script/bench measures, of which articles, and how its tables look."""

import contextlib
import datetime as dt
import sqlite3
import tempfile
from pathlib import Path
from unittest import TestCase

import corpus
import loading
import pages
import pytest
import report
import soaking
import yardstick_rows

pytestmark = pytest.mark.once

FACTS = {"articles": [["mo-duong", 7, "kinh-te", "4"]]}


class PageTests(TestCase):
    def found(self, deep=123, their_deep=99):
        return {page.name: page for page in pages.pages(FACTS | {"deep": deep}, their_deep)}

    def test_every_page_has_its_place_on_both_sides(self):
        found = self.found()
        self.assertEqual(found["article"].ours, ("/bai-viet/mo-duong-7/",))
        self.assertEqual(found["article"].theirs, ("/kinh-te/4/",))
        self.assertEqual(found["calendar"].ours, ("/tim-kiem/?q=kh%C3%B4ng&tu=2020-09-01&den=2020-09-30",))
        self.assertEqual(found["common-500"].ours, ("/tim-kiem/?q=kh%C3%B4ng&thu-tu=moi-nhat&truoc=123",))
        self.assertEqual(found["common-500"].theirs, ("/tim-kiem/?q=kh%C3%B4ng&truoc=99",))
        self.assertEqual((found["suggest"].ours, found["suggest"].theirs), (("/tim-kiem/goi-y/?q=chuyen+d",), ()))

    def test_without_ten_thousand_there_is_no_page_500(self):
        self.assertEqual(self.found(their_deep=None)["common-500"].ours, ())
        self.assertEqual(self.found(deep=None)["common-500"].ours, ())

    def test_reading_may_cost_what_the_yardstick_costs(self):
        found = self.found()
        self.assertEqual({found[name].bar for name in ("home", "section", "section-500", "article")}, {1.0})
        self.assertEqual({found[name].bar for name in ("common", "rare", "phrase", "strangers")}, {1.5, 2.5})


class ReportTests(TestCase):
    def test_the_ratio_is_the_median_of_the_ratios_within_a_round(self):
        row = report.page_row(pages.Page("home", "trang chủ", 1.0, ()), [(3, 1), (8, 4), (5, 2.5)])
        self.assertEqual(row, ("trang chủ", "5,00", "2,50", "2,00 *", "1,0"))

    def test_a_star_stands_where_the_bar_is_missed(self):
        for ratio, cell in ((1.5, "1,50"), (1.504, "1,50"), (1.51, "1,51 *"), (12, "12,00 *")):
            with self.subTest(ratio=ratio):
                self.assertEqual(report.page_row(pages.Page("rare", "tìm từ hiếm", 1.5, ()), [(ratio, 1)])[3], cell)

    def test_what_could_not_be_compared_is_not_made_up(self):
        self.assertEqual(
            report.page_row(pages.Page("day", "một ngày, không từ", 1.5, ()), []),
            ("một ngày, không từ", "–", "–", "–", "1,5"),
        )
        self.assertEqual(
            report.page_row(pages.Page("suggest", "gợi ý khi gõ", None, ()), [(1, None)]),
            ("gợi ý khi gõ", "1,00", "–", "–", "–"),
        )

    def test_tables_are_markdown(self):
        self.assertEqual(
            report.question_table([("cụm từ", 10_001, 2.345, 2), ("đếm", 3, 0.5, 0.5)]),
            "| câu hỏi | số mục |     ms | mức |\n"
            "|---------|-------:|-------:|----:|\n"
            "| cụm từ  | 10.001 | 2,35 * |   2 |\n"
            "| đếm     |      3 |   0,50 | 0,5 |",
        )

    def test_loading_is_told_for_one_entry(self):
        table = report.loading_table([("rebuild_search", 2_000, loading.Cost(61.2, 3, None, 200_000_000))])
        self.assertIn("| rebuild_search |  2.000 |   61 |             1,50 |", table)
        self.assertRegex(table, r" – \| +200 \|$")

    def test_the_caption_says_when_how_many_and_where(self):
        said = report.caption(dt.date(2026, 11, 25), 20_000, "SQLite 3.40.1")
        self.assertRegex(said, r"^25/11/2026, 20\.000 mục, SQLite 3\.40\.1; \d+ nhân, Python 3\.[\d.]+, Django 5\.2")


class YardstickTests(TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.database = Path(folder.name) / "thuoc-do.sqlite3"
        pool = corpus.sentences(50)
        yardstick_rows.build(self.database, (corpus.article(number, 60, pool) for number in range(60)))

    def test_it_has_every_article_once(self):
        with contextlib.closing(sqlite3.connect(self.database)) as connected:
            match = "SELECT count(*), max(rowid) FROM words WHERE words MATCH ?"
            found = connected.execute(match, ['"Khuổi" "Nậm"']).fetchone()
            self.assertEqual(found, (corpus.OLDEST, corpus.OLDEST))
            self.assertEqual(connected.execute("SELECT sum(articles) FROM section").fetchone(), (60,))

    def test_a_page_begins_where_the_one_before_ends(self):
        self.assertEqual(yardstick_rows.page_begins(self.database, "Khuổi", 2), None)
        with contextlib.closing(sqlite3.connect(self.database)) as connected:
            newest = "SELECT rowid FROM words WHERE words MATCH 'không' ORDER BY rowid DESC"
            found = connected.execute(newest).fetchall()
        self.assertEqual(yardstick_rows.page_begins(self.database, "không", 2), found[19][0])


class CorpusTests(TestCase):
    def test_an_article_does_not_depend_on_how_many_there_are(self):
        pool = corpus.sentences(50)
        few, many = (corpus.article(11, count, pool) for count in (100, 10_000))
        self.assertEqual({**few, "published": ""}, {**many, "published": ""})
        self.assertIn(corpus.PHRASE, few["body"])

    def test_two_words_never_meet_and_the_oldest_have_words_of_their_own(self):
        pool = corpus.sentences(50)
        rare, strange, old = (corpus.article(number, 10_000, pool)["body"] for number in (7, 1007, 3))
        self.assertIn(corpus.RARE, rare)
        self.assertNotIn(corpus.STRANGER, rare)
        self.assertIn(corpus.STRANGER, strange)
        self.assertNotIn(corpus.RARE, strange)
        self.assertIn(corpus.OLD, old)
        self.assertNotIn(corpus.OLD.split()[0], " ".join(corpus.sentences(2_000)))


class SoakTests(TestCase):
    def test_the_growth_is_that_of_a_worker_that_has_warmed_up(self):
        warming = [(number, 50.0 + number / 100) for number in range(0, 2_000, 100)]
        settled = [(number, 90.0 + number / 200_000) for number in range(2_000, 10_000, 100)]
        self.assertAlmostEqual(soaking.growth([*warming, *settled]), 0.5, places=6)

    def test_every_page_is_asked_for_with_articles_in_between_and_one_that_is_missing(self):
        found = pages.pages(FACTS | {"deep": None}, None)
        paths = soaking.mixed(found)
        self.assertLessEqual({path for page in found for path in page.ours}, set(paths))
        self.assertEqual(paths.count("/bai-viet/mo-duong-7/"), (len(paths) - 1) // 2)

    def test_what_grows_too_much_has_a_star(self):
        done = soaking.Soak({200: 9, 404: 1, 500: 2}, 2.0, [(0, 80.0), (10, 81.0)])
        self.assertEqual((done.requests, done.failed), (12, 2))
        self.assertIn("200: 9, 404: 1, 500: 2", report.soak_table(done, 0.4))
        self.assertIn("1,01 *", report.soak_table(done, 1.01))
