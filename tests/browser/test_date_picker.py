"""The calendar beside the fields of a day: every key, every way out, and fields that need none of it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE

SMALL = {"width": 320, "height": 568}
FRIDAY = "25/09/2020"
FORMS = {"search page": "/tim-kiem/", "home": "/"}
CHANGED = "Đổi ngày, Thứ Sáu, 25 tháng 9 năm 2020"

KEYS = [
    ("25/09/2020", "ArrowRight", "26/09/2020"),
    ("25/09/2020", "ArrowLeft", "24/09/2020"),
    ("25/09/2020", "ArrowDown", "02/10/2020"),
    ("25/09/2020", "ArrowUp", "18/09/2020"),
    ("31/12/2020", "ArrowRight", "01/01/2021"),
    ("01/03/2020", "ArrowLeft", "29/02/2020"),
    ("25/09/2020", "Home", "21/09/2020"),
    ("25/09/2020", "End", "27/09/2020"),
    ("01/10/2020", "Home", "28/09/2020"),
    ("21/09/2020", "Home", "21/09/2020"),
    ("27/09/2020", "End", "27/09/2020"),
    ("25/09/2020", "PageDown", "25/10/2020"),
    ("25/09/2020", "PageUp", "25/08/2020"),
    ("25/01/2021", "PageUp", "25/12/2020"),
    ("25/09/2020", "Shift+PageDown", "25/09/2021"),
    ("25/09/2020", "Shift+PageUp", "25/09/2019"),
]
SHORTER_MONTHS = [
    ("31/01/2021", "PageDown", "28/02/2021"),
    ("31/01/2020", "PageDown", "29/02/2020"),
    ("30/03/2021", "PageUp", "28/02/2021"),
    ("31/08/2020", "PageDown", "30/09/2020"),
    ("29/02/2020", "Shift+PageDown", "28/02/2021"),
    ("29/02/2020", "Shift+PageUp", "28/02/2019"),
]
ENDS = [
    *[("01/01/1900", key, "01/01/1900") for key in ("ArrowLeft", "ArrowUp", "Home", "PageUp", "Shift+PageUp")],
    *[("31/12/2100", key, "31/12/2100") for key in ("ArrowRight", "ArrowDown", "End", "PageDown", "Shift+PageDown")],
    ("30/11/1900", "Shift+PageUp", "30/11/1900"),
    ("31/01/2100", "Shift+PageDown", "31/01/2100"),
]


def field(page, name="tu"):
    return page.locator(f"main input[name={name}]")


def opener(page, name="tu"):
    return page.locator(f"main input[name={name}] + button")


def open_at(page, day, name="tu"):
    field(page, name).fill(day)
    opener(page, name).press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()


def here(page):
    """The day under the keyboard, typed as people type it."""
    return "/".join(reversed(page.evaluate("document.activeElement.dataset.date").split("-")))


@pytest.fixture
def page(new_page):
    page = new_page()
    page.goto("/tim-kiem/")
    return page


@pytest.mark.parametrize("walk", [KEYS, SHORTER_MONTHS, ENDS], ids=["keys", "shorter months", "ends of the range"])
def test_each_key_leads_to_its_day(page, subtests, walk):
    for start, key, end in walk:
        with subtests.test(start=start, key=key):
            open_at(page, start)
            assert here(page) == start
            page.keyboard.press(key)
            assert here(page) == end
            assert page.locator(".date-picker [tabindex='0']").count() == 1
            page.keyboard.press("Escape")
            expect(field(page)).to_have_value(start)


def test_keys_of_the_browser_are_left_to_the_browser(page):
    open_at(page, FRIDAY)
    for key in ("Control+ArrowRight", "Control+Home", "Shift+F", "7"):
        page.keyboard.press(key)
    assert here(page) == FRIDAY


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_enter_and_space_choose_a_day_and_go_back_to_the_button(page, key):
    page.evaluate("""() => {
        window.heard = [];
        for (const name of ["input", "change"])
            document.addEventListener(name, (event) => window.heard.push(name + " " + event.target.value));
    }""")
    open_at(page, "24/09/2020")
    page.evaluate("window.heard = []")
    page.keyboard.press("ArrowRight")
    page.keyboard.press(key)
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(field(page)).to_have_value(FRIDAY)
    expect(opener(page)).to_be_focused()
    assert page.evaluate("window.heard") == [f"input {FRIDAY}", f"change {FRIDAY}"]


def test_a_key_held_down_opens_the_calendar_and_chooses_nothing(page):
    field(page).fill(FRIDAY)
    opener(page).focus()
    for _ in range(4):
        page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert here(page) == FRIDAY


WAYS_OUT = {
    "escape": lambda page: page.keyboard.press("Escape"),
    "cancel": lambda page: page.get_by_role("button", name="Thôi").click(),
    "backdrop": lambda page: page.mouse.click(10, 400),
}


@pytest.mark.parametrize("typed", [FRIDAY, "25-9-2020", "hôm qua", ""])
def test_leaving_without_a_choice_leaves_the_field_as_it_was(page, subtests, typed):
    for way, leave in WAYS_OUT.items():
        with subtests.test(way):
            open_at(page, typed)
            page.keyboard.press("ArrowDown")
            leave(page)
            expect(page.get_by_role("dialog")).to_be_hidden()
            expect(field(page)).to_have_value(typed)
            expect(opener(page)).to_be_focused()


def test_a_press_that_began_in_the_calendar_does_not_close_it(page):
    open_at(page, FRIDAY)
    page.get_by_role("heading", name="Tháng 9 năm 2020").hover()
    page.mouse.down()
    page.mouse.move(10, 400)
    page.mouse.up()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_the_mouse_chooses_a_day_in_another_month(page):
    open_at(page, FRIDAY)
    page.get_by_role("button", name="Năm sau").click()
    page.get_by_role("button", name="Tháng trước").click()
    expect(page.get_by_role("grid", name="Tháng 8 năm 2021")).to_be_visible()
    page.get_by_role("gridcell", name="17", exact=True).click()
    expect(field(page)).to_have_value("17/08/2021")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_buttons_stop_at_the_ends_of_the_range_and_keep_the_keyboard(page):
    open_at(page, "31/01/1901")
    page.get_by_role("button", name="Năm trước").press("Enter")
    assert here(page) == "31/01/1900"
    for name, is_on in {"Năm trước": False, "Tháng trước": False, "Tháng sau": True, "Năm sau": True}.items():
        expect(page.get_by_role("button", name=name)).to_be_enabled(enabled=is_on)
    page.keyboard.press("Escape")
    open_at(page, "15/12/2099")
    for name in ("Năm trước", "Tháng trước", "Tháng sau", "Năm sau"):
        expect(page.get_by_role("button", name=name)).to_be_enabled()
    page.get_by_role("button", name="Năm sau").press("Enter")
    assert here(page) == "15/12/2100"
    expect(page.get_by_role("button", name="Tháng sau")).to_be_disabled()


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Kiritimati"])
def test_today_is_the_day_in_viet_nam_wherever_the_reader_is(new_page, zone):
    page = new_page(timezone_id=zone)
    page.clock.set_fixed_time("2024-02-28T17:00:00Z")
    page.goto("/tim-kiem/")
    for nothing in ("", "31/02/2021", "01/01/1800", "mai", "25/09/20"):
        open_at(page, nothing)
        assert here(page) == "29/02/2024"
        page.keyboard.press("Escape")
    open_at(page, FRIDAY)
    assert page.locator(".date-picker [aria-current]").count() == 0
    page.get_by_role("button", name="Hôm nay").click()
    assert here(page) == "29/02/2024"
    assert page.evaluate("document.activeElement.getAttribute('aria-current')") == "date"
    page.get_by_role("button", name="Chọn", exact=True).click()
    expect(field(page)).to_have_value("29/02/2024")


def test_a_typed_day_is_understood_as_the_server_understands_it(page):
    for typed in ("25/9/2020", "25-09-2020", " 25.9.2020", "2020-09-25", "2020-9-25"):
        open_at(page, typed)
        assert here(page) == FRIDAY
        assert page.locator(".date-picker [aria-selected=true]").inner_text() == "25"
        page.keyboard.press("Escape")


def test_an_empty_last_day_starts_from_the_first(page):
    field(page).fill(FRIDAY)
    open_at(page, "", name="den")
    assert here(page) == FRIDAY
    assert page.locator(".date-picker [aria-selected]").count() == 0
    page.keyboard.press("Escape")
    open_at(page, "01/02/2021", name="den")
    assert here(page) == "01/02/2021"


@pytest.mark.parametrize("form", FORMS)
def test_the_chosen_days_are_searched(new_page, form):
    page = new_page(viewport=PHONE)
    page.goto(FORMS[form])
    open_at(page, "24/09/2020")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    open_at(page, "", name="den")
    page.get_by_role("gridcell", name="30").click()
    page.locator("main form").get_by_role("button", name="Tìm", exact=True).click()
    page.wait_for_url(re.compile("tu=2020-09-25&den=2020-09-30"))
    expect(page.locator("h2#ket-qua")).to_contain_text("từ 25/09/2020 đến 30/09/2020")


@pytest.mark.parametrize("form", FORMS)
def test_those_who_listen_hear_what_each_thing_is(new_page, form):
    page = new_page(viewport=PHONE)
    page.goto(FORMS[form])
    for name, label in {"tu": "Từ ngày", "den": "Đến ngày"}.items():
        expect(opener(page, name)).to_have_accessible_name("Chọn ngày")
        expect(opener(page, name)).to_have_accessible_description(label)
        expect(field(page, name)).to_have_accessible_name(label)
    open_at(page, FRIDAY)
    expect(page.get_by_role("dialog")).to_have_accessible_name("Chọn ngày")
    expect(page.get_by_role("grid")).to_have_accessible_name("Tháng 9 năm 2020")
    expect(page.get_by_role("heading", name="Tháng 9 năm 2020")).to_have_attribute("aria-live", "polite")
    week = page.locator(".date-picker th").evaluate_all("all => all.map((each) => each.abbr + ' ' + each.innerText)")
    assert week == "Thứ Hai T2|Thứ Ba T3|Thứ Tư T4|Thứ Năm T5|Thứ Sáu T6|Thứ Bảy T7|Chủ Nhật CN".split("|")
    assert page.locator(".date-picker tbody tr:nth-child(4)").inner_text().split() == [str(n) for n in range(21, 28)]
    expect(page.get_by_role("gridcell", selected=True)).to_have_text("25")
    chosen = page.get_by_role("button", name="Chọn", exact=True)
    expect(chosen).to_have_accessible_description("Thứ Sáu, 25 tháng 9 năm 2020")
    page.keyboard.press("Enter")
    expect(opener(page)).to_have_accessible_name(CHANGED)


def test_the_hint_about_keys_is_there_while_they_work(page):
    hint = page.locator(".date-picker__hint")
    open_at(page, FRIDAY)
    expect(hint).to_contain_text("Phím mũi tên chuyển ngày")
    page.keyboard.press("Tab")
    expect(hint).to_be_empty()
    page.keyboard.press("Shift+Tab")
    expect(hint).not_to_be_empty()
    assert here(page) == FRIDAY


def test_what_the_browser_fills_in_by_itself_is_noticed(page):
    field(page).evaluate("(field, day) => (field.value = day)", FRIDAY)
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(opener(page)).to_have_accessible_name(CHANGED)
    opener(page).click()
    assert here(page) == FRIDAY


@pytest.mark.parametrize("form", FORMS)
def test_the_open_calendar_can_be_used_by_everyone_on_a_small_phone(new_page, check_accessibility, form):
    page = new_page(viewport=SMALL)
    page.goto(FORMS[form])
    open_at(page, FRIDAY)
    page.keyboard.press("ArrowRight")
    for by in ("light", "dark"):
        page.emulate_media(color_scheme=by)
        check_accessibility(page)
    targets = page.locator(".date-picker button, .date-picker [data-date], .date-picker__open")
    boxes = [target.bounding_box() for target in targets.all()]
    assert min(min(box["width"], box["height"]) for box in boxes) >= 44
    for wide in ("document.documentElement", "document.querySelector('dialog')"):
        assert page.evaluate(f"{wide}.scrollWidth - {wide}.clientWidth") <= 0


def test_paper_has_no_buttons(new_page):
    page = new_page(viewport=PHONE)
    page.goto("/")
    page.emulate_media(media="print")
    expect(opener(page)).to_be_hidden()


@pytest.mark.parametrize("form", FORMS)
def test_without_scripts_there_is_no_button_and_the_fields_work(new_page, form):
    page = new_page(viewport=PHONE, java_script_enabled=False)
    page.goto(FORMS[form])
    assert page.locator(".date-picker__open, dialog").count() == 0
    box, around = field(page).bounding_box(), field(page).locator("..").bounding_box()
    assert box["width"] == around["width"], "chừa chỗ cho một nút không có"
    field(page).fill(FRIDAY)
    field(page, "den").fill("30/09/2020")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("tu=2020-09-25&den=2020-09-30"))
