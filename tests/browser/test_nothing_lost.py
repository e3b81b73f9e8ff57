"""Nothing typed is lost: a killed tab, an ended session, a cut network, two people or two tabs at one text."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import StaffSession, User
from articles.models import Article
from resolutions.models import Target
from tests import factories
from tests.browser.conftest import DESKTOP, PHONE, assert_fits, let_in
from tests.browser.test_sign_in import AUTHENTICATOR, FACTORS, add_app, first_step, next_code, sign_out
from tests.browser.test_word import a_file

ARTICLES = "/quan-tri/articles/article/"
ADD = f"{ARTICLES}add/"
OFFER = ".kept-offer"
FULL = """
const setItem = Storage.prototype.setItem;
Storage.prototype.setItem = function (name, value) {
  if (name.startsWith("desk-kept:")) throw new DOMException("đầy", "QuotaExceededError");
  return setItem.call(this, name, value);
};
"""
REMEMBER_ALERTS = """() => {
  const alert = document.querySelector("form > [role=alert]");
  const look = () => alert.hidden || sessionStorage.setItem("told", alert.textContent);
  new MutationObserver(look).observe(alert, { attributes: true, childList: true });
}"""
SENTENCE = "Câu này gõ mà chưa kịp lưu."


@pytest.fixture
def people(site):
    """people("viet", "approver", "Lò Thị Viết") -> that account, which can no longer sign in when the test is over."""
    made = []

    def make(username, role="writer", name=None):
        made.append(factories.make_user(role, username=username, display_name=name or f"Quàng Văn ({username})"))
        return made[-1]

    yield make
    User.objects.filter(pk__in=[user.pk for user in made]).update(is_active=False)


def change(article):
    return f"{ARTICLES}{article.pk}/change/"


def draft(author, **facts):
    facts = {"status": "draft", "author": author, "edited_by": author, "title": "Đường vào bản Huổi Một", **facts}
    return factories.make_article(**facts)


def write(page, words=SENTENCE):
    page.locator(".cke_editable").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def wait_until_kept(page):
    expect(page.locator(".kept-state")).to_contain_text("được giữ trên máy này")


def names_kept(page):
    return page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('desk-kept:'))")


def enter(new_page, username, **wishes):
    page = new_page(**wishes)
    let_in(page, username)
    return page


def killed(page):
    """The tab is gone without a word; another one of the same browser."""
    new = page.context.new_page()
    page.close(run_before_unload=False)
    return new


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_what_was_typed_in_a_killed_tab_is_offered_and_taken_back(new_page, people, check_accessibility, viewport):
    author = people(f"mat-the-{viewport['width']}")
    article = draft(author)
    page = enter(new_page, author.username, viewport=viewport)
    page.goto(change(article))
    write(page)
    page.fill("#id_lead", "Sapo chưa lưu.")
    wait_until_kept(page)
    assert SENTENCE not in page.evaluate("JSON.stringify(localStorage)")
    page = killed(page)
    page.goto(change(article))
    expect(page.locator(f"{OFFER} > p")).to_contain_text("Bản chưa lưu lúc")
    page.get_by_role("button", name="Xem khác gì").click()
    expect(page.locator(".kept-offer__difference")).to_contain_text("Sapo chưa lưu.")
    expect(page.locator(".kept-offer__difference")).to_contain_text(SENTENCE)
    check_accessibility(page)
    assert_fits(page)
    page.get_by_role("button", name="Lấy lại").click()
    expect(page.locator("#id_lead")).to_have_value("Sapo chưa lưu.")
    expect(page.locator(".cke_editable")).to_contain_text(SENTENCE)
    page.click("input[name=_continue]")
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert SENTENCE in Article.objects.get(pk=article.pk).body
    page.goto(change(article))
    page.locator(".cke_editable").wait_for()
    assert names_kept(page) == []
    expect(page.locator(OFFER)).to_have_count(0)


def test_a_new_article_is_offered_back_and_can_be_dropped(new_page, people):
    page = enter(new_page, people("bai-moi").username)
    page.goto(ADD)
    page.fill("#id_title", "Bài mới chưa lưu")
    wait_until_kept(page)
    page = killed(page)
    page.goto(ADD)
    page.get_by_role("button", name="Bỏ").click()
    assert names_kept(page) == []


def test_it_is_gone_at_sign_out_and_when_another_account_comes(new_page, people):
    first, other = people("may-chung"), people("nguoi-sau")
    page = enter(new_page, first.username)
    page.goto(ADD)
    page.fill("#id_title", "Việc nội bộ")
    wait_until_kept(page)
    page = killed(page)
    page.goto("/quan-tri/")
    assert len(names_kept(page)) == 1
    page.locator("#logout-form button").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Việc cần làm")
    assert names_kept(page) == []

    first_step(page, first.username)
    page.goto(ADD)
    page.fill("#id_title", "Việc nội bộ")
    wait_until_kept(page)
    page = killed(page)
    sign_out(page)
    first_step(page, other.username)
    expect(page.get_by_role("heading", level=1)).to_have_text("Việc cần làm")
    assert names_kept(page) == []


def test_a_browser_that_keeps_nothing_still_works(new_page, people):
    author = people("het-cho")
    page = new_page()
    page.add_init_script(FULL)
    first_step(page, author.username)
    page.goto(ADD)
    page.fill("#id_title", "Máy đã hết chỗ")
    expect(page.locator(".kept-state")).to_contain_text("không giữ được")
    page.fill("#id_lead", "Vẫn lưu được.")
    page.select_option("#id_section", index=1)
    write(page)
    page.click("input[name=_continue]")
    expect(page.locator(".messagelist .success")).to_contain_text("Máy đã hết chỗ")


def test_a_session_that_ended_while_writing_is_opened_again_beside_the_text(new_page, people, check_accessibility):
    author = people("het-phien")
    article = draft(author)
    page = enter(new_page, author.username)
    secret, _ = add_app(page)
    page.goto(change(article))
    write(page)
    StaffSession.objects.filter(user=author).delete()
    page.click("input[name=_continue]")
    dialog = page.get_by_role("dialog", name="Đăng nhập lại để lưu tiếp")
    expect(dialog).to_be_visible()
    check_accessibility(page)
    dialog.get_by_label("Tên đăng nhập").fill(author.username)
    dialog.get_by_label("Mật khẩu").fill("sai-mat-khau")
    page.keyboard.press("Enter")
    expect(dialog.locator(".errornote")).to_be_visible()
    dialog.get_by_label("Tên đăng nhập").fill(author.username)
    dialog.get_by_label("Mật khẩu").fill(factories.PASSWORD)
    page.keyboard.press("Enter")
    code = dialog.locator("input[name=code]")
    code.wait_for()
    check_accessibility(page)
    code.fill(next_code(secret))
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert SENTENCE in Article.objects.get(pk=article.pk).body


def ask_to_sign_in_again(new_page, author):
    """The page of an article whose session ended before the press that saves."""
    article = draft(author)
    page = enter(new_page, author.username)
    page.goto(change(article))
    write(page)
    StaffSession.objects.filter(user=author).delete()
    return page


def test_nobody_who_has_signed_in_again_is_told_that_nothing_was_saved(new_page, people):
    author = people("vao-lai")
    page = ask_to_sign_in_again(new_page, author)
    page.evaluate(REMEMBER_ALERTS)
    page.click("input[name=_continue]")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Tên đăng nhập").fill(author.username)
    dialog.get_by_label("Mật khẩu").fill(factories.PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert page.evaluate("sessionStorage.getItem('told')") is None


@pytest.mark.parametrize("body", ['<div id="content-main"><p class="errornote">{}</p></div>', "<main><p>{}</p></main>"])
def test_a_server_too_busy_to_ask_says_so_itself(new_page, people, body):
    author, busy = people(f"ban-{len(body)}"), "Đang có nhiều người đăng nhập cùng lúc."
    page = ask_to_sign_in_again(new_page, author)
    answer = {"status": 200, "content_type": "text/html; charset=utf-8", "body": body.format(busy)}
    page.route("**/login/**", lambda route: route.fulfill(**answer))
    page.click("input[name=_continue]")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(busy)
    dialog.get_by_role("button", name="Để sau").click()
    expect(page.locator("form > [role=alert]")).to_contain_text("Chưa lưu: phiên đăng nhập đã kết thúc")


def test_another_account_that_signs_in_saves_nothing_of_the_first(new_page, people):
    author, other = people("chu-bai"), people("nguoi-khac", "approver", "Cà Thị Khác")
    article = draft(author, status="submitted")
    page = enter(new_page, author.username)
    page.goto(ADD)
    page.fill("#id_title", "Bài của người đầu")
    StaffSession.objects.filter(user=author).delete()
    page.click("input[name=_continue]")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Tên đăng nhập").fill(other.username)
    dialog.get_by_label("Mật khẩu").fill(factories.PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("form [role=alert]")).to_contain_text("do một tài khoản khác viết, nên chưa lưu")
    expect(page.locator("#id_title")).to_have_value("Bài của người đầu")
    assert not Article.objects.filter(title="Bài của người đầu").exists()
    assert article.pk


def test_without_a_network_the_text_stays_and_that_is_said(new_page, people):
    author = people("mat-mang")
    article = draft(author)
    page = enter(new_page, author.username)
    page.goto(change(article))
    write(page)
    wait_until_kept(page)
    page.context.set_offline(True)
    page.click("input[name=_continue]")
    expect(page.locator("form [role=alert]")).to_contain_text("Chữ anh/chị gõ vẫn còn ở đây")
    expect(page.locator(".cke_editable")).to_contain_text(SENTENCE)
    page.context.set_offline(False)
    page.click("input[name=_continue]")
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert SENTENCE in Article.objects.get(pk=article.pk).body


def test_two_people_at_one_text_see_each_other_and_put_their_texts_together(new_page, people, check_accessibility):
    hoa, duyet = people("hoa-ghep", "approver", "Lò Thị Hoa Ghép"), people("duyet-ghep", "approver", "Nguyễn Văn Duyệt")
    body = "<p>Mở đầu chung.</p>\n<p>Con đường vào bản dài ba cây số.</p>\n<p>Kết bài.</p>"
    article = draft(people("viet-ghep"), status="submitted", body=body, lead="Sapo chung.")
    one, two = enter(new_page, hoa.username), enter(new_page, duyet.username, viewport=PHONE)
    one.goto(change(article))
    expect(one.locator("[data-presence]")).to_have_text("")
    with one.expect_response(re.compile("dang-mo")):
        one.reload()
    two.goto(change(article))
    expect(two.locator("[data-presence]")).to_contain_text("Lò Thị Hoa Ghép đang mở bài này từ")
    one.fill("#id_lead", "Sapo của Hoa.")
    one.click("input[name=_continue]")
    expect(one.locator(".messagelist .success")).to_be_visible()
    two.fill("#id_lead", "Sapo của Duyệt.")
    write(two, " Thêm một ý.")
    two.click("input[name=_continue]")
    expect(two.get_by_role("heading", level=1)).to_have_text("Ghép hai bản")
    check_accessibility(two)
    assert_fits(two)
    two.set_viewport_size(DESKTOP)
    check_accessibility(two)
    two.locator("fieldset", has_text="Sapo").get_by_label("cả hai").focus()
    two.keyboard.press("Space")
    two.locator("fieldset", has_text="Thêm một ý.").get_by_label("của tôi").check()
    two.get_by_role("button", name="Lưu bản đã ghép").click()
    expect(two.locator(".messagelist .success")).to_be_visible()
    stored = Article.objects.get(pk=article.pk)
    assert stored.lead == "Sapo của Hoa.\nSapo của Duyệt."
    assert "Thêm một ý." in stored.body
    assert names_kept(two) == []


def test_two_tabs_of_one_person_do_not_take_each_others_words(new_page, people):
    author = people("hai-the-bai")
    article = draft(author)
    one = enter(new_page, author.username)
    one.goto(change(article))
    one.fill("#id_lead", "Ở thẻ thứ nhất.")
    wait_until_kept(one)
    two = one.context.new_page()
    two.goto(change(article))
    two.locator(".cke_editable").wait_for()
    expect(two.locator(OFFER)).to_have_count(0)
    two.fill("#id_lead", "Ở thẻ thứ hai.")
    two.click("input[name=_continue]")
    expect(two.locator(".messagelist .success")).to_be_visible()
    one.click("input[name=_continue]")
    expect(one.get_by_role("heading", level=1)).to_have_text("Ghép hai bản")
    one.get_by_role("button", name="Lấy tất cả của tôi").click()
    expect(one.locator(".messagelist .success")).to_be_visible()
    assert Article.objects.get(pk=article.pk).lead == "Ở thẻ thứ nhất."


def test_signed_in_again_in_another_tab_the_first_goes_on(new_page, people):
    author = people("the-kia")
    article = draft(author)
    one = enter(new_page, author.username)
    one.goto(change(article))
    one.fill("#id_lead", "Viết ở thẻ đầu.")
    two = one.context.new_page()
    sign_out(two)
    first_step(two, author.username)
    one.click("input[name=_continue]")
    expect(one.locator(".messagelist .success")).to_be_visible()
    assert Article.objects.get(pk=article.pk).lead == "Viết ở thẻ đầu."


def test_a_page_that_nobody_changed_is_left_without_a_question(new_page, people):
    author = people("chi-xem")
    article = draft(author)
    page = enter(new_page, author.username)
    page.goto(change(article))
    page.locator(".cke_editable[role]").wait_for()
    may_leave = "dispatchEvent(new Event('beforeunload', { cancelable: true }))"
    assert page.evaluate(may_leave)
    page.wait_for_timeout(1000)
    assert names_kept(page) == []
    page.fill("#id_lead", "Sapo mới gõ.")
    assert not page.evaluate(may_leave)


def test_a_double_click_saves_once(new_page, people):
    author = people("bam-doi")
    page = enter(new_page, author.username)
    page.goto(ADD)
    page.fill("#id_title", "Bài bấm hai lần")
    page.fill("#id_lead", "Một bài thôi.")
    page.select_option("#id_section", index=1)
    write(page)
    page.dblclick("input[name=_continue]")
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert Article.objects.filter(title="Bài bấm hai lần").count() == 1


FIGURES, TARGETS = "/quan-tri/resolutions/observation/", "/quan-tri/resolutions/target/"
SHEETS = {
    "bảng năm": (f"{FIGURES}bang/?dai_hoi=xv&nam=2022", "[data-sheet-value] >> nth=0", "41,5"),
    "bảng nhiệm kỳ": (
        "/quan-tri/resolutions/target/nhiem-ky/?dai_hoi=xv",
        "[name=dong-1-wording]",
        "Tỷ lệ che phủ rừng",
    ),
    "chỉ tiêu": (f"{TARGETS}add/", "textarea >> nth=0", "Nội dung chỉ tiêu chưa lưu"),
}


@pytest.mark.parametrize("name", SHEETS)
def test_the_other_long_forms_are_kept_too(new_page, people, check_accessibility, name):
    address, field, words = SHEETS[name]
    page = enter(new_page, people(f"so-{list(SHEETS).index(name)}", "tracker_approver").username, bypass_csp=True)
    page.goto(address)
    page.fill(field, words)
    wait_until_kept(page)
    page = killed(page)
    page.goto(address)
    page.get_by_role("button", name="Xem khác gì").click()
    expect(page.locator(".kept-offer__difference")).to_contain_text(words)
    check_accessibility(page)
    page.get_by_role("button", name="Lấy lại").click()
    expect(page.locator(field)).to_have_value(words)


def test_a_row_that_was_added_is_taken_back_with_its_words(new_page, people):
    page = enter(new_page, people("dong-them", "tracker_approver").username)
    target = Target.objects.filter(congress__code="xv", indicator__isnull=False).first()
    address = f"{TARGETS}{target.pk}/change/"
    page.goto(address)
    sources = page.locator("#plans-group .form-row:not(.empty-form) input[name$=-source]")
    there = sources.count()
    page.locator("#plans-group .add-row a").click()
    sources.nth(there).fill("Dòng kế hoạch chưa lưu")
    wait_until_kept(page)
    page = killed(page)
    page.goto(address)
    page.get_by_role("button", name="Lấy lại").click()
    expect(page.locator(f"{OFFER} [role=status]")).to_contain_text("Đã lấy lại bản chưa lưu")
    sources = page.locator("#plans-group .form-row:not(.empty-form) input[name$=-source]")
    expect(sources.nth(there)).to_have_value("Dòng kế hoạch chưa lưu")
    expect(page.locator("#id_plans-TOTAL_FORMS")).to_have_value(str(there + 1))


def test_what_cannot_be_taken_back_whole_stays_in_the_browser(new_page, people):
    page = enter(new_page, people("thieu-o").username)
    page.goto(ADD)
    page.fill("#id_title", "Bài chưa lưu")
    page.evaluate("document.getElementById('article_form').append(document.createElement('textarea'))")
    page.locator("#article_form > textarea").evaluate("(box) => (box.name = 'o-da-bo')")
    page.locator("#article_form > textarea").fill("Chữ ở ô không còn nữa")
    wait_until_kept(page)
    page = killed(page)
    page.goto(ADD)
    page.get_by_role("button", name="Lấy lại").click()
    expect(page.locator(OFFER)).to_contain_text("Chưa lấy lại được hết")
    expect(page.locator(".kept-offer__difference")).to_contain_text("Chữ ở ô không còn nữa")
    expect(page.locator("#id_title")).to_have_value("Bài chưa lưu")
    page.reload()
    expect(page.locator(OFFER).first).to_be_visible()


def test_an_hour_of_figures_outlives_its_session(new_page, people):
    person = people("bang-het-phien", "tracker")
    page = enter(new_page, person.username)
    page.goto(SHEETS["bảng năm"][0])
    page.fill("#id_source", "Niên giám thống kê 2022")
    page.fill("[data-sheet-value] >> nth=0", "41,5")
    page.check("#id_have_looked")
    StaffSession.objects.filter(user=person).delete()
    page.click("input[type=submit].default")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Tên đăng nhập").fill(person.username)
    dialog.get_by_label("Mật khẩu").fill(factories.PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("Đã gửi 1 số liệu")


def test_the_review_of_a_word_document_is_kept_too(new_page, people):
    page = enter(new_page, people("xem-word").username)
    page.goto(f"{ARTICLES}nhap-tu-word/")
    page.set_input_files("#id_upload", a_file(40))
    page.get_by_role("button", name="Đọc tệp").click()
    # Whoever types before the script has come is heard from the next letter on.
    page.wait_for_url(re.compile("nhap-tu-word/[0-9a-f]{32}/"))
    page.fill("#id_title", "Tên gõ khi xem lại tệp Word")
    wait_until_kept(page)
    address, page = page.url, killed(page)
    page.goto(address)
    page.get_by_role("button", name="Lấy lại").click()
    expect(page.locator("#id_title")).to_have_value("Tên gõ khi xem lại tệp Word")


def test_a_passkey_opens_an_ended_session_beside_the_text(new_page, people, site):
    author = people("khoa-giua-chung")
    article = draft(author)
    page = new_page(base_url=site.replace("127.0.0.1", "localhost"))
    chromium = page.context.new_cdp_session(page)
    chromium.send("WebAuthn.enable")
    chromium.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    first_step(page, author.username)
    page.goto(f"{FACTORS}khoa/")
    page.fill("#id_name", "Máy tính phòng 12")
    page.get_by_role("button", name="Tạo khóa truy cập").click()
    expect(page.locator(".account__codes li")).to_have_count(10)
    page.goto(change(article))
    page.fill("#id_lead", "Viết khi phiên đã hết.")
    StaffSession.objects.filter(user=author).delete()
    page.click("input[name=_continue]")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Tên đăng nhập").fill(author.username)
    dialog.get_by_label("Mật khẩu").fill(factories.PASSWORD)
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Dùng khóa truy cập").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert Article.objects.get(pk=article.pk).lead == "Viết khi phiên đã hết."
