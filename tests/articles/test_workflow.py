"""The table of steps, without a database."""

import unittest

from hypothesis import given, settings
from hypothesis import strategies as st

from articles import workflow
from articles.workflow import EDITABLE, PUBLIC, STEPS, Status, edit_refusal, may_see, refusal

facts = st.fixed_dictionaries(
    {
        "status": st.sampled_from(Status),
        "has_permission": st.booleans(),
        "is_own": st.booleans(),
        "is_last_editor": st.booleans(),
    }
)


class StepsTests(unittest.TestCase):
    def test_each_step_starts_from_its_states_only(self):
        expected = {
            ("submit", "draft"): "submitted",
            ("send_back", "submitted"): "draft",
            ("approve", "submitted"): "approved",
            ("withdraw", "approved"): "withdrawn",
            ("reopen", "withdrawn"): "draft",
        }
        for step, rule in STEPS.items():
            for status in Status:
                with self.subTest(step=step, status=status):
                    answer = refusal(
                        step, status=status, has_permission=True, is_own=rule.only_own, is_last_editor=False
                    )
                    if (step, status) in expected:
                        self.assertIsNone(answer)
                        self.assertEqual(rule.target, expected[step, status])
                    else:
                        self.assertEqual(answer, rule.refusal)

    def test_four_eyes(self):
        someone = {"status": Status.SUBMITTED, "has_permission": True}
        self.assertIsNone(refusal("approve", **someone, is_own=False, is_last_editor=False))
        self.assertEqual(refusal("approve", **someone, is_own=True, is_last_editor=False), workflow.OWN_TEXT)
        self.assertEqual(refusal("approve", **someone, is_own=False, is_last_editor=True), workflow.LAST_EDITOR)

    def test_only_the_writer_submits(self):
        someone = {"status": Status.DRAFT, "has_permission": True, "is_last_editor": False}
        self.assertIsNone(refusal("submit", **someone, is_own=True))
        self.assertEqual(refusal("submit", **someone, is_own=False), workflow.NOT_OWN)

    @given(st.sampled_from(sorted(STEPS)), facts)
    @settings(max_examples=100)
    def test_without_the_permission_every_step_is_refused(self, step, facts):
        facts["has_permission"] = False
        self.assertEqual(refusal(step, **facts), workflow.NO_PERMISSION)

    @given(st.sampled_from(sorted(STEPS)), facts)
    @settings(max_examples=100)
    def test_a_step_cannot_be_taken_twice(self, step, facts):
        if refusal(step, **facts) is None:
            again = facts | {"status": STEPS[step].target}
            self.assertEqual(refusal(step, **again), STEPS[step].refusal)

    @given(facts)
    @settings(max_examples=100)
    def test_nothing_becomes_public_without_a_second_person(self, facts):
        public_steps = [step for step, rule in STEPS.items() if rule.target in PUBLIC]
        for step in public_steps:
            if refusal(step, **facts) is None:
                self.assertFalse(facts["is_own"] or facts["is_last_editor"])

    @given(facts)
    @settings(max_examples=100)
    def test_a_refusal_is_a_whole_sentence(self, facts):
        for step in STEPS:
            answer = refusal(step, **facts)
            if answer is not None:
                self.assertTrue(answer[0].isupper())
                self.assertTrue(answer.endswith("."))


class EditingTests(unittest.TestCase):
    def test_who_may_change_the_text(self):
        writer, approver = {"can_write": True, "can_approve": False}, {"can_write": True, "can_approve": True}
        nobody = {"can_write": False, "can_approve": False}
        table = [
            (writer, "draft", True, None),
            (writer, "draft", False, workflow.OTHERS_DRAFT),
            (approver, "draft", True, None),
            (approver, "draft", False, workflow.OTHERS_DRAFT),
            (writer, "submitted", True, workflow.WAITING),
            (writer, "submitted", False, workflow.WAITING),
            (approver, "submitted", True, None),
            (approver, "submitted", False, None),
            (approver, "approved", True, workflow.LOCKED),
            (approver, "approved", False, workflow.LOCKED),
            (approver, "withdrawn", False, workflow.WITHDRAWN_LOCKED),
            (nobody, "draft", True, workflow.NO_PERMISSION),
        ]
        for person, status, is_own, expected in table:
            with self.subTest(person=person, status=status, is_own=is_own):
                self.assertEqual(edit_refusal(status=status, is_own=is_own, **person), expected)

    def test_only_editable_states_can_be_edited_at_all(self):
        for status in Status:
            answers = [
                edit_refusal(status=status, can_write=True, can_approve=approves, is_own=own)
                for approves in (True, False)
                for own in (True, False)
            ]
            self.assertEqual(None in answers, status in EDITABLE)

    def test_a_colleagues_unfinished_text_is_seen_by_approvers_only(self):
        for status in Status:
            with self.subTest(status=status):
                self.assertTrue(may_see(status=status, can_approve=False, is_own=True))
                self.assertTrue(may_see(status=status, can_approve=True, is_own=False))
                self.assertEqual(may_see(status=status, can_approve=False, is_own=False), status in PUBLIC)
