"""script/manage COMMAND …: a command of this version, as the site's user, with the settings that only root reads."""

import os
import pwd
import sys
from pathlib import Path

from installation import releases
from installation.machine import Machine, Refused, plain_environment

HERE = Path(__file__).resolve().parents[2]
NOT_ROOT = "Phải chạy với quyền root: chỉ root đọc được {}."
NO_LIBRARIES = "Mã nguồn ở {} chưa có thư viện. Lệnh của trang đang chạy là: {}/script/manage"


def main(words: list[str]) -> None:
    if os.geteuid():
        sys.exit(NOT_ROOT.format(releases.SETTINGS))
    try:
        user = pwd.getpwnam(releases.USER)
        env = {**plain_environment(), "HOME": user.pw_dir, **releases.settings(Machine())}
    except (Refused, KeyError) as refusal:
        sys.exit(f"Trang chưa được cài trên máy này: {refusal}")
    python = HERE / ".venv" / "bin" / "python"
    if not python.exists():
        sys.exit(NO_LIBRARIES.format(HERE, releases.APP))
    # Settings of today's terminal, such as PGOPTIONS, stay outside; the window's width may come along.
    env |= {name: os.environ[name] for name in ("TERM", "COLUMNS", "GNUPGHOME") if name in os.environ}
    os.setgroups([])
    os.setgid(user.pw_gid)
    os.setuid(user.pw_uid)
    os.umask(0o027)
    env["DJANGO_SETTINGS_MODULE"] = "config.settings.prod"
    os.execve(python, [str(python), str(HERE / "manage.py"), *words], env)  # noqa: S606


if __name__ == "__main__":
    main(sys.argv[1:])
