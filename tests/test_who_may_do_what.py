"""Who may do what, to whose, in which state: one table, tried over HTTP by everybody.

Refused means: 403 or 404 (409 where the state of the thing refuses a step), nothing changed in any table, and one
row of the record that names who tried. Allowed means: it happened, and no refusal stands in the record.
"""

import datetime as dt
import uuid
from unittest import mock

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.test import Client, TestCase

from accounts import requests
from accounts.models import StaffRole, User
from accounts.roles import ROLES
from articles.comments import services as comments
from articles.corrections import services as corrections
from articles.editions import keeping
from articles.models import Article, Section, SectionLimit
from audit.models import Event
from library import services as library
from library.models import DocumentFile, Picture
from notices.models import Letter
from proposals import services as proposals
from proposals.models import Proposal
from resolutions.models import (
    AnnualPlan,
    Breakthrough,
    Document,
    Observation,
    SeriesBreak,
    Target,
    TargetGroup,
    TaskGroup,
    Unit,
)  # fmt: skip
from tests.desk import addresses
from tests.factories import MORNING, make_article, make_section, make_user
from tests.factories_resolutions import RECORDED, make_document, make_observation, make_parts, make_target
from tests.library import samples
from tests.who import (
    APPROVERS,
    FIGURE_APPROVERS,
    KNOW_PAPERS,
    MANAGERS,
    TRACKERS,
    WRITERS,
    Action,
    Attempt,
    Try,
    undone,
    watched,
)  # fmt: skip
from tests.words.making import make_words
from words.models import Page, SiteWords, UrgentNotice

pytestmark = pytest.mark.once

NOTE = "Cần xem lại số liệu ở bản Nà Ớt."
GONE = {302}


def screen(model, end=""):
    """The address of one of the pages about a thing, or of the list."""
    here = f"/quan-tri/{model._meta.app_label}/{model._meta.model_name}/"
    return lambda thing: f"{here}{thing.pk}/{end}/" if end else here


def at(address):
    return lambda thing: address


def public_page(model):
    return lambda thing: f"/quan-tri/r/{ContentType.objects.get_for_model(model).pk}/{thing.pk}/"


def only(roles):
    return lambda one: one.role in roles


def nobody(one):
    return False


def of_model(name, may, address, data=None, **facts):
    """Its address names no row: a list, a form for a new one, many at once."""
    return Action(name, may, address, data, of_row=False, **facts)


def removal(thing):
    return {"post": "yes"}


def many(thing):
    return {"action": "delete_selected", "_selected_action": [thing.pk], "post": "yes", "index": "0"}


class Tried(TestCase):
    """`actions` x every role x own and others' x `states`; `make(state, owner)` makes the thing, for each of these."""

    states, relations = ("",), (True, False)

    @classmethod
    def setUpTestData(cls):
        cls.people = {role: make_user(role, username=f"nguoi-{role}") for role in ROLES}
        cls.people["none"] = make_user(username="khong-vai-tro")
        cls.people["superuser"] = make_user(username="chu-nhiem", is_superuser=True)
        cls.other = make_user(username="nguoi-khac")
        cls.section = make_section("Xây dựng Đảng")
        cls.target = make_target()

    def setUp(self):
        # However slow the machine: that a session was seen again is written once a minute, and is nobody's deed.
        self.enterContext(mock.patch("accounts.sessions.keeping.MINUTE", dt.timedelta(hours=1)))
        self.doors = {role: Client() for role in self.people}
        for role, door in self.doors.items():
            door.force_login(self.people[role])

    def tries(self):
        for role in self.people:
            for is_own in self.relations:
                yield from (Try(role, is_own, state) for state in self.states)

    def assert_as_the_table_says(self, actions):
        wrong, seen = [], set()
        for one in self.tries():
            person, door = self.people[one.role], self.doors[one.role]
            with undone():
                thing = self.make(one.state, person if one.is_own else self.other)
                for action in actions:
                    if action.of_row or one.role not in seen:
                        problems = Attempt(person, action, door, thing).problems(action, action.may(one))
                        wrong += [f"{action.name}, {one}: {problem}" for problem in problems]
            seen.add(one.role)
        self.assertFalse(wrong, "\n".join(wrong))

    def assert_strangers_change_nothing(self, actions):
        """Who is not signed in is led to the door whatever it is, and has done nothing behind it."""
        thing = self.make(self.states[0], self.other)
        for action in actions:
            tried = Attempt(self.other, action, Client(), thing)
            with self.subTest(action=action.name):
                self.assertIn(tried.status, {302, 403, 404})
                self.assertEqual(tried.changed, [])


