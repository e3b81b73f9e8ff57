"""JSON lines in, articles out: all or nothing, and twice is once."""

import datetime as dt
import io
import json
import tempfile
from pathlib import Path

from django.core.management import CommandError, call_command
from django.test import TestCase
from django.utils import timezone

from articles import importing, richtext, sections
from articles.models import KIND, Article, Section
from search.models import SearchEntry
from tests.factories import local

GOOD = {
    "id": 1,
    "title": "Đưa nghị quyết vào cuộc sống",
    "slug": "dua-nghi-quyet-vao-cuoc-song-1",
    "lead": "Sapo.",
    "body": "<h1>Một</h1><script>x</script><p onclick=x>Hai</p>",
    "section": "xay-dung-dang",
    "section_name": "Xây dựng Đảng",
    "published": "2020-09-25T01:30:00Z",
}
BAD = {
    "không phải JSON": b"{",
    "mảng": b"[1]",
    "không phải UTF-8": b'{"id": "\xff"}',
    "lồng quá sâu": b"[" * 100_000,
    "trường lạ": GOOD | {"status": "draft"},
    "thiếu trường": {name: value for name, value in GOOD.items() if name != "published"},
    "tiêu đề trống": GOOD | {"title": " \u200b "},
    "tiêu đề là số": GOOD | {"title": 5},
    "tiêu đề quá dài": GOOD | {"title": "đ" * 301},
    "mã là null": GOOD | {"id": None},
    "mã là true": GOOD | {"id": True},
    "mã quá dài": GOOD | {"id": "x" * 65},
    "nội dung chỉ có mã lệnh": GOOD | {"body": "<script>x</script>"},
    "chuyên mục có dấu": GOOD | {"section": "Xây dựng"},
    "chuyên mục có đường dẫn": GOOD | {"section": "../x"},
    "giờ sai": GOOD | {"published": "25/09/2020"},
    "ngày không có": GOOD | {"published": "2020-02-30"},
    "năm 1": GOOD | {"published": "0001-01-01T00:00:00Z"},
    "năm 9999": GOOD | {"published": "9999-12-31T23:59:59Z"},
    "dòng quá dài": b'{"title": "' + b"x" * importing.LONGEST_LINE,
}


def as_line(facts):
    return facts if isinstance(facts, bytes) else json.dumps(facts, ensure_ascii=False).encode()


