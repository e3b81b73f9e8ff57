"""Paints the demo's pictures: layered mountains in flat colours, the same on every machine. No photograph is used."""

import io
import math
import random
from dataclasses import dataclass, field

from PIL import Image, ImageDraw

SIZE = (1600, 1000)


@dataclass(frozen=True)
class Scene:
    """Sky colours from top to horizon, ridge colours from far to near, and what stands in front."""

    alt: str
    sky: tuple[str, str]
    ridges: tuple[str, ...]
    motifs: tuple[str, ...] = field(default=())
    sun: str = ""


DAWN, NOON, DUSK, NIGHT, MIST = (
    ("#e8b27d", "#f7e6c9"),
    ("#a9cfe0", "#eef4ea"),
    ("#b5533c", "#f2c17d"),
    ("#16233b", "#41516e"),
    ("#c9d3d2", "#f0efe6"),
)
GREENS = ("#9db7a5", "#6f9a7f", "#47795c", "#2c5b42", "#1d4230")
GOLDS = ("#c8b98d", "#b99f5b", "#9c7f36", "#7a6128", "#57451d")
BLUES = ("#9fb3c4", "#7590aa", "#4f6f8d", "#345270", "#213a53")
REDS = ("#c98b6b", "#a9654a", "#854632", "#642f22", "#471f18")

SCENES = {
    "hoi-truong": Scene(
        "Tranh minh họa: hội trường lớn dưới chân núi, cờ đỏ trước thềm.", NOON, BLUES[:3], ("flags", "hall")
    ),
    "nui-binh-minh": Scene("Tranh minh họa: mặt trời lên sau những dãy núi xếp lớp.", DAWN, REDS, (), "#fbf1d2"),
    "doi-che": Scene(
        "Tranh minh họa: những luống chè lượn theo sườn đồi buổi sớm.", MIST, GREENS, ("rows",), "#fdf6df"
    ),
    "nha-san": Scene("Tranh minh họa: ba nếp nhà sàn bên sườn đồi.", DAWN, GREENS[:4], ("houses",)),
    "vuon-qua": Scene("Tranh minh họa: vườn cây ăn quả trên sườn đồi thoải.", NOON, GREENS[:4], ("orchard",)),
    "thao-nguyen": Scene("Tranh minh họa: cao nguyên rộng dưới bầu trời trong.", NOON, GREENS[:3], (), "#fffbe8"),
    "ban-lang-dem": Scene(
        "Tranh minh họa: bản làng lên đèn trong đêm giữa núi.", NIGHT, BLUES[2:], ("houses", "lights")
    ),
    "cho-phien": Scene("Tranh minh họa: những mái lều chợ phiên dưới chân núi.", MIST, REDS[:3], ("stalls",)),
    "tram-y-te": Scene("Tranh minh họa: trạm y tế xã bên con đường qua thung lũng.", NOON, GREENS[:3], ("station",)),
    "ruong-bac-thang": Scene("Tranh minh họa: ruộng bậc thang vàng mùa lúa chín.", DAWN, GOLDS, ("terraces",)),
    "nuong-ngo": Scene("Tranh minh họa: nương ngô dưới nắng chiều.", DUSK, GOLDS[:4], ("rows",), "#fff0c4"),
    "bien-gioi": Scene("Tranh minh họa: dãy núi biên giới mờ dần về phía xa.", MIST, BLUES, ()),
    "nha-may": Scene(
        "Tranh minh họa: nhà máy chế biến nông sản cạnh vùng nguyên liệu.", NOON, GREENS[:3], ("factory",)
    ),
    "lop-hoc-nghe": Scene("Tranh minh họa: ngôi trường dạy nghề trong thung lũng.", DAWN, BLUES[:3], ("hall",)),
    "long-ho": Scene("Tranh minh họa: lòng hồ phẳng lặng giữa hai dãy núi.", MIST, BLUES[:4], ("lake",), "#fdf6df"),
    "nha-van-hoa": Scene("Tranh minh họa: nhà văn hóa bản có cờ đỏ trước sân.", NOON, GREENS[:3], ("flags", "station")),
    "rung-gia": Scene("Tranh minh họa: rừng cây thẳng đứng trong sương.", MIST, GREENS, ("trees",)),
}


