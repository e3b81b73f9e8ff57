"""The pages as readers get them."""

import datetime as dt
from unittest import mock

from django.test import TestCase
from django.urls import reverse

from resolutions import dashboard
from resolutions.models import Breakthrough, Document, Observation, TargetGroup, TaskGroup
from tests.english import visible_english
from tests.factories import local, make_article
from tests.resolutions.tracked import SOURCE, make_congress, make_figure, make_target, queries

HOST = "www.vietnamplus.vn"


def make_document(number="22-NQ/TU", **facts):
    facts = {
        "kind": "nghị quyết",
        "issuer": "Ban Thường vụ Tỉnh ủy",
        "issued_on": dt.date(2022, 6, 6),
        "abstract": "Xây dựng nông thôn mới tỉnh Sơn La giai đoạn 2021 - 2025, định hướng đến năm 2030",
        "scope": Document.Scope.PUBLIC,
        "source": SOURCE,
        **facts,
    }
    return Document.objects.create(number=number, **facts)


class AddressTests(TestCase):
    def test_every_page_answers_in_vietnamese_without_a_cookie(self):
        congress = make_congress(breakthrough_count=3, task_group_count=9)
        make_congress("xvi")
        target = make_target(congress, found={2022: 48, 2025: "61.8"}, plans={2024: 55})
        pages = [reverse(f"resolutions:{name}") for name in ("index", "method", "documents")]
        pages += [congress.get_absolute_url(), "/nghi-quyet/xvi/", target.get_absolute_url()]
        pages.append(make_document().get_absolute_url())
        for address in pages:
            with self.subTest(address=address):
                response = self.client.get(address)
                self.assertEqual(response.status_code, 200)
                self.assertFalse(response.cookies)
                self.assertEqual(visible_english(response.content.decode(), allow=(HOST, "b m n")), [])

    def test_what_is_not_there_is_not_found(self):
        make_target(make_congress())
        for address in (
            "/nghi-quyet/xx/",
            "/nghi-quyet/xv/chi-tieu/khong-co/",
            "/nghi-quyet/xvi/chi-tieu/grdp/",
            "/van-ban/999999999999999999999999/",
            "/van-ban/?trang=2",
            "/van-ban/?trang=0",
            "/van-ban/?trang=1000000000",
            "/van-ban/?trang=hai",
            "/van-ban/?trang=",
        ):
            with self.subTest(address=address):
                self.assertEqual(self.client.get(address).status_code, 404)

    def test_readers_only_read(self):
        make_congress()
        self.assertEqual(self.client.post("/nghi-quyet/xv/").status_code, 405)


class FieldNameTests(TestCase):
    def test_a_field_inside_a_sentence_keeps_the_capital_of_the_party(self):
        field = TargetGroup.objects.create(code="xay-dung-dang", name="Xây dựng Đảng và hệ thống chính trị", order=2)
        congress = make_congress()
        first, second = (make_target(congress, code, group=field) for code in ("chi-bo", "dang-vien"))
        self.assertIn("xây dựng Đảng", first.search_entry().summary)
        for address in (f"/nghi-quyet/{congress.code}/linh-vuc/{field.code}/", first.get_absolute_url()):
            with self.subTest(address=address):
                page = self.client.get(address).content.decode()
                self.assertIn("xây dựng Đảng", page)
                self.assertNotIn("dựng đảng", page)
        with mock.patch.object(dashboard, "SIBLINGS_SHOWN", 1):
            self.assertContains(self.client.get(second.get_absolute_url()), "Mọi chỉ tiêu lĩnh vực xây dựng Đảng")


