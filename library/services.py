"""Takes files in, lets them go, and keeps the record of who refers to them."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.files.base import File
from django.db import IntegrityError, models, transaction
from django.db.models import F

import vietnamese
from audit import services as audit
from library import quota, renditions, scanner, uploads
from library.files import WrittenFiles, check_store, delete_on_commit
from library.inspection import process
from library.models import DocumentFile, Picture, Use, new_key, one_line
from library.refusals import UploadRefused
from library.turns import turn


class AlreadyStored(UploadRefused):
    """The very same file is in the library; `existing` is it, words, uploader and all."""

    def __init__(self, existing: Picture | DocumentFile):
        day = vietnamese.short_date(vietnamese.local(existing.uploaded_at).date())
        what = "Ảnh" if isinstance(existing, Picture) else "Tệp"
        super().__init__(
            f"{what} này đã có trong thư viện từ ngày {day}. Hãy dùng lại bản đã có.", code="already_stored"
        )
        self.existing = existing


@dataclass(frozen=True)
class PreparedPicture:
    """A picture that was checked and drawn anew; nothing of it is stored yet."""

    sha256: str
    encoded: renditions.Encoded


@dataclass(frozen=True)
class PreparedDocument:
    """`opened`: what it is and tells. `content`: what will be stored, with or without names as was wished."""

    sha256: str
    opened: process.Opened
    content: bytes
    cleaned: bool = False


def store_picture(upload: File, *, by, at: dt.datetime, alt="", is_decorative=False, caption="", credit="") -> Picture:
    """Checks the upload, draws it anew and keeps it with its words.

    Raises AlreadyStored for a file that the library has (its `existing` is the picture), UploadRefused for one that may
    not come in, ValidationError for words that are missing or too long.
    """
    words = {"alt": alt, "is_decorative": is_decorative, "caption": caption, "credit": credit}
    return keep_picture(prepare_picture(upload), by=by, at=at, **words)


def store_document_file(upload: File, *, title: str, by, at: dt.datetime, clean=False) -> DocumentFile:
    """Checks the upload and keeps it as it is, or without names (`clean`); an empty title becomes the file's own name.

    Raises AlreadyStored and UploadRefused like `store_picture`.
    """
    prepared = prepare_document(upload, clean=clean)
    return keep_document_file(prepared, title=title or uploads.stem(upload.name), by=by, at=at)


def prepare_picture(upload: File) -> PreparedPicture:
    """The slow half of `store_picture`, to be done before a transaction is opened."""
    facts = uploads.check_picture(upload)
    sha256 = uploads.digest(upload)
    _refuse_known(Picture, sha256)
    quota.check(upload.size)
    check_store()
    scanner.check(upload)
    with turn("ảnh"):
        return PreparedPicture(sha256, renditions.encode(upload, facts))


def prepare_document(upload: File, *, clean: bool = False) -> PreparedDocument:
    """The slow half of `store_document_file`. The same file with and without names is two different files."""
    kind = uploads.check_document(upload)
    quota.check(upload.size)
    check_store()
    with turn("tệp"):
        opened = process.opened(upload, kind, clean=clean)
    uploads.check_extension(upload, opened.type, uploads.DOCUMENT_EXTENSIONS)
    scanner.check(upload)
    content = opened.content if clean else _bytes(upload)
    sha256 = hashlib.sha256(content).hexdigest()
    _refuse_known(DocumentFile, sha256)
    return PreparedDocument(sha256, opened, content, cleaned=clean)


def keep_picture(prepared: PreparedPicture, *, by, at: dt.datetime, **words) -> Picture:
    """The other half: the row and its files, all of them or none."""
    encoded = prepared.encoded
    picture = Picture(
        key=new_key(),
        width=encoded.width,
        height=encoded.height,
        widths=sorted(encoded.renditions),
        has_share=True,
        size=encoded.size,
        sha256=prepared.sha256,
        uploaded_by=by,
        uploaded_at=at,
        **_clean_words(words),
    )
    picture.original.name = f"pictures/{picture.key}.{encoded.type}"
    contents = {picture.original.name: encoded.original}
    contents |= {picture.rendition_name(width): content for width, content in encoded.renditions.items()}
    contents[picture.share_name] = encoded.share
    _keep(picture, contents)
    return picture


def add_share_picture(picture: Picture) -> None:
    """For a picture that came before there were any; once more changes nothing."""
    with picture.original.open() as file:
        # Before the transaction: on SQLite nobody else can write while it is open.
        content = renditions.share_picture(renditions.reopened(file))
    more = {"has_share": True, "size": F("size") + len(content)}
    with transaction.atomic(), WrittenFiles() as written:
        if Picture.objects.filter(pk=picture.pk, has_share=False).update(**more):
            written.write(picture.share_name, content)


def keep_document_file(prepared: PreparedDocument, *, title: str, by, at: dt.datetime) -> DocumentFile:
    opened, cleaned = prepared.opened, prepared.cleaned
    document = DocumentFile(
        key=new_key(),
        type=opened.type,
        size=len(prepared.content),
        traces=opened.left if cleaned else opened.traces,
        is_cleaned=cleaned,
        sha256=prepared.sha256,
        uploaded_by=by,
        uploaded_at=at,
        **_clean_words({"title": title}),
    )
    document.file.name = f"documents/{document.key}.{opened.type}"
    _keep(document, {document.file.name: prepared.content}, **_recorded_of(prepared))
    return document


def inspect_again(document: DocumentFile) -> None:
    """Notes what the stored file tells, by today's rules. Raises UploadRefused for one that they would not let in."""
    with document.file.open() as file:
        kind = "pdf" if document.type == "pdf" else "zip"
        traces = process.opened(file, kind, clean=False).traces
    if traces != document.traces:
        DocumentFile.objects.filter(pk=document.pk).update(traces=traces)


