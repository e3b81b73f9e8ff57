import datetime as dt

from django.core import mail
from django.core.management import call_command
from django.test import TestCase, override_settings
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as PropertyCase

from accounts.models import User
from articles import services, workflow
from articles.filters import my_work
from articles.handing_over import rules
from articles.handing_over import services as handing_over
from articles.handing_over.rules import Seen
from articles.models import Article, HandOver, SectionLimit
from articles.services import StepRefused
from audit.models import Event
from notices.models import Notice
from tests.factories import MORNING, make_article, make_section, make_user

LATER = MORNING + dt.timedelta(hours=1)
WHY = "Chị Hoa đi học ba tháng."


def seen(article):
    return Seen(article.pk, article.revision, article.status, article.author_id)


class HandOverCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.hoa = make_user("writer", username="hoa", display_name="Lò Thị Hoa")
        cls.duc = make_user("writer", username="duc", display_name="Quàng Văn Đức")
        cls.duyet = make_user("approver", username="duyet", display_name="Nguyễn Văn Duyệt")
        cls.second = make_user("approver", username="thu-hai", display_name="Hà Thị Ưng")

    def article(self, status="draft", **facts):
        facts = {"author": self.hoa, "edited_by": self.hoa, "title": "Bản Nà Ớt đón cầu mới", **facts}
        return make_article(status=status, **facts)

    def give(self, article, taker, by=None, note=WHY, what_was_seen=None):
        handing_over.hand_over(article, what_was_seen or seen(article), taker, by=by or self.duyet, at=LATER, note=note)

    def assert_refused(self, sentence, article, taker, **facts):
        before = Article.objects.values().get(pk=article.pk), Event.objects.count(), Notice.objects.count()
        with self.assertRaises(StepRefused) as refused:
            self.give(article, taker, **facts)
        self.assertIn(sentence, str(refused.exception))
        after = Article.objects.values().get(pk=article.pk), Event.objects.count(), Notice.objects.count()
        self.assertEqual(before, after)
        self.assertFalse(HandOver.objects.exists())


class GivingTests(HandOverCase):
    def test_the_article_becomes_the_takers_with_its_state_and_text(self):
        for status in sorted(rules.UNFINISHED):
            with self.subTest(status):
                article = self.article(status)
                body = article.body
                self.give(article, self.duc)
                now = Article.objects.get(pk=article.pk)
                self.assertEqual((now.author, now.status, now.body), (self.duc, status, body))

    def test_who_gave_it_to_whom_and_why_is_recorded(self):
        article = self.article()
        self.give(article, self.duc)
        event = Event.objects.get(kind="article.hand_over")
        self.assertEqual((event.actor_id, event.note), (self.duyet.pk, WHY))
        self.assertEqual((event.before["author"], event.after["author"]), (self.hoa.pk, self.duc.pk))
        step = article.events.get(step="hand_over")
        self.assertEqual((str(step), step.by, step.note), ("Giao bài", self.duyet, WHY))

    @override_settings(MAIL_READY=True)
    def test_both_people_are_told_with_the_reason(self):
        self.duc.email = "duc@sonla.example"
        self.duc.save()
        self.give(self.article(), self.duc)
        told = {notice.user: notice.text for notice in Notice.objects.all()}
        self.assertEqual(
            told[self.duc],
            "Nguyễn Văn Duyệt đã giao cho anh/chị bài «Bản Nà Ớt đón cầu mới», trước đó do Lò Thị Hoa viết. "
            f"Lý do: {WHY}",
        )
        self.assertEqual(
            told[self.hoa],
            f"Nguyễn Văn Duyệt đã giao bài «Bản Nà Ớt đón cầu mới» của anh/chị cho Quàng Văn Đức. Lý do: {WHY}",
        )
        call_command("send_outbox", verbosity=0)
        self.assertIn("Bài viết được giao cho người khác", mail.outbox[0].subject)

    def test_a_notice_fits_however_long_title_and_reason_are(self):
        self.give(self.article(title="Đại hội " * 37), self.duc, note="Nghỉ dài ngày. " * 130)
        for notice in Notice.objects.all():
            self.assertLessEqual(len(notice.text), 500)
            self.assertIn("Lý do: Nghỉ dài ngày.", notice.text)

    def test_who_has_left_is_told_nothing(self):
        self.hoa.is_active = False
        self.hoa.save()
        self.give(self.article(), self.duc)
        self.assertEqual([notice.user for notice in Notice.objects.all()], [self.duc])

    def test_an_article_of_nobody_known_can_be_given(self):
        article = self.article(author=None)
        self.give(article, self.duc)
        self.assertEqual(Article.objects.get(pk=article.pk).author, self.duc)


