"""script/lighthouse: what Lighthouse says of the public pages, behind nginx with compression, as medians of three runs.

The site runs from a database of its own under var/lighthouse, with the facts, the demo and production settings.
"""

import argparse
import contextlib
import json
import os
import secrets
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "script" / "benchmark")]

from servers import Server, free_port  # noqa: E402

from tests.browser import chromium  # noqa: E402

WORK = ROOT / "var" / "lighthouse"
VERSION = "12.8.2"
PAGES = {
    "trang chủ": "/",
    "chuyên mục": "/chuyen-muc/xay-dung-dang/",
    "bài viết": None,
    "đại hội": "/nghi-quyet/xv/",
    "chỉ tiêu": "/nghi-quyet/xv/chi-tieu/tang-truong-grdp/",
}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
SLOW_LINE = (
    "--throttling-method=simulate --throttling.rttMs=300 --throttling.throughputKbps=700"
    " --throttling.cpuSlowdownMultiplier=4"
).split()
CHROMIUM = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update"
NGINX = """
daemon off; pid {work}/nginx.pid; error_log {work}/nginx.log; worker_processes 1;
events {{}}
http {{
    access_log off; client_body_temp_path {work}/body; proxy_temp_path {work}/proxy; fastcgi_temp_path {work}/f;
    uwsgi_temp_path {work}/u; scgi_temp_path {work}/s;
    server {{
        listen 127.0.0.1:{port};
        gzip on;
        gzip_types text/css application/javascript application/json application/rss+xml application/xml image/svg+xml;
        location / {{
            proxy_pass http://127.0.0.1:{behind};
            proxy_set_header Host $host;
            proxy_set_header X-Forwarded-Proto https;
            proxy_set_header X-Forwarded-For $remote_addr;
        }}
    }}
}}
"""


def main():
    wishes = parser().parse_args()
    browser = chromium.program(whole=True) or sys.exit("Máy này thiếu Chromium (gói Debian: chromium).")
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") or sys.exit("Máy này thiếu nginx.")
    program = lighthouse()
    with site(nginx) as address:
        print("\n| trang | hiệu năng | trợ năng | cách làm | tìm kiếm | đường chậm | số yêu cầu |")
        print("|---|---:|---:|---:|---:|---:|---:|")
        for name, path in PAGES.items():
            url = address + (path or newest_article(address))
            fast = [run(program, browser, url) for _ in range(wishes.rounds)]
            slow = [run(program, browser, url, *SLOW_LINE) for _ in range(wishes.rounds)]
            figures = [median(fast, category) for category in CATEGORIES] + [
                median(slow, "performance"),
                requests(fast[0]),
            ]
            print(f"| {name} | " + " | ".join(map(str, figures)) + " |", flush=True)


def parser():
    made = argparse.ArgumentParser(prog="script/lighthouse", description=__doc__.splitlines()[0])
    made.add_argument("--rounds", type=int, default=3, help="3")
    return made


def lighthouse():
    """The program from the npm registry, in the version that the figures in docs/performance.md are of."""
    program = WORK / "node_modules" / "lighthouse" / "cli" / "index.js"
    if not program.exists():
        WORK.mkdir(parents=True, exist_ok=True)
        said("Cài Lighthouse từ kho npm…")
        command = ["npm", "install", "--prefix", WORK, "--no-fund", "--no-audit", "--silent", f"lighthouse@{VERSION}"]
        subprocess.run(command, check=True)
    return program


@contextlib.contextmanager
def site(nginx):
    """Our address, while gunicorn and nginx run."""
    env = environment()
    if not (WORK / "site.sqlite3").exists():
        said("Nạp số liệu và nội dung minh họa…")
        load(env)
    manage(env, "collectstatic", "--noinput", "-v0", "--clear")
    port = free_port()
    env |= {"SITE_URL": f"http://127.0.0.1:{port}"}
    ours = Server("trang", "config.wsgi", cwd=ROOT, env=env, log=WORK / "site.log")
    (WORK / "nginx.conf").write_text(NGINX.format(work=WORK, port=port, behind=ours.port), "utf-8")
    before = subprocess.Popen([nginx, "-c", WORK / "nginx.conf", "-e", WORK / "nginx.log"])
    try:
        wait(f"http://127.0.0.1:{port}/healthz")
        yield f"http://127.0.0.1:{port}"
    finally:
        before.terminate()
        before.wait(timeout=20)
        ours.stop()


def environment():
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.prod",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "127.0.0.1",
        "DATABASE_URL": f"sqlite:///{WORK / 'site.sqlite3'}",
        "TRUSTED_PROXIES": "1",
        "STATIC_ROOT": str(WORK / "static"),
        # Where the demo put its pictures: only the developers' settings may load it.
        "MEDIA_ROOT": str(ROOT / "var" / "media"),
    }


def load(env):
    half = WORK / "half.sqlite3"
    half.unlink(missing_ok=True)
    env = env | {"DATABASE_URL": f"sqlite:///{half}", "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
    manage(env, "migrate", "-v0")
    manage(env, "load_congress", str(ROOT / "resolutions" / "data" / "congress-xv.yaml"))
    manage(env, "load_demo")
    half.replace(WORK / "site.sqlite3")


def manage(env, *words):
    subprocess.run(
        [sys.executable, ROOT / "manage.py", *words], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL
    )


def wait(url):
    for _ in range(100):
        with contextlib.suppress(OSError):
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310
            return
        time.sleep(0.1)
    sys.exit("nginx không khởi động được; xem var/lighthouse/nginx.log.")


def newest_article(address):
    with urllib.request.urlopen(f"{address}/api/v1/tim-kiem/?loai=bai-viet", timeout=20) as answer:  # noqa: S310
        url = json.load(answer)["items"][0]["url"]
    return "/" + url.split("/", 3)[3]


def run(program, browser, url, *wishes, tries=3):
    """A report, as Lighthouse writes it in JSON. Now and then Chromium loses the trace; then it is run again."""
    command = ["node", program, url, "--quiet", "--output=json", f"--chrome-flags={CHROMIUM}", *wishes]
    env = os.environ | {"CHROME_PATH": browser}
    for _ in range(tries):
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return json.loads(done.stdout)
    sys.exit(f"Lighthouse không đo được {url}:\n{done.stderr[-2000:]}")


def median(reports, category):
    return round(100 * statistics.median(report["categories"][category]["score"] for report in reports))


def requests(report):
    return len(report["audits"]["network-requests"]["details"]["items"])


def said(sentence):
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
