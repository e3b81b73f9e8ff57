"""Nobody changes the site's own words alone; every version that two people agreed to can be read afterwards."""

import datetime as dt

from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from desk.steps import StepRefused
from library import services as library
from library.models import Picture
from proposals import services as proposals
from proposals.models import Proposal
from tests.factories import MORNING, local, make_article, make_section, make_user
from tests.library import samples
from tests.library.samples import upload
from tests.sent import untouched
from tests.words.making import BODY, HOSTILE, agreed, changed, lay_out, make_page, pin, say, warn
from words import forms, services
from words.models import FrontPage, Page, PinnedArticle, SiteWords, UrgentNotice

REASON = "Theo Quyết định 25-QĐ/TU"


def address(model, end, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{end}", args=args)


class DeskCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.first, cls.second = make_user("approver"), make_user("approver")

    def setUp(self):
        self.client.force_login(self.first)

    def send(self, model, typed, row=None, **more):
        """What is typed into the form of a new row, or of one that is there."""
        where = address(model, "change", row.pk) if row else address(model, "add")
        sent = untouched(self.client, where) | {"proposal_reason": REASON} | typed
        return self.client.post(where, sent, **more)

    def decide(self, step="approve", note=""):
        self.client.force_login(self.second)
        proposal = Proposal.objects.waiting().get()
        here = address(Proposal, step, proposal.pk)
        seen = {"seen": proposal.proposed_at.isoformat(), "note": note}
        response = self.client.post(here, seen, follow=True)
        self.client.force_login(self.first)
        return response

    def errors(self, response):
        form = response.context["adminform"].form
        return " ".join(sentence for sentences in form.errors.values() for sentence in sentences)


class WayTests(DeskCase):
    def test_the_words_wait_for_a_second_person(self):
        response = self.client.get(address(SiteWords, "changelist"))
        self.assertRedirects(response, address(SiteWords, "add"))
        response = self.send(SiteWords, {"name": "Đảng bộ xã Mường Giôn", "licence_number": ""}, follow=True)
        self.assertContains(response, "chờ người thứ hai duyệt")
        self.assertFalse(SiteWords.objects.exists())
        self.assertNotContains(self.client.get("/"), "Mường Giôn")
        own = address(Proposal, "approve", Proposal.objects.get().pk)
        refused = self.client.post(own, {"seen": Proposal.objects.get().proposed_at.isoformat()}, follow=True)
        self.assertContains(refused, "không tự duyệt", status_code=403)
        self.decide()
        self.assertContains(self.client.get("/"), "Đảng bộ xã Mường Giôn")
        row = SiteWords.objects.get()
        self.assertRedirects(self.client.get(address(SiteWords, "changelist")), address(SiteWords, "change", row.pk))
        self.assertEqual(self.client.get(address(SiteWords, "add")).status_code, 403)

    def test_what_is_sent_back_changes_nothing_and_says_why(self):
        words = say(name="Đảng bộ xã Mường Giôn")
        self.send(SiteWords, {"name": "Đảng bộ xã Chiềng Khay"}, words)
        self.assertContains(self.client.get(address(SiteWords, "change", words.pk)), "Đang chờ duyệt")
        self.decide("send_back", "Chờ quyết định sáp nhập.")
        self.assertEqual(SiteWords.objects.get().name, "Đảng bộ xã Mường Giôn")

    def test_a_change_needs_a_reason(self):
        words = say(name="Đảng bộ xã Mường Giôn")
        response = self.send(SiteWords, {"name": "Đảng bộ xã Chiềng Khay", "proposal_reason": ""}, words)
        self.assertIn("lý do", self.errors(response))
        self.assertFalse(Proposal.objects.waiting().exists())

    def test_who_sees_none_of_it(self):
        words = say(name="Đảng bộ xã Mường Giôn")
        for role in ("writer", "tracker", "tracker_approver", "user_manager", None):
            self.client.force_login(make_user(role))
            for end, args in (("changelist", ()), ("change", (words.pk,)), ("versions", (words.pk,)), ("add", ())):
                with self.subTest(role=role, end=end):
                    self.assertEqual(self.client.get(address(SiteWords, end, *args)).status_code, 403)

    def test_times_are_told_in_words_and_compared_as_moments(self):
        at = timezone.now() + dt.timedelta(days=2)
        day = f"{at:%d/%m/%Y}"
        typed = {"text": "Mưa lớn, cấm qua ngầm.", "link": "", "starts_at_0": day, "starts_at_1": "08:00"}
        self.send(UrgentNotice, {**typed, "ends_at_0": day, "ends_at_1": "09:30"})
        told = {what: after for what, _before, after in proposals.in_words(Proposal.objects.get())}
        self.assertTrue(told["Hiện từ"].endswith(f"{day}, 08:00"), told)
        self.decide()
        notice = UrgentNotice.objects.get()
        # Opened and saved as it is: the same moments on another clock are no change.
        self.send(UrgentNotice, {}, notice)
        self.assertFalse(Proposal.objects.waiting().exists())
        changed(notice, ends_at=notice.ends_at + dt.timedelta(hours=1))


class TypedTests(DeskCase):
    """What is wrong is said, and nothing is sent."""

    def assert_refused(self, model, wrong, right):
        """`wrong`: (what is typed, a piece of the sentence)."""
        for typed, said in wrong:
            with self.subTest(typed=typed):
                self.assertIn(said, self.errors(self.send(model, right | typed)))
                self.assertFalse(Proposal.objects.exists())
        self.send(model, right)
        self.assertEqual(Proposal.objects.count(), 1)

    def test_a_menu_leads_only_to_what_readers_can_open(self):
        make_section("Thời sự")
        draft = make_article(status="draft")
        right = "Nghị quyết | /nghi-quyet/\nThời sự | /chuyen-muc/thoi-su/\nTỉnh | https://tinh.example/"
        wrong = [
            (f"Bài | {draft.get_absolute_url()}", "không dẫn đến trang nào"),
            ("Chuyên mục | /chuyen-muc/khong-co/", "không dẫn đến trang nào"),
            ("Trang | /trang/khong-co/", "không dẫn đến trang nào"),
            ("Bàn làm việc | /quan-tri/", "không dẫn đến trang nào"),
            ("Không có | /khong-co/", "không dẫn đến trang nào"),
            ("Chạy | javascript:alert(1)", "không dùng được"),
            ("Lừa | //xau.example/", "không dùng được"),
            ("Văn bản", "chưa có địa chỉ"),
        ]
        self.assert_refused(FrontPage, [({"menu": typed}, said) for typed, said in wrong], {"menu": right})

    def test_sections_of_the_front_page_are_those_that_there_are(self):
        make_section("Xây dựng Đảng")
        wrong = [({"sections": "Xây dựng Đảng\nThời tiết"}, "«Thời tiết»")]
        self.assert_refused(FrontPage, wrong, {"sections": " Xây dựng Đảng \n\nxay-dung-dang"})
        self.assertEqual(Proposal.objects.get().changes["sections"], [None, "xay-dung-dang"])

    def test_a_notice_ends_after_it_starts_soon_and_in_the_future(self):
        right = {
            "text": "Mưa lớn.", "link": "/van-ban/", "starts_at_0": "01/06/2126", "starts_at_1": "08:00",
            "ends_at_0": "02/06/2126", "ends_at_1": "08:00",
        }  # fmt: skip
        wrong = [
            ({"ends_at_0": "01/06/2126"}, "sau giờ bắt đầu"),
            ({"starts_at_0": "01/06/2020", "ends_at_0": "02/06/2020"}, "đã qua"),
            ({"ends_at_0": "01/09/2126"}, "nhiều nhất 60 ngày"),
            ({"link": "javascript:alert(1)"}, "không dùng được"),
            ({"text": "a" * 301}, "300"),
        ]
        self.assert_refused(UrgentNotice, wrong, right)

    def test_only_an_approved_article_is_pinned_and_not_for_the_past(self):
        article, draft = make_article(), make_article(status="draft")
        right = {"article": str(article.pk), "order": "1", "last_day": "01/06/2126"}
        wrong = [({"article": sent}, forms.NOT_SHOWN) for sent in (str(draft.pk), "None", "1x", "9" * 30, "-1", "٣")]
        wrong += [({"article": ""}, "bắt buộc"), ({"last_day": "01/06/2020"}, "đã qua")]
        self.assert_refused(PinnedArticle, wrong, right)

    def test_a_licence_has_a_number_and_an_address_of_mail_is_one(self):
        wrong = [
            ({"licence_number": "", "licence_on": "25/09/2020"}, "số giấy phép"),
            ({"email": "khong-phai-thu"}, "email"),
            ({"name": "a" * 101}, "100"),
        ]
        self.assert_refused(
            SiteWords, wrong, {"name": "Đảng bộ xã", "licence_number": "12/GP", "licence_on": "25/09/2020"}
        )

    def test_a_page_has_a_text_that_can_be_read(self):
        wrong = [
            ({"body": ""}, "bắt buộc"),
            ({"body": "<p>&nbsp;</p><script>alert(1)</script>"}, "chưa có nội dung"),
            ({"body": "<div>" * 400 + "a"}, "lồng quá nhiều lớp"),
            ({"slug": "co dau cach"}, "chữ không dấu"),
        ]
        self.assert_refused(Page, wrong, {"title": "Giới thiệu", "slug": "", "summary": "", "body": BODY, "order": "1"})
        self.assertEqual(Proposal.objects.get().changes["slug"], [None, "gioi-thieu"])

    def test_two_pages_never_stand_at_one_address(self):
        make_page("Liên hệ")
        typed = {"title": "Liên hệ", "slug": "", "summary": "", "body": BODY, "order": "1"}
        self.assertIn("đã tồn tại", self.errors(self.send(Page, typed)))


class AttackTests(DeskCase):
    def test_a_page_is_cleaned_whatever_the_editor_sends(self):
        body = f"<p>{HOSTILE}</p><p onclick=x>Chữ</p><iframe src=//xau.example></iframe><a href=javascript:x>đi</a>"
        self.send(Page, {"title": "Giới thiệu", "slug": "", "summary": HOSTILE[:60], "body": body, "order": "1"})
        self.decide()
        page = self.client.get(Page.objects.get().get_absolute_url()).content.decode()
        for piece in ("<script>alert", "<img src=x", "onclick", "<iframe", 'href="javascript'):
            self.assertNotIn(piece, page)

    def test_words_of_a_picture_that_change_after_the_proposal_are_not_agreed_to(self):
        """One person could else write, unseen, what stands under a picture that another agreed to."""
        picture = library.store_picture(upload(samples.jpeg(400, 300)), by=self.first, at=MORNING, alt="Trụ sở")
        body = f'<p>Trụ sở.</p><figure><img src="{picture.src}" alt=""></figure>'
        typed = {"title": "Giới thiệu", "slug": "", "summary": "", "body": body, "order": "1"}
        self.send(Page, typed)
        Picture.objects.update(caption="Lời chưa ai duyệt")
        self.assertContains(self.decide(), "lời của ảnh đã đổi", status_code=409)
        self.assertFalse(Page.objects.exists())
        Picture.objects.update(caption="")
        self.decide()
        self.assertTrue(Page.objects.exists())
        shown = self.client.get(picture.src)
        self.assertEqual(shown.status_code, 200)
        shown.getvalue()  # a file is closed once it is read
        self.assertTrue(picture.uses.agreed().exists())

    def test_what_was_proposed_on_words_that_are_no_more_is_refused(self):
        words = say(name="Đảng bộ xã Mường Giôn")
        self.send(SiteWords, {"name": "Đảng bộ xã Chiềng Khay"}, words)
        SiteWords.objects.update(name="Đảng bộ xã khác")
        self.assertContains(self.decide(), "đã được sửa khác đi", status_code=409)
        self.assertEqual(SiteWords.objects.get().name, "Đảng bộ xã khác")

    def test_a_forged_column_changes_nothing(self):
        page = make_page()
        sent = {"slug": "dia-chi-khac", "updated_at": "01/01/2030", "only": "2", "title": "Giới thiệu mới"}
        self.send(Page, sent, page)
        self.assertEqual(set(Proposal.objects.waiting().get().changes), {"title"})

    def test_what_one_person_proposed_does_not_pin_a_draft(self):
        """Between proposal and agreement the article may be taken back: then it is simply not shown."""
        article = make_article(title="Bài sẽ rút")
        pin(article, local(2126, 6, 1).date())
        Article.objects.filter(pk=article.pk).update(status="draft")
        self.assertNotContains(self.client.get("/"), "Bài sẽ rút")


class VersionTests(DeskCase):
    def test_every_version_tells_before_after_who_and_when(self):
        words = agreed_words = say(name="Đảng bộ xã Mường Giôn")
        proposal = changed(words, name="Đảng bộ xã Mường Giôn mới", editor="Lường Thị Ưng", at=local(2026, 11, 22, 9))
        page = self.client.get(address(SiteWords, "versions", agreed_words.pk))
        for said in (
            "Bản 1, duyệt", "Bản 2, duyệt", "Trước: Đảng bộ xã Mường Giôn<br>", "Sau: Đảng bộ xã Mường Giôn mới",
            "Trước: chưa có<br>", "Lường Thị Ưng", "22/11/2026, 09:00", str(proposal.proposed_by),
            f"{proposal.decided_by} duyệt", "Theo văn bản gốc",
        ):  # fmt: skip
            with self.subTest(said=said):
                self.assertContains(page, said)
        self.assertEqual([one.number for one in page.context["versions"]], [2, 1])

    def test_each_version_of_a_page_can_be_read_and_compared(self):
        page = make_page()
        second = changed(page, body=BODY.replace("Các buổi sáng", "Các buổi chiều"), title="Giới thiệu chung")
        third = changed(page, summary="Một câu.")
        reads = [self.client.get(address(Page, "version", page.pk, number)).content.decode() for number in (1, 2, 3)]
        self.assertEqual(["Các buổi sáng" in one for one in reads], [True, False, False])
        self.assertEqual(["Một câu." in one for one in reads], [False, False, True])
        self.assertEqual(["Giới thiệu chung" in one.partition("<footer")[0] for one in reads], [False, True, True])
        self.assertTrue(all("noindex" in one for one in reads))
        compared = self.client.get(address(Page, "compare", second.pk))
        self.assertContains(compared, "chiều")
        self.assertContains(compared, "<ins>")
        self.assertContains(self.client.get(address(Page, "compare", third.pk)), "Hai bản giống nhau từng chữ")
        self.assertEqual(self.client.get(address(Page, "version", page.pk, 4)).status_code, 404)

    def test_who_decides_looks_at_the_page_before_it_is_public(self):
        self.send(Page, {"title": "Liên hệ", "slug": "", "summary": "", "body": BODY, "order": "1"})
        proposal = Proposal.objects.get()
        self.client.force_login(self.second)
        asked = self.client.get(address(Proposal, "approve", proposal.pk))
        for end in ("preview", "compare"):
            self.assertContains(asked, address(Page, end, proposal.pk))
        together = self.client.get(reverse("admin:proposals_proposal_together"))
        self.assertContains(together, address(Page, "preview", proposal.pk))
        preview = self.client.get(address(Page, "preview", proposal.pk))
        self.assertContains(preview, "Bản xem trước")
        self.assertContains(preview, "Các buổi sáng trong tuần")
        self.assertEqual(self.client.get("/trang/lien-he/").status_code, 404)

    def test_a_page_that_was_sent_back_is_taken_up_again(self):
        self.send(Page, {"title": "Liên hệ", "slug": "", "summary": "", "body": BODY, "order": "7"})
        self.decide("send_back", "Thêm số điện thoại.")
        returned = Proposal.objects.get()
        onward = f"{address(Page, 'add')}?tu-de-nghi={returned.pk}"
        self.assertContains(self.client.get(address(Proposal, "change", returned.pk)), onward)
        typed = untouched(self.client, onward)
        self.assertEqual((typed["title"], typed["order"], typed["slug"]), (["Liên hệ"], ["7"], ["lien-he"]))
        self.assertIn("Các buổi sáng trong tuần", typed["body"][0])
        for number in ("9" * 30, "abc", "-1", "٣", "0", ""):
            with self.subTest(number=number):
                self.assertEqual(untouched(self.client, f"{address(Page, 'add')}?tu-de-nghi={number}")["title"], [""])
        self.client.post(address(Page, "add"), typed)
        self.decide()
        self.assertEqual(Page.objects.get().title, "Liên hệ")

    def test_nobody_else_sees_what_waits(self):
        self.send(Page, {"title": "Liên hệ", "slug": "", "summary": "", "body": BODY, "order": "1"})
        proposal = Proposal.objects.get()
        for role in ("writer", "tracker_approver", "user_manager", None):
            self.client.force_login(make_user(role))
            for end in ("preview", "compare"):
                with self.subTest(role=role, end=end):
                    self.assertEqual(self.client.get(address(Page, end, proposal.pk)).status_code, 403)
        self.client.force_login(self.first)
        words = proposals.propose(SiteWords(name="Khác"), "add", {}, by=self.first, at=MORNING)
        self.assertEqual(self.client.get(address(Page, "preview", words.pk)).status_code, 404)

    def test_a_removal_shows_what_goes_and_is_refused_once_that_is_another(self):
        page = make_page()
        for title, is_refused in (("Giới thiệu Đảng bộ", True), ("", False)):
            proposal = proposals.propose(page, "delete", {}, by=self.first, at=MORNING)
            self.client.force_login(self.second)
            self.assertContains(self.client.get(address(Proposal, "change", proposal.pk)), page.summary or page.title)
            if is_refused:
                Page.objects.update(title=title)
                with self.assertRaisesMessage(StepRefused, "đã được sửa khác đi"):
                    proposals.take("approve", proposal, by=self.second, at=MORNING)
                page.refresh_from_db()
        proposals.take("approve", proposal, by=self.second, at=MORNING)
        self.assertFalse(Page.objects.exists())

    def test_a_removal_takes_two_and_leaves_nothing_behind(self):
        page, notice = make_page(), warn("Mưa lớn.", MORNING, local(2126, 1, 1))
        laid = lay_out(menu="Văn bản | /van-ban/")
        for row in (page, notice):
            agreed(row, Proposal.Action.DELETE)
            self.assertFalse(type(row).objects.exists())
        self.assertEqual(self.client.get("/trang/gioi-thieu/").status_code, 404)
        self.assertContains(self.client.get(address(Proposal, "changelist")), "Giới thiệu")
        self.assertEqual(self.client.get(address(FrontPage, "delete", laid.pk)).status_code, 403)
        with self.assertRaises(StepRefused):
            services.take_down(notice, by=self.first, at=MORNING, note="Không còn.")
