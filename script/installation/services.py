"""systemd and nginx: units in place and started, certificate there, configuration judged before it is loaded."""

from pathlib import Path

from installation import files, samples
from installation.actions import Action, say
from installation.machine import Machine
from installation.options import TRIAL
from installation.samples import Site

SERVING = ("cms", "cms-desk")
KEEPER = "cms-pages.service"
LEFT_OVER = """Máy này không chạy systemd (không có /run/systemd/system) nên còn những việc sau, làm khi systemd chạy:
  systemctl daemon-reload
  systemctl enable --now {}
  systemctl reload-or-restart nginx"""


def actions(machine: Machine, deploy: Path, site: Site) -> list[Action]:
    copied = files.wanted(deploy, site)
    units, web = files.of_systemd(copied), files.of_nginx(copied)
    has_units = Action(
        "đặt các tệp của systemd",
        lambda: files.are_there(machine, units),
        lambda: put_units(machine, site, units),
    )
    found = [has_units]
    if machine.runs_systemd:
        found.append(Action("bật các dịch vụ", lambda: are_running(machine, deploy), lambda: enable(machine, deploy)))
    if site.certificate.startswith(f"{TRIAL}/"):
        found.append(
            Action(
                f"tự ký chứng chỉ thử cho {site.host}",
                lambda: machine.path(site.certificate).exists() and machine.path(site.key).exists(),
                lambda: sign(machine, site),
            )
        )
    web_what = f"đặt cấu hình nginx cho {site.host} (nginx xét trước, không nhận thì giữ cấu hình cũ)"
    return [*found, Action(web_what, lambda: files.are_there(machine, web), lambda: put_web(machine, site, web))]


def starting(deploy: Path) -> list[str]:
    """File systems first, then sockets: a service is handed the one that listens for it."""
    order = {".mount": 0, ".socket": 1, ".service": 2, ".timer": 3}
    units = [path for path in deploy.iterdir() if path.suffix in order and path.name not in samples.BY_CHOICE]
    names = [path.name for path in units if samples.is_enabled(path.read_text("utf-8"))]
    return sorted(names, key=lambda name: (order[Path(name).suffix], Path(name).stem))


def put_units(machine: Machine, site: Site, units: dict[str, str]) -> None:
    for sentence in files.put(machine, site, units):
        say(sentence)
    if machine.runs_systemd:
        machine.run("systemctl", "daemon-reload")
        machine.try_run("systemctl", "try-restart", "systemd-journald")


def are_running(machine: Machine, deploy: Path) -> bool:
    """Each of them: systemctl's own exit code is content with one."""
    units = [*starting(deploy), "nginx.service"]
    answers = [
        (machine.try_run("systemctl", question, "--", *units).stdout.split(), wanted)
        for question, wanted in (("is-active", "active"), ("is-enabled", "enabled"))
    ]
    return all(said == [wanted] * len(units) for said, wanted in answers)


def enable(machine: Machine, deploy: Path) -> None:
    # Only over it can doctor, which is not root, ask systemd and the clock; by itself it comes with the next boot.
    machine.try_run("systemctl", "start", "dbus.socket")
    machine.run("systemctl", "enable", "--now", "--", *starting(deploy), "nginx.service")


def stand_in(machine: Machine) -> None:
    """New code beside the serving one, at the same sockets. Raises Refused when it cannot start."""
    for name in SERVING:
        machine.run("systemctl", "restart", f"cms-standin@{name}.service")


def end_stand_in(machine: Machine) -> None:
    machine.try_run("systemctl", "stop", *(f"cms-standin@{name}.service" for name in SERVING))


def restart(machine: Machine, deploy: Path, served: Path) -> None:
    """One after the other; their sockets stay, so whoever knocks meanwhile waits or is served by who stands in.

    `served`: the samples of the version that served until now. cms-pages goes on where its code is the same: started
    anew it would show nothing of before.
    """
    enable(machine, deploy)
    for name in starting(deploy):
        if name.endswith(".service") and not (name == KEEPER and _of_keeper(deploy) == _of_keeper(served)):
            machine.run("systemctl", "restart", name)


def _of_keeper(deploy: Path) -> dict[str, bytes]:
    """All that it is made of."""
    paths = [deploy / KEEPER, *deploy.parent.glob("stale/**/*.py")]
    return {str(path.relative_to(deploy.parent)): path.read_bytes() for path in paths if path.exists()}


def put_web(machine: Machine, site: Site, web: dict[str, str]) -> None:
    for sentence in files.put_nginx(machine, site, web):
        say(sentence)
    if machine.runs_systemd:
        machine.run("systemctl", "reload-or-restart", "nginx")


def sign(machine: Machine, site: Site) -> None:
    machine.path(TRIAL).mkdir(parents=True, exist_ok=True, mode=0o700)
    names = ("-subj", f"/CN={site.host}", "-addext", f"subjectAltName=DNS:{site.host}")
    wish = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "90", *names)
    machine.run(*wish, "-keyout", machine.path(site.key), "-out", machine.path(site.certificate))
    machine.path(site.key).chmod(0o600)


def left_over(machine: Machine, deploy: Path) -> str:
    return "" if machine.runs_systemd else LEFT_OVER.format(" ".join(starting(deploy)))
