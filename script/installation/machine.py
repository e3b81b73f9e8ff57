"""What installing asks of a machine: its files, its programs, its users. Tests give it a folder instead of /."""

import contextlib
import grp
import os
import pwd
import shutil
import subprocess
from pathlib import Path

import system_errors


class Refused(Exception):  # noqa: N818 - an answer
    """The text is a sentence for the administrator."""


FAILED = "Lệnh «{}» không thành công: {}"


class Machine:
    def __init__(self, root: Path = Path("/")):
        self.root = root

    def path(self, name: str | Path) -> Path:
        return self.root / str(name).lstrip("/")

    def read(self, name: str | Path) -> str:
        """Empty when there is no such file."""
        with contextlib.suppress(FileNotFoundError):
            return self.path(name).read_text("utf-8")
        return ""

    def write(self, name: str | Path, text: str, mode: int = 0o644, owner: str = "") -> None:
        """Whole or not at all, and not even for a moment readable by more than `mode` says, or not by its owner."""
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_name(f"{path.name}.dang-ghi")
        half.unlink(missing_ok=True)
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
            os.fchmod(file.fileno(), mode)
            file.flush()
            os.fsync(file.fileno())
        if owner:
            self.give(f"{name}.dang-ghi", owner, owner, mode)
        half.replace(path)

    def give(self, name: str | Path, owner: str, group: str, mode: int) -> None:
        path = self.path(name)
        shutil.chown(path, owner, group)
        path.chmod(mode)

    def is_given(self, name: str | Path, owner: str, group: str, mode: int) -> bool:
        try:
            found = self.path(name).stat()
            wanted = (pwd.getpwnam(owner).pw_uid, grp.getgrnam(group).gr_gid, mode)
        except (OSError, KeyError):
            return False
        return (found.st_uid, found.st_gid, found.st_mode & 0o7777) == wanted

    def link(self, name: str | Path, target: str) -> None:
        """From one target to the other with nothing between."""
        path = self.path(name)
        half = path.with_name(f"{path.name}.dang-doi")
        half.unlink(missing_ok=True)
        half.symlink_to(target)
        half.replace(path)

    def target(self, name: str | Path) -> str:
        """Where the link leads; empty when there is none."""
        path = self.path(name)
        return os.readlink(path) if path.is_symlink() else ""

    def has_user(self, name: str) -> bool:
        return any(line.startswith(f"{name}:") for line in self.read("/etc/passwd").splitlines())

    def members(self, group: str) -> set[str]:
        lines = (line.split(":") for line in self.read("/etc/group").splitlines())
        return next((set(line[3].split(",")) - {""} for line in lines if line[0] == group), set())

    @property
    def runs_systemd(self) -> bool:
        return self.path("/run/systemd/system").is_dir()

    def run(self, *words, user: str = "", env: dict | None = None, cwd: str = "/", given: str = "") -> str:
        """What it printed; raises Refused with what it complained of."""
        done = self.try_run(*words, user=user, env=env, cwd=cwd, given=given)
        if done.returncode:
            said = (done.stderr.strip() or done.stdout.strip() or f"mã {done.returncode}")[-600:]
            raise Refused(FAILED.format(" ".join(map(str, words[:4])), said))
        return done.stdout

    def succeeds(self, *words, **how) -> bool:
        return self.try_run(*words, **how).returncode == 0

    def try_run(self, *words, user="", env=None, cwd="/", given="") -> subprocess.CompletedProcess:
        who = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}
        home = {"HOME": pwd.getpwnam(user).pw_dir} if user else {}
        try:
            return subprocess.run(
                list(map(str, words)), cwd=cwd, env={**plain_environment(), **home, **(env or {})}, input=given,
                capture_output=True, text=True, check=False, **who,
            )  # fmt: skip
        except OSError as error:
            return subprocess.CompletedProcess(words, 127, "", f"{words[0]}: {system_errors.reason(error)}")


def plain_environment() -> dict[str, str]:
    """What the terminal says about a site of its own must not reach this one; how to reach a package index may."""
    kept = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "http", "HTTP", "no_proxy"))}
    path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    return {**kept, "PATH": path, "LANG": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive", "PYTHONUTF8": "1"}
