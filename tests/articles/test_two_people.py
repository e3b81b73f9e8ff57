"""Whatever several people do one after another: never one of them alone between a change and its publication.

The test keeps its own account of who stands behind what, by names and deeds alone; it asks no rule of the site.
"""

from collections import Counter

import pytest
from django.db import transaction
from django.test import override_settings
from django.urls import reverse
from hypothesis import event, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles import services
from articles.links import LINKS
from articles.models import KIND, Article
from articles.services import StepRefused
from articles.workflow import STEPS
from audit.models import Event
from audit.verifying import verify
from library import services as library
from library.models import Picture
from proposals import services as proposals
from proposals.models import Proposal
from resolutions.models import Target
from search.models import SearchEntry
from tests.factories import MORNING, local, make_section, make_user
from tests.factories_resolutions import make_target
from tests.library import samples
from tests.library.samples import upload
from tests.sent import untouched

pytestmark = pytest.mark.once

PEOPLE = ("writer", "first", "second", "third")
TEXT = ("title", "lead", "links")
WHY = "Cảnh báo lũ khẩn trong đêm, chỉ có một người trực."
DEEDS = (*STEPS, "title", "lead", "links", "save", "times", "words", "agree")
HANDED_IN = ("writer", "submit")
TRIES = [(person, deed) for person in PEOPLE for deed in DEEDS]
# What is seldom possible is tried more often, or most texts would never be published.
TRIES += 4 * [HANDED_IN] + 3 * [(person, deed) for person in PEOPLE[1:] for deed in ("approve", "agree", "words")]
SHORT = [("writer", "lead"), ("writer", "submit"), ("first", "lead"), ("second", "approve")]


class Account:
    """Who stands behind each part of what readers would see, as a person in the room would say it."""

    def __init__(self):
        self.behind = {part: {"writer"} for part in (*TEXT, "words")}
        self.hands = {"writer"}
        """Who has written in the text since it was last handed in, or wrote it."""
        self.is_flagged = False

    def note(self, person, deed):
        if deed in TEXT:
            self.behind[deed] = {person}
            self.hands.add(person)
        elif deed in ("submit", "approve", "override", "confirm"):
            for people in self.behind.values():
                people.add(person)
        if deed == "submit":
            self.hands = {person}
        if deed in ("override", "confirm", "withdraw"):
            self.is_flagged = deed == "override"

    def words(self, proposer, agreeing=None):
        self.behind["words"] = {proposer, agreeing} - {None}


@override_settings(OVERRIDE_ALLOWED=True)
class TwoPeopleTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.people = {name: make_user("writer" if name == "writer" else "approver") for name in PEOPLE}
        cls.section, cls.target = make_section(), make_target()
        by = cls.people["writer"]
        cls.picture = library.store_picture(upload(samples.jpeg(400, 300)), by=by, at=MORNING, alt="Bến đò")
        cls.page = reverse("admin:library_picture_change", args=[cls.picture.pk])

    steps = st.lists(st.sampled_from(TRIES), min_size=4, max_size=14).map(lambda steps: [HANDED_IN, *steps])

    @given(steps)
    @settings(max_examples=60)
    @example([*SHORT, ("second", "lead"), ("second", "times"), ("first", "times"), ("third", "times")])
    @example([HANDED_IN, ("first", "title"), ("second", "save"), ("first", "approve")])
    @example([HANDED_IN, ("first", "links"), ("first", "approve"), ("second", "approve")])
    @example([HANDED_IN, ("first", "links"), ("second", "lead"), ("first", "approve")])
    @example([HANDED_IN, ("first", "title"), ("second", "lead"), ("first", "approve")])
    @example([HANDED_IN, ("first", "words"), ("first", "approve"), ("first", "agree"), ("second", "agree")])
    @example([HANDED_IN, ("first", "approve"), ("first", "words"), ("first", "agree"), ("third", "agree")])
    @example(
        [("writer", "submit"), ("first", "lead"), ("first", "override"), ("first", "confirm"), ("third", "confirm")]
    )
    @example([*SHORT, ("third", "withdraw"), ("first", "words"), ("first", "reopen"), ("writer", "submit")])
    def test_never_one_person_alone(self, steps):
        self.article = Article(title="Nước sông Đà lên", body="<p>Nội dung.</p>", section=self.section)
        self.article.cover = self.picture
        services.save_draft(self.article, by=self.people["writer"], at=MORNING)
        self.account, self.count = Account(), 0
        for person, deed in steps:
            self.count += 1
            self.do(person, deed)
            self.check()
        verify()
        event(Article.objects.get().step_state)

    def do(self, person, deed):
        self.article = Article.objects.get(pk=self.article.pk)
        before, recorded = self.seen(), Event.objects.count()
        try:
            with transaction.atomic():
                getattr(self, f"do_{deed}", self.step)(person, deed)
        except StepRefused:
            self.assertEqual((self.seen(), Event.objects.count()), (before, recorded))

    def step(self, person, deed):
        services.take(deed, self.article, by=self.people[person], at=MORNING, note=WHY)
        self.account.note(person, deed)

    def do_title(self, person, deed):
        setattr(self.article, deed, f"Nước sông Đà lên lần {self.count}")
        services.save_draft(self.article, by=self.people[person], at=MORNING)
        self.account.note(person, deed)

    do_lead = do_title

    def do_save(self, person, deed):
        services.save_draft(self.article, by=self.people[person], at=MORNING)

    def do_links(self, person, deed):
        links = {name: [] for name in LINKS}
        links["targets"] = Target.objects.exclude(pk__in=self.article.targets.all())
        services.set_links(self.article, links, by=self.people[person], at=MORNING)
        self.account.note(person, deed)

    def do_times(self, person, deed):
        self.article.expire_at = local(2090, 1, 1 + self.count)
        services.reschedule(self.article, by=self.people[person], at=MORNING, note=WHY)
        self.assertNotIn(person, self.account.hands)

    def do_words(self, person, deed):
        """By the screen, for there is no other way."""
        self.client.force_login(self.people[person])
        if person == "writer":
            self.assertEqual(self.client.post(self.page, {"caption": "Bị sửa"}).status_code, 403)
            return
        caption = f"Bến đò lần {self.count}"
        typed = untouched(self.client, self.page) | {"caption": caption, "proposal_reason": "Chú thích sai"}
        self.client.post(self.page, typed)
        if Picture.objects.get().caption == caption:
            self.account.words(person)

    def do_agree(self, person, deed):
        for proposal in Proposal.objects.waiting().order_by("pk")[:1]:
            proposals.take("approve", proposal, by=self.people[person], at=MORNING)
            proposer = next(name for name, user in self.people.items() if user == proposal.proposed_by)
            self.account.words(proposer, person)

    def seen(self):
        article = Article.objects.filter(pk=self.article.pk).values().get()
        links = set(self.article.targets.values_list("pk", flat=True))
        return article, links, Picture.objects.get().caption, Counter(Proposal.objects.values_list("state", flat=True))

    def check(self):
        article = Article.objects.get(pk=self.article.pk)
        is_public = article.status == "approved"
        self.assertEqual(SearchEntry.objects.filter(kind=KIND, object_id=article.pk).exists(), is_public)
        self.assertEqual(article.approved_alone_by_id is not None, is_public and self.account.is_flagged)
        if is_public and not self.account.is_flagged:
            alone = {part: people for part, people in self.account.behind.items() if len(people) < 2}
            self.assertEqual(alone, {})
