"""script/upgrade: new code beside the old, then one atomic change of a link; --back: the former code again.

Everything that can fail comes before the change. The listening sockets are systemd's, so while the processes are
started anew visitors wait a moment and nobody is refused; when the new ones do not answer, the old ones come back.
"""

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

from installation import actions, asking, base, checks, files, locking, options, releases, services, way_back
from installation.actions import Action, say
from installation.machine import Machine, Refused
from installation.samples import Site
from installation.words import Parser

SOURCE = Path(__file__).resolve().parents[2]
ROOM = 1000
"""Megabytes for one more version; the backup asks for its own."""
LOCK_SECONDS = 2
NOT_INSTALLED = "Trang chưa được cài trên máy này; hãy chạy script/install trước."
SAME = "Trang đang chạy đúng phiên bản này ({}); không có gì phải làm."
UNCOMMITTED = (
    "Mã nguồn ở {} có thay đổi chưa commit: {}. Phiên bản phải nói đúng nó là gì; hãy commit hoặc bỏ đi rồi chạy lại."
)
STAYS = "Nâng cấp dừng ở bước trên; trang vẫn chạy phiên bản cũ ({}). Những gì migrate đã thêm, nếu có, được giữ lại."
CUT_SHORT = "Lần chạy trước bị ngắt khi đang đổi sang {}; làm nốt từ đó."
FORWARD, BACK = "upgrade", "back"
RETURNED = "Phiên bản {} không chạy được nên đã trở lại {}; trang chạy như trước."
NO_FORMER = "Không có phiên bản trước để trở lại (trang mới được cài, hoặc bản trước đã bị xóa)."
OBSTACLES = """Cơ sở dữ liệu giữ nguyên như bản mới đã dựng. Những thay đổi sau không lùi được, bản cũ có thể vấp:
{}
Nếu bản cũ lỗi vì những chỗ đó, hãy khôi phục bản sao lưu đã làm trước khi nâng cấp (docs/operations.md)."""
HARMLESS = "Cơ sở dữ liệu giữ nguyên; mọi thay đổi của phiên bản mới chỉ là thêm, bản cũ chạy được với chúng."


def main(words: list[str]) -> int:
    asked = parser().parse_args(words)
    machine = Machine()
    try:
        if os.geteuid():
            raise Refused("Phải chạy với quyền root: sudo script/upgrade …")
        with locking.only_one(machine):
            site = _site(machine)
            return back(machine, site, asked) if asked.back else forward(machine, site, asked)
    except Refused as refusal:
        say(str(refusal))
        return 1
    except OSError as error:
        say(actions.in_words(error))
        return 1
    except KeyboardInterrupt:
        say("Đã dừng giữa chừng; hãy chạy lại cùng lệnh đó.")
        return 1


def parser() -> Parser:
    found = Parser("script/upgrade", "Đưa trang sang phiên bản của mã nguồn ở đây.")
    name, word, told = options.WHEELS
    found.choices.add_argument(name, metavar=word, help=told)
    found.choices.add_argument("--back", action="store_true", help="trở lại phiên bản chạy trước đó")
    return found


def _site(machine: Machine) -> Site:
    known = options.remembered(machine)
    if not releases.current(machine) or not known:
        raise Refused(NOT_INSTALLED)
    return options.site(options.parser().parse_args([]), known)


def forward(machine: Machine, site: Site, asked, source: Path = SOURCE) -> int:
    before = releases.current(machine)
    if (commit := releases.commit(source)) == releases.commit_of(before) != releases.NO_COMMIT:
        return _finish(machine, site, before, asked, commit)
    if refusals := [*_uncommitted(source), *checks.room(machine, ROOM)]:
        raise Refused("\n".join(refusals))
    name = releases.name_for(source, dt.datetime.now(dt.UTC))
    prepared, changed = preparing(machine, site, source, name, options.wheels(asked)), changing(machine, site, name)
    lines, _ = actions.plan([*prepared, *changed])
    print("\n".join([f"Kế hoạch nâng cấp {before} → {name}:", *lines]), flush=True)
    if asked.dry_run or not (asked.yes or actions.agreed("Nâng cấp?")):
        print("Chưa làm gì.")
        return 0 if asked.dry_run else 1
    try:
        actions.carry_out(prepared)
    except Refused as refusal:
        raise Refused(f"{refusal}\n{STAYS.format(before)}") from None
    return _changed(machine, name, changed)


def _finish(machine: Machine, site: Site, name: str, asked, commit: str) -> int:
    """The link leads there already; whether all that follows was done too stands in releases.CHANGING."""
    if not releases.is_cut_short(machine, FORWARD, name):
        print(SAME.format(commit))
        return 0
    print(CUT_SHORT.format(name))
    if asked.dry_run:
        print("Chưa làm gì (--dry-run).")
        return 0
    return _changed(machine, name, changing(machine, site, name))


def _changed(machine: Machine, name: str, steps: list[Action]) -> int:
    actions.carry_out(steps)
    releases.end_change(machine)
    print(f"Trang chạy phiên bản {name}. Trở lại bản trước: {releases.APP}/script/upgrade --back")
    _tell_left_over(machine)
    return 0


