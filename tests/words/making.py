"""The site's own words as they come to be: proposed by one approver, agreed to by another."""

from proposals import services as proposals
from proposals.models import Proposal
from tests.factories import MORNING, local, make_user
from words import services
from words.models import FrontPage, Page, PinnedArticle, SiteWords, UrgentNotice

BODY = (
    "<h2>Chức năng</h2><p>Văn phòng Tỉnh ủy giúp việc cấp ủy trong tổ chức, điều hành công việc lãnh đạo.</p>"
    "<h2>Nơi tiếp dân</h2><p>Các buổi sáng trong tuần, tại trụ sở.</p>"
)
HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}&"


def agreed(thing, action=Proposal.Action.ADD, changes=None, *, at=MORNING, by=None, second=None):
    """The proposal, after the second person's word."""
    by, second = by or make_user("approver"), second or make_user("approver")
    proposal = proposals.propose(thing, action, changes or {}, by=by, at=at, reason="Theo văn bản gốc")
    proposals.take("approve", proposal, by=second, at=at)
    proposal.refresh_from_db()
    return proposal


def changed(thing, *, at=MORNING, **after):
    """Columns of a row that is there, by two people."""
    stored, row = (type(thing).objects.get(pk=thing.pk) for _ in range(2))
    for name, value in after.items():
        setattr(row, name, value)
    return agreed(stored, Proposal.Action.CHANGE, proposals.differences(stored, row), at=at)


def say(**facts):
    agreed(SiteWords(**facts))
    return SiteWords.objects.get()


def lay_out(**facts):
    agreed(FrontPage(**facts))
    return FrontPage.objects.get()


def warn(text, starts_at, ends_at, link=""):
    agreed(UrgentNotice(text=text, starts_at=starts_at, ends_at=ends_at, link=link))
    return UrgentNotice.objects.latest("pk")


def pin(article, last_day, order=1):
    agreed(PinnedArticle(article=article, last_day=last_day, order=order))
    return PinnedArticle.objects.get(article=article)


def make_page(title="Giới thiệu", at=MORNING, **facts):
    page = Page(title=title, body=facts.pop("body", BODY), **facts)
    page.normalise()
    agreed(page, at=at)
    return Page.objects.get(slug=page.slug)


def make_words(article):
    """A row of each kind, as they stand once two people have agreed."""
    until = local(2126, 1, 1)
    SiteWords.objects.create(name="Đảng bộ xã Mường Giôn", licence_number="12/GP-TTĐT")
    FrontPage.objects.create(menu="Văn bản | /van-ban/")
    PinnedArticle.objects.create(article=article, last_day=until.date())
    UrgentNotice.objects.create(text="Mưa lớn, cấm qua ngầm.", starts_at=MORNING, ends_at=until)
    page = Page(title="Giới thiệu", body=BODY)
    page.normalise()
    services.save_page(page, MORNING)
    return [model.objects.get() for model in (SiteWords, FrontPage, PinnedArticle, UrgentNotice, Page)]
