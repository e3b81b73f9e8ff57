"""Pictures and documents in an S3-compatible store, where MEDIA_STORE is set. Nothing else imports boto3."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile
from storages.backends.s3 import S3Storage

SECONDS_SIGNED = 60
"""How long a signed address opens a file: nginx follows it at once, and nobody else ever sees one."""
GONE = frozenset({"404", "NoSuchKey"})
ONE_BY_ONE = TransferConfig(use_threads=False)
"""One part of a large file after the other, so that memory does not grow with its size."""


class MediaStore(S3Storage):
    """The bucket stays private; whatever is wrong with the store comes out as ConnectionError."""

    def get_default_settings(self):
        timeouts = {"connect_timeout": 2, "read_timeout": 10, "retries": {"total_max_attempts": 2}}
        return {
            **super().get_default_settings(),
            "default_acl": None,
            # Names are made to be unique; one that is taken is an error, not a reason to write over it.
            "file_overwrite": False,
            "querystring_auth": True,
            "querystring_expire": SECONDS_SIGNED,
            # Every compatible store knows the bucket in the path; few know it in the name of the machine.
            "client_config": Config(signature_version="s3v4", s3={"addressing_style": "path"}, **timeouts),
        }

    def open(self, name, mode="rb"):
        """Read whole, so that a store that goes away in the middle is known before anything is answered."""
        with _in_plain_words(), super().open(name, mode) as file:
            return ContentFile(file.read(), name)

    def save(self, name, content, max_length=None):
        with _in_plain_words():
            return super().save(name, content, max_length)

    def delete(self, name):
        with _in_plain_words():
            super().delete(name)

    def exists(self, name):
        with _in_plain_words():
            return super().exists(name)

    def size(self, name):
        with _in_plain_words():
            return super().size(name)

    # For backups, which carry whole files from disk to disk.

    def everything(self) -> Iterator[tuple[str, int, str]]:
        """(name, bytes, what is another as soon as the content is)."""
        with _in_plain_words():
            for one in self.bucket.objects.all():
                yield one.key, one.size, one.e_tag.strip('"')

    def fetch(self, name: str, target: Path) -> None:
        """Raises FileNotFoundError for one that is gone."""
        with _in_plain_words():
            self.bucket.Object(name).download_file(str(target), Config=ONE_BY_ONE)

    def put_back(self, name: str, source: Path) -> None:
        """Under this very name, whatever lies there."""
        with _in_plain_words():
            self.bucket.Object(name).upload_file(str(source), Config=ONE_BY_ONE)


@contextmanager
def _in_plain_words():
    try:
        yield
    except (Boto3Error, BotoCoreError, ClientError) as error:
        if isinstance(error, ClientError) and error.response["Error"]["Code"] in GONE:
            raise FileNotFoundError(f"Kho tệp: {error}") from error
        raise ConnectionError(f"Kho tệp: {error}") from error
