"""Which rows can exist, what they know of themselves, and how they are found."""

import datetime as dt
import unicodedata
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

import vietnamese
from resolutions import progress
from resolutions.models import (
    AnnualPlan,
    Breakthrough,
    Document,
    Indicator,
    Observation,
    SeriesBreak,
    Target,
    TargetRevision,
)
from resolutions.models import Unit as ResponsibleUnit
from resolutions.progress import Comparator, Kind, Span, Vintage
from search.storage import kinds
from tests.factories import make_user
from tests.factories_resolutions import (
    RECORDED,
    make_congress,
    make_document,
    make_group,
    make_indicator,
    make_observation,
    make_parts,
    make_target,
)


class Refusals:
    """Everything that a row is refused for, as {field: first sentence}."""

    def refusals(self, row):
        try:
            row.full_clean()
        except ValidationError as error:
            return {name: sentences[0] for name, sentences in error.message_dict.items()}
        return {}

    def assert_refused(self, row, sentence):
        self.assertIn(sentence, " ".join(self.refusals(row).values()))


class SpellingTest(TestCase):
    def test_decomposed_text_is_kept_composed(self):
        name = "Nâng cao chất lượng nguồn nhân lực"
        part = Breakthrough(congress=make_congress(), number=1, name=unicodedata.normalize("NFD", name))
        part.save()
        part.refresh_from_db()
        self.assertEqual(part.name, name)

    def test_two_spellings_of_one_number_are_one_number(self):
        make_document(number="22-NQ/TƯ")
        twin = Document(
            number=unicodedata.normalize("NFD", "22-NQ/TƯ"),
            kind="nghị quyết",
            issuer="Ban Thường vụ Tỉnh ủy",
            issued_year=2022,
            congress=make_congress(),
        )
        with self.assertRaisesMessage(ValidationError, "cùng số trong nhiệm kỳ"):
            twin.full_clean()


class CongressTest(Refusals, TestCase):
    def test_a_term_that_cannot_be_is_refused(self):
        congress = make_congress()
        for facts, sentence in (
            ({"end_year": 2020}, "Năm kết thúc nhiệm kỳ phải sau năm bắt đầu."),
            ({"start_year": 202}, "Năm phải trong khoảng từ 1930 đến 2100."),
            ({"closes_on": dt.date(2020, 9, 22)}, "Ngày bế mạc không thể trước ngày khai mạc."),
            ({"official_target_count": 24, "official_met_count": 25}, "không thể nhiều hơn tổng số"),
            ({"code": "15"}, "Mã đại hội là số La Mã viết thường"),
        ):
            with self.subTest(facts=facts):
                changed = make_congress()
                self.assertEqual(self.refusals(changed), {})
                for name, value in facts.items():
                    setattr(changed, name, value)
                self.assert_refused(changed, sentence)
        self.assertEqual(congress.numeral, "XV")

    def test_a_resolution_is_not_adopted_before_the_congress_opens(self):
        resolution = make_congress().resolution
        resolution.adopted_on = dt.date(2020, 9, 24)
        self.assertEqual(self.refusals(resolution), {})
        resolution.adopted_on = dt.date(2020, 9, 22)
        self.assert_refused(resolution, "không thể được thông qua trước ngày khai mạc")


class NamedPartTest(Refusals, TestCase):
    def sample(self):
        make_parts()
        Breakthrough.objects.filter(number=1).update(name="Phát triển nguồn nhân lực", is_sample=True)
        return Breakthrough.objects.get(number=1)

    def test_an_unknown_name_says_so(self):
        make_parts()
        self.assertEqual(Breakthrough.objects.first().shown_name, "Chưa nhập tên")

    def test_a_sample_name_is_marked_until_a_person_enters_the_official_one(self):
        part = self.sample()
        self.assertEqual(str(part), "Phát triển nguồn nhân lực (mẫu)")
        part.body = "Nội dung"
        part.save()
        self.assertTrue(part.is_sample)
        part.name = "Phát triển nguồn nhân lực, nhất là nguồn nhân lực chất lượng cao"
        part.save()
        part.refresh_from_db()
        self.assertFalse(part.is_sample)

    def test_saving_the_name_alone_clears_the_mark_too(self):
        part = self.sample()
        part.name = "Cải cách hành chính"
        part.save(update_fields=["name"])
        part.refresh_from_db()
        self.assertFalse(part.is_sample)

    def test_a_number_stands_once_in_a_congress_and_starts_at_one(self):
        make_parts()
        self.assert_refused(Breakthrough(congress=make_congress(), number=1), "đã có mục mang số thứ tự")
        self.assert_refused(Breakthrough(congress=make_congress(), number=0), "Số thứ tự bắt đầu từ 1.")
        self.assertEqual(self.refusals(Breakthrough(congress=make_congress("xvi"), number=1)), {})