# Articles


def sees_article(one):
    return one.role in APPROVERS or (one.role in WRITERS and (one.is_own or one.state == "approved"))


def edits_article(one):
    is_own_draft = one.role in WRITERS and one.is_own and one.state == "draft"
    is_anothers_schedule = one.state == "approved" and not one.is_own
    return is_own_draft or (one.role in APPROVERS and (one.state == "submitted" or is_anothers_schedule))


def step_seen(article):
    return {"seen": f"{article.revision}:{article.status}", "note": NOTE}


def given_away(article):
    taker = User.objects.get(username="nguoi-writer")
    seen = f"{article.pk}:{article.revision}:{article.status}:{article.author_id}"
    return {"seen": seen, "taker": taker.pk, "note": NOTE}


def article_form(article):
    words = {"title": "Bản Nà Ớt đổi mới", "lead": article.lead, "body": article.body, "section": article.section_id}
    times = {"publish_at_0": "25/09/2020", "publish_at_1": "08:30", "expire_at_0": "", "expire_at_1": ""}
    words |= {"cover": "", "byline": "", "sources": ""}
    # Of an approved text only the times are offered.
    return {
        **({} if article.status == "approved" else words),
        **times,
        "seen": article.revision,
        "is_featured": "on",
        "reason": NOTE,
    }


def new_article(thing):
    return {**article_form(Article(body="<p>Bản Nà Ớt.</p>", section=thing.section)), "seen": ""}


def answers_for_article(one):
    """What was said of it before it was public is its writer's and the approvers' business."""
    return one.role in APPROVERS or (one.role in WRITERS and one.is_own)


def new_comment(article):
    key = comments.paragraphs(article)[0].anchor.key
    return {"step": "add", "at": key, "text": NOTE, "opening": uuid.uuid4().hex}


def new_link(article):
    return {"make": "1", "for_whom": "Thường trực Tỉnh ủy", "days": "7", "opening": uuid.uuid4().hex}


def of_article(name, may, end, data=None, **facts):
    return Action(name, may, screen(Article, end), data, **facts)


ARTICLE_ACTIONS = (
    of_article("mở", sees_article, "change"),
    of_article("xem trước", sees_article, "xem-truoc"),
    of_article("xem ai đang mở", sees_article, "dang-mo"),
    of_article("báo đang mở", sees_article, "dang-mo", lambda article: {}),
    of_article("lịch sử", lambda one: one.role in APPROVERS or (one.role in WRITERS and one.is_own), "history"),
    Action("đến trang công khai", sees_article, public_page(Article), answers=GONE),
    of_article("mở trang duyệt", sees_article, "duyet"),
    of_article("sửa", edits_article, "change", article_form, has_sentence=True, answers=GONE),
    of_article(
        "gửi duyệt", lambda one: one.role in WRITERS and one.is_own and one.state == "draft",
        "gui-duyet", step_seen, has_sentence=True, answers=GONE,
    ),
    of_article(
        "trả lại", lambda one: one.role in APPROVERS and one.state == "submitted",
        "tra-lai", step_seen, has_sentence=True, answers=GONE,
    ),
    of_article(
        "duyệt", lambda one: one.role in APPROVERS and one.state == "submitted" and not one.is_own,
        "duyet", step_seen, has_sentence=True, answers=GONE,
    ),
    of_article(
        "gỡ", lambda one: one.role in APPROVERS and one.state == "approved",
        "go-bai", step_seen, has_sentence=True, answers=GONE,
    ),
    of_article(
        "ghi là đã cũ", lambda one: one.role in APPROVERS and one.state == "approved",
        "da-cu", step_seen, has_sentence=True, answers=GONE,
    ),
    of_article(
        "bỏ lời báo đã cũ", nobody, "con-dung", step_seen, has_sentence=True, answers=GONE,
    ),
    of_article(
        "đưa về nháp", lambda one: one.role in APPROVERS and one.state == "withdrawn",
        "dua-ve-nhap", step_seen, has_sentence=True, answers=GONE,
    ),
    of_article(
        "xóa", lambda one: one.role in WRITERS and one.is_own and one.state == "draft", "delete", removal, answers=GONE
    ),
    of_article("mở trang giao bài", only(APPROVERS), "giao-bai"),
    of_article(
        "giao bài", lambda one: one.role in APPROVERS and one.state != "approved",
        "giao-bai", given_away, has_sentence=True, answers=GONE,
    ),
    of_model("mở trang bài của người đã nghỉ", only(APPROVERS), at("/quan-tri/articles/article/giao-bai/")),
    of_article("mở ý kiến", answers_for_article, "y-kien"),
    of_article("ghi ý kiến", answers_for_article, "y-kien", new_comment, answers=GONE),
    of_article("mở liên kết chia sẻ", answers_for_article, "chia-se"),
    of_article(
        "tạo liên kết chia sẻ",
        lambda one: answers_for_article(one) and one.state in {"draft", "submitted"},
        "chia-se", new_link, has_sentence=True,
    ),
    of_model("mở danh sách", only(WRITERS), screen(Article)),
    of_model("xóa nhiều bài", nobody, screen(Article), many),
    of_model("viết bài mới", only(WRITERS), at("/quan-tri/articles/article/add/"), new_article, answers=GONE),
)  # fmt: skip


