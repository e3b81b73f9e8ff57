"""Pictures and documents where the site has them: in a folder of this machine, or in the store that MEDIA_STORE names.
Both answer the same questions.
"""

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage

from backup import files
from backup.refused import BackupRefused

AWAY = "{}. Hãy xem lại MEDIA_STORE và kho ảnh, văn bản còn trả lời không, rồi chạy lại. Trang chưa thay đổi."


@dataclass(frozen=True)
class One:
    """`mark`: what is another as soon as the content is; empty where only reading tells."""

    name: str
    size: int
    mark: str


@dataclass(frozen=True)
class InFolder:
    path: Path

    def everything(self) -> Iterator[One]:
        for path in files.below(self.path) if self.path.is_dir() else ():
            # What goes away meanwhile, a draft from Word above all, is no part of the site.
            with contextlib.suppress(FileNotFoundError):
                yield One(path.relative_to(self.path).as_posix(), path.stat().st_size, "")

    @contextlib.contextmanager
    def local(self, name: str, beside: Path) -> Iterator[Path]:
        yield self.path / name


class InStore:
    def everything(self) -> Iterator[One]:
        with _answering():
            for name, size, mark in default_storage.everything():
                yield One(name, size, mark)

    @contextlib.contextmanager
    def local(self, name: str, beside: Path) -> Iterator[Path]:
        """A copy in a folder of its own, on the disk of `beside`."""
        with tempfile.TemporaryDirectory(prefix=".lay-ve-", dir=beside) as private:
            path = Path(private) / "tep"
            with _answering():
                default_storage.fetch(name, path)
            yield path

    def put_back(self, folder: Path, marks: dict[str, str]) -> None:
        """Everything of the folder that does not lie there as it was; what else lies there stays."""
        there = {one.name: one.mark for one in self.everything()}
        for path in files.below(folder):
            name = path.relative_to(folder).as_posix()
            if not marks.get(name) or there.get(name) != marks[name]:
                with _answering():
                    default_storage.put_back(name, path)


def of_site() -> InFolder | InStore:
    return InStore() if settings.MEDIA_STORE else InFolder(Path(settings.MEDIA_ROOT))


@contextlib.contextmanager
def _answering():
    try:
        yield
    except ConnectionError as error:
        raise BackupRefused(AWAY.format(error)) from error
