"""An S3-compatible store that holds backups: each content once, under its checksum, and for each backup its manifest.

What did not change is there already and is not sent again. A backup is there once its manifest is, which goes last.
"""

import concurrent.futures
import contextlib
import datetime as dt
import itertools
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from backup import files, manifest
from backup.places.address import Address
from backup.places.folder import FINISHED
from backup.refused import BackupRefused

BACKUPS, CONTENTS = "backups/", "contents/"
AT_ONCE = 8
BATCH = 64
GRACE = dt.timedelta(days=1)
"""A content that no backup names may belong to one that is on its way."""
# Every S3-compatible store knows signed bodies; the newer checksums of headers, not all. One part of a large file after
# the other, so that memory does not grow with its size.
CLIENT = {
    "connect_timeout": 10,
    "read_timeout": 60,
    "retries": {"mode": "standard", "max_attempts": 4},
    "max_pool_connections": AT_ONCE,
    "request_checksum_calculation": "when_required",
    "response_checksum_validation": "when_required",
}
ONE_BY_ONE = TransferConfig(
    use_threads=False, multipart_threshold=16 * files.BLOCK, multipart_chunksize=8 * files.BLOCK
)
FAILED = "Kho {} không nhận hoặc không trả lời: {}. Hãy xem lại BACKUP_STORE, khóa của kho và đường mạng rồi chạy lại."
CHANGED = "{}: đã khác lúc sao lưu, nên chưa gửi tới kho. Hãy sao lưu lại."
NOT_KNOWN = "{} của kho không đọc được nên chưa bỏ bản cũ nào ở kho: {}"


