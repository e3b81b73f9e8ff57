"""What is a small correction, and who may take which step with one. Pure."""

from enum import StrEnum

from articles.comparing import Comparison, Row
from articles.comparing import State as Compared
from articles.workflow import APPROVE, SUBMIT
from desk.steps import Step, Table


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    AGREED = "agreed"
    DROPPED = "dropped"


OPEN = frozenset({State.DRAFT, State.SUBMITTED})
"""Still beside the live text."""

GONE_ON = {
    State.AGREED: "Bản sửa này đã thay bài đang đăng rồi.",
    State.DROPPED: "Bản sửa này đã bị bỏ.",
}

TABLE = Table(
    own="Anh/chị không đồng ý được bản sửa do chính mình đề nghị; cần một người khác.",
    edited="Anh/chị đã viết một phần của bản sửa này nên không đồng ý được; cần một người khác.",
    not_author="Chỉ người đề nghị mới gửi được bản sửa của mình.",
    steps={
        "submit": Step(
            name="Gửi bản sửa",
            address="gui",
            sources=frozenset({State.DRAFT}),
            target=State.SUBMITTED,
            permission=SUBMIT,
            refusal="Chỉ gửi được bản sửa đang soạn.",
            refusals=GONE_ON,
            done="Đã gửi bản sửa của bài «{}»; bạn đọc vẫn thấy bản cũ cho đến khi một người khác đồng ý.",
            only_author=True,
            follows=("Một người duyệt khác anh/chị xem những chỗ đã sửa rồi đồng ý hoặc trả lại.",),
        ),
        "agree": Step(
            name="Đồng ý",
            address="dong-y",
            sources=frozenset({State.SUBMITTED}),
            target=State.AGREED,
            permission=APPROVE,
            refusal="Chỉ đồng ý được bản sửa đã gửi.",
            refusals=GONE_ON,
            done="Bạn đọc đang thấy bản mới của bài «{}».",
            four_eyes=True,
            follows=("Bản mới thay bản đang đăng ngay lập tức; bài không lúc nào biến mất khỏi trang.",),
        ),
        "send_back": Step(
            name="Trả lại",
            address="tra-lai",
            sources=frozenset({State.SUBMITTED}),
            target=State.DRAFT,
            permission=APPROVE,
            refusal="Chỉ trả lại được bản sửa đã gửi.",
            refusals=GONE_ON,
            done="Đã trả lại bản sửa của bài «{}».",
            note="Cần sửa thêm những gì?",
            note_refusal="Hãy ghi rõ cần sửa thêm những gì trước khi trả lại.",
            follows=("Bài đang đăng vẫn như cũ; người đề nghị thấy lời nhắn này và sửa tiếp được.",),
        ),
        "drop": Step(
            name="Bỏ bản sửa",
            address="bo",
            sources=OPEN,
            target=State.DROPPED,
            permission=SUBMIT,
            refusal="Bản sửa này không còn chờ ai.",
            refusals=GONE_ON,
            done="Đã bỏ bản sửa của bài «{}»; bài đang đăng vẫn như cũ.",
            note="Vì sao bỏ bản sửa?",
            note_refusal="Hãy ghi lý do bỏ bản sửa.",
            follows=("Bài đang đăng vẫn như cũ. Các bản đã viết vẫn nằm trong danh sách các bản của bài.",),
        ),
    },
)

NOTHING = "Bản này giống hệt bài đang đăng; chưa có gì để đề nghị."
TOO_MANY_WORDS = (
    "Bản sửa đổi {} chữ, sửa nhỏ chỉ được đổi nhiều nhất {}. Hãy chọn «Cập nhật nội dung» hoặc «Cải chính» và ghi lời "
    "báo bạn đọc."
)
MORE_THAN_WORDS = "Sửa nhỏ chỉ đổi chữ; bản này còn đổi {}. Hãy chọn «Cập nhật nội dung» và ghi lời báo bạn đọc."
FACTS = (
    "Bản sửa đổi một con số, một ngày hay một tên riêng («{}»). Nếu chỉ là lỗi gõ và không ai hiểu sai vì nó, hãy đánh "
    "dấu vào ô xác nhận; nếu không, hãy chọn «Cải chính»."
)
NOTE_NEEDED = "Hãy ghi lời báo bạn đọc, ít nhất 10 chữ cái: đã cập nhật, cải chính điều gì."
NOTE_LETTERS = 10


def changed_words(comparison: Comparison) -> int:
    """So many words came, went or were put in the place of others."""
    return sum(_words_of(row) for row in comparison.rows if row.state != Compared.SAME)


def _words_of(row: Row) -> int:
    removed = _count(row.before, Compared.REMOVED)
    added = _count(row.after, Compared.ADDED)
    return max(removed, added)


def _count(pieces, state) -> int:
    return sum(len(piece.text.split()) for piece in pieces if piece.state == state)


def small_refusal(comparison: Comparison, *, most: int, also_changed: tuple[str, ...] = ()) -> str | None:
    """Why the changes are more than a small correction; None when they are one.

    `also_changed`: what changed besides words, in words ("chuyên mục", "ảnh trong bài").
    """
    if also_changed:
        return MORE_THAN_WORDS.format(", ".join(also_changed))
    words = changed_words(comparison)
    return TOO_MANY_WORDS.format(words, most) if words > most else None


def facts_touched(comparison: Comparison) -> str | None:
    """The first changed words with a number or a capital letter, as days and names have; None when there are none."""
    for row in comparison.rows:
        for piece in (*row.before, *row.after):
            if piece.state in (Compared.ADDED, Compared.REMOVED) and _is_fact(piece.text):
                return piece.text[:60]
    return None


def _is_fact(text: str) -> bool:
    return any(word[:1].isupper() or any(sign.isdigit() for sign in word) for word in text.split())


def note_refusal(note: str) -> str | None:
    """Why this cannot be what readers are told; None when it can."""
    return NOTE_NEEDED if sum(letter.isalnum() for letter in note) < NOTE_LETTERS else None


def edit_refusal(*, state: str, is_author: bool) -> str | None:
    """Why this person may not go on writing the correction; None when they may."""
    if state in GONE_ON:
        return GONE_ON[state]
    if not is_author:
        return "Bản sửa này do người khác đề nghị; anh/chị có thể xem, nhưng không sửa."
    if state == State.SUBMITTED:
        return "Bản sửa đã gửi, đang chờ người khác đồng ý; muốn sửa thêm, hãy đề nghị trả lại hoặc bỏ bản sửa."
    return None
