from unittest import TestCase as PureCase

from django.test import TestCase
from django.urls import reverse

from desk import todo
from desk.todo import Action, Item, Kind, Todo
from tests.factories import NAMES, make_user


class FrontPageTest(TestCase):
    def setUp(self):
        self.sources = list(todo._sources)
        self.addCleanup(lambda: todo._sources.__setitem__(slice(None), self.sources))
        todo._sources.clear()
        self.user = make_user("approver", display_name=NAMES[0])
        self.client.force_login(self.user)

    def front_page(self):
        return self.client.get(reverse("admin:index"))

    def test_what_waits_for_this_person_is_said_with_its_number(self):
        todo.register(lambda user, at: [Todo("bài chờ duyệt", "/quan-tri/articles/article/", 1203)])
        self.assertContains(self.front_page(), "bài chờ duyệt")
        self.assertContains(self.front_page(), "1.203")

    def test_a_line_without_work_is_left_out(self):
        todo.register(lambda user, at: [Todo("số liệu chờ duyệt", "/", 0)])
        self.assertNotContains(self.front_page(), "số liệu chờ duyệt")
        self.assertContains(self.front_page(), "Không có việc nào đang chờ.")

    def test_a_source_is_told_who_asks_and_when_and_is_kept_once(self):
        asked = []

        def source(user, at):
            asked.append((user, at.tzinfo is not None))
            return []

        todo.register(source)
        todo.register(source)
        self.front_page()
        self.assertEqual(asked, [(self.user, True)])

    def test_the_first_things_are_named_and_the_others_counted(self):
        items = (Item("Bài <b>một</b>", "/quan-tri/1/", "Cần nêu nguồn."),)
        todo.register(lambda user, at: [Todo("bài chờ duyệt", "/", 3, items)])
        page = self.front_page()
        self.assertContains(page, "Bài &lt;b&gt;một&lt;/b&gt;")
        self.assertContains(page, "Cần nêu nguồn.")
        self.assertContains(page, "Xem 2 mục còn lại")

    def test_a_label_with_markup_is_shown_as_text(self):
        todo.register(lambda user, at: [Todo("<b>bài</b>", "/", 1)])
        self.assertContains(self.front_page(), "&lt;b&gt;bài&lt;/b&gt;")

    def test_an_item_leads_by_one_click_to_where_it_is_decided(self):
        item = Item("Bài một", "/quan-tri/1/", actions=(Action("Xem", "/xem/"), Action("Duyệt", "/duyet/")))
        todo.register(
            lambda user, at: [Todo("bài chờ duyệt", "/", 1, (item,), Kind.DECIDE, Action("Duyệt cả", "/ca/"))]
        )
        page = self.front_page()
        for address in ("/quan-tri/1/", "/xem/", "/duyet/", "/ca/"):
            self.assertContains(page, f'href="{address}"')
        self.assertContains(page, 'Duyệt<span class="visually-hidden"> Bài một</span>')
        self.assertEqual(page.context["next"].action, Action("Duyệt", "/duyet/"))

    def test_what_is_only_to_be_known_stands_beside_under_its_heading(self):
        todo.register(lambda user, at: [Todo("bài mới", "/", 1, (Item("Bài mới đăng", "/1/"),), Kind.PUBLISHED)])
        page = self.front_page()
        self.assertContains(page, "Vừa đăng")
        self.assertNotContains(page, "Sắp hết hạn")
        self.assertContains(page, "Không có việc nào đang chờ.")


def line(kind, label="", *items, **facts):
    return Todo(label or str(kind), "/danh-sach/", 1, items, kind, **facts)


class OrderTests(PureCase):
    def test_the_page_has_one_order_whoever_tells_first(self):
        lines = [line(kind) for kind in reversed(Kind)] + [line(Kind.DECIDE, "sau")]
        ordered = todo.in_order(lines)
        self.assertEqual([one.kind for one in ordered], [Kind.DECIDE, *Kind])
        self.assertEqual([one.label for one in ordered[:2]], ["decide", "sau"])
        self.assertEqual({one.kind for one in todo.to_do(ordered)} & set(todo.BESIDE), set())
        self.assertEqual([block.kind for block in todo.beside(ordered)], list(todo.BESIDE))
        self.assertEqual(todo.beside([line(Kind.DECIDE)]), [])

    def test_first_is_the_oldest_thing_that_waits_for_a_word_then_ones_own_work(self):
        returned = Item("Bài trả lại", "/2/", "Cần nêu nguồn.", (Action("Sửa", "/2/"),))
        waiting = Item("Bài chờ", "/1/", "Hoa gửi", (Action("Xem", "/xem/"), Action("Duyệt", "/duyet/")))
        lines = [line(Kind.RETURNED, "bài bị trả lại", returned), line(Kind.DECIDE, "bài chờ duyệt", waiting)]
        found = todo.first(lines)
        self.assertEqual((found.name, found.action.name, found.of), ("Bài chờ", "Duyệt", "bài chờ duyệt"))
        self.assertEqual(todo.first(lines[:1]).note, "Cần nêu nguồn.")

    def test_a_line_that_names_nothing_is_itself_the_first_thing(self):
        found = todo.first([line(Kind.CARE, "tài khoản chưa có vai trò")])
        self.assertEqual((found.name, found.action), ("1 tài khoản chưa có vai trò", Action("Mở", "/danh-sach/")))
        found = todo.first([line(Kind.FIGURES, "chỉ số", action=Action("Nhập cả bảng", "/bang/"))])
        self.assertEqual(found.action.url, "/bang/")

    def test_what_is_only_to_be_known_is_nothing_to_do(self):
        self.assertIsNone(todo.first([line(kind) for kind in todo.BESIDE]))
        self.assertIsNone(todo.first([]))
