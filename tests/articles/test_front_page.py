"""What articles tell the desk's front page, to whom, and at what cost."""

import datetime as dt

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

import vietnamese
from articles import services
from articles.models import Article
from desk import week
from tests.factories import MORNING, make_article, make_user

FRONT = "/quan-tri/"


def page_of(name, article):
    return reverse(f"admin:articles_article_{name}", args=[article.pk])


class FrontCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.hoa, cls.duc = make_user("writer", display_name="Lò Thị Hoa"), make_user("writer")
        cls.approver, cls.second = make_user("approver"), make_user("approver")

    def article(self, status="draft", **facts):
        facts = {"author": self.hoa, "edited_by": self.hoa, "edited_at": MORNING, **facts}
        return make_article(status=status, **facts)

    def front(self, person, **asked):
        self.client.force_login(person)
        return self.client.get(FRONT, asked)


class BlockTests(FrontCase):
    def test_each_account_sees_first_the_one_thing_to_do_next(self):
        waiting = self.article(title="Bài chờ lâu nhất")
        services.submit(waiting, by=self.hoa, at=MORNING)
        draft = self.article(author=self.duc, edited_by=self.duc, title="Nháp của Đức")
        first = self.front(self.approver).context["next"]
        self.assertEqual((first.name, first.action.url), ("Bài chờ lâu nhất", page_of("approve", waiting)))
        first = self.front(self.duc).context["next"]
        self.assertEqual((first.name, first.action.name), ("Nháp của Đức", "Viết tiếp"))
        self.assertEqual(first.action.url, page_of("change", draft))
        page = self.front(make_user("writer"))
        self.assertIsNone(page.context["next"])
        for name in ("Viết bài", "Nhập từ Word"):
            self.assertContains(page, f">{name}</a>")
        self.assertNotContains(self.front(make_user("tracker")), ">Viết bài</a>")

    def test_a_waiting_item_leads_to_a_look_and_to_the_page_of_its_step(self):
        waiting = self.article()
        services.submit(waiting, by=self.hoa, at=MORNING)
        page = self.front(self.approver)
        for name in ("preview", "approve", "change"):
            self.assertContains(page, f'href="{page_of(name, waiting)}"')
        self.assertNotContains(self.front(self.duc), waiting.title)

    def test_a_returned_article_says_why_in_one_line(self):
        article = self.article()
        services.submit(article, by=self.hoa, at=MORNING)
        services.send_back(article, by=self.approver, at=timezone.now(), note="Cần nêu\n\nnguồn ở đoạn hai.")
        self.assertContains(self.front(self.hoa), "Cần nêu nguồn ở đoạn hai.")

    def test_just_published_soon_gone_and_flagged_stand_beside(self):
        at = timezone.now()
        new = self.article("approved", publish_at=at - dt.timedelta(hours=2), title="Bài mới lên")
        going = self.article("approved", expire_at=at + dt.timedelta(days=3), title="Bài sắp gỡ")
        alone = self.article("approved", approved_alone_by=self.second, title="Bài một người duyệt")
        coming = self.article("approved", publish_at=at + dt.timedelta(hours=2), title="Bài chưa đến giờ")
        self.article("approved", publish_at=MORNING, title="Bài cũ")
        blocks = {block.name: block.lines for block in self.front(self.duc).context["beside"]}
        names = {name: [item.name for line in lines for item in line.items] for name, lines in blocks.items()}
        self.assertEqual(names, {"Vừa đăng": [new.title], "Sắp hết hạn": [going.title], "Bị gắn cờ": [alone.title]})
        for lines in blocks.values():
            for line in lines:
                shown = {article.title for article in self.client.get(line.url).context["cl"].queryset}
                self.assertLessEqual({item.name for item in line.items}, shown)
                self.assertNotIn(coming.title, shown)
        self.assertNotContains(self.front(make_user("tracker")), "Vừa đăng")

    def test_what_somebody_who_left_has_left_behind_waits_for_an_approver(self):
        left, link = self.article(), f'href="{reverse("admin:articles_article_left_behind")}"'
        self.assertNotContains(self.front(self.approver), link)
        left.author = make_user("writer", is_active=False)
        left.save()
        self.assertContains(self.front(self.approver), link)
        self.assertNotContains(self.front(self.duc), link)

    def test_empty_blocks_are_not_there(self):
        page = self.front(self.hoa)
        for heading in ("Đang chờ anh/chị", "Vừa đăng", "Sắp hết hạn", "Bị gắn cờ", "Tuần này"):
            self.assertNotContains(page, f">{heading}</h2>")

    def test_it_costs_as_many_queries_with_many_rows_as_with_few(self):
        at = timezone.now()
        counted = []
        for more in (6, 12):
            for number in range(more):
                soon = at + dt.timedelta(minutes=number)
                services.submit(self.article(), by=self.hoa, at=MORNING)
                self.article(author=self.approver, edited_by=self.approver, publish_at=soon)
                self.article("approved", publish_at=soon)
                self.article("approved", publish_at=at - dt.timedelta(hours=1), expire_at=soon)
            self.front(self.approver)
            with CaptureQueriesContext(connection) as queries:
                self.client.get(FRONT)
            counted.append(len(queries))
        self.assertEqual(*counted)


