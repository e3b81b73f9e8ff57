"""The page on which two texts of one article are put together."""

from http import HTTPStatus

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from articles import services
from articles.conflicts.choosing import ALL, COMPARED, PREFIX
from articles.conflicts.merging import Side
from articles.models import Article

NOT_CARRIED = frozenset({"csrfmiddlewaretoken", COMPARED, ALL, "_save", "_continue", "_submit", "_addanother"})
"""Of what was sent: all else is sent once more with the choices."""


class ConflictScreens:
    """Mixed into the ModelAdmin of articles."""

    def conflict_page(self, request, form, status=None):
        stored = form.conflict.stored
        context = {
            **self.admin_site.each_context(request),
            "title": "Ghép hai bản",
            "opts": self.opts,
            "article": stored,
            "form": form,
            "theirs": _whose(stored, request.user),
            "questions": form.conflict.questions(form.choices),
            "sides": Side,
            "compared": COMPARED,
            "all": ALL,
            "carried": carried(request.POST),
        }
        return TemplateResponse(request, "admin/articles/article/merge.html", context, status=status)

    def made_before(self, request, answer):
        """The form of a new article was sent twice: by a double click, or changed after the back button."""
        form = self._as_change(request, answer.article)
        if form.conflict is None or not form.conflict.is_same:
            return self.change_view(request, str(answer.article.pk))
        messages.info(request, str(answer))
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[answer.article.pk]))

    def conflict_page_after(self, request, article):
        """For who was later by a moment; None where they may no longer change the text, or only times were sent."""
        article = Article.objects.get(pk=article.pk)
        if "body" not in request.POST or services.edit_refusal(article, request.user):
            return None
        form = self._as_change(request, article)
        is_other = form.conflict and not form.conflict.is_same
        return self.conflict_page(request, form, status=HTTPStatus.CONFLICT) if is_other else None

    def _as_change(self, request, article):
        form = self.get_form(request, article, change=True)(request.POST, instance=article)
        with transaction.atomic():  # its check locks the row
            form.full_clean()
        return form


def carried(sent) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in sent.lists()
        for value in values
        if name not in NOT_CARRIED and not name.startswith(PREFIX)
    ]


def _whose(stored, user) -> str:
    """ "của Lò Thị Hoa"; one's own of another tab is no other person's."""
    if stored.edited_by is None or stored.edited_by == user:
        return "của bản đang lưu"
    return f"của {stored.edited_by}"
