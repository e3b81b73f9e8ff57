"""script/bench: processor time per request of our pages beside a bare Django yardstick, in the same run."""

import argparse
import datetime as dt
import itertools
import json
import os
import platform
import secrets
import statistics
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from urllib.parse import quote

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BENCH = ROOT / "var" / "bench"
sys.path[:0] = [str(ROOT), str(HERE)]

import corpus  # noqa: E402
import servers  # noqa: E402
import words  # noqa: E402
import yardstick_rows  # noqa: E402

SECTION = next(iter(words.SECTIONS))
# A page -> (path on our side, path on the yardstick's side); {} stands for one article after the other.
PAGES = {
    "trang chủ": ("/", "/"),
    "chuyên mục, trang 1": (f"/chuyen-muc/{SECTION}/", f"/{SECTION}/"),
    "chuyên mục, trang 500": (f"/chuyen-muc/{SECTION}/?trang=500", f"/{SECTION}/?trang=500"),
    "bài viết": (None, None),
    "tìm từ thường gặp": (f"/tim-kiem/?q={quote(words.COMMON)}",) * 2,
    "tìm từ hiếm": (f"/tim-kiem/?q={quote(words.RARE)}",) * 2,
    "tìm từ chỉ có ở bài cũ": (f"/tim-kiem/?q={quote(words.OLD)}",) * 2,
    "tìm cụm từ": (f"/tim-kiem/?q={quote(chr(34) + words.PHRASE + chr(34))}",) * 2,
    "tìm theo ngày": ("/tim-kiem/?tu=2020-09-25&den=2020-10-02",) * 2,
}


def main():
    wishes = arguments()
    BENCH.mkdir(parents=True, exist_ok=True)
    articles = BENCH / f"{wishes.articles}.jsonl"
    step("Tạo bài", lambda: articles.exists() or corpus.write(articles, wishes.articles))
    env = environment(wishes.database)
    if not wishes.keep:
        step("Nạp vào trang", lambda: load_ours(env, articles, fresh=not wishes.database))
    if wishes.queries:
        sys.exit(subprocess.run([sys.executable, HERE / "queries.py"], cwd=ROOT, env=env, check=False).returncode)
    if not wishes.keep:
        step("Nạp vào thước đo", lambda: load_yardstick(env, articles))
    paths = both_paths(env)
    more = partial(servers.postgres_pids, wishes.database) if wishes.database.startswith("postgres") else list
    ours = servers.Server("trang", "config.wsgi", cwd=ROOT, env=env, log=BENCH / "ours.log")
    yardstick = servers.Server("thước đo", "yardstick", cwd=HERE, env=env, log=BENCH / "yardstick.log")
    try:
        results = measure_all(ours, yardstick, paths, wishes.rounds, more)
    finally:
        ours.stop()
        yardstick.stop()
    report(results, wishes)


def arguments():
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000, help="số bài (20000)")
    parser.add_argument("--rounds", type=int, default=3, help="số vòng đo (3)")
    parser.add_argument(
        "--database", default="", help="DATABASE_URL của một cơ sở dữ liệu trống (SQLite trong var/bench)"
    )
    parser.add_argument("--keep", action="store_true", help="đo lại trên dữ liệu đã nạp lần trước")
    parser.add_argument("--queries", action="store_true", help="chỉ đo từng câu hỏi tới chỉ mục tìm kiếm")
    return parser.parse_args()


def step(name, work):
    began = time.monotonic()
    print(f"{name}…", file=sys.stderr, flush=True)
    work()
    print(f"{name}: {time.monotonic() - began:.1f} giây", file=sys.stderr, flush=True)


