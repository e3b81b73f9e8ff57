"""How staff narrow the list of articles; the to-do lines of the front page lead to the same lists."""

from django.contrib import admin
from django.db.models import F

from articles import limits, stepping
from articles.models import Article
from articles.workflow import APPROVE, SUBMIT, Status


def my_work(user):
    """(code, label, articles) of each list that waits for this person."""
    if user.has_perm(APPROVE):
        mine_to_read = Article.objects.filter(limits.within(user))
        others = mine_to_read.filter(status=Status.SUBMITTED).exclude(stepping.behind(user))
        yield "cho-duyet", "bài chờ duyệt", others
        alone = mine_to_read.unconfirmed().exclude(stepping.behind(user))
        yield "cho-xac-nhan", "bài đăng khi chỉ một người duyệt, chờ người thứ hai xác nhận", alone
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


class AloneFilter(admin.SimpleListFilter):
    title = "người thứ hai"
    parameter_name = "nguoi-thu-hai"

    def lookups(self, request, model_admin):
        return [("cho", "Chờ người thứ hai xác nhận")]

    def queryset(self, request, queryset):
        return queryset.unconfirmed() if self.value() == "cho" else queryset
