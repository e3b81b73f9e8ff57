"""The library's picture window, and pictures that a script sends."""

import re

from django.contrib.auth.models import Permission
from django.test import Client, TestCase
from django.urls import reverse

from library.models import Picture
from library.uploads import MEGABYTE
from tests.factories import MORNING, make_user
from tests.library import samples
from tests.library.making import ALT, make_picture
from tests.library.samples import upload

UPLOAD = "/thu-vien/tai-anh/"
WINDOW = "/thu-vien/chon-anh/"


class Sent(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.writer = make_user("writer")
        cls.viewer = make_user("user_manager")

    def send(self, content=None, name="anh.jpg", client=None, **data):
        data["upload"] = upload(content or samples.jpeg(), name)
        return (client or self.client).post(UPLOAD, data)

    def test_a_picture_with_words_is_stored_and_its_address_returned(self):
        self.client.force_login(self.writer)
        answer = self.send(alt=ALT).json()
        picture = Picture.objects.get()
        said = {"key": picture.key, "name": f"{picture.key}.jpg", "url": picture.src, "alt": ALT}
        self.assertEqual(answer, {"picture": said, "said": ""})
        self.assertEqual((picture.alt, picture.uploaded_by), (ALT, self.writer))

    def test_a_picture_without_words_is_refused_at_that_field(self):
        self.client.force_login(self.writer)
        response = self.send()
        self.assertEqual(response.status_code, 400)
        self.assertIn("alt", response.json()["errors"])
        self.assertFalse(Picture.objects.exists())

    def test_a_known_picture_is_used_again_and_that_is_said(self):
        known = make_picture()
        self.client.force_login(self.writer)
        answer = self.send(samples.jpeg(400, 300, seed=0), alt="Lời khác").json()
        self.assertEqual((answer["picture"]["url"], answer["picture"]["alt"]), (known.src, ALT))
        self.assertIn("đã có trong thư viện", answer["said"])
        self.assertEqual(Picture.objects.get().alt, ALT)

    def test_a_refused_file_is_refused_with_its_sentence(self):
        self.client.force_login(self.writer)
        answer = self.send(b"<svg onload=alert(1)>", "anh.png", alt=ALT).json()
        self.assertIn("Không nhận tệp SVG", answer["errors"]["upload"][0])

    def test_of_an_endless_file_only_the_beginning_is_kept_to_be_refused(self):
        self.client.force_login(self.writer)
        answer = self.send(samples.jpeg() + bytes(40 * MEGABYTE), alt=ALT).json()
        self.assertIn("Tệp nặng 31", answer["errors"]["upload"][0])

    def test_only_staff_who_may_add_pictures_upload(self):
        for user in (None, self.viewer, make_user("writer", is_staff=False)):
            self.client.logout()
            if user:
                self.client.force_login(user)
            with self.subTest(user=user):
                response = self.send(alt=ALT)
                self.assertEqual(response.status_code, 403)
                self.assertIn("chưa được phép", response.json()["errors"]["upload"][0])
        self.assertFalse(Picture.objects.exists())

    def test_a_page_elsewhere_cannot_upload_in_someones_name(self):
        client = Client(enforce_csrf_checks=True)
        client.force_login(self.writer)
        self.assertEqual(self.send(client=client, alt=ALT).status_code, 403)
        page = client.get(WINDOW).content.decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
        allowed = client.post(UPLOAD, {"upload": upload(samples.jpeg()), "alt": ALT}, headers={"X-CSRFToken": token})
        self.assertIn("picture", allowed.json())

    def test_it_answers_posts_only_and_is_never_kept(self):
        self.client.force_login(self.writer)
        self.assertEqual(self.client.get(UPLOAD).status_code, 405)
        self.assertIn("no-store", self.send(alt=ALT)["Cache-Control"])

    def test_a_post_without_a_file_is_refused_with_a_sentence(self):
        self.client.force_login(self.writer)
        answer = self.client.post(UPLOAD, {"alt": ALT}).json()
        self.assertEqual(answer, {"errors": {"upload": ["Hãy chọn một tệp trên máy."]}})


class Window(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.writer = make_user("writer")
        cls.viewer = make_user("tracker")

    def setUp(self):
        self.client.force_login(self.writer)

    def test_it_is_for_staff_who_may_see_pictures(self):
        self.client.logout()
        self.assertRedirects(
            self.client.get(WINDOW), f"{reverse('admin:login')}?next={WINDOW}", fetch_redirect_response=False
        )
        self.client.force_login(make_user("user_manager"))
        self.assertEqual(self.client.get(WINDOW).status_code, 403)

    def test_every_choice_carries_its_address_and_words_escaped(self):
        picture = make_picture(alt='Lễ "ra quân" <b>')
        html = self.client.get(WINDOW, {"hoi": "3"}).content.decode()
        self.assertIn(f'data-picture-url="{picture.src}"', html)
        self.assertIn('data-picture-alt="Lễ &quot;ra quân&quot; &lt;b&gt;"', html)
        self.assertIn('data-picker-asker="3"', html)

    def test_the_asker_is_a_plain_name_or_nothing(self):
        for given in ("", "1);alert(1", "<script>", "٣", "9" * 40, "a b", "a\n"):
            with self.subTest(given=given):
                html = self.client.get(WINDOW, {"hoi": given}).content.decode()
                self.assertIn('data-picker-asker=""', html)

    def test_nothing_is_inline_and_nothing_foreign(self):
        make_picture()
        response = self.client.get(WINDOW)
        html = response.content.decode()
        self.assertIn("default-src 'self'", response["Content-Security-Policy"])
        self.assertNotIn("unsafe", response["Content-Security-Policy"])
        self.assertNotRegex(html, r"<script(?![^>]*src=)|\son\w+=|<style|\sstyle=|https?://")

    def test_search_looks_at_words_caption_and_credit(self):
        for seed, words in enumerate(({"alt": "Cầu Trắng"}, {"caption": "Cầu Trắng"}, {"credit": "Cầu Trắng"}, {})):
            make_picture(seed, **words)
        for query, found in (
            ("Cầu Trắng", 3),
            ("Ca\u0302\u0300u Tra\u0306\u0301ng", 3),
            ("cau trang", 3),
            ("CẦU TRANG", 3),
            ("không hề có", 0),
            ("", 4),
        ):
            with self.subTest(query=query):
                page = self.client.get(WINDOW, {"q": query}).context["page"]
                self.assertEqual(page.paginator.count, found)

    def test_strange_requests_get_a_page(self):
        make_picture()
        for query in ({"trang": 10**9}, {"trang": "mot"}, {"q": "x" * 10_000}, {"q": "%"}, {"chon": "khong-co"}):
            with self.subTest(query=str(query)[:30]):
                self.assertEqual(self.client.get(WINDOW, query).status_code, 200)

    def test_pages_cost_the_same_for_three_pictures_and_for_thirty(self):
        for seed in range(3):
            make_picture(seed)
        with self.assertNumQueries(8):  # session twice, user, two for permissions, count, pictures, the site's name
            self.client.get(WINDOW)
        Picture.objects.bulk_create(
            Picture(width=9, height=9, widths=[9], alt=ALT, sha256=f"{number:064}", uploaded_at=MORNING)
            for number in range(27)
        )
        with self.assertNumQueries(8):
            response = self.client.get(WINDOW, {"hoi": "3"})
        self.assertEqual(response.context["next_url"], f"{WINDOW}?hoi=3&trang=2")

    def test_an_upload_is_chosen_at_once(self):
        file = upload(samples.jpeg(), "Ảnh.jpg")
        response = self.client.post(f"{WINDOW}?hoi=3", {"upload": file, "alt": ALT, "credit": "Lò Văn Đức"})
        picture = Picture.objects.get()
        self.assertRedirects(response, f"{WINDOW}?hoi=3&chon={picture.key}", fetch_redirect_response=False)
        self.assertIn("data-picture-now", self.client.get(response.url).content.decode())
        self.assertEqual((picture.credit, picture.uploaded_by), ("Lò Văn Đức", self.writer))

    def test_what_is_missing_is_said_beside_its_field(self):
        response = self.client.post(WINDOW, {"upload": upload(samples.jpeg())})
        html = response.content.decode()
        self.assertIn("Hãy mô tả ảnh bằng lời", html)
        self.assertIn("Hãy chọn lại tệp", html)
        self.assertIn('aria-describedby="id_alt_helptext id_alt_error"', html)
        self.assertIn('<details class="picker__upload" open>', html)
        self.assertIn("Hãy chọn một tệp trên máy.", self.client.post(WINDOW, {"alt": ALT}).content.decode())

    def test_a_known_picture_is_offered_instead(self):
        known = make_picture()
        html = self.client.post(WINDOW, {"upload": upload(samples.jpeg(400, 300)), "alt": "Khác"}).content.decode()
        self.assertIn("đã có trong thư viện", html)
        self.assertEqual(html.count(f'data-picture-url="{known.src}"'), 2)

    def test_staff_who_may_not_add_get_no_form_and_no_upload(self):
        self.viewer.user_permissions.add(*_permissions("view_picture"))
        self.client.force_login(self.viewer)
        self.assertNotIn('<form class="picker__form"', self.client.get(WINDOW).content.decode())
        self.client.post(WINDOW, {"upload": upload(samples.jpeg()), "alt": ALT})
        self.assertFalse(Picture.objects.exists())

    def test_a_page_elsewhere_cannot_upload_here_either(self):
        client = Client(enforce_csrf_checks=True)
        client.force_login(self.writer)
        self.assertEqual(client.post(WINDOW, {"upload": upload(samples.jpeg()), "alt": ALT}).status_code, 403)


def _permissions(codename):
    return Permission.objects.filter(codename=codename)