class Store:
    def __init__(self, address: Address, key_id: str, secret: str):
        self.address = address
        style = {"addressing_style": "path"} if address.endpoint else {}
        self._client = boto3.client(
            "s3",
            endpoint_url=address.endpoint or None,
            region_name=address.region or "us-east-1",
            aws_access_key_id=key_id,
            aws_secret_access_key=secret,
            config=Config(**CLIENT, s3={**style, "payload_signing_enabled": True}),
        )

    def __str__(self) -> str:
        return f"s3://{self.address.bucket}/{self.address.prefix}"

    def stamps(self) -> list[str]:
        """The names of the backups that are there, oldest first."""
        names = (key.removeprefix(self._key(BACKUPS)).partition("/") for key, _size, _at in self._listed(BACKUPS))
        return sorted(stamp for stamp, _slash, file in names if file == manifest.NAME and FINISHED.fullmatch(stamp))

    def send(self, folder: Path, progress: Callable[[int], None]) -> int:
        """Sends a finished backup; returns how many contents were new to the store."""
        facts = manifest.read((folder / manifest.NAME).read_bytes())
        there = {key.rpartition("/")[2]: size for key, size, _at in self._listed(CONTENTS)}
        # One that is there at another size was cut off.
        new = {
            known["stored"]: folder / name
            for name, known in facts["files"].items()
            if there.get(known["stored"]) != known["size"]
        }
        self._in_turns(self._send, new.items(), progress)
        self._put(folder / manifest.NAME, self._manifest(folder.name))
        return len(new)

    def forget(self, keep: int) -> None:
        """Only the `keep` newest backups stay, 0: all; then goes what none of them names."""
        stamps = self.stamps()
        gone = stamps[:-keep] if keep else []
        for stamp in gone:
            self._remove(self._manifest(stamp))
        if gone:
            named = set().union(*(self._contents_of(stamp) for stamp in stamps[-keep:]))
            old = dt.datetime.now(dt.UTC) - GRACE
            listed = self._listed(CONTENTS)
            unused = [(key,) for key, _size, at in listed if key.rpartition("/")[2] not in named and at < old]
            self._in_turns(self._remove, unused, lambda _one: None)

    def manifest(self, stamp: str) -> bytes | None:
        with self._answering():
            content = self._opened(self._manifest(stamp))
            return content.read() if content else None

    def blocks(self, stored: str) -> Iterator[bytes] | None:
        """A content by its checksum, piece by piece; None where it is missing."""
        content = self._opened(self.key_of(stored))
        return content.iter_chunks(files.BLOCK) if content else None

    def fetch(self, stored: str, target: Path) -> None:
        with self._answering(), target.open("wb") as file:
            for block in self.blocks(stored) or ():
                file.write(block)

    def checksum(self, stored: str) -> str | None:
        with self._answering():
            found = self.blocks(stored)
            return None if found is None else files.checksum_of(found)

    def _contents_of(self, stamp: str) -> set[str]:
        try:
            facts = manifest.read(self.manifest(stamp) or b"")
        except manifest.ManifestError as error:
            raise BackupRefused(NOT_KNOWN.format(stamp, error)) from None
        return {known["stored"] for known in facts["files"].values()}

    def _in_turns(self, work, jobs: Iterable[tuple], progress) -> None:
        """Several at once: most of the time of a small file is the way there and back."""
        jobs = iter(jobs)
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            while batch := list(itertools.islice(jobs, BATCH)):
                for _done in pool.map(lambda job: work(*job), batch):
                    progress(1)

    def _send(self, stored: str, path: Path) -> None:
        if files.checksum(path) != stored:
            raise BackupRefused(CHANGED.format(path))
        self._put(path, self.key_of(stored))

    def _put(self, path: Path, key: str) -> None:
        with self._answering():
            self._client.upload_file(str(path), self.address.bucket, key, Config=ONE_BY_ONE)

    def _remove(self, key: str) -> None:
        with self._answering():
            self._client.delete_object(Bucket=self.address.bucket, Key=key)

    def _opened(self, key: str):
        try:
            return self._client.get_object(Bucket=self.address.bucket, Key=key)["Body"]
        except self._client.exceptions.NoSuchKey:
            return None

    def _listed(self, below: str) -> Iterator[tuple[str, int, dt.datetime]]:
        pages = self._client.get_paginator("list_objects_v2")
        with self._answering():
            for page in pages.paginate(Bucket=self.address.bucket, Prefix=self._key(below)):
                for one in page.get("Contents", ()):
                    yield one["Key"], one["Size"], one["LastModified"]

    @contextlib.contextmanager
    def _answering(self):
        try:
            yield
        except (BotoCoreError, ClientError, boto3.exceptions.Boto3Error) as error:
            raise BackupRefused(FAILED.format(self, error)) from error

    def _key(self, name: str) -> str:
        return f"{self.address.prefix}{name}"

    def key_of(self, stored: str) -> str:
        return self._key(f"{CONTENTS}{stored[:2]}/{stored}")

    def _manifest(self, stamp: str) -> str:
        return self._key(f"{BACKUPS}{stamp}/{manifest.NAME}")


@dataclass(frozen=True)
class InStore:
    """One backup of a store; answers as a folder does (folder.py)."""

    store: Store
    stamp: str

    def __str__(self) -> str:
        return f"{self.store}{BACKUPS}{self.stamp}"

    def manifest(self) -> bytes | None:
        return self.store.manifest(self.stamp)

    def checksum(self, name: str, known: dict) -> str | None:
        return self.store.checksum(known["stored"])

    def strangers(self, known: dict) -> list[str]:
        """What no backup names is removed by the next retention."""
        return []

    @contextlib.contextmanager
    def local(self, name: str, known: dict) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(prefix="cms-backup-") as private:
            path = Path(private) / Path(name).name
            self.copy(name, known, path)
            yield path

    def copy(self, name: str, known: dict, target: Path) -> None:
        self.store.fetch(known["stored"], target)

    def how_to_mend(self, known: dict) -> str:
        """The store is not read again at each backup, so somebody has to take the broken one away."""
        return f" Hãy xóa vật {self.store.key_of(known['stored'])} ở kho; lần sao lưu sau sẽ gửi lại."

    def note_proven(self) -> None:
        """Nothing is written to a store by a proof."""
