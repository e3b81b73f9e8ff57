"""What the first pages of a process would have to wait for. No database is asked, so it may be away."""

from django.template import engines
from django.urls import reverse

OF_DJANGO = "django/"
"""The folder of templates in Django's own language, which only the desk waits for."""


def load() -> None:
    """The site map with every view, and every public template."""
    reverse("home")
    public = engines["jinja2"].env
    for name in public.list_templates(filter_func=lambda name: not name.startswith(OF_DJANGO)):
        public.get_template(name)
