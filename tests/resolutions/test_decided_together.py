"""What several people do to figures in the same moment: nobody waits for ever, and whoever was slower is told."""

import threading
from contextlib import suppress
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.transaction import atomic

from desk.steps import StepRefused
from resolutions import services, year_sheet
from resolutions.importing import entering
from resolutions.importing.tables import Row, Table
from resolutions.models import Observation
from resolutions.progress import Vintage
from tests.accounts.together import Together
from tests.factories import MORNING, local, make_user
from tests.factories_resolutions import make_congress, make_observation, make_target

MONDAY = local(2025, 1, 6, 9)


# SQLite lets one at a time write, so there nobody waits for what another holds.
@pytest.mark.postgresql_only
class TogetherTests(Together):
    def test_one_of_them_is_told_that_the_other_was_faster(self):
        make_congress("xv")
        by, second, third = make_user("tracker"), make_user("tracker_approver"), make_user("tracker_approver")
        targets = [make_target(code=f"chi-tieu-{number}") for number in range(8)]
        rows = [make_observation(target, 2024, "50", by=by, approved_at=None) for target in targets]

        def all_of_them():
            year_sheet.decide(rows, "approve", by=second, at=MORNING)

        def the_last():
            with self.assertRaises(StepRefused):
                services.take("approve", Observation.objects.get(pk=rows[-1].pk), by=third, at=MORNING)

        self.assertEqual(self.while_one_records(all_of_them, the_last), [None, None])

    def test_one_figure_is_approved_while_others_write_of_the_same_congress(self):
        """Each writes that the tracker and the congress have changed: all in one order, or two wait for each other."""
        make_congress("xv")
        by, second = make_user("tracker"), make_user("tracker_approver")
        targets = [make_target(code=f"chi-tieu-{number}") for number in range(3)]
        open_one = make_observation(targets[1], 2022, "50", by=by, approved_at=None)
        for year, (name, write) in enumerate(
            {
                "entering": lambda: services.record_observation(self.figure(targets[1]), by=by, at=MONDAY),
                "saving a target": lambda: atomic(targets[2].save)(),
                "deleting a figure": lambda: atomic(open_one.delete)(),
            }.items(),
            start=2021,
        ):
            with self.subTest(name):
                waiting = make_observation(targets[0], year, "50", by=by, approved_at=None)

                def approve(waiting=waiting):
                    services.take("approve", waiting, by=second, at=MONDAY)

                self.pausing_after_the_first_topic(approve, write)

    def pausing_after_the_first_topic(self, *functions):
        """Whoever has written one of the topics gives the other the time to write one too."""
        both = threading.Barrier(len(functions))

        def begin(function):
            paused = []

            def pause(execute, sql, *arguments):
                answer = execute(sql, *arguments)
                if not paused and "web_version" in sql and not sql.startswith("SELECT"):
                    paused.append(sql)
                    with suppress(threading.BrokenBarrierError):
                        both.wait(1)
                return answer

            with connection.execute_wrapper(pause):
                function()

        self.try_together(lambda position: begin(functions[position]), len(functions))

    def figure(self, target, value="47.8", year=2023):
        return Observation(
            indicator=target.indicator, year=year, value=Decimal(value), vintage=Vintage.OFFICIAL,
            source="Niên giám thống kê tỉnh Sơn La",
        )  # fmt: skip

    def test_of_two_who_send_the_same_figure_in_one_moment_one_is_told(self):
        make_congress("xv")
        target, people = make_target(), [make_user("tracker") for _ in range(4)]

        def send(position):
            try:
                services.record_observation(self.figure(target), by=people[position], at=MONDAY)
            except (StepRefused, ValidationError) as refusal:
                return str(refusal)
            return ""

        said = self.try_together(send, 4)
        self.assertEqual((said.count(""), Observation.objects.count()), (1, 1))
        self.assertTrue(all("cùng nguồn này" in sentence for sentence in said if sentence), said)

    def test_a_sheet_a_file_and_a_form_with_the_same_figures_in_another_order_all_come_to_an_end(self):
        congress = make_congress("xv")
        targets = [make_target(code=f"chi-tieu-{number}") for number in range(3)]
        people = [make_user("tracker") for _ in range(3)]
        source = self.figure(targets[0]).source
        sheet = year_sheet.rows(congress, 2023, "")

        def typed():
            return [
                year_sheet.Typed(row, Decimal("47.8"), Vintage.OFFICIAL, source, row.seen) for row in reversed(sheet)
            ]

        def table():
            columns = ["ma", "nam", "gia_tri", "do_chinh_thuc", "nguon"]
            told = ([target.code, "2023", "47,8", "Chính thức", source] for target in targets)
            rows = [Row(number, dict(zip(columns, cells, strict=True)), {}) for number, cells in enumerate(told, 2)]
            return Table(columns, iter(rows))

        ways = (
            lambda by: year_sheet.enter(congress, 2023, "", typed(), by=by, at=MONDAY),
            lambda by: entering.enter(table(), congress, by=by, at=MONDAY),
            lambda by: services.record_observation(self.figure(targets[1]), by=by, at=MONDAY),
        )

        def send(position):
            with suppress(StepRefused, ValidationError, year_sheet.SheetRefusedError):
                ways[position](people[position])

        self.assertEqual(self.try_together(send, 3), [None] * 3)
        found = list(Observation.objects.values_list("indicator", flat=True))
        self.assertEqual(len(found), len(set(found)))
        self.assertIn(targets[1].indicator_id, found)
