"""What a page of the site says of others, and the page as it stands in a copy: links to files, forms without a server.

HTML is read and written by lxml; style sheets and JSON have few addresses, in places that are known.
"""

import json
import re
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

from lxml import etree, html

CSS_LINK = re.compile(r"url\(\s*(['\"]?)([^'\")]+)\1\s*\)")
LINKS = ("href", "src", "poster")
FORM_FIELDS = "descendant::select[@name]"
Follow = Callable[[str], str | None]
"""The link as it stands in the copy; None: it leads nowhere there."""


def parsed(content: bytes):
    return html.document_fromstring(content, parser=html.HTMLParser(encoding="utf-8"))


def written(document) -> bytes:
    return html.tostring(document, encoding="utf-8", doctype="<!doctype html>") + b"\n"


def links(content: bytes, content_type: str) -> Iterator[str]:
    """Every address that the answer names, as it is written there."""
    kind = content_type.partition(";")[0]
    if kind == "text/html":
        yield from _html_links(parsed(content))
    elif kind == "text/css":
        yield from (match[2] for match in CSS_LINK.finditer(content.decode("utf-8")))
    elif kind.endswith("xml") and kind != "image/svg+xml":
        document = etree.fromstring(content, parser=etree.XMLParser(resolve_entities=False, no_network=True))
        yield from (node.text or "" for node in document.iter("{*}loc", "link"))
    elif kind == "application/json":
        yield from _texts(json.loads(content))


def _html_links(document) -> Iterator[str]:
    for element, name in _linking(document):
        yield element.get(name)
    for element in document.iter("img", "source"):
        yield from (link for link, _ in _candidates(element))
    for element in document.iterfind(".//meta[@property='og:image']"):
        yield element.get("content", "")
    for form in document.iter("form"):
        yield from (address for _, offered in choices(form) for _, address in offered)


def _linking(document) -> list:
    return [(element, name) for element in document.iter(etree.Element) for name in LINKS if element.get(name)]


def _candidates(element) -> list[tuple[str, str]]:
    """(address, width) of a srcset; ours have no comma inside an address."""
    parts = (part.strip().partition(" ") for part in element.get("srcset", "").split(",") if part.strip())
    return [(link, width) for link, _, width in parts]


def choices(form) -> list[tuple[str, list[tuple[str, str]]]]:
    """(its label, [(a choice, the address that answers it)]) of each list to choose from, where nothing is sent."""
    if form.method != "GET" or not form.get("action"):
        return []
    return [(_label(form, select), _offered(form, select)) for select in form.xpath(FORM_FIELDS)]


def _offered(form, select) -> list[tuple[str, str]]:
    options = [(option.text_content().strip(), option.get("value")) for option in select.iter("option")]
    action, name = form.get("action"), select.get("name")
    return [(text, f"{action}?{urlencode({name: value})}") for text, value in options if value]


def _label(form, select) -> str:
    found = [label.text_content().strip() for label in form.iter("label") if label.get("for") == select.get("id")]
    return found[0] if found else ""


def _texts(value) -> Iterator[str]:
    if isinstance(value, str):
        yield from [value] * value.startswith(("https://", "http://"))
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


def replace_forms(document, instead: Callable[[object], str]) -> None:
    """`instead`: the HTML that stands for a form."""
    for form in list(document.iter("form")):
        fresh = html.fragment_fromstring(instead(form), create_parent="div")
        fresh.tail = form.tail
        form.getparent().replace(form, fresh)


def insert_first(document, text: str) -> None:
    """Behind the link that skips to the content."""
    body = document.body
    place = 1 if len(body) and body[0].get("class") == "skip-link" else 0
    body.insert(place, html.fragment_fromstring(text))


def put_in_main(document, title: str, text: str) -> None:
    """Another page in the same frame."""
    main = document.find(".//main")
    main.clear(keep_tail=True)
    main.set("id", "noi-dung")
    main.set("tabindex", "-1")
    main.append(html.fragment_fromstring(text, create_parent="div"))
    document.find(".//title").text = title


def rewrite_html(document, follow: Follow) -> None:
    for element, name in _linking(document):
        link = element.get(name)
        if element.get("rel") == "canonical" or link.startswith("#"):
            continue
        there = follow(link)
        if there is not None:
            element.set(name, there)
        elif element.tag == "link":
            element.drop_tree()
        else:
            del element.attrib[name]
    for element in list(document.iter("img", "source")):
        if kept := [f"{there} {width}".strip() for link, width in _candidates(element) if (there := follow(link))]:
            element.set("srcset", ", ".join(kept))


def without_dead_choices(document) -> None:
    """On a page of results: a choice that cannot be made is not offered, nor a list of nothing else."""
    for line in document.xpath("//main//p[.//a][not(.//a[@href])]"):
        line.getparent().remove(line)
    for item in document.xpath("//main//li[.//a][not(.//a[@href])]"):
        parent = item.getparent()
        parent.remove(item)
        while parent.tag in {"ul", "ol", "nav", "section"} and not parent.xpath(".//li|.//table|.//p[.//a]"):
            parent, gone = parent.getparent(), parent
            parent.remove(gone)


def rewrite_css(text: str, follow: Follow) -> str:
    def put(match):
        there = follow(match[2])
        return match[0] if there is None else f"url({match[1]}{there}{match[1]})"

    return CSS_LINK.sub(put, text)


def rewrite_json(value, follow: Follow):
    """`follow` is asked for full addresses, and gives full ones."""
    if isinstance(value, str):
        return follow(value) or value if value.startswith(("https://", "http://")) else value
    if isinstance(value, dict):
        return {name: rewrite_json(one, follow) for name, one in value.items()}
    return [rewrite_json(one, follow) for one in value] if isinstance(value, list) else value
