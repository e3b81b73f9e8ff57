"""What script/bench may be told, in Vietnamese."""

import argparse
import sys
from pathlib import Path

import pages

USAGE = (
    "script/bench [--articles N | --corpus TỆP.jsonl] [--postgres | --database ĐỊA_CHỈ] [--keep] [--rounds N]"
    " [--only TRANG,...] [--queries | --all]"
)
ABOUT = "Đo CPU cho một lượt xem trang của ta bên cạnh thước đo Django tối giản; in bảng Markdown."


class Help(argparse.HelpFormatter):
    def add_usage(self, usage, actions, groups, prefix=None):
        super().add_usage(usage, actions, groups, "Cách dùng: ")


class Parser(argparse.ArgumentParser):
    def error(self, message):
        """argparse speaks English, so its message is replaced by how it is done."""
        del message
        fail(f"Cách dùng: {USAGE}\nXem thêm: script/bench --help")


def parse(words):
    wishes = parser().parse_args(words)
    if wishes.articles is not None and wishes.corpus:
        fail("Hãy chọn một trong hai: --articles hoặc --corpus.")
    if wishes.postgres and (wishes.database or wishes.keep):
        fail("--postgres dựng một cơ sở dữ liệu mới, nên không đi cùng --database hay --keep.")
    wishes.articles = 20_000 if wishes.articles is None else wishes.articles
    if wishes.articles < 1 or wishes.rounds < 1:
        fail("Số bài và số vòng phải từ 1 trở lên.")
    if wishes.corpus and not wishes.corpus.is_file():
        fail(f"Không có tệp {wishes.corpus}.")
    try:
        wishes.only = pages.wanted(wishes.only)
    except ValueError as error:
        fail(str(error))
    return wishes


def parser():
    made = Parser(prog="script/bench", usage=USAGE, description=ABOUT, formatter_class=Help, add_help=False)
    add = made.add_argument_group("tùy chọn").add_argument
    groups = ", ".join(pages.GROUPS)
    add("--articles", type=int, metavar="N", help="số bài tự tạo (20000)")
    add("--corpus", type=Path, metavar="TỆP", help="đo với bài của người khác: JSON Lines như import_articles đọc")
    add("--database", default="", metavar="ĐỊA_CHỈ", help="DATABASE_URL của một cơ sở dữ liệu trống (SQLite)")
    add("--postgres", action="store_true", help="đo trên một máy chủ PostgreSQL dựng riêng, xong thì bỏ")
    add("--keep", action="store_true", help="đo lại trên dữ liệu đã nạp lần trước")
    add("--rounds", type=int, default=3, metavar="N", help="số vòng đo (3)")
    add("--only", default=",".join(pages.GROUPS), metavar="TRANG", help=f"chỉ đo các trang này: {groups}, hoặc tên")
    add("--queries", action="store_true", help="chỉ đo từng câu hỏi tới chỉ mục tìm kiếm")
    add("--all", action="store_true", help="mọi bảng: trang, câu hỏi, nạp và dựng lại chỉ mục")
    add("--help", action="help", help="in phần này")
    return made


def fail(sentence):
    print(sentence, file=sys.stderr)
    sys.exit(2)
