"""Fills the yardstick's database from the same articles, a few at a time, and looks up what its pages need."""

import contextlib
import sqlite3
from itertools import islice

PIECE = 5_000
PER_PAGE = 20

TABLES = """
    PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;
    CREATE TABLE section (id INTEGER PRIMARY KEY, slug TEXT UNIQUE, name TEXT, articles INTEGER DEFAULT 0);
    CREATE TABLE article (id INTEGER PRIMARY KEY, section_id INTEGER, title TEXT, lead TEXT, published TEXT, body TEXT);
    CREATE VIRTUAL TABLE words USING fts5(title, lead, body, content='', tokenize='unicode61 remove_diacritics 0');
"""
INDEXES = """
    CREATE INDEX article_date ON article (published DESC);
    CREATE INDEX article_section ON article (section_id, published DESC);
    UPDATE section SET articles = (SELECT count(*) FROM article WHERE section_id = section.id);
    ANALYZE;
"""
ARTICLE = "INSERT INTO article VALUES (:id, :section_id, :title, :lead, :published, :body)"
WORDS = "INSERT INTO words (rowid, title, lead, body) VALUES (:id, :title, :lead, :body)"


def build(database, articles):
    """`articles`: the dicts of the corpus. Ids follow dates closely enough to stand for "newest first".

    Committed in pieces, or the journal would grow as large as the database.
    """
    with contextlib.closing(sqlite3.connect(database)) as connected:
        connected.executescript(TABLES)
        stream, sections = iter(articles), {}
        while piece := list(islice(stream, PIECE)):
            put(connected, piece, sections)
        connected.executescript(INDEXES)


def put(connected, piece, sections):
    """`sections`: slug -> number of those that are there already."""
    rows = [{"lead": "", **facts, "section_id": _section(connected, facts, sections)} for facts in piece]
    connected.executemany(ARTICLE, rows)
    connected.executemany(WORDS, rows)
    connected.commit()


def _section(connected, facts, sections):
    slug = facts["section"]
    if slug not in sections:
        values = [slug, facts.get("section_name", slug)]
        sections[slug] = connected.execute("INSERT INTO section (slug, name) VALUES (?, ?)", values).lastrowid
    return sections[slug]


def page_begins(database, word, page):
    """The id before which that page of what has the word begins, newest first; None when there are not so many."""
    sql = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET ?"
    return _first(database, sql, [f'"{word}"', (page - 1) * PER_PAGE - 1])


def _first(database, sql, values=()):
    with contextlib.closing(sqlite3.connect(database)) as connected:
        row = connected.execute(sql, values).fetchone()
    return row and row[0]
