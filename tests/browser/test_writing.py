"""The page to write in: every state of it, the list that follows the typing, the look before saving, the search."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import User
from articles.models import Article
from tests import factories
from tests.browser.conftest import DESKTOP, PHONE, assert_fits

ADD = "/quan-tri/articles/article/add/"
ZOOMED = {"width": 320, "height": 225}
"""A desk of 1280 by 900 at 400 %."""
BODY = (
    "<p>Ngay sau Đại hội, các cấp ủy đảng đã khẩn trương học tập nghị quyết tới từng bản vùng cao.</p>"
    "<h2>NHỮNG VIỆC CẦN LÀM NGAY</h2><p>Mỗi đảng viên đăng ký một việc làm; hằng quý có kiểm tra, đánh giá.</p>"
) * 8


@pytest.fixture
def article(site):
    """article("draft") -> one of Hoa's in that state."""

    def make(status, writer="hoa", **facts):
        author = User.objects.get(username=writer)
        return factories.make_article(status=status, author=author, edited_by=author, **{"body": BODY, **facts})

    return make


def address(article):
    return f"/quan-tri/articles/article/{article.pk}/change/"


def stand(page):
    return page.locator(".desk-foot__stand")


def unfolded(page):
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")


def test_every_state_fits_and_can_be_used_by_all(article, sign_in, check_accessibility, subtests):
    writer, approver = sign_in("hoa", at=None), sign_in("duc", at=None)
    draft, waiting, public, own = (
        article("draft"),
        article("submitted"),
        article("approved"),
        article("approved", "duc"),
    )
    for page, path, primary in (
        (writer, ADD, "Lưu và gửi duyệt"),
        (writer, address(draft), "Lưu và gửi duyệt"),
        (writer, address(waiting), None),
        (approver, address(waiting), "Duyệt"),
        (approver, address(public), "Lưu"),
        (approver, address(own), None),
        (writer, f"/quan-tri/articles/article/{public.pk}/sua-bai-dang/", "Gửi bản sửa"),
    ):
        for name, size in {"phone": PHONE, "desk": DESKTOP, "zoomed": ZOOMED}.items():
            with subtests.test(path=path, size=name):
                page.set_viewport_size(size)
                # Nobody loads a page anew to make its letters larger.
                if size != ZOOMED:
                    page.goto(path)
                unfolded(page)
                if page.locator("#id_body").count():
                    page.wait_for_selector(".cke_editable[role]")
                check_accessibility(page)
                assert_fits(page)
                red = page.locator(".desk-foot :is(.default, .step--primary)")
                said = red.evaluate_all("found => found.map(one => one.value || one.textContent.trim())")
                assert said == ([primary] if primary else [])


def test_the_bar_and_the_foot_stay_in_sight_while_one_writes(article, sign_in):
    page = sign_in("hoa", at=address(article("draft")))
    expect(page.locator(".cke_editable")).to_be_visible()
    page.evaluate("window.scrollTo(0, 1200)")
    expect(page.locator(".cke_top")).to_be_in_viewport(ratio=1)
    expect(stand(page)).to_be_in_viewport(ratio=1)
    expect(stand(page)).to_contain_text("bản 1 · bản nháp · 1 cảnh báo")
    face = page.locator(".cke_editable p").first.evaluate("one => getComputedStyle(one).fontFamily")
    assert "Van Ban Serif" in face


def test_the_list_follows_the_typing_and_nothing_is_saved(article, sign_in):
    draft = article("draft", body="<p>Chi bộ họp.</p>")
    page = sign_in("hoa", at=address(draft))
    expect(page.locator("#kiem-tra .writing__said")).to_have_text("chưa thấy gì")
    page.locator(".cke_editable").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Tài liệu này lưu hành nội bộ.")
    expect(stand(page)).to_contain_text("Có chữ chưa lưu")
    expect(stand(page).get_by_role("link")).to_have_text("1 cảnh báo")
    page.locator("#kiem-tra summary").click()
    expect(page.locator("#kiem-tra")).to_contain_text("Hãy chắc chắn nội dung này được phép đăng.")
    draft.refresh_from_db()
    assert (draft.revision, draft.body) == (1, "<p>Chi bộ họp.</p>")


