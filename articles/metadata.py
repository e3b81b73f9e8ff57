"""What machines read about an article: schema.org's NewsArticle."""

import vietnamese
from articles import richtext, taken_over


def news_article(article, *, url: str, cover_url: str | None, publisher: str):
    """JSON-LD, escaped for a <script> element. Both addresses are full ones."""
    facts = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "description": article.lead,
        "inLanguage": "vi",
        "mainEntityOfPage": url,
        "articleSection": article.section.name,
        "publisher": {"@type": "GovernmentOrganization", "name": publisher},
    }
    if article.publish_at:
        facts["datePublished"] = vietnamese.local(article.publish_at).isoformat()
        facts["dateModified"] = vietnamese.local(max(article.publish_at, article.edited_at)).isoformat()
    if article.byline:
        facts["author"] = {"@type": "Person", "name": article.byline}
    if article.taken_from:
        facts["isBasedOn"] = taken_over.for_machines(article)
    if cover_url:
        facts["image"] = [cover_url]
    return richtext.json_for_script(facts)
