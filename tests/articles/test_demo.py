"""The demo: what it shows, that it may be loaded again and again, and that nothing of it is taken for official."""

import io
import os
import shutil
import stat
import tempfile
from collections import Counter
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

import vietnamese
from accounts.models import User
from articles import services
from articles.demo import accounts, loading
from articles.models import Article, Section, WorkflowEvent
from library.models import Picture
from proposals import services as proposals
from proposals.models import Proposal
from resolutions.models import Breakthrough, Document, Target, TaskGroup
from search.models import SearchEntry
from tests.config.pages import FACTS
from tests.factories import make_user

pytestmark = pytest.mark.once

SAMPLE = "(mẫu)"


def load(accounts_file) -> str:
    """Loads the demo; what the command said."""
    out = io.StringIO()
    call_command("load_demo", accounts_file=accounts_file, stdout=out)
    return out.getvalue()


def load_facts():
    call_command("load_congress", str(FACTS), verbosity=0)


class DemoTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="cms-demo-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.accounts_file = cls.folder / "var" / "demo-accounts.txt"
        load_facts()
        cls.said = load(cls.accounts_file)
        cls.now = timezone.now()

    def sign_in(self):
        self.client.force_login(make_user(is_superuser=True))

    def state(self):
        """Every row that the demo writes, and every file."""
        tables = (Article, Section, WorkflowEvent, Picture, User, Breakthrough, TaskGroup, Target, SearchEntry)
        rows = {model.__name__: sorted(map(str, model.objects.values_list())) for model in tables}
        files = {path: path.stat().st_mtime_ns for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}
        return rows | {"files": files, "accounts": self.accounts_file.read_bytes()}

    def test_it_shows_a_site_of_several_years(self):
        published = Article.objects.published(self.now)
        self.assertGreaterEqual(published.count(), 24)
        years = {vietnamese.local(article.publish_at).year for article in published}
        self.assertEqual(years, set(range(2020, 2027)))
        sections = Counter(published.values_list("section__slug", flat=True))
        self.assertGreaterEqual(len(sections), 6)
        self.assertEqual(len(sections), Section.objects.count())
        self.assertGreaterEqual(Document.objects.public().count(), 6)

    def test_an_editorial_of_25_september_2020_brings_the_resolution_to_life(self):
        page = self.client.get("/bai-viet/2020/09/25/")
        self.assertContains(page, "Đưa Nghị quyết Đại hội XV vào cuộc sống")
        editorial = Article.objects.get(section__slug="xa-luan", publish_at__year=2020)
        self.assertContains(self.client.get(editorial.get_absolute_url()), "Thứ Sáu")

    def test_every_article_was_approved_by_someone_else_than_its_writer(self):
        steps = WorkflowEvent.objects.filter(article__status="approved", step="approve")
        self.assertEqual(steps.count(), Article.objects.filter(status="approved").count())
        self.assertEqual({event.by.username for event in steps}, {"bien-tap"})
        self.assertFalse(WorkflowEvent.objects.filter(article__publish_at__lt=self.now, at__gt=self.now).exists())

    def test_every_article_has_a_picture_that_readers_may_see(self):
        for article in Article.objects.published(self.now).select_related("cover"):
            with self.subTest(article=article.title):
                picture = self.client.get(article.cover.src)
                self.assertEqual(picture.status_code, 200)
                self.assertTrue(picture.getvalue().startswith(b"RIFF"))
                self.assertTrue(article.cover.alt.startswith("Tranh minh họa"))

    def test_what_is_not_public_yet_is_not_there(self):
        hidden = Article.objects.exclude(pk__in=Article.objects.published(self.now))
        self.assertEqual({article.status for article in hidden}, {"draft", "submitted", "approved"})
        for article in hidden:
            with self.subTest(article=article.title):
                self.assertEqual(self.client.get(article.get_absolute_url()).status_code, 404)
                self.assertNotContains(self.client.get("/tim-kiem/"), article.title)

    def test_running_it_again_changes_nothing(self):
        before = self.state()
        self.assertIn("không có gì thay đổi", load(self.accounts_file))
        self.assertEqual(self.state(), before)

    def test_loading_the_facts_again_leaves_the_sample_names(self):
        before = self.state()
        load_facts()
        self.assertEqual(self.state(), before)

    def test_what_people_changed_stays_changed(self):
        self.assertGreater(Article.objects.update(title="Tiêu đề do ban biên tập sửa", status="withdrawn"), 24)
        Section.objects.filter(slug="thoi-su").update(slug="tin-tuc")
        Breakthrough.objects.filter(number=1).update(name="", is_sample=False)
        Target.objects.filter(code="do-thi-hoa").update(task_group=None, links_are_sample=False)
        before = self.state()
        load(self.accounts_file)
        self.assertEqual(self.state(), before)

    def test_an_article_that_is_missing_comes_back_into_the_section_that_was_renamed(self):
        Section.objects.filter(slug="van-hoa-xa-hoi").update(slug="van-xa")
        draft = Article.objects.get(imported_id="demo:ban-nhap")
        draft.delete()
        before = Section.objects.count(), Picture.objects.count()
        self.assertIn("1 bài viết", load(self.accounts_file))
        self.assertEqual(Article.objects.get(imported_id="demo:ban-nhap").section.slug, "van-xa")
        self.assertEqual((Section.objects.count(), Picture.objects.count()), before)

    def test_the_search_index_knows_all_of_it(self):
        call_command("check_search", verbosity=0)
        self.assertContains(self.client.get("/tim-kiem/?q=ha+tang+giao+thong"), f"đô thị {SAMPLE}")

    # ------------------------------------------------------------------ sample names

    def parts(self):
        return [*Breakthrough.objects.filter(congress__code="xv"), *TaskGroup.objects.filter(congress__code="xv")]

    def test_every_sample_name_says_so_to_readers_and_to_staff(self):
        self.sign_in()
        page = self.client.get("/nghi-quyet/xv/")
        self.assertEqual(len(self.parts()), 12)
        for part in self.parts():
            with self.subTest(part=part.name):
                self.assertTrue(part.is_sample)
                self.assertContains(page, f"{part.name} {SAMPLE}")
                kind = part._meta.model_name
                for address in (
                    reverse(f"admin:resolutions_{kind}_changelist"),
                    reverse(f"admin:resolutions_{kind}_change", args=[part.pk]),
                ):
                    self.assertContains(self.client.get(address), f"{part.name} {SAMPLE}")

    def test_no_page_shows_a_sample_name_without_saying_so(self):
        article = Article.objects.published(self.now).filter(task_groups__isnull=False, breakthroughs__isnull=False)
        target = Target.objects.filter(links_are_sample=True, breakthroughs__isnull=False)
        addresses = ["/", "/nghi-quyet/", "/nghi-quyet/xv/", "/tim-kiem/?loai=khau-dot-pha"]
        addresses += [article.first().get_absolute_url(), target.first().get_absolute_url()]
        for address in addresses:
            words = self.client.get(address).content.decode()
            for part in self.parts():
                with self.subTest(address=address, part=part.name):
                    self.assertEqual(words.count(part.name), words.count(f"{part.name} {SAMPLE}"))

    def test_the_mark_goes_when_a_person_enters_the_official_name(self):
        self.sign_in()
        for part in (self.parts()[0], self.parts()[-1]):
            with self.subTest(part=part.name):
                sample, official = part.name, "Tên chính thức trong nghị quyết"
                address = reverse(f"admin:resolutions_{part._meta.model_name}_change", args=[part.pk])
                form = {"congress": part.congress_id, "number": part.number, "name": official}
                form |= {"proposal_reason": "Theo văn bản nghị quyết"}
                self.assertEqual(self.client.post(address, form).status_code, 302)
                proposal = Proposal.objects.waiting().get()
                proposals.take("approve", proposal, by=make_user(is_superuser=True), at=timezone.now())
                page = self.client.get("/nghi-quyet/xv/")
                self.assertContains(page, official)
                self.assertNotContains(page, f"{official} {SAMPLE}")
                self.assertNotContains(page, sample)
                self.assertNotContains(self.client.get(address), SAMPLE)
                load(self.accounts_file)
                part.refresh_from_db()
                self.assertEqual((part.name, part.is_sample), (official, False))

    def test_people_of_the_demo_are_samples_too(self):
        self.sign_in()
        page = self.client.get(reverse("admin:accounts_user_changelist"))
        for person in accounts.PEOPLE:
            self.assertIn(SAMPLE, person.name)
            self.assertContains(page, person.name)

    # ------------------------------------------------------------------ sign-ins

    def rows(self):
        return [line.split("\t") for line in self.accounts_file.read_text("utf-8").splitlines()]

    def assert_sign_ins_work(self):
        self.assertEqual([row[0] for row in self.rows()], [person.username for person in accounts.PEOPLE])
        for username, password, _ in self.rows():
            self.assertTrue(self.client.login(username=username, password=password), username)
        self.assertEqual(stat.S_IMODE(self.accounts_file.stat().st_mode), 0o600)
        self.assertEqual(os.listdir(self.accounts_file.parent), [self.accounts_file.name])

    def test_each_sign_in_stands_once_in_a_private_file_and_works(self):
        self.assert_sign_ins_work()
        passwords = {row[1] for row in self.rows()}
        self.assertEqual(len(passwords), len(accounts.PEOPLE))
        self.assertTrue(all(len(password) >= 12 for password in passwords))
        self.assertNotIn("mật khẩu không ghi", self.said)

    def test_passwords_are_made_anew_for_each_machine(self):
        other = self.folder / "may-khac" / "tai-khoan.txt"
        User.objects.filter(username="theo-doi").delete()
        accounts.load(other)
        mine = {row[0]: row[1] for row in self.rows()}
        self.assertNotIn(mine["theo-doi"], other.read_text("utf-8"))

    def test_a_power_cut_after_the_file_is_written_leaves_the_passwords_that_work(self):
        User.objects.filter(username__in=["theo-doi", "quan-tri-nguoi-dung"]).delete()
        with mock.patch.object(accounts, "_make", side_effect=KeyboardInterrupt), self.assertRaises(KeyboardInterrupt):
            accounts.load(self.accounts_file)
        self.assertFalse(User.objects.filter(username="theo-doi").exists())
        self.assertEqual(accounts.load(self.accounts_file), 2)
        self.assert_sign_ins_work()
        self.assertTrue(User.objects.get(username="theo-doi").has_perm("resolutions.add_observation"))

    def test_a_line_written_twice_becomes_one(self):
        User.objects.filter(username="theo-doi").delete()
        with self.accounts_file.open("a", encoding="utf-8") as file:
            file.write("theo-doi\tmat-khau-sau-cung\tCà Văn Số (mẫu)\nnửa dòng")
        accounts.load(self.accounts_file)
        self.assert_sign_ins_work()
        self.assertIn(["theo-doi", "mat-khau-sau-cung", "Cà Văn Số (mẫu)"], self.rows())

    def test_a_file_that_others_could_read_is_closed_again(self):
        self.accounts_file.chmod(0o644)
        load(self.accounts_file)
        self.assertEqual(stat.S_IMODE(self.accounts_file.stat().st_mode), 0o600)

    def test_a_lost_file_is_said_with_the_way_out(self):
        lost = self.folder / "da-mat.txt"
        said = load(lost)
        self.assertIn("quan-tri, nguoi-viet", said)
        self.assertIn("manage.py changepassword quan-tri", said)
        self.assertFalse(lost.exists())

    def setUp(self):
        # A test may write into the file; the next one finds it as the class left it.
        kept = self.accounts_file.read_bytes()
        self.addCleanup(self.accounts_file.write_bytes, kept)


class WithoutDemoTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_facts()

    def test_nothing_is_a_sample_without_the_demo(self):
        for address in ("/", "/nghi-quyet/", "/nghi-quyet/xv/", "/nghi-quyet/xvi/", "/tim-kiem/?q=mau"):
            with self.subTest(address=address):
                page = self.client.get(address)
                self.assertEqual(page.status_code, 200)
                self.assertNotContains(page, SAMPLE)
        self.assertContains(self.client.get("/nghi-quyet/xv/"), "Chưa nhập tên")
        self.assertFalse(Target.objects.filter(links_are_sample=True).exists())

    def test_an_official_name_is_never_replaced(self):
        part = Breakthrough.objects.get(congress__code="xv", number=2)
        part.name = "Tên chính thức"
        part.save()
        loading.load_structure(at=timezone.now())
        part.refresh_from_db()
        self.assertEqual((part.name, part.is_sample), ("Tên chính thức", False))
        self.assertEqual(Breakthrough.objects.filter(is_sample=True).count(), 2)

    def test_a_failure_in_the_middle_of_an_article_leaves_nothing_of_it(self):
        with tempfile.TemporaryDirectory() as folder:
            accounts.load(Path(folder) / "tai-khoan.txt")
        facts = loading.articles()[0]
        loader = loading.ArticleLoader(at=timezone.now())
        with mock.patch.object(services, "approve", side_effect=KeyboardInterrupt):  # noqa: SIM117
            with self.assertRaises(KeyboardInterrupt):
                loader.load(facts)
        self.assertFalse(Article.objects.exists())
        loader = loading.ArticleLoader(at=timezone.now())
        self.assertEqual([loader.load(facts), loader.load(facts)], [True, False])


class NoFactsTests(TestCase):
    def test_the_demo_asks_for_the_facts_first_and_leaves_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            with self.assertRaisesMessage(CommandError, "load_congress"):
                load(Path(folder) / "tai-khoan.txt")
            self.assertEqual(os.listdir(folder), [])
        self.assertFalse(User.objects.exists())

    def test_a_real_site_does_not_let_the_demo_in(self):
        load_facts()
        with self.settings(DEMO_ALLOWED=False), self.assertRaisesMessage(CommandError, "Đây là trang thật"):
            load(Path(tempfile.gettempdir()) / "khong-duoc-viet.txt")
        self.assertFalse(User.objects.exists())
