"""python -m stale CACHE_FOLDER SOCKET_FOLDER: old copies while the site does not answer (deploy/cms-pages.service)."""

import argparse
from pathlib import Path

from stale import serving

ZONES = ("pages", "asked")
"""The folders of nginx's two caches (deploy/nginx.conf)."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m stale", description="Trang giữ lại khi máy chủ không trả lời.")
    parser.add_argument("cache", type=Path, help="thư mục chứa các trang mà nginx giữ")
    parser.add_argument("sockets", type=Path, help="thư mục đặt hai socket")
    given = parser.parse_args()
    folders = tuple(given.cache / zone for zone in ZONES)
    serving.serve(folders, given.sockets / "http.sock", given.sockets / "removals.sock")


main()