class ArticleTests(Tried):
    states = ("draft", "submitted", "approved", "withdrawn")

    def make(self, state, owner):
        article = make_article(status=state, author=owner, edited_by=owner, section=self.section, title="Bản Nà Ớt")
        article.events.all().delete()
        return article

    def test_everybody_at_every_article(self):
        self.assert_as_the_table_says(ARTICLE_ACTIONS)
        self.assert_strangers_change_nothing(ARTICLE_ACTIONS)


# Sections


def section_form(section):
    words = {"name": "Xây dựng Đảng, chính quyền", "slug": section.slug, "description": "", "order": "3"}
    return words | {"proposal_reason": NOTE}


def order_form(section):
    total = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "_save": "Lưu"}
    return {**total, "form-0-id": section.pk, "form-0-order": "9"}


SECTION_ACTIONS = (
    Action("mở", only(WRITERS), screen(Section, "change")),
    of_model("mở danh sách", only(WRITERS), screen(Section)),
    Action("đề nghị sửa", only(APPROVERS), screen(Section, "change"), section_form, answers=GONE),
    of_model("xếp lại thứ tự", only(APPROVERS), screen(Section), order_form, answers=GONE),
    Action("xóa", only({"superuser"}), screen(Section, "delete"), removal, answers=GONE),
    of_model("xóa nhiều", nobody, screen(Section), many),
)


class SectionTests(Tried):
    relations = (False,)

    def make(self, state, owner):
        Section.objects.all().delete()
        return make_section("Xây dựng Đảng")

    def test_everybody_at_a_section(self):
        self.assert_as_the_table_says(SECTION_ACTIONS)
        self.assert_strangers_change_nothing(SECTION_ACTIONS)


# Figures


def figure_seen(figure):
    return {"seen": figure.recorded_at.isoformat(), "note": NOTE}


def figure_form(figure):
    facts = {"indicator": figure.indicator_id, "year": figure.year, "span": figure.span, "period_label": ""}
    found = {"value": "56,5", "vintage": figure.vintage, "scope_note": "", "source": "Niên giám thống kê", "note": ""}
    return {**facts, **found, "source_as_of": "", "confidence": figure.confidence, "seen": ""}


def new_figure(figure):
    return {**figure_form(figure), "year": "2023"}


def of_figure(name, may, end, data=None, **facts):
    return Action(name, may, screen(Observation, end), data, **facts)


