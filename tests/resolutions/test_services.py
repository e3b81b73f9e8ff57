"""Two people stand behind a figure; what is saved here is found, and what is public is counted as used."""

import datetime as dt
from decimal import Decimal
from unittest import mock

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import TestCase

from desk.steps import NO_PERMISSION
from library.models import DocumentFile, Use
from resolutions import at_once, services, workflow
from resolutions.models import Breakthrough, Document, Observation, Target
from resolutions.progress import Vintage
from search.models import SearchEntry
from search.storage import kinds
from tests.factories import local, make_user
from tests.factories_resolutions import (
    make_congress,
    make_document,
    make_indicator,
    make_observation,
    make_parts,
    make_target,
)

MONDAY = local(2025, 1, 6, 9, 0)
TUESDAY = local(2025, 1, 7, 9, 0)


class FigureTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.indicator = make_indicator(name="Tỷ lệ che phủ rừng")
        cls.tracker = make_user("tracker")
        cls.approver = make_user("tracker_approver")
        cls.other_approver = make_user("tracker_approver")
        cls.writer = make_user("writer")

    def figure(self, **facts):
        defaults = {
            "indicator": self.indicator,
            "year": 2024,
            "value": Decimal("47.6"),
            "vintage": Vintage.OFFICIAL,
            "source": "Quyết định công bố hiện trạng rừng năm 2024",
        }
        return Observation(**{**defaults, **facts})

    def recorded(self, by=None, **facts):
        return services.record_observation(self.figure(**facts), by=by or self.tracker, at=MONDAY)

    def assert_refused(self, sentence, step, *args, **kwargs):
        with self.assertRaises(services.StepRefused) as caught:
            step(*args, **kwargs)
        self.assertEqual(str(caught.exception), sentence)

    # Correcting what is shown

    def shown(self, **facts):
        return services.approve_observation(self.recorded(**facts), by=self.approver, at=MONDAY)

    def correction(self, shown, value="48.1", reason="Gõ nhầm chữ số"):
        fresh = services.correction_of(shown)
        fresh.value, fresh.correction_reason = Decimal(value), reason
        return services.record_observation(fresh, by=self.tracker, at=TUESDAY)

    def test_a_correction_replaces_at_the_moment_of_approval_and_not_before(self):
        wrong = self.shown()
        fresh = self.correction(wrong)
        self.assertEqual(list(Observation.objects.approved()), [wrong])
        services.approve_observation(fresh, by=self.approver, at=TUESDAY)
        self.assertEqual([row.value for row in Observation.objects.approved()], [Decimal("48.1")])
        wrong.refresh_from_db()
        self.assertEqual((wrong.withdrawn_at, wrong.withdrawn_reason), (TUESDAY, "Đính chính: Gõ nhầm chữ số"))

    def test_a_correction_keeps_what_it_does_not_correct(self):
        wrong = self.shown(note="Công bố tháng 3", source_as_of="2025-03")
        fresh = self.correction(wrong)
        kept = ("indicator_id", "year", "vintage", "source", "note", "source_as_of")
        self.assertEqual([getattr(fresh, name) for name in kept], [getattr(wrong, name) for name in kept])

    def test_who_corrects_does_not_approve_the_correction(self):
        approver = make_user("tracker_approver")
        approver.user_permissions.add(*self.tracker.groups.get().permissions.all())
        fresh = services.correction_of(self.shown())
        fresh.correction_reason = "Gõ nhầm"
        fresh.value = Decimal(50)
        services.record_observation(fresh, by=approver, at=TUESDAY)
        self.assert_refused(workflow.OWN_FIGURE, services.approve_observation, fresh, by=approver, at=TUESDAY)
        self.assertEqual(Observation.objects.approved().count(), 1)

    def test_a_correction_says_why(self):
        with self.assertRaisesMessage(ValidationError, "Đính chính phải nêu lý do."):
            self.correction(self.shown(), reason="")

    def test_the_same_figure_again_is_led_to_correcting(self):
        self.shown()
        with self.assertRaisesMessage(ValidationError, "hãy dùng «Đính chính»"):
            self.recorded(value=Decimal(50))

    def test_of_two_corrections_the_second_is_told_that_the_first_came_before(self):
        wrong = self.shown()
        first = self.correction(wrong)
        second = services.correction_of(wrong)
        second.value, second.correction_reason, second.source = Decimal(49), "Theo niên giám", "Niên giám 2025"
        services.record_observation(second, by=self.tracker, at=TUESDAY)
        services.approve_observation(first, by=self.approver, at=TUESDAY)
        self.assert_refused(services.GONE, services.approve_observation, second, by=self.approver, at=TUESDAY)
        self.assertEqual(Observation.objects.approved().get().value, Decimal("48.1"))

    def test_only_what_is_shown_can_be_corrected(self):
        self.assert_refused(services.NOT_SHOWN, services.correction_of, self.recorded())

    # Two that would stand for the same

    def twin(self, **facts):
        """A correction of the preliminary figure that says what the official one of that source says already."""
        facts = {"value": Decimal("48.1"), "vintage": Vintage.OFFICIAL, **facts}
        first, _official = self.shown(vintage=Vintage.PRELIMINARY), self.shown(value=Decimal("47.9"))
        fresh = services.correction_of(first)
        fresh.correction_reason = "Nguồn ghi là số chính thức"
        for name, value in facts.items():
            setattr(fresh, name, value)
        return fresh

    def test_a_correction_that_another_shown_figure_stands_for_is_not_kept(self):
        with self.assertRaisesMessage(ValidationError, "Nguồn này đã có số liệu cùng năm, cùng độ chính thức"):
            services.record_observation(self.twin(), by=self.tracker, at=TUESDAY)

    def test_one_that_waits_already_is_refused_with_a_sentence_and_nothing_changes(self):
        fresh = self.twin(entered_by=self.tracker, recorded_at=TUESDAY)
        fresh.save(force_insert=True)
        self.assert_refused(at_once.SHOWN_ALREADY, services.approve_observation, fresh, by=self.approver, at=TUESDAY)
        self.assertEqual(Observation.objects.approved().count(), 2)
        services.return_observation(fresh, by=self.approver, at=TUESDAY, note="Số chính thức đã có rồi")
        self.assertEqual(fresh.state, workflow.State.RETURNED)

    def test_of_two_who_send_the_same_figure_at_once_the_second_is_told(self):
        """As if the other came between the look and the writing."""
        with mock.patch.object(Observation, "full_clean"):
            self.recorded()
            self.assert_refused(at_once.SENT_ALREADY, self.recorded, value=Decimal(48))
        self.assertEqual(Observation.objects.get().value, Decimal("47.6"))

    def test_what_the_database_refuses_for_another_reason_is_no_answer_about_somebody_else(self):
        with mock.patch.object(Observation, "full_clean"), self.assertRaises(IntegrityError), transaction.atomic():
            self.recorded(source="")

    # Returning

    def test_a_returned_figure_is_changed_and_waits_again(self):
        found = self.recorded()
        services.return_observation(found, by=self.approver, at=TUESDAY, note="Thiếu số văn bản")
        self.assertEqual(found.state, workflow.State.RETURNED)
        self.assertFalse(Observation.objects.waiting().exists())
        self.assert_refused(
            workflow.RETURNED_ALREADY, services.approve_observation, found, by=self.approver, at=TUESDAY
        )
        found.source = "Quyết định số 1234/QĐ-UBND"
        services.record_observation(found, by=self.tracker, at=TUESDAY)
        self.assertEqual(Observation.objects.waiting().get().state, workflow.State.WAITING)

    def test_who_returns_says_what_to_change(self):
        found = self.recorded()
        sentence = "Hãy ghi cần sửa gì để người nhập biết."
        self.assert_refused(sentence, services.return_observation, found, by=self.approver, at=TUESDAY, note=" ")

    # History

    def test_the_history_of_a_figure_tells_each_step(self):
        wrong = self.recorded()
        services.return_observation(wrong, by=self.approver, at=MONDAY, note="Thiếu số văn bản")
        services.record_observation(wrong, by=self.tracker, at=MONDAY)
        services.approve_observation(wrong, by=self.approver, at=MONDAY)
        services.approve_observation(self.correction(wrong), by=self.approver, at=TUESDAY)
        told = list(wrong.events.values_list("step", "by", "note"))
        enterer, approver = self.tracker.pk, self.approver.pk
        self.assertEqual(
            told,
            [
                ("enter", enterer, ""),
                ("send_back", approver, "Thiếu số văn bản"),
                ("change", enterer, ""),
                ("approve", approver, ""),
                ("replace", approver, "Gõ nhầm chữ số"),
            ],
        )

    # Recording

    def test_a_recorded_figure_waits_and_says_who_entered_it(self):
        found = self.recorded()
        self.assertTrue(found.is_waiting)
        self.assertEqual((found.entered_by, found.recorded_at), (self.tracker, MONDAY))
        self.assertEqual(list(Observation.objects.approved()), [])

    def test_only_those_who_may_enter_figures_record_them(self):
        self.assert_refused(
            "Tài khoản của anh/chị không có quyền thực hiện bước này.",
            services.record_observation,
            self.figure(),
            by=self.writer,
            at=MONDAY,
        )
        self.assertFalse(Observation.objects.exists())

    def test_a_year_that_has_not_come_is_refused(self):
        self.recorded(year=2025)
        self.assert_refused(
            "Năm 2026 chưa tới; số liệu thực hiện chỉ ghi cho năm đã qua hoặc năm nay.", self.recorded, year=2026
        )

    def test_the_year_is_that_of_the_clock_in_viet_nam(self):
        new_year = dt.datetime(2025, 12, 31, 17, 0, tzinfo=dt.UTC)
        services.record_observation(self.figure(year=2026), by=self.tracker, at=new_year)

    def test_a_figure_that_cannot_be_is_not_kept(self):
        self.recorded()
        with self.assertRaisesMessage(ValidationError, "cùng nguồn này đã được nhập"):
            self.recorded(value=Decimal(48))
        self.assertEqual(Observation.objects.count(), 1)

    def test_a_waiting_figure_may_be_corrected_and_then_belongs_to_who_corrected_it(self):
        found = self.recorded()
        found.value = Decimal("47.3")
        services.record_observation(found, by=self.approver, at=TUESDAY)
        found = Observation.objects.get()
        self.assertEqual((found.value, found.entered_by, found.recorded_at), (Decimal("47.3"), self.approver, TUESDAY))
        self.assert_refused(workflow.OWN_FIGURE, services.approve_observation, found, by=self.approver, at=TUESDAY)

    def test_an_approved_figure_is_never_rewritten(self):
        found = self.recorded()
        stale = Observation.objects.get()
        services.approve_observation(found, by=self.approver, at=TUESDAY)
        stale.value = Decimal(99)
        self.assert_refused(services.LOCKED, services.record_observation, stale, by=self.tracker, at=TUESDAY)
        self.assertEqual(Observation.objects.get().value, Decimal("47.6"))

    # Approving

    def test_a_second_person_approves(self):
        found = services.approve_observation(self.recorded(), by=self.approver, at=TUESDAY)
        self.assertTrue(found.is_approved)
        self.assertEqual((found.approved_by, found.approved_at), (self.approver, TUESDAY))

    def test_nobody_approves_their_own_figure_and_nobody_without_the_right(self):
        own = self.recorded(by=self.approver)
        for person, sentence in (
            (self.approver, workflow.OWN_FIGURE),
            (self.tracker, NO_PERMISSION),
            (self.writer, NO_PERMISSION),
        ):
            with self.subTest(person=person):
                self.assert_refused(sentence, services.approve_observation, own, by=person, at=TUESDAY)
        services.approve_observation(own, by=self.other_approver, at=TUESDAY)

    def test_approving_twice_changes_nothing(self):
        found = self.recorded()
        services.approve_observation(found, by=self.approver, at=TUESDAY)
        for figure in (found, self.unread(found)):
            self.assert_refused(
                "Số liệu này đã được duyệt.",
                services.approve_observation,
                figure,
                by=self.other_approver,
                at=local(2025, 1, 8),
            )
        found.refresh_from_db()
        self.assertEqual((found.approved_by, found.approved_at), (self.approver, TUESDAY))

    def unread(self, observation):
        """The figure as someone saw it who loaded the page before it was approved."""
        seen = Observation.objects.get(pk=observation.pk)
        seen.approved_at = seen.approved_by = None
        return seen

    def test_what_was_corrected_meanwhile_is_not_approved_unseen(self):
        seen = self.recorded()
        corrected = Observation.objects.get()
        corrected.value = Decimal("74.6")
        services.record_observation(corrected, by=self.tracker, at=TUESDAY)
        self.assert_refused(
            services.CHANGED_MEANWHILE, services.approve_observation, seen, by=self.approver, at=TUESDAY
        )
        self.assertTrue(Observation.objects.get().is_waiting)

    # Withdrawing

    def withdraw(self, found, by=None, reason="Nhập nhầm cột trong niên giám"):
        return services.withdraw_observation(found, by=by or self.approver, at=TUESDAY, reason=reason)

    def test_a_wrong_figure_is_withdrawn_with_a_reason_and_stays_as_history(self):
        found = self.withdraw(make_observation(self.indicator, 2024, "47,6"))
        self.assertEqual(found.withdrawn_reason, "Nhập nhầm cột trong niên giám")
        self.assertEqual(found.value, Decimal("47.6"))
        self.assertEqual(self.indicator.figures(), ())

    def test_withdrawing_asks_for_a_right_a_reason_and_an_approved_figure(self):
        found = make_observation(self.indicator, 2024, "47,6")
        waiting = self.recorded(year=2023)
        self.assert_refused(NO_PERMISSION, self.withdraw, found, by=self.tracker)
        self.assert_refused(workflow.REASON_NEEDED, self.withdraw, found, reason=" \n")
        self.assert_refused(workflow.NOT_APPROVED, self.withdraw, waiting)
        found = self.withdraw(found)
        self.assert_refused(workflow.WITHDRAWN_ALREADY, self.withdraw, found)
        self.assert_refused(
            workflow.WITHDRAWN_ALREADY, services.approve_observation, found, by=self.approver, at=TUESDAY
        )