class ImportTests(TestCase):
    def run_import(self, *lines, **options):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "bai.jsonl"
            file.write_bytes(b"\n".join(as_line(line) for line in lines))
            self.out, self.err = io.StringIO(), io.StringIO()
            call_command("import_articles", file, stdout=self.out, stderr=self.err, **options)

    def test_a_line_becomes_a_published_article_that_can_be_found(self):
        self.run_import(GOOD)
        article = Article.objects.get()
        self.assertEqual(article.publish_at, local(2020, 9, 25, 8, 30))
        self.assertEqual(article.body, "<h2>Một</h2><p>Hai</p>")
        self.assertEqual((article.section.name, article.status, article.author), ("Xây dựng Đảng", "approved", None))
        self.assertEqual(article.events.get().step, "import")
        self.assertTrue(SearchEntry.objects.filter(kind=KIND, object_id=article.pk).exists())
        self.assertEqual(self.client.get("/bai-viet/" + f"{GOOD['slug']}-{article.pk}/").status_code, 200)
        self.assertIn("Đã nhập 1 bài; 0 bài đã có từ trước; 0 dòng sai.", self.out.getvalue())

    def test_times_with_an_offset_and_times_on_the_local_clock(self):
        times = {
            "2020-09-25T01:30:00Z": local(2020, 9, 25, 8, 30),
            "2020-09-25T01:30:00+00:00": local(2020, 9, 25, 8, 30),
            "2020-09-25T08:30:00": local(2020, 9, 25, 8, 30),
            "2020-09-25 08:30": local(2020, 9, 25, 8, 30),
            "2020-09-25": local(2020, 9, 25),
        }
        for text, expected in times.items():
            with self.subTest(text):
                self.assertEqual(importing.parse(as_line(GOOD | {"published": text})).published, expected)

    def test_running_twice_changes_nothing(self):
        lines = [GOOD | {"id": number, "title": f"Bài {number}"} for number in range(3)]
        self.run_import(*lines)
        before = list(Article.objects.order_by("pk").values())
        self.run_import(*lines, GOOD | {"id": "0", "title": "Bài khác cùng mã"})
        self.assertEqual(list(Article.objects.order_by("pk").values()), before)
        self.assertIn("Đã nhập 0 bài; 4 bài đã có từ trước", self.out.getvalue())

    def test_the_same_number_twice_in_a_file_counts_once(self):
        self.run_import(GOOD, GOOD | {"title": "Bài thứ hai"}, GOOD | {"id": "1"})
        self.assertEqual(Article.objects.get().title, GOOD["title"])

    def test_one_bad_line_and_nothing_of_the_file_is_kept(self):
        for why, bad in BAD.items():
            with self.subTest(why):
                with self.assertRaisesMessage(CommandError, "chưa nhập bài nào"):
                    self.run_import(GOOD, b"", bad, GOOD | {"id": 2})
                self.assertIn("Dòng 3: ", self.err.getvalue())
                self.assertNotIn("Dòng 1: ", self.err.getvalue())
                self.assertFalse(Article.objects.exists() or Section.objects.exists())

    def test_bad_lines_can_be_passed_over(self):
        self.run_import(GOOD, *BAD.values(), GOOD | {"id": 2}, skip_bad=True)
        self.assertEqual(Article.objects.count(), 2)
        self.assertIn(f"{len(BAD)} dòng sai", self.out.getvalue())

    def test_a_long_list_of_complaints_is_cut(self):
        with self.assertRaises(CommandError):
            self.run_import(*([b"{"] * 50))
        self.assertEqual(self.err.getvalue().count("Dòng "), importing.MOST_COMPLAINTS)

    def test_the_address_of_a_section_that_is_gone_stays_closed(self):
        gone = Section.objects.create(name="Chuyên mục cũ", slug="chuyen-muc-cu")
        sections.delete(gone, local(2026, 1, 5))
        with self.assertRaisesMessage(CommandError, "chưa nhập bài nào"):
            self.run_import(GOOD, GOOD | {"id": 2, "section": "chuyen-muc-cu"})
        self.assertIn("Dòng 2: «section» là địa chỉ của một chuyên mục đã xóa", self.err.getvalue())
        self.assertFalse(Article.objects.exists() or Section.objects.exists())

    def test_sections_are_found_by_address_then_by_name_then_made(self):
        Section.objects.create(name="Kinh tế", slug="kinh-te")
        Section.objects.create(name="Văn hoá", slug="van-hoa-xa-hoi", order=7)
        self.run_import(
            GOOD | {"id": 1, "section": "kinh-te", "section_name": "Tên khác"},
            GOOD | {"id": 2, "section": "van-hoa", "section_name": "Văn hoá"},
            GOOD | {"id": 3, "section": "y-te", "section_name": ""},
        )
        self.assertEqual(
            list(Section.objects.order_by("pk").values_list("slug", "name", "order")),
            [("kinh-te", "Kinh tế", 0), ("van-hoa-xa-hoi", "Văn hoá", 7), ("y-te", "Y te", 8)],
        )

    def test_more_lines_than_one_batch_arrive_in_order(self):
        rows = (as_line(GOOD | {"id": number}) for number in range(importing.BATCH + 5))
        report = importing.import_lines(rows, at=timezone.now())
        self.assertEqual(report.added, importing.BATCH + 5)
        ids = list(Article.objects.order_by("pk").values_list("imported_id", flat=True))
        self.assertEqual(ids, [str(number) for number in range(importing.BATCH + 5)])

    def test_a_file_that_is_not_there(self):
        with self.assertRaisesMessage(CommandError, "Không đọc được tệp"):
            call_command("import_articles", "khong-co.jsonl")

    def test_lines_are_read_one_at_a_time(self):
        def endless():
            number = 0
            while True:
                number += 1
                yield as_line(GOOD | {"id": number})

        report = importing.Report()
        rows = importing.read_rows(endless(), report, closed=set(), stop_early=True)
        self.assertEqual([next(rows).imported_id for _ in range(3)], ["1", "2", "3"])

    def test_what_was_imported_is_as_clean_as_what_is_typed(self):
        row = importing.parse(as_line(GOOD | {"lead": "a\x00b\x0b", "title": "Đa\u0323i \n hội"}))
        self.assertEqual((row.lead, row.title), ("ab", "Đại hội"))
        self.assertEqual(richtext.clean(row.body), row.body)
        self.assertEqual(row.published.utcoffset(), dt.timedelta())
