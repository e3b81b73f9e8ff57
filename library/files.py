"""Files that live and die with a database transaction.

A file written in a transaction goes when the transaction is rolled back; a file deleted in one stays until it commits.
"""

import weakref

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction


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
        """Raises FileExistsError when storage would rather give another name: ours are made to be unique."""
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
        default_storage.delete(name)
