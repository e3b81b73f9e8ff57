"""manage.py load_demo: sample people, names, pictures and articles; running it twice changes nothing."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from articles.demo import accounts, loading
from audit import services as audit
from resolutions.models import Congress
from web.waiting import WaitsWhileReadOnly


class Command(WaitsWhileReadOnly, BaseCommand):
    help = "Nạp nội dung minh họa: tài khoản mẫu, tên mẫu, ảnh và bài viết. Chạy lại không thay đổi gì."

    def add_arguments(self, parser):
        parser.add_argument(
            "--accounts-file",
            type=Path,
            default=settings.VAR_DIR / "demo-accounts.txt",
            help="Nơi ghi tài khoản mẫu và mật khẩu (mặc định: var/demo-accounts.txt).",
        )

    def handle(self, *, accounts_file, verbosity, **options):
        if not settings.DEMO_ALLOWED:
            raise CommandError("Đây là trang thật (thiết lập vận hành): không nạp tài khoản và bài minh họa vào đây.")
        if not Congress.objects.filter(code="xv").exists():
            raise CommandError(
                "Chưa có Đại hội XV. Hãy chạy trước: manage.py load_congress resolutions/data/congress-xv.yaml"
            )
        at = timezone.now()
        people = accounts.load(accounts_file)
        names = loading.load_structure(at=at)
        articles = self._load_articles(at, quiet=verbosity == 0)
        if people + names + articles:
            audit.record("demo.load", by=None, at=at, after={"articles": articles, "accounts": people, "names": names})
        if verbosity:
            self._report(accounts_file, people, names, articles)

    def _load_articles(self, at, *, quiet):
        loader = loading.ArticleLoader(at=at)
        shown = tqdm(loading.articles(), desc="Bài minh họa", unit=" bài", disable=True if quiet else None)
        loaded = sum(loader.load(facts) for facts in shown)
        loader.read_old_notices()
        return loaded

    def _report(self, accounts_file, people, names, articles):
        if people + names + articles == 0:
            self.stdout.write("Nội dung minh họa đã có, không có gì thay đổi.")
        else:
            self.stdout.write(
                f"Đã nạp nội dung minh họa: {people} tài khoản, {names} tên và liên kết mẫu, {articles} bài viết."
            )
        if lost := accounts.lost(accounts_file):
            self.stdout.write(
                f"Có tài khoản mẫu mà mật khẩu không ghi trong {accounts_file}: {', '.join(lost)}. "
                f"Đặt lại mật khẩu: manage.py changepassword {lost[0]}"
            )
        else:
            self.stdout.write(f"Tài khoản và mật khẩu: {accounts_file}")
