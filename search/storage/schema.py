"""The tables of the index, on each engine: made anew by `rebuild_search`, beside those that answer.

The migrations hold their own SQL, so that each means the same for good; a test compares.

They are written by hand because Django has no words for them: on SQLite the key must be the rowid and the words live in
FTS5 tables without content; on PostgreSQL the entries are split at every fifth year, so that 1998 never weighs on this
year's search.
"""

import datetime as dt

from search.storage import keys

COUNTED = ("search_place", "search_expiry", "search_day", "search_month", "search_year", "search_word")
FIRST_YEAR, END_YEAR, YEARS_TOGETHER = 1990, 2065, 5
WEEK_OF = {"words": f"(ARRAY[id / {keys.WEEK}])", "titles": f"(ARRAY[- (id / {keys.WEEK})])"}
"""The week of an entry, as PostgreSQL's two lists of words have it. Were both the same, the planner would look up the
week in the one list and then unpack the words of the other from every entry of that week."""

_ENTRY = """
    kind varchar(20) NOT NULL,
    object_id bigint NOT NULL,
    section varchar(100) NOT NULL,
    expires bigint NULL,
    date_label varchar(60) NOT NULL,
    fold_version smallint NOT NULL,
    title text NOT NULL,
    summary text NOT NULL,
    url text NOT NULL,
    text text NOT NULL"""

_COUNTS = """
CREATE TABLE search_place{s} (kind varchar(20) NOT NULL, object_id bigint NOT NULL, key bigint NOT NULL,
    PRIMARY KEY (kind, object_id)){compact};
CREATE TABLE search_expiry{s} (id {integer} PRIMARY KEY, expires bigint NOT NULL, kind varchar(20) NOT NULL,
    section varchar(100) NOT NULL);
CREATE TABLE search_day{s} (day integer NOT NULL, kind varchar(20) NOT NULL, section varchar(100) NOT NULL,
    n integer NOT NULL, PRIMARY KEY (day, kind, section)){compact};
CREATE TABLE search_month{s} (month integer NOT NULL, kind varchar(20) NOT NULL, section varchar(100) NOT NULL,
    n integer NOT NULL, PRIMARY KEY (month, kind, section)){compact};
CREATE TABLE search_year{s} (year integer NOT NULL, kind varchar(20) NOT NULL, section varchar(100) NOT NULL,
    n integer NOT NULL, PRIMARY KEY (year, kind, section)){compact};
CREATE TABLE search_word{s} (word varchar(64) PRIMARY KEY, n integer NOT NULL){compact};
INSERT INTO search_word{s} (word, n) VALUES ('', 0)"""

# Tokens come from Python, parted by blanks; these characters occur in them beside letters and digits.
_TOKENIZER = "tokenize=\"ascii tokenchars '|#=,-_'\""
# Bytes of words that one transaction may hold before FTS5 writes them out: many thousand articles at once instead of a
# hundred, so that an import merges a tenth as often. A single article needs a few kilobytes of it.
_IN_MEMORY = 32 * 1024 * 1024
# So many pieces of one size are merged into the next size. More of them make a publish cheaper and a search dearer; a
# rebuild leaves one piece in any case.
_MERGED_AT_ONCE = 8
_SETTLING = f"""
INSERT INTO search_body{{s}} (search_body{{s}}, rank) VALUES ('automerge', {_MERGED_AT_ONCE});
INSERT INTO search_title{{s}} (search_title{{s}}, rank) VALUES ('automerge', {_MERGED_AT_ONCE})"""  # noqa: S608
_SQLITE = f"""
CREATE TABLE search_entry{{s}} (id INTEGER PRIMARY KEY, {_ENTRY});
CREATE VIRTUAL TABLE search_body{{s}} USING fts5(f, x, m, content='', columnsize=0, {_TOKENIZER});
CREATE VIRTUAL TABLE search_title{{s}} USING fts5(f, x, m, content='', columnsize=0, prefix='1 2 3', {_TOKENIZER});
INSERT INTO search_body{{s}} (search_body{{s}}, rank) VALUES ('hashsize', {_IN_MEMORY});
INSERT INTO search_title{{s}} (search_title{{s}}, rank) VALUES ('hashsize', {_IN_MEMORY});
{_SETTLING}"""  # noqa: S608