def paint(name: str) -> bytes:
    """The picture of that name as JPEG bytes. Raises KeyError for a name that is not in SCENES."""
    scene, chance = SCENES[name], random.Random(name)  # noqa: S311 - the same picture each time is the point
    image = _sky(scene)
    draw = ImageDraw.Draw(image)
    if scene.sun:
        x = chance.randint(400, 1200)
        draw.ellipse((x - 90, 250, x + 90, 430), fill=scene.sun)
    for depth, colour in enumerate(scene.ridges):
        draw.polygon(_ridge(chance, depth, len(scene.ridges)), fill=colour)
    for motif in scene.motifs:
        MOTIFS[motif](draw, chance)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=88)
    return out.getvalue()


def _sky(scene):
    column = Image.new("RGB", (1, 2))
    column.putpixel((0, 0), _rgb(scene.sky[0]))
    column.putpixel((0, 1), _rgb(scene.sky[1]))
    return column.resize(SIZE, Image.Resampling.BICUBIC)


def _rgb(colour):
    return tuple(int(colour[start : start + 2], 16) for start in (1, 3, 5))


def _ridge(chance, depth, count):
    """A mountain line: three waves, lower and rougher the nearer it stands."""
    width, height = SIZE
    base = height * (0.46 + 0.42 * depth / count)
    waves = [(chance.uniform(60, 120), chance.uniform(1, 2.2)), (chance.uniform(20, 45), chance.uniform(3, 5)), (9, 13)]
    shifts = [chance.uniform(0, math.tau) for _ in waves]
    line = [
        (x, base + sum(a * math.sin(math.tau * f * x / width + s) for (a, f), s in zip(waves, shifts, strict=True)))
        for x in range(0, width + 20, 20)
    ]
    return [*line, (width, height), (0, height)]


def _rows(draw, chance):
    for step in range(16):
        top = 700 + step * 21
        line = [(x, top + 26 * math.sin(x / 260 + step / 9)) for x in range(0, 1620, 20)]
        draw.line(line, fill="#e9e4c9" if step % 2 else "#14362a", width=4)


def _terraces(draw, chance):
    for step in range(11):
        top = 640 + step * 36
        line = [(x, top + 40 * math.sin(x / 300 + step / 5)) for x in range(0, 1620, 20)]
        draw.line(line, fill="#f3dc97", width=10)
        draw.line([(x, y + 9) for x, y in line], fill="#5e4a1c", width=4)


def _houses(draw, chance):
    for x, y, size in ((320, 760, 1.0), (760, 820, 1.25), (1190, 770, 0.95)):
        _house(draw, x, y, size)


def _house(draw, x, y, size):
    wide, high = 220 * size, 90 * size
    for post in range(5):
        left = x + post * wide / 4.2
        draw.rectangle((left, y, left + 8, y + 70 * size), fill="#3a2618")
    draw.rectangle((x, y - high * 0.6, x + wide, y + 6), fill="#7d5433")
    draw.rectangle((x + wide * 0.42, y - high * 0.5, x + wide * 0.58, y + 4), fill="#3a2618")
    draw.polygon(
        [
            (x - 40, y - high * 0.5),
            (x + wide * 0.2, y - high * 1.7),
            (x + wide * 0.8, y - high * 1.7),
            (x + wide + 40, y - high * 0.5),
        ],
        fill="#4b3322",
    )


def _lights(draw, chance):
    for _ in range(60):
        x, y = chance.randint(40, 1560), chance.randint(620, 960)
        draw.ellipse((x - 4, y - 4, x + 4, y + 4), fill="#f6cf73")


