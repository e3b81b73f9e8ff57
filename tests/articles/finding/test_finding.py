import datetime as dt
import unittest

from django.test import TestCase
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from articles import services
from articles.finding import lists, reading, words
from articles.models import Article, DraftWords
from search.query import parsing, tokens
from tests.factories import MORNING, local, make_article, make_section, make_user

LIST = "/quan-tri/articles/article/"
BODY = "<p>Đồng bào bản Nà Ớt <strong>hiến đất</strong> làm đường; Nghị quyết 22-NQ/TU đã vào cuộc sống.</p>"


def is_found(typed, lines):
    pieces = words.pieces(parsing.parse(typed))
    return all(any(one.text in (lines.exact if one.exact else lines.folded) for one in any_of) for any_of in pieces)


class WordsTests(unittest.TestCase):
    def test_a_word_is_found_as_readers_search_finds_it(self):
        lines = words.lines("Bản Nà Ớt đón cầu mới", "Quý một năm 2026", "Theo Nghị quyết số 22-NQ/TU.")
        for typed in ("nà ớt", "na ot", "NÀ ỚT", "cau moi", '"đón cầu"', "22-NQ/TU", "22 nq tu", "qui mot", "nq"):
            with self.subTest(typed):
                self.assertTrue(is_found(typed, lines))
        for typed in ("ná", "a", "na na ot xyz", '"cầu đón"', '"mới quý"', "2-NQ/TU", "cấu"):
            with self.subTest(typed):
                self.assertFalse(is_found(typed, lines))

    @given(st.text(alphabet="aăâđeiouyươ ẩắỹnt%_'\"\\|.,-0123", max_size=40))
    def test_every_word_of_a_text_finds_it_with_marks_and_without(self, text):
        lines = words.lines(text)
        for token in tokens.tokens(text):
            self.assertIn(f" {token.exact} ", lines.exact)
            self.assertIn(f" {token.folded} ", lines.folded)


class FindingCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.hoa, cls.duc = make_user("writer", display_name="Lò Thị Hoa"), make_user("writer")
        cls.approver = make_user("approver")

    def article(self, status="draft", **facts):
        facts = {"author": self.hoa, "edited_by": self.hoa, "body": BODY, "edited_at": MORNING, **facts}
        return make_article(status=status, **facts)

    def found(self, person, **asked):
        self.client.force_login(person)
        return set(self.client.get(LIST, asked).context["cl"].queryset)


class FoundTests(FindingCase):
    def test_words_of_the_text_are_found_in_every_state_and_at_every_hour(self):
        soon = timezone.now() + dt.timedelta(days=3)
        everywhere = {self.article(status) for status in ("draft", "submitted", "withdrawn", "approved")}
        everywhere.add(self.article("approved", publish_at=soon))
        everywhere.add(self.article("approved", expire_at=MORNING + dt.timedelta(days=1)))
        everywhere.add(self.article("approved", expire_at=soon))
        self.article(body="<p>Việc khác.</p>")
        for typed in ("hien dat", "hiến đất", '"Nà Ớt hiến"', "22-nq/tu"):
            with self.subTest(typed):
                self.assertEqual(self.found(self.hoa, q=typed), everywhere)
                self.assertEqual(self.found(self.approver, q=typed), everywhere)

    def test_a_foreign_draft_is_neither_found_nor_counted(self):
        mine = self.article(author=self.duc, edited_by=self.duc)
        shown = self.article("approved")
        for status in ("draft", "submitted", "withdrawn"):
            self.article(status)
        self.client.force_login(self.duc)
        for asked in ({"q": "hiến đất"}, {"q": "hien"}, {"tu": "2020-01-01"}, {"nguoi-viet": self.hoa.pk}, {}):
            with self.subTest(asked):
                shown_list = self.client.get(LIST, asked).context["cl"]
                self.assertLessEqual(set(shown_list.queryset), {mine, shown})
                self.assertLessEqual(shown_list.result_count, 2)
        self.assertEqual(self.found(self.duc, q="hiến đất"), {mine, shown})
        foreign = Article.objects.filter(status="draft", author=self.hoa).get()
        self.assertNotIn(foreign, self.found(self.duc, q=str(foreign.pk)))

    def test_the_words_follow_every_step(self):
        article = self.article()
        kept = DraftWords.objects.filter(article=article)
        self.assertTrue(kept.exists())
        article.title = "Tựa đề mới về Khuổi Nậm"
        services.save_draft(article, by=self.hoa, at=timezone.now())
        self.assertEqual(self.found(self.hoa, q="khuoi nam"), {article})
        services.submit(article, by=self.hoa, at=timezone.now())
        services.approve(article, by=self.approver, at=timezone.now())
        self.assertFalse(kept.exists())
        self.assertEqual(self.found(self.duc, q="khuoi nam"), {article})
        services.withdraw(article, by=self.approver, at=timezone.now(), note="Sai tên bản.")
        self.assertEqual(self.found(self.duc, q="khuoi nam"), set())
        self.assertEqual(self.found(self.hoa, q="khuoi nam"), {article})
        services.reopen(article, by=self.approver, at=timezone.now())
        services.delete(self.article(), by=self.hoa, at=MORNING)
        self.assertEqual(DraftWords.objects.count(), 1)

    def test_what_is_typed_is_never_an_operator(self):
        article = self.article()
        for typed in ("%", "_", "' OR 1=1 --", '"', "\\", "|", "x" * 5000, "hien AND dat", "hi_n", "hien*"):
            with self.subTest(typed[:20]):
                self.assertEqual(self.found(self.hoa, q=typed), {article} if typed == "hien*" else set())
        self.assertEqual(self.found(self.hoa, q="hiến% đất;"), {article})

    def test_more_than_are_looked_at_is_said(self):
        self.article("approved")
        bound, reading.WITHOUT_MORE = reading.WITHOUT_MORE, 2
        self.addCleanup(setattr, reading, "WITHOUT_MORE", bound)
        self.client.force_login(self.hoa)
        self.assertNotContains(self.client.get(LIST, {"q": "hiến đất"}), "Danh sách dừng ở")
        for _ in range(2):
            self.article("approved")
        page = self.client.get(LIST, {"q": "hiến đất"})
        self.assertContains(page, "Danh sách dừng ở 2 bài mới nhất.")
        self.assertEqual(len(page.context["cl"].queryset), 2)
        page = self.client.get(LIST, {"q": "hiến đất", "nguoi-viet": self.hoa.pk})
        self.assertEqual(len(page.context["cl"].queryset), 3)


