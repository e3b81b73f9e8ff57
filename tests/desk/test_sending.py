"""A form of the desk does its work once: a double click makes one thing, and who went back is told."""

import datetime as dt
import re
from unittest import mock

from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from articles.models import Section
from desk import sending
from desk.models import SentForm
from library.models import Picture
from proposals.models import Proposal
from resolutions.models import Document, Observation, Unit
from tests import source
from tests.factories import make_section, make_user
from tests.factories_resolutions import make_target
from tests.library import samples
from tests.resolutions.test_term_sheet import TermSheetCase
from tests.resolutions.test_year_sheet import SheetCase

KEY = re.compile(r'name="form_key" value="((?:them|sua)-[0-9a-f]{32})"')
POSTS = re.compile(r'<form[^>]*method="post"[^>]*>.*?</form>', re.DOTALL)
SAFE_TWICE = {
    "admin/accounts/": "một bước về tài khoản, có lời xác nhận còn mới và khóa riêng",
    "admin/login.html": "đăng nhập hai lần là đăng nhập",
    "admin/articles/_thread.html": "ý kiến đã giải quyết thì không giải quyết lại",
    "admin/articles/correction/correction.html": "bản đã xem được so với bản đang lưu",
    "admin/articles/editions/restore.html": "bản giống bản trước thì không ghi thêm",
    "admin/articles/hand_over.html": "bài đã giao cho người đó thì không giao lại",
    "admin/articles/share.html": "liên kết mới có khóa riêng, liên kết đã thu hồi thì không thu hồi lại",
    "admin/notices/list.html": "đánh dấu đã đọc",
    "admin/articles/article/change_list.html": "tải tệp lên để xem, chưa tạo gì",
    "admin/articles/article/merge.html": "bản đã xem được so với bản đang lưu",
    "admin/articles/word/upload.html": "tải tệp lên để xem, chưa tạo gì",
    "admin/articles/word/review.html": "khóa của tệp là khóa của bài",
    "admin/desk/read_only.html": "gửi lại đúng biểu mẫu cũ, cùng khóa của nó",
    "admin/desk/step.html": "bản đã xem được so với bản đang lưu",
    "admin/index.html": "đánh dấu đã đọc",
    "admin/proposals/proposal/together.html": "đề nghị đã quyết thì không quyết lại",
    "admin/resolutions/batch.html": "bản đã xem được so với bản đang lưu",
    "library/picker.html": "ảnh cùng nội dung là một ảnh",
}
"""Pages with a form that needs no key, each with why."""


def key_of(page):
    return KEY.search(page.content.decode())[1]


class WalkTests(TestCase):
    def test_every_page_that_adds_something_has_a_key(self):
        self.client.force_login(make_user(username="chu-nhiem", is_superuser=True))
        make_section()
        walked = []
        for model in filter(admin.site.is_registered, admin.site.registered):
            page = self.client.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add"))
            if page.status_code == 200:
                walked.append(model.__name__)
                text = page.content.decode()
                self.assertTrue(KEY.search(text) or 'name="opening"' in text, model)
        self.assertGreater(len(walked), 12, walked)

    def test_every_form_of_ours_has_a_key_or_says_why_not(self):
        wrong, needless = [], set(SAFE_TWICE)
        for name, text in source.texts():
            name = name.removeprefix("templates/django/")
            for form in POSTS.findall(text) if name.startswith(("admin/", "library/")) else []:
                why = next((start for start in SAFE_TWICE if name.startswith(start)), None)
                needless.discard(why)
                has_key = "{% form_key" in form or "{{ form.opening }}" in form
                if why is None and not has_key:
                    wrong.append(name)
        self.assertEqual((wrong, needless), ([], set()))