class WeekTests(FrontCase):
    def setUp(self):
        self.monday = week.of(vietnamese.local(timezone.now()).date()).after
        self.at = vietnamese.day_start(self.monday.monday) + dt.timedelta(days=2, hours=9)

    def entries(self, person):
        days = self.front(person, tuan=self.monday.monday.isoformat()).context["days"]
        return {entry.name: (day.date, entry) for day in days for entry in day.entries}

    def test_an_article_with_an_hour_stands_on_its_day_for_those_who_may_know(self):
        scheduled = self.article("approved", publish_at=self.at, title="Bài hẹn giờ")
        mine = self.article(publish_at=self.at, title="Nháp hẹn giờ")
        wednesday = self.monday.monday + dt.timedelta(days=2)
        for person, names in (
            (self.duc, {scheduled.title}),
            (self.hoa, {scheduled.title, mine.title}),
            (self.approver, {scheduled.title, mine.title}),
            (make_user("tracker"), set()),
        ):
            found = self.entries(person)
            self.assertEqual(set(found), names)
            self.assertEqual({day for day, _ in found.values()} - {wednesday}, set())
        _, entry = self.entries(self.hoa)["Nháp hẹn giờ"]
        self.assertEqual((entry.clock, entry.what), ("09:00", "bản nháp, chưa duyệt"))

    def test_its_day_is_moved_by_the_rules_of_rescheduling(self):
        scheduled = self.article("approved", publish_at=self.at)
        own = self.article("approved", publish_at=self.at, author=self.approver, title="Bài của người duyệt")
        for person in (self.hoa, self.duc, self.approver, self.second):
            for name, (_, entry) in self.entries(person).items():
                article = Article.objects.get(title=name)
                self.assertEqual(bool(entry.move), services.schedule_refusal(article, person) is None, (person, name))
        _, entry = self.entries(self.approver)[scheduled.title]
        self.assertEqual(entry.move, page_of("change", scheduled) + "#id_publish_at_0")
        self.assertFalse(self.entries(self.approver)[own.title][1].move)
        later = self.at + dt.timedelta(days=1)
        day = vietnamese.short_date(vietnamese.local(later).date())
        asked = {"publish_at_0": day, "publish_at_1": "09:00", "expire_at_0": "", "expire_at_1": "", "seen": 1}
        refused = self.client.post(page_of("change", scheduled), {**asked, "reason": ""})
        self.assertContains(refused, "Hãy ghi lý do đổi lịch đăng.")
        self.client.post(page_of("change", scheduled), {**asked, "reason": "Nhường bài lũ."})
        self.assertEqual(Article.objects.get(pk=scheduled.pk).publish_at, later)

    def test_the_weeks_before_and_after_are_one_click_away(self):
        page = self.front(self.hoa, tuan=self.monday.monday.isoformat())
        self.assertContains(page, f"?tuan={self.monday.before.monday:%Y-%m-%d}#tuan")
        self.assertContains(page, f"?tuan={self.monday.after.monday:%Y-%m-%d}#tuan")
        for typed in ("x" * 300, "0000-00-00", "9999-12-31"):
            self.assertEqual(self.front(self.hoa, tuan=typed).status_code, 200)

    def test_a_week_is_asked_for_in_every_spelling_of_a_day_and_what_is_none_is_said(self):
        for typed in ("28/11/2026", "28-11-2026", "28.11.2026", "2026-11-28", " 28/11/2026 "):
            with self.subTest(typed=typed):
                page = self.front(self.hoa, tuan=typed)
                self.assertEqual(page.context["week"].monday, dt.date(2026, 11, 23))
                self.assertNotContains(page, week.WRONG_DAY)
        page = self.front(self.hoa, tuan="31/02/2026")
        self.assertContains(page, week.WRONG_DAY)
        self.assertContains(page, 'value="31/02/2026"')

    def test_fields_for_days_open_a_keyboard_with_a_slash(self):
        for page in (self.front(self.hoa), self.client.get(reverse("admin:articles_article_changelist"))):
            self.assertContains(page, "ngày")
            self.assertNotContains(page, "inputmode")
