"""Pastes as the browser delivers them: real clipboard events in the editor."""

import base64

import pytest
from playwright.sync_api import expect

from tests.articles.office import pastes
from tests.library import samples

PASTE = """([html, text]) => {
  const carried = new DataTransfer();
  if (html) carried.setData("text/html", html);
  carried.setData("text/plain", text);
  const target = document.querySelector(".cke_editable");
  target.focus();
  target.dispatchEvent(new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true }));
}"""
BODY = "() => CKEDITOR.instances.id_body.getData()"


@pytest.fixture
def editor(sign_in):
    page = sign_in("hoa", at="/quan-tri/articles/article/add/")
    page.locator(".cke_editable").click()
    return page


def paste(page, html="", text="chữ"):
    page.evaluate(PASTE, [html, text])


def body(page):
    return page.evaluate(BODY)


def leave(page):
    """The page asks before unsaved words are left."""
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("about:blank")


@pytest.mark.parametrize("name", ["WORD", "GOOGLE", "LIBREOFFICE", "ZALO", "EXCEL"])
def test_what_the_server_answers_stands_in_the_editor(editor, name):
    html = getattr(pastes, name)
    paste(editor, html)
    wanted, _found = pastes.pasted(html)
    # A table has words in its cells alone, for which nothing below waits.
    expect(editor.locator(".cke_editable")).not_to_have_text("")
    for part in wanted.split("\n"):
        words = part.split("<")[1].partition(">")[2]
        if words:
            expect(editor.locator(".cke_editable")).to_contain_text(words.replace("&nbsp;", " ").strip())
    editor.wait_for_function("() => !document.querySelector('.paste-told')?.textContent.includes('Đang đọc')")
    found = body(editor)
    for piece in (
        'type="a"',
        'start="3"',
        "<h2>Kinh tế</h2>",
        'class="notes"',
        'id="chu-thich-1"',
        'rowspan="2"',
        'class="align-right"',
    ):
        assert (piece in wanted) == (piece in found), (piece, found)
    leave(editor)


def test_what_is_offered_is_done_with_one_click(editor, check_accessibility):
    paste(editor, "<p><b>I. TÌNH HÌNH CHUNG</b></p><p style=\"font-family:'.VnTime'\">§¶ng bé tØnh S¬n La</p>")
    expect(editor.locator(".paste-told")).to_contain_text("«§¶ng bé tØnh S¬n La» → «Đảng bộ tỉnh Sơn La»")
    # Clear of the line at the foot, which stays in sight.
    editor.locator(".paste-told").evaluate("(told) => told.scrollIntoView({ block: 'center' })")
    check_accessibility(editor)
    editor.get_by_role("button", name="Chuyển chữ phông cũ sang Unicode").click()
    expect(editor.locator(".cke_editable")).to_contain_text("Đảng bộ tỉnh Sơn La")
    editor.get_by_role("button", name="Đổi 1 dòng in đậm thành đề mục").click()
    expect(editor.locator(".cke_editable h2")).to_have_text("I. TÌNH HÌNH CHUNG")
    assert "§" not in body(editor)
    assert body(editor).count("TÌNH HÌNH CHUNG") == 1
    leave(editor)


def test_lines_of_a_pdf_are_joined_with_one_click(editor):
    paste(editor, text=pastes.PDF)
    editor.get_by_role("button", name="Nối 2 chỗ ngắt dòng giữa câu").click()
    expect(editor.locator(".cke_editable")).to_contain_text("quán triệt nghị quyết đến từng chi bộ")
    leave(editor)


def test_without_an_answer_the_editor_does_what_it_always_did(editor):
    editor.route("**/nhap-tu-word/dan/", lambda route: route.abort())
    paste(editor, "<p><b>Đoạn dán</b> khi mất mạng</p>")
    expect(editor.locator(".cke_editable")).to_contain_text("Đoạn dán khi mất mạng")
    leave(editor)


def test_a_picture_inside_a_paste_is_described_and_goes_into_the_library(editor, check_accessibility):
    content = base64.b64encode(samples.jpeg(410, 300, seed=77)).decode()
    paste(editor, f'<p>Trước ảnh</p><p><img src="data:image/jpeg;base64,{content}"></p>')
    check_accessibility(editor)
    button = editor.get_by_role("button", name="Đưa ảnh 1 vào thư viện và chèn ở con trỏ")
    button.click()
    expect(editor.locator(".paste-told__picture p")).to_have_text("Hãy mô tả ảnh bằng lời trước.")
    editor.get_by_label("Mô tả ảnh 1 bằng lời").fill("Bà con dọn đường vào bản")
    button.click()
    expect(editor.locator(".cke_editable img[alt='Bà con dọn đường vào bản']")).to_be_visible()
    assert "/thu-vien/anh/" in body(editor)
    leave(editor)
