"""A sheet that is approved in one go while one of its figures is being approved alone."""

import pytest

from desk.steps import StepRefused
from resolutions import services, year_sheet
from resolutions.models import Observation
from tests.accounts.together import Together
from tests.factories import MORNING, make_user
from tests.factories_resolutions import make_congress, make_observation, make_target


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
