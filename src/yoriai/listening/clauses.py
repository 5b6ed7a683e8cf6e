"""The clauses of a text, and the words in them that say something."""

from collections.abc import Sequence
from itertools import pairwise

from yoriai.listening.terms import Token, singular
from yoriai.listening.words import Words

CLAUSE_ENDS = frozenset(("から", "けど", "けれど", "けれども", "が", "し", "のに"))
ENGLISH_ENDS = frozenset(("because", "so", "but", "since"))
SAYING = frozenset(("名詞", "動詞", "形容詞", "形状詞", "副詞"))
NEGATIVE = frozenset(("ない", "無い", "ぬ", "ず", "まい", "ん"))


def clauses(found: Sequence[Token]) -> list[Sequence[Token]]:
    ends = [i + 1 for i, t in enumerate(found) if ends_clause(found, i, t)]
    return [found[start:end] for start, end in pairwise([0, *ends, len(found)]) if start < end]


def ends_clause(found: Sequence[Token], place: int, token: Token) -> bool:
    if token.detail in ("句点", "読点") or token.surface in ENGLISH_ENDS or token.surface in ".,;!?":
        return True
    if token.surface in ("で", "に") and place and found[place - 1].detail == "準体助詞":  # ので, のに
        return True
    return token.detail == "接続助詞" and token.surface in CLAUSE_ENDS


def content(found: Sequence[Token], words: Words) -> tuple[str, ...]:
    kept = []
    for t in found:
        normal = words.synonyms.get(t.normal, t.normal).lower()
        empty = normal in NEGATIVE or normal in words.light or normal in words.stop
        says = t.pos in SAYING or t.normal in words.synonyms  # 大きな is 大きい
        if says and t.detail != "数詞" and not empty:
            kept.append(normal)
    return tuple(kept)


def forms(token: Token, words: Words) -> set[str]:
    """How the lists may know a word: its normal form; an English one, there often katakana, as it is written too."""
    normal = words.synonyms.get(token.normal, token.normal).lower()
    return {normal, token.surface, singular(token.surface)} if token.surface.isascii() else {normal}


def spelt(found: Sequence[Token]) -> str:
    """The text of the tokens; the words of one English entry (no more) come out of the dictionary without blanks."""
    pairs = pairwise([*found, Token("", "", "", "", "")])
    return "".join(
        f"{a.surface} "
        if f"{a.surface}{b.surface}".isascii() and a.surface.isalpha() and b.surface.isalpha()
        else a.surface
        for a, b in pairs
    )