FIGURE_ACTIONS = (
    of_figure("mở", only(TRACKERS), "change"),
    of_figure("lịch sử", only(TRACKERS), "history"),
    of_figure(
        "sửa", lambda one: one.role in TRACKERS and one.state in {"waiting", "returned"},
        "change", figure_form, answers=GONE,
    ),
    of_figure(
        "duyệt", lambda one: one.role in FIGURE_APPROVERS and one.state == "waiting" and not one.is_own,
        "duyet", figure_seen, has_sentence=True, answers=GONE,
    ),
    of_figure(
        "trả lại", lambda one: one.role in FIGURE_APPROVERS and one.state == "waiting",
        "tra-lai", figure_seen, has_sentence=True, answers=GONE,
    ),
    of_figure(
        "thu hồi", lambda one: one.role in FIGURE_APPROVERS and one.state == "approved",
        "thu-hoi", figure_seen, has_sentence=True, answers=GONE,
    ),
    of_figure(
        "xóa", lambda one: one.role == "superuser" and one.state in {"waiting", "returned"},
        "delete", removal, answers=GONE,
    ),
    of_model("mở danh sách", only(TRACKERS), screen(Observation)),
    of_model("xóa nhiều", nobody, screen(Observation), many),
    of_model("nhập", only(TRACKERS), at("/quan-tri/resolutions/observation/add/"), new_figure, answers=GONE),
    of_model("mở bảng năm", only(TRACKERS), at("/quan-tri/resolutions/observation/bang/")),
    of_model("mở trang nhập tệp", only(TRACKERS), at("/quan-tri/resolutions/observation/nhap-tep/")),
)  # fmt: skip


class FigureTests(Tried):
    states = ("waiting", "returned", "approved", "withdrawn")

    def make(self, state, owner):
        facts = {
            "waiting": {"approved_at": None},
            "returned": {"approved_at": None, "returned_at": RECORDED},
            "approved": {},
            "withdrawn": {"withdrawn_at": RECORDED, "withdrawn_reason": "Nhập nhầm."},
        }
        figure = make_observation(self.target, 2024, "55,5", by=owner, **facts[state])
        figure.refresh_from_db()
        return figure

    def test_everybody_at_every_figure(self):
        self.assert_as_the_table_says(FIGURE_ACTIONS)
        self.assert_strangers_change_nothing(FIGURE_ACTIONS)


# Proposals


def proposal_seen(proposal):
    return {"seen": proposal.proposed_at.isoformat(), "note": NOTE}


def together(step):
    return lambda proposal: {"row": [proposal.pk], step: "1", "note": NOTE}


def decides(one):
    return one.role in FIGURE_APPROVERS and one.state == "waiting"


PROPOSAL_ACTIONS = (
    Action("mở", only(KNOW_PAPERS), screen(Proposal, "change")),
    Action("lịch sử", only(KNOW_PAPERS), screen(Proposal, "history")),
    # Whoever sees anything that is guarded has a list, of that alone.
    of_model("mở danh sách", only(KNOW_PAPERS | WRITERS | MANAGERS), screen(Proposal)),
    Action(
        "duyệt", lambda one: decides(one) and not one.is_own,
        screen(Proposal, "duyet"), proposal_seen, has_sentence=True, answers=GONE,
    ),
    Action("trả lại", decides, screen(Proposal, "tra-lai"), proposal_seen, has_sentence=True, answers=GONE),
    Action("sửa", nobody, screen(Proposal, "change"), proposal_seen),
    Action("xóa", nobody, screen(Proposal, "delete"), removal),
    of_model("xóa nhiều", nobody, screen(Proposal), many),
)  # fmt: skip
DECIDERS = FIGURE_APPROVERS | APPROVERS | MANAGERS
TOGETHER = at("/quan-tri/proposals/proposal/cung-luc/")


class ProposalTests(Tried):
    states = ("waiting", "approved", "returned")

    def make(self, state, owner):
        changes = {"value": ["60", "70"]}
        row = proposals.propose(
            self.target, Proposal.Action.CHANGE, changes, by=owner, at=MORNING, reason="Nghị quyết bổ sung"
        )
        if state != "waiting":
            decided = {"state": state, "decided_at": MORNING, "decided_by": self.judge()}
            Proposal.objects.filter(pk=row.pk).update(**decided)
        row.refresh_from_db()
        return row

    def judge(self):
        return User.objects.get_or_create(username="nguoi-quyet-dinh")[0]

    def test_everybody_at_every_proposal(self):
        self.assert_as_the_table_says(PROPOSAL_ACTIONS)
        self.assert_strangers_change_nothing(PROPOSAL_ACTIONS)


class TogetherTests(ProposalTests):
    """Many in one go, with one's own among what is sent: nothing that the list did not offer is decided."""

    states, relations = ("waiting",), (False,)

    def test_everybody_at_every_proposal(self):
        steps = [
            Action(step, only(FIGURE_APPROVERS), TOGETHER, together(step), has_sentence=True, answers=GONE)
            for step in ("approve", "send_back")
        ]
        self.assert_as_the_table_says([Action("mở", only(DECIDERS), TOGETHER), *steps])

    def test_ones_own_is_not_decided_that_way(self):
        for role in ("tracker_approver", "superuser"):
            person = self.people[role]
            step = Action("approve", nobody, TOGETHER, together("approve"))
            tried = Attempt(person, step, self.doors[role], self.make("waiting", person))
            self.assertEqual(tried.changed, [])


