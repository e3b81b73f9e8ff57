"""What is published: articles, the sections they stand in, each article's history and every version of its text."""

from articles.comments.models import Comment
from articles.sharing.models import ShareAnswer, ShareLink

from .articles import DESK_MOMENT, KIND, Article, article_url, link_marks
from .checks import SeenWarning
from .draft_words import DraftWords
from .editions import Correction, Edition
from .events import WorkflowEvent
from .hand_overs import HandOver
from .presence import Presence
from .sections import FORMER, FormerAddress, Section, SectionLimit

__all__ = [
    "DESK_MOMENT", "FORMER", "KIND", "Article", "Comment", "Correction", "DraftWords", "Edition", "FormerAddress",
    "HandOver", "Presence", "Section", "SectionLimit", "SeenWarning", "ShareAnswer", "ShareLink", "WorkflowEvent",
    "article_url", "link_marks",
]  # fmt: skip
