"""Whoever kept the address of a target, a congress or a field finds it for ever, whatever its code is today."""

from django.core.exceptions import ValidationError
from django.test import TestCase
from django.urls import reverse

from desk.steps import StepRefused
from proposals import services as proposals
from resolutions import services
from resolutions.models import FormerCode, Target
from tests.factories import MORNING, keeping, make_user
from tests.factories_resolutions import make_congress, make_group, make_observation, make_target


class FormerCodeCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.congress, cls.group = make_congress("xv"), make_group("Kinh tế")
        cls.target = make_target(code="che-phu-rung", group=cls.group)
        make_observation(cls.target, 2024, "55,5")

    def move(self, thing, **changes):
        thing = type(thing).objects.get(pk=thing.pk)
        for name, value in changes.items():
            setattr(thing, name, value)
        thing.full_clean()
        services.save(thing, at=MORNING)

    def assert_leads(self, old, new):
        response = self.client.get(old)
        self.assertEqual((response.status_code, response.get("Location")), (301, new))
        self.assertEqual(self.client.get(new).status_code, 200)


class LeadingTests(FormerCodeCase):
    def test_every_former_code_of_a_target_leads_to_it_with_its_file_and_what_was_asked(self):
        self.move(self.target, code="rung")
        self.move(self.target, code="do-che-phu-rung")
        here = "/nghi-quyet/xv/chi-tieu/"
        for old in ("che-phu-rung", "rung"):
            for rest in ("/", "/?nguon=thu", "/so-lieu.csv"):
                with self.subTest(old=old, rest=rest):
                    self.assert_leads(f"{here}{old}{rest}", f"{here}do-che-phu-rung{rest}")

    def test_a_congress_and_a_field_and_what_stands_below_them(self):
        self.move(self.congress, code="xvi")
        self.move(self.group, code="phat-trien")
        for old, new in {
            "xv/": "xvi/",
            "xv/bieu/": "xvi/bieu/",
            "xv/bieu.xlsx": "xvi/bieu.xlsx",
            "xv/so-lieu.csv": "xvi/so-lieu.csv",
            "xv/chi-tieu/che-phu-rung/": "xvi/chi-tieu/che-phu-rung/",
            "xv/linh-vuc/kinh-te/": "xvi/linh-vuc/phat-trien/",
        }.items():
            with self.subTest(old=old):
                self.assert_leads(f"/nghi-quyet/{old}", f"/nghi-quyet/{new}")

    def test_a_target_that_went_to_another_congress(self):
        self.move(self.target, congress=make_congress("xvi"), target_year=2030)
        self.assert_leads("/nghi-quyet/xv/chi-tieu/che-phu-rung/", "/nghi-quyet/xvi/chi-tieu/che-phu-rung/")

    def test_what_never_was_is_not_there(self):
        self.move(self.target, code="rung")
        for address in ("xv/chi-tieu/khong-co/", "xiv/chi-tieu/che-phu-rung/", "ix/", "xv/linh-vuc/khong-co/"):
            with self.subTest(address=address):
                self.assertEqual(self.client.get(f"/nghi-quyet/{address}").status_code, 404)

    def test_it_can_go_back(self):
        self.move(self.target, code="rung")
        self.move(self.target, code="che-phu-rung")
        self.assert_leads("/nghi-quyet/xv/chi-tieu/rung/", "/nghi-quyet/xv/chi-tieu/che-phu-rung/")

    def test_pages_that_are_kept_lead_on_at_once(self):
        with keeping():
            old = self.target.get_absolute_url()
            self.assertEqual(self.client.get(old).status_code, 200)
            self.move(self.target, code="rung")
            self.assert_leads(old, "/nghi-quyet/xv/chi-tieu/rung/")


class TakenTests(FormerCodeCase):
    def test_no_other_target_takes_a_former_code(self):
        other = make_target(code="khac", group=self.group)
        self.move(self.target, code="rung")
        with self.assertRaisesMessage(ValidationError, FormerCode.TAKEN):
            self.move(other, code="che-phu-rung")
        # In another term the code means something of its own.
        self.move(make_target(code="khac", congress=make_congress("xvi")), code="che-phu-rung")

    def test_nor_by_a_proposal_that_was_made_before(self):
        one, two = make_user("tracker_approver"), make_user("tracker_approver")
        other = make_target(code="khac", group=self.group)
        proposal = proposals.propose(other, "change", {"code": ["khac", "rung"]}, by=one, at=MORNING)
        self.move(self.target, code="rung")
        self.move(self.target, code="che-phu-rung-2")
        with self.assertRaisesMessage(StepRefused, FormerCode.TAKEN):
            proposals.take("approve", proposal, by=two, at=MORNING)
        self.assertEqual(Target.objects.get(pk=other.pk).code, "khac")

    def test_the_code_of_a_removed_target_stays_taken(self):
        services.delete(Target.objects.get(pk=self.target.pk), at=MORNING)
        self.assertEqual(self.client.get(self.target.get_absolute_url()).status_code, 404)
        with self.assertRaisesMessage(ValidationError, FormerCode.TAKEN):
            make_target(code="che-phu-rung", group=self.group).full_clean()

    def test_over_the_desk_two_people_move_it(self):
        one, two = make_user("tracker_approver"), make_user("tracker_approver")
        changes = {"code": ["che-phu-rung", "rung"]}
        proposal = proposals.propose(self.target, "change", changes, by=one, at=MORNING)
        self.client.force_login(two)
        page = reverse("admin:proposals_proposal_approve", args=[proposal.pk])
        self.client.post(page, {"seen": "x", "note": ""})
        self.assert_leads("/nghi-quyet/xv/chi-tieu/che-phu-rung/", "/nghi-quyet/xv/chi-tieu/rung/")
