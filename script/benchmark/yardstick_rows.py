"""Fills the yardstick's database from the same articles."""

import sqlite3


def build(database, articles):
    """`articles`: the dicts of the corpus. Ids follow dates closely enough to stand for "newest first"."""
    connected = sqlite3.connect(database)
    connected.executescript("""
        PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;
        CREATE TABLE section (id INTEGER PRIMARY KEY, slug TEXT UNIQUE, name TEXT, articles INTEGER DEFAULT 0);
        CREATE TABLE article
            (id INTEGER PRIMARY KEY, section_id INTEGER, title TEXT, lead TEXT, body TEXT, published TEXT);
        CREATE VIRTUAL TABLE words USING fts5(title, lead, body, content='', tokenize='unicode61 remove_diacritics 0');
    """)
    for facts in articles:
        connected.execute("INSERT OR IGNORE INTO section (slug, name) VALUES (:section, :section_name)", facts)
        connected.execute(
            "INSERT INTO article SELECT :id, id, :title, :lead, :body, :published FROM section WHERE slug = :section",
            facts,
        )
        connected.execute("INSERT INTO words (rowid, title, lead, body) VALUES (:id, :title, :lead, :body)", facts)
    connected.executescript("""
        CREATE INDEX article_date ON article (published DESC);
        CREATE INDEX article_section ON article (section_id, published DESC);
        UPDATE section SET articles = (SELECT count(*) FROM article WHERE section_id = section.id);
        ANALYZE;
    """)
    connected.commit()
    connected.close()
