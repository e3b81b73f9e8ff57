"""The page of a machine on which nothing but nginx lives, as deploy/ sets nginx up: on a phone, a desk and on paper."""

import re
from urllib.parse import urlsplit

import pytest

from config import failures
from tests.browser.conftest import DESKTOP, PHONE, assert_fits
from tests.deployed import ELSEWHERE, HOST, NGINX, OPENSSL, Site

pytestmark = pytest.mark.skipif(NGINX is None or OPENSSL is None, reason="máy này không có nginx và openssl")
VIEWS = {
    "narrow phone": {"viewport": {"width": 320, "height": 600}},
    "phone at night": {"viewport": PHONE, "color_scheme": "dark"},
    "desk": {"viewport": DESKTOP},
}


@pytest.fixture(scope="module")
def dead():
    """Sockets where nobody listens behind an nginx that is well."""
    site = Site()
    try:
        site.start_nginx()
        site.wait("/", ELSEWHERE, status=503)
        yield site
    finally:
        site.stop()


@pytest.mark.parametrize("view", VIEWS)
def test_it_can_be_read_by_everyone_and_asks_for_nothing_more(browser, dead, check_accessibility, view):
    with browser.new_context(ignore_https_errors=True, locale="vi-VN", **VIEWS[view]) as visitor:
        asked, wrong = [], []
        visitor.on("request", lambda request: asked.append(request.url))
        visitor.on("console", lambda said: wrong.append(said.text))
        page = visitor.new_page()
        answer = page.goto(f"https://127.0.0.1:{dead.port}/bai-viet/mot-bai-1/")
        assert (answer.status, answer.headers["retry-after"]) == (503, str(failures.RETRY_AFTER))
        assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["x-request-id"])
        assert_fits(page)
        assert page.evaluate("getComputedStyle(document.body).borderTopWidth") == "4px", "trang không có kiểu của nó"
        check_accessibility(page)
        # Its own status is all that the browser complains of.
        assert [text for text in wrong if "503" not in text] == []
        page.get_by_role("link", name="Thử lại").click()
        page.wait_for_load_state()
        page.get_by_role("link", name="Về trang chủ").click()
        page.wait_for_load_state()
        addresses = [urlsplit(address).path for address in asked if not address.startswith("data:")]
        assert addresses == ["/bai-viet/mot-bai-1/", "/bai-viet/mot-bai-1/", "/"]


def test_on_paper_it_is_dark_on_white_also_at_night(browser, dead):
    with browser.new_context(ignore_https_errors=True, color_scheme="dark") as visitor:
        page = visitor.new_page()
        page.emulate_media(media="print", color_scheme="dark")
        page.goto(f"https://127.0.0.1:{dead.port}/")
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(30, 26, 22)"
        assert not page.get_by_role("link", name="Thử lại").is_visible()


def test_whoever_asks_as_a_program_is_told_in_its_own_words(dead):
    status, headers, body = dead.ask("/api/v1/chi-tieu/", ELSEWHERE, Host=HOST)
    assert (status, headers["Content-Type"]) == (503, "application/json")
    assert failures.SENTENCE in body.decode()
