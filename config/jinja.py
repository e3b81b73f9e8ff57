"""The environment of the public templates: addresses, static files, and the few filters for days and numbers.

An undefined name is an error where people work on the site; in production readers get an empty place, and the log a
line. Django's backend for Jinja2 has autoescape on.
"""

import logging

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import linebreaks
from jinja2 import Environment, StrictUndefined, Undefined, make_logging_undefined
from markupsafe import Markup, escape

import vietnamese
from config import bundles, template_tags
from monitoring import passing

FILTERS = {
    name: getattr(template_tags, name) for name in ("short_date", "long_date", "date_with_weekday", "moment", "number")
}


def environment(**options) -> Environment:
    strict = settings.STRICT_TEMPLATES
    options["undefined"] = StrictUndefined if strict else make_logging_undefined(logging.getLogger(__name__), Undefined)
    made = Environment(trim_blocks=True, lstrip_blocks=True, **options)  # noqa: S701 - Django's backend turns it on
    # Error pages are drawn without a request, and name its id all the same.
    made.globals |= {"url": url, "static": static, "request_id": passing.current_id}
    made.globals |= {name: getattr(bundles, name) for name in ("styles", "first_scripts", "scripts")}
    made.filters |= FILTERS | {
        "iso": iso,
        "line_breaks": line_breaks,
        "paragraphs": paragraphs,
        "capitalised": vietnamese.capitalised,
        "uncapitalised": vietnamese.uncapitalised,
        "plain": plain,
    }
    return made


def url(name: str, *args) -> str:
    """The address of a named page."""
    return reverse(name, args=args)


def iso(when) -> str:
    """For `datetime` attributes, on the clock of Việt Nam; nothing for None."""
    return vietnamese.local(when).isoformat() if when else ""


def line_breaks(text: str) -> Markup:
    """Escaped, with <br> where a line ends."""
    return Markup("<br>").join(escape(line) for line in text.splitlines())


def paragraphs(text: str) -> Markup:
    """Escaped, with <p> where a line is empty and <br> where one ends."""
    return Markup(linebreaks(text, autoescape=True))  # noqa: S704 - escaped just there


def plain(number: float) -> str:
    """A coordinate: with a point, whatever the language of the page."""
    return f"{number:g}"
