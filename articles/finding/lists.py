"""What keeps the desk's list of articles cheap: it is counted no further than a bound, and filtered by index."""

import datetime as dt

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.paginator import Paginator
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.functional import cached_property

import vietnamese
from articles.models import DESK_MOMENT
from articles.workflow import HIDDEN, PUBLIC, Status
from desk import week
from web.digits import whole_number

MOST = 1_000
SOON = dt.timedelta(days=14)
MOST_PEOPLE = 100


class BoundedPaginator(Paginator):
    """To count 100.000 rows costs more than to show fifty: beyond so many, words and days lead further than pages."""

    @cached_property
    def count(self):
        return min(self._counted, MOST)

    @property
    def is_cut(self):
        return self._counted > MOST

    @cached_property
    def _counted(self):
        return self.object_list.order_by()[: MOST + 1].count()


def states(at: dt.datetime) -> dict[str, tuple[str, Q]]:
    """Code -> its name, as the list says it, and which articles are in it."""
    public = Q(status__in=PUBLIC)
    gone = Q(expire_at__lte=at)
    return {
        "ban-nhap": ("Bản nháp", Q(status=Status.DRAFT)),
        "cho-duyet": ("Chờ duyệt", Q(status=Status.SUBMITTED)),
        "cho-den-gio": ("Đã duyệt, chờ đến giờ", public & Q(publish_at__gt=at)),
        "dang-dang": ("Đang đăng", public & Q(publish_at__lte=at) & ~gone),
        "het-han": ("Đã hết hạn", public & gone),
        "da-go": ("Đã gỡ", Q(status=Status.WITHDRAWN)),
    }


BY_HOUR = frozenset({"cho-den-gio", "dang-dang"})
"""These are listed by the index of what is public."""


def ordering(asked) -> list:
    """Newest first, a draft by its last edit. `asked`: what stands in the address."""
    if asked.get(StateFilter.parameter_name) in BY_HOUR:
        return [F("publish_at").desc(), "-id"]
    return [DESK_MOMENT.desc(), "-id"]


def people(visible) -> list[tuple[str, str]]:
    """(key, name) of those who wrote something of `visible`: to others, a colleague with only a draft wrote nothing."""
    # Each person is looked up; to list the author of every article would read them all.
    wrote = Exists(visible.order_by().filter(author=OuterRef("pk")))
    found = get_user_model().objects.filter(wrote).order_by("display_name", "pk")
    return [(str(person.pk), str(person)) for person in found[:MOST_PEOPLE]]


class InTheLine(admin.SimpleListFilter):
    """Asked by the line above the list, so the column beside it does not show it once more."""

    template = "admin/articles/finding/in_the_line.html"

    def lookups(self, request, model_admin):
        return ()

    def has_output(self):
        return True

    def choices(self, changelist):
        return ()


class StateFilter(InTheLine):
    title, parameter_name = "trạng thái", "trang-thai"

    def queryset(self, request, queryset):
        _, condition = states(timezone.now()).get(self.value(), ("", None))
        return queryset if condition is None else queryset.filter(condition)


class PersonFilter(InTheLine):
    title, parameter_name = "người viết", "nguoi-viet"

    def queryset(self, request, queryset):
        author = whole_number(self.value())
        return queryset if author is None else queryset.filter(author_id=author)


class SinceFilter(InTheLine):
    title, parameter_name = "từ ngày", "tu"

    def queryset(self, request, queryset):
        day = week.day_of(self.value())
        return queryset.alias(desk_at=DESK_MOMENT).filter(desk_at__gte=vietnamese.day_start(day)) if day else queryset


class UntilFilter(InTheLine):
    title, parameter_name = "đến ngày", "den"

    def queryset(self, request, queryset):
        if day := week.day_of(self.value()):
            ends = vietnamese.day_start(day + dt.timedelta(days=1))
            return queryset.alias(desk_at=DESK_MOMENT).filter(desk_at__lt=ends)
        return queryset


class SoonFilter(admin.SimpleListFilter):
    title, parameter_name = "sắp hết hạn", "sap-het-han"

    def lookups(self, request, model_admin):
        return [("co", "Tự gỡ trong mười bốn ngày tới")]

    def queryset(self, request, queryset):
        at = timezone.now()
        going = Q(expire_at__gt=at, expire_at__lte=at + SOON) & ~Q(status__in=HIDDEN)
        return queryset.filter(going) if self.value() == "co" else queryset


FILTERS = [PersonFilter, StateFilter, SinceFilter, UntilFilter]
