"""What script/bench may be told, which pages that means, and how its tables look."""

import contextlib
import datetime as dt
import io
import sqlite3
import tempfile
from pathlib import Path
from unittest import TestCase

import arguments
import corpus
import loading
import machine
import pages
import pytest
import report
import sampling
import words
import yardstick_rows

pytestmark = pytest.mark.once

FACTS = {
    "section": "thoi-su",
    "deep": 123,
    "articles": [["mo-duong", 7, "kinh-te", "4"]],
    "words": {
        "common": "không",
        "rare": "Phanxipăng",
        "phrase": "nhanh và bền vững",
        "strangers": "một hai",
        "old": "Khuổi Nậm",
        "day": "2020-09-25",
        "month": ["2020-09-01", "2020-09-30"],
    },
}


class ArgumentTests(TestCase):
    def refusal(self, *given):
        with contextlib.redirect_stderr(io.StringIO()) as said, self.assertRaises(SystemExit) as ended:
            arguments.parse(given)
        self.assertEqual(ended.exception.code, 2)
        return said.getvalue()

    def test_what_is_wrong_is_said_in_vietnamese(self):
        for given, sentence in (
            (["--nhanh"], "Cách dùng: script/bench"),
            (["--articles", "nhiều"], "Cách dùng: script/bench"),
            (["--articles", "0"], "Số bài và số vòng phải từ 1 trở lên."),
            (["--rounds", "0"], "Số bài và số vòng phải từ 1 trở lên."),
            (["--corpus", "khong-co.jsonl"], "Không có tệp khong-co.jsonl."),
            (["--corpus", "x.jsonl", "--articles", "5"], "Hãy chọn một trong hai: --articles hoặc --corpus."),
            (["--postgres", "--keep"], "--postgres dựng một cơ sở dữ liệu mới"),
            (["--only", "home,trang-la"], "Không có trang «trang-la»; hãy chọn trong: reading, search, tracker, home,"),
        ):
            with self.subTest(given=given):
                self.assertIn(sentence, self.refusal(*given))

    def test_what_is_left_out_has_its_usual_value(self):
        wishes = arguments.parse([])
        self.assertEqual((wishes.articles, wishes.rounds, wishes.only), (20_000, 3, list(pages.TITLES)))


class PageTests(TestCase):
    def test_names_and_groups_mean_pages_in_the_order_of_the_table(self):
        self.assertEqual(pages.wanted("article, home"), ["home", "article"])
        self.assertEqual(pages.wanted("search,common"), list(pages.GROUPS["search"]))
        self.assertEqual(pages.wanted("reading,search,tracker"), list(pages.TITLES))

    def test_every_page_has_its_place_on_both_sides(self):
        found = pages.pages(FACTS, 99)
        self.assertEqual(set(found), set(pages.TITLES))
        self.assertEqual(found["article"].ours, ("/bai-viet/mo-duong-7/",))
        self.assertEqual(found["article"].theirs, ("/kinh-te/4/",))
        self.assertEqual(found["calendar"].ours, ("/tim-kiem/?q=kh%C3%B4ng&tu=2020-09-01&den=2020-09-30",))
        self.assertEqual(found["common-500"].ours, ("/tim-kiem/?q=kh%C3%B4ng&thu-tu=moi-nhat&truoc=123",))
        self.assertEqual(found["common-500"].theirs, ("/tim-kiem/?q=kh%C3%B4ng&truoc=99",))
        self.assertEqual((found["suggest"].ours, found["suggest"].theirs), (("/tim-kiem/goi-y/?q=chuyen+d",), ()))

    def test_without_ten_thousand_there_is_no_page_500(self):
        self.assertEqual(pages.pages(FACTS, None)["common-500"].ours, ())
        self.assertEqual(pages.pages(FACTS | {"deep": None}, 99)["common-500"].ours, ())

    def test_reading_may_cost_what_the_yardstick_costs(self):
        bars = {name: page.bar for name, page in pages.pages(FACTS, 99).items()}
        self.assertEqual({bars[name] for name in pages.READING}, {1.0})
        self.assertEqual({bars[name] for name in pages.GROUPS["search"]}, {1.5, 2.5, None})


