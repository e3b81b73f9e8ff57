"""What machines read about an article: schema.org's NewsArticle."""

import vietnamese
from articles import richtext


def news_article(article, absolute, publisher: str):
    """JSON-LD, escaped for a <script> element. `absolute` makes a full address of a path."""
    facts = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "description": article.lead,
        "inLanguage": "vi",
        "mainEntityOfPage": absolute(article.get_absolute_url()),
        "articleSection": article.section.name,
        "publisher": {"@type": "GovernmentOrganization", "name": publisher},
    }
    if article.publish_at:
        facts["datePublished"] = vietnamese.local(article.publish_at).isoformat()
        facts["dateModified"] = vietnamese.local(max(article.publish_at, article.edited_at)).isoformat()
    if article.byline:
        facts["author"] = {"@type": "Person", "name": article.byline}
    if article.cover:
        facts["image"] = [absolute(article.cover.src)]
    return richtext.json_for_script(facts)
