"""Makes the benchmark's articles: N lines of JSON for import_articles, the same on every machine.

Article number i is drawn from its own seed, so it does not depend on N; only its date does. RARE stands in one article
of 2.000, PHRASE in one of 200.
"""

import datetime as dt
import json
import random

import progress
import words

import vietnamese

START, END = dt.datetime(2005, 1, 1, tzinfo=dt.UTC), dt.datetime(2026, 11, 1, tzinfo=dt.UTC)


def write(path, count):
    pool, half = sentences(), path.with_suffix(".half")
    with half.open("w", encoding="utf-8") as file:
        for number in progress.counted(range(count), "Tạo bài"):
            file.write(json.dumps(article(number, count, pool), ensure_ascii=False) + "\n")
    half.replace(path)


def sentences(count=20_000):
    chance = random.Random("câu")  # noqa: S311
    return [sentence(chance) for _ in range(count)]


def sentence(chance):
    if chance.random() < 0.1:
        return chance.choice(words.THEN)
    place = f" {chance.choice(words.PLACES)}" if chance.random() < 0.6 else ""
    end = f", {chance.choice(words.HOW)}" if chance.random() < 0.5 else f" {chance.choice(words.HOW)}"
    who, did, what = (chance.choice(kind) for kind in (words.WHO, words.DID, words.WHAT))
    return f"{who}{place} {did} {what}{end}."


def article(number, count, pool):
    chance = random.Random(number)  # noqa: S311
    section = chance.choices(list(words.SECTIONS), words.WEIGHTS)[0]
    title = capital(f"{chance.choice(words.PLACES)}: {chance.choice(words.DID)} {chance.choice(words.WHAT)}")
    span = (END - START) * min(max((number + chance.uniform(-50, 50)) / count, 0), 0.9999)
    return {
        "id": number + 1,
        "title": title,
        "slug": vietnamese.slug(title),
        "lead": " ".join(chance.choices(pool, k=2)),
        "body": "\n".join(paragraphs(number, pool, chance)),
        "section": section,
        "section_name": words.SECTIONS[section],
        "published": (START + span).isoformat(timespec="seconds"),
    }


def capital(text):
    return text[0].upper() + text[1:]


def paragraphs(number, pool, chance):
    """From 300 to 900 words."""
    wanted, written = chance.randint(300, 900), 0
    planted = planted_sentences(number)
    while written < wanted:
        text = " ".join([*chance.choices(pool, k=chance.randint(2, 5)), *planted])
        planted = []
        if written and chance.random() < 0.12:
            yield f"<h2>{capital(chance.choice(words.WHAT))}</h2>"
        yield f"<p>{text}</p>"
        written += text.count(" ") + 1


def planted_sentences(number):
    here = ((words.RARE_SENTENCE, number % 2000 == 7), (words.PHRASE_SENTENCE, number % 200 == 11))
    return [text for text, is_here in here if is_here]
