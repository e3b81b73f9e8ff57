"""Reads articles from JSON lines, one at a time: bounded memory, all or nothing, and twice is once.

A line: {"id", "title", "section", "published", "body"} and, where known, "slug", "lead", "section_name".
`published` is ISO 8601; without an offset it is the clock of Việt Nam. Imported articles are approved and have no
writer; in an empty database their numbers follow the order of the file.
"""

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.db import transaction
from django.db.models import Max

import vietnamese
from articles import archive, richtext, services, writing
from articles.editions import keeping
from articles.models import Article, Edition, Section, WorkflowEvent
from articles.sections import closed, standing_at
from articles.workflow import Status
from search import services as search
from web import versions

BATCH = 1_000
LONGEST_LINE = 5_000_000
"""In bytes. A longer line is no article, and reading it whole could take all memory."""
MOST_COMPLAINTS = 20

REQUIRED = {"id", "title", "section", "published", "body"}
FIELDS = REQUIRED | {"slug", "lead", "section_name"}
CLOSED = "«section» là địa chỉ của một chuyên mục đã xóa, không được dùng lại: «{}». Hãy ghi địa chỉ khác."


class BadLine(ValueError):  # noqa: N818 - named for the line, which is at fault
    """Why a line cannot become an article, as a sentence."""


@dataclass(frozen=True)
class Row:
    imported_id: str
    title: str
    slug: str
    lead: str
    body: richtext.CleanHtml
    section: str
    section_name: str
    published: dt.datetime


@dataclass
class Report:
    added: int = 0
    known: int = 0
    complaints: list[str] = field(default_factory=list)
    bad: int = 0

    @property
    def is_over(self) -> bool:
        return len(self.complaints) >= MOST_COMPLAINTS


class NothingImported(Exception):  # noqa: N818 - says the outcome
    """Raised to undo everything; `report` says which lines are bad."""

    def __init__(self, report: Report):
        super().__init__("Có dòng sai; chưa nhập bài nào.")
        self.report = report


def import_lines(
    lines: Iterable[bytes],
    *,
    at: dt.datetime,
    skip_bad: bool = False,
    progress: Callable[[int], None] = lambda size: None,
) -> Report:
    """Imports what is not there yet, in one transaction. Raises NothingImported for a bad line unless `skip_bad`."""
    report = Report()
    with transaction.atomic():
        rows = read_rows(lines, report, closed=closed(), stop_early=not skip_bad, progress=progress)
        sections = {}
        while batch := list(islice(rows, BATCH)):
            if skip_bad or not report.bad:
                _keep(batch, sections, report, at)
        if report.bad and not skip_bad:
            raise NothingImported(report)
        search.settle(report.added)
    return report


def read_rows(
    lines: Iterable[bytes], report: Report, *, closed: set[str], stop_early: bool, progress=lambda size: None
) -> Iterator[Row]:
    """The good lines; the others are counted and named in the report. Empty lines are passed over. `closed`: addresses
    that no section may have."""
    for number, line in enumerate(lines, start=1):
        progress(len(line))
        if not line.strip():
            continue
        try:
            yield _open(parse(line), closed)
        except BadLine as why:
            report.bad += 1
            if not report.is_over:
                report.complaints.append(f"Dòng {number}: {why}")
            if stop_early and report.is_over:
                return


def _open(row: Row, closed: set[str]) -> Row:
    if row.section in closed:
        raise BadLine(CLOSED.format(row.section))
    return row


def bounded_lines(file) -> Iterator[bytes]:
    """The lines of a binary file; of one that is too long only its beginning, which `parse` refuses."""
    while line := file.readline(LONGEST_LINE + 1):
        yield line
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = file.readline(LONGEST_LINE + 1)


def parse(line: bytes) -> Row:
    """Raises BadLine."""
    facts = _facts(line)
    title = " ".join(_text(facts, "title", 300).split())
    body = services.clean_body(_text(facts, "body"))
    section = _text(facts, "section", 80)
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", section):
        raise BadLine(f"«section» phải là chữ thường không dấu nối bằng gạch ngang, đang là «{section[:80]}».")
    if not body:
        raise BadLine("«body» không còn nội dung nào sau khi làm sạch.")
    return Row(
        imported_id=_text({"id": str(facts["id"]) if _is_number(facts["id"]) else facts["id"]}, "id", 64),
        title=title,
        slug=vietnamese.slug(_text(facts, "slug", required=False) or title, max_length=100),
        lead=_text(facts, "lead", required=False),
        body=body,
        section=section,
        section_name=" ".join(_text(facts, "section_name", 100, required=False).split()),
        published=_moment(_text(facts, "published", 40)),
    )


