"""What staff's lists have in common: what may be asked of them by their address, and what only shows."""

from django.utils.html import format_html

# What Django's own filters write behind a field's name.
_ENDINGS = frozenset({"", "exact", "id__exact", "pk__exact", "isnull", "isempty", "gte", "lt", "year", "month", "day"})


def two_lines(first, second):
    """A fact, and under it a quieter one: a column for each would push the last ones off the page."""
    return format_html('{} <span class="under">{}</span>', first, second) if second else first


class ClosedFilters:
    """Mixed into a ModelAdmin. Django lets any field of the row through, and one step along any relation: by that,
    `?articles=33` at the sections would tell where a colleague's draft stands."""

    def lookup_allowed(self, lookup, value, request):
        return any(lookup == name or _ending(lookup, name) in _ENDINGS for name in self._asked_by(request))

    def _asked_by(self, request):
        """The names of the shown filters: a field, a field with its own filter, or a filter with its own name."""
        shown = [item[0] if isinstance(item, tuple) else item for item in self.get_list_filter(request)]
        names = [item if isinstance(item, str) else item.parameter_name for item in shown]
        return [*names, self.date_hierarchy] if self.date_hierarchy else names


def _ending(lookup, name):
    return lookup.removeprefix(f"{name}__") if lookup.startswith(f"{name}__") else None


class OnlyShown:
    """Mixed into a ModelAdmin whose rows nobody adds, changes or removes by hand."""

    actions = None

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
