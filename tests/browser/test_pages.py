"""Every kind of page, as a reader sees it: on a phone and a desk, by day and by night."""

import itertools
import re

import pytest
from django.test import override_settings

from articles.models import Article
from config import bundles
from resolutions.models import Target
from tests.browser.conftest import DESKTOP, PHONE

VIEWS = {
    "phone": {"viewport": PHONE},
    "phone at night": {"viewport": PHONE, "color_scheme": "dark"},
    "desk": {"viewport": DESKTOP},
    "desk at night": {"viewport": DESKTOP, "color_scheme": "dark"},
}
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


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


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_read_by_everyone(new_page, check_accessibility, name, view):
    page = new_page(**VIEWS[view])
    answer = page.goto(PAGES[name]())
    assert answer.status == 200
    check_accessibility(page)
    assert page.evaluate(WIDER) <= 0, "trang rộng hơn màn hình"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_read_without_scripts(new_page, name):
    page = new_page(java_script_enabled=False)
    assert page.goto(PAGES[name]()).status == 200
    assert page.locator("h1").count() == 1


DESK = {
    "front": "/quan-tri/",
    "list of articles": "/quan-tri/articles/article/",
    "editor": "/quan-tri/articles/article/add/",
LOOKS = """() => [...document.body.querySelectorAll("*")].map((one) => {
  let sum = 0;
  for (const letter of getComputedStyle(one).cssText) sum = (sum * 31 + letter.charCodeAt(0)) | 0;
  return `${one.localName} ${sum}`;
})"""


@pytest.mark.parametrize("name", ["home", "article", "congress"])
def test_the_separate_files_of_development_make_the_same_page_as_the_joined_ones_of_readers(new_page, name):
    page, asked = new_page(viewport=PHONE), []
    page.goto(PAGES[name]())
    joined = page.evaluate(LOOKS)
    page.on("request", lambda request: asked.append(request.url.partition("/static/")[2]))
    with override_settings(STATIC_BUNDLES=False):
        page.reload()
    parts = itertools.chain(*(bundles.STYLES | bundles.FIRST_SCRIPTS | bundles.SCRIPTS).values())
    assert set(parts) - set(asked) == set()
    assert page.evaluate(LOOKS) == joined


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


# What is there once a script has finished the page; axe must not look at it half made.
FINISHED = {"editor": ".cke_wysiwyg_div[role]", "standing page": ".cke_wysiwyg_div[role]"}


@pytest.mark.parametrize("view", ["desk", "desk at night", "phone"])
def test_the_desk_can_be_used_by_everyone(sign_in, check_accessibility, subtests, view):
    page = sign_in("chu-nhiem", **VIEWS[view])
    for name, address in DESK.items():
        with subtests.test(name):
            assert page.goto(address).status == 200
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
