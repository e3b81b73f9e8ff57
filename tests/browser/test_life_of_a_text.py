"""Three people, one of them on a phone, carry an office document to the public, correct it twice while readers read it,
take it down and bring it back; afterwards every version, reason and person can be shown."""

from playwright.sync_api import expect

from articles.models import Article
from tests.browser.conftest import PHONE
from tests.browser.test_word import LIST, a_file

TITLE = "Đưa nghị quyết vào bản vùng cao"
WITHDRAWN = "Sai tên người nói ở đoạn hai."
UPDATED = "Bổ sung số hộ đã hiến đất làm đường."


class Desk:
    """What one person does, by the pages of one article."""

    def __init__(self, page):
        self.page, self.here = page, ""

    def open(self, step=""):
        self.page.goto(f"{self.here}{step}")

    def take(self, step, name, note=""):
        self.open(step)
        if note:
            self.page.fill("[name=note]", note)
        self.page.locator(f"input[type=submit][value='{name}']").click()
        expect(self.page.locator(".messagelist .success")).to_be_visible()

    def bring_in(self):
        self.page.goto(f"{LIST}nhap-tu-word/")
        self.page.set_input_files("input[name=upload]", a_file(500))
        self.page.click("input[value='Đọc tệp']")
        for number in range(3):
            self.page.fill(f"[name=alt_{number}]", f"Con đường bê tông ở bản, ảnh {number + 1}")
        self.page.select_option("[name=section]", index=1)
        self.page.locator("input[name=_create]").click()
        expect(self.page.locator(".messagelist .success")).to_contain_text("Đã tạo bản nháp")
        return self.page.url.split("/change/")[0] + "/"

    def submit(self):
        self.open("gui-duyet/")
        for box in self.page.locator("input[name=ticked]").all():
            box.check()
        self.page.locator("input[type=submit][value='Gửi duyệt']").click()
        expect(self.page.locator(".messagelist")).to_contain_text("chờ duyệt")

    def approve(self):
        self.take("duyet/", "Duyệt")
        expect(self.page.locator(".messagelist")).to_contain_text("Đã duyệt bài")

    def correct(self, wrong, right, kind="small", note=""):
        self.open("sua-bai-dang/")
        text = self.page.locator(".cke_editable")
        expect(text).to_contain_text(wrong)
        # As a letter typed at that place: the editor hears of it by the key that follows.
        text.get_by_text(wrong).first.click()
        text.evaluate(
            """(box, [wrong, right]) => {
              const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
              for (let node; (node = walker.nextNode()); ) { node.data = node.data.replace(wrong, right); }
            }""",
            [wrong, right],
        )
        self.page.keyboard.press("End")
        self.page.keyboard.type(" ")
        self.page.locator(f"[name=kind][value={kind}]").check()
        self.page.fill("[name=public_note]", note)
        self.page.locator("input[name=_submit]").click()
        expect(self.page.locator("#content")).to_contain_text("Chờ đồng ý")

    def agree(self):
        self.page.goto("/quan-tri/")
        self.page.get_by_role("link", name=TITLE).first.click()
        self.page.get_by_role("button", name="Đồng ý").click()
        expect(self.page.locator("#content")).to_contain_text("Đã thay bài đang đăng")


def test_the_life_of_a_text(sign_in, new_page, check_accessibility):
    writer, approver, chief = (
        Desk(sign_in("hoa", at=None)),
        Desk(sign_in("duc", at=None, viewport=PHONE)),
        Desk(sign_in("chu-nhiem", at=None)),
    )
    reader = new_page(viewport=PHONE)
    writer.here = approver.here = chief.here = writer.bring_in()
    writer.submit()
    approver.approve()
    address = Article.objects.filter(title=TITLE).latest("pk").get_absolute_url()

    def read():
        status = reader.goto(address).status
        return status, reader.locator("main").inner_text()

    assert read()[0] == 200
    writer.correct("hộ hiến đất", "hộ góp đất")
    assert "hộ hiến đất" in read()[1]
    approver.agree()
    assert "hộ góp đất" in read()[1]
    writer.correct("Chăn nuôi trâu, bò", "Chăn nuôi trâu, bò, dê", "content", UPDATED)
    approver.agree()
    status, text = read()
    assert (status, "dê" in text, UPDATED in text) == (200, True, True)
    check_accessibility(reader)

    approver.take("go-bai/", "Gỡ bài", WITHDRAWN)
    status, text = read()
    assert (status, "đã được gỡ" in text, WITHDRAWN in text) == (410, True, False)
    approver.take("dua-ve-nhap/", "Đưa về bản nháp")
    writer.submit()
    approver.approve()
    assert read()[0] == 200
    shown_afterwards(chief, check_accessibility)


def shown_afterwards(chief, check_accessibility):
    page = chief.page
    chief.open("change/")
    history = page.locator(".desk-events")
    for told in (WITHDRAWN, UPDATED, "Lò Thị Hoa", "Quàng Văn Đức", "Thay bài đang đăng bằng bản sửa"):
        expect(history).to_contain_text(told)
    chief.open("cac-ban/")
    expect(page.locator(".editions__one")).to_have_count(3)
    check_accessibility(page)
    chief.open("cac-ban/so-sanh/?tu=1&den=3")
    expect(page.locator(".changes__after ins").first).to_contain_text("góp")
    check_accessibility(page)