# Documents and structure


def document_form(document):
    words = {"number": document.number, "kind": document.kind, "issuer": document.issuer, "abstract": "Trích yếu mới"}
    days = {"issued_on": "06/06/2022", "issued_year": "2022", "effective_on": ""}
    empty = dict.fromkeys(("signer", "implements", "file", "source", "source_as_of", "note", "seen"), "")
    return {
        **words,
        **days,
        **empty,
        "congress": document.congress_id,
        "scope": document.scope,
        "proposal_reason": NOTE,
    }


def new_document(document):
    return {**document_form(document), "number": "98-NQ/TU"}


def sees_document(one):
    return one.role in KNOW_PAPERS or (one.role in WRITERS and one.state == "public")


DOCUMENT_ACTIONS = (
    Action("mở", sees_document, screen(Document, "change")),
    Action("đến trang công khai", sees_document, public_page(Document), answers=GONE),
    Action("lịch sử", only(KNOW_PAPERS), screen(Document, "history")),
    of_model("mở danh sách", only(KNOW_PAPERS | WRITERS), screen(Document)),
    Action("sửa", only(TRACKERS), screen(Document, "change"), document_form, answers=GONE),
    of_model("nhập mới", only(TRACKERS), at("/quan-tri/resolutions/document/add/"), new_document, answers=GONE),
    Action("xóa", only({"superuser"}), screen(Document, "delete"), removal, answers=GONE),
    of_model("xóa nhiều", nobody, screen(Document), many),
)


class DocumentTests(Tried):
    states, relations = ("public", "internal"), (False,)

    def make(self, state, owner):
        return make_document(scope=state, number="97-NQ/TU")

    def test_everybody_at_every_document(self):
        self.assert_as_the_table_says(DOCUMENT_ACTIONS)
        self.assert_strangers_change_nothing(DOCUMENT_ACTIONS)


TARGET_ACTIONS = (
    Action("mở", only(KNOW_PAPERS | WRITERS), screen(Target, "change")),
    Action("lịch sử", only(KNOW_PAPERS | WRITERS), screen(Target, "history")),
    of_model("mở biểu nhiệm kỳ", only(FIGURE_APPROVERS), at("/quan-tri/resolutions/target/nhiem-ky/")),
    Action("xóa", only({"superuser"}), screen(Target, "delete"), removal, answers=GONE),
    of_model("xóa nhiều", nobody, screen(Target), many),
)


def group_form(group):
    return {"name": "Kinh tế số", "code": group.code, "order": "7", "seen": "", "proposal_reason": NOTE}


def unit_form(unit):
    return {
        "name": "Sở Nông nghiệp và Môi trường",
        "valid_from": "",
        "valid_to": "",
        "seen": "",
        "proposal_reason": NOTE,
    }


GROUP_ACTIONS = (
    Action("mở", only(KNOW_PAPERS | WRITERS), screen(TargetGroup, "change")),
    Action("đề nghị sửa", only(FIGURE_APPROVERS), screen(TargetGroup, "change"), group_form, answers=GONE),
    Action("xóa", only({"superuser"}), screen(TargetGroup, "delete"), removal, answers=GONE),
    of_model("xóa nhiều", nobody, screen(TargetGroup), many),
)
UNIT_ACTIONS = (
    Action("mở", only(KNOW_PAPERS | WRITERS), screen(Unit, "change")),
    Action("đề nghị sửa", only(TRACKERS), screen(Unit, "change"), unit_form, answers=GONE),
    of_model("đề nghị thêm", only(TRACKERS), at("/quan-tri/resolutions/unit/add/"), unit_form, answers=GONE),
    of_model("xóa nhiều", nobody, screen(Unit), many),
)


class StructureTests(Tried):
    relations = (False,)

    def make(self, state, owner):
        return TargetGroup.objects.create(name="Chuyển đổi số", code="chuyen-doi-so")

    def test_everybody_at_a_field_of_targets(self):
        self.assert_as_the_table_says(GROUP_ACTIONS)
        self.assert_strangers_change_nothing(GROUP_ACTIONS)