class RefusedTests(HandOverCase):
    def test_only_an_approver_gives_an_article_away(self):
        self.assert_refused(services.NO_PERMISSION, self.article(), self.duc, by=self.hoa)

    def test_a_reason_is_asked_for(self):
        for nothing in ("", "  \n ", "…", "\u200b"):
            with self.subTest(nothing):
                self.assert_refused("Hãy ghi lý do giao bài.", self.article(), self.duc, note=nothing)

    def test_an_approved_article_is_nobodys_work(self):
        self.assert_refused("Bài đã duyệt không còn việc cho người viết.", self.article("approved"), self.duc)

    def test_whoever_takes_it_can_write_and_is_another(self):
        tracker, locked = make_user("tracker"), make_user("writer", is_active=False)
        outside = make_user("writer", is_staff=False)
        for taker, sentence in (
            (self.hoa, "đang là của Lò Thị Hoa"),
            (tracker, "không viết bài được"),
            (locked, "không viết bài được"),
            (outside, "không viết bài được"),
        ):
            with self.subTest(str(taker)):
                self.assert_refused(sentence, self.article(), taker)

    def test_sections_bind_giver_and_taker(self):
        elsewhere = make_section("Văn hóa")
        for person, facts in ((self.duc, {}), (self.duyet, {})):
            limit = SectionLimit.objects.create(user=person)
            limit.sections.add(elsewhere)
            with self.subTest(str(person)):
                self.assert_refused("làm việc trong chuyên mục «Xây dựng Đảng»", self.article(), self.duc, **facts)
            limit.delete()

    def test_of_two_who_give_it_away_at_once_the_second_is_told(self):
        article = self.article()
        first, second = Article.objects.get(pk=article.pk), Article.objects.get(pk=article.pk)
        what_both_saw = seen(article)
        self.give(first, self.duc)
        other = make_user("writer")
        # Both requests had read the row before either wrote it; then the page alone is of before.
        for late in (second, Article.objects.get(pk=article.pk)):
            with self.assertRaises(StepRefused) as refused:
                self.give(late, other, by=self.second, what_was_seen=what_both_saw)
            self.assertIn("Nguyễn Văn Duyệt đã thực hiện bước «Giao bài»", str(refused.exception))
        self.assertEqual(Article.objects.get(pk=article.pk).author, self.duc)
        self.assertEqual(HandOver.objects.count(), 1)

    def test_a_page_that_the_writer_before_has_open_saves_nothing_more(self):
        article = self.article()
        open_page = Article.objects.get(pk=article.pk)
        self.give(article, self.duc)
        open_page.body = "<p>Chữ gõ dở.</p>"
        with self.assertRaises(StepRefused):
            services.save_draft(open_page, by=self.hoa, at=MORNING)
        self.assertNotIn("gõ dở", Article.objects.get(pk=article.pk).body)

    def test_together_means_all_or_none(self):
        one, other = self.article(title="Bài một"), self.article(title="Bài hai")
        wanted = [seen(one), seen(other)]
        services.submit(Article.objects.get(pk=other.pk), by=self.hoa, at=MORNING)
        with self.assertRaises(StepRefused):
            handing_over.hand_over_together(wanted, self.duc, by=self.duyet, at=MORNING, note=WHY)
        self.assertEqual(Article.objects.filter(author=self.hoa).count(), 2)
        self.assertFalse(Notice.objects.filter(user__in=[self.hoa, self.duc]).exists())
        with self.assertRaisesMessage(StepRefused, handing_over.NOTHING_CHOSEN):
            handing_over.hand_over_together([], self.duc, by=self.duyet, at=MORNING, note=WHY)


