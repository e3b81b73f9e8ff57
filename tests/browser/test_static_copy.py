"""A copy of the demo site, served by nginx as deploy/ has it: every link leads somewhere, and a phone reads it."""

import contextlib
import http.client
import io
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings
from playwright.sync_api import expect

from articles.models import Article
from resolutions.models import Document
from tests import factories
from tests.browser.conftest import PHONE, assert_fits
from tests.deployed import DEPLOY, MAIN, NGINX, free_port, put
from tests.mirror import links


@pytest.fixture(scope="module")
def copy(site):
    """The folder, below a parent of its own."""
    parent = Path(tempfile.mkdtemp(prefix="cms-copy-"))
    with factories.keeping(), override_settings(SITE_URL=site, WHITENOISE_USE_FINDERS=True):
        call_command("export_static", str(parent / "site"), stdout=io.StringIO())
    yield parent / "site"
    shutil.rmtree(parent)


@pytest.fixture(scope="module")
def served(copy):
    """The address at which a bare nginx serves it."""
    if NGINX is None:
        pytest.skip("máy này không có nginx")
    folder, port = copy.parent, free_port()
    changes = {"listen 80;": f"listen 127.0.0.1:{port};", "/srv/mirror/site": str(copy)}
    (folder / "cms.conf").write_text(put((DEPLOY / "nginx-mirror.conf").read_text("utf-8"), **changes), "utf-8")
    (folder / "cms-nodes.conf").touch()  # a copy hears of no other node
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user), "utf-8")
    process = subprocess.Popen([NGINX, "-c", folder / "nginx.conf", "-e", folder / "error.log"])
    _wait(port)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(timeout=30)


def _wait(port):
    for _ in range(300):
        with contextlib.suppress(OSError):
            return _status(port, "/")
        time.sleep(0.1)
    raise AssertionError("nginx không trả lời")


def _status(port, path):
    return _ask(f"http://127.0.0.1:{port}", path)[0]


def _ask(served, path):
    line = http.client.HTTPConnection(served.partition("://")[2], timeout=30)
    with contextlib.closing(line):
        line.request("GET", path)
        answer = line.getresponse()
        return answer.status, answer.headers["Content-Type"], answer.read().decode("utf-8", "replace")


def test_every_link_of_the_demo_leads_to_a_file(copy, site):
    assert links.broken(copy, site) == []
    assert len(list(copy.rglob("*.html"))) > 200


def test_what_is_not_public_is_in_no_file(copy):
    withheld = Article.objects.exclude(status="approved")
    hidden = [row.get_absolute_url() for row in withheld]
    hidden += [row.title for row in withheld.filter(status__in=("draft", "submitted"), imported_id__startswith="demo")]
    hidden += [row.abstract for row in Document.objects.exclude(scope=Document.Scope.PUBLIC) if row.abstract]
    assert hidden
    pages = {path: path.read_text("utf-8") for path in copy.rglob("*") if path.suffix in {".html", ".xml", ".json"}}
    assert [(path.name, mark) for path, page in pages.items() for mark in hidden if mark in page] == []
    assert not any((copy / name).exists() for name in ("quan-tri", "soan-thao", "chia-se"))


def test_nginx_serves_the_addresses_that_people_know(served):
    for path, kind, words in (
        ("/van-ban/", "text/html", "Đây là bản sao"),
        ("/van-ban/?trang=2", "text/html", "Trang 2 trong"),
        ("/tim-kiem/?tu=2020-09-25&den=2020-09-25", "text/html", "ngày 25/09/2020"),
        ("/bai-viet/2020/09/25/", "text/html", "25/09/2020"),
        ("/rss/", "application/xml", "<rss"),
        ("/sitemap.xml", "application/xml", "<sitemapindex"),
        ("/api/v1/chi-tieu/", "application/json", '"items"'),
        ("/nghi-quyet/xv/so-lieu.csv", "text/csv", ""),
        ("/manifest.json", "application/json", '"sha256"'),
    ):
        status, found, text = _ask(served, path)
        assert (status, found.partition(";")[0]) == (200, kind), path
        assert words in text, path
    for path in ("/bai-viet/khong-co-1/", "/quan-tri/", "/van-ban/?trang=99999", "/%2e%2e/cms.conf"):
        status, _kind, text = _ask(served, path)
        assert status in {200, 400, 404}, path
        assert status != 404 or "Không tìm thấy trang này" in text
        assert status != 200 or "Trang 1 trong" in text


def test_a_phone_reads_it_and_finds_a_day(served, new_page):
    page = new_page(viewport=PHONE, base_url=served)
    page.goto("/")
    expect(page.get_by_role("note")).to_contain_text("bản sao")
    page.locator(".home__top .card__link").first.click()
    expect(page.locator("article h1")).to_be_visible()
    page.goto("/nghi-quyet/xv/chi-tieu/xa-nong-thon-moi/")
    expect(page.locator("h1")).to_be_visible()
    page.goto("/")
    page.get_by_text("Tìm kiếm theo từ và theo ngày").first.click()
    page.get_by_role("link", name="Xem theo năm, tháng, ngày").first.click()
    page.locator("section", has=page.get_by_role("heading", name="Năm 2020")).get_by_role(
        "link", name="Tháng 9"
    ).click()
    page.get_by_role("link", name="25 tháng 9 năm 2020").click()
    expect(page.get_by_role("heading", name="ngày 25/09/2020")).to_be_visible()
    page.locator(".card .card__link").first.click()
    expect(page.locator("article h1")).to_be_visible()
    assert_fits(page)
