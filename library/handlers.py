"""How much of an upload reaches the disk, whoever sends it and before any form has looked at it."""

from django.core.files.uploadhandler import FileUploadHandler

from library.uploads import MAX_DOCUMENT_BYTES, MEGABYTE

# More than any file may weigh, so that what is cut here is refused for its weight later, with a sentence.
MOST_BYTES = MAX_DOCUMENT_BYTES + MEGABYTE


class BoundedUploadHandler(FileUploadHandler):
    """Stands before the handlers that store, and hands on no more than the beginning of an endless file."""

    def receive_data_chunk(self, raw_data, start):
        return raw_data if start < MOST_BYTES else None

    def file_complete(self, file_size):
        return None
