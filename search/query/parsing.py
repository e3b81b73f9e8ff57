"""What did the reader ask for? Turns typed words into a query that both engines can run. Pure.

Quoted words are a phrase. A word typed with marks means those marks; one without finds any. Document numbers are found
however they are typed, known abbreviations meet their full form. Nothing typed is ever an operator.
"""

import re
from dataclasses import dataclass, field, replace
from functools import cached_property

import vietnamese
from search.query import tokens

MAX_LENGTH = 200

ABBREVIATIONS = {
    "bch": "ban chấp hành",
    "btv": "ban thường vụ",
    "hdnd": "hội đồng nhân dân",
    "mttq": "mặt trận tổ quốc",
    "nq": "nghị quyết",
    "ntm": "nông thôn mới",
    "ubnd": "ủy ban nhân dân",
}

_QUOTES = str.maketrans(dict.fromkeys("“”„«»″", '"'))
_KINDS = "nq|kl|ct|ctr|ctrhd|qd|qdi|tb|bc|kh|hd|tt|ttr|nd|cv|td|qc|da"
_ISSUERS = "tu|tw|cp|ub|ubnd|hdnd|hu|bct|bch|bbt|ttg|qh|mttq"
_TYPED_NUMBER = re.compile(
    rf"(?<![^\W_])(?:(?P<n1>\d{{1,5}})[\s/.–-]{{0,3}}(?:(?P<y1>\d{{4}})[\s/.–-]{{0,3}})?(?P<k1>{_KINDS})[\s/.–-]{{0,3}}(?P<i1>{_ISSUERS})"
    r"|(?P<n2>\d{1,5})(?:\s?/\s?(?P<y2>\d{4}))?\s?[-–/]\s?(?P<k2>[a-z]{1,8})\s?[-–/]\s?(?P<i2>[a-z]{2,10}))(?![^\W_])"
)
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Phrase:
    """Tokens that stand side by side in one stream; a single word is a phrase of one."""

    words: tuple[str, ...]
    exact: bool = False
    prefix: bool = False  # the last word may go on


@dataclass(frozen=True)
class Term:
    """One thing that must be found, in any of its spellings."""

    alternatives: tuple[Phrase, ...]
    typed: str
    quoted: bool = False

    @property
    def folded(self) -> "Term":
        return replace(self, alternatives=tuple(dict.fromkeys(map(_folded, self.alternatives))))

    @property
    def correctable(self) -> str:
        """The folded word that one letter may be wrong in, or ""."""
        if self.quoted or len(self.alternatives) > 1 or len(self.alternatives[0].words) > 1:
            return ""
        word = _folded(self.alternatives[0]).words[0]
        return word if len(word) >= 3 and word.isascii() and word.isalpha() else ""


@dataclass(frozen=True)
class Query:
    """Every term must be found; `kind` and `section` narrow it ("": any)."""

    terms: tuple[Term, ...] = ()
    kind: str = ""
    section: str = ""
    was_cut: bool = field(default=False, compare=False)

    @property
    def typed(self) -> str:
        return " ".join(f'"{term.typed}"' if term.quoted else term.typed for term in self.terms)

    @cached_property
    def phrases(self) -> tuple[Phrase, ...]:
        """Everything that may be found for it, once each."""
        return tuple(dict.fromkeys(phrase for term in self.terms for phrase in term.alternatives))

    @property
    def folded(self) -> "Query":
        return self.with_terms(term.folded for term in self.terms)

    @property
    def finished(self) -> "Query":
        """Without the word that is still being typed."""
        terms = [term for term in self.terms if not any(phrase.prefix for phrase in term.alternatives)]
        return self if len(terms) == len(self.terms) else self.with_terms(terms)

    def with_terms(self, terms) -> "Query":
        return replace(self, terms=tuple(terms))


def _folded(phrase: Phrase) -> Phrase:
    return replace(phrase, words=tuple(map(tokens.fold_exact, phrase.words)), exact=False) if phrase.exact else phrase


def parse(typed: str, *, kind: str = "", section: str = "") -> Query:
    """The query of what was typed; without terms when there is no word in it."""
    clean, was_cut = clip(typed)
    terms: list[Term] = []
    for position, part in enumerate(clean.translate(_QUOTES).split('"')):
        terms += _phrase(part) if position % 2 and part.strip() else _words(part)
    return Query(tuple(dict.fromkeys(terms)), kind, section, was_cut)


