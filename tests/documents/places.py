"""Where the blocks of the documents are run."""

import subprocess

from openpyxl import Workbook

from tests.backup import commands
from tests.backup.site import Site
from tests.documents.blocks import DOCUMENTS, Block
from tests.source import ROOT

IN_A_SITE = "in a site"
IN_A_CONTAINER = "in a container"
"""In this order, by test_container.py."""
TESTED = "by "
"""What follows is the path of the test that reads the block from the document and runs it."""

PEOPLE = """
import django; django.setup()
from tests.factories import make_user
from tests.factories_resolutions import make_congress, make_target
make_user("tracker", username="so", display_name="Cà Thị Sao")
make_user("writer", username="ten-dang-nhap", display_name="Vàng A Chứ")
make_congress("xv")
make_target(wording="Tỷ lệ che phủ rừng", code="che-phu-rung")
"""
FIGURES = (
    ("ma", "nam", "khoang_thoi_gian", "gia_tri", "do_chinh_thuc", "nguon"),
    ("che-phu-rung", "2024", "", "47,8", "Chính thức", "Niên giám thống kê 2024"),
)


def can_be(place: str) -> bool:
    if place.startswith(TESTED):
        test = ROOT / place.removeprefix(TESTED)
        return test.exists() and any(name.rpartition("/")[2] in test.read_text("utf-8") for name in DOCUMENTS)
    return place in {IN_A_SITE, IN_A_CONTAINER}


def make_site(stack) -> Site:
    """With all that the examples of the documents name: people, a file of figures, a digest that was printed."""
    site = Site(stack, on_postgres=False)
    site.must("-c", PEOPLE)
    book = Workbook()
    for row in FIGURES:
        book.active.append(row)
    book.save(site.folder / "so-lieu.xlsx")
    return site


def run(block: Block, site: Site) -> subprocess.CompletedProcess:
    """As an administrator types it, in the folder of the site; the first line that fails ends it."""
    return commands.in_shell(block.text, site.env, site.folder)
