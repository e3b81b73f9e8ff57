"""The facts of congresses XV and XVI, and what happens to files that are wrong and rows that people changed."""

import io
import re
import tempfile
import unicodedata
from decimal import Decimal
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from resolutions import loading, services
from resolutions.models import (
    AnnualPlan,
    Breakthrough,
    Congress,
    Document,
    Indicator,
    LoadedRow,
    Observation,
    SeriesBreak,
    Target,
    TargetGroup,
    TaskGroup,
)
from resolutions.progress import Comparator, Kind, Span, Vintage
from search.models import SearchEntry
from tests.factories import local, make_user
from tests.factories_resolutions import make_target
from tests.resolutions.bad_facts import FAULTS, TARGET

REAL = Path(settings.BASE_DIR) / "resolutions" / "data" / "congress-xv.yaml"
MONDAY = local(2026, 1, 5, 9, 0)
TUESDAY = local(2026, 1, 6, 9, 0)

# One of each thing; every line is named in the tests by its text.
SMALL = """\
schema_version: 1
congress_xv:
  key: xv
  name: Đại hội đại biểu Đảng bộ tỉnh Sơn La lần thứ XV
  term: {start_year: 2020, end_year: 2025}
  sessions:
    - {name: Khai mạc, date: 2020-09-23, source: "https://sonla.dcs.vn/khai-mac"}
    - {name: Bế mạc, date: 2020-09-24, source: "https://sonla.dcs.vn/be-mac"}
  theme: {value: Xây dựng tỉnh Sơn La phát triển xanh, source: Xã luận 25/09/2020}
  resolution: {number: null, date: null}
breakthroughs_xv:
  count: {value: 3, source: Xã luận 25/09/2020}
  items:
    - {key: bt1, order: 1, name: null}
targets_xv:
  groups:
    - {key: economic, name: Kinh tế}
  items:
    - key: grdp_per_capita
      name: GRDP bình quân đầu người
      unit: triệu đồng
      group: economic
      direction: higher_better
      kind: end_of_term
      baseline: {year: 2020, value: 44.1, status: estimate, source: "https://mattran.sonla.gov.vn/929"}
      target: {year: 2025, value: 60, operator: "=", source: "https://baosonla.vn/dai-hoi"}
      actuals:
        - {year: 2021, value: 45.2, status: estimate, source: "https://baosonla.vn/2021", as_of: "2021-12-31"}
        - {year: 2022, value: 48.9, status: actual, source: "https://cucthongke.sonla.gov.vn/2022"}
      plans:
        - {year: 2024, value: 55.5, source: Nghị quyết 252/NQ-HĐND}
party_documents:
  - {number: 22-NQ/TU, date: 2022-06-06, issuer: BTV, title: Xây dựng nông thôn mới, implements: xv, source: "https://bandantoc.sonla.gov.vn/22"}
"""


def load(text=SMALL, at=MONDAY, **options):
    return loading.load(text.encode(), at=at, **options)


def swap(old, new, text=SMALL):
    """The small file with one thing changed; the old text has to be there."""
    assert text.count(old) >= 1, old
    return text.replace(old, new, 1)


def line_of(piece, text=SMALL):
    return text[: text.index(piece)].count("\n") + 1


def stored_rows():
    models = apps.get_app_config("resolutions").get_models()
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


class RealFactsTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.report = loading.load(REAL.read_bytes(), at=MONDAY)
        cls.xv = Congress.objects.get(code="xv")

    def test_there_are_25_targets_and_45_measured_values(self):
        """A target is a row with a number of its own: the two headings, whose numbers lie in their parts, add none.

        A measured value is an observation of the indicator of one of them: 33 in `actuals`, 3 `final`, 3 `partials`
        and 6 of the poverty level series. Baselines, plans and indicators without a target are not among them.
        """
        self.assertEqual(Target.objects.filter(congress=self.xv).counted().count(), 25)
        self.assertCountEqual(
            Target.objects.headings().values_list("code", flat=True), ["co-cau-kinh-te", "lao-dong-qua-dao-tao"]
        )
        about_targets = Observation.objects.filter(indicator__targets__in=Target.objects.counted()).distinct()
        self.assertEqual(about_targets.count(), 45)
        spans = [about_targets.filter(span=span).count() for span in (Span.YEAR, Span.PART_YEAR, Span.TERM)]
        self.assertEqual(spans, [34, 8, 3])
        self.assertEqual(about_targets.filter(indicator__code="giam-ngheo", span=Span.YEAR).count(), 6)
        self.assertEqual(Observation.objects.count() - about_targets.count(), 10)

    def test_everything_of_the_file_is_there(self):
        counts = {
            model.__name__: model.objects.count()
            for model in (Congress, Breakthrough, TaskGroup, TargetGroup, AnnualPlan, SeriesBreak, Document, Indicator)
        }
        expected = {
            "Congress": 2,
            "Breakthrough": 6,
            "TaskGroup": 15,
            "TargetGroup": 5,
            "AnnualPlan": 20,
            "SeriesBreak": 1,
            "Document": 31,
            "Indicator": 31,
        }
        self.assertEqual(counts, expected)
        self.assertTrue(self.report.lines())

    def test_unknown_names_stay_unknown(self):
        for rows, count in ((self.xv.breakthroughs, 3), (self.xv.task_groups, 9)):
            with self.subTest(rows=rows.model.__name__):
                self.assertEqual([row.name for row in rows.all()], [""] * count)
                self.assertEqual(rows.first().shown_name, "Chưa nhập tên")
        self.assertEqual((self.xv.resolution.number, self.xv.resolution.adopted_on), ("", None))

    def test_the_head_facts_say_where_they_are_from(self):
        self.assertEqual((self.xv.official_target_count, self.xv.official_met_count), (24, 18))
        self.assertEqual(self.xv.state, Congress.State.CONCLUDED)
        told = dict(self.xv.named_sources())
        self.assertEqual(told["Số khâu đột phá"]["source"], "Xã luận 25/09/2020")
        self.assertIn("du lịch", told["Một nội dung trong các nhóm nhiệm vụ"]["note"])
        self.assertTrue(told["Chủ đề"]["from_press"])

    def test_the_next_congress_is_in_term_with_names_that_say_they_are_translations(self):
        xvi = Congress.objects.get(code="xvi")
        self.assertEqual((xvi.state, xvi.targets.count(), xvi.task_group_count), (Congress.State.IN_TERM, 0, None))
        first, _, third = xvi.breakthroughs.all()
        self.assertIn("không phải câu chữ chính thức", first.note)
        self.assertTrue(first.from_press)
        self.assertEqual(third.name, "")
        self.assertIn("không phải câu chữ chính thức", xvi.task_groups.first().note)

    def test_averages_levels_totals_and_counts_keep_their_meaning(self):
        expected = {
            "tang-truong-grdp": (Kind.AVERAGE_RATE, Comparator.AT_LEAST, "ít nhất 7,5%/năm"),
            "von-dau-tu-xa-hoi": (Kind.TOTAL, Comparator.AT_LEAST, "khoảng 120.000\u00a0tỷ đồng"),
            "gia-tri-xuat-khau": (Kind.LEVEL, Comparator.ABOVE, "trên 200\u00a0triệu USD"),
            "that-nghiep-thanh-thi": (Kind.LEVEL, Comparator.AT_MOST, "không quá 3,65%"),
            "xa-nong-thon-moi": (Kind.COUNT, Comparator.AT_LEAST, "ít nhất 83\u00a0xã"),
            "giam-ngheo-huyen-ngheo": (
                Kind.AVERAGE_CHANGE,
                Comparator.BETWEEN,
                "từ 4 đến 5\u00a0điểm phần trăm/năm",
            ),
        }
        for code, facts in expected.items():
            with self.subTest(target=code):
                target = self.xv.targets.get(code=code)
                self.assertEqual((target.kind, target.comparator, target.resolved_number), facts)

    def test_whatever_no_official_body_published_carries_the_mark_of_the_press(self):
        figures = [
            (row.source, row.from_press) for model in (Observation, AnnualPlan, Target) for row in model.objects.all()
        ]
        based = Target.objects.exclude(baseline_source="")
        figures += [(row.baseline_source, row.baseline_from_press) for row in based]
        hosts = {}
        for source, from_press in figures:
            host = source.split("/")[2] if source.startswith("http") else ""
            hosts.setdefault(host, set()).add(from_press)
        for host, marks in hosts.items():
            with self.subTest(host=host):
                self.assertEqual(marks, {not host.endswith((".gov.vn", ".dcs.vn"))})
        self.assertEqual(hosts["thongtindoingoai.sonla.gov.vn"], {False})
        self.assertEqual(hosts["chaytudong.com"], {True})

    def test_every_public_code_is_vietnamese(self):
        english = {"avg", "growth", "per", "capita", "structure", "labour", "social", "value", "share", "rate", "poor"}
        for model in (Target, Indicator):
            for code in model.objects.values_list("code", flat=True):
                with self.subTest(code=code):
                    self.assertRegex(code, r"^[a-z0-9]+(-[a-z0-9]+)*$")
                    self.assertFalse(english & set(code.split("-")))
        codes = dict(LoadedRow.objects.filter(model="target").values_list("key", "facts__code"))
        self.assertEqual(codes["xv/grdp-growth-avg"], "tang-truong-grdp")
        self.assertFalse([key for key, code in codes.items() if key == f"xv/{code}"], "mỗi chỉ tiêu có mã riêng")

    def test_the_yearly_fall_of_poverty_is_measured_as_the_level_that_falls(self):
        target = self.xv.targets.get(code="giam-ngheo")
        self.assertEqual((target.indicator.name, target.indicator.unit), ("Tỷ lệ hộ nghèo toàn tỉnh", "%"))
        self.assertEqual((target.indicator.direction, target.shown_unit), ("down", "điểm phần trăm/năm"))
        cut = target.indicator.breaks.get()
        self.assertEqual((cut.year, cut.reason), (2021, "Đổi sang chuẩn 2021 - 2025"))
        mean = target.indicator.observations.get(span=Span.TERM)
        self.assertEqual((mean.value, mean.period_label, mean.year), (Decimal("3.44"), "2022-2025", 2025))

    def test_parts_stand_under_their_heading(self):
        structure = self.xv.targets.get(code="co-cau-kinh-te")
        self.assertEqual(structure.kind, Kind.COMPOSITE)
        self.assertEqual(sum(part.value for part in structure.parts.all()), 100)
        training = self.xv.targets.get(code="lao-dong-qua-dao-tao")
        self.assertEqual([part.value for part in training.parts.all()], [65, 30])
        self.assertIsNone(self.xv.targets.get(code="gia-tri-xuat-khau").parent)

    def test_everything_is_from_the_press_but_what_an_official_body_publishes(self):
        official = Observation.objects.filter(from_press=False).values_list("source", flat=True)
        self.assertTrue(official)
        for source in official:
            self.assertRegex(source, r"^https://[a-z.]*(gov|dcs)\.vn/")
        self.assertFalse(Observation.objects.filter(from_press=True, vintage=Vintage.OFFICIAL).exists())

    def test_loaded_figures_count_from_the_moment_of_loading_by_no_one(self):
        self.assertEqual(Observation.objects.approved().count(), 55)
        found = Observation.objects.first()
        self.assertEqual((found.entered_by, found.approved_by, found.approved_at), (None, None, MONDAY))

    def test_papers_are_public_without_a_file_and_numbered_by_term(self):
        self.assertEqual(Document.objects.public().count(), 31)
        self.assertEqual(Document.objects.get(number="11-KH/TU").congress.code, "xvi")
        plan = Document.objects.get(number="282-KH/TU")
        self.assertEqual((plan.congress.code, plan.implements.code, plan.abstract), ("xv", "xvi", ""))
        undated = Document.objects.get(number="14-NQ/TU")
        self.assertEqual((undated.issued_on, undated.date_label), (None, "Năm 2021, chưa rõ ngày"))
        state = Document.objects.get(number="238/NQ-HĐND")
        self.assertEqual((state.kind, state.issuer), ("nghị quyết", "Hội đồng nhân dân tỉnh"))
        self.assertIsNone(state.congress)

    def test_what_readers_can_find_is_in_the_index(self):
        found = SearchEntry.objects.values_list("kind", flat=True)
        kinds = {kind: list(found).count(kind) for kind in set(found)}
        self.assertEqual(kinds, {"dai-hoi": 2, "khau-dot-pha": 2, "nhom-nhiem-vu": 6, "chi-tieu": 27, "van-ban": 31})

    def test_nothing_internal_and_no_english_note_came_along(self):
        text = REAL.read_text("utf-8")
        self.assertNotIn("seed", text)
        self.assertNotIn(".txt", text)
        notes = [
            note
            for model in (Target, Observation, AnnualPlan, Document, Indicator, Breakthrough, TaskGroup)
            for note in model.objects.exclude(note="").values_list("note", flat=True)
        ]
        notes += [told.get("note", "") for congress in Congress.objects.all() for told in congress.sources.values()]
        english = re.compile(r"\b(the|of|is|not|only|printed|page|which|source)\b")
        self.assertEqual([note for note in notes if english.search(note)], [])

    def test_loading_again_writes_nothing(self):
        before = stored_rows()
        with CaptureQueriesContext(connection) as queries:
            report = loading.load(REAL.read_bytes(), at=TUESDAY)
        self.assertTrue(report.is_unchanged)
        self.assertEqual(report.kept, [])
        writes = [query["sql"] for query in queries if re.match(r"(INSERT|UPDATE|DELETE)", query["sql"])]
        self.assertEqual(writes, [])
        self.assertEqual(stored_rows(), before)


