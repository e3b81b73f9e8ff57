"""How staff narrow the list of articles; the to-do lines of the front page lead to the same lists."""

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import F

from articles.models import Article
from articles.workflow import APPROVE, SUBMIT, Status


def my_work(user):
    """(code, label, articles) of each list that waits for this person."""
    if user.has_perm(APPROVE):
        others = Article.objects.filter(status=Status.SUBMITTED).exclude(author=user).exclude(edited_by=user)
        yield "cho-duyet", "bài chờ duyệt", others
    if user.has_perm(SUBMIT):
        mine = Article.objects.filter(author=user, status=Status.DRAFT)
        returned = mine.filter(
            pk__in=mine.filter(events__step="send_back", events__at__gte=F("edited_at")).values("pk")
        )
        yield "bi-tra-lai", "bài bị trả lại để sửa", returned
        yield "ban-nhap", "bản nháp của anh/chị, chưa gửi duyệt", mine.exclude(pk__in=returned.values("pk"))


class MyWorkFilter(admin.SimpleListFilter):
    title = "việc của tôi"
    parameter_name = "viec"

    def lookups(self, request, model_admin):
        return [(code, label[0].upper() + label[1:]) for code, label, _ in my_work(request.user)]

    def queryset(self, request, queryset):
        for code, _, articles in my_work(request.user):
            if self.value() == code:
                return queryset.filter(pk__in=articles.values("pk"))
        return queryset


class AuthorFilter(admin.SimpleListFilter):
    """Only people who have written something, by name."""

    title = "người viết"
    parameter_name = "nguoi-viet"

    def lookups(self, request, model_admin):
        writers = get_user_model().objects.filter(articles__isnull=False).distinct().order_by("display_name")
        return [(str(writer.pk), str(writer)) for writer in writers[:100]]

    def queryset(self, request, queryset):
        value = self.value()
        if value and value.isascii() and value.isdigit() and len(value) < 18:
            return queryset.filter(author_id=int(value))
        return queryset
