"""What an article is about: the parts of a resolution that it names."""

from articles.models import Article

LINKS = {"targets": "Chỉ tiêu", "breakthroughs": "Khâu đột phá", "task_groups": "Nhóm nhiệm vụ"}


def keys_of(article: Article) -> dict[str, list[int]]:
    """By their keys, for each name of LINKS."""
    return {name: sorted(getattr(article, name).values_list("pk", flat=True)) for name in LINKS}


def rows_of(keys: dict[str, list[int]]) -> dict[str, list]:
    """Those of the rows that are still there."""
    models = {name: Article._meta.get_field(name).related_model for name in LINKS}
    return {name: list(model._default_manager.filter(pk__in=keys.get(name, []))) for name, model in models.items()}


def change(article: Article, wanted: dict) -> str:
    """Sets them to the rows of `wanted`; says in words what that changed, "" where nothing."""
    said = [_change(getattr(article, name), label, wanted[name]) for name, label in LINKS.items()]
    return "\n".join(filter(None, said))


def _change(manager, label, wanted) -> str:
    """ "Chỉ tiêu: thêm «Tỷ lệ che phủ rừng»; bỏ «GRDP»", or "" where nothing changes."""
    before, after = set(manager.all()), set(wanted)
    manager.set(after)
    parts = (("thêm", after - before), ("bỏ", before - after))
    said = [f"{word} {', '.join(sorted(f'«{row}»' for row in rows))}" for word, rows in parts if rows]
    return f"{label}: {'; '.join(said)}" if said else ""