class BadFileCase(TestCase):
    """Every fault is named with its line and key, and nothing of the file is kept."""

    def assert_bad(self, text, *expected):
        content = text if isinstance(text, bytes) else text.encode()
        before = stored_rows()
        with self.assertRaises(loading.BadFileError) as caught:
            loading.load(content, at=MONDAY)
        self.assertEqual([str(problem) for problem in caught.exception.problems], list(expected))
        self.assertEqual(stored_rows(), before)
        self.assertFalse(SearchEntry.objects.exists())

    def assert_one(self, old, new, key, sentence, *, at=None):
        """The small file, which loads, with one thing wrong."""
        text = swap(old, new)
        line = line_of(at or new, text)
        self.assert_bad(text, f"Dòng {line}, {key}: {sentence}" if key else f"Dòng {line}: {sentence}")


class BadFileTest(BadFileCase):
    def test_the_small_file_itself_is_good(self):
        self.assertFalse(load().is_unchanged)

    def test_files_that_are_no_facts_file(self):
        for content, expected in (
            (b"", "Dòng 1: Tệp không có nội dung."),
            (b"- a\n- b\n", "Dòng 1: Tệp phải bắt đầu bằng các khóa «khóa: giá trị»."),
            (b"a: 1\nb: [1, 2\nc: 3\n", "Dòng 3: Sai cú pháp YAML (cột 2)."),
            (b"a: 1\n--- \nb: 2\n", "Dòng 2: Sai cú pháp YAML (cột 1)."),
            (b"a: 1\nb: \xff\xfe\n", "Dòng 2: Tệp không phải chữ Unicode (UTF-8)."),
            (b"a: 1\nb: \x00\n", "Dòng 2: Tệp có ký tự không được phép."),
            (b"a: &x [1]\nb: [*x, *x]\n", "Dòng 1: Tệp không được dùng neo (&, *) của YAML."),
            (b"a: " + b"[" * 3000 + b"]" * 3000, "Dòng 1: Tệp lồng quá nhiều tầng."),
            (b"# " + b"x" * 5_000_001, "Dòng 1: Tệp lớn hơn 5 MB."),
        ):
            with self.subTest(content=content[:20]):
                self.assert_bad(content, expected)

    def test_the_version_has_to_be_ours(self):
        self.assert_one("schema_version: 1", "schema_version: 2", "schema_version", "phải từ 1 đến 1, đang là 2.")
        self.assert_bad(swap("schema_version: 1\n", ""), "Dòng 1, schema_version: thiếu khóa này.")


