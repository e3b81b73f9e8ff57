"""Every state has an answer, at every hour; nothing here knows the clock or a database."""

import datetime as dt
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from articles.missing_step.rules import NOBODY, Facts, People, answer
from articles.models import Article
from articles.workflow import Status
from tests.factories import MORNING

HOURS = st.one_of(st.none(), st.integers(-3, 3).map(lambda hours: MORNING + dt.timedelta(hours=hours)))
NAMES = st.lists(st.sampled_from(["Lò Thị Hoa", "Quàng Văn Đức", "Nguyễn Văn Duyệt", "Hà Thị Ưng"]), unique=True).map(
    tuple
)
PEOPLE = st.builds(
    People,
    writer=st.sampled_from(["", "Lò Thị Hoa"]),
    can_write=st.booleans(),
    approvers=NAMES,
    editors=NAMES,
)
FACTS = st.builds(
    Facts,
    status=st.sampled_from([str(status) for status in Status]),
    publish_at=HOURS,
    expire_at=HOURS,
    people=PEOPLE,
    returned=st.sampled_from(["", "Cần nêu nguồn."]),
    withdrawn=st.sampled_from(["", "Sai tên bản."]),
)
WORK = People("Lò Thị Hoa", True, ("Nguyễn Văn Duyệt", "Hà Thị Ưng"), ("Lò Thị Hoa", "Nguyễn Văn Duyệt", "Hà Thị Ưng"))
EARLIER, LATER = MORNING - dt.timedelta(days=1), MORNING + dt.timedelta(days=1)


class EveryStateTests(TestCase):
    @given(FACTS)
    def test_there_is_one_sentence_and_on_the_site_is_said_exactly_when_it_is(self, facts):
        said = answer(facts, MORNING)
        self.assertTrue(said.sentence.startswith("Bài ") and said.sentence.endswith("."))
        article = Article(status=facts.status, publish_at=facts.publish_at, expire_at=facts.expire_at)
        # The database refuses an approved article without an hour.
        is_there = facts.publish_at is not None and article.is_published(MORNING)
        self.assertEqual(said.is_on_site, is_there)
        self.assertEqual("đang trên trang" in said.sentence, is_there)

    @given(FACTS)
    def test_somebody_can_do_it_unless_nothing_need_be_done(self, facts):
        said = answer(facts, MORNING)
        waits_for_the_clock = "tự lên trang" in said.sentence
        self.assertEqual(bool(said.who), not (said.is_on_site or waits_for_the_clock))


class SentenceTests(TestCase):
    def said(self, status, publish_at=None, expire_at=None, people=WORK, **facts):
        found = answer(Facts(status, publish_at, expire_at, people, **facts), MORNING)
        return found.sentence, found.who

    def test_a_draft_waits_for_its_writer(self):
        self.assertEqual(self.said("draft"), ("Bài còn là bản nháp; cần gửi duyệt.", "Lò Thị Hoa"))
        sentence, who = self.said("draft", returned="Cần nêu\nnguồn.")
        self.assertEqual(sentence, "Bài bị trả lại: «Cần nêu nguồn.»; cần sửa rồi gửi duyệt lại.")
        self.assertEqual(who, "Lò Thị Hoa")

    def test_a_draft_of_somebody_who_left_waits_for_an_approver_who_gives_it_away(self):
        gone = People("Lò Thị Hoa", False, (), ("Nguyễn Văn Duyệt",))
        sentence, who = self.said("draft", people=gone)
        self.assertEqual(sentence, "Bài là bản nháp mà Lò Thị Hoa không còn viết bài; cần giao bài cho người khác.")
        self.assertEqual(who, "Nguyễn Văn Duyệt")
        self.assertIn("không rõ ai là người viết", self.said("draft", people=People("", False))[0])

    def test_a_submitted_text_waits_for_those_who_may_approve_it(self):
        self.assertEqual(self.said("submitted"), ("Bài đang chờ duyệt.", "Nguyễn Văn Duyệt hoặc Hà Thị Ưng"))
        five = tuple(f"Người {number}" for number in range(1, 6))
        self.assertEqual(
            self.said("submitted", people=People("Hoa", True, five))[1], "Người 1, Người 2, Người 3 hoặc 2 người khác"
        )
        self.assertEqual(self.said("submitted", people=People("Hoa", True))[1], NOBODY)

    def test_hours_that_no_approval_can_mend_are_named(self):
        self.assertIn("giờ gỡ tự động đã qua", self.said("submitted", EARLIER, EARLIER + dt.timedelta(hours=1))[0])
        self.assertIn("giờ gỡ tự động trước giờ đăng", self.said("submitted", LATER + dt.timedelta(days=1), LATER)[0])

    def test_an_approved_text_waits_for_its_hour_is_there_or_is_over(self):
        self.assertEqual(
            self.said("approved", LATER),
            ("Bài đã duyệt, tự lên trang lúc Thứ Bảy, 26/09/2020, 08:30; không ai phải làm gì.", ""),
        )
        self.assertEqual(
            self.said("approved", EARLIER, LATER)[0],
            "Bài đang trên trang từ Thứ Năm, 24/09/2020, 08:30, đến Thứ Bảy, 26/09/2020, 08:30.",
        )
        sentence, who = self.said("approved", EARLIER, MORNING)
        self.assertIn("Bài đã tự gỡ lúc Thứ Sáu, 25/09/2020, 08:30", sentence)
        self.assertEqual(who, "Nguyễn Văn Duyệt hoặc Hà Thị Ưng")

    def test_a_withdrawn_text_says_why(self):
        sentence, who = self.said("withdrawn", withdrawn="Sai tên bản.")
        self.assertEqual(
            sentence, "Bài đã bị gỡ («Sai tên bản.»); muốn đăng lại, cần đưa về bản nháp, gửi và duyệt lại."
        )
        self.assertEqual(who, "Lò Thị Hoa, Nguyễn Văn Duyệt hoặc Hà Thị Ưng")
