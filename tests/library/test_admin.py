"""The staff's screens: uploading, describing, finding, and not losing what is used."""

from django.contrib.auth.models import Permission
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.models import Event
from library import services
from library.models import DocumentFile, Picture
from tests.factories import MORNING, make_article, make_user
from tests.library import samples
from tests.library.making import ALT, make_picture
from tests.library.samples import upload

PICTURES = "/quan-tri/library/picture/"
DOCUMENTS = "/quan-tri/library/documentfile/"


def make_document(title="Kế hoạch 25"):
    return services.store_document_file(upload(samples.pdf(title), "a.pdf"), title=title, by=None, at=MORNING)


class Admin(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.editor = make_user()
        cls.editor.user_permissions.set(Permission.objects.filter(content_type__app_label="library"))

    def setUp(self):
        self.client.force_login(self.editor)

    def page(self, address, **query):
        response = self.client.get(address, query)
        self.assertEqual(response.status_code, 200)
        return response.content.decode()


class Pictures(Admin):
    def add(self, content=None, name="Ảnh.jpg", **data):
        file = upload(content or samples.jpeg(), name)
        return self.client.post(f"{PICTURES}add/", {"upload": file, **data})

    def test_a_picture_is_uploaded_with_its_words(self):
        response = self.add(alt=ALT, caption="Vụ xuân", credit="Quàng Thị Ưng")
        self.assertRedirects(response, PICTURES)
        picture = Picture.objects.get()
        self.assertEqual((picture.alt, picture.caption, picture.credit), (ALT, "Vụ xuân", "Quàng Thị Ưng"))
        self.assertEqual(picture.uploaded_by, self.editor)
        self.assertEqual(picture.widths, [320, 640, 900])

    def test_the_form_asks_in_the_order_people_think(self):
        html = self.page(f"{PICTURES}add/")
        order = [html.index(f'name="{name}"') for name in ("upload", "alt", "is_decorative", "caption", "credit")]
        self.assertEqual(order, sorted(order))
        self.assertIn('accept="image/jpeg,image/png,image/webp,image/gif,image/heic,.heic"', html)

    def test_words_or_decorative_and_the_sentence_stands_beside_the_field(self):
        response = self.add()
        self.assertEqual(
            response.context["adminform"].form.errors["alt"],
            ["Hãy mô tả ảnh bằng lời, hoặc đánh dấu ảnh chỉ để trang trí."],
        )
        self.assertFalse(Picture.objects.exists())
        self.assertEqual(self.add(is_decorative="on").status_code, 302)

    def test_a_refused_file_is_said_beside_the_file_field(self):
        response = self.add(b"<svg></svg>", "Ảnh.png", alt=ALT)
        self.assertIn("Không nhận tệp SVG", response.context["adminform"].form.errors["upload"][0])

    def test_a_known_file_is_refused_with_a_link_to_it(self):
        known = make_picture(alt='Lễ <b>"ra quân"')
        html = self.add(samples.jpeg(400, 300), alt="Khác").content.decode()
        self.assertIn(f'<a href="{PICTURES}{known.pk}/change/">Mở «Lễ &lt;b&gt;&quot;ra quân&quot;»</a>', html)
        self.assertEqual(Picture.objects.count(), 1)

    def test_words_may_be_edited_but_the_file_may_not_be_exchanged(self):
        picture = make_picture()
        html = self.page(f"{PICTURES}{picture.pk}/change/")
        self.assertNotIn('type="file"', html)
        self.client.post(
            f"{PICTURES}{picture.pk}/change/",
            {
                "alt": "Lời mới",
                "upload": upload(samples.jpeg(50, 50)),
                "original": upload(samples.jpeg(50, 50)),
                "key": "x",
            },
        )
        changed = Picture.objects.get()
        self.assertEqual((changed.alt, changed.width, changed.key), ("Lời mới", 400, picture.key))
        self.assertEqual(changed.original.name, picture.original.name)

    def test_words_cannot_be_taken_away_afterwards(self):
        picture = make_picture()
        response = self.client.post(f"{PICTURES}{picture.pk}/change/", {"alt": ""})
        self.assertContains(response, "Hãy mô tả ảnh bằng lời")

    def test_a_page_says_where_the_picture_is_used(self):
        article = make_article(title="Về <đích> sớm")
        picture = make_picture()
        html = self.page(f"{PICTURES}{picture.pk}/change/")
        self.assertIn("Chưa nơi nào dùng.", html)
        services.set_uses("articles.article", article.pk, pictures=[picture.pk], public_from=MORNING, public_until=None)
        services.set_uses("ung.dung-la", 9, pictures=[picture.pk], public_from=None, public_until=None)
        html = self.page(f"{PICTURES}{picture.pk}/change/")
        self.assertIn("Bài viết: Về &lt;đích&gt; sớm", html)
        self.assertIn("(đang công khai)", html)
        self.assertIn("Ung.dung-la số 9 (chưa công khai)", html)

    def test_the_list_can_be_searched_and_filtered(self):
        picture, other = make_picture(), make_picture(1, alt="Cầu Trắng")
        services.set_uses("articles.article", 1, pictures=[picture.pk], public_from=MORNING, public_until=None)
        services.set_uses("articles.article", 2, pictures=[other.pk], public_from=None, public_until=None)
        make_picture(2, alt="Chưa ai dùng")
        for query, shown in (
            ({}, 3),
            ({"q": "Cầu"}, 1),
            ({"tinh-trang": "cong-khai"}, 1),
            ({"tinh-trang": "dang-dung"}, 1),
            ({"tinh-trang": "chua-dung"}, 1),
            ({"tinh-trang": "bay-ba"}, 3),
            ({"uploaded_at__year": "2020"}, 3),
            ({"uploaded_at__year": "2021"}, 0),
        ):
            with self.subTest(query=query):
                self.assertEqual(len(self.client.get(PICTURES, query).context["cl"].result_list), shown)

    def test_the_list_costs_the_same_for_three_pictures_and_for_thirty(self):
        def queries():
            with CaptureQueriesContext(connection) as asked:
                self.page(PICTURES)
            return len(asked)

        for seed in range(3):
            make_picture(seed)
        self.page(PICTURES)
        few = queries()
        Picture.objects.bulk_create(
            Picture(width=9, height=9, widths=[9], alt=ALT, sha256=f"{number:064}", uploaded_at=MORNING)
            for number in range(27)
        )
        self.assertEqual(queries(), few)

    def test_what_is_used_cannot_be_deleted_and_what_is_not_goes_with_its_files(self):
        picture = make_picture()
        services.set_uses("articles.article", 1, pictures=[picture.pk], public_from=None, public_until=None)
        address = f"{PICTURES}{picture.pk}/delete/"
        self.assertContains(self.client.get(address), "bài viết số 1", status_code=200)
        self.client.post(address, {"post": "yes"})
        self.assertTrue(Picture.objects.exists())
        services.clear_uses("articles.article", 1)
        with self.captureOnCommitCallbacks(execute=True):
            self.client.post(address, {"post": "yes"})
        self.assertFalse(Picture.objects.exists())
        self.assertNotIn(picture.original.name, samples.stored_files())

    def test_each_right_is_asked_for(self):
        picture = make_picture()
        for role, add, change, delete in (
            ("writer", 200, 200, 403),
            ("approver", 200, 200, 403),
            ("tracker", 403, 403, 403),
        ):
            self.client.force_login(make_user(role))
            with self.subTest(role=role):
                codes = [
                    self.client.get(f"{PICTURES}{path}").status_code
                    for path in ("add/", f"{picture.pk}/change/", f"{picture.pk}/delete/")
                ]
                self.assertEqual(codes, [add, change, delete])
        self.client.force_login(make_user("writer"))
        self.client.post(f"{PICTURES}{picture.pk}/change/", {"alt": "Lời mới"})
        self.assertEqual(Picture.objects.get().alt, ALT)


class Documents(Admin):
    def test_a_document_is_uploaded_and_named(self):
        for number, (title, kept) in enumerate((("Kế hoạch số 1", "Kế hoạch số 1"), ("", "Tệp của tỉnh"))):
            file = upload(samples.pdf(str(number)), "Tệp_của_tỉnh.pdf")
            with self.subTest(title=title):
                self.assertRedirects(self.client.post(f"{DOCUMENTS}add/", {"upload": file, "title": title}), DOCUMENTS)
                self.assertEqual(DocumentFile.objects.first().title, kept)

    def test_a_file_whose_name_has_no_word_needs_a_title(self):
        for name in (".pdf", "...pdf", "_.pdf", "  .pdf", "-–-.pdf", "\u202e.pdf"):
            with self.subTest(name=name):
                response = self.client.post(f"{DOCUMENTS}add/", {"upload": upload(samples.pdf(name), name)})
                self.assertContains(response, "Tên của tệp không có chữ nào. Hãy ghi tên hiển thị.")
        self.assertEqual(DocumentFile.objects.count(), 0)
        file = {"upload": upload(samples.pdf(), ".pdf"), "title": "Kế hoạch số 1"}
        self.assertRedirects(self.client.post(f"{DOCUMENTS}add/", file), DOCUMENTS)

    def test_a_macro_is_refused_beside_the_file_field(self):
        file = upload(samples.docx(**{"word/vbaProject.bin": b"x"}), "a.docx")
        response = self.client.post(f"{DOCUMENTS}add/", {"upload": file})
        self.assertIn("có macro", response.context["adminform"].form.errors["upload"][0])

    def test_a_refused_file_is_recorded_with_its_name_and_what_was_found(self):
        for name, content, said in (
            ("Kế hoạch.docx", samples.docx(**{"word/vbaProject.bin": b"x"}), "Tệp có macro"),
            ("Ảnh.pdf", samples.png(), "Hãy chọn tệp PDF"),
        ):
            self.client.post(f"{DOCUMENTS}add/", {"upload": upload(content, name), "title": "Kế hoạch"})
            event = Event.objects.first()
            with self.subTest(name=name):
                self.assertEqual((event.kind, event.outcome, event.after), ("desk.step", "refused", {"step": "upload"}))
                self.assertIn(f"«{name}»: ", event.note)
                self.assertIn(said, event.note)
        count = Event.objects.count()
        self.client.post(f"{PICTURES}add/", {"upload": upload(b"MZ", "a.jpg"), "alt": ALT})
        self.client.post("/thu-vien/tai-anh/", {"upload": upload(b"MZ", "a.jpg"), "alt": ALT})
        self.client.post("/thu-vien/chon-anh/", {"upload": upload(b"MZ", "a.jpg"), "alt": ALT})
        self.assertEqual(Event.objects.count(), count + 3)

    def test_a_file_that_the_library_has_is_no_refusal(self):
        make_document()
        count = Event.objects.count()
        self.client.post(f"{DOCUMENTS}add/", {"upload": upload(samples.pdf("Kế hoạch 25"), "a.pdf"), "title": "Khác"})
        self.assertEqual((DocumentFile.objects.count(), Event.objects.count()), (1, count))

    def test_names_and_hidden_data_are_shown_before_the_file_is_public(self):
        content = samples.real("openpyxl.xlsx")
        for tick, said, unsaid in (
            ({}, ("Người soạn:</strong> Lò Thị Hoa", "Trang tính ẩn:</strong> Lương", "tải lên lại và đánh dấu"), ()),
            (
                {"clean_names": "on"},
                ("Tên người đã được xóa khi tải lên.", "Trang tính ẩn:</strong> Lương", "hãy xóa trong tệp"),
                ("Lò Thị Hoa", "đánh dấu «Xóa"),
            ),
        ):
            self.client.post(
                f"{DOCUMENTS}add/", {"upload": upload(content, "Số liệu.xlsx"), "title": "Số liệu", **tick}
            )
            html = self.page(f"{DOCUMENTS}{DocumentFile.objects.first().pk}/change/")
            with self.subTest(tick=tick):
                self.assertEqual([words for words in said if words not in html], [])
                self.assertEqual([words for words in unsaid if words in html], [])

    def test_a_file_without_traces_and_one_never_asked_are_told_apart(self):
        document = make_document()
        address = f"{DOCUMENTS}{document.pk}/change/"
        self.assertIn("Không thấy tên người hay dữ liệu ẩn nào.", self.page(address))
        DocumentFile.objects.update(traces=None)
        self.assertIn("Chưa xem: tệp vào thư viện trước khi", self.page(address))

    def test_names_from_a_file_are_words_and_never_markup(self):
        document = make_document()
        DocumentFile.objects.update(traces=[{"kind": "Người soạn", "values": ["<script>a</script>"], "count": 0}])
        self.assertIn("&lt;script&gt;a&lt;/script&gt;", self.page(f"{DOCUMENTS}{document.pk}/change/"))

    def test_a_page_offers_the_file_and_only_the_title_changes(self):
        document = make_document()
        html = self.page(f"{DOCUMENTS}{document.pk}/change/")
        self.assertIn(f'<a href="{document.get_absolute_url()}">Tải về (PDF, 1 KB)</a>', html)
        self.assertNotIn('type="file"', html)
        self.client.post(f"{DOCUMENTS}{document.pk}/change/", {"title": "Tên mới"})
        self.assertEqual(DocumentFile.objects.get().title, "Tên mới")

    def test_the_list_says_what_is_public(self):
        document = make_document()
        services.set_uses(
            "resolutions.document", 1, document_files=[document.pk], public_from=timezone.now(), public_until=None
        )
        self.assertIn("Đang công khai", self.page(DOCUMENTS))
