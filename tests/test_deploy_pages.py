"""What readers see through nginx while the site lives and while it is away: never what was withdrawn or has expired."""

import contextlib
import http.client
import re
import time
from unittest import TestCase

import pytest

from config import failures
from resolutions import api as targets_api
from resolutions.document_list import Filter
from search.query.request import NAMES
from stale import rules
from tests import source
from tests.deployed import DEPLOY, ELSEWHERE, HAND, HOST, NGINX, OFFICE, OPENSSL

pytestmark = pytest.mark.once

JUNK = (
    "/?utm_source=a&fbclid=1", "/?fbclid=2", "/?Q=x&gclid=9", "/?_ga=1.2.3&utm_medium=x",
    "/tim-kiem/?utm_source=a&q=rung&fbclid=7", "/tim-kiem/?q=rung",
)  # fmt: skip
ODD = (
    "/tim-kiem/?%71=odd", "/tim-kiem/?q=odd&q=odd2", "/tim-kiem/?q=", "/%74im-kiem/", "//tim-kiem/",
    "/tim-kiem/?q[]=odd", "/tim-kiem/?q=\u0111", "/tim-kiem/?q=odd&&tu=", "/van-ban/?trang=1&trang=2",
    "/tim-kiem/;a?q=odd",
)  # fmt: skip
LISTS = ("/", "/rss/", "/chuyen-muc/xay-dung-dang/", "/tim-kiem/?q=ruong", "/api/v1/tim-kiem/?q=ruong")