class TargetRulesTest(Refusals, TestCase):
    def assert_target(self, sentence, **facts):
        """The same target without these facts is fine, so the sentence is about them."""
        target = make_target(**facts.pop("base", {}))
        self.assertEqual(self.refusals(target), {})
        for name, value in facts.items():
            setattr(target, name, value)
        self.assert_refused(target, sentence)

    def test_each_kind_asks_for_its_own_facts(self):
        between = {"comparator": Comparator.BETWEEN, "value": None, "low": Decimal(4), "high": Decimal(5)}
        milestone = {"kind": Kind.MILESTONE, "due_on": dt.date(2022, 12, 31)}
        maintain = {"kind": Kind.MAINTAIN, "maintain_rule": "every_year"}
        for sentence, facts in (
            ("Hãy nhập mức chỉ tiêu.", {"value": None}),
            ("chỉ dùng với phép so sánh «trong khoảng»", {"low": Decimal(1)}),
            ("cần cả cận dưới và cận trên", {"base": between, "high": None}),
            ("Cận dưới không thể lớn hơn cận trên.", {"base": between, "low": Decimal(6)}),
            ("Hãy chọn chỉ số được đo.", {"indicator": None}),
            ("Chỉ tiêu loại mốc cần hạn hoàn thành.", {"base": milestone, "due_on": None}),
            ("Hãy chọn cách tính duy trì.", {"base": maintain, "maintain_rule": ""}),
            ("không có con số riêng", {"base": {"kind": Kind.COMPOSITE}, "value": Decimal(3)}),
            ("không có chỉ số riêng", {"base": {"kind": Kind.NESTED}, "indicator": make_indicator()}),
            ("Trường này không được để trắng.", {"source": ""}),
        ):
            with self.subTest(sentence=sentence):
                self.assert_target(sentence, **facts)

    def test_years_have_to_be_plausible(self):
        baseline = {"baseline_value": Decimal("44.1"), "baseline_source": "Cục Thống kê", "baseline_year": 2020}
        for sentence, facts in (
            ("Năm đích phải sau năm bắt đầu nhiệm kỳ (2020).", {"target_year": 2020}),
            ("Năm phải trong khoảng từ 1930 đến 2100.", {"target_year": 20255}),
            ("Mức xuất phát cần năm.", {"base": baseline, "baseline_year": None}),
            ("Mức xuất phát cần nguồn.", {"base": baseline, "baseline_source": ""}),
            ("Năm xuất phát phải trước năm đích.", {"base": baseline, "baseline_year": 2025}),
        ):
            with self.subTest(sentence=sentence):
                self.assert_target(sentence, **facts)

    def test_parts_belong_to_a_heading_of_the_same_congress(self):
        heading = make_target(kind=Kind.COMPOSITE, wording="Cơ cấu kinh tế")
        self.assertEqual(self.refusals(make_target(parent=heading)), {})
        self.assert_target("mới có các phần", parent=make_target())
        self.assert_target("không thể lại có nhiều phần", base={"kind": Kind.NESTED}, parent=heading)
        other = make_target(kind=Kind.COMPOSITE, congress=make_congress("xvi"), wording="Cơ cấu kinh tế")
        self.assert_target("cùng một đại hội", parent=other)

    def test_a_heading_is_not_its_own_part(self):
        heading = make_target(kind=Kind.COMPOSITE)
        heading.parent = heading
        self.assert_refused(heading, "không thể là phần của chính nó")
        with self.assertRaises(IntegrityError), transaction.atomic():
            Target.objects.filter(pk=heading.pk).update(parent=heading.pk)

    def test_the_task_group_is_of_the_same_congress(self):
        group = make_parts(make_congress("xvi")).task_groups.first()
        self.assert_target("phải thuộc cùng đại hội", task_group=group)


