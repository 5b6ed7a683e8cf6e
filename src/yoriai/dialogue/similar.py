"""似た声: voices like the one being typed, through an inverted index that is a table of the database.

A voice enters and leaves it in the transaction that changes the voice, so every process finds a new one at once
and none finds a withdrawn one. The work of a question does not grow with the number of voices: of those that share
a term only the latest are looked at, and of those only the most promising are compared.
"""

import itertools
import unicodedata
from collections.abc import Collection
from hashlib import blake2b
from heapq import nlargest
from typing import Any
from uuid import UUID

from django.db import connection

from yoriai.listening.terms import term_lists
from yoriai.listening.voices import key_text
from yoriai.listening.words import default_words

from .models import Posting, Voice

WORD, PAIR, LIGHT = 2.0, 1.0, 0.3  # a content word, two neighbouring letters, a pair or word that says little
CLOSE_ENOUGH = 0.34  # share of the asked terms' weight that a voice must contain
MOST_OF_VOICE = 200  # terms
MOST_ASKED = 40  # terms
LATEST, MOST_ROWS = 100, 1500  # voices that are looked at for one term, and entries for one question
COMPARED = 40  # voices
# One question to the database: it weighs thousands of entries without holding up this process's other answers,
# which rows handed over one by one would do.
LATEST_OF_TERM = (
    "SELECT * FROM (SELECT term, voice_id, id FROM dialogue_posting"
    " WHERE term = %s AND open = %s ORDER BY id DESC LIMIT %s) AS one"
)
ASKED = "(CAST(%s AS bigint), CAST(%s AS double precision))"
CLOSEST = """
WITH asked (term, weight) AS (VALUES {asked}),
latest AS ({latest}),
telling AS (
    SELECT asked.term, weight, weight * (1 + LN(CAST(%s AS double precision) / COUNT(*))) AS points
    FROM latest JOIN asked ON asked.term = latest.term GROUP BY asked.term, weight
),
promising AS (
    SELECT voice_id FROM latest JOIN telling ON telling.term = latest.term
    GROUP BY voice_id ORDER BY CAST(SUM(points) * 1000000 AS bigint) DESC, MAX(id) DESC LIMIT %s
)
SELECT posting.voice_id, SUM(weight), SUM(points), MAX(posting.id)
FROM promising JOIN dialogue_posting AS posting ON posting.voice_id = promising.voice_id
JOIN telling ON telling.term = posting.term GROUP BY posting.voice_id
"""


def terms_of(text: str) -> dict[str, float]:
    """What a text can be found by, with its weight: words in their normal form (大きい for でかい), then letter pairs.

    Pairs find what no dictionary knows: a new product's name, half a word, a slip of the finger.
    """
    words = default_words()
    found = (term for term in term_lists([text])[0] if term not in words.stop)
    weights = {f"word {term}": LIGHT if term in words.light else WORD for term in found}
    letters = [c for c in key_text(text) if unicodedata.category(c)[0] in "LN"]
    for first, second in itertools.pairwise(letters):
        weights.setdefault(_hiragana(first + second), LIGHT if _plain(first) and _plain(second) else PAIR)
    return weights


def _plain(letter: str) -> bool:
    """Whether letters of this script say little two by two: hiragana and ASCII."""
    return letter.isascii() or "ぁ" <= letter <= "ゖ"


def _hiragana(text: str) -> str:
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in text)


def key_of(theme: UUID, term: str) -> int:
    """A term of one theme as 64 bits: the index holds nobody's words."""
    digest = blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8, key=theme.bytes).digest()
    return int.from_bytes(digest, "big", signed=True)


def keys_of(theme: UUID, text: str) -> list[int]:
    """The index keys of a new voice."""
    return [key_of(theme, term) for term in itertools.islice(terms_of(text), MOST_OF_VOICE)]


def add(voice: Voice) -> None:
    Posting.objects.bulk_create(Posting(term=key, voice=voice) for key in keys_of(voice.theme_id, voice.text))


def mark(voice: Voice) -> None:
    """Note anew whether other participants may see the voice, so that unread ones do not stand in their way.

    One after the other: of two changes at once, each alone would see only what was before the other.
    """
    Voice.objects.select_for_update(no_key=True).get(pk=voice.pk)
    shown = Voice.objects.shown().filter(pk=voice.pk).exists()
    Posting.objects.filter(voice=voice).update(open=shown)


def drop(voice: Voice) -> None:
    Posting.objects.filter(voice=voice).delete()


def find(theme: UUID, text: str, limit: int, *, for_desk: bool = False) -> list[UUID]:
    """The closest first, the later before the earlier. Who may see them is decided by whoever shows them.

    The latest voices of each term are looked at, those with the most and the rarest terms are compared by all the
    terms they share with the question.
    """
    heaviest = nlargest(MOST_ASKED, terms_of(text).items(), key=lambda item: item[1])
    asked = {key_of(theme, term): weight for term, weight in heaviest}
    whole = sum(asked.values()) * CLOSE_ENOUGH
    close = [entry for entry in _compared(asked, (True, False) if for_desk else (True,)) if entry[1] >= whole]
    close.sort(key=lambda entry: (round(entry[2], 6), entry[3]), reverse=True)
    return [UUID(str(voice)) for voice, _weight, _points, _newest in close[:limit]]


def _compared(asked: dict[int, float], states: Collection[bool]) -> list[tuple[Any, float, float, int]]:
    """Voices as the database gives them, the weight and the points of the terms they share, their newest entry."""
    if not asked:
        return []
    most = min(LATEST, MOST_ROWS // (len(asked) * len(states)))
    windows = [(term, state, most) for term, state in itertools.product(asked, states)]
    sql = CLOSEST.format(
        asked=", ".join([ASKED] * len(asked)), latest=" UNION ALL ".join([LATEST_OF_TERM] * len(windows))
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*itertools.chain(*asked.items(), *windows), MOST_ROWS, COMPARED])
        entries: list[tuple[Any, float, float, int]] = cursor.fetchall()
    return entries
