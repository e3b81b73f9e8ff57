"""Goes to every address that a reader can reach by links, and stores what is answered, as it is answered.

Links are followed from the front page, the plan of the site and its sitemap, so that nothing public is forgotten and
nothing else is ever asked for.
"""

from collections import deque
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import unquote

from lxml.etree import LxmlError

from mirror import addresses, pages
from mirror.asking import Answer
from mirror.refused import MirrorRefused

STARTS = (
    "/", "/so-do-trang/", "/sitemap.xml", "/robots.txt", "/rss/", addresses.SEARCH, "/api/v1/chi-tieu/",
    "/api/v1/openapi.yaml", "/.well-known/security.txt",
)  # fmt: skip
NOT_FOUND = "/khong-co-trang-nay/"
NOT_FOUND_FILE = "404.html"
OK, LEADS_ON, NOT_THERE, FAILED = 200, {301, 302, 307, 308}, 404, 500
BROKEN = "Trang trả lời {} ở {}, nên bản sao không trọn. Hãy xem nhật ký của dịch vụ, sửa lỗi rồi chạy lại."
CLOSED = 'Trang đang bảo trì nên không sao được; hãy chạy: manage.py site_mode read_only --reason "…", rồi chạy lại.'
UNAVAILABLE = 503
NEEDED = "/static/"
"""Without them no page looks as it should: collectstatic was forgotten."""


class Copied(NamedTuple):
    file: str
    content_type: str

    @property
    def is_html(self) -> bool:
        return self.content_type.startswith("text/html")


class Walk:
    """`copied`: address -> what it became; `led`: address -> where it leads; `missing`: addresses that are not there.

    `before`: of each further page of a list of results, the page that leads on to it.
    """

    def __init__(self, site: str, ask: Callable[[str], Answer], store: Callable[[str, bytes], None]):
        self.site, self._ask, self._store = site, ask, store
        self.copied: dict[str, Copied] = {}
        self.led: dict[str, str] = {}
        self.missing: dict[str, int] = {}
        self.before: dict[str, str] = {}
        self._seen: set[str] = set()
        self._queue: deque[str] = deque()

    def go(self, progress: Callable[[int, int], None]) -> None:
        """`progress`: is told how many addresses were asked, and how many are known so far."""
        for address in STARTS:
            self._add(address)
        while self._queue:
            self._visit(self._queue.popleft())
            progress(len(self._seen) - len(self._queue), len(self._seen))
        self._keep(NOT_FOUND, self._ask(NOT_FOUND), file=NOT_FOUND_FILE)

    def file_for(self, address: str) -> str | None:
        """The file behind an address, by however many ways it leads on."""
        for _ in range(10):
            if address in self.copied:
                return self.copied[address].file
            if address not in self.led:
                return None
            address = self.led[address]
        return None

    def resolved(self, link: str, page: str) -> tuple[str, str] | None:
        """(address, fragment) of a link, with the way back through a list of results told by the way there."""
        found = addresses.within(link, page, self.site)
        if found and addresses.parameter(found[0], addresses.NEWER) and page in self.before:
            return self.before[page], found[1]
        return found

    def _add(self, address: str) -> None:
        if address not in self._seen and addresses.is_copied(address):
            self._seen.add(address)
            self._queue.append(address)

    def _visit(self, address: str) -> None:
        answer = self._ask(address)
        if answer.status == OK:
            self._keep(address, answer)
        elif answer.status in LEADS_ON:
            self._lead(address, answer.headers.get("Location") or "")
        elif answer.status >= FAILED or address.startswith(NEEDED) or address == "/":
            said = CLOSED if answer.status == UNAVAILABLE else BROKEN.format(answer.status, unquote(address))
            raise MirrorRefused(said)
        else:
            self.missing[address] = answer.status

    def _lead(self, address: str, location: str) -> None:
        found = addresses.within(location, address, self.site)
        if found and addresses.is_copied(found[0]):
            self.led[address] = found[0]
            self._add(found[0])
        else:
            self.missing[address] = 302

    def _keep(self, address: str, answer: Answer, file: str | None = None) -> None:
        file = file or addresses.file_of(address, answer.content_type)
        if file is None:
            self.missing[address] = NOT_THERE
            return
        self.copied[address] = Copied(file, answer.content_type)
        self._store(file, answer.content)
        try:
            links = list(pages.links(answer.content, answer.content_type))
        except (LxmlError, ValueError) as error:
            raise MirrorRefused(BROKEN.format(f"nội dung không đọc được ({error})", unquote(address))) from error
        for link in links:
            self._follow(link, address)

    def _follow(self, link: str, page: str) -> None:
        if link.startswith("#") or not (found := self.resolved(link, page)):
            return
        address = found[0]
        if addresses.parameter(address, addresses.OLDER) and address not in self._seen:
            self.before[address] = page
        self._add(address)
        if archive := addresses.archive_of(address):
            self._add(archive)