def clip(typed: str) -> tuple[str, bool]:
    """At most 200 characters in NFC, whole words where there are any; and whether something was cut off."""
    clean = " ".join(vietnamese.nfc(typed[: MAX_LENGTH * 20]).split())
    if len(clean) <= MAX_LENGTH:
        return clean, len(typed) > MAX_LENGTH * 20
    short = clean[: MAX_LENGTH + 1]
    return (short.rpartition(" ")[0] or short[:MAX_LENGTH]), True


def prefix(typed: str) -> Query:
    """While typing: every word as typed, the last one as a beginning."""
    words = list(tokens.tokens(clip(typed)[0]))[:8]
    terms = [_word(token, token.folded) for token in words]
    if terms and not typed[-1:].isspace():
        terms[-1] = replace(terms[-1], alternatives=tuple(map(_open_ended, _beginnings(words[-1]))))
    return Query(tuple(terms))


def _beginnings(token: tokens.Token) -> tuple[Phrase, ...]:
    """A word that is not finished: "quy" may become "quyết" as well as "quý", which is "qui" when folded."""
    if tokens.fold(token.exact) != token.exact:
        return (Phrase((token.exact,), exact=True),)
    return tuple(Phrase((word,)) for word in dict.fromkeys((token.exact, token.folded)))


def _open_ended(phrase: Phrase) -> Phrase:
    return replace(phrase, prefix=True)


def edits(word: str) -> set[str]:
    """Every word one edit away: a letter more, less or other, or two neighbours swapped."""
    halves = [(word[:cut], word[cut:]) for cut in range(len(word) + 1)]
    found = {left + right[1:] for left, right in halves if right}
    found |= {left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1}
    for letter in _ALPHABET:
        found |= {left + letter + right for left, right in halves}
        found |= {left + letter + right[1:] for left, right in halves if right}
    return found - {word, ""}


def corrected(term: Term, words) -> Term:
    """The term with other words in its place, any of them."""
    return Term(tuple(Phrase((word,)) for word in words), "/".join(words))


def _phrase(part: str) -> list[Term]:
    found = list(tokens.tokens(part))
    if not found:
        return []
    exact = any(tokens.is_marked(part[token.start : token.end]) for token in found)
    words = tuple(token.exact if exact else token.folded for token in found)
    return [Term((Phrase(words, exact),), " ".join(part.split()), quoted=True)]


def _words(part: str) -> list[Term]:
    terms, done = [], 0
    # Only đ may be folded here: "22 nq tư" is no document number.
    for match in _TYPED_NUMBER.finditer(part.lower().replace("đ", "d")) if len(part.lower()) == len(part) else ():
        terms += _plain(part[done : match.start()])
        number = tokens.document_number(*(match[f"{name}1"] or match[f"{name}2"] for name in "nyki"))
        terms.append(
            Term((Phrase((number,)),), match.group().upper() if part.isascii() else part[slice(*match.span())])
        )
        done = match.end()
    return terms + _plain(part[done:])


def _plain(part: str) -> list[Term]:
    found = list(tokens.tokens(part))
    terms, position = [], 0
    while position < len(found):
        size, term = _full_form(found, position, part)
        terms.append(term or _word(found[position], part[found[position].start : found[position].end]))
        position += size
    return terms


def _full_form(found: list[tokens.Token], position: int, part: str) -> tuple[int, Term | None]:
    """The term of a known full form that starts here ("ủy ban nhân dân", also as "uy ban nhan dan")."""
    for size in (4, 3, 2):
        run = found[position : position + size]
        if known := _FULL_FORMS.get(tuple(token.exact for token in run)):
            return len(run), Term(known, part[run[0].start : run[-1].end])
    return 1, None


def _word(token: tokens.Token, typed: str) -> Term:
    marked = tokens.fold(token.exact) != token.exact
    if token.folded in ABBREVIATIONS and token.exact in {token.folded, "hđnd"}:
        return Term((Phrase((token.folded,)), _full_phrase(token.folded)), typed)
    return Term((Phrase((token.exact if marked else token.folded,), exact=marked),), typed)


def _full_phrase(code: str) -> Phrase:
    return Phrase(tuple(token.exact for token in tokens.tokens(ABBREVIATIONS[code])), exact=True)


def _full_forms() -> dict[tuple[str, ...], tuple[Phrase, ...]]:
    forms = {}
    for code in ABBREVIATIONS:
        full, short = _full_phrase(code), Phrase((code,))
        forms[full.words] = (full, short)
        forms[tuple(map(tokens.fold, full.words))] = (_folded(full), short)
    return forms


_FULL_FORMS = _full_forms()
