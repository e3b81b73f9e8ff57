"""What a browser says of itself, in words that its owner knows again. Pure."""

# The first that fits counts: Edge also calls itself Chrome, and Chrome calls itself Safari.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "coc_coc_browser": "Cốc Cốc",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "điện thoại Android",
    "Windows": "máy Windows",
    "Macintosh": "máy Mac",
    "CrOS": "máy Chromebook",
    "Linux": "máy Linux",
}


def in_words(agent: str) -> str:
    """ "Chrome trên máy Windows"."""
    browser = next((name for mark, name in BROWSERS.items() if mark in agent), "Trình duyệt lạ")
    system = next((name for mark, name in SYSTEMS.items() if mark in agent), "thiết bị lạ")
    return f"{browser} trên {system}"