@pytest.mark.skipif(NGINX is None or OPENSSL is None, reason="máy này không có nginx và openssl")
class KeptPagesTests(TestCase):
    @pytest.fixture(autouse=True)
    def the_site(self, deployed_site):
        self.site = deployed_site
        if "hand" not in self.site.processes:
            self.site.do(HAND)

    def ask(self, path, **facts):
        status, headers, body = self.site.ask(path, ELSEWHERE, **facts)
        return status, headers, body.decode("utf-8", "replace")

    def text(self, path):
        return self.ask(path)[2]

    def until(self, path, holds):
        self.site.wait_until(lambda: holds(self.text(path)), f"{path} không đổi")

    def keys(self):
        found = {
            re.search(rb"\nKEY: ([^\n]*)\n", path.read_bytes())[1] for path in self.site.cache.glob("*/*/" + "?" * 32)
        }
        return {key.decode() for key in found}

    def test_a_publication_a_correction_and_a_withdrawal_are_soon_seen_and_for_good(self):
        pk, address = self.site.do("answer = make('Ruộng bậc thang vào mùa')")
        for path in LISTS:
            self.until(path, lambda text: address in text)
        self.site.do(f"correct({pk}, 'Ruộng bậc thang đổ nước')")
        for path in LISTS:
            self.until(path, lambda text: "đổ nước" in text and "vào mùa" not in text)
        self.site.wait_until(lambda: self.ask(address)[0] == 301, "địa chỉ cũ không dẫn đi")
        self.assertEqual(self.site.do(f"answer = withdraw({pk})"), [])
        for path in LISTS:
            self.until(path, lambda text: f"-{pk}/" not in text)
            self.assertFalse([1 for _ in range(5) if "Ruộng bậc thang" in self.text(path)], path)
        for path in (address, address.replace("vao-mua", "do-nuoc")):
            self.site.wait_until(lambda path=path: self.ask(path)[0] == 410, path)

    def test_with_the_database_away_what_was_withdrawn_or_expires_is_never_shown_and_all_else_is(self):
        stays_url = self.site.do("answer = factories.make_articles(2)[0].get_absolute_url()")
        gone, gone_url = self.site.do("answer = make('Ruộng một')")
        ends_at = time.time() + 5
        _ends, ends_url = self.site.do("answer = make('Ruộng hai', seconds=5)")
        time.sleep(rules.SLACK)  # what is made so soon after a change counts as made before it
        for path in (*LISTS, gone_url, ends_url):
            self.until(path, lambda text: gone_url in text or time.time() >= ends_at)
        self.assertEqual(self.site.do(f"answer = withdraw({gone})"), [])
        # Seen since, by somebody; the feed and the search were not, so their copies still name it.
        for path in ("/", ends_url, stays_url):
            self.until(path, lambda text: gone_url not in text)
        self.site.break_database()
        try:
            self.site.wait_until(lambda: self.ask("/khong-ai-hoi/")[0] == 503, "cơ sở dữ liệu vẫn sống")
            answered = [self.ask(path)[0] for path in (stays_url, gone_url, "/", ends_url)]
            # On a slow machine its end may have come by now.
            self.assertEqual(answered, [200, 503, 200, 200] if time.time() < ends_at else [200, 503, *answered[2:]])
            seen = self.watch([*LISTS, gone_url, ends_url], until=lambda: self.ask(ends_url)[0] == 503)
            self.assertFalse([path for path, _status, text in seen if gone_url in text or "Ruộng một" in text])
            after = self.watch([*LISTS, ends_url, gone_url], until=lambda: True)
            self.assertFalse([path for path, _status, text in after if gone_url in text or ends_url in text])
            self.assertLessEqual({status for _path, status, _text in seen + after}, {200, 503})
            self.assertEqual(self.ask(stays_url)[0], 200)
            self.assert_others_are_told()
        finally:
            self.site.mend_database()
        for path in ("/", "/rss/"):
            self.site.wait_until(lambda path=path: self.ask(path)[0] == 200, path)

    def watch(self, paths, until):
        """(path, status, text) of what was answered, ten rounds at least, until something holds."""
        seen, deadline = [], time.monotonic() + 60
        while len(seen) < 10 * len(paths) or not until():
            self.assertLess(time.monotonic(), deadline)
            seen += [(path, *self.ask(path)[::2]) for path in paths]
        return seen

    def assert_others_are_told(self):
        status, headers, text = self.ask("/bai-viet/chua-ai-xem-1/")
        self.assertEqual((status, headers["Retry-After"], headers["Cache-Control"]), (503, "30", "no-store"))
        self.assertIn("Xin thử lại sau ít phút.", text)
        status, headers, text = self.ask("/api/v1/chi-tieu/?dai-hoi=xx")
        self.assertEqual((status, headers["Content-Type"]), (503, "application/json"))
        self.assertIn(failures.SENTENCE, text)
        self.assertEqual(self.ask("/healthz")[0], 200)

    def test_a_node_that_was_not_there_shows_nothing_old_and_is_told_when_it_is_back(self):
        pk, address = self.site.do("answer = make('Ruộng vắng')")
        self.until(address, lambda text: "Ruộng vắng" in text)
        self.site.signal("cms-pages", 9)
        self.site.processes["cms-pages"].wait(timeout=30)
        self.assertEqual(self.site.do(f"answer = withdraw({pk})"), [self.site.env["PAGE_CACHES"]])
        self.assertGreater(self.site.do("answer = Removal.objects.count()"), 0)
        self.site.start_unit("cms-pages")
        self.site.wait_until(lambda: self.site.do("answer = told_again()"), "không báo lại được")
        self.until(address, lambda text: "Ruộng vắng" not in text)

    def test_junk_neither_splits_nor_poisons_what_is_kept(self):
        before = self.keys()
        for path in (*JUNK, *ODD):
            self.assertIn(self.ask(path.replace("\u0111", "%C4%91"))[0], {200, 302, 404}, path)
        home, question = f"https://{HOST}/", f"https://{HOST}/tim-kiem/?q="
        new = self.keys() - before
        self.assertLessEqual(new, {home, f"{question}rung", f"{question}%C4%91", f"{home}tim-kiem/"})
        self.assertIn("odd2", self.text("/tim-kiem/?q=odd&q=odd2") + self.ask("/tim-kiem/?q=odd&q=odd2")[1]["Location"])

    def test_what_a_visitor_claims_reaches_nobody_else(self):
        session = f"__Host-session={self.site.session}"
        claims = {
            "Cookie": session, "X_Forwarded_Host": "khac.example", "X_HTTP_Method_Override": "DELETE",
            "X_Stale_Key": "https://khac.example/", "X_Made_At": "9999999999", "X_Original_URL": "/quan-tri/",
        }  # fmt: skip
        status, headers, text = self.ask("/nghi-quyet/", **claims)
        self.assertEqual(status, 200)
        self.assertNotIn("khac.example", text)
        internal = {"Set-Cookie", "X-Made-At", "X-Ends", "X-Accel-Expires", "X-Reader-Cache-Control", "Cache-Control"}
        self.assertFalse(internal & headers.keys())
        self.assertEqual(self.ask("/nghi-quyet/", Host="khac.example")[0], 400)
        self.assertEqual(self.ask("/nghi-quyet/", method="POST", X_HTTP_Method_Override="GET")[0], 405)
        self.assertFalse([key for key in self.keys() if "khac.example" in key])
        self.assertEqual(self.ask("/nghi-quyet/", **{f"X_{n}": "a" * 4000 for n in range(20)})[0], 400)

    def test_parts_heads_and_what_is_unchanged_are_answered_from_the_copy_as_from_the_site(self):
        whole = self.text("/nghi-quyet/")
        status, headers, text = self.ask("/nghi-quyet/", method="HEAD")
        self.assertEqual((status, text), (200, ""))
        self.assertEqual(self.text("/nghi-quyet/"), whole)
        many = "bytes=" + ",".join(f"{n}-{n + 5000}" for n in range(500))
        self.assertLessEqual(len(self.text_of_range(many)), len(whole.encode()))
        status, headers, _text = self.ask("/api/v1/chi-tieu/")
        self.assertEqual(headers["Cache-Control"], "no-cache")
        self.assertEqual(self.ask("/api/v1/chi-tieu/", If_None_Match=headers["ETag"])[0], 304)
        self.assertEqual(self.ask("/api/v1/chi-tieu/?la=1")[0], 400)

    def text_of_range(self, wanted):
        return self.site.ask("/nghi-quyet/", ELSEWHERE, Range=wanted)[2]

    def test_with_all_workers_dead_the_copy_answers_and_else_a_sentence(self):
        self.until("/van-ban/", lambda text: "Văn bản" in text)
        time.sleep(rules.SLACK)  # after a test that changed much
        self.until("/van-ban/", lambda text: "Văn bản" in text)
        self.site.signal("cms", 9)
        self.site.processes["cms"].wait(timeout=30)
        try:
            self.assertEqual([self.ask("/van-ban/")[0] for _ in range(5)], [200] * 5)
            status, headers, text = self.ask("/trang/chua-ai-xem/")
            self.assertEqual((status, headers["Retry-After"]), (503, "30"))
            self.assertIn("Xin thử lại sau ít phút.", text)
        finally:
            self.site.start_unit("cms")
            self.site.wait("/trang/", ELSEWHERE, status=404)

    def test_a_site_that_is_shut_says_so_itself_and_shows_no_old_copy(self):
        self.assertEqual(self.ask("/")[0], 200)
        self.addCleanup(self.site.do, "call_command('site_mode', 'normal', stdout=io.StringIO())")
        self.site.do("call_command('site_mode', 'maintenance', reason='Đổi máy chủ', stdout=io.StringIO())")
        self.site.wait_until(lambda: self.ask("/")[0] == 503, "trang vẫn mở")
        for path in ("/", "/van-ban/", "/tim-kiem/?q=ruong", "/api/v1/chi-tieu/"):
            with self.subTest(path=path):
                status, headers, text = self.ask(path)
                self.assertEqual((status, headers["Retry-After"]), (503, "120"))
                self.assertIn("rang đang bảo trì", text)
        self.assertIn("application/json", self.ask("/api/v1/chi-tieu/")[1]["Content-Type"])
        self.assertEqual(self.ask("/bao-tri/api/")[0], 404)

    def test_other_nodes_are_heard_and_nobody_else(self):
        for source_address, expected in ((OFFICE, True), (ELSEWHERE, False)):
            heard = self.tell(source_address, b'{"marks": ["-1/"]}')
            self.assertEqual(heard == 204, expected, heard)
        self.assertEqual(self.tell(OFFICE, b"{"), 400)

    def tell(self, source_address, body):
        line = http.client.HTTPConnection(
            "127.0.0.1", self.site.nodes_port, timeout=30, source_address=(source_address, 0)
        )
        with contextlib.closing(line):
            line.request("POST", "/", body)
            return line.getresponse().status

    def test_nothing_of_the_desk_and_no_file_is_kept(self):
        for path in (
            "/quan-tri/login/",
            "/healthz",
            "/chia-se/khong-co/",
            "/thu-vien/tep/khong-co/x.pdf",
            "/khong-co/",
        ):
            self.site.ask(path, OFFICE)
        kept = "\n".join(self.keys())
        for part in ("quan-tri", "healthz", "chia-se", "thu-vien", "khong-co"):
            self.assertNotIn(part, kept)


class SampleTests(TestCase):
    def test_nginx_knows_the_parameters_that_the_site_knows(self):
        keys = (DEPLOY / "cms-keys.conf").read_text("utf-8")
        known = {*NAMES.values(), *Filter.COLUMNS, *targets_api.PARAMETERS.values()}
        self.assertEqual(set(re.findall(r"\(\?<cms_\d+>([a-z-]+)=", keys)), known)
        for names in re.findall(r"\|&\)\(([a-z|-]+)\)=", keys):
            self.assertEqual(set(names.split("|")), known)

    def test_no_public_page_reads_another_parameter(self):
        known = {*NAMES.values(), *Filter.COLUMNS, *targets_api.PARAMETERS.values()}
        public = (
            "articles/views.py",
            "articles/feeds.py",
            "config/views.py",
            "words/views.py",
            "resolutions/",
            "search/",
        )
        read = {
            name
            for path, text in source.texts()
            if path.startswith(public) and path.endswith(".py") and "/admin/" not in path
            for name in re.findall(r"""GET(?:\.get\(|\[)["']([^"']+)""", text)
        }
        self.assertLessEqual({"q", "trang"}, read)
        self.assertLessEqual(read, known)
