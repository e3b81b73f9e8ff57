"""The desk's front page in a real browser: few clicks, any width, keyboard alone, and without a script."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from articles import services
from articles.models import Article
from tests import factories
from tests.browser.conftest import DESKTOP, PHONE, assert_fits

TITLE = "Chi bộ bản Nà Ớt góp sức làm đường liên bản trước mùa mưa lũ"


class Clicks:
    """Counts what a hand does on a page and on those that it opens."""

    def __init__(self):
        self.count = 0

    def on(self, place):
        self.count += 1
        place.click()


@pytest.fixture
def waiting(site):
    """An article that waits longest of all, one that is scheduled, one of somebody who left."""
    # What other tests left waiting does not stand before it.
    Article.objects.filter(status="submitted").update(status="draft")
    hoa = User.objects.get(username="hoa")
    gone, _ = User.objects.get_or_create(
        username="da-nghi", defaults={"display_name": "Sùng A Páo", "is_staff": True, "is_active": False}
    )
    facts = {"author": hoa, "edited_by": hoa, "edited_at": factories.MORNING}
    soon = timezone.now() + dt.timedelta(minutes=90)
    made = [
        factories.make_article(status="draft", title=TITLE, **facts),
        factories.make_article(title="Bài hẹn giờ trong tuần", publish_at=soon, **facts),
        factories.make_article(
            status="draft", title="Bản nháp dở của anh Páo", author=gone, edited_by=gone, edited_at=factories.MORNING
        ),
    ]
    services.submit(made[0], by=hoa, at=factories.MORNING)
    yield made[0]
    Article.objects.filter(pk__in=[one.pk for one in made]).delete()


def test_the_approver_approves_with_a_look_in_three_clicks(sign_in, waiting):
    page, clicks = sign_in("duc"), Clicks()
    first = page.get_by_role("region", name="Việc đầu tiên")
    expect(first).to_contain_text(TITLE)
    clicks.on(first.get_by_role("link", name="Duyệt", exact=True))
    with page.context.expect_page() as opened:
        clicks.on(page.get_by_role("link", name="bản xem trước"))
    expect(opened.value.get_by_role("heading", level=1)).to_have_text(TITLE)
    opened.value.close()
    clicks.on(page.get_by_role("button", name="Duyệt"))
    expect(page.locator(".messagelist")).to_contain_text("Đã duyệt bài")
    assert Article.objects.get(pk=waiting.pk).status == "approved"
    assert clicks.count <= 3


def test_every_new_page_is_accessible_and_fits(sign_in, waiting, check_accessibility):
    page = sign_in("duc", at=None)
    for address in (
        "/quan-tri/",
        "/quan-tri/?tuan=2026-01-01",
        "/quan-tri/articles/article/?q=na+ot&tu=2026-02-31",
        f"/quan-tri/articles/article/{waiting.pk}/change/",
        f"/quan-tri/articles/article/{waiting.pk}/giao-bai/",
        "/quan-tri/articles/article/giao-bai/",
    ):
        page.set_viewport_size(PHONE)
        page.goto(address)
        check_accessibility(page)
        assert_fits(page)
        page.set_viewport_size(DESKTOP)
        check_accessibility(page)
        assert_fits(page)


def test_the_page_works_without_script(sign_in, new_page, waiting):
    page = sign_in("duc", java_script_enabled=False)
    page.get_by_label("Từ trong bài").fill("lien ban truoc mua mua lu")
    page.get_by_role("button", name="Tìm bài").click()
    expect(page.locator("#result_list")).to_contain_text(TITLE)
    page.get_by_role("link", name=re.compile("Vì sao chưa lên trang")).first.click()
    expect(page.locator("#vi-sao")).to_contain_text("Bài đang chờ duyệt. Người làm được:")
    page.goto("/quan-tri/")
    page.get_by_role("link", name="Tuần sau").click()
    expect(page.get_by_role("navigation", name="Chọn tuần").get_by_role("link", name="Tuần này")).to_be_visible()
    page.goto("/quan-tri/")
    page.locator("summary", has_text="Mọi danh mục").click()
    expect(page.locator("#articles-section")).to_be_visible()


def test_a_leavers_drafts_are_handed_over_by_the_keyboard_alone(sign_in, waiting):
    page = sign_in("duc")
    page.get_by_role("link", name="Giao bài", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bài dở của người đã nghỉ")
    expect(page.get_by_role("group", name=re.compile("Sùng A Páo"))).to_contain_text("Bản nháp dở của anh Páo")
    chosen = page.get_by_label("Giao cho")
    for _ in range(150):
        page.keyboard.press("Tab")
        if chosen.evaluate("it => it === document.activeElement"):
            break
    expect(chosen).to_be_focused()
    page.keyboard.press("l")
    page.keyboard.press("Tab")
    page.keyboard.type("Anh Páo đã chuyển công tác.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("Đã giao")
    assert Article.objects.get(title="Bản nháp dở của anh Páo").author.username == "hoa"
