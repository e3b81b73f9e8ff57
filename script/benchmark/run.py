"""script/bench: processor time per request of our pages beside a bare Django yardstick, in the same run."""

import argparse
import contextlib
import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent.parent), str(HERE)]

import copies  # noqa: E402
import corpus  # noqa: E402
import loading  # noqa: E402
import measuring  # noqa: E402
import pages  # noqa: E402
import report  # noqa: E402
import servers  # noqa: E402
import soaking  # noqa: E402
import yardstick_rows  # noqa: E402


def parser():
    made = argparse.ArgumentParser(prog="script/bench", description="Đo CPU một lượt xem; in bảng Markdown.")
    made.add_argument("--articles", type=int, default=20_000, metavar="N", help="số bài tự tạo (20000)")
    made.add_argument("--postgres", action="store_true", help="đo trên một máy chủ PostgreSQL dựng riêng, xong thì bỏ")
    made.add_argument("--keep", action="store_true", help="đo lại trên dữ liệu đã nạp lần trước (SQLite)")
    made.add_argument("--rounds", type=int, default=3, metavar="N", help="số vòng đo (3)")
    made.add_argument(
        "--only", default="", metavar="TRANG", help="chỉ đo các trang có tên này, cách nhau bằng dấu phẩy"
    )
    made.add_argument("--queries", action="store_true", help="chỉ đo từng câu hỏi tới chỉ mục tìm kiếm")
    made.add_argument("--desk", action="store_true", help="chỉ đo các trang của bàn làm việc")
    made.add_argument(
        "--soak", type=int, default=0, metavar="N", help="chỉ hỏi N lượt trộn lẫn, xem có lỗi hay phình bộ nhớ"
    )
    made.add_argument("--rate", type=float, default=150, metavar="N", help="với --soak: số lượt mỗi giây (150)")
    made.add_argument(
        "--copies", type=float, default=0, metavar="GB", help="chỉ đo sao lưu và khôi phục, với chừng ấy GB tệp"
    )
    made.add_argument("--all", action="store_true", help="mọi bảng: trang, câu hỏi, nạp và dựng lại chỉ mục")
    return made


def main():
    wishes = parser().parse_args()
    loading.BENCH.mkdir(parents=True, exist_ok=True)
    url = os.environ.get("BENCH_DATABASE_URL", "")
    if wishes.postgres and not url:
        beside_postgres()
    if wishes.keep and (wishes.postgres or not loading.OWN_FILE.exists()):
        sys.exit("Chưa có dữ liệu của lần đo trước; hãy chạy lại không có --keep.")
    bench(wishes, url)


def beside_postgres():
    """Begins again beside a server that is thrown away at the end."""
    again = [sys.executable, HERE.parent / "with_postgres.py", "sh", "-c", 'BENCH_DATABASE_URL=$DATABASE_URL exec "$@"']
    sys.exit(subprocess.run([*again, "sh", sys.executable, *sys.argv], check=False).returncode)


def bench(wishes, url):
    env = loading.environment(url)
    if url:
        loading.create(url)
    database = servers.PostgreSQL(url) if url else None
    cost = None if wishes.keep else load(wishes, env, database)
    if wishes.copies:
        copies_report(wishes, env, database)
        return
    if wishes.desk:
        loading.run(env, HERE / "desk_pages.py", output=None)
        return
    facts = tell(env)
    if wishes.soak:
        soak_report(wishes, env, facts)
        return
    if not wishes.queries:
        page_report(wishes, env, database, facts)
    if wishes.queries or wishes.all:
        loading.run(env, HERE / "queries.py", output=None)
    if wishes.all:
        loading_report(env, database, cost, facts)


def load(wishes, env, database):
    """Both sides. Says what our import cost."""
    articles = loading.BENCH / f"{wishes.articles}.jsonl"
    if not articles.exists():
        say("Tạo bài…")
        corpus.write(articles, wishes.articles)
    say("Nạp vào trang…")
    cost = loading.ours(env, articles, database)
    if not wishes.copies:
        say("Nạp vào thước đo…")
        loading.yardstick(env, articles)
    return cost


def tell(env):
    command = [sys.executable, HERE / "facts.py"]
    done = subprocess.run(command, cwd=loading.ROOT, env=env, check=False, stdout=subprocess.PIPE)
    if done.returncode:
        sys.exit("Không đọc được chỉ mục; hãy chạy lại không có --keep.")
    return json.loads(done.stdout)


def page_report(wishes, env, database, facts):
    their_deep = yardstick_rows.page_begins(env["YARDSTICK_DATABASE"], corpus.COMMON, 500)
    names = set(filter(None, wishes.only.split(",")))
    found = [page for page in pages.pages(facts, their_deep) if not names or page.name in names]
    with contextlib.ExitStack() as started:
        ours, yardstick = start(env, database, started)
        results = measuring.measure_all(ours, yardstick, found, wishes.rounds)
    name = f"CPU một lượt xem, không bộ nhớ đệm, trung vị của {wishes.rounds} vòng"
    print_table(facts, name, report.page_table(results))


def soak_report(wishes, env, facts):
    """A worker serves as many threads as deploy/cms.service gives it, and is never begun anew."""
    log = loading.BENCH / "ours.log"
    with servers.Server("trang", "config.wsgi", cwd=loading.ROOT, env=env, log=log, threads=4) as ours:
        done = soaking.soak(ours, soaking.mixed(pages.pages(facts, None)), wishes.soak, wishes.rate)
    print_table(facts, "Nhiều lượt trộn lẫn", report.soak_table(done, soaking.growth(done.readings)))
    sys.exit(1 if done.failed else 0)


def copies_report(wishes, env, database):
    facts = tell(env)
    rows, size = copies.measure(env, wishes.copies, database)
    name = f"Sao lưu và khôi phục với {wishes.copies:g} GB tệp; một bản {size / copies.GIGABYTE:.2f} GB"
    print_table(facts, name, report.copies_table(rows))


def start(env, database, started):
    ours = servers.Server("trang", "config.wsgi", cwd=loading.ROOT, env=env, log=loading.BENCH / "ours.log")
    started.enter_context(ours)
    yardstick = servers.Server("thước đo", "yardstick", cwd=HERE, env=env, log=loading.BENCH / "yardstick.log")
    started.enter_context(yardstick)
    return measuring.Side(ours, database), measuring.Side(yardstick)


def loading_report(env, database, cost, facts):
    say("Dựng lại chỉ mục…")
    rebuilt = loading.manage(env, "rebuild_search", database=database)
    rows = [("import_articles", facts["entries"], cost)] if cost else []
    print_table(facts, "Nạp", report.loading_table([*rows, ("rebuild_search", facts["entries"], rebuilt)]))


def print_table(facts, name, table):
    told = report.caption(dt.date.today(), facts["entries"], facts["engine"])  # noqa: DTZ011
    print(f"\n{name}: {told}\n\n{table}", flush=True)


def say(sentence):
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