class FindableTest(TestCase):
    def indexed(self):
        return set(SearchEntry.objects.values_list("kind", "object_id"))

    def entry_of(self, thing):
        return next(entry for entry in kinds.get(services.KINDS[type(thing)]).entries() if entry.object_id == thing.pk)

    def test_saving_puts_a_row_into_the_index(self):
        target = services.save(make_target(), at=MONDAY)
        self.assertEqual(self.indexed(), {("chi-tieu", target.pk)})
        self.assertEqual(self.entry_of(target).title, target.wording)

    def test_a_part_is_found_from_the_moment_it_has_a_name(self):
        make_parts()
        part = Breakthrough.objects.first()
        services.save(part, at=MONDAY)
        self.assertEqual(self.indexed(), set())
        part.name = "Phát triển kết cấu hạ tầng"
        services.save(part, at=MONDAY)
        self.assertEqual(self.indexed(), {("khau-dot-pha", part.pk)})
        part.name = ""
        services.save(part, at=MONDAY)
        self.assertEqual(self.indexed(), set())

    def test_a_paper_that_becomes_internal_leaves_the_index(self):
        document = services.save(make_document(), at=MONDAY)
        self.assertEqual(self.indexed(), {("van-ban", document.pk)})
        document.scope = Document.Scope.INTERNAL
        services.save(document, at=MONDAY)
        self.assertEqual(self.indexed(), set())

    def test_what_hangs_on_a_congress_moves_with_it(self):
        target = services.save(make_target(), at=MONDAY)
        before = SearchEntry.objects.get(kind="chi-tieu").pk
        resolution = target.congress.resolution
        resolution.adopted_on = dt.date(2020, 9, 30)
        services.save(resolution, at=MONDAY)
        self.assertGreater(SearchEntry.objects.get(kind="chi-tieu").pk, before)
        self.assertIn(("dai-hoi", target.congress_id), self.indexed())

    def test_deleting_takes_everything_below_out_of_the_index(self):
        heading = make_target(kind=Target.Kind.COMPOSITE)
        for thing in (heading, make_target(parent=heading), make_target(), heading.congress):
            services.save(thing, at=MONDAY)
        services.delete(heading, at=MONDAY)
        self.assertEqual(len(self.indexed()), 2)
        services.delete(make_congress(), at=MONDAY)
        self.assertEqual(self.indexed(), set())

    def test_a_rebuild_of_everything_says_how_much_it_was(self):
        make_parts(names=["Cải cách hành chính"])
        make_target()
        make_document()
        make_document(scope=Document.Scope.INTERNAL)
        self.assertEqual(services.reindex(), 4)
        self.assertEqual({kind for kind, _ in self.indexed()}, {"dai-hoi", "khau-dot-pha", "chi-tieu", "van-ban"})


