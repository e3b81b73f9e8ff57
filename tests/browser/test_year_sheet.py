"""A year's figures in one sitting, by keyboard alone, and agreed to in a few clicks."""

from playwright.sync_api import expect

from resolutions.models import Observation
from tests import factories

SHEET = "/quan-tri/resolutions/observation/bang/?dai_hoi=xv&nam=2023"
SOURCE = "Niên giám thống kê tỉnh Sơn La năm 2023"


def open_sheet(sign_in, username):
    factories.make_user("tracker", username=username, display_name=f"Cà Văn Số ({username})")
    page = sign_in(username, at=SHEET)
    page.locator("[data-sheet-value]").first.wait_for()
    return page


def test_an_indicator_is_found_by_typing_without_marks(sign_in, check_accessibility):
    factories.make_user("tracker", username="so-chon", display_name="Vì Thị Chọn")
    page = sign_in("so-chon", at="/quan-tri/resolutions/observation/add/")
    assert page.locator("#id_indicator option").count() <= 1
    box = page.get_by_role("combobox", name="Chỉ số")
    box.click()
    page.keyboard.type("do thi hoa")
    page.get_by_role("option", name="đô thị hóa").first.wait_for()
    page.keyboard.press("Enter")
    expect(box).to_contain_text("đô thị hóa")
    # The checker writes styles of its own onto such boxes, which the site's policy would report as ours.
    unguarded = sign_in("so-chon", at="/quan-tri/resolutions/observation/add/", bypass_csp=True)
    unguarded.get_by_role("combobox", name="Chỉ số").wait_for()
    check_accessibility(unguarded)


def paste(page, text):
    page.evaluate(
        """(text) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
            document.activeElement.dispatchEvent(event);
        }""",
        text,
    )


def test_a_year_is_entered_by_keyboard_and_approved_at_once(sign_in, check_accessibility):
    page = open_sheet(sign_in, "so-mot")
    check_accessibility(page)
    page.fill("#id_source", SOURCE)
    fields = page.locator("[data-sheet-value]")
    pressed, count = 0, fields.count()
    assert count >= 20
    fields.first.focus()
    for number in range(count):
        expect(fields.nth(number)).to_be_focused()
        page.keyboard.type(f"{40 + number % 9},5")
        page.keyboard.press("Enter")
        pressed += 1
    # Beside the numbers themselves: a key for each row.
    assert pressed <= 40
    page.check("#id_have_looked")
    page.click("input[type=submit].default")
    expect(page.locator(".messagelist")).to_contain_text(f"Đã gửi {count} số liệu")

    factories.make_user("tracker_approver", username="duyet-mot", display_name="Quàng Thị Liệu")
    approver = sign_in("duyet-mot")
    approver.click("a:has-text('Đại hội XV, năm 2023')")
    check_accessibility(approver)
    approver.click("input[value='Duyệt các dòng đã chọn']")
    expect(approver.locator(".messagelist")).to_contain_text(f"Đã duyệt {count} số liệu")
    assert Observation.objects.filter(source=SOURCE).count() == count
    reader = approver.context.new_page()
    reader.goto("/nghi-quyet/xv/chi-tieu/do-thi-hoa/")
    expect(reader.locator("main")).to_contain_text(SOURCE)


def test_a_column_and_a_block_are_pasted_and_a_wrong_shape_is_refused(sign_in):
    page = open_sheet(sign_in, "so-hai")
    fields = page.locator("[data-sheet-value]")
    fields.first.focus()
    paste(page, "7,1\n48,5\n20,5\n")
    assert [fields.nth(number).input_value() for number in range(4)] == ["7,1", "48,5", "20,5", ""]
    paste(page, "TY LE DO THI HOA\t17,4\nSo xa dat chuan nong thon moi\t62")
    expect(page.locator("[data-code='do-thi-hoa'] [data-sheet-value]")).to_have_value("17,4")
    communes = page.locator("[data-wording='Số xã đạt chuẩn nông thôn mới'] [data-sheet-value]")
    expect(communes).to_have_value("62")
    refused = page.locator("[data-sheet-refused]")
    for block, words in (
        ("1\n" * 99, "chỉ còn"),
        ("1\t2\t3", "Khối dán có 3 cột"),
        ("khong-co\t5", "Không có chỉ tiêu «khong-co»"),
        ("do-thi-hoa\t17,2\nTY LE DO THI HOA\t17,3", "«TY LE DO THI HOA» có hai lần trong khối dán"),
    ):
        fields.first.focus()
        paste(page, block)
        expect(refused).to_contain_text(words)
    assert fields.first.input_value() == "7,1"
    expect(page.locator("[data-code='do-thi-hoa'] [data-sheet-value]")).to_have_value("17,4")


