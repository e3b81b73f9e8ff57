"""CKEditor's own protocol: its numbered callbacks and the answer it wants to an upload."""

from django.test import TestCase

from library import services
from library.models import Picture
from tests.factories import MORNING, make_user
from tests.library import samples
from tests.library.samples import upload

PICTURES = "/soan-thao/chon-anh/"
UPLOAD = "/soan-thao/tai-anh/"
ALT = "Đoàn viên thanh niên dọn đường vào bản Nà Lằng"


class BrowseTests(TestCase):
    def test_the_number_under_which_the_editor_waits_names_the_asker(self):
        asked = {"CKEditor": "id_body", "CKEditorFuncNum": "3", "langCode": "vi"}
        response = self.client.get(PICTURES, asked)
        self.assertRedirects(response, "/thu-vien/chon-anh/?hoi=3", fetch_redirect_response=False)

    def test_what_is_no_number_asks_for_nothing(self):
        for given in ("", "1);alert(1", "٣", "9" * 40, "-1"):
            with self.subTest(given=given):
                response = self.client.get(PICTURES, {"CKEditorFuncNum": given})
                self.assertRedirects(response, "/thu-vien/chon-anh/", fetch_redirect_response=False)


class UploadTests(TestCase):
    def setUp(self):
        self.writer = make_user("writer")
        self.client.force_login(self.writer)

    def send(self, content=None, name="anh.jpg", **data):
        return self.client.post(UPLOAD, data | {"upload": upload(content or samples.jpeg(), name)})

    def test_a_picture_with_words_is_stored_and_its_address_returned(self):
        answer = self.send(alt=ALT).json()
        picture = Picture.objects.get()
        self.assertEqual(answer, {"uploaded": 1, "fileName": f"{picture.key}.jpg", "url": picture.src})

    def test_a_picture_without_words_is_led_to_the_window_that_asks_for_them(self):
        response = self.send()
        self.assertEqual((response.status_code, response.json()["uploaded"]), (200, 0))
        self.assertIn("«Duyệt máy chủ»", response.json()["error"]["message"])
        self.assertFalse(Picture.objects.exists())

    def test_a_known_picture_is_used_again_and_that_is_said(self):
        known = services.store_picture(upload(samples.jpeg(400, 300)), by=None, at=MORNING, alt=ALT)
        answer = self.send(samples.jpeg(400, 300), alt="Lời khác").json()
        self.assertEqual((answer["uploaded"], answer["url"]), (1, known.src))
        self.assertIn("đã có trong thư viện", answer["error"]["message"])

    def test_a_refused_file_answers_200_with_its_sentence_so_that_the_editor_shows_it(self):
        response = self.send(b"<svg onload=alert(1)>", "anh.png", alt=ALT)
        self.assertEqual((response.status_code, response.json()["uploaded"]), (200, 0))
        self.assertIn("Không nhận tệp SVG", response.json()["error"]["message"])

    def test_who_may_not_add_pictures_is_refused(self):
        self.client.force_login(make_user("user_manager"))
        response = self.send(alt=ALT)
        self.assertEqual((response.status_code, response.json()["uploaded"]), (403, 0))
        self.assertFalse(Picture.objects.exists())

    def test_it_answers_posts_only_and_is_never_kept(self):
        self.assertEqual(self.client.get(UPLOAD).status_code, 405)
        self.assertIn("no-store", self.send(alt=ALT)["Cache-Control"])
