"""Every address of the admin, found in the admin itself, so that a new one is asked like the old ones."""

import re

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType

PART = re.compile(r"<[^>]+>")


def of_row(model, pk) -> list[str]:
    """Those that name one row of the model: pages, steps, history, removal, and the way to its public page."""
    here = f"/quan-tri/{model._meta.app_label}/{model._meta.model_name}/"
    routes = [str(entry.pattern) for entry in admin.site.get_model_admin(model).get_urls()]
    rows = [here + PART.sub(str(pk), route) for route in routes if len(PART.findall(route)) == 1]
    return [*rows, f"/quan-tri/r/{ContentType.objects.get_for_model(model).pk}/{pk}/"]


def of_lists(model) -> list[str]:
    """Those of the model that name no row."""
    here = f"/quan-tri/{model._meta.app_label}/{model._meta.model_name}/"
    routes = [str(entry.pattern) for entry in admin.site.get_model_admin(model).get_urls()]
    return [here + route for route in routes if not PART.search(route)]


def of_desk() -> list[str]:
    """All that name no row, of every model, and the front pages."""
    models = admin.site._registry
    apps = sorted({model._meta.app_label for model in models})
    return ["/quan-tri/", *(f"/quan-tri/{app}/" for app in apps), *(one for model in models for one in of_lists(model))]
