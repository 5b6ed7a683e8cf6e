"""似た声: voices like the one being typed, through an inverted index that is a table of the database.

A voice enters and leaves it in the transaction that changes the voice, so every process finds a new one at once
and none finds a withdrawn one. The work of a question does not grow with the number of voices: of those that share
a term only the latest are looked at, and of those only the most promising are compared.
"""

import itertools
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from hashlib import blake2b
from heapq import nlargest
from math import log
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
LATEST_OF_TERM = (
    "SELECT * FROM (SELECT term, voice_id, id FROM dialogue_posting"
    " WHERE term = %s AND open = %s ORDER BY id DESC LIMIT %s) AS latest"
)
OF_VOICES = "SELECT term, voice_id, id FROM dialogue_posting WHERE voice_id IN ({}) AND term IN ({})"
Entry = tuple[int, Any, int]  # term, voice as the database gives it, id


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
    """The closest first, the later before the earlier. Who may see them is decided by whoever shows them."""
    heaviest = nlargest(MOST_ASKED, terms_of(text).items(), key=lambda item: item[1])
    asked = {key_of(theme, term): weight for term, weight in heaviest}
    latest = _latest(asked, (True, False) if for_desk else (True,))
    had = Counter(term for term, _voice, _id in latest)
    telling = {term: asked[term] * (1 + log(MOST_ROWS / count)) for term, count in had.items()}
    promise: dict[Any, float] = defaultdict(float)
    for term, voice, _id in latest:
        promise[voice] += telling[term]
    return _compared(asked, telling, nlargest(COMPARED, promise, key=promise.__getitem__))[:limit]


def _latest(terms: Collection[int], states: Collection[bool]) -> list[Entry]:
    """Of each term the latest voices that have it."""
    if not terms:
        return []
    most = min(LATEST, MOST_ROWS // (len(terms) * len(states)))
    windows = [(term, state, most) for term, state in itertools.product(terms, states)]
    return _rows(" UNION ALL ".join([LATEST_OF_TERM] * len(windows)), itertools.chain(*windows))


def _compared(asked: dict[int, float], telling: dict[int, float], voices: Collection[Any]) -> list[UUID]:
    """These voices by all the terms they share with the question; rare terms tell more than common ones."""
    if not voices:
        return []
    shared: dict[Any, float] = defaultdict(float)
    order: dict[Any, tuple[float, int]] = defaultdict(lambda: (0.0, 0))
    marks = [", ".join(["%s"] * len(some)) for some in (voices, telling)]
    for term, voice, pk in _rows(OF_VOICES.format(*marks), itertools.chain(voices, telling)):
        shared[voice] += asked[term]
        points, newest = order[voice]
        order[voice] = points + telling[term], max(newest, pk)
    whole = sum(asked.values()) * CLOSE_ENOUGH
    close = [voice for voice, share in shared.items() if share >= whole]
    close.sort(key=lambda voice: (round(order[voice][0], 6), order[voice][1]), reverse=True)
    return [UUID(str(voice)) for voice in close]


def _rows(sql: str, parameters: Iterable[Any]) -> list[Entry]:
    """Thousands of small rows: as the database gives them, for objects and UUIDs would cost more than the search."""
    with connection.cursor() as cursor:
        cursor.execute(sql, list(parameters))
        entries: list[Entry] = cursor.fetchall()
    return entries