class FaultTableTest(BadFileCase):
    def test_each_fault_has_its_sentence(self):
        for fault in FAULTS:
            with self.subTest(new=fault.new):
                self.assert_one(fault.old, fault.new, fault.key, fault.sentence, at=fault.at)

    def test_a_missing_source_is_named_where_it_is_missing(self):
        self.assert_one(
            ', source: "https://baosonla.vn/2021"',
            "",
            f"{TARGET}.actuals[2021].source",
            "thiếu khóa này.",
            at="- {year: 2021",
        )
        self.assert_one(
            ', source: "https://baosonla.vn/dai-hoi"',
            "",
            f"{TARGET}.target.source",
            "chỉ tiêu phải có nguồn.",
            at="target: {",
        )

    def test_an_unknown_key_and_the_one_it_should_have_been(self):
        text = swap("unit: triệu", "units: triệu")
        self.assert_bad(
            text,
            f"Dòng {line_of('- key: grdp', text)}, {TARGET}.unit: thiếu khóa này.",
            f"Dòng {line_of('units:', text)}, {TARGET}.units: khóa lạ, chương trình không biết.",
        )

    def test_a_repeated_key(self):
        self.assert_one(
            "unit: triệu đồng\n",
            "unit: triệu đồng\n      unit: tỷ đồng\n",
            f"{TARGET}.unit",
            "khóa bị lặp.",
            at="unit: tỷ đồng",
        )

    def test_a_range_without_its_ends(self):
        text = swap('value: 60, operator: "="', "operator: range")
        line = line_of("operator: range", text)
        self.assert_bad(
            text,
            f"Dòng {line}, {TARGET}.target.value_max: chỉ tiêu thiếu con số này.",
            f"Dòng {line}, {TARGET}.target.value_min: chỉ tiêu thiếu con số này.",
        )

    def test_the_same_row_twice(self):
        plan = "        - {year: 2024, value: 55.5, source: Nghị quyết 252/NQ-HĐND}\n"
        text = swap(plan, plan + plan.replace("55.5", "56"))
        line = line_of("value: 56,", text)
        self.assert_bad(text, f"Dòng {line}, {TARGET}.plans[2024]: trùng với dòng {line - 1}.")

    def test_two_things_under_one_code(self):
        second = "    - {key: grdp_growth, code: grdp-per-capita, name: Tăng trưởng, unit: tỷ đồng, group: economic, "
        second += 'direction: higher_better, kind: end_of_term, target: {year: 2025, value: 8, operator: "="}}\n'
        text = swap("  items:\n    - key: grdp", f"  items:\n{second}    - key: grdp")
        line = line_of("- key: grdp_per_capita", text)
        first = line_of("- {key: grdp_growth", text)
        with self.assertRaises(loading.BadFileError) as caught:
            load(text)
        self.assertIn(f"Dòng {line}, {TARGET}.key: mã «grdp-per-capita» trùng với dòng {first}.", str(caught.exception))

    def test_targets_of_a_congress_that_is_not_there(self):
        text = swap("targets_xv:", "targets_xvi:")
        self.assert_bad(text, f"Dòng {line_of('targets_xvi', text) + 1}, targets_xvi: tệp không có khối congress_xvi.")

    def test_rows_that_the_models_refuse_are_named_too(self):
        self.assert_one(
            "end_year: 2025",
            "end_year: 2019",
            "congress_xv",
            "Năm kết thúc nhiệm kỳ phải sau năm bắt đầu.",
            at="key: xv",
        )
        self.assert_one(
            "{year: 2020, value: 44.1",
            "{year: 2025, value: 44.1",
            TARGET,
            "năm xuất phát: Năm xuất phát phải trước năm đích.",
            at="- key: grdp",
        )

    def test_one_run_names_every_fault_in_the_order_of_lines(self):
        text = swap("value: 45.2", "value: nhiều", swap("date: 2022-06-06", "date: 2022-02-30"))
        text = swap("start_year: 2020", "start_year: 20", text)
        with self.assertRaises(loading.BadFileError) as caught:
            load(text)
        lines = [problem.line for problem in caught.exception.problems]
        self.assertEqual(lines, [line_of(piece, text) for piece in ("start_year", "value: nhiều", "2022-02-30")])

    def test_a_bad_file_leaves_what_was_loaded_before(self):
        load()
        before = stored_rows()
        with self.assertRaises(loading.BadFileError):
            load(swap("value: 60", "value: 61", swap("end_year: 2025", "end_year: 2019")))
        self.assertEqual(stored_rows(), before)


