"""The sample files under deploy/, in use: a real nginx, and the two gunicorns exactly as their units start them."""

import contextlib
import http.client
import json
import re
import signal
import sqlite3
import threading
import time
from unittest import TestCase

import pytest
import yaml
from django.urls import reverse
from prometheus_client.parser import text_string_to_metric_families

from config import recording
from config.health import gauges
from tests.deployed import DEPLOY, ELSEWHERE, HOST, NGINX, OFFICE, OPENSSL
from tests.source import ROOT

DESK = (
    "/quan-tri/",
    "/quan-tri",
    "/quan-tri/login/",
    "/soan-thao/chon-anh/",
    "/thu-vien/chon-anh/",
    "/thu-vien/tai-anh/",
)
DISGUISED = (
    "//quan-tri/login/", "/%71uan-tri/login/", "/quan-tri%2Flogin/", "/van-ban/../quan-tri/login/",
    "/van-ban/%2e%2e/quan-tri/login/", "/./quan-tri/login/", "/quan-tri/login/../../van-ban/",
    "/quan-tri/articles/article/1/../../../../van-ban/change/", "/quan-tri/login/..?x=1",
    "/van-ban/..%2Fquan-tri/login/",
)  # fmt: skip


@pytest.mark.once
@pytest.mark.skipif(NGINX is None or OPENSSL is None, reason="máy này không có nginx và openssl")
class DeployTests(TestCase):
    @pytest.fixture(autouse=True)
    def the_site(self, deployed_site):
        self.site = deployed_site

    def test_readers_pass_from_anywhere(self):
        for path in ("/", "/van-ban/", "/tim-kiem/?q=nghi+quyet", "/rss/", "/robots.txt", "/api/v1/chi-tieu/"):
            for source in (OFFICE, ELSEWHERE):
                with self.subTest(path=path, source=source):
                    status, headers, _body = self.site.ask(path, source)
                    self.assertEqual(status, 200)
                    self.assertNotIn("Set-Cookie", headers)

    def test_the_desk_answers_only_the_listed_addresses(self):
        for path in DESK:
            with self.subTest(path=path):
                self.assertEqual(self.site.ask(path, ELSEWHERE)[0], 403)
                self.assertIn(self.site.ask(path, OFFICE)[0], {200, 301, 302, 403 if "tai-anh" in path else 200, 405})
        self.assertIn("Ban biên tập", self.site.ask("/quan-tri/login/", OFFICE)[2].decode())

    def test_every_address_where_staff_work_is_behind_the_list(self):
        staff_only = [
            prefix for prefix in recording.DESK if prefix != "/thu-vien/tep/"
        ]  # readers fetch files there, too
        for prefix in staff_only:
            self.assertEqual(self.site.ask(prefix, ELSEWHERE)[0], 403, prefix)

    def test_no_other_spelling_of_the_path_leads_behind_the_list(self):
        for path in DISGUISED:
            with self.subTest(path=path):
                status, _headers, body = self.site.ask(path, ELSEWHERE)
                self.assertIn(status, {400, 403, 404})
                self.assertNotIn("Ban biên tập", body.decode("utf-8", "replace"))

    def test_an_address_that_a_visitor_claims_is_not_believed(self):
        claims = {"X_Forwarded_For": OFFICE, "X_Real_IP": OFFICE, "Forwarded": f"for={OFFICE}"}
        self.assertEqual(self.site.ask("/quan-tri/login/", ELSEWHERE, **claims)[0], 403)
        claims = {"X_Forwarded_For": "203.0.113.9, 198.51.100.7", "Cookie": f"__Host-session={self.site.session}"}
        self.assertEqual(self.site.ask("/quan-tri/accounts/user/", OFFICE, **claims)[0], 403)
        with contextlib.closing(sqlite3.connect(self.site.folder / "db.sqlite3")) as database:
            self.assertEqual(database.execute("SELECT DISTINCT address FROM audit_address").fetchall(), [(OFFICE,)])

    def test_a_claimed_host_and_scheme_are_not_repeated(self):
        claims = {"X_Forwarded_Host": "khac.example", "X_Forwarded_Proto": "http"}
        status, _headers, body = self.site.ask("/robots.txt", ELSEWHERE, **{**claims, "Host": f"{HOST}.:1234"})
        self.assertEqual(status, 200)
        self.assertIn(f"Sitemap: https://{HOST}/sitemap.xml", body.decode())

    def test_a_hanging_desk_does_not_make_a_reader_wait(self):
        self.site.signal("cms-desk", signal.SIGSTOP)
        try:
            hanging = [threading.Thread(target=self.knock, args=("/quan-tri/login/",)) for _ in range(12)]
            [one.start() for one in hanging]
            time.sleep(0.5)
            self.assertTrue(all(one.is_alive() for one in hanging), "ban biên tập vẫn trả lời dù đã dừng")
            for _ in range(5):
                self.assertEqual(self.site.ask("/van-ban/", ELSEWHERE)[0], 200)
            # No clock: a reader behind the desk would not have been answered before it.
            self.assertTrue(all(one.is_alive() for one in hanging), "người đọc phải chờ ban biên tập")
        finally:
            self.site.signal("cms-desk", signal.SIGCONT)
        [one.join(timeout=60) for one in hanging]
        self.site.wait("/quan-tri/login/", OFFICE)

    def test_readers_in_trouble_do_not_keep_the_desk_from_working(self):
        self.site.signal("cms", signal.SIGSTOP)
        try:
            self.assertEqual(self.site.ask("/quan-tri/login/", OFFICE)[0], 200)
        finally:
            self.site.signal("cms", signal.SIGCONT)

    def knock(self, path):
        with contextlib.suppress(OSError, http.client.HTTPException):
            self.site.ask(path, OFFICE, timeout=60)

    def test_plain_http_leads_to_the_sites_own_name(self):
        line = http.client.HTTPConnection("127.0.0.1", self.site.plain_port, timeout=30)
        with contextlib.closing(line):
            line.request("GET", "/van-ban/", headers={"Host": f"{HOST}.:1234"})
            answer = line.getresponse()
            self.assertEqual((answer.status, answer.headers["Location"]), (301, f"https://{HOST}/van-ban/"))

    def test_nobody_can_ask_for_the_store_of_files(self):
        (self.site.folder / "media" / "bi-mat.pdf").write_bytes(b"%PDF-1.7 bi mat")
        for path in ("/kho/bi-mat.pdf", "/kho/../media/bi-mat.pdf", "/media/bi-mat.pdf", "/kho%2Fbi-mat.pdf"):
            with self.subTest(path=path):
                status, _headers, body = self.site.ask(path, OFFICE)
                self.assertIn(status, {400, 404})
                self.assertNotIn(b"bi mat", body)

    def lines_of(self, request_id):
        """What nginx and the readers' service have written about that request, once both have."""
        logs = [self.site.folder / name for name in ("nginx-access.log", "cms.log")]
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            found = [line for log in logs for line in log.read_text("utf-8").splitlines() if request_id in line]
            if len(found) == 2:
                return [json.loads(line) for line in found]
            time.sleep(0.05)
        raise AssertionError([log.read_text("utf-8")[-3000:] for log in logs])

    def test_one_id_leads_from_the_answer_to_the_lines_of_both_logs(self):
        (self.site.folder / "monitoring" / "told.json").unlink(missing_ok=True)
        forged = "0" * 32
        status, headers, _body = self.site.ask("/khong-co-trang/?q=bimat", ELSEWHERE, X_Request_ID=forged)
        self.assertEqual(status, 404)
        self.assertRegex(headers["X-Request-ID"], r"^[0-9a-f]{32}$")
        self.assertNotEqual(headers["X-Request-ID"], forged)
        nginx, site = self.lines_of(headers["X-Request-ID"])
        self.assertEqual((nginx["path"], nginx["status"], site["status"]), ("/khong-co-trang/", 404, 404))
        self.assertNotIn("bimat", str([nginx, site]))

    def test_an_answer_has_one_id_whoever_gives_it(self):
        for path, source in (("/", ELSEWHERE), ("/quan-tri/", ELSEWHERE), ("/./x", ELSEWHERE), ("/kho/x", ELSEWHERE)):
            with self.subTest(path=path):
                self.assertRegex(self.site.ask(path, source)[1].get("X-Request-ID", ""), r"^[0-9a-f]{32}$")

    def test_no_spelling_of_a_secret_link_and_no_address_stands_in_the_log_of_nginx(self):
        secret = "bimat7f3a"
        spelled = ("/chia-se/{}/", "/%63hia-se/{}/", "/./chia-se/{}/", "//chia-se/{}/", "/quan-tri/mat-khau/{}/")
        for path in (*spelled, "/x/%2e%2e/%6dat-khau/{}", "/tim-kiem/?q={}"):
            path = path.format(secret)
            self.site.ask(path, OFFICE, User_Agent=secret, Referer=f"https://x.example/{secret}", Cookie=f"a={secret}")
        self.site.ask("/xong/", OFFICE)
        log = self.site.folder / "nginx-access.log"
        deadline = time.monotonic() + 30
        while '"/xong/"' not in log.read_text("utf-8") and time.monotonic() < deadline:
            time.sleep(0.05)
        for word in (secret, OFFICE, ELSEWHERE):
            self.assertNotIn(word, log.read_text("utf-8"))
        for line in log.read_text("utf-8").splitlines():
            self.assertLessEqual({"request", "status", "cache"}, set(json.loads(line)))

    def test_monitoring_reads_readers_and_desk_together(self):
        self.assertEqual(self.site.ask("/metrics", ELSEWHERE)[0], 401)
        self.site.ask("/quan-tri/login/", OFFICE)
        self.site.ask("/healthz", ELSEWHERE)
        token = self.site.env["METRICS_TOKEN"]
        read = lambda: self.site.ask("/metrics", ELSEWHERE, Authorization=f"Bearer {token}")  # noqa: E731
        # Each process counts the requests of a second together.
        for view in (b'view="admin:login"', b'view="healthz"'):
            self.site.wait_until(lambda view=view: view in read()[2], view.decode())
        status, headers, body = read()
        self.assertEqual((status, headers["Cache-Control"].count("no-store")), (200, 1))
        found = {
            sample.name: sample for family in text_string_to_metric_families(body.decode()) for sample in family.samples
        }
        self.assertGreater(found["cms_queue_seconds_count"].value, 0)

    def test_a_reader_cannot_send_much(self):
        self.assertEqual(self.site.ask("/van-ban/", ELSEWHERE, method="POST", body=b"x" * 2_000_000)[0], 413)