class StillFourEyesTests(HandOverCase):
    def submitted_by_the_taker(self):
        article = self.article(author=self.duyet, edited_by=self.duyet)
        self.give(article, self.duc, by=self.second)
        article.lead = "Sapo của anh Đức."
        services.save_draft(article, by=self.duc, at=MORNING)
        services.submit(article, by=self.duc, at=MORNING)
        return article

    def test_who_wrote_before_still_may_not_approve(self):
        article = self.submitted_by_the_taker()
        self.assertEqual(services.refusal("approve", article, self.duyet), workflow.TABLE.former)
        with self.assertRaises(StepRefused):
            services.approve(article, by=self.duyet, at=MORNING)
        services.approve(article, by=self.second, at=MORNING)
        self.assertEqual(services.schedule_refusal(article, self.duyet), workflow.SCHEDULE.former)
        self.assertIsNone(services.schedule_refusal(article, self.second))

    def test_nor_does_it_wait_for_them(self):
        article = self.submitted_by_the_taker()
        for person, waits in ((self.duyet, 0), (self.second, 1)):
            lists = {code: articles for code, _, articles in my_work(person)}
            self.assertEqual(lists["cho-duyet"].filter(pk=article.pk).count(), waits)

    def test_reopened_for_somebody_else_the_writer_who_left_stays_barred(self):
        article = self.article("withdrawn", author=self.duyet, edited_by=self.second)
        self.duyet.is_active = False
        self.duyet.save()
        services.reopen(article, by=self.second, at=MORNING)
        services.submit(article, by=self.second, at=MORNING)
        Article.objects.filter(pk=article.pk).update(edited_by=self.hoa)
        self.duyet.is_active = True
        self.duyet.save()
        article, back = Article.objects.get(pk=article.pk), User.objects.get(pk=self.duyet.pk)
        self.assertEqual(services.refusal("approve", article, back), workflow.TABLE.former)


PEOPLE = ("writer", "first", "second", "third")
DEEDS = ("edit", "submit", "send_back", "approve", "withdraw", "reopen", *(f"to-{name}" for name in PEOPLE))
HANDED = [("first", "to-second"), ("second", "edit"), ("second", "submit"), ("first", "approve"), ("third", "approve")]


class AnySequenceTests(PropertyCase):
    """Whatever is done in whatever order: nobody approves what they ever wrote as its writer."""

    @settings(max_examples=60)
    @given(st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(DEEDS)), max_size=14))
    @example(HANDED)
    @example([("third", "to-first"), ("first", "submit"), ("second", "to-writer"), ("first", "approve")])
    def test_a_hand_over_never_lets_a_writer_approve(self, moves):
        people = {name: make_user("writer" if name == "writer" else "approver") for name in PEOPLE}
        article = make_article(status="draft", author=people["writer"], edited_by=people["writer"])
        wrote, number = {"writer"}, 0
        for who, deed in moves:
            number += 1
            try:
                self.do(Article.objects.get(pk=article.pk), people[who], deed, people, number)
            except StepRefused:
                continue
            if deed == "approve":
                self.assertNotIn(who, wrote)
            wrote |= {deed.removeprefix("to-")} if deed.startswith("to-") else set()
            wrote |= {name for name, one in people.items() if one.pk == Article.objects.get(pk=article.pk).author_id}

    def do(self, article, by, deed, people, number):
        if deed == "edit":
            article.lead = f"Sapo lần {number}."
            services.save_draft(article, by=by, at=MORNING)
        elif deed.startswith("to-"):
            taker = people[deed.removeprefix("to-")]
            handing_over.hand_over(article, seen(article), taker, by=by, at=MORNING, note=WHY)
        else:
            services.take(deed, article, by=by, at=MORNING, note="Xem lại.")