class LoadingAgainTest(TestCase):
    """The file against what was loaded and what people changed."""

    def setUp(self):
        load()
        self.target = Target.objects.get(code="grdp-per-capita")

    def test_news_of_the_file_is_taken(self):
        report = load(swap("value: 60", "value: 61"), at=TUESDAY)
        self.target.refresh_from_db()
        self.assertEqual(self.target.value, 61)
        self.assertEqual((report.total("changed"), report.kept), (1, []))
        self.assertTrue(load(swap("value: 60", "value: 61")).is_unchanged)

    def test_a_correction_by_a_person_stays_and_is_not_even_mentioned_again(self):
        Target.objects.update(wording="Thu nhập bình quân đầu người")
        report = load(at=TUESDAY)
        self.target.refresh_from_db()
        self.assertEqual(self.target.wording, "Thu nhập bình quân đầu người")
        self.assertTrue(report.is_unchanged)
        self.assertEqual(report.kept, [])

    def test_a_code_given_later_renames_the_page_and_keeps_the_row(self):
        coded = swap("- key: grdp_per_capita", "- key: grdp_per_capita\n      code: grdp-binh-quan")
        load(coded, at=TUESDAY)
        self.target.refresh_from_db()
        self.assertEqual((self.target.code, self.target.indicator.code), ("grdp-binh-quan", "grdp-binh-quan"))
        entry = SearchEntry.objects.get(kind="chi-tieu", object_id=self.target.pk)
        self.assertEqual(entry.url, self.target.get_absolute_url())
        self.assertEqual(Target.objects.count(), 1)
        self.assertTrue(load(coded).is_unchanged)

    def test_news_beside_a_correction_is_taken_and_the_correction_stays(self):
        Target.objects.update(wording="Thu nhập bình quân đầu người")
        load(swap("value: 60", "value: 61"), at=TUESDAY)
        self.target.refresh_from_db()
        self.assertEqual((self.target.value, self.target.wording), (61, "Thu nhập bình quân đầu người"))

    def test_where_both_changed_the_person_is_kept_and_the_report_says_so(self):
        Target.objects.update(value=62)
        report = load(swap("value: 60", "value: 61"), at=TUESDAY)
        self.target.refresh_from_db()
        self.assertEqual(self.target.value, 62)
        self.assertEqual(
            report.kept,
            ["targets_xv.items[grdp_per_capita], mức chỉ tiêu: tệp khác với số đang có; giữ bản đang có."],
        )

    def test_the_value_of_a_loaded_figure_is_never_rewritten(self):
        report = load(swap("value: 45.2", "value: 45.3"), at=TUESDAY)
        self.assertEqual(Observation.objects.get(year=2021).value, Decimal("45.2"))
        self.assertEqual(len(report.kept), 1)

    def test_a_withdrawn_figure_does_not_come_back(self):
        approver = make_user("tracker_approver")
        found = Observation.objects.get(year=2021)
        services.withdraw_observation(found, by=approver, at=TUESDAY, reason="Báo đã đính chính")
        self.assertTrue(load(at=TUESDAY).is_unchanged)
        self.assertFalse(Observation.objects.approved().filter(year=2021).exists())

    def test_what_a_person_deleted_stays_deleted_unless_asked_for(self):
        AnnualPlan.objects.all().delete()
        report = load(at=TUESDAY)
        self.assertEqual(
            report.kept, ["targets_xv.items[grdp_per_capita].plans[2024]: dòng này đã bị xóa, không nạp lại."]
        )
        self.assertFalse(AnnualPlan.objects.exists())
        load(at=TUESDAY, restore=True)
        self.assertTrue(AnnualPlan.objects.exists())
        self.assertTrue(load(at=TUESDAY).is_unchanged)

    def test_rows_below_a_deleted_one_are_left_out_without_harm(self):
        services.delete(self.target, at=TUESDAY)
        report = load(at=TUESDAY)
        self.assertTrue(report.is_unchanged)
        self.assertFalse(AnnualPlan.objects.exists())

    def test_a_sample_name_gives_way_to_the_official_one(self):
        Breakthrough.objects.filter(number=1).update(name="Nguồn nhân lực", is_sample=True)
        self.assertTrue(load(at=TUESDAY).is_unchanged)
        self.assertTrue(Breakthrough.objects.get(number=1).is_sample)
        load(swap("order: 1, name: null", "order: 1, name: Phát triển nguồn nhân lực"), at=TUESDAY)
        part = Breakthrough.objects.get(number=1)
        self.assertEqual((part.name, part.is_sample), ("Phát triển nguồn nhân lực", False))

    def test_a_name_that_a_person_entered_stays(self):
        Breakthrough.objects.filter(number=1).update(name="Đột phá về nguồn nhân lực")
        load(swap("order: 1, name: null", "order: 1, name: Phát triển nguồn nhân lực"), at=TUESDAY)
        self.assertEqual(Breakthrough.objects.get(number=1).name, "Đột phá về nguồn nhân lực")

    def test_more_rows_in_the_file_are_added(self):
        report = load(swap("value: 3, source", "value: 4, source"), at=TUESDAY)
        self.assertEqual(Breakthrough.objects.count(), 4)
        self.assertEqual(report.total("created"), 1)


