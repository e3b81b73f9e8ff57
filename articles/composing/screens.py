"""The page to write in at the desk, with a look at what readers would see and a checklist that follows the typing."""

from csp.decorators import csp_replace, csp_update
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html

from articles import richtext, services
from articles.composing import layout, preview
from articles.corrections import services as corrections
from articles.editions import keeping
from articles.gate import asking
from articles.widgets import EDITOR_POLICY
from articles.workflow import EDITABLE

OWN_FRAME = {"frame-ancestors": ["'self'"]}


class ComposingPage:
    """Mixed into the ModelAdmin of articles."""

    def get_urls(self):
        view = self.admin_site.admin_view
        own = [
            path(f"{before}{end}/", view(screen), name=f"articles_article_{name}{suffix}")
            for end, screen, name in (("xem-thu", self.typed_preview, "try"), ("kiem-tra", self.typed_check, "check"))
            for before, suffix in (("", "_new"), ("<int:pk>/", ""), ("<int:pk>/sua-bai-dang/", "_correction"))
        ]
        return [*own, *super().get_urls()]

    def get_fieldsets(self, request, obj=None):
        if self._may_edit(request, obj):
            return layout.WRITE
        return layout.RESCHEDULE if self._may_reschedule(request, obj) else layout.READ

    def get_readonly_fields(self, request, obj=None):
        return [] if self._may_edit(request, obj) else layout.READ_ONLY

    def _may_edit(self, request, obj):
        return obj is None or services.edit_refusal(obj, request.user) is None

    def _may_reschedule(self, request, obj):
        return services.schedule_refusal(obj, request.user) is None

    @admin.display(description="bài nổi bật")
    def featured(self, article):
        """In words: the stock picture of a yes or no says "True" and "False" to those who listen."""
        return "Có" if article.is_featured else "Không"

    @admin.display(description="nội dung")
    def body_shown(self, article):
        return format_html('<div class="editor-text">{}</div>', richtext.safe(article.body))

    def render_change_form(self, request, context, *args, **kwargs):
        article, form = kwargs.get("obj"), context["adminform"].form
        if getattr(form, "conflict", None):
            return self.conflict_page(request, form)
        is_correction = context.get("is_correction", False)
        is_editor = "body" in form.fields
        may_submit = is_editor and context.get("may_submit", False)
        is_checked = article is None or article.status in EDITABLE or is_correction
        found = self._found(article, form) if article and is_checked else ()
        context |= {
            **layout.laid_out(context["adminform"], article),
            **self._addresses(article, is_editor, is_correction),
            **self._checklist(article, found),
            "stand": layout.stand(article, timezone.now(), number=_number(article)),
            "is_checked": is_checked,
            "primary": layout.primary(
                context.get("steps", []), may_submit=may_submit, is_form=is_editor or "publish_at" in form.fields
            ),
        }
        if is_editor:
            return self._with_editor(request, context, *args, **kwargs)
        return super().render_change_form(request, context, *args, **kwargs)

    def _found(self, article, form):
        """Of the text that the page shows: the article's, or the one that waits beside it."""
        if article.status in EDITABLE:
            return self.checked(article)
        return asking.findings(form.instance, at=timezone.now(), own=article.pk, publish_at=article.publish_at)

    @method_decorator(csp_update(EDITOR_POLICY))
    def _with_editor(self, *args, **kwargs):
        """The looser policy goes with the editor and nothing else: not with a locked text, not with a redirect."""
        return super().render_change_form(*args, **kwargs)

    def _addresses(self, article, is_editor, is_correction):
        """Where what is typed is drawn and checked."""
        suffix, keys = ("", [article.pk]) if article else ("_new", [])
        suffix = "_correction" if is_correction else suffix
        names = {"try_url": "try", "check_url": "check"} if is_editor else {}
        return {key: reverse(f"admin:articles_article_{name}{suffix}", args=keys) for key, name in names.items()}

    def _checklist(self, article, found):
        seen = asking.seen_by(article, found) if article and found else {}
        return {
            "findings": [(one, seen.get(one.fingerprint)) for one in found],
            "counted": layout.counted(found),
        }

    # What is typed and not saved.

    @method_decorator(csp_replace(OWN_FRAME))
    def typed_preview(self, request, pk=None):
        form = self._typed(request, pk)
        if form is None:
            return HttpResponseNotAllowed(["POST"])
        article, chosen = preview.typed(form)
        if "body" in form.errors and form.data.get("body", "").strip():
            return preview.refused(request, form)
        return preview.drawn(request, article, chosen, timezone.now())

    def typed_check(self, request, pk=None):
        """The checklist alone, as a piece of the page."""
        form = self._typed(request, pk)
        if form is None:
            return HttpResponseNotAllowed(["POST"])
        article, _chosen = preview.typed(form)
        article.normalise()
        found = asking.findings(article, at=timezone.now(), own=pk, publish_at=article.publish_at)
        context = {**self._checklist(article if pk else None, found), "is_correction": _is_correction(request)}
        return preview.private(render(request, "admin/articles/article/_checklist.html", context))

    def _typed(self, request, pk):
        """The form as it was posted, for those who could save it; None when nothing was posted."""
        article = self.visible(request, pk) if pk else None
        is_correction = _is_correction(request)
        if is_correction:
            may = corrections.write_refusal(article, request.user) is None
        else:
            may = self._may_edit(request, article) if article else self.has_add_permission(request)
        if not may:
            raise PermissionDenied
        if request.method != "POST":
            return None
        if is_correction:
            return self._correction_form(request, article, keeping.live(article), corrections.open_of(article))
        form_class = self.get_form(request, article, change=article is not None)
        form = form_class(request.POST, instance=article)
        form.is_look = True
        return form


def _is_correction(request):
    return request.resolver_match.url_name.endswith("_correction")


def _number(article):
    newest = article and keeping.newest(article)
    return newest.number if newest else 0
