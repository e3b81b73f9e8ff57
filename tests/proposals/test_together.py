"""Two who decide at once, and one whose saving fails in the middle: nobody meets an error, nothing happens by half."""

import pytest
from django.db import DatabaseError, connection
from django.test import TestCase
from django.urls import reverse

from articles.models import Section
from desk.steps import StepRefused
from proposals import services
from proposals.models import Proposal
from tests.accounts.together import Together
from tests.factories import MORNING, make_section, make_user
from tests.sent import untouched


def propose(section, by):
    changes = {"description": [section.description, "Tin của các chi bộ"]}
    return services.propose(section, Proposal.Action.CHANGE, changes, by=by, at=MORNING)


# SQLite lets one at a time write, so there nobody waits for what another holds.
@pytest.mark.postgresql_only
class TogetherTests(Together):
    def test_many_in_one_go_and_one_of_them_alone(self):
        by = make_user("approver")
        rows = [propose(make_section(f"Chuyên mục {number}"), by) for number in range(8)]
        second, third = make_user("approver"), make_user("approver")

        def all_of_them():
            services.decide(rows, "approve", by=second, at=MORNING)

        def the_last():
            with self.assertRaisesMessage(StepRefused, services.DECIDED):
                services.take("approve", Proposal.objects.get(pk=rows[-1].pk), by=third, at=MORNING)

        self.assertEqual(self.while_one_records(all_of_them, the_last), [None, None])


class HalfTests(TestCase):
    def test_what_is_saved_and_what_is_proposed_come_together(self):
        section = make_section("Xây dựng Đảng", order=1)
        self.client.force_login(make_user("approver"))
        here = reverse("admin:articles_section_change", args=[section.pk])
        typed = {"name": "Công tác Đảng", "order": 2, "proposal_reason": "Theo Quyết định 25-QĐ/TU"}
        form = untouched(self.client, here) | typed

        def fail(execute, sql, *arguments):
            if sql.startswith('INSERT INTO "proposals_proposal"'):
                raise DatabaseError("đĩa đầy")
            return execute(sql, *arguments)

        with connection.execute_wrapper(fail), self.assertRaises(DatabaseError):
            self.client.post(here, form)
        self.assertEqual(Section.objects.get().order, 1)
        self.client.post(here, form)
        self.assertEqual((Section.objects.get().order, Proposal.objects.count()), (2, 1))
