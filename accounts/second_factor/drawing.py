"""A QR code as SVG that may stand in a page: no style, no script, nothing fetched."""

import segno
from django.utils.safestring import SafeString, mark_safe


def qr(text: str) -> SafeString:
    """Dark on white whatever the page's colours: cameras read nothing else for certain."""
    drawn = segno.make(text, error="m", micro=False)
    # Made of squares alone; the text is nowhere in it as text.
    return mark_safe(drawn.svg_inline(scale=5, dark="#000", light="#fff", svgclass="qr", lineclass=None))  # noqa: S308 - squares
