"""What differs between two versions of an article, in words."""

from articles import comparing, links, richtext, taken_over
from articles.comparing import Comparison, Piece, Row, State
from articles.models import Edition
from library.models import Picture

LINES = (("title", "Tiêu đề"), ("lead", "Sapo"), ("byline", "Bút danh"), ("sources", "Nguồn tài liệu"))
NO_LONGER = "(không còn)"


def compare(before: Edition, after: Edition) -> Comparison:
    """Title, lead and the rest first, then the text, paragraph by paragraph."""
    rows: list[Row] = []
    for name, label in LINES:
        rows += comparing.compare_lines(label, getattr(before, name), getattr(after, name))
    rows += _changed(taken_over.LABEL, taken_over.said(before), taken_over.said(after))
    rows += _replaced("Chuyên mục", *(str(one.section or NO_LONGER) for one in (before, after)))
    rows += _replaced("Ảnh chính", *(_cover(one) for one in (before, after)))
    if before.links != after.links:
        old, new = links.rows_of(before.links), links.rows_of(after.links)
        for name, label in links.LINKS.items():
            rows += _changed(f"Nói về {label.lower()}", *(_names(side[name]) for side in (old, new)))
    return Comparison((*rows, *comparing.compare(before.body, after.body).rows))


def also_changed(before: Edition, after: Edition) -> tuple[str, ...]:
    """What differs besides words, in words."""
    pairs = (
        ("chuyên mục", before.section_id != after.section_id),
        ("nguồn lấy lại", taken_over.said(before) != taken_over.said(after)),
        ("ảnh chính", before.cover_key != after.cover_key),
        ("liên kết tới nghị quyết", before.links != after.links),
        ("ảnh trong bài", richtext.picture_keys(before.body) != richtext.picture_keys(after.body)),
    )
    return tuple(name for name, differs in pairs if differs)


def _replaced(label: str, before: str, after: str) -> list[Row]:
    if before == after:
        return []
    old, new = (Piece(State.REMOVED, before),), (Piece(State.ADDED, after),)
    return [Row(State.CHANGED, label, old if before else (), new if after else ())]


def _changed(label: str, before: str, after: str) -> list[Row]:
    return comparing.compare_lines(label, before, after) if before != after else []


def _cover(edition: Edition) -> str:
    if not edition.cover_key:
        return ""
    picture = Picture.objects.filter(key=edition.cover_key).first()
    return f"[{picture.alt or 'ảnh trang trí'}]" if picture else f"[ảnh {NO_LONGER}]"


def _names(rows: list) -> str:
    return "\n".join(sorted(str(row) for row in rows))
