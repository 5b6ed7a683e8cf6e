"""Looking for words: in their usual spellings, all of them, in any of some fields. Two letters are enough."""

import unicodedata
from functools import reduce
from operator import and_, or_

from django.db.models import Q
from django.http import QueryDict

LONGEST = 100  # characters of a search
MOST = 8  # words of a search
HALF = {unicodedata.normalize("NFKC", chr(c)): chr(c) for c in range(0xFF61, 0xFF9E)}  # ｡ to ﾝ
HALF |= {"\u3099": "\uff9e", "\u309a": "\uff9f"}  # the two voicing marks


def asked_words(asked: QueryDict) -> str:
    """What somebody typed into the search of a page."""
    return asked.get("q", "").replace("\x00", "").strip()[:LONGEST].strip()


def contains(words: str, *fields: str) -> Q:
    """Rows that hold every word; がんも finds ガンモ and ｶﾞﾝﾓ, and the other way round; 120 finds １２０."""
    every = (
        reduce(or_, (Q(**{f"{field}__icontains": one}) for field in fields for one in spellings(word)))
        for word in words.split()[:MOST]
    )
    return reduce(and_, every, Q())


def spellings(word: str) -> list[str]:
    """The ways to write one word, without repeats: as typed, usual width, hiragana, katakana, wide, half-width."""
    usual = unicodedata.normalize("NFKC", word)
    hiragana = "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in usual)
    katakana = "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in usual)
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in usual)
    half = "".join(HALF.get(c, c) for c in unicodedata.normalize("NFD", katakana))
    return list(dict.fromkeys((word, usual, hiragana, katakana, wide, half)))
