"""The addresses that readers know, with something behind each."""

from pathlib import Path

from django.core.management import call_command

from tests import factories

FACTS = Path(__file__).resolve().parents[2] / "resolutions" / "data" / "congress-xv.yaml"


def make_site():
    """A small site with real figures; the addresses of its public pages."""
    call_command("load_congress", str(FACTS), verbosity=0)
    article = factories.make_article(cover=None)
    section = article.section.slug
    return [
        "/",
        article.get_absolute_url(),
        f"/chuyen-muc/{section}/",
        f"/chuyen-muc/{section}/rss/",
        "/bai-viet/2020/",
        "/bai-viet/2020/09/",
        "/bai-viet/2020/09/25/",
        "/nghi-quyet/",
        "/nghi-quyet/xv/",
        "/nghi-quyet/phuong-phap/",
        *[target.get_absolute_url() for target in article.targets.model.objects.all()[:3]],
        "/van-ban/",
        "/tim-kiem/",
        "/tim-kiem/?q=nghi+quyet&tu=2020-09-25&den=2020-09-25",
        "/rss/",
        "/sitemap.xml",
        "/robots.txt",
        "/healthz",
        "/readyz",
    ]
