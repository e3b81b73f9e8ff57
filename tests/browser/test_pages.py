"""Every kind of page, as a reader sees it: on a phone and a desk, by day and by night."""

import itertools
import re

import pytest
from django.test import override_settings
from playwright.sync_api import expect

from articles.models import Article
from config import bundles
from resolutions.models import AnnualPlan, Target
from tests.browser.conftest import DESKTOP, FRONT, PHONE, SMALL, assert_fits
from tests.source import ROOT


def an_article():
    return Article.objects.filter(status="approved", cover__isnull=False).earliest("publish_at")


PAGES = {
    "home": lambda: "/",
    "article": lambda: an_article().get_absolute_url(),
    "section": lambda: an_article().section.get_absolute_url(),
    "year": lambda: "/bai-viet/2020/",
    "day": lambda: "/bai-viet/2020/09/25/",
    "search": lambda: "/tim-kiem/?q=nghi+quyet&tu=2020-01-01",
    "search with a mistake": lambda: "/tim-kiem/?tu=31/02/2021",
    "congresses": lambda: "/nghi-quyet/",
    "congress": lambda: "/nghi-quyet/xv/",
    "target": lambda: Target.objects.filter(congress__code="xv").first().get_absolute_url(),
    "method": lambda: "/nghi-quyet/phuong-phap/",
    "documents": lambda: "/van-ban/",
    "standing page": lambda: "/trang/to-chuc-bo-may/",
    "site plan": lambda: "/so-do-trang/",
    "sign-in": lambda: "/quan-tri/login/",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_read_by_everyone(new_page, check_accessibility, subtests, name):
    page = new_page(viewport=PHONE)
    assert page.goto(PAGES[name]()).status == 200
    for size, by in itertools.product((PHONE, DESKTOP), ("light", "dark")):
        with subtests.test(width=size["width"], by=by):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=by)
            check_accessibility(page)
            assert_fits(page)


def test_no_target_however_it_is_counted_is_wider_than_a_small_phone(new_page, subtests):
    """Units, scopes and numbers are as long as the resolution made them."""
    page = new_page(viewport=SMALL)
    shown = Target.objects.filter(parent__isnull=True).order_by("pk")
    fields = {f"{target.congress.get_absolute_url()}linh-vuc/{target.group.code}/" for target in shown}
    addresses = [target.get_absolute_url() for target in shown] + sorted(fields)
    assert len(addresses) > 20
    for address in [*addresses, "/nghi-quyet/xv/bieu/", "/nghi-quyet/xv/"]:
        with subtests.test(address=address):
            assert page.goto(address, wait_until="domcontentloaded").status == 200
            assert_fits(page)


@pytest.mark.parametrize("name", [*bundles.SCRIPTS["js/site.js"], *bundles.FIRST_SCRIPTS["js/first.js"]])
def test_no_public_script_looks_at_the_window_while_a_page_loads(name):
    """So a page that was loaded once may be looked at in every size and by every light, as above."""
    text = (ROOT / "static" / name).read_text("utf-8")
    assert not re.search(
        r"matchMedia|(inner|outer|client|offset|scroll)(Width|Height)|BoundingClientRect|screen\.", text
    )


@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_read_without_scripts(new_page, name):
    page = new_page(java_script_enabled=False)
    assert page.goto(PAGES[name]()).status == 200
    assert page.locator("h1").count() == 1


RULES = """() => [...document.styleSheets].map((sheet) => {
  const rules = [...sheet.cssRules].map((rule) => rule.cssText).join("");
  return sheet.media.mediaText === "print" ? `@media print {${rules}}` : rules;
}).join("").replace(/\\s/g, "").split("}")"""
"""All that the browser has understood of the sheets of a page, in order."""


def test_the_separate_files_of_development_say_the_same_as_the_joined_ones_of_readers(new_page):
    page, asked = new_page(), []
    page.goto("/")
    joined = page.evaluate(RULES)
    page.on("request", lambda request: asked.append(request.url.partition("/static/")[2]))
    with override_settings(STATIC_BUNDLES=False):
        page.reload()
    parts = itertools.chain(*(bundles.STYLES | bundles.FIRST_SCRIPTS | bundles.SCRIPTS).values())
    assert set(parts) - set(asked) == set()
    assert page.evaluate(RULES) == joined
    assert len(joined) > 500


DESK = {
    "front": FRONT,
    "list of articles": "/quan-tri/articles/article/",
    "editor": "/quan-tri/articles/article/add/",
    "list of pictures": "/quan-tri/library/picture/",
    "list of targets": "/quan-tri/resolutions/target/",
    "list of accounts": "/quan-tri/accounts/user/",
    "words of the site": "/quan-tri/words/sitewords/",
    "front page and menu": "/quan-tri/words/frontpage/",
    "urgent notice": "/quan-tri/words/urgentnotice/add/",
    "standing page": "/quan-tri/words/page/add/",
    "record": "/quan-tri/audit/event/",
    "record with a mistake": "/quan-tri/audit/event/?tu=31/02/2026",
}


