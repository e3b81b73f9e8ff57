"""The text of an article as somebody typed it: judged and cleaned once, before the transaction opens that saves it.

Cleaning a long text takes longer than all the writing of a save, and on SQLite every other writer waits meanwhile.
"""

from dataclasses import dataclass

from articles import nesting, richtext, services

TOO_DEEP = (
    "Định dạng của nội dung lồng quá nhiều lớp nên chưa lưu được. Hãy chép bài rồi dán lại dưới dạng văn bản thuần "
    "(Ctrl+Shift+V)."
)
TOO_MANY_SIGNS = "Nội dung có quá nhiều dấu & nên chưa lưu được. Hãy xem lại chỗ vừa dán."
EMPTY = "Bài chưa có nội dung."
# Word pastes only the address of a picture on the writer's own disk.
LOST_PICTURES = (
    "{} ảnh trong bài không giữ được vì không nằm trong thư viện. Hãy bấm nút «Hình ảnh», tải ảnh lên thư viện rồi "
    "chèn lại."
)


@dataclass(frozen=True)
class TypedBody:
    """`problem`: why it cannot be saved; `body`: what will be."""

    source: str
    body: str = ""
    problem: str = ""

    @property
    def lost_pictures(self) -> int:
        return self.source.count("<img") - self.body.count("<img")


def look_at(source: str) -> TypedBody:
    if richtext.is_too_deep(source):
        return TypedBody(source, problem=TOO_DEEP)
    if nesting.has_too_many_signs(source):
        return TypedBody(source, problem=TOO_MANY_SIGNS)
    body = services.clean_body(source)
    return TypedBody(source, body, "" if body else EMPTY)


def ahead(request, screen, article=None) -> None:
    """Looks at what was sent to the `screen`, and keeps it with the request for the form; only of who may save it."""
    is_allowed = screen.has_change_permission(request, article) if article else screen.has_add_permission(request)
    if request.method != "POST" or "body" not in request.POST or not is_allowed:
        return
    field = screen.get_form(request, article, fields=None).base_fields.get("body")
    source = field.to_python(request.POST["body"]) if field else ""
    if field and len(source) <= field.max_length:
        request.typed_body = look_at(source)


def of(request, source: str) -> TypedBody:
    typed = getattr(request, "typed_body", None)
    return typed if typed and typed.source == source else look_at(source)