class MeetingRowsTest(TestCase):
    def test_rows_that_a_person_entered_first_are_kept_and_named(self):
        own = make_target(Decimal(58), code="grdp-per-capita", wording="GRDP bình quân đầu người")
        report = load()
        own.refresh_from_db()
        self.assertEqual(own.value, 58)
        self.assertIn("mức chỉ tiêu: tệp khác với số đang có; giữ bản đang có.", " ".join(report.kept))
        self.assertEqual(Target.objects.count(), 1)
        self.assertTrue(load(at=TUESDAY).is_unchanged)

    def test_text_of_the_file_is_kept_composed(self):
        name = "Đại hội đại biểu"
        load(swap("name: Đại hội đại biểu Đảng bộ", f"name: {unicodedata.normalize('NFD', name)} Đảng bộ"))
        self.assertTrue(Congress.objects.get().name.startswith(name))

    def test_a_file_may_say_itself_that_a_source_is_not_the_press(self):
        load(swap("source: Nghị quyết 252/NQ-HĐND", "source: Nghị quyết 252/NQ-HĐND, from_press: false"))
        self.assertFalse(AnnualPlan.objects.get().from_press)

    def test_a_figure_is_as_final_as_its_source_says_whoever_published_it(self):
        load()
        vintages = dict(Observation.objects.values_list("year", "vintage"))
        self.assertEqual(vintages, {2021: Vintage.ESTIMATE, 2022: Vintage.UNKNOWN})
        LoadedRow.objects.all().delete()
        Observation.objects.all().delete()
        load(swap("status: actual", "status: official"))
        self.assertEqual(Observation.objects.get(year=2022).vintage, Vintage.OFFICIAL)

    def test_what_is_new_in_a_later_version_of_the_site_is_filled_by_loading_again(self):
        load()
        Indicator.objects.update(is_stock=False)
        for row in LoadedRow.objects.filter(model="indicator"):
            row.facts.pop("is_stock")
            row.save()
        load(swap("direction: higher_better", "direction: higher_better\n      stock: true"))
        self.assertTrue(Indicator.objects.filter(is_stock=True).exists())


