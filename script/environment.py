"""Makes .venv from a hashed lock, once: the next start finds the stamp and downloads nothing.

Runs under the machine's own Python, before any library is there. An environment without a stamp was cut short
(a power cut, a lost network), so it is thrown away and made anew instead of being trusted.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".venv"
PYTHON = HOME / "bin" / "python"
STAMP = HOME / "stamp"
SITE, DEV = "requirements.txt", "requirements-dev.txt"


def main(arguments):
    if arguments not in ([], ["dev"]):
        sys.exit("Cách dùng: script/bootstrap [dev]")
    wanted = [SITE, DEV] if arguments else [SITE]
    with one_at_a_time():
        if not is_ready(wanted):
            make(wanted)


@contextlib.contextmanager
def one_at_a_time():
    """The kernel lets go of this lock when the process ends, however it ends."""
    var = ROOT / "var"
    var.mkdir(exist_ok=True)
    with (var / "bootstrap.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Một lần chạy khác đang chuẩn bị thư viện; đang chờ…")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def is_ready(wanted):
    return set(stamp_lines(wanted)) <= set(stamp())


def stamp():
    return STAMP.read_text().splitlines() if STAMP.exists() else []


def stamp_lines(locks):
    return [f"python {version_of(PYTHON)}", *(f"{lock} {checksum(lock)}" for lock in locks)]


def version_of(python):
    """None when the interpreter is gone or broken, as after an upgrade of the system."""
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        return subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return None


def checksum(lock):
    return hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()


def make(wanted):
    if not is_ready([SITE]):
        say("Đang chuẩn bị môi trường Python trong .venv…")
        shutil.rmtree(HOME, ignore_errors=True)
        # The real interpreter: the one on PATH may be the .venv that was just removed.
        run(
            [os.path.realpath(sys.executable), "-m", "venv", HOME],
            "Python trên máy thiếu venv hoặc pip; trên Debian và Ubuntu: apt-get install python3-venv.",
        )
    STAMP.unlink(missing_ok=True)
    install(wanted[-1])
    half = STAMP.with_name("stamp.new")
    half.write_text("\n".join(stamp_lines(wanted)) + "\n")
    half.replace(STAMP)


def install(lock):
    say(f"Đang cài thư viện theo {lock}…")
    options = ["--require-hashes", "--only-binary=:all:", "--disable-pip-version-check", "--no-input", "--quiet"]
    run(
        [PYTHON, "-m", "pip", "install", *options, "-r", ROOT / lock],
        "Không cài được thư viện; lần chạy đầu tiên cần mạng. Hãy xem dòng báo lỗi ở trên rồi chạy lại.",
    )


def run(command, sentence):
    try:
        subprocess.run([str(part) for part in command], check=True, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError):
        sys.exit(sentence)
    except KeyboardInterrupt:
        sys.exit("Đã dừng giữa chừng; lần chạy sau sẽ làm lại từ đầu.")


def say(sentence):
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
