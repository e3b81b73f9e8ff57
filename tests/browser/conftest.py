"""A live site with the demo content, and pages of Chromium that forgive nothing.

Every page of a test is watched: a request to another host, a message of error on the console (a violation of the
Content-Security-Policy is one), an exception in a script, a missing file or an answer of 500 fails the test at its end.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client, override_settings
from django.test.utils import setup_databases, teardown_databases
from playwright.sync_api import expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from config import bundles
from tests import factories
from tests.browser import chromium
from tests.config.pages import FACTS
from tests.source import ROOT

# From docs of Chromium: no sandbox for root, and no calls home from a machine without a network.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
SMALL = {"width": 320, "height": 640}
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
"""By how much a page is wider than its window."""
FRONT = "/quan-tri/"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# The little question mark that Django's own script puts beside its two-column choosers.
LEFT_OUT = {"exclude": [[".help-tooltip"]]}


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def database(django_test_environment, django_db_blocker, tmp_path_factory):
    """One for all the tests here, without a transaction around each: server and test see what the other wrote."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            # In a file, so that the server's threads each have a connection of their own.
            name = str(tmp_path_factory.mktemp("database") / "site.sqlite3")
            connections["default"].settings_dict["TEST"]["NAME"] = name
        made = setup_databases(verbosity=0, interactive=False)
        yield
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def joined_files(tmp_path_factory):
    """A folder of the sheets and scripts that readers get, made as collectstatic makes them."""
    folder = tmp_path_factory.mktemp("joined")
    for name, text in bundles.joined(lambda part: Path(finders.find(part)).read_text("utf-8")).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="session")
def as_in_production(joined_files):
    """Joined files, and WhiteNoise to answer for them out of its memory, with the headers that it gives them there."""
    folders = [*settings.STATICFILES_DIRS, joined_files]
    with override_settings(
        STATIC_BUNDLES=True, STATICFILES_DIRS=folders, WHITENOISE_USE_FINDERS=True, WHITENOISE_AUTOREFRESH=False
    ):
        yield


@pytest.fixture(scope="session")
def site(database, as_in_production, tmp_path_factory):
    """The address of a site with real figures, demo content and two people who work there."""
    call_command("load_congress", str(FACTS), verbosity=0)
    call_command("load_demo", accounts_file=tmp_path_factory.mktemp("demo") / "accounts.txt", verbosity=0)
    call_command("load_demo_words", verbosity=0)
    factories.make_user("writer", username="hoa", display_name="Lò Thị Hoa")
    factories.make_user("approver", username="duc", display_name="Quàng Văn Đức")
    User.objects.create_superuser("chu-nhiem", password=factories.PASSWORD)
    server = LiveServer("127.0.0.1", start=False)
    # Not Django's own for development, which looks for each file anew and gives it no headers.
    server.thread.static_handler = lambda application: application
    server.start()
    yield server.url
    server.stop()
    connections.close_all()


@pytest.fixture(scope="session")
def browser():
    program = chromium.program()
    if program is None:
        pytest.skip("Không tìm thấy Chromium trên máy này.")
    with sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread; Django would take it for code that must not wait.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        found = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield found
        found.close()
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    item.failed = getattr(item, "failed", False) or report.failed
    return report


@pytest.fixture
def new_page(site, browser, request):
    """new_page(viewport=PHONE, color_scheme="dark") -> a watched page of a visitor of its own."""
    contexts, wrong = [], []

    def open_page(**wishes):
        usual = {"base_url": site, "viewport": DESKTOP, "timezone_id": "Asia/Ho_Chi_Minh"}
        context = browser.new_context(locale="vi-VN", **{**usual, **wishes})
        context.set_default_timeout(10_000)
        contexts.append(context)
        watch(context, wishes.get("base_url", site), wrong)
        return context.new_page()

    yield open_page
    for number, context in enumerate(contexts):
        if request.node.failed:
            keep_pictures(context, f"{request.node.name}-{number}")
        context.close()
    assert not wrong, "\n".join(wrong)


def keep_pictures(context, name):
    """What the pages of a failed test showed, for whoever looks into it: var/browser/."""
    for number, page in enumerate(context.pages):
        page.screenshot(path=ROOT / "var" / "browser" / f"{name}-{number}.png")


AT_REST = """() => {
  // An editor that is still being drawn has attributes before it has the role that allows them.
  const isDrawn = (area) => document.querySelector(`#cke_${area.id} .cke_wysiwyg_div[role]`);
  // A button on its way from one colour to the next has a contrast that nobody chose.
  const moves = (one) => one.playState === "running" && one.effect.getComputedTiming().endTime !== Infinity;
  const editors = document.querySelectorAll("textarea[data-type=ckeditortype]");
  return [...editors].every(isDrawn) && !document.getAnimations().some(moves);
}"""
AXE_RUNS = "async ([where, how]) => ({ violations: (await axe.run(where, how)).violations })"
"""Of all that it found only this is carried out of the browser."""
AXE_ASKS = "/widgets.css/change/"
"""axe copies each style sheet into the page; what a sheet of Django's imports is then looked for beside the page."""


def watch(context, site, wrong):
    """Writes down whatever a page must not do."""
    ours = urlsplit(site).netloc

    def asked(request):
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob", "about"} and address.netloc != ours:
            wrong.append(f"gọi ra ngoài: {request.url}")

    def answered(response):
        # A visitor may ask for a page that is not there; a page of ours may not.
        if AXE_ASKS in response.url:
            return
        if response.status >= (500 if response.request.is_navigation_request() else 400):
            wrong.append(f"{response.status}: {response.url}")

    def spoke(said):
        if said.type == "error" and not said.text.startswith("Failed to load resource"):
            wrong.append(f"{said.text} ({said.page.url if said.page else ''})")

    context.on("request", asked)
    context.on("response", answered)
    context.on("weberror", lambda error: wrong.append(f"lỗi trong script: {error.error}"))
    context.on("console", spoke)


@pytest.fixture
def check_accessibility():
    """check_accessibility(page): no violation that axe-core can find."""

    def check(page):
        page.wait_for_function(AT_REST)
        # Nothing is preloaded: a copy of a style sheet inside the page is what our policy refuses.
        wanted = {"runOnly": RULES, "resultTypes": ["violations"], "preload": False}
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE_SCRIPT)
        found = AxeResults(page.evaluate(AXE_RUNS, [LEFT_OUT, wanted]))
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"

    return check


def assert_fits(page):
    assert page.evaluate(WIDER) <= 0, f"trang rộng hơn màn hình: {page.url}"


@pytest.fixture
def sign_in(new_page):
    """sign_in("hoa", at="/quan-tri/loi-bao/") -> a page of that person, there. `at`: None for one that is nowhere yet.

    The form is not filled in: that it lets people in is said by test_sign_in.py and test_nothing_lost.py.
    """

    def enter(username, at=FRONT, **wishes):
        page = new_page(**wishes)
        let_in(page, username)
        if at is not None:
            assert page.goto(at).status == 200
        return page

    return enter


def let_in(page, username):
    """The browser gets what it keeps of somebody who has just signed in."""
    visitor, name = Client(), settings.SESSION_COOKIE_NAME
    visitor.force_login(User.objects.get(username=username))
    session = {"name": name, "value": visitor.cookies[name].value, "httpOnly": True, "sameSite": "Lax"}
    page.context.add_cookies([session | {"domain": "127.0.0.1", "path": "/"}])


def pytest_configure():
    expect.set_options(timeout=10_000)