class CommandTest(TestCase):
    def run_command(self, *arguments):
        out = io.StringIO()
        call_command("load_congress", *arguments, stdout=out)
        return out.getvalue()

    def file(self, text=SMALL):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = Path(folder.name) / "dai-hoi.yaml"
        path.write_text(text, "utf-8")
        return str(path)

    def test_it_tells_what_it_made_and_the_second_time_that_nothing_changed(self):
        path = self.file()
        self.assertIn("Số liệu thực hiện: 2 tạo mới, 0 cập nhật, 0 giữ nguyên", self.run_command(path))
        self.assertIn("không có gì thay đổi", self.run_command(path))

    def test_a_dry_run_tells_the_same_and_keeps_nothing(self):
        before = stored_rows()
        told = self.run_command(self.file(), "--dry-run")
        self.assertIn("Số liệu thực hiện: 2 tạo mới", told)
        self.assertIn("Chạy thử: chưa ghi gì.", told)
        self.assertEqual(stored_rows(), before)
        self.assertFalse(SearchEntry.objects.exists())

    def test_a_bad_file_ends_with_its_faults(self):
        path = self.file(swap("value: 60", "value: nhiều"))
        with self.assertRaises(CommandError) as caught:
            self.run_command(path)
        self.assertIn("1 lỗi, chưa ghi gì.", str(caught.exception))
        self.assertIn("targets_xv.items[grdp_per_capita].target.value", str(caught.exception))

    def test_a_file_that_is_not_there_is_named(self):
        with self.assertRaisesMessage(CommandError, "Không đọc được tệp khong-co.yaml."):
            self.run_command("khong-co.yaml")
