"""«Giao bài» at the desk: one article from its own page, and all that somebody who left has left behind."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from articles.handing_over import rules, services
from articles.handing_over.forms import MOST, HandOverForm
from articles.handing_over.rules import STEP, TABLE, Seen
from articles.workflow import APPROVE
from desk import refused
from desk.steps import StepRefused

ONE, LEAVERS = "articles_article_hand_over", "articles_article_left_behind"
DONE = "Đã giao {} bài cho {}."
LEFT_TITLE = "Bài dở của người đã nghỉ"


class HandOverScreens:
    """Mixed into the ModelAdmin of articles, above its steps."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("giao-bai/", view(self.left_behind_view), name=LEAVERS),
            path("<int:pk>/giao-bai/", view(self.hand_over_view), name=ONE),
            *super().get_urls(),
        ]

    def step_buttons(self, request, article, state):
        buttons = super().step_buttons(request, article, state)
        if article.status not in rules.UNFINISHED or not request.user.has_perm(APPROVE):
            return buttons
        name, url = TABLE.steps[STEP].name, reverse(f"admin:{ONE}", args=[article.pk])
        refusal = services.refusal(article, request.user)
        return [*buttons, {"code": STEP, "name": name, "url": url, "refusal": refusal}]

    def hand_over_view(self, request, pk):
        article = self.visible(request, pk)
        back = reverse("admin:articles_article_change", args=[pk])
        refusal = services.refusal(article, request.user)
        facts = {"title": TABLE.steps[STEP].name, "thing": article, "back": back, "refusal": refusal}
        return self._hand_over(request, [article], back, facts, only=article)

    def left_behind_view(self, request):
        """Grouped by whose they were: each group goes to one person, together."""
        rows = services.left_behind(request.user).select_related("author", "section")
        articles = list(rows.defer("body").order_by("author__display_name", "author", "edited_at", "pk")[: MOST + 1])
        back = reverse(f"admin:{LEAVERS}")
        more = len(articles) > MOST
        return self._hand_over(request, articles[:MOST], back, {"title": LEFT_TITLE, "back": back, "more": more})

    def _hand_over(self, request, articles, back, facts, only=None):
        if not request.user.has_perm(APPROVE):
            raise PermissionDenied
        status = HTTPStatus.OK
        form = HandOverForm(request.POST if request.method == "POST" else None)
        # On the page of one article no other is given away.
        if request.method == "POST" and form.is_valid() and (only is None or {only.pk} == _keys(form.seen)):
            refusal = self._tried(request, form, only)
            if refusal is None:
                return HttpResponseRedirect(back)
            facts, status = {**facts, "refusal": refusal}, HTTPStatus.CONFLICT
        context = {
            **self.admin_site.each_context(request),
            **facts,
            "opts": self.opts,
            "follows": TABLE.steps[STEP].follows,
            "form": form,
            "only": only and _seen(only),
            "people": _by_person(articles),
            "chosen": None if not form.is_bound else request.POST.getlist("seen"),
        }
        return TemplateResponse(request, "admin/articles/hand_over.html", context, status=status)

    def _tried(self, request, form, only) -> str | None:
        """Why it did not happen; None when it did."""
        taker = form.cleaned_data["taker"]
        facts = {"by": request.user, "at": timezone.now(), "note": form.cleaned_data["note"]}
        try:
            count = services.hand_over_together(form.seen, taker, **facts)
        except StepRefused as refusal:
            refused.note(request, only, refusal, STEP)
            return str(refusal)
        said = TABLE.steps[STEP].done.format(only, taker) if only else DONE.format(count, taker)
        messages.success(request, said)
        return None


def _keys(seen):
    return {one.pk for one in seen}


def _seen(article):
    return str(Seen(article.pk, article.revision, article.status, article.author_id))


def _by_person(articles):
    """[(whose, [(what was seen, article), ...]), ...] in the order given."""
    people = {}
    for article in articles:
        people.setdefault(article.author, []).append((_seen(article), article))
    return list(people.items())