@transaction.atomic
def delete(stored: Picture | DocumentFile) -> None:
    """Raises ProtectedError while anything refers to it, published or not; the files go when the row has gone."""
    names = [stored.original.name, *stored.rendition_names] if isinstance(stored, Picture) else [stored.file.name]
    stored.delete()
    delete_on_commit(names)


@transaction.atomic
def set_uses(
    kind: str,
    object_id: int,
    *,
    pictures: Iterable[int] = (),
    document_files: Iterable[int] = (),
    public_from: dt.datetime | None,
    public_until: dt.datetime | None,
    is_waiting: bool = False,
) -> None:
    """Replaces what one thing refers to; to be called in the transaction that changes the thing.

    `kind` is the thing's model label, `article._meta.label_lower`; pictures and files are given by their ids.
    `public_from=None` means that readers may not see the thing; `public_until=None` that it stays. `is_waiting`: a
    second person is asked whether they may.
    """
    facts = {"public_from": public_from, "public_until": public_until, "is_waiting": is_waiting}
    rows = [
        Use(kind=kind, object_id=object_id, **facts, **{field: pk})
        for field, ids in (("picture_id", pictures), ("document_file_id", document_files))
        for pk in dict.fromkeys(ids)
    ]
    kept = {(row.picture_id, row.document_file_id): row for row in rows}
    gone, changed = [], []
    for use in Use.objects.filter(kind=kind, object_id=object_id):
        row = kept.pop((use.picture_id, use.document_file_id), None)
        if row is None:
            gone.append(use.pk)
        elif any(getattr(use, name) != value for name, value in facts.items()):
            row.pk = use.pk
            changed.append(row)
    _wait_for_words([*kept.values(), *changed])
    if gone:
        Use.objects.filter(pk__in=gone).delete()
    for row in changed:
        row.save(force_update=True)
    Use.objects.bulk_create(kept.values())


def _wait_for_words(uses: list[Use]) -> None:
    """Whoever changes the words of one of these now is waited for, or waits and then sees that it is used."""
    seen = [use for use in uses if use.public_from or use.is_waiting]
    for model, name in ((Picture, "picture_id"), (DocumentFile, "document_file_id")):
        keys = {getattr(use, name) for use in seen} - {None}
        if keys:
            list(model.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))


def clear_uses(kind: str, object_id: int) -> None:
    """For a thing that is deleted: it refers to nothing any more."""
    Use.objects.filter(kind=kind, object_id=object_id).delete()


def _clean_words(words: dict) -> dict:
    return {name: one_line(value) if isinstance(value, str) else value for name, value in words.items()}


def _recorded_of(prepared: PreparedDocument) -> dict:
    """What the record says of names and hidden text: the kinds alone, or it would keep what was to be removed."""
    if not prepared.cleaned:
        return {"traces": [told["kind"] for told in prepared.opened.traces]}
    left = {told["kind"] for told in prepared.opened.left}
    removed = [told["kind"] for told in prepared.opened.traces if told["kind"] not in left]
    return {"cleaned": True, "removed": removed, "left": sorted(left)}


def _bytes(upload: File) -> bytes:
    upload.seek(0)
    return upload.read()


def _keep(stored: Picture | DocumentFile, contents: dict[str, bytes], **recorded) -> None:
    stored.full_clean(validate_unique=False, validate_constraints=False)
    stored.validate_constraints(exclude={"sha256"})
    try:
        with transaction.atomic(), WrittenFiles() as written:
            for name, content in contents.items():
                written.write(name, content)
            stored.save(force_insert=True)
            facts = {"sha256": stored.sha256, **recorded}
            audit.record("file.upload", stored, by=stored.uploaded_by, at=stored.uploaded_at, after=facts)
    except IntegrityError:
        # Someone sent the same file while this one was being drawn.
        _refuse_known(type(stored), stored.sha256)
        raise


def _refuse_known(model: type[models.Model], sha256: str) -> None:
    if existing := model.objects.filter(sha256=sha256).first():
        raise AlreadyStored(existing)
