"""What every write to an article does: one UPDATE that names what the person saw, a line of its history, the index."""

import datetime as dt

import vietnamese
from articles import richtext, taken_over
from articles.finding import storing
from articles.models import KIND, Article, Edition, WorkflowEvent, link_marks
from articles.workflow import PUBLIC, Status
from desk.steps import StepRefused
from library import services as library
from library.models import Picture
from search import services as search
from web import versions

USE_KIND = "articles.article"
TEXT_COLUMNS = ("title", "slug", "lead", "body", "byline", "sources", "section_id", "cover_id", *taken_over.COLUMNS)


def update(article: Article, **changes) -> None:
    """Moves the row that the person saw, or refuses because it is no longer there."""
    alone, outdated = article.approved_alone_by_id, article.outdated_at
    seen = Article.objects.filter(pk=article.pk, status=article.status, revision=article.revision)
    seen = seen.filter(approved_alone_by=alone) if alone else seen.filter(approved_alone_by__isnull=True)
    seen = seen.filter(outdated_at=outdated) if outdated else seen.filter(outdated_at__isnull=True)
    if not seen.update(**changes):
        refuse_stale(article)
    for name, value in changes.items():
        setattr(article, name, value)


def expect_seen(article: Article) -> None:
    """Refuses when the row is no longer what the person saw, although nothing is to be written."""
    if not Article.objects.filter(pk=article.pk, status=article.status, revision=article.revision).exists():
        refuse_stale(article)


def refuse_stale(article: Article) -> None:
    if not Article.objects.filter(pk=article.pk).exists():
        raise StepRefused("Bài này đã bị xóa.")
    raise StepRefused(f"{last_change(article)}, sau khi anh/chị mở bài. Chưa có gì thay đổi; hãy xem lại bản mới nhất.")


def record(article: Article, step: str, by, at: dt.datetime, note: str = "") -> None:
    WorkflowEvent.objects.create(article=article, step=step, by=by, at=at, revision=article.revision, note=note)


def index_and_show(article: Article) -> None:
    """The search index, the library and what pages keep say the same as the article's state."""
    versions.renew("articles", marks=link_marks(article.pk))
    show_pictures(article)
    storing.keep(article)
    if article.status in PUBLIC:
        search.put(article.search_entry())
    else:
        search.remove(KIND, article.pk)


def show_pictures(article: Article) -> None:
    """Cover and pictures of the text are public exactly as long as the article is."""
    is_public = article.status in PUBLIC
    shown = _pictures({*richtext.picture_keys(article.body)})
    library.set_uses(
        USE_KIND,
        article.pk,
        pictures=shown | ({article.cover_id} if article.cover_id else set()),
        public_from=article.publish_at if is_public else None,
        public_until=article.expire_at if is_public else None,
        is_waiting=article.status == Status.SUBMITTED,
    )


def pictures_of(edition: Edition) -> set[int]:
    """The keys in the database of what a version shows."""
    return _pictures({*richtext.picture_keys(edition.body), edition.cover_key} - {""})


def _pictures(keys: set[str]) -> set[int]:
    return set(Picture.objects.filter(key__in=keys).values_list("pk", flat=True)) if keys else set()


def last_change(article: Article) -> str:
    """Who did what last, and when: "Trần Thị Bình sửa lúc 08:30, 25/09/2020"."""
    now = Article.objects.select_related("edited_by").get(pk=article.pk)
    event = now.events.select_related("by").last()
    if event and event.at > now.edited_at:
        return f"{event.by or 'Hệ thống'} đã thực hiện bước «{event.step_name}» lúc {_clock(event.at)}"
    return f"{now.edited_by or 'Hệ thống'} đã sửa bài này lúc {_clock(now.edited_at)}"


def _clock(at):
    at = vietnamese.local(at)
    return f"{at:%H:%M}, {vietnamese.short_date(at.date())}"
