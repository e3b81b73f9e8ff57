"""By which pieces of links pages are found that show something of the tracker (web/removals.py).

Every page that shows a figure links to its target, under its congress; the foot of all pages links only above that.
"""

from collections.abc import Callable

from django.db import models

from resolutions.models import Congress, Document, FormerCode


def of_tracker() -> tuple[str, ...]:
    """An indicator may belong to every congress: all of them, by their codes of today and before."""
    codes = {*Congress.objects.values_list("code", flat=True)}
    codes |= {*FormerCode.objects.filter(model=Congress._meta.model_name).values_list("code", flat=True)}
    return tuple(f"/nghi-quyet/{code}/" for code in sorted(codes))


def of(row: models.Model) -> Callable[[], tuple[str, ...]]:
    own = (f"/van-ban/{row.pk}/",) if isinstance(row, Document) else ()
    return lambda: (*own, *of_tracker())
