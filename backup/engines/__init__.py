"""What is particular to the engine that the site runs on: how it is copied, filled anew and put in another's place."""

from backup.engines import postgresql, sqlite
from backup.refused import BackupRefused

ENGINES = {"postgresql": postgresql, "sqlite": sqlite}
POOLED = (
    "DATABASE_URL đi qua PgBouncer (pooling=transaction), lệnh này cần địa chỉ của chính PostgreSQL; hãy xem mục"
    " PgBouncer trong docs/scaling.md. Chưa làm gì."
)


def of(connection):
    # What pg_dump sets for its own session would stay with a connection that readers get next.
    if connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
        raise BackupRefused(POOLED)
    return ENGINES[connection.vendor]
