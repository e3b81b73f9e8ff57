"""The table of steps, without a database."""

import unittest
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from articles import workflow
from articles.workflow import ALONE, EDITABLE, OUTDATED, PUBLIC, STEPS, TABLE, Status, edit_refusal, may_see
from desk.steps import NO_PERMISSION, Person
from resolutions import workflow as figures

people = st.builds(Person, has_permission=st.booleans(), is_author=st.booleans(), has_edited=st.booleans())
STATES = (*Status, ALONE, OUTDATED)
states = st.sampled_from(STATES)


class StepsTests(unittest.TestCase):
    def test_each_step_starts_from_its_states_only(self):
        expected = {
            ("submit", "draft"): "submitted",
            ("send_back", "submitted"): "draft",
            ("approve", "submitted"): "approved",
            ("override", "submitted"): "alone",
            ("confirm", "alone"): "approved",
            ("withdraw", "approved"): "withdrawn",
            ("withdraw", "alone"): "withdrawn",
            ("withdraw", "outdated"): "withdrawn",
            ("outdate", "approved"): "outdated",
            ("renew", "outdated"): "approved",
            ("reopen", "withdrawn"): "draft",
        }
        for step, rule in STEPS.items():
            for status in STATES:
                with self.subTest(step=step, status=status):
                    person = Person(True, is_author=rule.only_author or bool(rule.instead))
                    answer = TABLE.refusal(step, status, person)
                    if (step, status) in expected:
                        self.assertIsNone(answer)
                        self.assertEqual(rule.target, expected[step, status])
                    else:
                        self.assertEqual(answer, rule.refusal)

    def test_four_eyes(self):
        for person, answer in (
            (Person(True), None),
            (Person(True, is_author=True), TABLE.own),
            (Person(True, has_edited=True), TABLE.edited),
        ):
            with self.subTest(person=person):
                self.assertEqual(TABLE.refusal("approve", Status.SUBMITTED, person), answer)

    def test_one_person_alone_approves_only_what_four_eyes_stop(self):
        for person, answer in (
            (Person(True), STEPS["override"].instead),
            (Person(True, is_author=True), None),
            (Person(True, has_edited=True), None),
        ):
            with self.subTest(person=person):
                self.assertEqual(TABLE.refusal("override", Status.SUBMITTED, person), answer)

    def test_a_reason_for_approving_alone_has_twenty_letters(self):
        for note, is_enough in (
            ("", False),
            ("." * 60, False),
            ("Lũ về trong đêm", False),
            ("Cảnh báo lũ trong đêm, chỉ một người trực", True),
        ):
            with self.subTest(note=note):
                self.assertEqual(TABLE.note_refusal("override", note) is None, is_enough)

    def test_only_the_writer_submits(self):
        self.assertIsNone(TABLE.refusal("submit", Status.DRAFT, Person(True, is_author=True)))
        self.assertEqual(TABLE.refusal("submit", Status.DRAFT, Person(True)), TABLE.not_author)

    @given(st.sampled_from(sorted(STEPS)), states, people)
    @settings(max_examples=100)
    def test_without_the_permission_every_step_is_refused(self, step, state, person):
        self.assertEqual(TABLE.refusal(step, state, replace(person, has_permission=False)), NO_PERMISSION)

    @given(st.sampled_from(sorted(STEPS)), states, people)
    @settings(max_examples=100)
    def test_a_step_cannot_be_taken_twice(self, step, state, person):
        if TABLE.refusal(step, state, person) is None:
            self.assertEqual(TABLE.refusal(step, STEPS[step].target, person), STEPS[step].refusal)

    @given(states, people)
    @settings(max_examples=100)
    def test_nothing_becomes_public_without_a_second_person(self, state, person):
        for step, rule in STEPS.items():
            if rule.target in PUBLIC and TABLE.refusal(step, state, person) is None:
                self.assertFalse(person.is_author or person.has_edited)
            if rule.target == ALONE:
                # The one exception, which says so itself and is confirmed under the same rule.
                self.assertEqual(step, "override")

    @given(st.sampled_from([TABLE, workflow.SCHEDULE, figures.TABLE]), st.data(), people)
    @settings(max_examples=100)
    def test_whatever_is_said_is_a_whole_sentence(self, table, data, person):
        for code, step in table.steps.items():
            state = data.draw(st.sampled_from(sorted(each.target for each in table.steps.values())))
            said = [
                table.refusal(code, state, person),
                step.done.format("tên"),
                step.note_refusal or None,
                *step.follows,
            ]
            for sentence in filter(None, said):
                self.assertTrue(sentence[0].isupper())
                self.assertTrue(sentence.endswith("."))
                self.assertNotRegex(sentence.lower(), r"\bbạn\b(?! đọc)")


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
            (nobody, "draft", True, NO_PERMISSION),
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
