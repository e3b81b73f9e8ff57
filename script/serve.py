"""Prepares the database, then becomes gunicorn: the site as its readers see it (DEBUG off), on this machine only."""

import contextlib
import fcntl
import io
import os
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.chdir(ROOT)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
os.environ.setdefault("DEBUG", "no")

import django  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

HOST = "127.0.0.1"
ACCOUNTS = ROOT / "var" / "demo-accounts.txt"
LOADED = ROOT / "var" / "demo-loaded"
FACTS = ROOT / "resolutions" / "data" / "congress-xv.yaml"


def main(port, demo):
    if is_busy(port):
        sys.exit(f"Cổng {port} đang có chương trình khác dùng; hãy chọn cổng khác: script/server --port {port + 1}")
    django.setup()
    with one_at_a_time():
        prepare(demo)
    os.environ.setdefault("SITE_URL", f"http://{HOST}:{port}")
    os.environ["SERVER_GREETING"] = greeting(f"http://{HOST}:{port}/")
    settings = ["--config", "script/gunicorn.conf.py", "--bind", f"{HOST}:{port}"]
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *settings, "config.wsgi:application"])  # noqa: S606


def is_busy(port):
    with socket.socket() as probe:
        # As gunicorn binds: a port whose last connections are still fading is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            sys.exit(f"Máy không cho phép dùng cổng {port}; hãy chọn cổng từ 1024 trở lên.")
        except OSError:
            return True
    return False


@contextlib.contextmanager
def one_at_a_time():
    """Two starts at once take turns; the kernel lets go of the lock when the process ends, however it ends."""
    with (ROOT / "var" / "server.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def prepare(demo):
    """Facts and demo come once: what people change or remove afterwards stays changed or removed."""
    if not connection.introspection.table_names():
        LOADED.unlink(missing_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    if demo and not LOADED.exists():
        print("Đang nạp số liệu đại hội và nội dung minh họa; chỉ lần đầu…", file=sys.stderr, flush=True)
        call_command("load_congress", str(FACTS), stdout=io.StringIO())
        call_command("load_demo", stdout=io.StringIO())
        call_command("load_demo_words", stdout=io.StringIO())
        LOADED.touch()
    connection.close()


def greeting(address):
    """One line: where the site is and who may sign in."""
    line = f"Trang: {address} – Ban biên tập: {address}quan-tri/ (dừng: Ctrl+C)"
    if not ACCOUNTS.exists():
        return f"{line} – tạo quản trị viên đầu tiên: .venv/bin/python manage.py create_first_admin quan-tri --yes"
    rows = (row.split("\t") for row in ACCOUNTS.read_text("utf-8").splitlines())
    accounts = ", ".join(f"{row[0]} / {row[1]}" for row in rows if len(row) >= 2)
    return f"{line} – đăng nhập thử (var/demo-accounts.txt): {accounts}"


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2] == "--demo")
