"""Files that live and die with a database transaction.

A file written in a transaction goes when the transaction is rolled back; a file deleted in one stays until it commits.
"""

import contextlib
import logging
import weakref

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from library.refusals import UploadRefused

logger = logging.getLogger(__name__)
STORE_AWAY = "Kho ảnh và tệp đang không trả lời nên tệp chưa được lưu. Hãy thử lại sau ít phút."


def check_store() -> None:
    """Raises UploadRefused while a store of its own does not answer, before any work is done with an upload."""
    if settings.MEDIA_STORE:
        with _refusing():
            default_storage.exists("-")


@contextlib.contextmanager
def _refusing():
    try:
        yield
    except ConnectionError as away:
        raise UploadRefused(STORE_AWAY, code="store_away") from away


class WrittenFiles:
    """What one transaction has written.

    Django tells us of a commit but not of a rollback. It does forget the callbacks of a transaction, or savepoint,
    that is rolled back; nothing else holds this object, so being forgotten before `keep` ran means just that.
    """

    def __init__(self):
        self._names = []
        self._remove = weakref.finalize(self, _delete, self._names)
        transaction.on_commit(self.keep)

    def __enter__(self):
        return self

    def __exit__(self, error_type, error, trace):
        if error_type:
            self.remove()

    def write(self, name: str, content: bytes) -> None:
        """Raises FileExistsError when storage would rather give another name: ours are made to be unique.

        UploadRefused where the store of files does not answer.
        """
        with _refusing():
            kept_as = default_storage.save(name, ContentFile(content))
        self._names.append(kept_as)
        if kept_as != name:
            raise FileExistsError(name)

    def keep(self) -> None:
        self._remove.detach()

    def remove(self) -> None:
        self._remove()


def delete_on_commit(names: list[str]) -> None:
    transaction.on_commit(lambda: _delete(names))


def _delete(names: list[str]) -> None:
    for name in names:
        try:
            default_storage.delete(name)
        except ConnectionError:
            # Nothing leads to it any more, so it costs room and no more.
            logger.exception("Kho tệp không trả lời, tệp thừa còn lại: %s", name)