class FollowingRowsTest(Refusals, TestCase):
    """Plans, revisions, breaks and units."""

    def test_a_year_has_one_plan(self):
        target = make_target()
        plan = AnnualPlan(target=target, year=2024, value=Decimal("55.5"), source="Nghị quyết 252/NQ-HĐND")
        self.assertEqual(self.refusals(plan), {})
        plan.save()
        twin = AnnualPlan(target=target, year=2024, value=Decimal(56), source="Nghị quyết 420/NQ-HĐND")
        self.assert_refused(twin, "đã có kế hoạch cho năm đó")

    def test_a_revision_moves_a_number(self):
        day = dt.date(2023, 12, 7)
        facts = {"target": make_target(), "decided_on": day, "source": "Nghị quyết 252/NQ-HĐND"}
        self.assertEqual(self.refusals(TargetRevision(value=Decimal(58), **facts)), {})
        ranged = facts | {"target": make_target(None, comparator="between", low=Decimal(4), high=Decimal(5))}
        self.assertEqual(self.refusals(TargetRevision(low=Decimal(4), high=Decimal(5), **ranged)), {})
        for wrong in ({}, {"low": Decimal(4)}, {"low": Decimal(5), "high": Decimal(4)}):
            with self.subTest(facts=wrong):
                self.assert_refused(TargetRevision(**wrong, **ranged), "Hãy ghi mức mới")

    def test_a_revision_has_the_shape_of_the_number_that_it_moves(self):
        """Else the page would say that no number was entered."""
        facts = {"decided_on": dt.date(2023, 12, 7), "source": "Nghị quyết 252/NQ-HĐND"}
        single, task = make_target(), make_target(kind="qualitative")
        ranged = make_target(None, comparator="between", low=Decimal(4), high=Decimal(5))
        for target, numbers, words in (
            (single, {"low": Decimal(4), "high": Decimal(5)}, "Chỉ tiêu này là một con số: hãy ghi mức mới"),
            (single, {"value": Decimal(4), "high": Decimal(5)}, "Chỉ tiêu này là một con số: hãy ghi mức mới"),
            (ranged, {"value": Decimal(4)}, "Chỉ tiêu này là một khoảng: hãy ghi cận dưới mới và cận trên mới"),
            (task, {"value": Decimal(4)}, "Chỉ tiêu này không có mức bằng số"),
        ):
            with self.subTest(words=words):
                self.assert_refused(TargetRevision(target=target, **numbers, **facts), words)

    def test_a_series_breaks_once_a_year(self):
        indicator = make_indicator()
        SeriesBreak.objects.create(indicator=indicator, year=2021, reason="Chuẩn nghèo mới")
        self.assert_refused(SeriesBreak(indicator=indicator, year=2021, reason="Khác"), "đã có chỗ ngắt ở năm đó")

    def test_a_unit_ends_after_it_began_and_is_active_until_then(self):
        ended = dt.date(2025, 6, 30)
        unit = ResponsibleUnit(name="Huyện Quỳnh Nhai", valid_to=ended)
        self.assertEqual(self.refusals(unit), {})
        unit.save()
        self.assertIn(unit, ResponsibleUnit.objects.active(ended))
        self.assertNotIn(unit, ResponsibleUnit.objects.active(dt.date(2025, 7, 1)))
        unit.valid_from = dt.date(2025, 7, 1)
        self.assert_refused(unit, "không thể trước ngày bắt đầu hoạt động")


