"""Keeps the words of what readers do not find, or not for ever. Every write to an article calls it (writing.py)."""

from articles import richtext
from articles.finding import words
from articles.models import Article, DraftWords
from articles.workflow import PUBLIC


def keep(article: Article) -> None:
    """In the transaction of the write. What readers find for ever stands in the search index and not here."""
    if article.status in PUBLIC and article.expire_at is None:
        DraftWords.objects.filter(article=article).delete()
        return
    lines = words.lines(article.title, article.lead, richtext.to_text(article.body))
    DraftWords.objects.update_or_create(article=article, defaults={"folded": lines.folded, "exact": lines.exact})
