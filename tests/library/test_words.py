"""No English is left on the library's screens, also where something is wrong."""

from django.contrib.auth.models import Permission
from django.test import TestCase

from library import services
from tests.english import visible_english
from tests.factories import MORNING, make_user
from tests.library import samples
from tests.library.samples import upload

PICTURES = "/quan-tri/library/picture/"
DOCUMENTS = "/quan-tri/library/documentfile/"


class Screens(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.editor = make_user(username="bien-tap", display_name="Đỗ Hữu Nghĩa")
        cls.editor.user_permissions.set(Permission.objects.filter(content_type__app_label="library"))
        words = {"alt": "Cầu Trắng", "caption": "Một sáng mùa thu", "credit": "Lò Thị Ưng"}
        cls.picture = services.store_picture(upload(samples.jpeg()), by=cls.editor, at=MORNING, **words)
        cls.document = services.store_document_file(
            upload(samples.pdf(), "a.pdf"), title="Kế hoạch", by=cls.editor, at=MORNING
        )

    def setUp(self):
        self.client.force_login(self.editor)

    def test_pages_speak_vietnamese(self):
        for address in (
            PICTURES,
            f"{PICTURES}?q=khong-co",
            f"{PICTURES}add/",
            f"{PICTURES}{self.picture.pk}/change/",
            f"{PICTURES}{self.picture.pk}/history/",
            f"{PICTURES}{self.picture.pk}/delete/",
            DOCUMENTS,
            f"{DOCUMENTS}add/",
            f"{DOCUMENTS}{self.document.pk}/change/",
            f"{DOCUMENTS}{self.document.pk}/delete/",
            "/thu-vien/chon-anh/",
            "/thu-vien/chon-anh/?q=khong-co",
        ):
            with self.subTest(address=address):
                response = self.client.get(address)
                self.assertEqual(response.status_code, 200)
                self.assertEqual(visible_english(response.content.decode(), allow=("macro",)), [])

    def test_refusals_speak_vietnamese(self):
        for address in (f"{PICTURES}add/", f"{DOCUMENTS}add/", "/thu-vien/chon-anh/"):
            for data in (
                {"title": "a"},
                {"upload": upload(b"", "a.png")},
                {"upload": "khong phai tep"},
                {"upload": upload(b"MZ", "a.png"), "alt": "x" * 301, "title": "x" * 301, "caption": "x" * 501},
                {"upload": upload(samples.jpeg()), "alt": "a\x00b"},
            ):
                with self.subTest(address=address, data=data):
                    response = self.client.post(address, data)
                    self.assertIn(response.status_code, {200, 400})
                    self.assertEqual(visible_english(response.content.decode(), allow=("macro",)), [])

    def test_what_was_done_is_said_in_vietnamese(self):
        response = self.client.post(
            f"{PICTURES}add/", {"upload": upload(samples.png(30, 30), "a.png"), "alt": "Hội nghị"}, follow=True
        )
        self.assertEqual(visible_english(response.content.decode(), allow=("macro",)), [])
