"""The record of who did what, on a phone and on a desk."""

import pytest

from tests.browser.conftest import DESKTOP, PHONE, assert_fits


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_the_record_is_filtered_and_one_event_opened(sign_in, check_accessibility, viewport):
    page = sign_in("chu-nhiem", viewport=viewport)
    page.get_by_role("link", name="Xem toàn bộ nhật ký").click()
    page.get_by_label("Việc").select_option("article.approve")
    page.get_by_role("button", name="Lọc").click()
    shown = page.locator(".record__what")
    assert shown.count()
    assert all("Duyệt bài viết" in words for words in shown.all_inner_texts())
    assert_fits(page)
    shown.first.get_by_role("link").click()
    page.locator("h1").first.wait_for()
    check_accessibility(page)
    assert_fits(page)
