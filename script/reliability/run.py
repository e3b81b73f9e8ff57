"""script/faults: takes one part after the other away from a running site; counts what readers and staff are told."""

import argparse
import re
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.dont_write_bytecode = True

from script.machines import engines, parts, servers  # noqa: E402
from script.machines.place import ROOT, Place  # noqa: E402
from script.reliability import report, small_disk  # noqa: E402
from script.reliability.counting import add_up, seconds_to_normal  # noqa: E402
from script.reliability.faults import FAULTS, Fault, FaultImpossible  # noqa: E402
from script.reliability.staff import MAKE_WRITER, TITLE, Writer  # noqa: E402
from script.reliability.visitors import Visitors, in_turn, new_questions, search  # noqa: E402

KNOWN = 30
"""So many pages are what people have read today."""
BEFORE, QUIET, PATIENCE = 2.0, 3.0, 30.0
"""Seconds: of looking on before the fault; without a bad answer, to call it normal; after which we stop waiting."""


class Site(Place):
    extra: dict[str, str] = {}
    """What the programs of the site find in their environment beside its settings."""

    def environment(self, pooler: str) -> dict[str, str]:
        return super().environment(pooler) | self.extra


def main(arguments: list[str]) -> int:
    wishes = wanted(arguments)
    if packages := parts.missing():
        sys.exit(f"Máy này thiếu chương trình. Trên Debian: apt-get install {' '.join(packages)}")
    chosen = [fault for fault in FAULTS if not wishes.only or fault.name in wishes.only.split(",")]
    folder = small_disk.folder()
    site, rows = Site(folder), []
    try:
        say("Đang dựng trang và nạp nội dung minh họa…")
        parts.up(site)
        writer = Writer(site, new_writer(site))
        rows.extend(tried(site, writer, chosen, wishes.shorter))
    finally:
        if folder.exists():
            parts.down(site)
        small_disk.give_back(folder)
        # Also when one of them could not be mended: what was seen until then is not lost.
        print(report.table(rows))
    return 1 if any(row.lost_rows or row.to_normal is None for row in rows) else 0


def tried(site: Site, writer: Writer, chosen: list[Fault], shorter: float):
    for fault in chosen:
        say(f"{fault.title}…")
        try:
            yield watched(site, writer, fault, shorter)
        except FaultImpossible as why:
            say(str(why))


def wanted(arguments: list[str]) -> argparse.Namespace:
    made = argparse.ArgumentParser(
        prog="script/faults", description="Làm hỏng từng phần của một trang đang chạy; in bảng Markdown."
    )
    names = ", ".join(fault.name for fault in FAULTS)
    made.add_argument("--only", default="", metavar="TÊN", help=f"chỉ những điều này, cách nhau bằng dấu phẩy: {names}")
    made.add_argument("--shorter", type=float, default=1, metavar="N", help="mỗi điều chỉ kéo dài một phần N (1)")
    return made.parse_args(arguments)


def watched(site: Site, writer: Writer, fault: Fault, shorter: float) -> report.Row:
    known = in_turn(pages(site))
    questions = new_questions(time.time_ns())
    confirmed_before = len(writer.confirmed)
    readers = Visitors(lambda: engines.ask(site, known())[0], threads=3, pause=0.1)
    strangers = Visitors(lambda: engines.ask(site, search(next(questions)))[0], threads=1, pause=0.5)
    staff = Visitors(writer.save, threads=1, pause=0.5)
    with readers, strangers, staff:
        time.sleep(BEFORE)
        with fault.begin(site):
            time.sleep(fault.seconds / shorter)
        healed = time.monotonic()
        wait_until_quiet((readers, strangers, staff), healed)
    everybody = [*readers.answers, *strangers.answers, *staff.answers]
    return report.Row(
        fault.title,
        *(add_up(kind.answers) for kind in (readers, strangers, staff)),
        lost_rows=len(set(writer.confirmed[confirmed_before:]) - kept_titles(site)),
        to_normal=seconds_to_normal(everybody, healed),
    )


def wait_until_quiet(kinds, healed: float) -> None:
    while time.monotonic() < healed + PATIENCE:
        time.sleep(0.2)
        bad = [answer.at + answer.seconds for kind in kinds for answer in kind.answers if not answer.is_good]
        if time.monotonic() > max([healed, *bad]) + QUIET:
            return


def pages(site: Site) -> list[str]:
    """Read once before anything happens, as by somebody earlier today."""
    found = [page for file in addresses(site, "/sitemap.xml") for page in addresses(site, file)]
    chosen = ["/tim-kiem/?q=rung", "/rss/", "/api/v1/chi-tieu/", *found][:KNOWN]
    for path in chosen:
        status = engines.ask(site, path)[0]
        if status != 200:
            raise RuntimeError(f"{path}: {status}")
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
    small_disk.begin_again_apart()
    sys.exit(main(sys.argv[1:]))