class ObservationTest(Refusals, TestCase):
    def figure(self, **facts):
        defaults = {
            "indicator": self.indicator,
            "year": 2024,
            "value": Decimal("6.3"),
            "vintage": Vintage.ESTIMATE,
            "source": "Báo cáo 229-BC/TU",
            "recorded_at": RECORDED,
        }
        return Observation(**{**defaults, **facts})

    def setUp(self):
        self.indicator = make_indicator()

    def test_the_same_figure_from_the_same_source_is_refused(self):
        first = self.figure()
        self.assertEqual(self.refusals(first), {})
        first.save()
        self.assert_refused(self.figure(value=Decimal("6.4")), "đã được nhập và đang chờ duyệt")
        for other in ({"source": "Niên giám"}, {"vintage": Vintage.OFFICIAL}, {"year": 2023}):
            with self.subTest(other=other):
                self.assertEqual(self.refusals(self.figure(**other)), {})

    def test_a_withdrawn_figure_makes_room_for_the_right_one(self):
        self.figure(withdrawn_at=RECORDED, withdrawn_reason="Nhập nhầm cột").save()
        self.assertEqual(self.refusals(self.figure()), {})

    def test_a_figure_needs_a_source_and_a_plausible_year(self):
        self.assertIn("source", self.refusals(self.figure(source="  ")))
        self.assert_refused(self.figure(year=204), "Năm phải trong khoảng")

    def test_only_a_whole_year_needs_no_name_for_its_period(self):
        self.assertEqual(self.refusals(self.figure(span=Span.PART_YEAR, period_label="9 tháng")), {})
        self.assert_refused(self.figure(span=Span.PART_YEAR), "Hãy ghi tên khoảng thời gian")
        self.assert_refused(self.figure(period_label="9 tháng"), "số cả năm để trống")

    def test_a_period_of_years_ends_with_the_year_of_the_figure(self):
        self.assertEqual(self.refusals(self.figure(span=Span.TERM, period_label="2021-2024")), {})
        for label in ("2021-2025", "2024-2024", "2021 đến 2024", "cả nhiệm kỳ"):
            with self.subTest(label=label):
                self.assert_refused(self.figure(span=Span.TERM, period_label=label), "Giai đoạn ghi hai năm")

    def test_what_names_the_whole_year_or_a_stretch_is_no_part_of_the_year(self):
        for label in ("Cả năm", "2024", "2021-2024", "9 tháng 2023"):
            with self.subTest(label=label):
                self.assert_refused(self.figure(span=Span.PART_YEAR, period_label=label), "không phải một phần của năm")

    def test_the_database_itself_keeps_a_person_from_approving_their_own_figure(self):
        tracker = make_user("tracker")
        with self.assertRaises(IntegrityError), transaction.atomic():
            self.figure(entered_by=tracker, approved_by=tracker, approved_at=RECORDED).save()

    def test_only_approved_figures_count(self):
        waiting = make_observation(self.indicator, 2022, "4,5", approved_at=None)
        approved = make_observation(self.indicator, 2023, "4,6")
        make_observation(self.indicator, 2024, "4,7", withdrawn_at=RECORDED, withdrawn_reason="Sai đơn vị")
        self.assertEqual(list(Observation.objects.approved()), [approved])
        self.assertEqual(list(Observation.objects.waiting()), [waiting])
        self.assertEqual([figure.value for figure in self.indicator.figures()], [Decimal("4.6")])


class DocumentTest(Refusals, TestCase):
    def test_party_numbers_start_again_each_term_and_state_numbers_each_year(self):
        party = {"number": "11-KH/TU", "kind": "kế hoạch", "issuer": "Ban Thường vụ Tỉnh ủy"}
        state = {"number": "78/QĐ-UBND", "kind": "quyết định", "issuer": "Ủy ban nhân dân tỉnh", "issued_year": 2024}
        make_document(**party)
        Document.objects.create(**state)
        for same, sentence in (
            ({**party, "congress": make_congress(), "issued_year": 2023}, "trong nhiệm kỳ"),
            (state, "cùng số trong năm"),
        ):
            with self.subTest(number=same["number"]):
                self.assert_refused(Document(**same), sentence)
        for other in ({**party, "congress": make_congress("xvi"), "issued_year": 2025}, {**state, "issued_year": 2023}):
            with self.subTest(number=other["number"]):
                self.assertEqual(self.refusals(Document(**other)), {})

    def test_a_year_is_enough_and_a_day_brings_its_year(self):
        facts = {"number": "14-NQ/TU", "kind": "nghị quyết", "issuer": "Ban Thường vụ Tỉnh ủy"}
        self.assert_refused(Document(**facts), "ít nhất là năm ban hành")
        self.assertEqual(self.refusals(Document(issued_year=2021, **facts)), {})
        dated = Document(issued_on=dt.date(2021, 8, 31), issued_year=2020, **facts)
        dated.save()
        self.assertEqual(dated.issued_year, 2021)

    def test_it_does_not_take_effect_before_it_was_issued(self):
        document = make_document()
        document.effective_on = dt.date(2022, 6, 5)
        self.assert_refused(document, "không thể trước ngày ban hành")

    def test_readers_see_public_papers_only(self):
        public = make_document()
        internal = make_document(scope=Document.Scope.INTERNAL)
        self.assertEqual(list(Document.objects.public()), [public])
        self.assertIsNone(internal.search_entry())


