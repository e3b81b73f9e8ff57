from django.test import TestCase
from django.urls import reverse

from desk import todo
from desk.todo import Item, Todo
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
