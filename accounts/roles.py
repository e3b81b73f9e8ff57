"""Who may do what: one table of roles. Pure.

groups.py makes the groups in the database from it after every migrate; change a role here and nowhere else.
"""

from dataclasses import dataclass

MANAGING_RANK = 3


@dataclass(frozen=True)
class Role:
    """`rank` orders power over accounts: nobody gives, takes or resets anything above their own rank.

    `approves`: stands behind what others wrote or entered. `needs_two`: nobody becomes this by one person's will.
    """

    name: str
    description: str
    permissions: frozenset[str]
    rank: int
    approves: bool = False

    @property
    def needs_two(self) -> bool:
        return self.approves or self.rank >= MANAGING_RANK


def _on(app: str, actions: str, models: str) -> frozenset[str]:
    return frozenset(f"{app}.{action}_{model}" for action in actions.split() for model in models.split())


_STRUCTURE = "congress resolution breakthrough taskgroup targetgroup indicator target targetrevision"
_FIGURES = "observation annualplan seriesbreak"
_DOCUMENTS = "document unit"

# Papers that are not for readers, and the files in the library that nothing public refers to.
_INTERNAL = _on("resolutions", "view_internal", "document") | _on("library", "view", "documentfile")

_WRITING = (
    _on("articles", "add change view submit", "article")
    | _on("articles", "view", "section workflowevent")
    | _on("library", "add view", "picture")
    # An article names what it is about, so whoever writes must be able to choose it.
    | _on("resolutions", "view", f"{_STRUCTURE} {_DOCUMENTS}")
)
_APPROVING = (
    _WRITING
    | _INTERNAL
    | _on("articles", "approve", "article")
    | _on("articles", "add change", "section")
    # The site's own words; whatever is typed there waits for another approver.
    | _on("words", "add change view", "sitewords frontpage pinnedarticle urgentnotice page")
    | _on("words", "approve", "words")
    | _on("library", "change approve", "picture")
)
_TRACKING = (
    _INTERNAL
    | _on("resolutions", "view", f"{_STRUCTURE} {_FIGURES} {_DOCUMENTS}")
    | _on("resolutions", "add change", f"{_FIGURES} {_DOCUMENTS}")
    | _on("library", "add change", "documentfile")
)
_CONFIRMING = (
    _TRACKING
    | _on("resolutions", "approve", "observation")
    | _on("resolutions", "add change", _STRUCTURE)
    | _on("library", "approve", "documentfile")
)
_MANAGING = (
    _on("accounts", "add change view", "user")
    | _on("articles", "add change view", "sectionlimit")
    | _on("auth", "view", "group")
    | _on("audit", "view", "event")
    | _on("notices", "view", "letter")
)

ROLES = {
    "writer": Role("Người viết", "Viết bài, tải ảnh lên, gửi bài chờ duyệt.", _WRITING, rank=1),
    "approver": Role(
        "Biên tập, duyệt bài",
        "Viết bài; trả lại, duyệt, hẹn giờ đăng và gỡ bài của người khác; cùng người thứ hai sửa lời của trang.",
        _APPROVING,
        rank=2,
        approves=True,
    ),
    "tracker": Role("Theo dõi nghị quyết", "Nhập số liệu thực hiện, kế hoạch năm và văn bản.", _TRACKING, rank=1),
    "tracker_approver": Role(
        "Duyệt số liệu",
        "Nhập số liệu; duyệt số liệu do người khác nhập; sửa khung chỉ tiêu.",
        _CONFIRMING,
        rank=2,
        approves=True,
    ),
    "user_manager": Role(
        "Quản trị người dùng",
        "Tạo tài khoản, mời đặt mật khẩu, giao và thu vai trò; vai trò duyệt và quản trị cần hai người đồng ý.",
        _MANAGING,
        rank=MANAGING_RANK,
    ),
}


def name_of(code: str) -> str:
    """The role's name as people read it; a group that is not in the table keeps its own."""
    return ROLES[code].name if code in ROLES else code