def environment(database):
    """Production settings, as docs/operations.md says them for a site behind nginx."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.prod",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "127.0.0.1",
        "DATABASE_URL": database or f"sqlite:///{(BENCH / 'ours.sqlite3').relative_to(ROOT)}",
        "TRUSTED_PROXIES": "1",
        "STATIC_ROOT": str(BENCH / "static"),
        "MEDIA_ROOT": str(BENCH / "media"),
        "YARDSTICK_DATABASE": str(BENCH / "yardstick.sqlite3"),
    }


def manage(env, *command):
    done = subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=env, check=False)
    if done.returncode:
        sys.exit(f"manage.py {command[0]} không chạy được.")


def load_ours(env, articles, *, fresh):
    if fresh:
        remove(BENCH / "ours.sqlite3")
    manage(env, "migrate", "-v0")
    manage(env, "collectstatic", "--noinput", "-v0")
    manage(env, "import_articles", str(articles))


def load_yardstick(env, articles):
    remove(Path(env["YARDSTICK_DATABASE"]))
    with articles.open(encoding="utf-8") as lines:
        yardstick_rows.build(env["YARDSTICK_DATABASE"], map(json.loads, lines))


def remove(database):
    for end in ("", "-wal", "-shm"):
        Path(f"{database}{end}").unlink(missing_ok=True)


def both_paths(env):
    """Page -> (our paths, the yardstick's paths). Articles: a thousand different ones, the same on both sides."""
    code = (
        "import json; from articles.models import Article;"
        "rows = Article.objects.order_by('pk').values_list('slug', 'pk', 'section__slug', 'imported_id');"
        "print(json.dumps([list(row) for row in rows[:: max(1, rows.count() // 1000)]]))"
    )
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
    rows = json.loads(subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, text=True).stdout)
    paths = {page: ([ours], [theirs]) for page, (ours, theirs) in PAGES.items()}
    paths["bài viết"] = (
        [f"/bai-viet/{slug}-{number}/" for slug, number, _, _ in rows],
        [f"/{section}/{imported}/" for _, _, section, imported in rows],
    )
    return paths


def measure_all(ours, yardstick, paths, rounds, more_pids):
    """Page -> [(ms of ours, ms of the yardstick)], one pair a round; the two take turns to begin."""
    results = {page: [] for page in paths}
    for number in range(rounds):
        for page, (our_paths, their_paths) in paths.items():
            pair = [(ours, our_paths, more_pids), (yardstick, their_paths, list)]
            found = {server.name: measure(server, some, more) for server, some, more in (pair, pair[::-1])[number % 2]}
            if None not in found.values():
                results[page].append((found[ours.name], found[yardstick.name]))
    return results


def measure(server, paths, more_pids, seconds=1.5):
    """Milliseconds of processor time per request; None when the page is not there."""
    for path in paths[:20] * (1 if len(paths) > 1 else 6):
        status, _ = server.get(path)
        if status != 200:
            print(f"Bỏ qua {server.name} {path}: {status}", file=sys.stderr)
            return None
    pids = [*server.pids(), *more_pids()]
    before, began, count = servers.cpu_seconds(pids), time.monotonic(), 0
    for path in itertools.cycle(paths):
        server.get(path)
        count += 1
        if time.monotonic() - began > seconds and count >= 30:
            break
    return (servers.cpu_seconds(pids) - before) / count * 1000


def report(results, wishes):
    kind = wishes.database.partition(":")[0] or "sqlite"
    print(f"\n{dt.date.today():%d/%m/%Y}, {wishes.articles} bài, {kind}, {wishes.rounds} vòng, {platform.machine()},")  # noqa: DTZ011
    print(
        f"Python {platform.python_version()}; mili giây CPU cho một lượt xem, không bộ nhớ đệm (trung vị các vòng).\n"
    )
    print(
        f"| {'trang':<24} | {'của ta':>8} | {'thước đo':>8} | {'gấp':>6} |\n|{'-' * 26}|---------:|---------:|-------:|"
    )
    for page, pairs in results.items():
        if not pairs:
            print(f"| {page:<24} | {'–':>8} | {'–':>8} | {'–':>6} |")
            continue
        ours, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
        ratio = statistics.median(mine / other for mine, other in pairs)
        print(f"| {page:<24} | {ours:8.2f} | {theirs:8.2f} | {ratio:5.2f}x |")


if __name__ == "__main__":
    main()
