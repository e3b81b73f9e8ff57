"""Where the public address of a static file comes from in production, and how the sheets and scripts are joined."""

from functools import cache

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from config import bundles


class StaticStorage(CompressedManifestStaticFilesStorage):
    """The manifest is read once in each process, so an address is worked out once too."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.url = cache(super().url)

    def post_process(self, paths, dry_run=False, **options):
        """Before names get their hashes, so that the joined files have them too."""
        if not dry_run:
            for name, text in bundles.joined(self._text).items():
                self.delete(name)
                self.save(name, ContentFile(text.encode()))
                paths[name] = (self, name)
        return super().post_process(paths, dry_run, **options)

    def _text(self, name):
        with self.open(name) as file:
            return file.read().decode()
