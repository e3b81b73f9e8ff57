"""When something is wrong, the reader is told in plain Vietnamese, and the monitor in a status code."""

from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory, TestCase
from django.views import defaults

from tests import factories


class ErrorPageTests(TestCase):
    def test_a_page_that_is_not_there_offers_ways_on(self):
        factories.make_section("Thời sự")
        response = self.client.get("/khong-co-trang-nay/")
        self.assertContains(response, "Không tìm thấy trang này", status_code=404)
        self.assertContains(response, "/tim-kiem/", status_code=404)
        self.assertContains(response, "/chuyen-muc/thoi-su/", status_code=404)
        self.assertContains(response, "noindex", status_code=404)

    def test_a_refusal_is_a_sentence(self):
        response = defaults.permission_denied(RequestFactory().get("/"), PermissionDenied())
        self.assertEqual(response.status_code, 403)
        self.assertIn("không có quyền làm việc này", response.content.decode())

    def test_a_form_without_its_key_is_refused_in_vietnamese(self):
        response = Client(enforce_csrf_checks=True).post("/quan-tri/login/", {"username": "a", "password": "b"})
        self.assertContains(response, "Biểu mẫu đã hết hạn", status_code=403)

    def test_the_page_for_our_own_failure_needs_no_database_and_no_context(self):
        with self.assertNumQueries(0):
            response = defaults.server_error(RequestFactory().get("/"))
        self.assertEqual(response.status_code, 500)
        self.assertIn("Trang đang gặp sự cố", response.content.decode())

    def test_an_unreadable_request_is_refused_in_vietnamese(self):
        response = self.client.get("/tim-kiem/?q=%00")
        self.assertContains(response, "Yêu cầu không đọc được", status_code=400)


class HealthTests(TestCase):
    def test_a_living_process_says_ok_and_asks_no_database(self):
        with self.assertNumQueries(0):
            response = self.client.get("/healthz")
        self.assertEqual((response.status_code, response.content), (200, b"ok"))

    def test_a_site_with_its_database_is_ready(self):
        response = self.client.get("/readyz")
        self.assertEqual(response.status_code, 200)
        self.assertIn("database ok", response.content.decode().splitlines())


class MethodTests(TestCase):
    def test_a_page_to_read_says_so_before_it_asks_for_the_key_of_a_form(self):
        client = Client(enforce_csrf_checks=True)
        for address in (
            "/",
            "/tim-kiem/",
            "/nghi-quyet/",
            "/van-ban/",
            "/rss/",
            "/sitemap.xml",
            "/robots.txt",
            "/healthz",
        ):
            for method in ("post", "put", "delete"):
                with self.subTest(address=address, method=method):
                    response = getattr(client, method)(address)
                    self.assertEqual((response.status_code, response["Allow"]), (405, "GET, HEAD"))


class RobotsTests(TestCase):
    def test_robots_stay_out_of_the_desk_and_find_the_map(self):
        response = self.client.get("/robots.txt")
        self.assertEqual(response.headers["Content-Type"], "text/plain; charset=utf-8")
        self.assertContains(response, "Disallow: /quan-tri/")
        self.assertContains(response, "Sitemap: http://testserver/sitemap.xml")

    def test_browsers_find_the_icon(self):
        self.assertRedirects(self.client.get("/favicon.ico"), "/static/img/favicon.ico", fetch_redirect_response=False)
