"""What every screen of the admin writes into the record, in place of Django's own log; and the history read from it."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils import timezone

from audit import services, values
from audit.models import Event

MOST_SHOWN = 200


class Recorded(admin.ModelAdmin):
    """Stands under every ModelAdmin of the site (config/admin_site.py).

    `recorded_by_services`: of "add", "change" and "delete" those that the app's own services record.
    """

    recorded_by_services = frozenset()

    def may_read_history(self, request, row):
        """Of a row that this person may see. What was hidden before may not be told by it."""
        return True

    def render_change_form(self, request, context, *args, **kwargs):
        row = context.get("original")
        context["may_read_history"] = row is None or self.may_read_history(request, row)
        return super().render_change_form(request, context, *args, **kwargs)

    def construct_change_message(self, request, form, formsets, add=False):
        """The last that Django asks while the form is at hand, so what was typed is read here."""
        request.record_changes = _changes(form, formsets or [])
        return super().construct_change_message(request, form, formsets, add)

    def log_addition(self, request, obj, message):
        if "add" not in self.recorded_by_services:
            services.record("row.add", obj, by=request.user, at=timezone.now(), after=values.of_row(obj))

    def log_change(self, request, obj, message):
        before, after = getattr(request, "record_changes", ({}, {}))
        if "change" in self.recorded_by_services or not after:
            return
        kind = "account.password" if set(after) == {"password"} else "row.change"
        services.record(kind, obj, by=request.user, at=timezone.now(), before=before, after=after)

    def log_deletions(self, request, queryset):
        if "delete" not in self.recorded_by_services:
            for row in queryset:
                services.record("row.delete", row, by=request.user, at=timezone.now(), before=values.of_row(row))
        return []

    def changelist_view(self, request, extra_context=None):
        """No list of ours has an action over many rows: a request for one was written by hand."""
        if "action" in request.POST and not self.get_actions(request):
            raise PermissionDenied
        return super().changelist_view(request, extra_context)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """A page that is not there, as everywhere else; and so an attempt that the record knows of."""
        raise Http404

    def history_view(self, request, object_id, extra_context=None):
        if not self.has_view_or_change_permission(request):
            # Before the row is looked for: the answer must not tell whether it is there.
            raise PermissionDenied
        row = self.get_object(request, object_id)
        if row is None or not self.has_view_or_change_permission(request, row):
            raise Http404
        if not self.may_read_history(request, row):
            raise PermissionDenied
        of_row = Event.objects.filter(model=row._meta.label_lower, object_id=str(row.pk))
        context = {
            **self.admin_site.each_context(request),
            "title": f"Lịch sử: {row}",
            "opts": self.opts,
            "object": row,
            "events": of_row[:MOST_SHOWN],
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/audit/history.html", context)


def _changes(form, formsets) -> tuple[dict, dict]:
    """What was and what is, of each changed field; passwords only by the name of their field."""
    before, after = {}, {}
    for name in form.changed_data:
        if "password" in name:
            before["password"] = after["password"] = None
        elif name != "seen":
            before[name] = values.plain(_before(form, name))
            after[name] = values.plain(_stored(form.cleaned_data.get(name)))
    rows = [told for formset in formsets for told in _rows(formset)]
    return before, {**after, **({"rows": rows} if rows else {})}


def _before(form, name):
    """Chosen rows under the name that the form's own model has for them: a role is a group with another name."""
    value = form.initial.get(name)
    if not isinstance(value, list) or not hasattr(form.fields[name], "queryset"):
        return value
    rows = form.fields[name].queryset.model._default_manager
    return set(map(str, rows.filter(pk__in=[row.pk for row in value])))


def _stored(value):
    """A chosen row as its column holds it."""
    return value.pk if hasattr(value, "pk") else value


def _rows(formset):
    yield from ({"did": "add", "row": str(row)} for row in formset.new_objects)
    yield from ({"did": "change", "row": str(row), "columns": names} for row, names in formset.changed_objects)
    yield from ({"did": "delete", "row": str(row)} for row in formset.deleted_objects)
