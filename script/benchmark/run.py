"""script/bench: processor time per request of our pages beside a bare Django yardstick, in the same run."""

import contextlib
import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent.parent), str(HERE)]

import arguments  # noqa: E402
import corpus  # noqa: E402
import endings  # noqa: E402
import loading  # noqa: E402
import machine  # noqa: E402
import measuring  # noqa: E402
import pages  # noqa: E402
import progress  # noqa: E402
import report  # noqa: E402
import servers  # noqa: E402
import throwaway  # noqa: E402
import yardstick_rows  # noqa: E402


def main():
    wishes = arguments.parse(sys.argv[1:])
    # So that what was planted is taken out again, however the run ends.
    endings.prepare()
    loading.BENCH.mkdir(parents=True, exist_ok=True)
    made = throwaway.database(loading.BENCH / "pg") if wishes.postgres else contextlib.nullcontext(wishes.database)
    with made as url:
        bench(wishes, url)


def bench(wishes, url):
    if wishes.keep and not url and not loading.is_loaded():
        sys.exit("Chưa có dữ liệu của lần đo trước; hãy chạy lại không có --keep.")
    env = loading.environment(url)
    database = servers.PostgreSQL(url) if url.startswith("postgres") else None
    cost = None if wishes.keep else load(wishes, env, database)
    if not wishes.queries:
        page_report(wishes, env, database)
    if wishes.queries or wishes.all:
        question_report(env)
    if wishes.all:
        loading_report(env, database, cost)


def load(wishes, env, database):
    """Both sides; the questions to the index need no yardstick. Says what our import cost."""
    articles = wishes.corpus.resolve() if wishes.corpus else loading.BENCH / f"{wishes.articles}.jsonl"
    if not articles.exists():
        progress.step("Tạo bài", lambda: corpus.write(articles, wishes.articles))
    cost = progress.step("Nạp vào trang", lambda: loading.ours(env, articles, database))
    if database:
        # What the server would do by itself in a quiet hour; a run must not depend on whether it has.
        progress.step("Dọn PostgreSQL", lambda: throwaway.execute(env["DATABASE_URL"], "VACUUM (ANALYZE)"))
    if not wishes.queries:
        progress.step("Nạp vào thước đo", lambda: loading.yardstick(env, articles))
    return cost


def page_report(wishes, env, database):
    with planted(env):
        facts = tell(env)
        compare_sizes(facts, env)
        their_deep = yardstick_rows.page_begins(env["YARDSTICK_DATABASE"], facts["words"]["common"], 500)
        found = pages.pages(facts, their_deep)
        with contextlib.ExitStack() as started:
            ours, yardstick = start(env, database, started)
            results = measuring.measure_all(ours, yardstick, [found[name] for name in wishes.only], wishes.rounds)
    print_table(
        facts, f"CPU một lượt xem, không bộ nhớ đệm, trung vị của {wishes.rounds} vòng", report.page_table(results)
    )


@contextlib.contextmanager
def planted(env):
    """Words that only the oldest articles have, for as long as the pages are measured."""
    try:
        loading.run(env, HERE / "facts.py", "plant")
        yield
    finally:
        loading.run(env, HERE / "facts.py", "remove")


def tell(env):
    command = [sys.executable, HERE / "facts.py", "tell"]
    done = subprocess.run(command, cwd=loading.ROOT, env=env, check=False, stdout=subprocess.PIPE)
    if done.returncode:
        sys.exit("Không đọc được chỉ mục; hãy chạy lại không có --keep.")
    return json.loads(done.stdout)


def compare_sizes(facts, env):
    """What --keep finds may be of two different runs."""
    if not Path(env["YARDSTICK_DATABASE"]).exists():
        sys.exit("Thước đo chưa được nạp; hãy chạy lại không có --keep.")
    theirs = yardstick_rows.articles(env["YARDSTICK_DATABASE"])
    if abs(facts["entries"] - theirs) > max(200, theirs / 100):
        sys.exit(f"Trang có {facts['entries']} mục, thước đo có {theirs} bài; hãy chạy lại không có --keep.")


def start(env, database, started):
    ours = servers.Server("trang", "config.wsgi", cwd=loading.ROOT, env=env, log=loading.BENCH / "ours.log")
    started.enter_context(ours)
    yardstick = servers.Server("thước đo", "yardstick", cwd=HERE, env=env, log=loading.BENCH / "yardstick.log")
    started.enter_context(yardstick)
    return measuring.Side(ours, database), measuring.Side(yardstick)


def question_report(env):
    """It prints its table itself, and may be run alone on any loaded database."""
    loading.run(env, HERE / "queries.py", output=None)


def loading_report(env, database, cost):
    rebuilt = progress.step("Dựng lại chỉ mục", lambda: loading.manage(env, "rebuild_search", database=database))
    facts = tell(env)
    rows = [("import_articles", facts["entries"], cost)] if cost else []
    print_table(facts, "Nạp", report.loading_table([*rows, ("rebuild_search", facts["entries"], rebuilt)]))


def print_table(facts, name, table):
    told = report.caption(dt.date.today(), facts["entries"], facts["engine"], machine.describe())  # noqa: DTZ011
    print(f"\n{name}: {told}\n\n{table}", flush=True)


if __name__ == "__main__":
    main()
