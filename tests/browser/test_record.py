"""The record of who did what, on a phone and on a desk."""

import pytest

from tests.browser.test_pages import VIEWS, WIDER


@pytest.mark.parametrize("view", ["desk", "phone"])
def test_the_record_is_filtered_and_one_event_opened(sign_in, check_accessibility, view):
    page = sign_in("chu-nhiem", **VIEWS[view])
    page.get_by_role("link", name="Xem toàn bộ nhật ký").click()
    page.get_by_label("Việc").select_option("article.approve")
    page.get_by_role("button", name="Lọc").click()
    shown = page.locator(".record__what")
    assert shown.count()
    assert all("Duyệt bài viết" in words for words in shown.all_inner_texts())
    assert page.evaluate(WIDER) <= 0, "trang rộng hơn màn hình"
    shown.first.get_by_role("link").click()
    page.locator("h1").first.wait_for()
    check_accessibility(page)
    assert page.evaluate(WIDER) <= 0, "trang rộng hơn màn hình"
