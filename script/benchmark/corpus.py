"""Makes the benchmark's articles: N lines of JSON for import_articles, the same on every machine.

Article number i is drawn from its own seed, so it does not depend on N; only its date does. RARE stands in one article
of 2.000, as does STRANGER, but never in the same; PHRASE in one of 200; OLD in the ten oldest only.
"""

import datetime as dt
import json
import random
from pathlib import Path

import vietnamese

SECTIONS = {
    "thoi-su": "Thời sự",
    "xay-dung-dang": "Xây dựng Đảng",
    "kinh-te": "Kinh tế",
    "van-hoa-xa-hoi": "Văn hóa - Xã hội",
    "nong-thon-moi": "Nông thôn mới",
    "quoc-phong-an-ninh": "Quốc phòng - An ninh",
    "giao-duc": "Giáo dục",
    "y-te": "Y tế",
}
# The first holds half of all, so that its five-hundredth page is there from 20.000 articles on.
WEIGHTS = [52, 12, 10, 8, 7, 5, 3, 3]
LARGEST = "thoi-su"
START, END = dt.datetime(2005, 1, 1, tzinfo=dt.UTC), dt.datetime(2026, 11, 1, tzinfo=dt.UTC)

COMMON, RARE, STRANGER, OLD, OLDEST = "không", "Phanxipăng", "Fansipan", "Khuổi Nậm", 10
PHRASE = "phát triển nhanh và bền vững"
DAY = dt.date(2020, 9, 25)
PLANTED = (
    (f"Đoàn đã đến {RARE} để học cách làm du lịch của tỉnh bạn.", lambda number: number % 2000 == 7),
    (f"Biển chỉ đường ghi {STRANGER}, theo cách viết của khách nước ngoài.", lambda number: number % 2000 == 1007),
    (f"Mục tiêu chung là {PHRASE} trên cả ba vùng kinh tế.", lambda number: number % 200 == 11),
    (f"Bản {OLD} khi ấy còn chưa có đường ô tô.", lambda number: number < OLDEST),
)


def vocabulary() -> dict[str, list[str]]:
    """The lists of vocabulary.txt by their names."""
    found, name = {}, ""
    for line in Path(__file__).with_name("vocabulary.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
        elif line and not line.startswith("#"):
            found.setdefault(name, []).append(line)
    return found


WORDS = vocabulary()


def write(path, count):
    pool, half = sentences(), path.with_suffix(".half")
    with half.open("w", encoding="utf-8") as file:
        for number in range(count):
            file.write(json.dumps(article(number, count, pool), ensure_ascii=False) + "\n")
    half.replace(path)


def sentences(count=20_000):
    chance = random.Random("câu")  # noqa: S311
    return [sentence(chance) for _ in range(count)]


def sentence(chance):
    if chance.random() < 0.1:
        return chance.choice(WORDS["then"])
    place = f" {chance.choice(WORDS['places'])}" if chance.random() < 0.6 else ""
    end = f", {chance.choice(WORDS['how'])}" if chance.random() < 0.5 else f" {chance.choice(WORDS['how'])}"
    who, did, what = (chance.choice(WORDS[kind]) for kind in ("who", "did", "what"))
    return f"{who}{place} {did} {what}{end}."


def article(number, count, pool):
    chance = random.Random(number)  # noqa: S311
    section = chance.choices(list(SECTIONS), WEIGHTS)[0]
    title = f"{chance.choice(WORDS['places'])}: {chance.choice(WORDS['did'])} {chance.choice(WORDS['what'])}"
    title = vietnamese.capitalised(title)
    span = (END - START) * min(max((number + chance.uniform(-50, 50)) / count, 0), 0.9999)
    return {
        "id": number + 1,
        "title": title,
        "slug": vietnamese.slug(title),
        "lead": " ".join(chance.choices(pool, k=2)),
        "body": "\n".join(paragraphs(number, pool, chance)),
        "section": section,
        "section_name": SECTIONS[section],
        "published": (START + span).isoformat(timespec="seconds"),
    }


def paragraphs(number, pool, chance):
    """From 300 to 900 words."""
    wanted, written = chance.randint(300, 900), 0
    planted = [text for text, is_here in PLANTED if is_here(number)]
    while written < wanted:
        text = " ".join([*chance.choices(pool, k=chance.randint(2, 5)), *planted])
        planted = []
        if written and chance.random() < 0.12:
            yield f"<h2>{vietnamese.capitalised(chance.choice(WORDS['what']))}</h2>"
        yield f"<p>{text}</p>"
        written += text.count(" ") + 1
