"""A leader without an account reads a draft on a phone and answers; staff talk about a paragraph and are told."""

import itertools
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from articles import services as articles
from articles.models import Article, Section
from library import services as library
from tests.browser.conftest import DESKTOP, PHONE, assert_fits
from tests.library import samples

TITLE = "Bản Huổi Một khánh thành cầu treo qua khuỷu sông Mã, học sinh thôi đi bè mùa nước lớn"
SEEDS = itertools.count(700)


def make_waiting():
    hoa, now = User.objects.get(username="hoa"), timezone.now()
    upload = samples.upload(samples.jpeg(900, 600, seed=next(SEEDS)))
    picture = library.store_picture(upload, by=hoa, at=now, alt="Cầu treo")
    figure = f'<figure><img src="{picture.src}" alt=""></figure>'
    body = f"<p>Cầu dài 60 mét, do bà con góp công.</p><h2>Con đường đến lớp</h2>{figure}"
    article = Article(title=TITLE, lead="Từ nay học sinh đến trường không phải đi bè.", body=body, cover=picture)
    article.section = Section.objects.first()
    articles.save_draft(article, by=hoa, at=now)
    articles.submit(article, by=hoa, at=now)
    return article


@pytest.fixture
def waiting(site):
    article = make_waiting()
    yield article
    duc = User.objects.get(username="duc")
    articles.send_back(Article.objects.get(pk=article.pk), by=duc, at=timezone.now(), note="Thử xong")


def make_link(page, article):
    """The address that the leader is sent, without the host of the settings."""
    page.goto(f"/quan-tri/articles/article/{article.pk}/change/")
    page.locator(".object-tools").get_by_role("link", name="Chia sẻ").click()
    page.get_by_label("Gửi cho ai").fill("đồng chí Bí thư Tỉnh ủy")
    page.get_by_role("button", name="Tạo liên kết").click()
    return re.sub(r"^https?://[^/]+", "", page.get_by_label("Liên kết", exact=True).input_value())


def test_a_leader_reads_on_a_phone_and_agrees(sign_in, new_page, check_accessibility, waiting):
    desk = sign_in("duc", at=None)
    address = make_link(desk, waiting)
    check_accessibility(desk)

    phone = new_page(viewport=PHONE, has_touch=True)

    def look():
        for by in ("light", "dark"):
            phone.emulate_media(color_scheme=by)
            check_accessibility(phone)
            assert_fits(phone)

    assert phone.goto(address).status == 200
    look()
    widths = phone.locator("article img").evaluate_all("all => all.map(one => one.naturalWidth)")
    assert len(widths) == 2
    phone.locator("article img").last.scroll_into_view_if_needed()
    expect(phone.locator("article img").first).to_have_js_property("complete", True)
    assert phone.context.cookies() == []
    phone.get_by_label("Họ và tên").fill("Nguyễn Văn Chính")
    phone.get_by_role("button", name="Đồng ý").dblclick()
    expect(phone.get_by_role("status")).to_contain_text("Đã ghi nhận câu trả lời")
    look()

    desk.goto(f"/quan-tri/articles/article/{waiting.pk}/change/")
    expect(desk.locator("#tra-loi-heading + p + ul > li")).to_have_count(1)
    desk.goto("/quan-tri/")
    expect(desk.locator(".told").last).to_contain_text("Nguyễn Văn Chính trả lời qua liên kết chia sẻ")


def test_it_works_without_scripts_and_says_what_is_missing(sign_in, new_page, check_accessibility, waiting):
    address = make_link(sign_in("duc", at=None), waiting)
    phone = new_page(viewport=PHONE, java_script_enabled=False)
    phone.goto(address)
    phone.get_by_label("Họ và tên").fill("Nguyễn Văn Chính")
    phone.get_by_role("button", name="Gửi góp ý").click()
    expect(phone.get_by_text("Hãy viết góp ý trước khi gửi.")).to_be_visible()
    phone.get_by_label("Góp ý", exact=True).fill("Nên nêu tên các hộ đã hiến đất.")
    phone.get_by_role("button", name="Gửi góp ý").click()
    expect(phone.get_by_role("status")).to_contain_text("Đã ghi nhận")


def test_a_dead_link_says_so(new_page, check_accessibility):
    phone = new_page(viewport=PHONE)
    assert phone.goto("/chia-se/abc.def/").status == 404
    check_accessibility(phone)


@pytest.mark.parametrize("view", [DESKTOP, PHONE])
def test_staff_talk_about_a_paragraph_by_keyboard_and_are_told(sign_in, check_accessibility, waiting, view):
    approver = sign_in("duc", at=f"/quan-tri/articles/article/{waiting.pk}/y-kien/", viewport=view)
    check_accessibility(approver)
    approver.get_by_role("link", name="Ghi ý kiến về đoạn 3").focus()
    approver.keyboard.press("Enter")
    expect(approver.get_by_label("Ý kiến về đoạn này")).to_be_focused()
    approver.keyboard.type("Nên nêu tên các hộ đã hiến đất.")
    check_accessibility(approver)
    approver.keyboard.press("Tab")
    approver.keyboard.press("Enter")
    expect(approver.locator(".comments__thread")).to_contain_text("Nên nêu tên các hộ")
    check_accessibility(approver)
    assert_fits(approver)

    writer = sign_in("hoa", viewport=view)
    writer.locator(".told").get_by_role("link", name=re.compile("có ý kiến về bài")).first.click()
    writer.get_by_role("link", name=re.compile("^Trả lời ý kiến của Quàng Văn Đức")).click()
    writer.get_by_label("Trả lời", exact=True).fill("Em bổ sung rồi ạ.")
    writer.get_by_role("button", name="Gửi").click()
    writer.get_by_role("button", name=re.compile("là đã giải quyết")).click()
    expect(writer.locator("summary", has_text="Đã giải quyết (1)")).to_be_visible()
    writer.goto("/quan-tri/loi-bao/")
    check_accessibility(writer)
    assert_fits(writer)
    writer.get_by_role("button", name="Đánh dấu tất cả là đã đọc").click()
    expect(writer.get_by_text("Chưa đọc.")).to_have_count(0)
