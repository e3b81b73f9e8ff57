"""The words of articles that readers do not find, or not for ever, for those at the desk who may."""

from django.db import models

from .articles import Article


class DraftWords(models.Model):
    """What articles/finding/words.py makes of an article that is not public, or not for ever.

    It lies in a table of its own, never in the index: what stands there is counted and suggested to readers.
    """

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, verbose_name="bài viết", related_name="draft_words"
    )
    folded = models.TextField("từ không dấu")
    exact = models.TextField("từ có dấu")

    class Meta:
        verbose_name = "từ của bài chưa công khai"
        verbose_name_plural = "từ của bài chưa công khai"
        default_permissions = ()

    def __str__(self):
        return str(self.article_id)