class GoalTest(TestCase):
    """Rows become what progress.py computes with."""

    def test_a_target_becomes_a_goal_with_its_plans_breaks_and_revisions(self):
        target = make_target(
            Decimal(3),
            kind=Kind.AVERAGE_CHANGE,
            direction="down",
            unit="%",
            baseline_value=Decimal("21.66"),
            baseline_year=2021,
        )
        AnnualPlan.objects.create(target=target, year=2024, value=Decimal(12), source="Nghị quyết")
        SeriesBreak.objects.create(indicator=target.indicator, year=2021, reason="Chuẩn nghèo mới")
        day = dt.date(2023, 12, 7)
        TargetRevision.objects.create(target=target, decided_on=day, value=Decimal(4), source="Nghị quyết")
        goal = Target.objects.for_dashboard().get().goal()
        expected = progress.Goal(
            kind=Kind.AVERAGE_CHANGE,
            start_year=2020,
            target_year=2025,
            direction=progress.Direction.DOWN,
            value=Decimal(3),
            baseline_value=Decimal("21.66"),
            baseline_year=2021,
            plans=(progress.Plan(year=2024, value=Decimal(12)),),
            break_years=(2021,),
            revisions=(progress.Revision(decided_on=day, value=Decimal(4)),),
        )
        self.assertEqual(goal, expected)

    def test_a_heading_becomes_a_goal_of_parts(self):
        heading = make_target(kind=Kind.COMPOSITE, wording="Cơ cấu kinh tế")
        part = make_target(Decimal(21), parent=heading, wording="Nông, lâm nghiệp, thủy sản")
        make_observation(part, 2025, "22,5")
        goal = Target.objects.for_dashboard().get(pk=heading.pk).goal()
        self.assertTrue(goal.parts_are_shares)
        self.assertEqual([(one.name, one.goal.value) for one in goal.parts], [(part.wording, Decimal(21))])
        self.assertEqual([figure.value for figure in goal.parts[0].figures], [Decimal("22.5")])

    def test_an_observation_becomes_a_figure(self):
        found = make_observation(make_target(), 2025, "5,12", span=Span.TERM, period_label="2021-2025")
        figure = progress.Figure(
            year=2025,
            value=Decimal("5.12"),
            span=Span.TERM,
            since=2021,
            period_label="2021-2025",
            order=found.pk,
            ref=found.pk,
        )
        self.assertEqual(found.figure(), figure)

    def test_every_kind_can_be_assessed(self):
        for kind in Target.Kind.values:
            with self.subTest(kind=kind):
                extra = {"due_on": dt.date(2022, 12, 31)} if kind == Kind.MILESTONE else {}
                target = make_target(kind=kind, **extra)
                if target.is_heading:
                    make_observation(make_target(parent=target), 2025)
                elif target.indicator:
                    make_observation(target, 2025)
                row = Target.objects.for_dashboard().get(pk=target.pk)
                answer = progress.assess(row.goal(), row.figures(), as_of=dt.date(2026, 11, 1), term_over=True)
                self.assertIsInstance(answer, progress.Progress)

    def fill(self, count):
        heading = make_target(kind=Kind.COMPOSITE)
        for _ in range(count):
            make_observation(make_target(), 2024)
            part = make_target(parent=heading)
            make_observation(part, 2024)
            AnnualPlan.objects.create(target=part, year=2024, value=Decimal(12), source="Nghị quyết")

    def read_all(self):
        return [(row.goal(), row.figures()) for row in Target.objects.for_dashboard()]

    def test_the_dashboard_reads_3_targets_and_30_with_as_many_queries(self):
        self.fill(3)
        with CaptureQueriesContext(connection) as first:
            self.read_all()
        self.fill(30)
        with self.assertNumQueries(len(first)):
            self.assertEqual(len(self.read_all()), 68)

    def test_the_database_itself_asks_for_a_source(self):
        with self.assertRaises(IntegrityError), transaction.atomic():
            make_target(source="")

    def test_headings_are_not_counted(self):
        heading = make_target(kind=Kind.COMPOSITE)
        part = make_target(parent=heading)
        alone = make_target()
        self.assertCountEqual(Target.objects.counted(), [part, alone])
        self.assertCountEqual(Target.objects.top_level(), [heading, alone])

    def test_the_resolved_number_is_said_as_it_was_resolved(self):
        between = {"comparator": Comparator.BETWEEN, "low": Decimal(4), "high": Decimal(5), "value": None}
        for text, facts in (
            ("ít nhất 7,5%/năm", {"value": Decimal("7.5"), "unit": "%/năm"}),
            ("trên 200\u00a0triệu USD", {"value": Decimal(200), "comparator": Comparator.ABOVE, "unit": "triệu USD"}),
            ("không quá 58,9%", {"value": Decimal("58.9"), "comparator": Comparator.AT_MOST}),
            ("khoảng 120.000\u00a0tỷ đồng", {"value": Decimal(120000), "is_approximate": True, "unit": "tỷ đồng"}),
            ("từ 4 đến 5%", between),
            ("", {"kind": Kind.QUALITATIVE}),
        ):
            with self.subTest(text=text):
                self.assertEqual(make_target(**facts).resolved_number, text)


