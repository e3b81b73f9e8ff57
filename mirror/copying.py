"""Makes what was stored of a walk into a copy that needs no server: every link leads to a file of it, or nowhere."""

import datetime as dt
import json
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from mirror import addresses, pages
from mirror.walking import NOT_FOUND_FILE, Copied, Walk


@dataclass
class StaticCopy:
    """`dead`: (page, link) where a text of the site leads to what is not there."""

    folder: Path
    walk: Walk
    at: dt.datetime
    dead: list[tuple[str, str]] = field(default_factory=list)

    def finish(self) -> None:
        self._add_dates()
        for address, copied in self.walk.copied.items():
            kind = copied.content_type.partition(";")[0]
            path = self.folder / copied.file
            if copied.is_html:
                path.write_bytes(self._page(address, copied, path.read_bytes()))
            elif kind == "text/css":
                text = pages.rewrite_css(path.read_text("utf-8"), lambda link, at=address: self._follow(link, at))
                path.write_text(text, "utf-8")
            elif kind == "application/json":
                facts = pages.rewrite_json(json.loads(path.read_bytes()), self._full)
                path.write_text(json.dumps(facts, ensure_ascii=False, indent=1), "utf-8")

    def _page(self, address: str, copied: Copied, content: bytes) -> bytes:
        document = pages.parsed(content)
        pages.replace_forms(document, self._instead_of_form)
        live = settings.SITE_URL if copied.file == NOT_FOUND_FILE else settings.SITE_URL + _live(address)
        pages.insert_first(document, render_to_string("mirror/notice.html", {"at": self.at, "live": live}))
        pages.rewrite_html(document, lambda link: self._follow(link, address))
        if address.startswith(addresses.SEARCH):
            pages.without_dead_choices(document)
        return pages.written(document)

    def _follow(self, link: str, page: str) -> str | None:
        found = self.walk.resolved(link, page)
        if found is None or link == settings.SITE_URL + _live(page):
            return link
        address, fragment = found
        file = self.walk.file_for(address)
        if file is None:
            if addresses.is_copied(address):
                self.dead.append((page, link))
            return None
        here = self.walk.copied[page].file
        # The page of what is not there is shown at any depth.
        way = f"/{addresses.way('', file)}" if here == NOT_FOUND_FILE else addresses.way(here, file)
        return f"{way}#{fragment}" if fragment else way

    def _full(self, link: str) -> str | None:
        found = addresses.within(link, "/", settings.SITE_URL)
        file = self.walk.file_for(found[0]) if found and "?" in found[0] else None
        return f"{settings.SITE_URL}/{addresses.way('', file)}" if file else None

    def _instead_of_form(self, form) -> str:
        site, known = settings.SITE_URL, self.walk.file_for
        lists = [
            (label, [one for one in offered if (found := addresses.within(one[1], "/", site)) and known(found[0])])
            for label, offered in pages.choices(form)
        ]
        facts = {"dates": addresses.DATES, "lists": [(label, offered) for label, offered in lists if offered]}
        return render_to_string("mirror/form.html", facts)

    def _add_dates(self) -> None:
        """A page of our own: each month that has something, in the frame of the page of the search."""
        months = sorted(
            ((first, address) for address in self.walk.copied if (first := addresses.month_of(address))), reverse=True
        )
        years: dict[int, list] = {}
        for first, address in months:
            years.setdefault(first.year, []).append((first.month, address))
        document = pages.parsed((self.folder / self.walk.copied[addresses.SEARCH].file).read_bytes())
        shown = [(year, self._year(year), sorted(found)) for year, found in years.items()]
        pages.put_in_main(document, "Tìm theo ngày", render_to_string("mirror/dates.html", {"years": shown}))
        file = addresses.file_of(addresses.DATES, "text/html")
        self.walk.copied[addresses.DATES] = Copied(file, "text/html; charset=utf-8")
        (self.folder / file).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / file).write_bytes(pages.written(document))

    def _year(self, year: int) -> str:
        address = f"{addresses.SEARCH}?tu={year}-01-01&den={year}-12-31"
        return address if self.walk.file_for(address) else ""


def _live(address: str) -> str:
    return addresses.SEARCH if address == addresses.DATES else address