def _facts(line):
    if len(line) > LONGEST_LINE:
        raise BadLine(f"dài quá {vietnamese.number(LONGEST_LINE)} byte.")
    try:
        facts = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadLine("không phải UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise BadLine("không phải JSON hợp lệ.") from error
    if not isinstance(facts, dict):
        raise BadLine("không phải một đối tượng JSON.")
    if unknown := sorted(facts.keys() - FIELDS):
        raise BadLine(f"trường lạ: {', '.join(repr(name) for name in unknown[:5])}.")
    if missing := sorted(REQUIRED - facts.keys()):
        raise BadLine(f"thiếu trường: {', '.join(missing)}.")
    return facts


def _text(facts, name, longest=None, *, required=True):
    value = facts.get(name)
    if value is None and not required:
        return ""
    if not isinstance(value, str):
        raise BadLine(f"«{name}» phải là chữ.")
    value = richtext.plain(value)
    if required and not value:
        raise BadLine(f"«{name}» để trống.")
    if longest and len(value) > longest:
        raise BadLine(f"«{name}» dài quá {longest} ký tự.")
    return value


def _is_number(value):
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**18


def _moment(text):
    try:
        when = dt.datetime.fromisoformat(text)
        when = when if when.tzinfo else when.replace(tzinfo=vietnamese.TIME_ZONE)
        year = vietnamese.local(when).year
    except (ValueError, OverflowError) as error:
        raise BadLine(f"«published» không phải thời điểm ISO 8601: «{text}».") from error
    if not archive.FIRST_YEAR <= year <= archive.LAST_YEAR:
        raise BadLine(f"«published» ngoài khoảng {archive.FIRST_YEAR}-{archive.LAST_YEAR}: «{text}».")
    return when


def _keep(rows, sections, report, at):
    unique = {row.imported_id: row for row in reversed(rows)}
    known = set(Article.objects.filter(imported_id__in=unique).values_list("imported_id", flat=True))
    fresh = [row for row in rows if row.imported_id not in known and unique[row.imported_id] is row]
    articles = Article.objects.bulk_create([_article(row, _section(row, sections), at) for row in fresh])
    Edition.objects.bulk_create([_edition(article, at) for article in articles])
    WorkflowEvent.objects.bulk_create(
        [WorkflowEvent(article=article, step="import", at=at, revision=1) for article in articles]
    )
    # New ones stand on no page yet.
    versions.renew("articles", marks=())
    search.put_many(article.search_entry() for article in articles)
    for article in articles:
        if richtext.picture_keys(article.body):
            writing.show_pictures(article)
    report.added += len(fresh)
    report.known += len(rows) - len(fresh)


def _article(row, section, at):
    return Article(
        imported_id=row.imported_id,
        title=row.title,
        slug=row.slug,
        lead=row.lead,
        body=row.body,
        section=section,
        status=Status.APPROVED.value,
        publish_at=row.published,
        created_at=at,
        edited_at=row.published,
    )


def _edition(article, at):
    """Without links and cover, which no file tells."""
    edition = keeping.of_text(article)
    edition.number, edition.origin = 1, Edition.Origin.IMPORTED
    edition.written_at, edition.approved_at = article.edited_at, at
    return edition


def _section(row, sections):
    """By its address; a new one is made, behind the others in the menu."""
    if row.section not in sections:
        sections[row.section] = standing_at(row.section) or _new_section(row)
    return sections[row.section]


def _new_section(row):
    name = row.section_name or row.section.replace("-", " ").capitalize()
    if same_name := Section.objects.filter(name=name).first():
        return same_name
    last = Section.objects.aggregate(last=Max("order"))["last"] or 0
    return Section.objects.create(name=name, slug=row.section, order=last + 1)
