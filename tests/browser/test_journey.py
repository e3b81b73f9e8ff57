"""The whole road: written by one person, approved by another, read by everyone, found by its day."""

import io
import re

from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

import vietnamese
from tests.browser.conftest import PHONE

TITLE = "Đưa nghị quyết vào cuộc sống từ những việc nhỏ ở bản vùng cao Xím Vàng"
LEAD = "Chi bộ bản chọn ba việc làm trước: đường, nước sạch và chữ viết."
FIRST = "Ngay từ đầu năm, chi bộ đã họp bàn với từng hộ."
SECOND = "Con đường mới dài bảy cây số do chính bà con hiến đất."
PICTURE_WORDS = "Con đường bê tông men theo sườn núi"


def a_picture():
    """A photograph that nobody took: a sky over a hill."""
    image = Image.new("RGB", (1000, 600), (150, 190, 220))
    image.paste((90, 130, 80), (0, 380, 1000, 600))
    held = io.BytesIO()
    image.save(held, "JPEG")
    return {"name": "duong-moi.jpg", "mimeType": "image/jpeg", "buffer": held.getvalue()}


def write(page):
    page.goto("/quan-tri/articles/article/add/")
    page.fill("#id_title", TITLE)
    page.fill("#id_lead", LEAD)
    page.select_option("#id_section", index=1)
    text = page.locator(".cke_editable")
    text.click()
    page.keyboard.type(FIRST)
    page.keyboard.press("Enter")
    page.keyboard.type(SECOND)
    page.keyboard.press("Enter")


def put_picture_into_text(page):
    """Through the editor's own dialog, as staff do: picture, browse, upload, insert."""
    page.locator(".cke_button__image").click()
    with page.expect_popup() as opened:
        page.locator(".cke_dialog a.cke_dialog_ui_button:has-text('Duyệt'):visible").first.click()
    picker = opened.value
    picker.locator(".picker__summary").click()
    picker.set_input_files("input[type=file]", a_picture())
    picker.fill("[name=alt]", PICTURE_WORDS)
    with picker.expect_event("close"):
        picker.click("button:has-text('Tải lên')")
    expect(page.locator(".cke_dialog_body input[type=text]:visible").first).to_have_value(re.compile("/thu-vien/anh/"))
    page.locator(".cke_dialog_ui_button_ok").click()
    expect(page.locator(f".cke_editable img[alt='{PICTURE_WORDS}']")).to_be_visible()


def step(page, name):
    page.locator(".desk-foot").get_by_role("link", name=name, exact=True).click()
    page.locator(f"input[type=submit][value='{name}']").click()
    expect(page.locator(".messagelist .success")).to_contain_text(TITLE)


def test_an_article_goes_from_the_editor_to_a_reader_on_a_phone(new_page, sign_in, check_accessibility):
    writer = sign_in("hoa", at=None)
    write(writer)
    put_picture_into_text(writer)
    writer.click("input[name=_submit]")
    expect(writer.locator(".messagelist")).to_contain_text("chờ duyệt")

    reader = new_page(viewport=PHONE)
    reader.goto(f"/tim-kiem/?q={TITLE}")
    assert reader.locator("a[href^='/bai-viet/']", has_text=TITLE).count() == 0

    approver = sign_in("duc", at="/quan-tri/articles/article/?viec=cho-duyet")
    approver.get_by_role("link", name=TITLE, exact=True).click()
    step(approver, "Duyệt")

    find_by_day_with_the_keyboard(reader)
    expect(reader.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(reader.locator("main")).to_contain_text(SECOND)
    picture = reader.locator(f"main img[alt='{PICTURE_WORDS}']")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", value=True)
    assert picture.evaluate("image => image.naturalWidth") > 0
    check_accessibility(reader)
    assert reader.context.cookies() == []


def find_by_day_with_the_keyboard(page):
    """No finger and no mouse: the search page, the day typed as people write it, Enter, on to the article."""
    today = vietnamese.short_date(vietnamese.local(timezone.now()).date())
    page.goto("/tim-kiem/")
    tab_to(page, "document.activeElement.name === 'tu'")
    page.keyboard.type(today)
    tab_to(page, "document.activeElement.name === 'den'")
    page.keyboard.type(today)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"tu="))
    tab_to(page, f"document.activeElement.textContent.includes({TITLE!r}) && document.activeElement.pathname")
    page.keyboard.press("Enter")
    page.wait_for_url("**/bai-viet/**")


def tab_to(page, wanted, at_most=150):
    for _ in range(at_most):
        page.keyboard.press("Tab")
        if page.evaluate(wanted):
            return
    raise AssertionError(f"không đến được bằng bàn phím: {wanted}")


def test_the_writer_may_not_approve_and_the_approver_not_their_own(sign_in):
    writer = sign_in("hoa", at="/quan-tri/articles/article/")
    writer.get_by_role("link", name=TITLE, exact=True).click()
    expect(writer.locator(".desk-foot")).not_to_contain_text("Duyệt")