class AddingTests(TestCase):
    def setUp(self):
        self.user = make_user(username="chu-nhiem", is_superuser=True)
        self.client.force_login(self.user)

    def twice(self, screen, data, **again):
        """Both answers of a form that is sent twice; `again`: what is typed differently the second time."""
        address = reverse(f"admin:{screen}_add")
        key = key_of(self.client.get(address))
        return [
            self.client.post(address, {**(data() if callable(data) else data), "form_key": key, **more}, follow=True)
            for more in ({}, again)
        ]

    def test_a_double_click_makes_one_row_of_every_kind(self):
        target = make_target()

        def picture():
            return {"upload": SimpleUploadedFile("ben-do.jpg", samples.jpeg(400, 300), "image/jpeg"), "alt": "Bến đò"}

        figure = {
            "indicator": target.indicator_id, "year": 2023, "span": "year", "value": "48,5", "vintage": "official",
            "source": "Niên giám thống kê", "confidence": "high", "source_as_of": "2024",
        }  # fmt: skip
        document = {
            "number": "12-NQ/TU", "title": "Nghị quyết về giao thông", "kind": "resolution", "issuer": "Tỉnh ủy",
            "issued_on": "01/02/2023", "scope": "public", "files-TOTAL_FORMS": 0, "files-INITIAL_FORMS": 0,
        }  # fmt: skip
        kinds = {
            "articles_section": (Proposal, {"name": "Đời sống", "slug": "doi-song", "order": 3}),
            "resolutions_unit": (Unit, {"name": "Sở Y tế", "slug": "so-y-te"}),
            "resolutions_observation": (Observation, figure),
            "resolutions_document": (Document, document),
            "library_picture": (Picture, picture),
            "accounts_user": (User, {"username": "lo-van-moi", "display_name": "Lò Văn Mới"}),
        }
        for name, (model, data) in kinds.items():
            with self.subTest(name):
                before = model.objects.count() + Proposal.objects.count() * (model is not Proposal)
                first, second = self.twice(name, data)
                after = model.objects.count() + Proposal.objects.count() * (model is not Proposal)
                errors = getattr((first.context or {}).get("adminform"), "errors", "")
                self.assertEqual(after - before, 1, errors)
                self.assertContains(second, "đã được lưu ở lần bấm trước")

    def test_who_went_back_and_typed_something_else_is_told_and_decides(self):
        data = {"name": "Đời sống", "slug": "doi-song", "order": 3}
        _, second = self.twice("articles_section", data, name="Dân vận <b>", slug="dan-van")
        self.assertEqual((second.status_code, Proposal.objects.count()), (409, 1))
        self.assertContains(second, "nội dung đó chưa được lưu", status_code=409)
        self.assertContains(second, "Dân vận &lt;b&gt;", status_code=409)
        new = {**data, "name": "Dân vận", "slug": "dan-van", "form_key": key_of(second)}
        self.client.post(reverse("admin:articles_section_add"), new)
        self.assertEqual(Proposal.objects.count(), 2)

    def test_a_form_that_was_refused_can_be_mended_and_sent_again(self):
        address, data = reverse("admin:articles_section_add"), {"name": "", "slug": "x", "order": 3}
        key = key_of(self.client.get(address))
        self.assertEqual(self.client.post(address, {**data, "form_key": key}).status_code, 200)
        self.client.post(address, {**data, "name": "Đời sống", "form_key": key})
        self.assertEqual(Proposal.objects.count(), 1)

    def test_a_change_that_is_sent_twice_is_proposed_once(self):
        section = make_section("Xây dựng Đảng")
        address = reverse("admin:articles_section_change", args=[section.pk])
        data = {"name": "Xây dựng Đảng, chính quyền", "slug": section.slug, "order": section.order, "description": ""}
        data |= {"proposal_reason": "Gọi đúng tên.", "form_key": key_of(self.client.get(address))}
        for _ in range(2):
            self.client.post(address, data)
        self.assertEqual(Proposal.objects.count(), 1)
        self.client.post(address, {**data, "name": "Xây dựng Đảng và chính quyền"})
        self.assertEqual(Proposal.objects.count(), 2)

    def test_the_key_of_somebody_else_or_of_no_page_neither_tells_nor_stops_anything(self):
        SentForm.objects.create(
            key="them-" + "0" * 32, owner="999999", sent_at=timezone.now(), digest="x", address="/quan-tri/bi-mat/"
        )
        address = reverse("admin:articles_section_add")
        for number, key in enumerate(
            ("them-" + "0" * 32, "", "x", "them-" + "0" * 33, "<script>", "them-\0", "é" * 50)
        ):
            with self.subTest(key=key):
                data = {"name": f"Chuyên mục {number}", "slug": f"muc-{number}", "order": 3, "form_key": key}
                page = self.client.post(address, data, follow=True)
                self.assertNotContains(page, "bi-mat")
                self.assertEqual(Proposal.objects.count(), number + 1)

    def test_the_second_click_while_the_first_is_still_at_work_saves_nothing(self):
        address = reverse("admin:articles_section_add")
        data = {"name": "Đời sống", "slug": "doi-song", "order": 3, "form_key": key_of(self.client.get(address))}
        with mock.patch("desk.sending._close"):  # as long as the first has not answered
            self.client.post(address, data)
            page = self.client.post(address, data, follow=True)
        self.assertContains(page, "đang được lưu từ lần bấm trước")
        self.assertEqual(Proposal.objects.count(), 1)

    def test_keys_go_after_a_day(self):
        self.twice("articles_section", {"name": "Đời sống", "slug": "doi-song", "order": 3})
        SentForm.objects.update(sent_at=timezone.now() - sending.REMEMBERED - dt.timedelta(minutes=1))
        self.twice("articles_section", {"name": "Dân vận", "slug": "dan-van", "order": 3})
        self.assertEqual(SentForm.objects.count(), 1)

    def test_the_browser_is_told_to_drop_what_it_kept_only_once_it_is_saved(self):
        address, kept = reverse("admin:articles_section_add"), "0123456789abcdef"
        wrong = self.client.post(address, {"name": "", "slug": "x", "order": 3, "kept": kept})
        self.assertNotIn("kept_saved", wrong.cookies)
        data = {"name": "Đời sống", "slug": "doi-song", "order": 3}
        for number in ("", "x", "0123456789abcdeg", '"; path=/'):
            self.assertNotIn("kept_saved", self.client.post(address, {**data, "kept": number}).cookies)
        Section.objects.all().delete()
        done = self.client.post(address, {**data, "kept": kept})
        self.assertEqual(done.cookies["kept_saved"].value, kept)


class YearSheetTests(SheetCase):
    def test_a_sheet_that_is_sent_twice_is_entered_once(self):
        page = self.page()
        for _ in range(2):
            answer = self.client.post(self.address, self.data(page, che_phu_rung="47,8", form_key=key_of(page)))
            self.assertEqual(answer.status_code, 302)
        self.assertEqual(Observation.objects.filter(year=2024).count(), 1)


class TermTests(TermSheetCase):
    def test_a_term_that_is_sent_twice_is_proposed_once(self):
        key = key_of(self.client.get(self.page))
        row = {"wording": "Tỷ lệ che phủ rừng", "unit": "%", "value": "48,5"}
        for _ in range(2):
            self.assertEqual(self.post(row, form_key=key).status_code, 302)
        self.assertEqual(Proposal.objects.count(), 1)