def test_a_pasted_figure_whose_name_stands_in_two_rows_is_refused(sign_in):
    page = open_sheet(sign_in, "so-bon")
    rows = page.locator("[data-sheet-row]")
    wording = rows.nth(0).get_attribute("data-wording")
    rows.nth(1).evaluate("(row, wording) => (row.dataset.wording = wording)", wording)
    page.locator("[data-sheet-value]").first.focus()
    paste(page, f"{wording}\t7,1")
    expect(page.locator("[data-sheet-refused]")).to_contain_text(f"«{wording}» có ở hai dòng của bảng; hãy dùng mã")
    assert [rows.nth(number).locator("[data-sheet-value]").input_value() for number in range(2)] == ["", ""]
    paste(page, f"{rows.nth(1).get_attribute('data-code')}\t7,1")
    expect(rows.nth(1).locator("[data-sheet-value]")).to_have_value("7,1")


def test_pasted_figures_are_kept_like_typed_ones(sign_in):
    page = open_sheet(sign_in, "so-nam")
    page.wait_for_timeout(1000)
    expect(page.locator(".kept-state")).to_have_text("")
    page.locator("[data-sheet-value]").first.focus()
    paste(page, "7,1\n48,5\n")
    expect(page.locator(".kept-state")).to_contain_text("được giữ trên máy này")


def test_a_slip_is_said_while_one_types(sign_in):
    page = open_sheet(sign_in, "so-ba")
    row = page.locator("[data-code='do-thi-hoa']")
    row.locator("[data-sheet-value]").fill("165")
    page.keyboard.press("Enter")
    expect(row.locator("[data-sheet-said]")).to_contain_text("ngoài khoảng từ 0 đến 100")
    row.locator("[data-sheet-value]").fill("16,5 %")
    page.keyboard.press("Enter")
    expect(row.locator("[data-sheet-said]")).to_contain_text("Hãy nhập một số")


def test_thirty_targets_of_a_new_term_are_pasted_on_one_page_and_agreed_to_on_one(sign_in, check_accessibility):
    factories.make_user("tracker_approver", username="khung-mot", display_name="Lò Thị Khung")
    page = sign_in("khung-mot", at="/quan-tri/resolutions/target/nhiem-ky/?dai_hoi=xvi")
    check_accessibility(page)
    page.fill("#id_source", "Nghị quyết Đại hội XVI")
    page.locator("[name=dong-1-wording]").focus()
    paste(page, "\n".join(f"Chỉ tiêu mới {number}\t%\t{number},5" for number in range(1, 31)))
    expect(page.locator("[name=dong-30-value]")).to_have_value("30,5")
    paste(page, "a\tb\tc\td")
    expect(page.locator("[data-sheet-refused]")).to_contain_text("Khối dán có 4 cột")
    page.click("input[type=submit].default")
    expect(page.locator(".messagelist")).to_contain_text("Đã gửi 30 chỉ tiêu")

    factories.make_user("tracker_approver", username="khung-hai", display_name="Vì Văn Duyệt")
    approver = sign_in("khung-hai", at="/quan-tri/proposals/proposal/cung-luc/")
    check_accessibility(approver)
    approver.click("input[name=approve]")
    expect(approver.locator(".messagelist")).to_contain_text("Đã duyệt 30 đề nghị")
