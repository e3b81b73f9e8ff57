"""The box in which staff look up another row by its name."""

from django.contrib.admin.widgets import AutocompleteSelect

from web.digits import whole_number


class KeySelect(AutocompleteSelect):
    """Django's own asks the database for whatever was sent, and answers with an error page where it is no key."""

    def optgroups(self, name, value, attr=None):
        keys = [one for one in map(str, value) if whole_number(one) is not None]
        return super().optgroups(name, keys, attr)


class Choosers:
    """Stands under every ModelAdmin (config/admin_site.py)."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", KeySelect(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
