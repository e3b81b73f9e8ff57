"""How the commands of a backup say that they did not succeed: to whoever sits there, or to the journal and by mail."""

import contextlib
import logging
import sys

from django.core.management.base import CommandError
from django.db import Error as DatabaseError

from backup.refused import BackupRefused

NO_DATABASE = "Cơ sở dữ liệu không trả lời hoặc không ghi được: {}. Hãy xem nó còn chạy và còn chỗ không rồi chạy lại."
logger = logging.getLogger(__name__)


@contextlib.contextmanager
def told(what: str):
    """A timer has nobody at its terminal: then the site's log hears it, which writes to ADMINS where they are named."""
    try:
        yield
    except (BackupRefused, DatabaseError) as error:
        said = NO_DATABASE.format(str(error).strip()) if isinstance(error, DatabaseError) else str(error)
        if not sys.stderr.isatty():
            logger.error("%s không thành công: %s", what, said)
        raise CommandError(said) from None
    except Exception:
        logger.exception("%s không thành công.", what)
        raise
