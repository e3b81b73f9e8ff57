"""The words of a picture, and the title of a file, wait for a second person while others stand behind where they are.

That is: where something is approved that uses them, or waits for approval. Words of a picture that nothing of that
kind uses change at once.
"""

import datetime as dt

from library import services
from library.models import DocumentFile, Picture
from proposals import guards

COLUMNS = {Picture: ("alt", "is_decorative", "caption", "credit"), DocumentFile: ("title",)}
FOLLOWS = {
    Picture: "Thay đổi có hiệu lực ngay ở mọi bài dùng ảnh này làm ảnh chính; trong thân bài đã duyệt, lời giữ nguyên.",
    DocumentFile: "Thay đổi có hiệu lực ngay; tệp tải về mang tên mới.",
}


def is_seen(stored: Picture | DocumentFile) -> bool:
    return stored.pk is not None and stored.uses.agreed().exists()


def places(stored: Picture | DocumentFile) -> list[str]:
    """ "articles.article/12" of each."""
    uses = stored.uses.agreed().order_by("kind", "object_id")
    return [f"{kind}/{pk}" for kind, pk in uses.values_list("kind", "object_id")]


def _save(stored: Picture | DocumentFile, at: dt.datetime) -> None:
    stored.normalise()
    stored.save()


def register() -> None:
    for model, columns in COLUMNS.items():
        guard = guards.Guard(
            columns=columns,
            approve=f"library.approve_{model._meta.model_name}",
            save=_save,
            delete=lambda stored, at: services.delete(stored),
            reaches_readers=is_seen,
            circumstances=places,
            follows=FOLLOWS[model],
        )
        guards.register(model, guard)