class SearchEntryTest(TestCase):
    def test_a_target_is_filed_under_the_day_the_resolution_was_adopted_or_the_congress_closed(self):
        target = make_target(Decimal(60), wording="GRDP bình quân đầu người", unit="triệu đồng")
        entry = target.search_entry()
        self.assertEqual(entry.kind, "chi-tieu")
        self.assertEqual(entry.at, vietnamese.day_start(dt.date(2020, 9, 24)))
        self.assertEqual(entry.summary, "Chỉ tiêu Đại hội XV, kinh tế. Đến năm 2025: ít nhất 60\u00a0triệu đồng.")
        resolution = target.congress.resolution
        resolution.adopted_on = dt.date(2020, 9, 25)
        resolution.save()
        entry = Target.objects.get(pk=target.pk).search_entry()
        self.assertEqual(entry.at, vietnamese.day_start(dt.date(2020, 9, 25)))

    def test_a_paper_of_an_unknown_day_says_that_only_its_year_is_known(self):
        document = make_document(issued_year=2021, number="14-NQ/TU", abstract="")
        entry = document.search_entry()
        self.assertEqual(entry.at, vietnamese.day_start(dt.date(2021, 1, 1)))
        self.assertEqual(entry.date_label, "Năm 2021, chưa rõ ngày")
        self.assertEqual(entry.title, "Nghị quyết 14-NQ/TU")

    def test_a_congress_of_an_unknown_day_is_filed_under_the_year_it_began(self):
        congress = make_congress("x", ordinal=10, start_year=2000, end_year=2005)
        self.assertEqual(congress.search_entry().date_label, "Năm 2000, chưa rõ ngày")

    def test_a_part_without_a_name_is_not_looked_for(self):
        make_parts(names=["Phát triển nguồn nhân lực"])
        entries = list(Breakthrough.objects.search_entries())
        self.assertEqual([entry.title for entry in entries], ["Phát triển nguồn nhân lực"])
        self.assertEqual(entries[0].summary, "Khâu đột phá 1, Đại hội XV")

    def test_every_kind_offers_its_entries_by_date(self):
        make_target(congress=make_congress("xvi"))
        make_target()
        make_parts(names=["Phát triển nguồn nhân lực"])
        make_document()
        make_group("Môi trường")
        for code in ("dai-hoi", "chi-tieu", "khau-dot-pha", "nhom-nhiem-vu", "van-ban"):
            with self.subTest(kind=code):
                entries = list(kinds.get(code).entries())
                self.assertEqual(entries, sorted(entries, key=lambda entry: entry.at))
                self.assertEqual({entry.kind for entry in entries}, {code} if entries else set())
        self.assertEqual(len(list(kinds.get("chi-tieu").entries())), 2)


class DirectionTest(TestCase):
    def test_down_with_at_least_is_refused_by_the_form_and_by_the_database(self):
        target = make_target(comparator="at_least")
        Indicator.objects.filter(pk=target.indicator_id).update(direction="down")
        target = Target.objects.get(pk=target.pk)
        with self.assertRaisesMessage(ValidationError, "không hợp với hướng"):
            target.full_clean()
        with self.assertRaises(IntegrityError), transaction.atomic():
            target.save()

    def test_an_indicator_cannot_turn_against_its_targets(self):
        target = make_target(comparator="at_least")
        target.indicator.direction = "down"
        with self.assertRaisesMessage(ValidationError, "không hợp với hướng này"):
            target.indicator.full_clean()
        with self.assertRaises(IntegrityError), transaction.atomic():
            target.indicator.save()

    def test_a_mean_change_is_a_size_so_a_falling_series_may_have_at_least(self):
        indicator = make_indicator(direction="down")
        target = make_target(kind=Kind.AVERAGE_CHANGE, indicator=indicator, comparator="at_least")
        target.full_clean()
        self.assertEqual(target.direction, "down")
