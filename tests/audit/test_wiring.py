"""What happens on the site stands in the record, also what was refused; and staff read it on one screen."""

import csv
import datetime as dt
import io
from unittest import mock

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import TestCase
from django.urls import reverse

from articles import services as articles
from articles.models import Article
from audit import admin as audit_admin
from audit import refusals, services
from audit.models import Event
from audit.screens import Recorded
from desk.steps import StepRefused
from library import services as library
from proposals import services as proposals
from proposals.models import Proposal
from resolutions import services as resolutions
from resolutions.models import Congress, Document
from tests.factories import MORNING, PASSWORD, local, make_article, make_section, make_user
from tests.factories_resolutions import make_congress, make_observation, make_target
from tests.library import samples

NOW = local(2026, 11, 27, 9)


def kinds():
    """Oldest first, without the signing in of the tests themselves."""
    rows = Event.objects.order_by("number").exclude(kind="session.sign_in").values_list("kind", "outcome")
    return [kind if outcome == "done" else f"{kind} {outcome}" for kind, outcome in rows]


class Staffed(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.hoa = make_user("writer", username="hoa", display_name="Lò Thị Hoa")
        cls.duc = make_user("approver", username="duc", display_name="Quàng Văn Đức")
        cls.so = make_user("tracker", username="so")
        cls.duyet = make_user("tracker_approver", username="duyet")
        cls.manager = make_user("user_manager", username="quan-tri")
        cls.chief = make_user(username="chinh", is_superuser=True)

    def page(self, user, name, *args, **facts):
        self.client.force_login(user)
        return self.client.get(reverse(name, args=args), facts)


class ServiceTests(Staffed):
    def draft(self):
        article = Article(title="Mở đường vào bản", lead="Sapo", body="<p>Bài.</p>", section=make_section())
        articles.save_draft(article, by=self.hoa, at=MORNING)
        return article

    def test_every_step_of_an_article_is_recorded_with_what_it_changed(self):
        article = self.draft()
        article.title = "Mở đường vào bản Xím Vàng"
        articles.save_draft(article, by=self.hoa, at=MORNING)
        edit = Event.objects.first()
        self.assertEqual(
            (edit.before, edit.after), ({"title": "Mở đường vào bản"}, {"title": "Mở đường vào bản Xím Vàng"})
        )
        articles.submit(article, by=self.hoa, at=MORNING)
        articles.approve(article, by=self.duc, at=MORNING)
        approved = Event.objects.first()
        self.assertEqual(
            (approved.actor, approved.before["status"], approved.after["status"]), (self.duc, "submitted", "approved")
        )
        article.expire_at = MORNING + dt.timedelta(days=1)
        articles.reschedule(article, by=self.duc, at=MORNING, note="Hết đợt vận động")
        moved = Event.objects.first()
        self.assertEqual((list(moved.after), moved.note), (["expire_at"], "Hết đợt vận động"))
        articles.withdraw(article, by=self.duc, at=MORNING, note="Sai số liệu")
        articles.reopen(article, by=self.duc, at=MORNING)
        self.assertEqual(
            kinds(),
            [f"article.{step}" for step in ("create", "edit", "submit", "approve", "reschedule", "withdraw", "reopen")],
        )

    def test_links_and_deleting_are_recorded(self):
        article, target = self.draft(), make_target(congress=make_congress("xv"))
        articles.set_links(
            article, {"targets": [target], "breakthroughs": [], "task_groups": []}, by=self.hoa, at=MORNING
        )
        key = str(article.pk)
        articles.delete(article, by=self.hoa, at=MORNING)
        gone = Event.objects.first()
        self.assertEqual((gone.kind, gone.object_id, gone.before["title"]), ("article.delete", key, "Mở đường vào bản"))
        self.assertEqual(kinds(), ["article.create", "article.link", "article.delete"])

    def test_figures_and_their_correction_are_recorded(self):
        shown = make_observation(make_target(congress=make_congress("xv")), 2024, "50")
        fresh = resolutions.correction_of(shown)
        fresh.value, fresh.correction_reason = 51, "gõ nhầm"
        resolutions.record_observation(fresh, by=self.so, at=NOW)
        resolutions.take("approve", fresh, by=self.duyet, at=NOW)
        resolutions.take("withdraw", fresh, by=self.duyet, at=NOW, note="nguồn sai")
        self.assertEqual(kinds(), ["figure.enter", "figure.approve", "figure.replace", "figure.withdraw"])

    def test_uploads_and_what_is_not_public_being_opened_are_recorded(self):
        paper = library.store_document_file(
            samples.upload(samples.pdf(), "Kế hoạch 25.pdf"), title="", by=self.so, at=MORNING
        )
        self.client.force_login(self.so)
        self.assertEqual(b"".join(self.client.get(paper.get_absolute_url()).streaming_content)[:4], b"%PDF")
        self.assertEqual(kinds(), ["file.upload", "file.download"])

    def test_roles_given_by_command_are_recorded_once(self):
        for _ in range(2):
            call_command("assign_role", "hoa", "approver", verbosity=0, stdout=io.StringIO())
        call_command("assign_role", "hoa", "approver", remove=True, stdout=io.StringIO())
        self.assertEqual(kinds(), ["role.give", "role.take"])


class AdminTests(Staffed):
    def save(self, row, **changes):
        """Sends the form of a row as a browser does."""
        address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
        form = self.client.get(address).context["adminform"].form
        typed = {name: "" if value is None else value for name, value in form.initial.items()}
        return self.client.post(address, {**typed, **changes})

    def test_every_screen_writes_the_record_and_none_djangos_log(self):
        for model, screen in admin.site._registry.items():
            self.assertIsInstance(screen, Recorded, model)
        self.client.force_login(self.chief)
        facts = {"number": "15-BC/TU", "kind": "báo cáo", "issuer": "Tỉnh ủy Sơn La", "scope": "internal"}
        facts |= {"issued_year": "2024", "abstract": "Tình hình nội bộ"}
        self.client.post(reverse("admin:resolutions_document_add"), facts)
        document = Document.objects.get()
        page = reverse("admin:resolutions_document_change", args=[document.pk])
        self.assertEqual(self.client.post(page, facts | {"signer": "Lò Minh Hùng"}).status_code, 302)
        changed = Event.objects.first()
        self.assertEqual((changed.before, changed.after), ({"signer": ""}, {"signer": "Lò Minh Hùng"}))
        self.client.post(reverse("admin:resolutions_document_delete", args=[document.pk]), {"post": "yes"})
        self.assertEqual(kinds(), ["row.add", "row.change", "row.delete"])
        self.assertEqual(LogEntry.objects.count(), 0)

    def test_each_role_that_is_given_or_taken_is_an_event_of_its_own(self):
        self.client.force_login(self.manager)
        groups = [Group.objects.get(name="tracker").pk]
        facts = {"username": "hoa", "display_name": "Lò Thị Hoa", "email": "", "is_active": "on", "groups": groups}
        response = self.client.post(reverse("admin:accounts_user_change", args=[self.hoa.pk]), facts)
        self.assertEqual(response.status_code, 302)
        told = Event.objects.filter(kind__startswith="role").order_by("number").values_list("kind", "after")
        self.assertEqual(list(told), [("role.take", {"role": "writer"}), ("role.give", {"role": "tracker"})])

    def test_passwords_are_recorded_without_a_trace_of_them(self):
        self.client.force_login(self.manager)
        secret = "mot-mat-khau-moi-va-dai"
        link = self.client.post(reverse("admin:accounts_user_link", args=[self.hoa.pk])).context["address"]
        self.client.post(link, {"new_password1": secret, "new_password2": secret})
        facts = {"old_password": PASSWORD, "new_password1": secret, "new_password2": secret}
        self.client.post(reverse("admin:password_change"), facts)
        self.assertEqual(kinds(), ["account.link", "account.password_by_link", "account.own_password"])
        self.assertNotIn(link.rsplit("/", 2)[1], str(list(Event.objects.values())))
        self.assertNotIn(secret, str(list(Event.objects.values())))
        self.assertNotIn("pbkdf2", str(list(Event.objects.values())))

    def test_signing_in_out_and_failing_are_recorded_and_a_typed_password_is_not(self):
        login = reverse("admin:login")
        self.client.post(login, {"username": "mat-khau-go-nham", "password": "x"})
        self.client.post(login, {"username": "hoa", "password": "sai"})
        self.client.post(login, {"username": "hoa", "password": PASSWORD}, REMOTE_ADDR="10.1.2.3")
        self.client.post(reverse("admin:logout"))
        rows = list(Event.objects.order_by("number").values_list("kind", "outcome", "title", "address_row__address"))
        self.assertEqual([row[:3] for row in rows], [
            ("session.sign_in", "failed", ""), ("session.sign_in", "failed", "Lò Thị Hoa"),
            ("session.sign_in", "done", "Lò Thị Hoa"), ("session.sign_out", "done", "Lò Thị Hoa"),
        ])  # fmt: skip
        self.assertEqual(rows[2][3], "10.1.2.3")
        self.assertNotIn("mat-khau-go-nham", str(list(Event.objects.values())))

    def test_a_proposal_and_its_approval_are_recorded_with_old_and_new(self):
        congress = make_congress("xv")
        self.client.force_login(self.duyet)
        form = self.page(self.duyet, "admin:resolutions_congress_add").context["adminform"].form
        self.assertIn("name", form.fields)
        proposal = proposals.propose(
            congress, "change", {"motto": ["", "Đoàn kết"]}, by=self.so, at=MORNING, reason="r"
        )
        proposals.take("approve", Proposal.objects.get(pk=proposal.pk), by=self.duyet, at=MORNING)
        self.assertEqual(kinds(), ["proposal.propose", "proposal.approve"])
        self.assertEqual(Event.objects.first().after["columns"], {"motto": "Đoàn kết"})
        self.assertEqual(Congress.objects.get(pk=congress.pk).motto, "Đoàn kết")


class RefusedTests(Staffed):
    def test_a_refused_step_is_recorded_although_nothing_else_is(self):
        own = make_article(status="submitted", author=self.duc, edited_by=self.duc)
        with self.assertRaises(StepRefused):
            articles.approve(own, by=self.duc, at=MORNING)
        self.client.force_login(self.duc)
        address = reverse("admin:articles_article_approve", args=[own.pk])
        self.client.post(address, {"seen": f"{own.revision}:submitted", "note": ""})
        event = Event.objects.first()
        self.assertEqual((event.kind, event.outcome, event.actor), ("desk.step", "refused", self.duc))
        self.assertEqual((event.title, event.after), (own.title, {"step": "approve"}))
        self.assertIn("do chính mình viết", event.note)

    def test_a_forbidden_post_is_recorded_and_a_flood_of_them_is_bounded(self):
        self.client.force_login(self.hoa)
        address = reverse("admin:articles_section_add")
        for _ in range(refusals.EACH_MINUTE * 3):
            self.assertEqual(self.client.post(address, {"name": "Mục"}).status_code, 403)
        self.assertLessEqual(kinds().count("desk.step refused"), refusals.EACH_MINUTE * 2)
        self.assertIn(address, Event.objects.first().note)

    def test_a_visitor_who_is_nobody_leaves_nothing(self):
        self.client.post(reverse("admin:articles_section_add"), {"name": "Mục"})
        self.assertEqual(Event.objects.count(), 0)


class ScreenTests(Staffed):
    LIST = "admin:audit_event_changelist"

    def test_user_managers_and_superusers_may_look_and_nobody_else(self):
        for user, status in ((self.manager, 200), (self.chief, 200), (self.hoa, 403), (self.duyet, 403)):
            for name in (self.LIST, "admin:audit_event_export"):
                with self.subTest(user=user.username, name=name):
                    self.assertEqual(self.page(user, name).status_code, status)

    def test_nobody_adds_changes_or_deletes(self):
        self.client.force_login(self.chief)
        event = Event.objects.first()
        for name, args in (("add", []), ("delete", [event.pk])):
            self.assertEqual(self.client.get(reverse(f"admin:audit_event_{name}", args=args)).status_code, 403)
        self.assertEqual(self.client.post(reverse("admin:audit_event_change", args=[event.pk]), {}).status_code, 403)

    def test_reading_is_recorded_once_a_visit_and_the_export_each_time(self):
        for _ in range(3):
            self.page(self.manager, self.LIST) if not kinds() else self.client.get(reverse(self.LIST))
        for _ in range(2):
            b"".join(self.client.get(reverse("admin:audit_event_export")).streaming_content)
        self.assertEqual(kinds(), ["record.read", "record.export", "record.export"])

    def test_it_can_be_filtered_by_day_person_object_and_kind(self):
        article = make_article(title="Đường vào bản Xím Vàng")
        services.record("article.edit", article, by=self.hoa, at=MORNING)
        services.record("article.approve", article, by=self.duc, at=MORNING + dt.timedelta(days=2))

        def found(**asked):
            return [
                e.kind
                for e in self.page(self.chief, self.LIST, **asked).context["events"]
                if e.model == "articles.article"
            ]

        self.assertEqual(found(), ["article.approve", "article.edit"])
        self.assertEqual(found(tu="25/09/2020", den="25/09/2020"), ["article.edit"])
        self.assertEqual(found(nguoi="DUC"), ["article.approve"])
        self.assertEqual(found(viec="article.edit"), ["article.edit"])
        self.assertEqual(found(muc="xim vang"), ["article.approve", "article.edit"])
        self.assertEqual(found(muc=f"articles.article:{article.pk}"), ["article.approve", "article.edit"])
        for wrong in ("31/02/2020", "01/01/0001", "31/12/9999"):
            self.assertEqual(found(tu=wrong), [])

    def test_a_long_record_is_read_page_by_page_with_the_same_number_of_queries(self):
        for _ in range(120):
            services.record("facts.load", by=None, at=MORNING)
        address, seen = reverse(self.LIST) + "?viec=facts.load", []
        self.client.force_login(self.chief)
        self.client.get(address)
        while address:
            context = self.client.get(address).context
            seen += [event.number for event in context["events"]]
            address = reverse(self.LIST) + context["next_url"] if context["next_url"] else ""
        self.assertEqual(len(seen), 120)
        self.assertEqual(seen, sorted(seen, reverse=True))

    def test_the_export_is_read_by_a_spreadsheet_that_must_not_run_it(self):
        services.record("row.add", make_section("=2+3"), by=self.hoa, at=MORNING)
        text = b"".join(self.page(self.chief, "admin:audit_event_export").streaming_content).decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        self.assertIn("'=2+3", [row["muc"] for row in rows])
        self.assertEqual(len(rows[0]["dau_cua_dong"]), 64)

    def test_an_export_that_is_cut_off_says_so(self):
        self.client.force_login(self.chief)
        services.record("row.add", make_section(), by=self.hoa, at=MORNING)
        for fewer, is_cut in ((0, False), (1, True)):
            most = Event.objects.count() - fewer
            with self.subTest(most), mock.patch.object(audit_admin, "MOST_EXPORTED", most):
                response = self.client.get(reverse("admin:audit_event_export"))
                lines = b"".join(response.streaming_content).decode().splitlines()
                self.assertEqual("việc mới nhất" in lines[-1], is_cut)

    def test_the_history_of_a_thing_comes_from_the_record(self):
        article = Article(title="Bài", lead="Sapo", body="<p>Bài.</p>", section=make_section())
        articles.save_draft(article, by=self.hoa, at=MORNING)
        page = self.page(self.hoa, "admin:articles_article_history", article.pk)
        self.assertContains(page, "Tạo bài viết")
        self.assertContains(page, "Lò Thị Hoa")
        other = make_article(status="draft", author=self.duc)
        self.assertEqual(self.page(self.hoa, "admin:articles_article_history", other.pk).status_code, 404)

    def test_the_front_page_shows_all_to_those_who_may_and_to_others_their_own(self):
        page = self.page(self.manager, "admin:index")
        self.assertContains(page, reverse(self.LIST))
        page = self.page(self.hoa, "admin:index")
        self.assertContains(page, "Hoạt động của tôi")
        self.assertNotContains(page, reverse(self.LIST))
        self.assertEqual({event.actor for event in page.context["recent_events"]}, {self.hoa})