def preparing(machine: Machine, site: Site, source: Path, name: str, wheels: str) -> list[Action]:
    """Nothing that serves notices any of it, but for what `migrate` adds."""
    before = releases.current(machine)

    def new(*words):
        return lambda: releases.manage(machine, name, *words)

    steps = {
        "chép mã nguồn mới ra thư mục riêng và cài thư viện": lambda: releases.lay_down(machine, source, name, wheels),
        "đặt thư mục, thiết lập và vai trò mà bản mới cần thêm": lambda: base.bring(machine, _deploy(machine, name)),
        "kiểm tra thiết lập với mã mới": new("check", "--deploy", "--fail-level", "ERROR"),
        "gom tệp tĩnh": new("collectstatic", "--noinput", "-v0"),
        "giữ tệp tĩnh của bản đang chạy, cho những trang còn trong bộ đệm": lambda: keep_static(machine, before, name),
        f"sao lưu vào {backups(machine)}": lambda: releases.manage(
            machine, before, "backup", backups(machine), "--keep", "14"
        ),
        "dựng các bảng mới (migrate), dừng lại nếu bảng đang bận": new(
            "migrate", "--noinput", "-v0", "--lock-timeout", str(LOCK_SECONDS)
        ),
        "mở những trang đầu bằng mã mới, trước khi ai khác thấy": lambda: releases.first_pages(
            machine, name, site.host, asking.working(machine, site.host).values()
        ),
    }
    return [Action(what, lambda: False, do) for what, do in steps.items()]


def changing(machine: Machine, site: Site, name: str) -> list[Action]:
    def web():
        services.put_web(machine, site, files.of_nginx(_wanted(machine, site, name)))

    steps = {
        "đổi sang phiên bản mới, không ai bị từ chối; không trả lời thì tự trở lại": lambda: change(
            machine, site, name, FORWARD
        ),
        "đặt cấu hình nginx của phiên bản mới": web,
        "xóa phiên bản cũ hơn bản trước": lambda: releases.forget_old(machine),
    }
    return [Action(what, lambda: False, do) for what, do in steps.items()]


def backups(machine: Machine) -> str:
    return releases.settings(machine).get("BACKUP_DIR") or base.BACKUPS


def change(machine: Machine, site: Site, name: str, command: str) -> None:
    """To that version; back by itself when it does not answer as the one before did. Whoever called ends the change."""
    here, earlier = releases.current(machine), releases.former(machine)
    before = earlier if here == name else here
    working = asking.working(machine, site.host)
    releases.begin_change(machine, command, name)
    try:
        _lead_to(machine, site, name)
        _serve(machine, name, before, working)
    except (Refused, OSError) as problem:
        say(actions.in_words(problem) if isinstance(problem, OSError) else str(problem))
        _lead_to(machine, site, before)
        machine.link(releases.FORMER, releases.folder(earlier or before))
        _serve(machine, before, name, working)
        releases.end_change(machine)
        raise Refused(RETURNED.format(name, before)) from None


def _lead_to(machine: Machine, site: Site, name: str) -> None:
    services.put_units(machine, site, files.of_systemd(_wanted(machine, site, name)))
    releases.switch(machine, name)


def _serve(machine: Machine, name: str, served: str, working: dict[str, str]) -> None:
    """Who stands in serves while the others are started anew; then they have to prove themselves alone."""
    if not machine.runs_systemd:
        return
    try:
        services.stand_in(machine)
        services.restart(machine, _deploy(machine, name), _deploy(machine, served))
    finally:
        services.end_stand_in(machine)
    asking.prove(machine, working, asking.PATIENCE)


def _deploy(machine: Machine, name: str) -> Path:
    return machine.path(f"{releases.folder(name)}/deploy")


def _wanted(machine: Machine, site: Site, name: str) -> dict[str, str]:
    return files.wanted(_deploy(machine, name), site)


def keep_static(machine: Machine, before: str, name: str) -> None:
    """A page that was kept somewhere still asks for the sheets and scripts it was made with."""
    old, new = (machine.path(f"{releases.folder(one)}/var/static") for one in (before, name))
    try:
        paths = json.loads((old / "staticfiles.json").read_text("utf-8"))["paths"].values()
    except (OSError, ValueError, KeyError):
        return
    for path in paths:
        for ending in ("", ".gz", ".br"):
            here, there = old / f"{path}{ending}", new / f"{path}{ending}"
            if here.is_file() and not there.exists():
                there.parent.mkdir(parents=True, exist_ok=True)
                os.link(here, there)


def back(machine: Machine, site: Site, asked) -> int:
    here, former = releases.current(machine), releases.former(machine)
    if releases.is_cut_short(machine, BACK, here):
        print(CUT_SHORT.format(here))
        return 0 if asked.dry_run else _gone_back(machine, site, here, former)
    if not releases.is_ready(machine, former) or former == here:
        raise Refused(NO_FORMER)
    places = [machine.path(releases.folder(name)) for name in (here, former)]
    obstacles = way_back.sentences(*places)
    print(f"Trở lại: {here} → {former}.")
    print(OBSTACLES.format("\n".join(f"  - {one}" for one in obstacles)) if obstacles else HARMLESS, flush=True)
    if asked.dry_run:
        print("Chưa làm gì (--dry-run).")
        return 0
    if obstacles and not asked.yes and not actions.agreed("Vẫn trở lại?"):
        print("Chưa làm gì.")
        return 1
    return _gone_back(machine, site, former, here)


def _gone_back(machine: Machine, site: Site, name: str, other: str) -> int:
    change(machine, site, name, BACK)
    services.put_web(machine, site, files.of_nginx(_wanted(machine, site, name)))
    releases.end_change(machine)
    print(f"Trang chạy lại phiên bản {name}. Cùng lệnh này lần nữa thì sang {other}.")
    _tell_left_over(machine)
    return 0


def _uncommitted(source: Path) -> list[str]:
    command = [*releases.GIT, str(source), "status", "--porcelain", "--untracked-files=no"]
    changed = subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()
    return [UNCOMMITTED.format(source, ", ".join(line[3:] for line in changed[:3]))] if changed else []


def _tell_left_over(machine: Machine) -> None:
    if not machine.runs_systemd:
        print("Máy này không chạy systemd nên các dịch vụ chưa được khởi động lại: systemctl restart cms cms-desk")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
