"""In which sections somebody may work: everywhere, unless user managers have agreed on some."""

from django.db.models import Q, QuerySet

from articles.models import Article, Section, SectionLimit
from articles.workflow import APPROVE, HIDDEN
from proposals import guards

MANAGE = "accounts.change_user"
OUTSIDE = "Anh/chị không làm việc trong chuyên mục «{}»; người quản trị người dùng đã giới hạn các chuyên mục."


def sections_of(user) -> QuerySet[Section]:
    limited = _limited_to(user)
    return Section.objects.filter(pk__in=limited) if limited else Section.objects.all()


def _limited_to(user) -> list[int]:
    """Keys of sections; none: every section. A superuser is bound by no limit."""
    if user.is_superuser:
        return []
    return list(SectionLimit.sections.through.objects.filter(sectionlimit__user=user).values_list("section", flat=True))


def refusal(article: Article, by) -> str | None:
    """Why `by` may not work on an article of this section; None when they may."""
    limited = _limited_to(by)
    return OUTSIDE.format(article.section) if limited and article.section_id not in limited else None


def within(user) -> Q:
    """Articles of the sections in which this person works."""
    limited = _limited_to(user)
    return Q(section__in=limited) if limited else Q()


def seen_by(user) -> Q:
    """What they may see at the desk: their own, what readers see, and for an approver all of their sections."""
    # "Not hidden" instead of "public": SQLite would gather all that is public and put it in order for each list.
    of_all = Q(author=user) | ~Q(status__in=HIDDEN)
    if not user.has_perm(APPROVE):
        return of_all
    inside = within(user)
    return inside | of_all if inside else inside


def guard() -> None:
    """Where somebody may work is a right like a role: two user managers stand behind it."""
    kept = guards.Guard(
        columns=("user", "sections"),
        approve=MANAGE,
        save=lambda row, at: row.save(),
        delete=lambda row, at: row.delete(),
        follows="Có hiệu lực ngay với mọi việc tiếp theo của người này.",
    )
    guards.register(SectionLimit, kept)