# What is there once a script has finished the page; axe must not look at it half made, nor at one made for a desk.
FINISHED = {"editor": ".cke_wysiwyg_div[role]", "standing page": ".cke_wysiwyg_div[role]"}


@pytest.mark.parametrize("name", DESK)
def test_the_desk_can_be_used_by_everyone(sign_in, check_accessibility, subtests, name):
    page = sign_in("chu-nhiem", at=DESK[name])
    for size, by in ((DESKTOP, "light"), (DESKTOP, "dark"), (PHONE, "light")):
        with subtests.test(width=size["width"], by=by):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=by)
            if size == PHONE and name in FINISHED:
                page.reload()
            page.locator(FINISHED.get(name, "h1")).first.wait_for()
            check_accessibility(page)


def test_the_keyboard_reaches_the_content_first(new_page):
    page = new_page()
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#noi-dung"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "noi-dung"


def test_a_missing_page_says_so_in_vietnamese(new_page, check_accessibility):
    page = new_page(viewport=PHONE)
    assert page.goto("/khong-co-trang-nay/").status == 404
    check_accessibility(page)
    assert page.get_by_role("link", name="trang chủ").count() >= 1


RING = "(link, part) => getComputedStyle(link, part || null).outlineStyle"


def focused(page, link):
    # A ring shows to whoever uses the keyboard.
    page.keyboard.press("Tab")
    link.focus()
    return link


def test_the_link_of_a_congress_has_a_ring_around_all_that_it_opens(new_page):
    page = new_page()
    page.goto("/nghi-quyet/")
    link = focused(page, page.locator(".congress-entry .card__link").first)
    assert link.evaluate(RING, "::after") == "solid"


def test_what_an_address_with_a_number_sign_names_keeps_its_ring(new_page):
    page = new_page()
    page.goto("/")
    link = page.locator(".menu__link").first
    link.evaluate("(link) => { link.id = 'dich'; location.hash = 'dich'; }")
    assert focused(page, link).evaluate(RING) == "solid"


def test_opening_the_desk_leaves_a_readers_high_contrast_as_it_is(new_page):
    page = new_page()
    page.goto("/")
    page.evaluate("localStorage.setItem('theme', 'contrast')")
    for address in ("/", "/quan-tri/login/", "/"):
        page.goto(address)
    assert page.evaluate("document.documentElement.dataset.theme") == "contrast"


def test_more_contrast_holds_at_night_too(new_page):
    page = new_page(color_scheme="dark", contrast="more")
    page.goto("/")
    value = "(name) => getComputedStyle(document.documentElement).getPropertyValue(name)"
    assert page.evaluate(value, "--color-line") == page.evaluate(value, "--color-line-strong")
    assert page.evaluate(value, "--color-ink-soft") == page.evaluate(value, "--color-ink")


def test_what_is_folded_stands_open_on_paper(new_page):
    page = new_page()
    page.goto(AnnualPlan.objects.filter(target__congress__code="xv").first().target.get_absolute_url())
    source = page.locator("details.sources li").first
    assert not source.evaluate("(line) => line.checkVisibility()")
    page.emulate_media(media="print")
    assert source.evaluate("(line) => line.checkVisibility()")
    assert source.bounding_box()["height"] > 0


def test_the_fields_for_days_have_room_on_the_smallest_phone(new_page):
    page = new_page(viewport={"width": 320, "height": 640})
    page.goto("/bai-viet/2020/")
    page.locator(".finder__summary").click()
    fields = page.locator(".finder__form [data-day]")
    widths = [fields.nth(number).bounding_box()["width"] for number in range(2)]
    assert min(widths) > 200
    assert_fits(page)


def test_a_press_on_a_suggestion_can_be_taken_back(new_page):
    page = new_page()
    page.goto("/tim-kiem/")
    page.locator("[data-suggest] input").press_sequentially("nghi quyet")
    option = page.get_by_role("option").first
    option.wait_for()
    option.click(button="right")
    option.hover()
    page.mouse.down()
    page.mouse.move(5, 5)
    page.mouse.up()
    assert page.url.endswith("/tim-kiem/")
    option.click()
    page.wait_for_url(lambda address: not address.endswith("/tim-kiem/"))


def test_the_cover_offers_no_button_that_does_nothing(sign_in):
    page = sign_in("hoa", java_script_enabled=False)
    page.goto("/quan-tri/articles/article/add/")
    choose, clear = "[data-cover-choose]", "[data-cover-clear]"
    for name in (choose, clear):
        expect(page.locator(name)).to_have_attribute("hidden", "")
    page = sign_in("hoa")
    page.goto("/quan-tri/articles/article/add/")
    expect(page.locator(choose)).to_have_js_property("hidden", value=False)
    expect(page.locator(clear)).to_have_js_property("hidden", value=True)
