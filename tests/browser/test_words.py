"""The site's own words at work: two approvers put an urgent notice and a page before readers."""

import datetime as dt

from django.utils import timezone

import vietnamese
from tests.browser.conftest import DESKTOP, PHONE, assert_fits

WAITS = "chờ người thứ hai duyệt; đến lúc đó"
FLOOD = "Lũ trên sông Mã lên nhanh: bà con bản Púng rời chỗ thấp trước 18 giờ."


def test_a_notice_and_the_words_reach_readers_by_two_people(sign_in, new_page, check_accessibility):
    first = sign_in("duc", at="/quan-tri/words/sitewords/", viewport=DESKTOP)
    first.get_by_label("Khẩu hiệu").fill("Đoàn kết - Dân chủ - Trách nhiệm - Sáng tạo - Phát triển")
    first.get_by_label("Đầu mối liên hệ").fill("Tiếp dân: các buổi sáng\nVăn thư: trong giờ làm việc")
    check_accessibility(first)
    first.get_by_role("button", name="Lưu", exact=True).click()
    first.get_by_text(WAITS).first.wait_for()
    today = vietnamese.local(timezone.now()).date()
    first.goto("/quan-tri/words/urgentnotice/add/")
    first.get_by_label("Nội dung").fill(FLOOD)
    first.get_by_label("Địa chỉ để xem thêm").fill("/van-ban/")
    for name, day in (("starts_at", today - dt.timedelta(days=1)), ("ends_at", today + dt.timedelta(days=2))):
        first.locator(f"[name={name}_0]").fill(f"{day:%d/%m/%Y}")
        first.locator(f"[name={name}_1]").fill("08:00")
    first.get_by_role("button", name="Lưu", exact=True).click()
    first.get_by_text(WAITS).first.wait_for()

    second = sign_in("chu-nhiem", at="/quan-tri/proposals/proposal/cung-luc/", viewport=PHONE)
    check_accessibility(second)
    second.get_by_role("button", name="Duyệt các đề nghị đã chọn").click()
    second.get_by_text("Đã duyệt 2 đề nghị.").first.wait_for()

    for view in ({"viewport": PHONE}, {"viewport": DESKTOP, "color_scheme": "dark"}, {"java_script_enabled": False}):
        reader = new_page(**view)
        reader.goto("/trang/to-chuc-bo-may/")
        assert FLOOD in reader.get_by_role("region", name="Thông báo khẩn").inner_text()
        assert "Tiếp dân: các buổi sáng" in reader.locator("footer").inner_text()
        if view.get("java_script_enabled", True):
            check_accessibility(reader)
            assert_fits(reader)
    second.goto("/quan-tri/words/sitewords/")
    second.get_by_role("link", name="Các bản đã duyệt").click()
    check_accessibility(second)
    assert "Bản 1" in second.locator("main").inner_text()

    second.goto("/quan-tri/words/urgentnotice/")
    second.get_by_role("link", name=FLOOD).click()
    second.get_by_role("link", name="Gỡ ngay").click()
    second.locator("textarea[name=note]").fill("Nước đã rút.")
    second.get_by_role("button", name="Gỡ ngay").click()
    second.get_by_text("Đã gỡ thông báo").first.wait_for()
    reader = new_page()
    reader.goto("/")
    assert reader.get_by_role("region", name="Thông báo khẩn").count() == 0
