"""Where the public address of a static file comes from in production."""

from functools import cache

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """The manifest is read once in each process, so an address is worked out once too: every page asks for a dozen."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.url = cache(super().url)
