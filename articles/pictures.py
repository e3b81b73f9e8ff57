"""What an article's text needs to know of the library's pictures."""

from articles.richtext import PictureFacts
from library.models import Picture


def facts(keys):
    """Facts of the pictures that exist, by key; one query."""
    return {picture.key: _facts(picture) for picture in Picture.objects.filter(key__in=list(keys))}


def _facts(picture):
    parts = [picture.caption, picture.credit and f"Ảnh: {picture.credit}"]
    return PictureFacts(
        src=picture.src,
        srcset=picture.srcset,
        sizes=picture.sizes,
        width=picture.width,
        height=picture.height,
        alt=picture.text,
        caption=" ".join(part if part[-1] in ".!?…" else f"{part}." for part in parts if part),
    )
