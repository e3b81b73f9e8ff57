"""Every kind of page, as a reader sees it: on a phone and a desk, by day and by night."""

import itertools
import re

import pytest
from django.test import override_settings

from articles.models import Article
from config import bundles
from resolutions.models import Target
from tests.browser.conftest import DESKTOP, FRONT, PHONE, assert_fits
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
