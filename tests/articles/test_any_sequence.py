"""Whatever staff do to an article, in whatever order: its state, history, record and index agree, and two people stand
behind every word that readers see."""

import datetime as dt
from collections import Counter

import pytest
from django.db import transaction
from django.test import TestCase
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles import services
from articles.models import KIND, Article, WorkflowEvent
from articles.workflow import STEPS
from audit import verifying
from audit.models import Event
from desk.steps import StepRefused
from search.indexing.check import check
from search.models import SearchPlace
from tests.factories import MORNING, make_section, make_user
from tests.factories_resolutions import make_target

pytestmark = pytest.mark.once

PEOPLE = ("hoa", "sinh", "duc", "khanh", "so")
MOVES = "edit save link submit send_back approve withdraw reopen reschedule delete leave".split()
moves = st.tuples(st.sampled_from(PEOPLE), st.sampled_from(MOVES), st.booleans())
# Two thirds of what is drawn go on from the state that is there, by somebody who may well; else most stay drafts.
onward = st.tuples(st.sampled_from(["duc", "khanh"]), st.just("onward"), st.just(False))
sequences = st.lists(st.one_of(moves, onward, onward), min_size=4, max_size=30)
ONWARD = {"draft": "submit", "submitted": "approve", "approved": "withdraw", "withdrawn": "reopen"}

ATTACKS = (
    ("duc", "duc submit, khanh edit, hoa save, khanh save, khanh approve, duc approve"),
    ("hoa", "hoa submit, duc edit, khanh save, duc approve, khanh approve"),
    ("hoa", "hoa submit, duc edit, duc send_back, hoa submit, duc approve"),
    ("duc", "duc submit, khanh link, khanh approve"),
    ("hoa", "duc delete, sinh delete, hoa submit, hoa delete, duc send_back, hoa delete"),
    (
        "hoa",
        "hoa submit, duc approve, hoa link, duc link, duc withdraw, hoa leave, duc reopen, duc edit, duc submit,"
        " duc approve, khanh approve",
    ),
)
"""Who wrote it, and what was tried."""


class Desk:
    """The article, and beside it, kept in another way, what must be true of it."""

    def __init__(self, people, author, section, target):
        self.people, self.target, self.at, self.word = people, target, MORNING, 0
        self.article = Article(title="Bản Nà Ớt", lead="Sapo", body="<p>Bản thảo.</p>", section=section)
        services.save_draft(self.article, by=people[author], at=self.at)
        self.older, self.author = self.now(), author
        self.unseen = [(author, "create")]  # what was changed, and by whom, since two people stood behind the text
        self.stood = []  # who submitted or approved, with how much of `unseen` they had before them
        self.recorded = [("article.create", people[author].pk)]

    def now(self):
        return Article.objects.get(pk=self.article.pk)

    def do(self, who, move, is_stale):
        """True when it happened. `is_stale`: what the person saw is one step old."""
        self.at += dt.timedelta(minutes=7)
        seen = self.older if is_stale else self.now()
        if move == "onward":
            who, move = (self.author if seen.status == "draft" else who), ONWARD[seen.status]
        before = self.rows()
        try:
            with transaction.atomic():
                self.take(move, seen, self.people[who])
        except StepRefused:
            assert self.rows() == before, f"{who} {move}: bị từ chối mà đã đổi"
            return None
        self.remember(who, move)
        return move

    def take(self, move, seen, by):
        facts = {"by": by, "at": self.at}
        self.older = self.now()
        if move == "edit":
            self.word += 1
            seen.body = f"<p>Bản sửa {self.word} của {by}.</p>"
        if move in {"edit", "save"}:
            services.save_draft(seen, **facts)
        elif move == "link":
            wanted = [] if seen.targets.exists() else [self.target]
            services.set_links(seen, {"targets": wanted, "breakthroughs": [], "task_groups": []}, **facts)
        elif move == "reschedule":
            seen.is_featured = not seen.is_featured
            services.reschedule(seen, note="Theo lịch họp.", **facts)
        elif move == "delete":
            services.delete(seen, **facts)
        elif move == "leave":
            type(by).objects.filter(pk=by.pk).update(is_active=False)
        else:
            services.take(move, seen, note="Xem lại.", **facts)

    def remember(self, who, move):
        if move in {"leave", "save"}:
            # Saving what nobody changed leaves no trace.
            return
        self.recorded.append((f"article.{move}", self.people[who].pk))
        if move in {"edit", "link"}:
            self.unseen.append((who, move))
        elif move == "submit":
            self.stood = [(who, list(self.unseen))]
        elif move == "approve":
            self.check_two_people(who)
            self.unseen, self.stood = [], []

    def check_two_people(self, approver):
        """Of every change: somebody else than who made it has had it before them, and has put their name to it."""
        stood = [*self.stood, (approver, self.unseen)]
        for change in self.unseen:
            others = {who for who, seen in stood if change in seen} - {change[0]}
            assert others, f"{change} đăng mà chỉ có {approver}"

    def rows(self):
        article = Article.objects.filter(pk=self.article.pk).values().first()
        links = list(Article.targets.through.objects.values_list("article", "target"))
        events = list(WorkflowEvent.objects.values_list("pk", "step"))
        places = list(SearchPlace.objects.filter(kind=KIND).values_list("object_id", flat=True))
        return article, links, events, places, Event.objects.count(), sorted(self.people)

    def check(self, is_there):
        pk = self.article.pk
        told = list(
            Event.objects.filter(model="articles.article", object_id=str(pk), outcome="done")
            .order_by("number")
            .values_list("kind", "actor")
        )
        assert told == self.recorded, "nhật ký và những gì đã làm không khớp"
        found = SearchPlace.objects.filter(kind=KIND, object_id=pk).exists()
        if not is_there:
            assert not found
            return
        article = self.now()
        assert found == (article.status == "approved"), "chỉ mục và trạng thái không khớp"
        steps = [event.step for event in article.events.order_by("pk") if event.step in STEPS]
        assert article.status == (STEPS[steps[-1]].target if steps else "draft"), "các bước và trạng thái không khớp"


class AnySequenceTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        roles = {"hoa": "writer", "sinh": "writer", "duc": "approver", "khanh": "approver", "so": "tracker"}
        cls.people = {name: make_user(role, username=name, display_name=name) for name, role in roles.items()}
        cls.section, cls.target = make_section("Xây dựng Đảng"), make_target()

    def walk(self, author, sequence, reached):
        with transaction.atomic():
            desk, is_there = Desk(self.people, author, self.section, self.target), True
            for who, move, is_stale in sequence:
                done = desk.do(who, move, is_stale)
                is_there = done != "delete"
                reached[done] += 1
                desk.check(is_there)
                if not is_there:
                    break
            self.assertEqual([sentence for sentence in check(lambda count: None) if KIND in sentence], [])
            verifying.verify()
            transaction.set_rollback(True)

    def test_it_stays_whole_and_two_people_stand_behind_what_readers_see(self):
        reached = Counter()

        @settings(max_examples=60, deadline=None, derandomize=True)
        @given(st.sampled_from(["hoa", "duc"]), sequences)
        def run(author, sequence):
            self.walk(author, sequence, reached)

        for author, attack in ATTACKS:
            run = example(author, [(*one.split(), False) for one in attack.split(", ")])(run)
        run()
        self.assertGreater(min(reached[move] for move in [*MOVES, None]), 0, reached)
        self.assertGreater(reached["approve"], 30, reached)