# words and titles hold both streams. EXTERNAL: a vector is read often and whole, so it is not compressed.
_POSTGRES = f"""
CREATE TABLE search_entry{{s}} (id bigint PRIMARY KEY, {_ENTRY},
    words tsvector NOT NULL, titles tsvector NOT NULL) PARTITION BY RANGE (id);
ALTER TABLE search_entry{{s}} ALTER COLUMN words SET STORAGE EXTERNAL, ALTER COLUMN titles SET STORAGE EXTERNAL"""
# The week beside the words: so a month of a frequent word is found without fetching its year.
_POSTGRES_WORDS = f"""
CREATE INDEX ON search_entry{{s}} USING gin (words, {WEEK_OF["words"]}) WITH (gin_pending_list_limit = 256);
CREATE INDEX ON search_entry{{s}} USING gin (titles, {WEEK_OF["titles"]}) WITH (gin_pending_list_limit = 256)"""


def create(connection, suffix: str = "", *, is_indexed: bool = True) -> None:
    """An empty index whose tables end in `suffix`; `is_indexed=False`: `index` will be called once they are filled."""
    statements = _SQLITE if connection.vendor == "sqlite" else _POSTGRES
    compact, integer = (" WITHOUT ROWID", "INTEGER") if connection.vendor == "sqlite" else ("", "bigint")
    _run(connection, (statements + ";" + _COUNTS).format(s=suffix, compact=compact, integer=integer))
    _run(connection, f"CREATE INDEX search_expiry_when_{_token(suffix)} ON search_expiry{suffix} (expires)")
    if connection.vendor == "postgresql":
        _run(connection, ";".join(_partitions(suffix)))
    if is_indexed:
        index(connection, suffix)


def index(connection, suffix: str = "") -> None:
    """PostgreSQL's lists of words: made from a full table in a fraction of the time that row after row would take."""
    if connection.vendor == "postgresql":
        _run(connection, _POSTGRES_WORDS.format(s=suffix))


def drop(connection, suffix: str = "") -> None:
    _run(connection, ";".join(f"DROP TABLE IF EXISTS {table}{suffix}" for table in tables(connection)))


def swap(connection, suffix: str, old: str) -> None:
    """The tables with the suffix take the place of those that answered until now; these get the suffix `old`.

    Call inside a transaction. Dropping takes time on SQLite, so it is left for afterwards.
    """
    for source, target in (("", old), (suffix, "")):
        moves = [f"ALTER TABLE {table}{source} RENAME TO {table}{target}" for table in tables(connection)]
        _run(connection, ";".join(moves))


def tables(connection) -> tuple[str, ...]:
    words = ("search_body", "search_title") if connection.vendor == "sqlite" else ()
    return ("search_entry", *words, *COUNTED)


def part(year: int) -> tuple[int, int]:
    """The first key of PostgreSQL's part that has this year, and the first key after it."""
    if year < FIRST_YEAR:
        return start(dt.MINYEAR), start(FIRST_YEAR)
    if year >= END_YEAR:
        return start(END_YEAR), keys.OF_DATES.stop
    first = year - (year - FIRST_YEAR) % YEARS_TOGETHER
    return start(first), start(first + YEARS_TOGETHER)


def _partitions(suffix: str) -> list[str]:
    """A table for some years each. Their names stay when the index is swapped in, so they carry the suffix for good."""
    name = f"search_entry_{_token(suffix)}"
    statements = [
        f"CREATE TABLE {name}_{year} PARTITION OF search_entry{suffix} FOR VALUES FROM ({low}) TO ({end})"
        for year in range(FIRST_YEAR, END_YEAR, YEARS_TOGETHER)
        for low, end in [part(year)]
    ]
    return [*statements, f"CREATE TABLE {name}_other PARTITION OF search_entry{suffix} DEFAULT"]


def start(year: int) -> int:
    return keys.day_low(dt.date(year, 1, 1))


def _token(suffix: str) -> str:
    return suffix.strip("_") or "first"


def _run(connection, statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in filter(None, map(str.strip, statements.split(";"))):
            cursor.execute(statement)