class CongressPageTests(TestCase):
    def test_unknown_names_are_said_and_sample_names_are_marked(self):
        congress = make_congress(breakthrough_count=3, task_group_count=9)
        Breakthrough.objects.create(congress=congress, number=1, name="Nguồn nhân lực", is_sample=True)
        TaskGroup.objects.create(congress=congress, number=9, name="")
        response = self.client.get("/nghi-quyet/xv/")
        self.assertContains(response, "Nguồn nhân lực (mẫu)")
        self.assertContains(response, "Chưa nhập tên", count=2 + 9)
        self.assertContains(response, "9 nhóm nhiệm vụ, giải pháp")

    def test_the_count_of_another_list_is_named_as_such(self):
        sources = {"official_met_count": {"source": SOURCE, "as_of": "2025-09-28", "from_press": True}}
        congress = make_congress(official_target_count=24, official_met_count=18, sources=sources)
        make_target(congress, found={2025: 61})
        response = self.client.get("/nghi-quyet/xv/")
        self.assertContains(response, "18/24")
        self.assertContains(response, "không trùng với 1 dòng chỉ tiêu")
        self.assertContains(response, "theo báo chí, cần đối chiếu")
        self.assertContains(response, "28/09/2025")

    def test_a_term_without_targets_says_so_and_counts_nothing(self):
        make_congress("xvi")
        response = self.client.get("/nghi-quyet/xvi/")
        self.assertContains(response, "Chưa nhập chỉ tiêu nào của nghị quyết này.")
        self.assertNotContains(response, "tally__bar")

    def test_final_words_belong_to_a_term_that_is_over(self):
        make_target(make_congress(), found={2025: 59})
        make_target(make_congress("xvi"), found={2026: 61})
        self.assertContains(self.client.get("/nghi-quyet/xv/"), "Không đạt")
        self.assertContains(self.client.get("/nghi-quyet/xvi/"), "Đã đạt sớm")


class TargetPageTests(TestCase):
    def test_the_pair_every_figure_and_every_source_are_there(self):
        target = make_target(
            make_congress(),
            found={2022: "48.9", 2025: "61.8"},
            baseline_value="44.1",
            baseline_year=2020,
            baseline_source="https://mattran.sonla.gov.vn/index.php?id=929",
        )
        page = self.client.get(target.get_absolute_url()).content.decode()
        for words in ("61,8", "60", "48,9", "44,1", "103,0%", "111,3%", "Vượt", "tạm tính", "mattran.sonla.gov.vn"):
            with self.subTest(words=words):
                self.assertIn(words, page)
        self.assertEqual(page.count(f">{HOST}</a>"), 3, "mức đề ra và hai số liệu")
        self.assertEqual(page.count('class="source__link"'), page.count('rel="noopener"'))
        self.assertIn("theo báo chí, cần đối chiếu", page)

    def test_no_figure_stands_without_a_source(self):
        target = make_target(make_congress(), found={2021: 45, 2023: 52, 2025: 61})
        page = self.client.get(target.get_absolute_url()).content.decode()
        rows = page.split('class="finding"')[1:]
        self.assertEqual(len(rows), 3)
        self.assertTrue(all('class="source"' in row.split("</tr>")[0] for row in rows))

    def test_a_withdrawn_figure_stays_in_the_list_struck_with_day_and_reason(self):
        target = make_target(make_congress(), found={2025: "61.8"})
        gone = make_figure(target.indicator, 2024, "99.9")
        tracked = Observation.objects.filter(pk=gone.pk)
        tracked.update(withdrawn_at=local(2026, 3, 5, 9), withdrawn_reason="Gõ nhầm một chữ số")
        page = self.client.get(target.get_absolute_url())
        self.assertContains(page, "<s>99,9</s>", html=True)
        self.assertContains(page, "Thu hồi ngày 05/03/2026. Gõ nhầm một chữ số")
        self.assertNotContains(self.client.get("/nghi-quyet/xv/"), "99,9")

    def test_the_chart_speaks_and_is_also_a_table(self):
        target = make_target(make_congress(), found={2022: "48.9", 2025: "61.8"})
        response = self.client.get(target.get_absolute_url())
        self.assertContains(response, "<desc", count=2)
        self.assertContains(response, "Chưa có số liệu: 2021, 2023, 2024.", count=2)
        self.assertContains(response, "chart__target-label", count=2)
        self.assertNotContains(response, "style=")

    def test_without_figures_the_page_says_so(self):
        target = make_target(make_congress())
        response = self.client.get(target.get_absolute_url())
        self.assertContains(response, "Chưa có số liệu cả năm nào.")
        self.assertNotContains(response, '<svg class="chart')

    def test_a_revised_number_is_shown_after_the_original(self):
        target = make_target(make_congress(), found={2025: 55})
        target.revisions.create(decided_on=dt.date(2023, 7, 1), value=50, source="Nghị quyết 30-NQ/TU")
        page = self.client.get(target.get_absolute_url()).content.decode()
        self.assertLess(page.index("Không đạt"), page.index("So với mức đã điều chỉnh 50"))
        self.assertIn("Nghị quyết 30-NQ/TU", page)

    def test_only_published_articles_about_it_are_listed(self):
        target = make_target(make_congress(), found={2025: 61})
        shown = make_article(title="Thu nhập bình quân vượt mục tiêu", status="approved")
        hidden = make_article(title="Bản nháp về thu nhập", status="draft")
        for article in (shown, hidden):
            article.targets.add(target)
        response = self.client.get(target.get_absolute_url())
        self.assertContains(response, "Thu nhập bình quân vượt mục tiêu")
        self.assertNotContains(response, "Bản nháp về thu nhập")

    def test_words_from_outside_are_escaped(self):
        target = make_target(make_congress(), wording="<script>alert(1)</script>", found={2025: 61})
        make_figure(target.indicator, 2024, 58, source="javascript:alert(1)", note="<b>đậm</b>")
        response = self.client.get(target.get_absolute_url())
        self.assertNotContains(response, "<script>alert")
        self.assertNotContains(response, 'href="javascript')
        self.assertNotContains(response, "<b>đậm")


