"""Signing in with an app, a passkey or a code on paper; a text that outlives its session; also without script."""

import re

import pyotp
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Passkey, StaffSession, User
from articles.models import Article
from tests import factories
from tests.browser.conftest import DESKTOP, PHONE, assert_fits

ACCOUNT = "/quan-tri/tai-khoan/"
FACTORS = f"{ACCOUNT}xac-thuc-hai-buoc/"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def person(site):
    """person("hoa-2") -> an approver of that name, who is gone when the test is over."""
    made = []

    def make(username, role="approver"):
        made.append(factories.make_user(role, username=username, display_name=f"Lò Thị Hoa ({username})"))
        return username

    yield make
    # The record keeps accounts that did something: they stay, but can no longer sign in.
    User.objects.filter(pk__in=[user.pk for user in made]).update(is_active=False)


def first_step(page, username):
    page.goto("/quan-tri/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", factories.PASSWORD)
    page.click("input[type=submit]")


def second_step(page, typed):
    page.fill("#id_code", typed)
    page.click("input[type=submit]")


def sign_out(page):
    page.context.clear_cookies(name="sessionid")


def add_app(page):
    """(the secret, the codes on paper)."""
    page.goto(FACTORS)
    page.get_by_role("link", name="Thêm ứng dụng tạo mã").click()
    secret = page.locator(".account__secret").inner_text().replace(" ", "")
    assert page.locator(".account__drawing svg").bounding_box()["width"] > 150
    second_step(page, pyotp.TOTP(secret).now())
    return secret, shown_codes(page)


def shown_codes(page):
    codes = page.locator(".account__codes li")
    expect(codes).to_have_count(10)
    return codes.all_inner_texts()


def without_dialog(page):
    """As where the script that asks beside the text did not arrive: the server's own pages do it."""
    page.context.route("**/desk-save*.js", lambda route: route.abort())
    return page


def at_desk(page):
    expect(page.get_by_role("heading", level=1)).to_have_text("Việc cần làm")


def next_code(secret):
    """The one after the present: this one is used up already, and a step beside it is good."""
    return pyotp.TOTP(secret).at(timezone.now(), counter_offset=1)


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_app_and_paper_open_the_desk_without_script(new_page, person, viewport):
    username = person(f"ung-dung-{viewport['width']}")
    page = new_page(viewport=viewport, java_script_enabled=False)
    first_step(page, username)
    at_desk(page)
    secret, codes = add_app(page)

    sign_out(page)
    first_step(page, username)
    expect(page.get_by_role("heading", level=1)).to_have_text("Xác thực hai bước")
    second_step(page, "000000")
    expect(page.locator(".errornote")).to_contain_text("Mã không đúng")
    second_step(page, next_code(secret))
    at_desk(page)

    sign_out(page)
    first_step(page, username)
    second_step(page, codes[0].upper())
    at_desk(page)
    sign_out(page)
    first_step(page, username)
    second_step(page, codes[0])
    expect(page.locator(".errornote")).to_contain_text("Mã không đúng")


def test_a_passkey_is_made_and_opens_the_desk(new_page, site, person, check_accessibility):
    username = person("khoa-truy-cap")
    page = new_page(base_url=site.replace("127.0.0.1", "localhost"))
    chromium = page.context.new_cdp_session(page)
    chromium.send("WebAuthn.enable")
    chromium.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    first_step(page, username)
    page.goto(f"{FACTORS}khoa/")
    check_accessibility(page)
    page.fill("#id_name", "Máy tính phòng 12")
    page.get_by_role("button", name="Tạo khóa truy cập").click()
    expect(page.locator(".account__codes li")).to_have_count(10)
    page.goto(FACTORS)
    expect(page.locator(".account__list")).to_contain_text("Máy tính phòng 12")
    check_accessibility(page)

    sign_out(page)
    first_step(page, username)
    check_accessibility(page)
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    at_desk(page)
    assert Passkey.objects.get(user__username=username).sign_count > 0

    StaffSession.objects.filter(user__username=username).update(proved_at="2026-01-01T00:00+07:00")
    page.goto(FACTORS)
    page.get_by_role("link", name="Đổi tên khóa Máy tính phòng 12").click()
    check_accessibility(page)
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    page.fill("#id_name", "Máy tính cơ quan")
    check_accessibility(page)
    page.get_by_role("button", name="Lưu tên").click()
    expect(page.locator(".messagelist")).to_contain_text("Máy tính cơ quan")


def test_a_browser_that_refuses_says_so_and_the_other_way_stays(new_page, site, person, check_accessibility):
    page = new_page(base_url=site.replace("127.0.0.1", "localhost"))
    chromium = page.context.new_cdp_session(page)
    chromium.send("WebAuthn.enable")
    made = chromium.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    username = person("khoa-bi-mat")
    first_step(page, username)
    page.goto(f"{FACTORS}khoa/")
    page.fill("#id_name", "Khóa sẽ mất")
    page.get_by_role("button", name="Tạo khóa truy cập").click()
    codes = shown_codes(page)
    sign_out(page)
    first_step(page, username)
    chromium.send("WebAuthn.clearCredentials", made)
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    expect(page.locator("[role=alert]")).to_contain_text("Trình duyệt không xác nhận được khóa truy cập")
    check_accessibility(page)
    second_step(page, codes[3])
    at_desk(page)