@pytest.mark.once
class MonitoringTests(TestCase):
    def test_the_rules_ask_for_what_is_measured(self):
        known = {*gauges.HELP, "cms_part_ok", "cms_requests_total", "cms_queue_seconds_bucket", "cms_log_records_total"}
        known |= {"cms_request_seconds_bucket"}
        rules = yaml.safe_load((DEPLOY / "prometheus-rules.yml").read_text("utf-8"))["groups"][0]["rules"]
        self.assertEqual(len({rule["alert"] for rule in rules}), len(rules))
        asked = {name for rule in rules for name in re.findall(r"cms_\w+", rule["expr"])}
        self.assertEqual(asked - known, set())

    def test_what_is_scraped_is_where_the_site_says_it(self):
        (job,) = yaml.safe_load((DEPLOY / "prometheus.yml").read_text("utf-8"))["scrape_configs"]
        self.assertEqual((job["metrics_path"], job["scheme"]), (reverse("metrics"), "https"))


@pytest.mark.once
class UnitTests(TestCase):
    def test_the_two_units_differ_in_no_protection(self):
        kept = re.compile(
            r"^(User|Group|EnvironmentFile|UMask|NoNewPrivileges|PrivateTmp|Protect\w+|ReadWritePaths)=.*$", re.M
        )
        readers, desk = ((DEPLOY / f"{name}.service").read_text("utf-8") for name in ("cms", "cms-desk"))
        self.assertEqual([m[0] for m in kept.finditer(readers)], [m[0] for m in kept.finditer(desk)])
        self.assertEqual(len(kept.findall(readers)), 8)

    def test_what_nginx_keeps_has_room_to_spare_on_a_file_system_of_its_own(self):
        """nginx looks every ten seconds how much there is; until then there may be more than it was told."""
        mount, nginx = ((DEPLOY / name).read_text("utf-8") for name in ("var-cache-cms.mount", "nginx.conf"))
        kept = re.findall(r"^proxy_cache_path (\S+)/\w+ .* max_size=(\d+)m .*use_temp_path=off;$", nginx, re.M)
        self.assertEqual({folder for folder, _size in kept}, {re.search("^Where=(.+)$", mount, re.M)[1]})
        self.assertEqual(len(kept), nginx.count("proxy_cache_path"))
        (gigabytes,) = re.findall(r"^Options=size=(\d+)g,", mount, re.M)
        self.assertLess(sum(int(size) for _folder, size in kept), int(gigabytes) * 1024 * 0.75)

    def test_every_service_that_readers_need_is_started_again_however_it_ended(self):
        for name in ("cms.service", "cms-desk.service", "cms-pages.service", "nginx-service.conf"):
            with self.subTest(sample=name):
                self.assertRegex((DEPLOY / name).read_text("utf-8"), r"(?m)^Restart=(always|on-failure)$")
        nginx = (DEPLOY / "nginx-service.conf").read_text("utf-8")
        self.assertRegex(nginx, r"(?ms)^\[Unit\].*^StartLimitIntervalSec=0$.*^\[Service\].*^RestartSec=1$")

    def test_the_guide_names_every_sample_and_repeats_none(self):
        guide = (ROOT / "docs" / "operations.md").read_text("utf-8")
        for path in DEPLOY.iterdir():
            self.assertIn(f"deploy/{path.name}", guide)
        self.assertNotIn("ExecStart", guide)
        self.assertNotIn("proxy_pass", guide)
