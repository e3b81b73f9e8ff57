"""What the checklist needs to know of the library and of the site's own pages. Nothing is fetched, of nobody.

A page that is not there and one that readers may not see get the same answer: a link must not tell what else is kept.
"""

import datetime as dt
from collections.abc import Iterable
from functools import partial
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve

from articles import sections
from articles.checklist import checking
from articles.checklist.findings import Facts, Reach
from articles.models import Article
from articles.richtext import picture_keys
from articles.workflow import PUBLIC
from library.models import DocumentFile, Picture
from resolutions.models import Congress, Document, Target, TargetGroup

MOST_ASKED = 200
"""Addresses of one text; each costs a look into the database. No article of a newspaper links to as many pages."""
DESK = {"admin", "accounts"}
DESK_PAGES = {"library:upload", "library:picker", "articles:editor_pictures", "articles:editor_upload"}


def of(body: str, *, own: int | None, appears: dt.datetime) -> Facts:
    """`own`: the article's key, for a text may point to itself; `appears`: when readers see it."""
    keys = picture_keys(body)
    known = dict(Picture.objects.filter(key__in=keys).values_list("key", "is_decorative")) if keys else {}
    return Facts(
        site=settings.SITE_URL,
        reaches=_reaches(checking.addresses(body), own, appears),
        silent=frozenset(key for key, is_decorative in known.items() if is_decorative),
        lost=frozenset(keys) - known.keys(),
    )


def _reaches(addresses: Iterable[str], own, appears) -> dict[str, Reach]:
    inner = [(address, path) for address in addresses if (path := _path(address))]
    found = {address: _reach(path, own, appears) for address, path in inner[:MOST_ASKED]}
    return {address: reach for address, reach in found.items() if reach}


def _path(address: str) -> str | None:
    """The path of an address of our own; None where it leads to others."""
    if address.startswith(settings.SITE_URL + "/"):
        address = address[len(settings.SITE_URL) :]
    if not address.startswith("/"):
        return None
    try:
        return unquote(urlsplit(address).path)
    except ValueError:
        return address


def _reach(path, own, appears) -> Reach | None:
    match = _match(path) or (None if path.endswith("/") else _match(f"{path}/"))
    if match is None:
        return Reach.MISSING
    if match.app_name in DESK or match.view_name in DESK_PAGES:
        return Reach.INSIDE
    asked = ASKED.get(match.view_name)
    return asked(match.kwargs, own, appears) if asked else None


def _match(path):
    try:
        return resolve(path)
    except Resolver404:
        return None


def _article(facts, own, appears):
    pk = int(facts["id"])
    if pk == own:
        return None
    article = Article.objects.filter(pk=pk, status__in=PUBLIC).only("status", "publish_at", "expire_at").first()
    if article is None or (article.expire_at and article.expire_at <= appears):
        return Reach.MISSING
    return None if article.publish_at <= appears else Reach.LATER


def _there(is_there, facts, _own, appears):
    return None if is_there(facts, appears) else Reach.MISSING


def _section(facts, _at):
    return sections.standing_at(facts["slug"]) is not None


def _congress(facts, _at):
    return Congress.objects.filter(code=facts["code"]).exists()


def _field(facts, _at):
    return _congress(facts, _at) and TargetGroup.objects.filter(code=facts["group_code"]).exists()


def _target(facts, _at):
    return Target.objects.filter(congress__code=facts["congress_code"], code=facts["code"]).exists()


def _paper(facts, _at):
    return Document.objects.public().filter(pk=facts["pk"]).exists()


def _file(facts, at):
    return DocumentFile.objects.with_visibility(at).filter(key=facts["key"], is_public=True).exists()


def _picture(facts, _at):
    """A picture that an article points to is public with the article."""
    return Picture.objects.filter(key=facts["key"]).exists()


ASKED = {
    "articles:detail": _article,
    "articles:section": partial(_there, _section),
    "articles:section_feed": partial(_there, _section),
    "resolutions:congress": partial(_there, _congress),
    "resolutions:report": partial(_there, _congress),
    "resolutions:report_file": partial(_there, _congress),
    "resolutions:figures_file": partial(_there, _congress),
    "resolutions:field": partial(_there, _field),
    "resolutions:target": partial(_there, _target),
    "resolutions:target_file": partial(_there, _target),
    "resolutions:document": partial(_there, _paper),
    "library:document": partial(_there, _file),
    "library:rendition": partial(_there, _picture),
}
"""Pages that stand and fall with a row; all others are there when their address is."""
