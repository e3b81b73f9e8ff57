"""How a backup, or a copy without a server, says that it failed: at the terminal, or to the journal and by mail."""

import contextlib
import logging
import sqlite3
import sys

from django.core.management.base import CommandError
from django.db import DEFAULT_DB_ALIAS, connections
from django.db import Error as DatabaseError

import system_errors
from backup.refused import BackupRefused
from web import modes

NO_DATABASE = "Cơ sở dữ liệu không trả lời hoặc không ghi được: {}. Hãy xem nó còn chạy và còn chỗ không rồi chạy lại."
READ_ONLY = (
    "Cơ sở dữ liệu chỉ cho đọc ({}). Hãy chạy bằng tài khoản có quyền ghi (script/manage chạy bằng cms); nếu đây là bản"
    " chỉ đọc (replica) thì chạy trên máy chính; nếu không, hãy xem ổ đĩa của nó có bị khóa ghi không."
)
CANNOT_OPEN = (
    "Không mở được tệp cơ sở dữ liệu {}: không còn ở đó, hoặc tài khoản chạy lệnh không có quyền."
    " Hãy chạy bằng tài khoản có quyền ghi (script/manage chạy bằng cms), và xem DATABASE_URL."
)
NOT_ALLOWED = "Không đọc hoặc ghi được {}: {}. Hãy chữa chỗ đó rồi chạy lại."
logger = logging.getLogger(__name__)


@contextlib.contextmanager
def told(what: str, *refusals: type[Exception]):
    """A timer has nobody at its terminal: then the site's log hears it, which writes to ADMINS where they are named."""
    try:
        yield
    except CommandError:  # told already, by a part of this
        raise
    except (BackupRefused, DatabaseError, OSError, *refusals) as error:
        said = _in_words(error)
        if not sys.stderr.isatty():
            logger.error("%s không thành công: %s", what, said)
        raise CommandError(said) from None
    except Exception:
        logger.exception("%s không thành công.", what)
        raise


def _in_words(error: Exception) -> str:
    if modes.is_refused_by_database(error):
        return READ_ONLY.format(str(error).strip())
    if getattr(error.__cause__, "sqlite_errorcode", 0) == sqlite3.SQLITE_CANTOPEN:
        return CANNOT_OPEN.format(connections[DEFAULT_DB_ALIAS].settings_dict["NAME"])
    if isinstance(error, DatabaseError):
        return NO_DATABASE.format(str(error).strip())
    if isinstance(error, OSError):
        return NOT_ALLOWED.format(error.filename or "một tệp", system_errors.reason(error))
    return str(error)