class UnitTests(StructureTests):
    def make(self, state, owner):
        return Unit.objects.create(name="Sở Nông nghiệp")

    def test_everybody_at_a_field_of_targets(self):
        self.assert_as_the_table_says(UNIT_ACTIONS)
        self.assert_strangers_change_nothing(UNIT_ACTIONS)


class TargetTests(Tried):
    relations = (False,)

    def make(self, state, owner):
        return self.target

    def test_everybody_at_a_target(self):
        self.assert_as_the_table_says(TARGET_ACTIONS)
        self.assert_strangers_change_nothing(TARGET_ACTIONS)


# The site's own words


def words_form(words):
    return {"name": "Đảng bộ xã Mường Giôn mới", "proposal_reason": NOTE, "seen": ""}


def notice_form(notice):
    times = {"starts_at_0": "01/06/2126", "starts_at_1": "08:00", "ends_at_0": "02/06/2126", "ends_at_1": "08:00"}
    return {"text": "Lũ lên nhanh ở bản Púng.", "link": "", **times, "proposal_reason": NOTE, "seen": ""}


def down(notice):
    return {"seen": notice.ends_at.isoformat(), "note": NOTE}


def page_form(page):
    facts = {"title": "Liên hệ", "slug": "lien-he", "summary": "", "body": "<p>Tại trụ sở.</p>", "order": "1"}
    return {**facts, "proposal_reason": NOTE, "seen": ""}


WORDS_ACTIONS = (
    Action("mở", only(APPROVERS), screen(SiteWords, "change")),
    Action("các bản", only(APPROVERS), screen(SiteWords, "cac-ban")),
    of_model("mở danh sách", only(APPROVERS), screen(SiteWords), answers=GONE),
    Action("đề nghị sửa", only(APPROVERS), screen(SiteWords, "change"), words_form, answers=GONE),
    of_model("thêm dòng thứ hai", nobody, at("/quan-tri/words/sitewords/add/"), words_form),
    Action("xóa", nobody, screen(SiteWords, "delete"), removal),
    of_model("xóa nhiều", nobody, screen(SiteWords), many),
)
NOTICE_ACTIONS = (
    Action("mở", only(APPROVERS), screen(UrgentNotice, "change")),
    of_model("mở danh sách", only(APPROVERS), screen(UrgentNotice)),
    Action("đề nghị sửa", only(APPROVERS), screen(UrgentNotice, "change"), notice_form, answers=GONE),
    of_model("đề nghị thêm", only(APPROVERS), at("/quan-tri/words/urgentnotice/add/"), notice_form, answers=GONE),
    Action("gỡ ngay", only(APPROVERS), screen(UrgentNotice, "go-ngay"), down, has_sentence=True, answers=GONE),
    Action("xóa", only({"superuser"}), screen(UrgentNotice, "delete"), removal, answers=GONE),
    of_model("xóa nhiều", nobody, screen(UrgentNotice), many),
)
PAGE_ACTIONS = (
    Action("mở", only(APPROVERS), screen(Page, "change")),
    Action("các bản", only(APPROVERS), screen(Page, "cac-ban")),
    Action("đề nghị sửa", only(APPROVERS), screen(Page, "change"), page_form, answers=GONE),
    of_model("đề nghị thêm", only(APPROVERS), at("/quan-tri/words/page/add/"), page_form, answers=GONE),
    Action("xóa", only({"superuser"}), screen(Page, "delete"), removal, answers=GONE),
    of_model("xóa nhiều", nobody, screen(Page), many),
)


class WordsTests(Tried):
    relations, kind, actions = (False,), SiteWords, WORDS_ACTIONS

    def make(self, state, owner):
        return next(row for row in make_words(make_article()) if isinstance(row, self.kind))

    def test_everybody_at_the_sites_own_words(self):
        self.assert_as_the_table_says(self.actions)
        self.assert_strangers_change_nothing(self.actions)


class NoticeTests(WordsTests):
    kind, actions = UrgentNotice, NOTICE_ACTIONS


class PageTests(WordsTests):
    kind, actions = Page, PAGE_ACTIONS


# The library


def picture_form(picture):
    return {"alt": "Cầu mới ở bản Nà Ớt", "caption": "", "credit": ""}


