"""The one folder in which everything of a cluster lies, and what must be known of it from another terminal."""

import json
import os
import secrets
import socket
import stat
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
NODES = ("node1", "node2")
SERVERS = ("db1", "db2")


class Place:
    """`folder` has a short name: that of a socket in it has room for about a hundred letters."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.noted = folder / "cluster.json"
        self.facts = json.loads(self.noted.read_text("utf-8")) if self.noted.exists() else {}

    @property
    def is_made(self) -> bool:
        return bool(self.facts)

    def make(self) -> None:
        self.folder.mkdir(mode=0o711)
        # PostgreSQL and PgBouncer run as another user when we are root: they pass through, and see nothing.
        self.folder.chmod(0o711)
        ports = {name: free_port() for name in ("https", "http", "store")}
        words = {"secret_key": secrets.token_urlsafe(50), "cache_password": secrets.token_hex(16)}
        self.facts = {"ports": ports, "pids": {}, "leader": SERVERS[0], **words}
        for name in ("media", "static", "pages", *NODES):
            (self.folder / name).mkdir()
        self.kept.mkdir(exist_ok=True)
        self.note()

    def note(self, **changes) -> None:
        self.facts |= changes
        fresh = self.noted.with_suffix(".new")
        fresh.touch(0o600)
        fresh.write_text(json.dumps(self.facts, indent=1), "utf-8")
        fresh.replace(self.noted)

    def port(self, name: str) -> int:
        return self.facts["ports"][name]

    @property
    def leader(self) -> str:
        """The server that is written to."""
        return self.facts["leader"]

    @property
    def follower(self) -> str:
        return next(name for name in SERVERS if name != self.leader)

    @property
    def kept(self) -> Path:
        """Where nginx keeps pages."""
        return self.folder / "kept"

    @property
    def address(self) -> str:
        return f"https://127.0.0.1:{self.port('https')}"

    def database_url(self, server: str) -> str:
        """PostgreSQL itself, for migrate and the like."""
        return f"postgres://cms@/cms?host={self.folder}/{server}"

    def environment(self, pooler: str) -> dict[str, str]:
        """What stands in /etc/cms.env on a machine of the site."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "LANG") if name in os.environ}
        through = f"?host={self.folder}/{pooler}&pooling=transaction"
        return {
            **kept,
            # Commands run as the user of that name; the services bring names of their own (their units).
            "PGUSER": "cms",
            "PYTHONUTF8": "1",
            "PYTHONPATH": f"{self.folder}:{ROOT}",
            "DJANGO_SETTINGS_MODULE": "cluster_settings",
            "SECRET_KEY": self.facts["secret_key"],
            "ALLOWED_HOSTS": "127.0.0.1",
            "SITE_URL": self.address,
            "CSRF_TRUSTED_ORIGINS": self.address,
            "TRUSTED_PROXIES": "1",
            "MEDIA_ROOT": str(self.folder / "media"),
            "STATIC_ROOT": str(self.folder / "static"),
            "LIBRARY_ACCEL_PREFIX": "/kho/",
            "DATABASE_URL": f"postgres://:6432/cms{through}",
            "REPLICA_URL": f"postgres://:6432/cms_replica{through}",
            "CACHE_URL": f"unix://:{self.facts['cache_password']}@{self.folder}/cache.sock",
            "PAGE_CACHES": f"{self.folder}/pages/removals.sock",
            "MEDIA_STORE": f"s3+http://thu:chi-de-thu@127.0.0.1:{self.port('store')}/cms",
        }


def default_folder() -> Path:
    return Path(tempfile.gettempdir()) / f"cms-cluster-{os.geteuid()}"


def opened(folder: Path) -> Place:
    """Refuses a folder of that name which is somebody else's: anybody may write where temporary files lie."""
    if folder.exists() or folder.is_symlink():
        facts = folder.lstat()
        if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != os.geteuid():
            sys.exit(f"{folder} không phải thư mục của người đang chạy lệnh; hãy chọn chỗ khác bằng --folder")
        if any(folder.iterdir()) and not (folder / "cluster.json").exists():
            sys.exit(f"{folder} đang có thứ khác; hãy chọn một thư mục chưa có bằng --folder")
    return Place(folder)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def put(text: str, **changes: str) -> str:
    """A sample with places of this machine; each must be there to be replaced."""
    for old, new in changes.items():
        if old not in text:
            raise LookupError(f"{old} không còn trong tệp mẫu")
        text = text.replace(old, new)
    return text
