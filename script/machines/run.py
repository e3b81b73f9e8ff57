"""`script/cluster up|down|status|kill PART|start PART|promote`: two machines and all they share, tried on this one."""

import argparse
import signal
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.dont_write_bytecode = True

from script.machines import parts, place  # noqa: E402

HELP = (
    "Dựng thử cụm máy trên máy này bằng chương trình thật: hai máy chạy trang, PostgreSQL và bản sao, PgBouncer, Redis,"
    " kho S3 (moto, thế chỗ), nginx và trang giữ lại."
)


def main(arguments: list[str]) -> None:
    wishes = wanted(arguments)
    cluster = place.opened(Path(wishes.folder))
    if wishes.what == "up":
        up(cluster)
    elif not cluster.is_made:
        # `down` twice is as good as once.
        sys.exit(0 if wishes.what == "down" else "Chưa có cụm máy nào ở đây; hãy chạy script/cluster up trước.")
    else:
        {"down": down, "status": status, "promote": promote, "kill": kill, "start": start}[wishes.what](
            cluster, *([wishes.part] if wishes.what in {"kill", "start"} else [])
        )


def wanted(arguments: list[str]) -> argparse.Namespace:
    made = argparse.ArgumentParser(prog="script/cluster", description=HELP)
    made.add_argument(
        "--folder",
        default=str(place.default_folder()),
        help="nơi đặt mọi thứ; tên ngắn, vì đường dẫn tới socket có hạn",
    )
    several = made.add_subparsers(dest="what", required=True)
    several.add_parser("up", help="dựng tất cả và nạp nội dung minh họa; Ctrl+C thì dừng và xóa hết")
    several.add_parser("down", help="dừng và xóa hết")
    several.add_parser("status", help="phần nào đang chạy")
    several.add_parser("promote", help="đưa bản sao PostgreSQL lên làm bản chính, sau khi bản chính đã mất")
    for name, words in (("kill", "cho một phần chết ngay"), ("start", "cho một phần chạy lại")):
        several.add_parser(name, help=words).add_argument("part", choices=list(parts.STARTS))
    return made.parse_args(arguments)


def up(cluster: place.Place) -> None:
    if packages := parts.missing():
        sys.exit(f"Máy này thiếu chương trình. Trên Debian: apt-get install {' '.join(packages)}")
    if cluster.is_made:
        status(cluster)
        sys.exit("Cụm máy đã được dựng; dừng bằng script/cluster down.")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        say("Đang dựng cụm máy và nạp nội dung minh họa, mất độ nửa phút…")
        parts.up(cluster)
        status(cluster)
        say(f"Trang: {cluster.address}/ – Ban biên tập: {cluster.address}/quan-tri/ (dừng: Ctrl+C)")
        while cluster.folder.exists():
            time.sleep(1)
    except KeyboardInterrupt:
        say("Đang dừng…")
    except (RuntimeError, TimeoutError, LookupError) as error:
        sys.exit(f"Không dựng được cụm máy: {error}")
    finally:
        down(cluster)


def down(cluster: place.Place) -> None:
    if cluster.folder.exists():
        parts.down(place.Place(cluster.folder))


def status(cluster: place.Place) -> None:
    for name in parts.STARTS:
        role = {cluster.leader: " (bản chính)", cluster.follower: " (bản sao)"}.get(name, "")
        print(f"{name + role:20} {'đang chạy' if parts.is_alive(cluster, name) else 'KHÔNG chạy'}")


def kill(cluster: place.Place, part: str) -> None:
    parts.kill(cluster, part)
    status(cluster)


def start(cluster: place.Place, part: str) -> None:
    parts.bring(cluster, part)
    status(cluster)


def promote(cluster: place.Place) -> None:
    if parts.is_alive(cluster, cluster.leader):
        sys.exit(f"Bản chính còn chạy: hai bản cùng ghi sẽ lệch nhau. Trước hết: script/cluster kill {cluster.leader}")
    if not parts.is_alive(cluster, cluster.follower):
        sys.exit(f"Bản sao không chạy nên không đưa lên được. Trước hết: script/cluster start {cluster.follower}")
    parts.promote(cluster)
    status(cluster)


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
