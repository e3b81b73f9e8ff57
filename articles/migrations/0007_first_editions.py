"""Every article that is there gets its text of today as its first version."""

from django.db import migrations

LINKS = ("targets", "breakthroughs", "task_groups")
AT_ONCE = 500


def write_first_editions(apps, schema_editor):
    articles, editions = (apps.get_model("articles", name).objects for name in ("Article", "Edition"))
    waiting = []
    for article in articles.select_related("cover").order_by("pk").iterator(chunk_size=AT_ONCE):
        waiting.append(_edition(apps, article))
        if len(waiting) == AT_ONCE:
            editions.bulk_create(waiting)
            waiting = []
    editions.bulk_create(waiting)


def _edition(apps, article):
    approval = article.events.filter(step__in=("approve", "override")).order_by("-at", "-pk").first()
    was_public = article.status == "approved" or approval is not None
    return apps.get_model("articles", "Edition")(
        article=article,
        number=1,
        origin="imported" if article.imported_id else "written",
        title=article.title,
        lead=article.lead,
        byline=article.byline,
        sources=article.sources,
        section_id=article.section_id,
        cover_key=article.cover.key if article.cover_id else "",
        links={name: sorted(getattr(article, name).values_list("pk", flat=True)) for name in LINKS},
        body=article.body,
        written_by_id=article.edited_by_id,
        written_at=article.edited_at,
        approved_by_id=approval.by_id if approval else None,
        approved_at=(approval.at if approval else article.edited_at) if was_public else None,
    )


class Migration(migrations.Migration):
    dependencies = [("articles", "0006_editions_and_corrections")]
    operations = [migrations.RunPython(write_first_editions, migrations.RunPython.noop)]
