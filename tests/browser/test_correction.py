"""One letter of a live article is corrected by two people, counted in clicks, while a reader asks for the page."""

import threading
import time
from http.client import HTTPConnection
from urllib.parse import urlsplit

from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Article
from tests.browser.conftest import PHONE
from tests.factories import make_article, make_section, make_user

WRONG, RIGHT = "Đồng chí Bí thư nhấn mạng ba việc", "Đồng chí Bí thư nhấn mạnh ba việc"


class Counted:
    """A page on which clicks are counted."""

    def __init__(self, page):
        self.page, self.clicks = page, 0

    def click(self, target):
        self.clicks += 1
        target.click()


class Reader(threading.Thread):
    """Asks for a page every 50 ms, and keeps what came."""

    def __init__(self, address):
        super().__init__(daemon=True)
        self.address, self.seen, self.is_over = urlsplit(address), [], threading.Event()

    def run(self):
        while not self.is_over.is_set():
            there = HTTPConnection(self.address.netloc, timeout=20)
            there.request("GET", self.address.path)
            answer = there.getresponse()
            text = answer.read().decode()
            self.seen.append((answer.status, "cũ" if WRONG in text else "mới" if RIGHT in text else ""))
            there.close()
            time.sleep(0.05)

    def finish(self):
        self.is_over.set()
        self.join(10)


def test_a_letter_is_corrected_in_six_clicks_and_agreed_in_two(sign_in, site, check_accessibility):
    author = make_user("writer")
    article = make_article(
        author=author, edited_by=author, section=make_section(), title="Bí thư Tỉnh ủy thăm xã Hang Chú",
        publish_at=timezone.now(), body=f"<p>{WRONG} ở bản Nà Ớt.</p>",
    )  # fmt: skip
    reader = Reader(site + article.get_absolute_url())
    reader.start()
    editor, other = Counted(sign_in("hoa", at=None)), Counted(sign_in("duc", at=None, viewport=PHONE))
    propose(editor, article, check_accessibility)
    agree(other, article, check_accessibility)
    expect(other.page.locator("#content")).to_contain_text("Đã thay bài đang đăng")
    time.sleep(0.3)
    reader.finish()
    assert (editor.clicks <= 6, other.clicks <= 2) == (True, True), (editor.clicks, other.clicks)
    assert {status for status, _text in reader.seen} == {200}
    texts = [text for _status, text in reader.seen]
    assert texts == sorted(texts), "an old text after the new one"
    assert (texts[0], texts[-1]) == ("cũ", "mới")


def propose(editor, article, check_accessibility):
    page = editor.page
    page.goto("/quan-tri/")
    editor.click(page.get_by_role("link", name=f"Sửa {article.title}"))
    text = page.locator(".cke_editable")
    expect(text).to_contain_text(WRONG)
    check_accessibility(page)
    editor.click(text.get_by_text("nhấn mạng"))
    text.evaluate("(box, words) => { box.querySelector('p').firstChild.data = words }", RIGHT + " ở bản Nà Ớt.")
    page.keyboard.press("End")
    page.keyboard.type(" ")
    editor.click(page.locator("input[name=_submit]"))
    expect(page.locator("#content")).to_contain_text("Chờ đồng ý")
    check_accessibility(page)


def agree(other, article, check_accessibility):
    page = other.page
    page.goto("/quan-tri/")
    other.click(page.get_by_role("link", name=article.title).first)
    expect(page.locator(".changes__merged ins")).to_contain_text("mạnh")
    check_accessibility(page)
    assert Article.objects.get(pk=article.pk).body.startswith(f"<p>{WRONG}")
    other.click(page.get_by_role("button", name="Đồng ý"))
