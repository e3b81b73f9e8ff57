"""Who is told of what: approvers of the section of what was submitted, the writer of what became of it."""

import datetime as dt
import json

from django.test import TestCase, override_settings

from articles import services
from articles.corrections import services as corrections
from articles.editions import keeping
from articles.models import Article, Correction, SectionLimit
from desk import sealing
from desk.steps import StepRefused
from notices.models import Letter, Notice
from notices.outbox import SALT
from tests.factories import BODY, MORNING, make_article, make_section, make_user

LATER = MORNING + dt.timedelta(hours=1)
TITLE = "Bản Huổi Một khánh thành cầu treo"


@override_settings(MAIL_READY=True)
class StepTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.hoa = make_user("writer", username="hoa", display_name="Lò Thị Hoa", email="hoa@vi-du.vn")
        cls.duc = make_user("approver", username="duc", display_name="Quàng Văn Đức", email="duc@vi-du.vn")
        cls.here = make_user("approver", username="o-day")
        cls.elsewhere = make_user("approver", username="noi-khac")
        cls.section = make_section("Nông thôn mới")
        SectionLimit.objects.create(user=cls.here).sections.add(cls.section)
        SectionLimit.objects.create(user=cls.elsewhere).sections.add(make_section("Kinh tế", order=2))
        SectionLimit.objects.create(user=cls.duc)  # no section chosen: everywhere
        make_user("approver", username="da-nghi", is_active=False)
        make_user(username="quan-tri", is_superuser=True)
        make_user("tracker_approver", username="so-lieu")

    def article(self, status="draft"):
        facts = {"author": self.hoa, "edited_by": self.hoa, "section": self.section}
        return make_article(status=status, title=TITLE, **facts)

    def told(self):
        found = {notice.user.username: notice.text for notice in Notice.objects.all()}
        Notice.objects.all().delete()
        return found

    def test_what_is_submitted_is_told_to_those_who_may_approve_it_there(self):
        article = self.article()
        services.submit(article, by=self.hoa, at=LATER)
        notice = Notice.objects.first()
        self.assertEqual(notice.url, f"/quan-tri/articles/article/{article.pk}/change/")
        sentence = f"Lò Thị Hoa đã gửi duyệt bài «{TITLE}»."
        self.assertEqual(self.told(), {"duc": sentence, "o-day": sentence})

    def test_an_approver_who_submits_is_not_told_of_it(self):
        own = make_article(status="draft", author=self.duc, edited_by=self.duc, section=self.section)
        services.submit(own, by=self.duc, at=LATER)
        self.assertEqual(set(self.told()), {"o-day"})

    def test_the_writer_is_told_what_became_of_it(self):
        for status, step, note, words in (
            ("submitted", "send_back", "Thiếu tên hai hộ.", "đã trả lại bài «{}»: Thiếu tên hai hộ."),
            ("submitted", "approve", "", "đã duyệt bài «{}»."),
            ("approved", "withdraw", "Sai ngày khánh thành.", "đã gỡ bài «{}»: Sai ngày khánh thành."),
            ("withdrawn", "reopen", "", "đã đưa bài «{}» về bản nháp."),
        ):
            with self.subTest(step=step):
                services.take(step, self.article(status), by=self.duc, at=LATER, note=note)
                self.assertEqual(self.told(), {"hoa": f"Quàng Văn Đức {words.format(TITLE)}"})

    @override_settings(OVERRIDE_ALLOWED=True)
    def test_what_one_approved_alone_is_told_to_the_others_and_its_confirmation_to_the_one(self):
        own = make_article(status="submitted", author=self.duc, edited_by=self.duc, section=self.section, title=TITLE)
        services.override(own, by=self.duc, at=LATER, note="Tin khẩn về mưa lũ, không có người trực thứ hai.")
        self.assertEqual(set(self.told()), {"o-day"})
        services.confirm(own, by=self.here, at=LATER)
        self.assertEqual(set(self.told()), {"duc"})

    def test_a_correction_is_told_the_same_way(self):
        live = self.article("approved")
        text = keeping.of(live)
        text.body = "<p>Cầu dài 70 mét.</p>"
        facts = {"by": self.hoa, "at": LATER, "seen": 1, "note": "Chiều dài cầu được đo lại."}
        correction = corrections.write(live, text, Correction.Kind.CONTENT, **facts)
        corrections.take("submit", correction, by=self.hoa, at=LATER, seen=2)
        self.assertEqual(set(self.told()), {"duc", "o-day"})
        corrections.take("agree", correction, by=self.duc, at=LATER, seen=2)
        self.assertEqual(
            self.told(), {"hoa": f"Quàng Văn Đức đã đồng ý với bản sửa của bài «{TITLE}»; bạn đọc đang thấy bản mới."}
        )

    def test_a_refused_step_tells_nobody(self):
        article = self.article("submitted")
        stale = Article.objects.get(pk=article.pk)
        services.approve(article, by=self.duc, at=LATER)
        self.told()
        for step, by in (("approve", self.here), ("submit", self.hoa)):
            with self.assertRaises(StepRefused):
                services.take(step, stale, by=by, at=LATER)
        self.assertEqual((self.told(), Letter.objects.filter(made_at__gt=LATER).count()), ({}, 0))

    def test_an_article_whose_writer_has_left_or_is_unknown(self):
        article = self.article("submitted")
        type(self.hoa).objects.filter(pk=self.hoa.pk).update(is_active=False)
        services.approve(Article.objects.get(pk=article.pk), by=self.duc, at=LATER)
        nobodys = make_article(status="approved", author=None)
        services.withdraw(nobodys, by=self.duc, at=LATER, note="Trùng bài.")
        self.assertEqual(self.told(), {})

    def test_no_title_and_no_word_of_a_colleague_leaves_the_house(self):
        article = self.article("submitted")
        services.send_back(article, by=self.duc, at=LATER, note="Thiếu tên hai hộ.")
        said = str(json.loads(sealing.show(Letter.objects.get().hidden, SALT)))
        self.assertIn("trả lại để sửa", said)
        for hidden in ("Huổi", "Thiếu tên"):
            self.assertNotIn(hidden, said)

    def test_a_long_title_and_a_long_note_make_a_short_notice(self):
        article = make_article(
            status="submitted", author=self.hoa, edited_by=self.hoa, section=self.section, title="Dài " * 74, body=BODY
        )
        services.send_back(article, by=self.duc, at=LATER, note="Sửa " * 400)
        self.assertLessEqual(len(Notice.objects.get().text), 500)
