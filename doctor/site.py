"""The site itself: its settings, its mail, and how old its newest backup is."""

import datetime as dt
import os
import smtplib
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.mail import get_connection
from django.http.request import validate_host

import system_errors
import vietnamese
from backup import age
from doctor.symptom import Symptom, error, note, warning

SETTINGS = "/etc/cms.env"
OLD_BACKUP = dt.timedelta(hours=26)
"""A daily backup, and two hours that it may take."""
OLD_PROOF = dt.timedelta(days=8)
"""One a week, and a day."""
VERY_OLD_BACKUP = dt.timedelta(days=4)


def what_is_set(at: dt.datetime) -> list[Symptom]:
    found = [
        _of_django(message)
        for message in checks.run_checks(include_deployment_checks=True)
        if not message.is_silenced()
    ]
    host = urlsplit(getattr(settings, "SITE_URL", "")).hostname or ""
    if not validate_host(host, settings.ALLOWED_HOSTS):
        todo = f"thêm {host or 'tên máy của trang'} vào ALLOWED_HOSTS hoặc sửa SITE_URL trong {SETTINGS}."
        found.append(error(f"trang không trả lời dưới tên của chính nó ({host}).", "SITE_URL, ALLOWED_HOSTS", todo))
    if not getattr(settings, "TRUSTED_PROXIES", 0):
        todo = f"sau nginx: đặt TRUSTED_PROXIES=1 trong {SETTINGS}; không có nginx thì bỏ qua."
        found.append(warning("sau nginx, trang sẽ tự chuyển hướng mãi về chính mình.", "TRUSTED_PROXIES", todo))
    if not settings.SECURITY_CONTACT:
        todo = f"đặt SECURITY_CONTACT=mailto:… trong {SETTINGS}."
        found.append(note("người tìm thấy lỗ hổng không biết báo cho ai.", "SECURITY_CONTACT", todo))
    return found


def _of_django(message) -> Symptom:
    say = error if message.is_serious() else warning
    return say(
        f"kiểm tra {message.id} của Django không đạt.", SETTINGS, "xem manage check --deploy rồi sửa thiết lập đó."
    )


def mail(at: dt.datetime) -> list[Symptom]:
    if not settings.MAIL_READY:
        todo = f"muốn gửi thư thì đặt EMAIL_HOST và EMAIL_FROM trong {SETTINGS}."
        return [note("chưa có máy chủ thư; lời báo chỉ hiện trong trang quản trị.", "EMAIL_HOST", todo)]
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        line = get_connection(fail_silently=False)
        line.open()
        line.close()
    except (OSError, smtplib.SMTPException) as problem:
        todo = f"xem EMAIL_HOST, EMAIL_PORT, EMAIL_TLS, EMAIL_USER, EMAIL_PASSWORD trong {SETTINGS}, rồi tường lửa."
        return [error(f"không nối được máy chủ thư ({_said(problem)}).", where, todo)]
    return []


def _said(problem: Exception) -> str:
    """What a mail server answers is its own words."""
    return str(problem) if isinstance(problem, smtplib.SMTPException) else system_errors.reason(problem)


def last_backup(at: dt.datetime) -> list[Symptom]:
    folder = getattr(settings, "BACKUP_DIR", "")
    if not folder:
        todo = f"đặt BACKUP_DIR trong {SETTINGS} là thư mục mà manage backup ghi vào."
        return [note("không biết các bản sao lưu ở đâu nên không xem được tuổi của chúng.", "BACKUP_DIR", todo)]
    if not os.access(folder, os.R_OK | os.X_OK):
        todo = f"install -d -o cms -g cms -m 700 {folder}"
        return [error("không có hoặc không đọc được thư mục sao lưu.", folder, todo)]
    todo = f"xem systemctl status cms-backup.timer; hoặc chạy tay: manage backup {folder}"
    made = age.newest(Path(folder), at)
    if made is None:
        return [error("chưa có bản sao lưu nào hoàn thành.", folder, todo)]
    if at - made < OLD_BACKUP:
        return []
    say = error if at - made > VERY_OLD_BACKUP else warning
    return [say(f"bản sao lưu mới nhất là từ {vietnamese.local(made):%H:%M ngày %d/%m/%Y}.", folder, todo)]


def last_proof(at: dt.datetime) -> list[Symptom]:
    """Of a backup that is there: without one it is that which is wrong."""
    folder = Path(settings.BACKUP_DIR) if settings.BACKUP_DIR else None
    if folder is None or age.newest(folder, at) is None:
        return []
    proven = age.proven(folder)
    if proven is not None and at - proven < OLD_PROOF:
        return []
    when = f"từ {vietnamese.local(proven):%H:%M ngày %d/%m/%Y}" if proven else "chưa có"
    todo = "manage verify_backup; xem systemctl status cms-verify-backup.timer"
    return [warning(f"lần kiểm tra bản sao lưu gần nhất: {when}.", str(folder), todo)]