class ReportTests(TestCase):
    def test_the_ratio_is_the_median_of_the_ratios_within_a_round(self):
        row = report.page_row(pages.Page("home"), [(3, 1), (8, 4), (5, 2.5)])
        self.assertEqual(row, ("trang chủ", "5,00", "2,50", "2,00 *", "1,0"))

    def test_a_star_stands_where_the_bar_is_missed(self):
        for ratio, cell in ((1.5, "1,50"), (1.504, "1,50"), (1.51, "1,51 *"), (12, "12,00 *")):
            with self.subTest(ratio=ratio):
                self.assertEqual(report.page_row(pages.Page("rare"), [(ratio, 1)])[3], cell)

    def test_what_could_not_be_compared_is_not_made_up(self):
        self.assertEqual(report.page_row(pages.Page("day"), []), ("một ngày, không từ", "–", "–", "–", "1,5"))
        self.assertEqual(report.page_row(pages.Page("suggest"), [(1, None)]), ("gợi ý khi gõ", "1,00", "–", "–", "–"))

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
        said = report.caption(dt.date(2026, 11, 25), 20_000, "SQLite 3.40.1", "EPYC, 2 nhân")
        self.assertEqual(said, "25/11/2026, 20.000 mục, SQLite 3.40.1; EPYC, 2 nhân.")

    def test_the_processor_is_the_one_that_linux_names(self):
        self.assertEqual(machine.processor("processor\t: 0\nmodel name\t: AMD EPYC\n"), "AMD EPYC")
        self.assertTrue(machine.processor(""))


class SamplingTests(TestCase):
    def test_a_million_keys_are_sampled_by_a_thousand_points(self):
        found = sampling.points(1, 1_000_000, 1_000)
        self.assertEqual((len(found), found[0], found[1], found[-1]), (1_000, 1, 1_001, 999_001))

    def test_a_few_keys_are_all_taken(self):
        self.assertEqual(sampling.points(5, 7, 1_000), [5, 6, 7])


class YardstickTests(TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.database = Path(folder.name) / "thuoc-do.sqlite3"
        pool = corpus.sentences(50)
        yardstick_rows.build(self.database, (corpus.article(number, 60, pool) for number in range(60)))

    def test_it_has_every_article_once_and_the_planted_ones_before_them(self):
        self.assertEqual(yardstick_rows.articles(self.database), 60)
        with contextlib.closing(sqlite3.connect(self.database)) as connected:
            match = "SELECT count(*), max(rowid) FROM words WHERE words MATCH ?"
            self.assertEqual(connected.execute(match, ['"Khuổi" "Nậm"']).fetchone(), (words.PLANTED, -1))
            counted = connected.execute("SELECT sum(articles) FROM section").fetchone()
            self.assertEqual(counted, (60 + words.PLANTED,))

    def test_a_page_begins_where_the_one_before_ends(self):
        self.assertEqual(yardstick_rows.page_begins(self.database, words.OLD, 2), None)
        with contextlib.closing(sqlite3.connect(self.database)) as connected:
            newest = "SELECT rowid FROM words WHERE words MATCH 'không' ORDER BY rowid DESC"
            found = connected.execute(newest).fetchall()
        self.assertEqual(yardstick_rows.page_begins(self.database, "không", 2), found[19][0])


class CorpusTests(TestCase):
    def test_an_article_does_not_depend_on_how_many_there_are(self):
        pool = corpus.sentences(50)
        few, many = (corpus.article(11, count, pool) for count in (100, 10_000))
        self.assertEqual({**few, "published": ""}, {**many, "published": ""})
        self.assertIn(words.PHRASE, few["body"])

    def test_no_article_has_the_words_that_are_planted(self):
        sentences = corpus.sentences(2_000)
        self.assertNotIn(words.OLD.split()[0], " ".join([*sentences, *words.PLACES, *words.WHAT]))