def test_every_page_of_the_account_can_be_used_by_everybody(new_page, person, check_accessibility):
    page = new_page(viewport=PHONE)

    def look(page=page):
        for size in (DESKTOP, PHONE):
            page.set_viewport_size(size)
            check_accessibility(page)
            assert_fits(page)

    username = person("moi-nguoi")
    page.goto("/quan-tri/login/")
    look()
    first_step(page, username)
    page.goto(FACTORS)
    look()
    page.goto(f"{FACTORS}ung-dung/")
    look()
    secret, _ = add_app(page)
    look()
    expect(page.get_by_role("button", name="In trang này")).to_be_visible()
    for address in ("", "ung-dung/bo/", "ma-du-phong/", "xac-nhan/", "khoa/"):
        page.goto(f"{FACTORS}{address}")
        look()
    sign_out(page)
    first_step(page, username)
    look()
    second_step(page, "000000")
    look()
    second_step(page, next_code(secret))
    first_step(new := new_page(viewport=PHONE), username)
    second_step(new, "")
    look(new)
    page.goto(f"{ACCOUNT}phien-dang-nhap/")
    expect(page.locator(".account__here")).to_be_visible()
    look()


def test_a_text_that_was_being_written_when_the_session_ended_is_saved(sign_in, site, check_accessibility):
    page, title = without_dialog(sign_in("hoa", at=None)), "Bản Huổi Một viết tiếp sau giờ nghỉ"
    page.goto("/quan-tri/articles/article/add/")
    page.fill("#id_title", title)
    page.fill("#id_lead", "Viết lâu hơn một phiên đăng nhập.")
    page.select_option("#id_section", index=1)
    page.locator(".cke_editable").click()
    page.keyboard.type("Câu này gõ khi phiên đã hết.")
    StaffSession.objects.filter(user__username="hoa").delete()
    page.click("input[name=_save]")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng nhập lại để lưu tiếp")
    check_accessibility(page)
    assert not Article.objects.filter(title=title).exists()
    page.fill("input[name=username]", "hoa")
    page.fill("input[name=password]", factories.PASSWORD)
    page.click("input[type=submit]")
    expect(page.locator(".messagelist .success")).to_contain_text(title)
    assert "Câu này gõ khi phiên đã hết." in Article.objects.get(title=title).body


def test_what_was_sent_is_confirmed_or_refused_on_pages_for_everybody(new_page, person, check_accessibility):
    writer, other = person("viet-do", "writer"), person("vao-sau", "writer")
    page = without_dialog(new_page(viewport=PHONE))
    first_step(page, writer)
    page.goto("/quan-tri/articles/article/add/")
    tab = page.context.new_page()
    first_step_again(tab, writer)
    page.fill("#id_title", "Bản Huổi Ba viết ở hai thẻ")
    page.fill("#id_lead", "Đăng nhập lại ở thẻ kia.")
    page.select_option("#id_section", index=1)
    page.click("input[name=_save]")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lưu nội dung vừa gửi?")
    check_accessibility(page)
    page.get_by_role("button", name="Lưu nội dung vừa viết").click()
    expect(page.locator("#id_title")).to_have_value("Bản Huổi Ba viết ở hai thẻ")
    StaffSession.objects.filter(user__username=writer).delete()
    page.click("input[name=_save]")
    page.fill("input[name=username]", other)
    page.fill("input[name=password]", factories.PASSWORD)
    page.click("input[type=submit]")
    expect(page.locator(".errornote")).to_contain_text("của một tài khoản khác")
    check_accessibility(page)


def first_step_again(page, username):
    sign_out(page)
    first_step(page, username)


def test_the_same_without_script_on_a_phone_and_with_a_second_step(new_page, person):
    username, title = person("khong-script", "writer"), "Bản Huổi Hai viết tiếp không cần script"
    page = new_page(viewport=PHONE, java_script_enabled=False)
    first_step(page, username)
    secret, _ = add_app(page)
    page.goto("/quan-tri/articles/article/add/")
    page.fill("#id_title", title)
    page.fill("#id_lead", "Điện thoại cũ, trình duyệt cũ.")
    page.select_option("#id_section", index=1)
    page.fill("#id_body", "<p>Câu này gõ khi phiên đã hết.</p>")
    StaffSession.objects.filter(user__username=username).delete()
    page.click("input[name=_save]")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", factories.PASSWORD)
    page.click("input[type=submit]")
    second_step(page, next_code(secret))
    page.get_by_role("button", name="Lưu nội dung vừa viết").click()
    expect(page.locator(".messagelist .success")).to_contain_text(title)
    expect(page).to_have_url(re.compile("/quan-tri/articles/article/"))
    assert Article.objects.get(title=title).body == "<p>Câu này gõ khi phiên đã hết.</p>"


def test_sessions_are_seen_and_closed(new_page, person):
    username = person("hai-may")
    here, there = new_page(), new_page(viewport=PHONE, java_script_enabled=False)
    for page in (here, there):
        first_step(page, username)
    here.goto(f"{ACCOUNT}phien-dang-nhap/")
    expect(here.locator(".account__list > li")).to_have_count(2)
    here.get_by_role("button", name="Đóng mọi phiên khác").click()
    expect(here.locator(".messagelist")).to_contain_text("Đã đóng 1 phiên")
    there.goto("/quan-tri/")
    expect(there.get_by_role("heading", level=1)).to_have_text("Đăng nhập")