def picture_upload(picture):
    return {"upload": samples.upload(samples.jpeg(64, 48)), "alt": "Cầu mới ở bản Nà Ớt"}


def file_form(file):
    return {"title": "Kế hoạch số 25, bản sửa"}


def file_upload(file):
    return {"upload": samples.upload(samples.pdf("Kế hoạch số 26"), "ke-hoach-26.pdf"), "title": "Kế hoạch số 26"}


PICTURE_ACTIONS = (
    Action("mở", only(WRITERS), screen(Picture, "change")),
    of_model("mở danh sách", only(WRITERS), screen(Picture)),
    of_model("mở cửa sổ chọn ảnh", only(WRITERS), at("/thu-vien/chon-anh/")),
    Action("xem ảnh chưa công khai", only(WRITERS), lambda picture: picture.src, is_recorded=False),
    Action("sửa lời", only(APPROVERS), screen(Picture, "change"), picture_form, answers=GONE),
    of_model("tải lên", only(WRITERS), at("/quan-tri/library/picture/add/"), picture_upload, answers=GONE),
    of_model("tải lên từ bài", only(WRITERS), at("/soan-thao/tai-anh/"), picture_upload),
    of_model("tải lên bằng script", only(WRITERS), at("/thu-vien/tai-anh/"), picture_upload),
    Action("xóa", only({"superuser"}), screen(Picture, "delete"), removal, answers=GONE),
    of_model("xóa nhiều", nobody, screen(Picture), many),
)
FILE_ACTIONS = (
    Action("mở", only(KNOW_PAPERS), screen(DocumentFile, "change")),
    Action("tải về", only(KNOW_PAPERS), lambda file: file.get_absolute_url()),
    Action("sửa tên", only(TRACKERS), screen(DocumentFile, "change"), file_form, answers=GONE),
    of_model("tải lên", only(TRACKERS), at("/quan-tri/library/documentfile/add/"), file_upload, answers=GONE),
    Action("xóa", only({"superuser"}), screen(DocumentFile, "delete"), removal, answers=GONE),
    of_model("xóa nhiều", nobody, screen(DocumentFile), many),
)


class PictureTests(Tried):
    relations = (False,)

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.picture = library.store_picture(samples.upload(samples.jpeg()), by=cls.other, at=MORNING, alt="Bản Nà Ớt")
        upload = samples.upload(samples.pdf(), "ke-hoach.pdf")
        cls.file = library.store_document_file(upload, title="Kế hoạch số 25", by=cls.other, at=MORNING)

    def make(self, state, owner):
        return self.picture

    def test_everybody_at_a_picture(self):
        self.assert_as_the_table_says(PICTURE_ACTIONS)
        self.assert_strangers_change_nothing(PICTURE_ACTIONS)


class FileTests(PictureTests):
    def make(self, state, owner):
        return self.file

    def test_everybody_at_a_picture(self):
        self.assert_as_the_table_says(FILE_ACTIONS)
        self.assert_strangers_change_nothing(FILE_ACTIONS)


# Accounts


def account_form(user):
    return {"username": user.username, "display_name": "Tên đã đổi", "email": "", "is_active": "on"}


def crowned(user):
    return {**account_form(user), "is_superuser": "on"}


def may_manage(one):
    return one.role == "superuser" or (one.role == "user_manager" and one.state != "superuser")


ACCOUNT_ACTIONS = (
    Action("mở", only(MANAGERS), screen(User, "change")),
    of_model("mở danh sách", only(MANAGERS), screen(User)),
    Action("lịch sử", only(MANAGERS), screen(User, "history")),
    Action("đổi tên người khác", may_manage, screen(User, "change"), account_form, answers=GONE),
    Action("phong quản trị hệ thống", nobody, screen(User, "change"), crowned),
    Action("xóa", nobody, screen(User, "delete"), removal),
    of_model("xóa nhiều", nobody, screen(User), many),
)


class AccountTests(Tried):
    states, relations = ("none", "writer", "superuser"), (False,)

    def make(self, state, owner):
        facts = {"is_superuser": True} if state == "superuser" else {}
        return make_user(state if state in ROLES else None, username="dong-nghiep", **facts)

    def test_everybody_at_every_account(self):
        self.assert_as_the_table_says(ACCOUNT_ACTIONS)
        self.assert_strangers_change_nothing(ACCOUNT_ACTIONS)

    def test_nobody_but_a_superuser_changes_their_own_account_there(self):
        step = Action("đổi tên mình", only({"superuser"}), screen(User, "change"), account_form, answers=GONE)
        wrong = []
        for role, person in self.people.items():
            tried = Attempt(person, step, self.doors[role], person)
            wrong += [f"{role}: {problem}" for problem in tried.problems(step, role == "superuser")]
        self.assertEqual(wrong, [])


