"""What the method page says is what the code does: each sentence beside a case that would come out otherwise."""

import datetime as dt
import re
from dataclasses import replace

from django.test import TestCase
from django.urls import reverse
from django.utils.html import strip_tags

from resolutions.method import RULES
from resolutions.models.target_rules import misfit
from resolutions.progress import SHOWN_ORDER, Comparator, Kind, Span, Verdict, Vintage, assess
from tests.resolutions.test_fair_verdicts import (
    ABOLISHED,
    MET_IN_2022,
    NEUTRAL,
    RANGE,
    TOTAL,
    WITHOUT_PACE,
    heading,
)
from tests.resolutions.test_verdicts import (
    AFTERWARDS,
    CAPPED,
    COMMUNES,
    DOWN,
    GROWTH,
    NOVEMBER,
    POVERTY,
    RATE,
    goal,
    part,
    stretch,
    years,
)


def final(resolved, *found):
    return assess(resolved, found, as_of=AFTERWARDS, term_over=True)


def running(resolved, *found):
    return assess(resolved, found, as_of=NOVEMBER, term_over=False)


ABOVE = goal(value=200, comparator=Comparator.ABOVE)
ESTIMATED = replace(part(2023, 80), vintage=Vintage.ESTIMATE)
PLANNED = goal(low=4, high=6, plans={2022: 5}, **RANGE)
MILESTONE = {"kind": Kind.MILESTONE, "target_year": 2023, "due_on": dt.date(2023, 6, 30)}
SENTENCES = {
    "số chính thức nhất được dùng": lambda: (
        final(goal(value=60), *years({2025: 61}), *years({2025: 59}, vintage=Vintage.ESTIMATE, order=9)).found == 61
    ),
    "tăng dần: ước, chưa rõ, sơ bộ, chính thức": lambda: (
        [vintage.word for vintage in sorted(Vintage, key=lambda vintage: vintage.rank)]
        == ["ước", "chưa rõ độ chính thức", "sơ bộ", "chính thức"]
    ),
    "đứng sau số đúng phạm vi": lambda: (
        final(goal(value=60), *years({2025: 61}, scope="chỉ nông sản", order=9), *years({2025: 59})).found == 59
    ),
    "không bao giờ tính là số cả năm": lambda: running(goal(value=80), part(2023, 90)).verdict == Verdict.NO_DATA,
    "nếu mức ấy đã tới chỉ tiêu thì là “đạt sớm”": lambda: running(COMMUNES, part(2023, 90)).verdict == Verdict.EARLY,
    "quyết định chỉ tiêu bình quân trước số tự tính từ các năm": lambda: (
        final(RATE, stretch(2021, 2025, 5), *years(dict.fromkeys(range(2021, 2026), 9))).found == 5
    ),
    "Số của vài năm liền được nối với các năm còn lại": lambda: (
        len(running(RATE, stretch(2021, 2022, 9), *years({2023: 1})).used) == 2
    ),
    "bằng mốc là chưa đạt": lambda: final(ABOVE, *years({2025: 200})).verdict == Verdict.NOT_MET,
    "Với hai cách ghi này không có “vượt”": lambda: final(ABOVE, *years({2025: 999})).verdict == Verdict.MET,
    "7,46 so với 7,5 là không đạt": lambda: final(goal(value="7.5"), *years({2025: "7.46"})).verdict == Verdict.NOT_MET,
    "Quá hạn mà chưa ghi nhận hoàn thành là “quá hạn”": lambda: running(goal(**MILESTONE)).verdict == Verdict.OVERDUE,
    "Chỉ tiêu được kết luận khi năm đích của chính nó đã qua": lambda: (
        running(goal(value=60, target_year=2022), *years({2022: 59})).verdict == Verdict.NOT_MET
    ),
    "vẫn được theo dõi tiếp": lambda: (
        final(goal(value=60, target_year=2030, baseline_value=40), *years({2025: 50})).verdict == Verdict.ON_TRACK
    ),
    "hoặc đủ mọi năm": lambda: final(RATE, *years({2021: 9, 2025: 9})).verdict == Verdict.INSUFFICIENT,
    "chỉ cần hai đầu": lambda: final(POVERTY, *years({2025: 4})).verdict == Verdict.EXCEEDED,
    "trang không nêu tỷ lệ phần trăm": lambda: final(goal(Kind.COUNT, 1), *years({2025: 4})).ratio is None,
    "chưa có b: a ÷ kế hoạch năm": lambda: (
        running(goal(value=60, plans={2022: 50}), *years({2022: 40})).verdict == Verdict.SLOW
    ),
    "b × (T ÷ b)^": lambda: f"{running(GROWTH, *years({2023: 120})).expected:.3f}" == "133.100",
    "vẫn kéo về được": lambda: running(CAPPED, *years({2021: "1.25"})).verdict == Verdict.SLOW,
    "mỗi năm một xa giới hạn hơn": lambda: (
        running(CAPPED, *years({2021: "1.25", 2022: "1.3", 2023: "1.4"})).verdict == Verdict.ADVERSE
    ),
    "một năm có nhiều số như vậy thì nêu số nhập sau cùng": lambda: (
        running(COMMUNES, replace(part(2023, 85), order=1), replace(ESTIMATED, order=2)).latest.value == 80
    ),
    "thì không còn là “đạt sớm”": lambda: (
        running(COMMUNES, *years({2022: 84}), part(2023, 60)).verdict == Verdict.NOT_ASSESSED
    ),
    "Phần không còn đối tượng hoặc không xếp hướng tốt xấu không được tính": lambda: (
        running(heading(MET_IN_2022, NEUTRAL, ABOLISHED)).verdict == Verdict.MET
    ),
    "còn một phần chưa có kết quả thì cả chỉ tiêu chưa có": lambda: (
        running(heading(MET_IN_2022, WITHOUT_PACE)).verdict == Verdict.INSUFFICIENT
    ),
    "Tổng trong khoảng được so với cả hai cận": lambda: (
        [running(TOTAL, *years({2021: found})).verdict for found in (25, 215, 275)]
        == [Verdict.UNLIKELY, Verdict.ON_TRACK, Verdict.SLOW]
    ),
    "Chỉ tiêu bình quân, duy trì và tổng trong khoảng không bao giờ “đạt sớm”": lambda: (
        running(TOTAL, *years({2021: 1000, 2022: 100, 2023: 0})).verdict == Verdict.SLOW
    ),
    "chưa có b mà chỉ tiêu trong khoảng": lambda: running(PLANNED, *years({2022: 9})).verdict == Verdict.NOT_ASSESSED,
    "chỉ tiêu trong khoảng hoặc không xếp hướng": lambda: running(PLANNED, *years({2022: 5})).against_plan is None,
    "tổng đã vượt giới hạn nhưng các năm còn lại vẫn kéo về được": lambda: (
        running(goal(Kind.TOTAL, 100, **DOWN), *years({2021: 30})).verdict == Verdict.SLOW
    ),
    "Chỉ mức thay đổi bình quân có đơn vị riêng": lambda: (
        [*misfit(Kind.LEVEL, "USD", "triệu đồng")] == ["unit"] and not misfit(Kind.AVERAGE_CHANGE, "điểm %/năm", "%")
    ),
    "11,94% mỗi năm": lambda: f"{running(RATE, *years({2021: 4, 2022: 8, 2023: 2})).needed:.2f}" == "11.94",
}


class MethodTests(TestCase):
    def setUp(self):
        page = self.client.get(reverse("resolutions:method")).content.decode()
        self.words = re.sub(r"\s+", " ", strip_tags(page[page.index("<main") :]))

    def test_each_sentence_holds(self):
        for sentence, holds in SENTENCES.items():
            with self.subTest(sentence):
                self.assertIn(sentence, self.words)
                self.assertTrue(holds())

    def test_every_verdict_has_its_rule_on_the_page(self):
        self.assertEqual(set(RULES), set(SHOWN_ORDER))
        for verdict, rule in RULES.items():
            with self.subTest(verdict=verdict):
                self.assertIn(verdict.word, self.words)
                self.assertIn(rule, self.words)

    def test_a_figure_of_a_stretch_is_one_of_its_kind(self):
        self.assertEqual(stretch(2021, 2023, 9).span, Span.TERM)
