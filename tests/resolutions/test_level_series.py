"""Facts files of a mean yearly change: the levels that change, the changes, and where the series breaks."""

from decimal import Decimal

from django.db import transaction

from resolutions.loading import figures
from resolutions.models import SeriesBreak, Target, target_rules
from tests.resolutions.bad_facts import TARGET
from tests.resolutions.test_loading import SMALL, BadFileCase, line_of, load, swap

POVERTY = """\
    - key: poverty
      name: Mức giảm tỷ lệ hộ nghèo bình quân
      unit: điểm phần trăm/năm
      group: economic
      direction: higher_better
      kind: annual_average
      target: {year: 2025, value: 3, operator: "="}
      final: {period: 2021-2025, value: 3.4, status: official, source: Báo cáo chính trị}
      level_series:
        name: Tỷ lệ hộ nghèo
        unit: "%"
        direction: lower_better
        values:
          - {year: 2020, value: 18.6, status: official, standard: chuẩn 2016 - 2020, source: Niên giám}
          - {year: 2021, value: 17.5, status: official, source: Niên giám}
"""
WITH_POVERTY = SMALL.replace("party_documents:", POVERTY + "party_documents:").replace(
    "  groups:", "  source_default: Nghị quyết Đại hội\n  groups:"
)
ACTUAL = "      actuals:\n        - {year: 2022, value: 2.9, status: official, source: Niên giám}\n"


class TwoSeriesTest(BadFileCase):
    """Of a mean change the levels and the changes are two series, and only one of them is the indicator's."""

    place = "targets_xv.items[poverty]"

    def test_levels_and_the_change_of_a_stretch_are_loaded_each_as_what_it_is(self):
        load(WITH_POVERTY)
        target = Target.objects.get(code="poverty")
        self.assertEqual((target.indicator.unit, target.unit), ("%", "điểm phần trăm/năm"))
        spans = target.indicator.observations.order_by("year", "span").values_list("span", "value")
        self.assertEqual([*spans], [("year", Decimal("18.6")), ("year", Decimal("17.5")), ("term", Decimal("3.4"))])

    def test_a_change_of_one_year_is_no_level(self):
        for new in (ACTUAL, ACTUAL.replace("actuals", "partials").replace("year: 2022", "period: 6 tháng, year: 2022")):
            with self.subTest(new.split(":")[0].strip()):
                text = swap("      level_series:\n", f"{new}      level_series:\n", WITH_POVERTY)
                name = new.split(":")[0].strip()
                line = line_of("- {year: 2022, value: 2.9" if name == "actuals" else "- {period: 6 tháng", text)
                self.assert_bad(text, f"Dòng {line}, {self.place}.{name}[2022]: {figures.LEVELS_ONLY}")

    def test_without_the_series_that_changes_only_a_stretch_has_a_change(self):
        start = WITH_POVERTY.index("      level_series:")
        party = SMALL[SMALL.index("party_documents:") :]
        text = f"{WITH_POVERTY[:start]}{ACTUAL}{party}"
        line = line_of("- {year: 2022, value: 2.9", text)
        self.assert_bad(text, f"Dòng {line}, {self.place}.actuals[2022]: {figures.LEVELS_ONLY}")
        load(f"{WITH_POVERTY[:start]}{party}")
        self.assertEqual(Target.objects.get(code="poverty").indicator.observations.get().span, "term")

    def test_nothing_else_has_such_a_series(self):
        text = swap("unit: điểm phần trăm/năm", 'unit: "%/năm"', WITH_POVERTY)
        line = line_of("name: Tỷ lệ hộ nghèo", text)
        self.assert_bad(text, f"Dòng {line}, {self.place}.level_series: {figures.ONLY_OF_A_CHANGE}")

    def test_a_kind_and_a_unit_that_do_not_fit_are_refused_as_in_the_admin(self):
        text = swap("kind: end_of_term", "kind: average_rate")
        told = target_rules.RATE_IN_PERCENT.format(measured="triệu đồng")
        self.assert_bad(text, f"Dòng {line_of('unit: triệu đồng', text)}, {TARGET}.unit: {told}")
        text = swap('unit: "%"', "unit: tỷ đồng", WITH_POVERTY)
        told = target_rules.UNIT_OF_A_CHANGE.format(measured="tỷ đồng", change="tỷ đồng/năm")
        self.assert_bad(text, f"Dòng {line_of('unit: tỷ đồng', text)}, {self.place}.level_series.unit: {told}")

    def test_a_break_is_where_two_standards_are_known_and_differ(self):
        later = "          - {year: 2022, value: 21, status: official, standard: %s, source: Niên giám}\n"
        for standard, years in (("chuẩn 2016 - 2020", []), ("chuẩn 2021 - 2025", [2022]), (None, [])):
            with self.subTest(standard):
                added = later % standard if standard else ""
                text = swap("party_documents:", f"{added}party_documents:", WITH_POVERTY)
                with transaction.atomic():
                    load(text)
                    self.assertEqual([*SeriesBreak.objects.values_list("year", flat=True)], years)
                    transaction.set_rollback(True)
