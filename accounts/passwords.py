"""Is this password hard enough to guess? zxcvbn counts the guesses; the words of here are ours to name."""

import re
import threading

from django.core.exceptions import ValidationError
from zxcvbn import zxcvbn

import vietnamese

LEAST_GUESSES = 10**10
READ = 48
"""zxcvbn's work grows faster than the text. The first 48 letters are hard to guess, or the rest will not make it so."""
LEET = str.maketrans("@({[<&!|$+%", "accccaiistx")
MOST_LEET = 3
"""Signs that zxcvbn tries in every combination; of more, each is read as the one letter that it mostly stands for."""

# What is guessed first on a site like this one, without marks and blanks.
WORDS = """
matkhau matma mk dangnhap quantri quantrivien quanly admin nguoidung taikhoan banbientap bientap xinchao
sonla tinhsonla thanhphosonla tinhuy tinhuysonla thanhuy huyenuy danguy dangbo dangbotinh chibo daihoi daihoidang
nghiquyet dangvien dangcongsan vanphong tuyengiao tochuc kiemtra danvan mattran xaluan chitieu bithu chutich
mocchau maison yenchau phuyen bacyen muongla thuanchau quynhnhai songma sopcop vanho thaonguyen chiengle chiengco
chiengsinh quyetthang quyettam toheu muonggion muongbu ngocchien hatlot nasan taybac songda thuydien moclam
vietnam hanoi hochiminh bachho dienbienphu caichmangthangtam docla doclap tudo hanhphuc doanket anhyeuem
emyeuanh yeuem iloveyou nhatrang saigon password letmein welcome
""".split()

_BETWEEN_WORDS = re.compile(r"[\s\-_.,:;/#*~=]+")
"""Not @, $, ! and their like, which stand for letters."""
_SIGNS = re.compile(r"[\W_]+")
_one_at_a_time = threading.Lock()

TOO_EASY = (
    "Mật khẩu này dễ đoán. Hãy ghép bốn, năm từ không liên quan với nhau thành một câu của riêng mình; tránh tên người,"
    " địa danh, tên cơ quan, dãy phím liền nhau và năm tháng."
)


class HardToGuess:
    """Judges what was typed as it is, without marks, and without the signs between its words: the weakest counts."""

    def validate(self, password, user=None):
        if guesses(password, names_of(user)) < LEAST_GUESSES:
            raise ValidationError(TOO_EASY, code="password_too_easy")

    def get_help_text(self):
        return "Nên là một câu riêng gồm bốn, năm từ không liên quan; không có tên người, địa danh hay năm tháng."


def guesses(password: str, names: list[str]) -> int:
    """How many tries somebody needs who knows these names and our words."""
    plain = vietnamese.fold(password[:READ])
    found = [_asked(form, names)[0] for form in {password[:READ], plain} if form]
    # Without its signs a password of letters at random only looks weaker; one of words shows what it is made of.
    for joined in {_BETWEEN_WORDS.sub("", plain), _SIGNS.sub("", plain)} - {plain}:
        tries, is_words = _asked(joined, names) if joined else (0, True)
        found += [tries] if is_words else []
    return min(found, default=0)


def _asked(password: str, names: list[str]) -> tuple[int, bool]:
    """The guesses, and whether more than a third of it is something that zxcvbn knows."""
    if len({sign for sign in password if ord(sign) in LEET}) > MOST_LEET:
        password = password.translate(LEET)
    # zxcvbn keeps the words of one question in a table that all questions share.
    with _one_at_a_time:
        answer = zxcvbn(password, user_inputs=[*names, *WORDS])
    known = sum(len(part["token"]) for part in answer["sequence"] if part["pattern"] != "bruteforce")
    return int(answer["guesses"]), 3 * known > len(password)


def names_of(user) -> list[str]:
    """Each of the person's names, together and in parts, in order and turned around, without marks."""
    found = []
    for value in (getattr(user, name, "") for name in ("username", "display_name", "email")):
        parts = re.findall(r"[a-z0-9]+", vietnamese.fold(str(value or "")[:READ]))
        found += ["".join(parts), "".join(reversed(parts)), *parts, *_neighbours(parts)]
    return [name for name in dict.fromkeys(found) if len(name) > 1]


def _neighbours(parts: list[str]) -> list[str]:
    return ["".join(parts[start : start + 2]) for start in range(len(parts) - 1)]
