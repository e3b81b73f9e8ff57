"""What the administrator asks for: judged here, and remembered so that a later run need not be told again."""

import argparse
import ipaddress
import json
import re
from dataclasses import asdict
from pathlib import Path

from installation.machine import Machine, Refused
from installation.samples import Site
from installation.words import Parser

REMEMBERED = "/etc/cms-install.json"
HOST = re.compile(r"(?=.{4,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
WRONG_HOST = (
    "«{}» không phải tên máy của một trang web; ví dụ đúng: --host sonla.dcs.example (không https://, không /)."
)
WRONG_NETWORK = "«{}» không phải mạng hay địa chỉ; ví dụ đúng: --desk 10.0.0.0/8,203.0.113.7."
NO_HOST = "Cần --host TÊN-MÁY, ví dụ --host sonla.dcs.example."
NO_DESK = "Cần --desk MẠNG[,MẠNG…]: từ đâu ban biên tập được mở trang quản trị, ví dụ --desk 10.0.0.0/8."
NO_CERTIFICATE = (
    "Cần chứng chỉ: --certificate TỆP --key TỆP, hoặc --certbot (đã xin bằng certbot), hoặc --self-signed (chỉ để thử)."
)
HALF_CERTIFICATE = "--certificate và --key phải đi cùng nhau."
TRIAL = "/etc/ssl/cms"
WHEELS = ("--wheels", "THƯ-MỤC", "lấy thư viện từ thư mục này, không cần mạng")
NO_WHEELS = "--wheels {}: thư mục đó không có tệp .whl nào. Trên một máy có mạng: {}"
TO_FETCH = "pip download --only-binary=:all: --require-hashes -r requirements.txt -d THƯ-MỤC"


def parser() -> Parser:
    found = Parser("script/install", "Cài trang lên máy chủ Debian 12 này. Chạy lại bao nhiêu lần cũng được.")
    for name, word, told in (
        ("--host", "TÊN-MÁY", "tên máy của trang, ví dụ sonla.dcs.example"),
        ("--desk", "MẠNG", "các mạng mà ban biên tập làm việc, cách nhau bằng dấu phẩy"),
        ("--certificate", "TỆP", "chứng chỉ (cả chuỗi)"),
        ("--key", "TỆP", "khóa riêng của chứng chỉ"),
        WHEELS,
    ):
        found.choices.add_argument(name, metavar=word, help=told)
    for name, told in (
        ("--certbot", "dùng chứng chỉ mà certbot đã xin cho tên máy đó"),
        ("--self-signed", "tự ký chứng chỉ, chỉ để thử"),
    ):
        found.choices.add_argument(name, action="store_true", help=told)
    return found


def site(asked: argparse.Namespace, known: dict) -> Site:
    """`known`: what an earlier run remembered. Raises Refused with a sentence for each thing that is wrong."""
    wrong, host = [], asked.host or known.get("host", "")
    if not HOST.fullmatch(host):
        wrong.append(WRONG_HOST.format(host) if host else NO_HOST)
    desk, strange = _networks(asked.desk) if asked.desk else (tuple(known.get("desk", ())), [])
    wrong += [WRONG_NETWORK.format(network) for network in strange] or ([] if desk else [NO_DESK])
    certificate, key = _certificate(asked, host, known)
    if bool(asked.certificate) != bool(asked.key):
        wrong.append(HALF_CERTIFICATE)
    elif not certificate:
        wrong.append(NO_CERTIFICATE)
    if wrong:
        raise Refused("\n".join(wrong))
    return Site(host, certificate, key, desk)


def wheels(asked: argparse.Namespace) -> str:
    """The folder that libraries come from instead of the network; empty: from the network."""
    named = getattr(asked, "wheels", None)
    if named and not any(Path(named).glob("*.whl")):
        raise Refused(NO_WHEELS.format(named, TO_FETCH))
    return str(Path(named).resolve()) if named else ""


def _networks(text: str) -> tuple[tuple[str, ...], list[str]]:
    """(those that are networks or addresses, the rest)."""
    good, strange = [], []
    for word in filter(None, re.split(r"[,\s]+", text)):
        try:
            ipaddress.ip_network(word)
        except ValueError:
            strange.append(word)
        else:
            good.append(word)
    return tuple(good), strange


def _certificate(asked, host, known) -> tuple[str, str]:
    if asked.certificate and asked.key:
        return str(Path(asked.certificate).resolve()), str(Path(asked.key).resolve())
    if asked.certbot:
        return f"/etc/letsencrypt/live/{host}/fullchain.pem", f"/etc/letsencrypt/live/{host}/privkey.pem"
    if asked.self_signed:
        return f"{TRIAL}/{host}.pem", f"{TRIAL}/{host}.key"
    return known.get("certificate", ""), known.get("key", "")


def remembered(machine: Machine) -> dict:
    try:
        return json.loads(machine.read(REMEMBERED) or "{}")
    except ValueError:
        raise Refused(f"{REMEMBERED} không đọc được; hãy xóa tệp đó rồi chạy lại với đủ lựa chọn.") from None


def remember(machine: Machine, site: Site, files: dict[str, str]) -> None:
    """`files`: path -> checksum of what was put there, so that what people changed by hand is never overwritten."""
    facts = {**asdict(site), "files": files}
    machine.write(REMEMBERED, json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
