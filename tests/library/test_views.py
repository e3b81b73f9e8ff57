"""Who may see a file, and what is said to browsers and caches about it."""

import datetime as dt

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import TestCase, override_settings
from django.urls import reverse
from django.utils import timezone

from library import services
from library.models import Picture
from tests.factories import MORNING, make_user
from tests.library import samples
from tests.library.samples import upload

DAY = dt.timedelta(days=1)


class Served(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.writer = make_user("writer")
        cls.stranger = make_user()
        cls.picture = services.store_picture(
            upload(samples.jpeg(700, 400)), by=cls.writer, at=MORNING, alt="Cầu Trắng bắc qua suối Nậm La"
        )
        cls.document = services.store_document_file(
            upload(samples.pdf(), "a.pdf"), title="Nghị quyết 22-NQ/TU về “chuyển đổi số”", by=cls.writer, at=MORNING
        )
        cls.now = timezone.now()
        cls.addresses = (cls.picture.rendition_url(320), cls.document.get_absolute_url())

    def show(self, public_from, public_until=None, number=1):
        services.set_uses(
            "articles.article",
            number,
            pictures=[self.picture.pk],
            document_files=[self.document.pk],
            public_from=public_from,
            public_until=public_until,
        )

    def get(self, address, **headers):
        """The answer, read to its end, its bytes in `body`."""
        answer = self.client.get(address, **headers)
        answer.body = b"".join(answer) if answer.streaming else answer.content
        return answer

    def answers(self, **headers):
        return [self.get(address, **headers) for address in self.addresses]

    def test_a_reader_sees_a_file_only_while_something_public_refers_to_it(self):
        for name, uses, status in (
            ("nothing refers to it", [], 404),
            ("a draft", [(None, None)], 404),
            ("scheduled", [(self.now + DAY, None)], 404),
            ("expired", [(self.now - 2 * DAY, self.now - DAY)], 404),
            ("public", [(self.now - DAY, None)], 200),
            ("public until tomorrow", [(self.now - DAY, self.now + DAY)], 200),
            ("expired here, public there", [(self.now - 2 * DAY, self.now - DAY), (self.now - DAY, None)], 200),
        ):
            for number in (0, 1):
                services.clear_uses("articles.article", number)
            for number, (public_from, public_until) in enumerate(uses):
                self.show(public_from, public_until, number)
            with self.subTest(name):
                self.assertEqual([answer.status_code for answer in self.answers()], [status, status])

    def test_what_links_show_is_as_public_as_the_picture(self):
        self.assertEqual(self.get(self.picture.share_url).status_code, 404)
        self.show(MORNING)
        answer = self.get(self.picture.share_url)
        self.assertEqual((answer.status_code, answer["Content-Type"]), (200, "image/jpeg"))
        self.assertTrue(answer.body.startswith(b"\xff\xd8"))
        Picture.objects.update(has_share=False)
        self.assertEqual(self.get(self.picture.share_url).status_code, 404)

    def test_hidden_and_unknown_look_the_same(self):
        unknown = [self.picture.rendition_url(320).replace(self.picture.key, "A" * 16)]
        unknown.append(reverse("library:document", args=["A" * 16, self.document.address_name]))
        for hidden, never_there in zip(self.answers(), map(self.get, unknown), strict=True):
            self.assertEqual((hidden.status_code, never_there.status_code), (404, 404))
            self.assertEqual(
                hidden.content.replace(hidden.wsgi_request.path.encode(), b""),
                never_there.content.replace(never_there.wsgi_request.path.encode(), b""),
            )
            self.assertEqual(dict(hidden.headers).keys(), dict(never_there.headers).keys())

    def test_staff_who_may_see_the_library_see_what_is_private_and_nothing_keeps_it(self):
        self.client.force_login(make_user("approver"))
        for answer in self.answers(headers={"If-None-Match": "*"}):
            self.assertEqual(answer.status_code, 200)
            self.assertEqual(answer["Cache-Control"], "private, no-store")
            self.assertNotIn("ETag", answer)

    def test_a_writer_sees_private_pictures_and_no_private_paper(self):
        self.client.force_login(self.writer)
        self.assertEqual([answer.status_code for answer in self.answers()], [200, 404])

    def test_other_staff_and_readers_with_an_account_are_readers(self):
        self.client.force_login(self.stranger)
        self.assertEqual([answer.status_code for answer in self.answers()], [404, 404])
        self.writer.is_staff = False
        self.writer.save()
        self.client.force_login(self.writer)
        self.assertEqual([answer.status_code for answer in self.answers()], [404, 404])

    def test_what_is_public_may_be_kept_for_five_minutes_and_asked_again(self):
        self.show(MORNING)
        for answer in self.answers():
            self.assertEqual(answer["Cache-Control"], "public, max-age=300")
            self.assertEqual(answer["Last-Modified"], "Fri, 25 Sep 2020 01:30:00 GMT")
            self.assertFalse(answer.cookies)
            self.assertNotIn("Cookie", answer.get("Vary", ""))
            for again in (
                {"If-None-Match": answer["ETag"]},
                {"If-Modified-Since": answer["Last-Modified"]},
            ):
                response = self.get(answer.wsgi_request.path, headers=again)
                self.assertEqual((response.status_code, response.body), (304, b""))
                self.assertEqual(response["ETag"], answer["ETag"])
            changed = self.get(answer.wsgi_request.path, headers={"If-None-Match": '"khac"'})
            self.assertEqual(changed.status_code, 200)

    def test_withdrawn_is_not_not_modified(self):
        self.show(MORNING)
        etags = [answer["ETag"] for answer in self.answers()]
        self.show(None)
        for address, etag in zip(self.addresses, etags, strict=True):
            self.assertEqual(self.get(address, headers={"If-None-Match": etag}).status_code, 404)

    def test_files_can_do_nothing_in_a_browser(self):
        self.show(MORNING)
        for answer in self.answers():
            self.assertEqual(answer["X-Content-Type-Options"], "nosniff")
            self.assertEqual(answer["Content-Security-Policy"], "default-src 'none'; sandbox")

    def test_the_bytes_are_those_that_were_stored(self):
        self.show(MORNING)
        picture, document = self.answers()
        self.assertEqual(picture["Content-Type"], "image/webp")
        self.assertEqual(picture.body[8:12], b"WEBP")
        self.assertEqual(document["Content-Type"], "application/pdf")
        self.assertEqual(document.body, samples.pdf())

    def test_a_document_is_saved_under_its_vietnamese_title(self):
        self.show(MORNING)
        _picture, document = self.answers()
        self.assertEqual(
            document["Content-Disposition"],
            "attachment; filename*=utf-8''Ngh%E1%BB%8B%20quy%E1%BA%BFt%2022-NQ-TU%20v%E1%BB%81%20"
            "%E2%80%9Cchuy%E1%BB%83n%20%C4%91%E1%BB%95i%20s%E1%BB%91%E2%80%9D.pdf",
        )

    def test_the_key_decides_and_an_old_name_leads_to_the_new_one(self):
        old = reverse("library:document", args=[self.document.key, "ten-cu.exe"])
        self.assertEqual(self.get(old).status_code, 404)
        self.show(MORNING)
        self.assertRedirects(self.get(old), self.document.get_absolute_url(), 301, fetch_redirect_response=False)

    def test_only_widths_that_were_made_exist(self):
        self.show(MORNING)
        for width in ("0", "1", "319", "960", "0320", "-320", "99999", "320.0", "3e2"):
            with self.subTest(width=width):
                address = self.addresses[0].replace("-320.webp", f"-{width}.webp")
                self.assertEqual(self.get(address).status_code, 404)

    def test_no_address_leads_out_of_the_library(self):
        self.show(MORNING)
        for address in (
            "/thu-vien/anh/../../manage.py",
            "/thu-vien/anh/..%2f..%2fmanage-320.webp",
            "/thu-vien/tep/%2e%2e/db.sqlite3",
            f"/thu-vien/tep/{self.document.key}/../../db.sqlite3",
            f"/thu-vien/anh/{self.picture.key}%00-320.webp",
            f"/thu-vien/anh/{self.picture.key[:-1]}đ-320.webp",
            f"/{self.picture.original.name}",
            f"/media/{self.picture.original.name}",
            f"/thu-vien/anh/{self.picture.key}.jpg",
        ):
            with self.subTest(address=address):
                self.assertIn(self.get(address).status_code, {400, 404})

    def test_files_are_only_read(self):
        self.show(MORNING)
        for address in self.addresses:
            self.assertEqual(self.client.post(address).status_code, 405)
            with override_settings(LIBRARY_ACCEL_PREFIX="/kho/"):
                self.assertEqual(self.client.head(address).status_code, 200)

    def test_one_picture_costs_a_reader_one_query(self):
        self.show(MORNING)
        with self.assertNumQueries(1):
            self.get(self.addresses[0])

    def test_a_web_server_may_be_told_to_send_the_file(self):
        self.show(MORNING)
        with override_settings(LIBRARY_ACCEL_PREFIX="/kho/"):
            for answer, name in zip(
                self.answers(), (self.picture.rendition_name(320), self.document.file.name), strict=True
            ):
                self.assertEqual((answer["X-Accel-Redirect"], answer.body), (f"/kho/{name}", b""))
                self.assertEqual(answer["Cache-Control"], "public, max-age=300")
            self.show(None)
            self.assertEqual([answer.status_code for answer in self.answers()], [404, 404])

    def test_a_file_lost_from_the_disk_is_not_there_and_the_log_says_so(self):
        self.show(MORNING)
        name = self.document.file.name
        default_storage.delete(name)
        self.addCleanup(default_storage.save, name, ContentFile(samples.pdf()))
        with self.assertLogs("library.views", "ERROR") as log:
            self.assertEqual(self.get(self.addresses[1]).status_code, 404)
        self.assertIn(name, log.output[0])