def test_what_is_typed_is_looked_at_as_wide_as_a_phone_and_a_desk_and_is_not_saved(
    article, sign_in, check_accessibility
):
    draft = article("draft")
    page = sign_in("hoa", at=address(draft))
    expect(page.locator(".cke_editable")).to_be_visible()
    page.fill("#id_title", "Con đường mới vào bản Xím Vàng")
    page.get_by_role("button", name="Xem thử").click()
    look = page.frame_locator("iframe[name=xem-thu]")
    expect(look.get_by_role("heading", level=1)).to_have_text("Con đường mới vào bản Xím Vàng")
    expect(look.locator("[role=status]").first).to_contain_text("chưa lưu")
    frame = page.locator("iframe[name=xem-thu]")
    assert frame.bounding_box()["width"] > 1000
    page.get_by_role("button", name="Điện thoại").click()
    assert abs(frame.bounding_box()["width"] - 390) < 3
    check_accessibility(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Xem thử").focus()
    expect(page.locator("#id_title")).to_have_value("Con đường mới vào bản Xím Vàng")
    draft.refresh_from_db()
    assert draft.revision == 1


def test_a_target_is_found_without_marks_and_chosen_by_the_keyboard_alone(article, sign_in):
    draft = article("draft", body="<p>Chi bộ họp.</p>")
    page = sign_in("hoa", at=address(draft))
    page.locator("summary", has_text="Bài viết nói về").press("Enter")
    page.locator("summary", has_text="Bài viết nói về").press("Tab")
    page.keyboard.type("that nghiep")
    expect(page.locator(".parts-search__said")).to_have_text(re.compile("^1 mục tìm thấy, 0 mục đã chọn"))
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name === 'targets'"):
            break
    page.keyboard.press("Space")
    expect(page.locator(".parts-search__said")).to_contain_text("1 mục đã chọn")
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_be_visible()
    assert [str(target) for target in draft.targets.all()] == ["Tỷ lệ thất nghiệp khu vực thành thị"]


def test_without_script_one_writes_looks_links_and_submits(site, sign_in):
    page = sign_in("hoa", at=ADD, java_script_enabled=False)
    page.fill("#id_title", "Bản Nà Ớt giữ rừng đầu nguồn")
    page.fill("#id_body", "<p>CẢ BẢN CÙNG NHAU GIỮ RỪNG ĐẦU NGUỒN</p>")
    page.select_option("#id_section", index=1)
    page.locator("summary", has_text="Bài viết nói về").click()
    page.locator("input[name=breakthroughs]:visible").first.check()
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Xem thử").click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Bản Nà Ớt giữ rừng đầu nguồn")
    assert not Article.objects.filter(title="Bản Nà Ớt giữ rừng đầu nguồn").exists()
    page.get_by_role("button", name="Lưu và gửi duyệt").click()
    page.locator("input[name=ticked]").check()
    page.get_by_role("button", name="Gửi duyệt").click()
    expect(page.locator(".messagelist")).to_contain_text("chờ duyệt")
    made = Article.objects.get(title="Bản Nà Ớt giữ rừng đầu nguồn")
    assert (made.status, made.breakthroughs.count(), made.seen_warnings.count()) == ("submitted", 1, 1)


def test_the_approver_sees_who_ticked_which_warning(article, sign_in):
    draft = article("draft", body="<p>CẢ BẢN CÙNG NHAU GIỮ RỪNG ĐẦU NGUỒN</p>")
    writer, approver = sign_in("hoa", at=address(draft)), sign_in("duc", at=None)
    writer.get_by_role("button", name="Lưu và gửi duyệt").click()
    writer.get_by_role("checkbox").check()
    writer.get_by_role("button", name="Gửi duyệt").click()
    expect(writer.locator(".messagelist")).to_contain_text("chờ duyệt")
    approver.goto(address(draft))
    expect(approver.locator("#kiem-tra")).to_contain_text("Lò Thị Hoa đã xem")
    approver.locator(".desk-foot").get_by_role("link", name="Duyệt", exact=True).click()
    expect(approver.locator(".desk-step")).to_contain_text("Cảnh báo Lò Thị Hoa đã xem lúc")
