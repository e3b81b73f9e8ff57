"""From Word to a submitted draft with the mouse and the keyboard, counted."""

import base64
import re

from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from playwright.sync_api import expect

from articles.models import Article
from tests.articles.office import papers
from tests.browser.conftest import PHONE, assert_fits

LIST = "/quan-tri/articles/article/"


def a_report(seed=0):
    document = papers.paper()
    document.add_heading("Đưa nghị quyết vào bản vùng cao", 0)
    papers.text(document, "I. TÌNH HÌNH CHUNG", bold=True)
    source = papers.text(document, "Ba hộ hiến đất làm đường")
    papers.footnote_mark(source, 1)
    for words in ("- Trồng cây ăn quả trên đất dốc", "- Chăn nuôi trâu, bò"):
        papers.text(document, words)
    papers.raw(
        document.add_paragraph("Thu nhập tăng "),
        '<w:del w:id="1"><w:r><w:delText>5%</w:delText></w:r></w:del><w:ins w:id="2"><w:r><w:t>7%</w:t></w:r></w:ins>',
    )
    papers.text(document, "§¶ng bé tØnh S¬n La l·nh ®¹o nh©n d©n c¸c d©n téc", font=".VnTime")
    table = document.add_table(2, 3)
    for place, words in enumerate(("Xã", "Hộ nghèo", "Đã thoát nghèo")):
        papers.run(table.cell(0, place).paragraphs[0], words, bold=True)
    for place, words in enumerate(("Xím Vàng", "312", "45")):
        table.cell(1, place).text = words
    for number in range(3):
        papers.picture(document, seed=seed + 10 * number, width=400 + seed + number)
    papers.text(document, "TM. BAN THƯỜNG VỤ", align=ALIGN.RIGHT, bold=True)
    return papers.saved(document, word__footnotes_xml=papers.notes(n1="Chi cục Thống kê."))


def a_file(seed=0):
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return {"name": "Báo cáo.docx", "mimeType": kind, "buffer": a_report(seed)}


DROP = """(content) => {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], "Báo cáo.docx"));
  for (const name of ["dragenter", "dragover", "drop"]) {
    document.body.dispatchEvent(new DragEvent(name, { dataTransfer: carried, bubbles: true, cancelable: true }));
  }
}"""


def test_a_document_with_three_pictures_is_submitted_in_at_most_twelve_clicks(sign_in, check_accessibility):
    page = sign_in("hoa")
    clicks = 0

    def click(target):
        nonlocal clicks
        clicks += 1
        target.click()

    click(page.get_by_role("link", name="Nhập từ Word"))
    check_accessibility(page)
    clicks += 2  # the box of the file, and the file in the system's own window
    page.set_input_files("input[name=upload]", a_file())
    click(page.locator("input[value='Đọc tệp']"))
    expect(page.locator(".word__preview h2")).to_have_text("I. TÌNH HÌNH CHUNG")
    check_accessibility(page)
    clicks += 1  # the first description; the others are reached by the Tab key
    for number in range(3):
        page.fill(f"[name=alt_{number}]", f"Con đường bê tông ở bản, ảnh {number + 1}")
    clicks += 1
    page.select_option("[name=section]", index=1)
    click(page.locator("input[name=_create]"))
    expect(page.locator(".messagelist .success")).to_contain_text("Đã tạo bản nháp")
    click(page.locator("input[name=_submit]"))
    expect(page.locator(".messagelist")).to_contain_text("hãy xem các cảnh báo")
    for box in page.locator("input[name=ticked]").all():
        click(box)
    click(page.locator("input[type=submit][value='Gửi duyệt']"))
    expect(page.locator(".messagelist")).to_contain_text("chờ duyệt")
    assert clicks <= 12, clicks

    body = Article.objects.filter(title="Đưa nghị quyết vào bản vùng cao").latest("pk").body
    assert re.findall("<h2>[^<]*</h2>", body) == ["<h2>I. TÌNH HÌNH CHUNG</h2>"]
    assert '<ol class="notes"><li id="chu-thich-1">Chi cục Thống kê.' in body
    assert body.count("<figure>") == 3
    assert "Đảng bộ tỉnh Sơn La lãnh đạo nhân dân các dân tộc" in body
    assert '<th scope="col">' in body


def test_a_document_dropped_on_the_list_goes_the_same_way(sign_in):
    page = sign_in("hoa", at=LIST)

    page.evaluate(DROP, base64.b64encode(a_report(100)).decode())
    page.wait_for_url(re.compile("nhap-tu-word/[0-9a-f]{32}/"))
    expect(page.locator("[name=title]")).to_have_value("Đưa nghị quyết vào bản vùng cao")


def test_the_look_before_the_draft_fits_a_phone(sign_in, check_accessibility):
    page = sign_in("hoa", at=f"{LIST}nhap-tu-word/", viewport=PHONE)
    page.set_input_files("input[name=upload]", a_file(200))
    page.click("input[value='Đọc tệp']")
    expect(page.locator(".word__preview")).to_be_visible()
    check_accessibility(page)
    assert_fits(page)