def _orchard(draw, chance):
    for row in range(5):
        for column in range(15):
            x, y, r = 40 + column * 110 + (row % 2) * 55, 690 + row * 64, 26 + row * 3
            draw.rectangle((x - 3, y, x + 3, y + r + 12), fill="#4a3420")
            draw.ellipse((x - r, y - r, x + r, y + r), fill="#1f5236")
            draw.ellipse((x - 12, y - 6, x - 4, y + 2), fill="#d9962b")
            draw.ellipse((x + 6, y + 4, x + 14, y + 12), fill="#d9962b")


def _stalls(draw, chance):
    for number, colour in enumerate(("#8f2a22", "#d8b24a", "#2f5d73", "#8f2a22", "#52733c", "#d8b24a")):
        x, y = 70 + number * 250, 770 + (number % 2) * 50
        draw.rectangle((x + 10, y, x + 18, y + 120), fill="#3a2618")
        draw.rectangle((x + 190, y, x + 198, y + 120), fill="#3a2618")
        draw.rectangle((x + 10, y + 80, x + 198, y + 110), fill="#a97c4f")
        draw.polygon([(x - 14, y + 8), (x + 104, y - 70), (x + 222, y + 8)], fill=colour)


def _building(draw, box, wall, roof, windows):
    left, top, right, bottom = box
    draw.rectangle(box, fill=wall)
    draw.polygon([(left - 30, top), (left + 50, top - 70), (right - 50, top - 70), (right + 30, top)], fill=roof)
    gap = (right - left) / windows
    for number in range(windows):
        x = left + gap * number + gap * 0.28
        draw.rectangle((x, top + 50, x + gap * 0.44, bottom - 40), fill="#48606e")


def _hall(draw, chance):
    draw.rectangle((0, 860, 1600, 1000), fill="#b9ab93")
    _building(draw, (380, 560, 1220, 860), "#efe3cd", "#8f2a22", 9)
    draw.rectangle((720, 660, 880, 860), fill="#6b2a20")
    draw.rectangle((360, 850, 1240, 872), fill="#d8cbb2")


def _station(draw, chance):
    draw.polygon([(0, 1000), (0, 900), (1600, 860), (1600, 1000)], fill="#c7b692")
    _building(draw, (560, 660, 1060, 880), "#f3eee0", "#a2503a", 5)


def _factory(draw, chance):
    draw.rectangle((0, 880, 1600, 1000), fill="#8d9a6b")
    _building(draw, (300, 700, 900, 890), "#d9d4c6", "#54707c", 7)
    _building(draw, (900, 620, 1300, 890), "#e6e1d3", "#3f5964", 4)


def _flags(draw, chance):
    for x in range(130, 1600, 190):
        draw.rectangle((x, 690, x + 5, 900), fill="#6d6152")
        draw.polygon([(x + 5, 692), (x + 92, 702), (x + 92, 756), (x + 5, 748)], fill="#b3201f")


def _lake(draw, chance):
    draw.polygon([(0, 800), (1600, 780), (1600, 1000), (0, 1000)], fill="#b9cbd0")
    for _ in range(70):
        x, y = chance.randint(0, 1500), chance.randint(810, 990)
        draw.line((x, y, x + chance.randint(40, 140), y), fill="#dfe8e6", width=3)
    draw.polygon([(700, 880), (900, 880), (870, 910), (725, 910)], fill="#4b3322")


def _trees(draw, chance):
    for _ in range(26):
        x, wide = chance.randint(0, 1600), chance.randint(10, 30)
        shade = chance.choice(("#20382b", "#2d4a39", "#3b5d49"))
        draw.rectangle((x, 0, x + wide, 1000), fill=shade)


MOTIFS = {
    "rows": _rows,
    "terraces": _terraces,
    "houses": _houses,
    "lights": _lights,
    "orchard": _orchard,
    "stalls": _stalls,
    "hall": _hall,
    "station": _station,
    "factory": _factory,
    "flags": _flags,
    "lake": _lake,
    "trees": _trees,
}