class PublicFileTest(TestCase):
    def setUp(self):
        self.file = DocumentFile.objects.create(
            file="documents/22-nq-tu.pdf", title="Nghị quyết 22", type="pdf", size=1, sha256="0", uploaded_at=MONDAY
        )

    def is_public(self, at):
        return Use.objects.public(at).filter(document_file=self.file).exists()

    def test_the_file_of_a_public_paper_is_public_and_stays_so_when_saved_again(self):
        document = services.save(make_document(file=self.file), at=MONDAY)
        self.assertFalse(self.is_public(MONDAY - dt.timedelta(seconds=1)))
        self.assertTrue(self.is_public(MONDAY))
        services.save(document, at=TUESDAY)
        self.assertTrue(self.is_public(MONDAY))

    def test_the_file_of_an_internal_paper_is_not(self):
        document = services.save(make_document(file=self.file, scope=Document.Scope.INTERNAL), at=MONDAY)
        self.assertFalse(self.is_public(TUESDAY))
        document.scope = Document.Scope.PUBLIC
        services.save(document, at=TUESDAY)
        self.assertTrue(self.is_public(TUESDAY))
        document.scope = Document.Scope.INTERNAL
        services.save(document, at=TUESDAY)
        self.assertFalse(self.is_public(TUESDAY))

    def test_deleting_the_paper_ends_the_use(self):
        document = services.save(make_document(file=self.file), at=MONDAY)
        services.delete(document, at=MONDAY)
        self.assertFalse(Use.objects.exists())