# The record, and the interface for programs


RECORD_ACTIONS = (
    of_model("mở danh sách", only(MANAGERS), screen(Event)),
    Action("mở một việc", only(MANAGERS), screen(Event, "change")),
    of_model("tải về", only(MANAGERS), at("/quan-tri/audit/event/xuat/")),
    Action("sửa", nobody, screen(Event, "change"), lambda event: {"title": "khác"}),
    Action("xóa", nobody, screen(Event, "delete"), removal),
    of_model("xóa nhiều", nobody, screen(Event), many),
)


class RecordTests(Tried):
    relations = (False,)

    def make(self, state, owner):
        return Event.objects.first()

    def test_everybody_at_the_record(self):
        self.assert_as_the_table_says(RECORD_ACTIONS)
        self.assert_strangers_change_nothing(RECORD_ACTIONS)


class InterfaceTests(Tried):
    def test_nobody_writes_through_it(self):
        for role, door in self.doors.items():
            for address in ("/api/v1/tim-kiem/", "/api/v1/chi-tieu/"):
                for method in ("post", "put", "patch", "delete"):
                    with self.subTest(role=role, address=address, method=method):
                        with watched() as writes:
                            self.assertEqual(getattr(door, method)(address).status_code, 405)
                        self.assertEqual(writes.changed(), [])


class EveryAddressTests(Tried):
    """Whatever the table has forgotten: a refusal at any address of the admin is a whole one."""

    def rows(self):
        writer = self.other
        make_parts(self.target.congress)
        yield make_article(status="draft", author=writer, edited_by=writer, section=self.section)
        yield make_observation(self.target, 2024, "55,5", by=writer, approved_at=None)
        yield from (self.target, self.target.indicator, self.target.congress, self.target.group, self.section, writer)
        yield make_document(scope="internal")
        yield AnnualPlan.objects.create(target=self.target, year=2023, value=50, source="Kế hoạch năm 2023")
        yield SeriesBreak.objects.create(indicator=self.target.indicator, year=2022, reason="Đổi cách tính")
        yield from (Breakthrough.objects.first(), TaskGroup.objects.first(), StaffRole.objects.first())
        yield Unit.objects.create(name="Sở Nông nghiệp")
        yield SectionLimit.objects.create(user=writer)
        yield Letter.objects.create(user=writer, made_at=MORNING, next_at=MORNING)
        yield self.correction(make_user("writer"))
        yield from make_words(make_article(section=self.section))
        yield requests.ask("role", writer, role="approver", by=self.people["user_manager"], at=MORNING)

    def correction(self, writer):
        article = make_article(author=writer, edited_by=writer, section=self.section, body="<p>Cây cầu mới</p>")
        text = keeping.copy_of(keeping.live(article))
        text.body = "<p>Cây cầu treo mới</p>"
        return corrections.write(article, text, "small", by=writer, at=MORNING, seen=1)

    def test_a_refusal_changes_nothing_and_names_who_tried(self):
        wrong = []
        for row in self.rows():
            for number, route in enumerate(addresses.of_row(type(row), row.pk)):
                for data in (None, removal):
                    action = Action(route, nobody, at(route), data, has_sentence=True)
                    for role in ("none", "user_manager", "writer", "tracker"):
                        tried = Attempt(self.people[role], action, self.doors[role], None)
                        if tried.status in {403, 404}:
                            wrong += [f"{role} {number} {route}: {one}" for one in tried.problems(action, False)]
                        elif data is None:
                            wrong += [f"{role} {route}: chỉ đọc mà đổi {tried.changed}"] * bool(tried.changed)
        self.assertEqual(wrong, [])

    def test_every_screen_has_its_rows_in_the_table_or_here(self):
        tried = {Article, Section, Observation, Proposal, Document, Picture, DocumentFile, User, Event}
        here = {type(row) for row in self.rows()}
        self.assertEqual(set(admin.site._registry) - tried - here, set())
