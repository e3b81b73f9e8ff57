"""script/faults: takes one part after the other away from a running site; counts what readers and staff are told."""

import argparse
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.dont_write_bytecode = True

from script.machines import engines, parts, processes, servers  # noqa: E402
from script.machines.place import ROOT, Place  # noqa: E402
from script.reliability import report, small_disk  # noqa: E402
from script.reliability.counting import add_up, seconds_to_normal  # noqa: E402
from script.reliability.faults import FAULTS, Fault, FaultImpossible  # noqa: E402
from script.reliability.staff import MAKE_WRITER, TITLE, Writer  # noqa: E402
from script.reliability.visitors import Visitors, in_turn, new_questions, search  # noqa: E402

KNOWN = 30
"""So many pages are what people have read today."""
PATIENCE = 30.0
"""Seconds after which we stop waiting for it to be normal."""


@dataclass(frozen=True)
class Pace:
    """Seconds: of looking on before a fault; without a bad answer, to call it normal; that a fault lasts at most."""

    before: float
    quiet: float
    longest: float


IN_FULL, IN_SHORT = Pace(2.0, 3.0, 60.0), Pace(0.3, 1.0, 1.5)


class Site(Place):
    extra: dict[str, str] = {}
    """What the programs of the site find in their environment beside its settings."""

    @property
    def kept(self) -> Path:
        return small_disk.kept_pages(self.folder)

    def environment(self, pooler: str) -> dict[str, str]:
        return super().environment(pooler) | self.extra


def main(arguments: list[str]) -> int:
    wishes = wanted(arguments)
    if packages := parts.missing():
        sys.exit(f"Máy này thiếu chương trình. Trên Debian: apt-get install {' '.join(packages)}")
    wanted_here = [fault for fault in FAULTS if not (wishes.short and fault.only_in_full)]
    chosen = [fault for fault in wanted_here if not wishes.only or fault.name in wishes.only.split(",")]
    folder = small_disk.folder()
    site, rows, complaints = Site(folder), [], []
    try:
        say("Đang dựng trang và nạp nội dung minh họa…")
        parts.up(site)
        writer = Writer(site, new_writer(site))
        for fault in chosen:
            say(f"{fault.title}…")
            try:
                rows.append(watched(site, writer, fault, IN_SHORT if wishes.short else IN_FULL))
                complaints += report.broken(rows[-1], fault.spares_readers)
            except FaultImpossible as why:
                say(str(why))
    finally:
        if folder.exists():
            parts.down(site)
        small_disk.give_back(folder)
        # Also when one of them could not be mended: what was seen until then is not lost.
        print(report.table(rows))
    for complaint in complaints:
        say(complaint)
    return 1 if complaints else 0


def wanted(arguments: list[str]) -> argparse.Namespace:
    made = argparse.ArgumentParser(
        prog="script/faults", description="Làm hỏng từng phần của một trang đang chạy; in bảng Markdown."
    )
    names = ", ".join(fault.name for fault in FAULTS)
    made.add_argument("--only", default="", metavar="TÊN", help=f"chỉ những điều này, cách nhau bằng dấu phẩy: {names}")
    made.add_argument("--short", action="store_true", help="mỗi điều chỉ vài giây, bỏ những điều có kiểm thử riêng")
    return made.parse_args(arguments)


def watched(site: Site, writer: Writer, fault: Fault, pace: Pace) -> report.Row:
    known = in_turn(pages(site))
    questions = new_questions(time.time_ns())
    confirmed_before = len(writer.confirmed)
    readers = Visitors(lambda: engines.ask(site, known())[0], threads=3, pause=0.1)
    strangers = Visitors(lambda: engines.ask(site, search(next(questions)))[0], threads=1, pause=0.5)
    staff = Visitors(writer.save, threads=1, pause=0.5)
    with readers, strangers, staff:
        time.sleep(pace.before)
        with fault.begin(site):
            time.sleep(min(fault.seconds, pace.longest))
        healed = time.monotonic()
        wait_until_quiet((readers, strangers, staff), healed, pace.quiet)
    everybody = [*readers.answers, *strangers.answers, *staff.answers]
    return report.Row(
        fault.title,
        *(add_up(kind.answers) for kind in (readers, strangers, staff)),
        lost_rows=len(set(writer.confirmed[confirmed_before:]) - kept_titles(site)),
        to_normal=seconds_to_normal(everybody, healed),
    )


def wait_until_quiet(kinds, healed: float, quiet: float) -> None:
    while time.monotonic() < healed + PATIENCE:
        time.sleep(0.2)
        bad = [answer.at + answer.seconds for kind in kinds for answer in kind.answers if not answer.is_good]
        if time.monotonic() > max([healed, *bad]) + quiet:
            return


def pages(site: Site) -> list[str]:
    """Read once before anything happens, as by somebody earlier today."""
    found = [page for file in addresses(site, "/sitemap.xml") for page in addresses(site, file)]
    chosen = ["/tim-kiem/?q=rung", "/rss/", "/api/v1/chi-tieu/", *found][:KNOWN]
    for path in chosen:
        # The first page of a process may take longer than nginx waits for it.
        processes.wait_until(lambda path=path: engines.ask(site, path)[0] == 200, f"{path} không mở được")
    return chosen


def addresses(site: Site, file: str) -> list[str]:
    """What a file of the site map names."""
    return re.findall(r"<loc>https://[^/]+(/[^<]*)</loc>", engines.ask(site, file)[2].decode())


def new_writer(site: Site) -> str:
    """The cookies of somebody who has signed in."""
    environment = {**site.environment(parts.POOLERS[0]), "DATABASE_URL": site.database_url(site.leader)}
    done = subprocess.run(
        [sys.executable, "-c", MAKE_WRITER], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout.strip()


def kept_titles(site: Site) -> set[str]:
    rows = servers.ask(site, site.leader, "SELECT title FROM articles_article WHERE title LIKE %s", [f"{TITLE}%"])
    return {title for (title,) in rows}


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    small_disk.go_on_apart([sys.executable, *sys.argv])
    sys.exit(main(sys.argv[1:]))