class NarrowedTests(FindingCase):
    def test_by_person_state_and_day(self):
        monday = local(2026, 11, 23, 8)
        mine = self.article(edited_at=monday, title="Nháp của Hoa")
        other = self.article("submitted", author=self.duc, edited_at=monday + dt.timedelta(days=1))
        shown = self.article("approved", publish_at=monday)
        over = self.article("approved", publish_at=monday, expire_at=monday + dt.timedelta(hours=1))
        for asked, expected in (
            ({"nguoi-viet": self.duc.pk}, {other}),
            ({"trang-thai": "ban-nhap"}, {mine}),
            ({"trang-thai": "cho-duyet"}, {other}),
            ({"trang-thai": "het-han"}, {over}),
            ({"tu": "2026-11-24"}, {other}),
            ({"tu": "2026-11-23", "den": "2026-11-23"}, {mine, shown, over}),
            ({"den": "22/11/2026"}, set()),
            ({"q": "hien dat", "nguoi-viet": self.hoa.pk, "trang-thai": "ban-nhap", "tu": "2026-11-23"}, {mine}),
            ({"trang-thai": "bay-ba"}, {mine, other, shown, over}),
            ({"nguoi-viet": "9" * 40}, {mine, other, shown, over}),
        ):
            with self.subTest(asked):
                self.assertEqual(self.found(self.approver, **asked), expected)

    def test_states_are_said_as_the_list_says_them(self):
        at = timezone.now()
        day = dt.timedelta(days=1)
        self.article(), self.article("submitted"), self.article("withdrawn"), self.article("approved")
        self.article("approved", publish_at=at + day)
        self.article("approved", publish_at=at - 2 * day, expire_at=at - day)
        for name, condition in lists.states(at).values():
            [article] = Article.objects.filter(condition)
            self.assertEqual(article.state_name(at), name)

    def test_a_day_that_is_none_is_said_and_the_rest_holds(self):
        article = self.article()
        self.client.force_login(self.hoa)
        for typed in ("31/02/2026", "hôm qua", "0001-01-01x", "2026-13-01"):
            with self.subTest(typed):
                page = self.client.get(LIST, {"tu": typed, "q": "hiến đất"})
                self.assertContains(page, "Ngày không đúng; hãy ghi như 28/11/2026.")
                self.assertEqual(set(page.context["cl"].queryset), {article})
        page = self.client.get(LIST, {"tu": "2026-11-24", "den": "2026-11-23"})
        self.assertContains(page, "Ngày đầu đứng sau ngày cuối")

    def test_the_line_names_nobody_who_wrote_only_drafts_to_those_who_may_not_see_them(self):
        self.article()
        self.client.force_login(self.duc)
        for address in (LIST, "/quan-tri/"):
            self.assertNotContains(self.client.get(address), "Lò Thị Hoa")
        self.client.force_login(self.approver)
        for address in (LIST, "/quan-tri/"):
            self.assertContains(self.client.get(address), "Lò Thị Hoa")


class BoundedListTests(FindingCase):
    def test_the_list_is_counted_no_further_than_its_bound(self):
        bound, lists.MOST = lists.MOST, 40
        self.addCleanup(setattr, lists, "MOST", bound)
        section = make_section()
        for number in range(41):
            self.article("approved", section=section, title=f"Bài {number}")
        self.client.force_login(self.hoa)
        page = self.client.get(LIST)
        self.assertEqual(page.context["cl"].result_count, 40)
        self.assertContains(page, "Danh sách dừng ở")
        self.assertEqual(len(self.client.get(LIST, {"p": 2}).context["cl"].result_list), 10)
        with self.assertNumQueries(1):
            self.assertEqual(lists.BoundedPaginator(Article.objects.all(), 50).count, 40)

    def test_newest_first_a_draft_by_its_last_edit(self):
        old = self.article("approved", publish_at=local(2020, 1, 1))
        draft = self.article(edited_at=local(2021, 1, 1))
        new = self.article("approved", publish_at=local(2022, 1, 1))
        self.client.force_login(self.hoa)
        self.assertEqual(list(self.client.get(LIST).context["cl"].queryset), [new, draft, old])
