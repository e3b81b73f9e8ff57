"""What a kept page costs nginx beside a file from its disk, and how soon a change is seen through it under load.

`.venv/bin/python -m script.benchmark.kept_pages` starts the samples of deploy/ in a folder of their own.
"""

import contextlib
import http.client
import os
import ssl
import threading
import time
from pathlib import Path

from tests.deployed import HAND, HOST, Site, free_port

REQUESTS = 3_000
TICKS = os.sysconf("SC_CLK_TCK")
FILE_SERVER = """
server {{ listen 127.0.0.1:{port} ssl; ssl_certificate {folder}/certificate.pem; ssl_certificate_key {folder}/key.pem;
  root {folder}/files; }}
"""
READERS = 4
LIMIT = 10


def main() -> None:
    site = Site()
    try:
        site.start()
        site.do(HAND)
        site.do("answer = [make(f'Bài đo {number}') for number in range(12)] and None")
        port = serve_file(site)
        print(f"CPU của nginx cho một lần hỏi, {REQUESTS} lần: {beside(site, port)}")
        print(f"Thấy được sau (giây), dưới {READERS} người đọc liên tục: {seen_after(site)}")
    finally:
        site.stop()


def serve_file(site) -> int:
    """A file of the size of the home page, from the same nginx."""
    port, folder = free_port(), site.folder
    (folder / "files").mkdir()
    (folder / "files" / "trang.html").write_bytes(b"x" * len(site.ask("/", "127.0.0.3")[2]))
    conf = folder / "cms.conf"
    conf.write_text(conf.read_text("utf-8") + FILE_SERVER.format(port=port, folder=folder), "utf-8")
    os.kill(site.processes["nginx"].pid, 1)
    time.sleep(2)
    return port


def beside(site, port) -> str:
    rounds = []
    for _ in range(5):
        kept, file = (cpu_of(site, at, path) for at, path in ((site.port, "/"), (port, "/trang.html")))
        rounds.append((kept / file, kept, file))
    ratio, kept, file = sorted(rounds)[2]
    return f"trang giữ lại {kept * 1e6:.0f} µs, tệp {file * 1e6:.0f} µs, {ratio:.2f} lần (giữa của 5 vòng)"


def cpu_of(site, port, path) -> float:
    with contextlib.closing(line_to(port)) as line:
        begun = cpu(site)
        for _ in range(REQUESTS):
            line.request("GET", path, headers={"Host": HOST})
            line.getresponse().read()
        return (cpu(site) - begun) / REQUESTS


def line_to(port):
    trusting = ssl._create_unverified_context()  # noqa: S323 - a certificate of this minute
    return http.client.HTTPSConnection("127.0.0.1", port, timeout=30, context=trusting)


def cpu(site) -> float:
    """Seconds of all workers of nginx."""
    main_process = site.processes["nginx"].pid
    children = Path(f"/proc/{main_process}/task/{main_process}/children").read_text().split()
    used = [Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split() for child in children]
    return sum(int(one[11]) + int(one[12]) for one in used) / TICKS


def seen_after(site) -> dict[str, float]:
    stopped = threading.Event()
    readers = [threading.Thread(target=read, args=(site.port, stopped)) for _ in range(READERS)]
    [one.start() for one in readers]
    try:
        found = {"đăng": [], "sửa": [], "gỡ": [], "hết hạn": []}
        for number in range(5):
            pk, address = site.do(f"answer = make('Bài tải {number}')")
            found["đăng"].append(wait(site, "/", lambda text, address=address: address in text))
            site.do(f"correct({pk}, 'Bài tải đã sửa {number}')")
            found["sửa"].append(wait(site, "/", lambda text, number=number: f"Bài tải đã sửa {number}" in text))
            site.do(f"withdraw({pk})")
            found["gỡ"].append(wait(site, "/", lambda text, pk=pk: f"-{pk}/" not in text))
            began = time.time()
            _pk, address = site.do("answer = make('Bài hết hạn', seconds=3)")
            wait(site, "/", lambda text, address=address: address in text)
            ends = began + 3
            time.sleep(max(0, ends - time.time()))
            wait(site, "/", lambda text, address=address: address not in text)
            found["hết hạn"].append(time.time() - ends)
    finally:
        stopped.set()
        [one.join() for one in readers]
    return {name: round(max(values), 2) for name, values in found.items()}


def wait(site, path, holds) -> float:
    """Seconds until a reader sees it, and every one of the next ten."""
    begun = time.time()
    with contextlib.closing(line_to(site.port)) as line:
        while True:
            line.request("GET", path, headers={"Host": HOST})
            if holds(line.getresponse().read().decode()):
                seen = time.time() - begun
                break
            if time.time() > begun + LIMIT:
                raise AssertionError(path)
        for _ in range(10):
            line.request("GET", path, headers={"Host": HOST})
            if not holds(line.getresponse().read().decode()):
                raise AssertionError(f"lại thấy bản cũ: {path}")
    return seen


def read(port, stopped) -> None:
    with contextlib.closing(line_to(port)) as line:
        while not stopped.is_set():
            line.request("GET", "/", headers={"Host": HOST})
            line.getresponse().read()
            time.sleep(0.005)


if __name__ == "__main__":
    main()