class DocumentPageTests(TestCase):
    def test_an_internal_document_does_not_exist_for_readers(self):
        for scope, status in ((Document.Scope.PUBLIC, 200), (Document.Scope.INTERNAL, 404)):
            with self.subTest(scope=scope):
                document = make_document(f"{scope}-NQ/TU", scope=scope)
                self.assertEqual(self.client.get(f"/van-ban/{document.pk}/").status_code, status)
                listed = document.number in self.client.get("/van-ban/").content.decode()
                self.assertEqual(listed, status == 200)

    def test_the_choices_of_the_filter_come_from_public_documents(self):
        make_document()
        make_document("9-KH/TU", kind="kế hoạch mật", scope=Document.Scope.INTERNAL)
        self.assertNotContains(self.client.get("/van-ban/"), "ế hoạch mật")

    def test_a_filter_narrows_and_a_wrong_one_never_shows_everything(self):
        make_document()
        make_document("94-KL/TU", kind="kết luận", issued_on=dt.date(2021, 1, 23))
        self.assertNotContains(self.client.get("/van-ban/?nam=2021"), "22-NQ/TU")
        self.assertContains(self.client.get("/van-ban/?nam=2021&loai=kết luận"), "94-KL/TU")
        for query in ("nam=abc", "nam=1999", "loai=thông tư", "noi=x", f"nam={'9' * 5000}"):
            with self.subTest(query=query[:20]):
                response = self.client.get(f"/van-ban/?{query}")
                self.assertContains(response, "Hãy chọn lại trong danh sách.")
                self.assertNotContains(response, "22-NQ/TU")

    def test_a_day_that_is_not_known_is_said(self):
        document = make_document("14-NQ/TU", issued_on=None, issued_year=2021)
        self.assertContains(self.client.get(document.get_absolute_url()), "Năm 2021, chưa rõ ngày")

    def test_pages_keep_the_filter(self):
        for number in range(21):
            make_document(f"{number + 1}-NQ/TU")
        self.assertContains(self.client.get("/van-ban/?nam=2022"), "?nam=2022&amp;trang=2")
        self.assertContains(self.client.get("/van-ban/?nam=2022&trang=2"), "Trang 2 trong 2")

    def test_twenty_documents_cost_as_many_queries_as_three(self):
        for number in range(3):
            make_document(f"{number + 1}-NQ/TU")
        self.client.get("/van-ban/")
        few = queries(lambda: self.client.get("/van-ban/"))
        for number in range(3, 20):
            make_document(f"{number + 1}-NQ/TU")
        self.assertEqual(queries(lambda: self.client.get("/van-ban/")), few)
