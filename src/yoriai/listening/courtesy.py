"""What the encoder is given to read of a voice: what a sentence asks for, without the manner of asking.

Japanese carries the manner in endings, which move a sentence's vector little. In English "it would be nice if you
could …" is half of a short wish, and wishes for other things come to stand together by their manners.
"""

import re
from functools import cache

from yoriai.listening.voices import sentence_spans
from yoriai.listening.words import Words

FOREIGN = re.compile(r"[^\x00-\x7f‘’“”–—…£€]")


def plain(text: str, words: Words) -> str:
    """An English text without the openings and closings of its sentences; itself where nothing would be left.

    Nothing of a text without a letter or a number: to the encoder all emoji and single signs look alike, and a theme
    of them says nothing.
    """
    if not any(sign.isalnum() for sign in text):
        return ""
    if FOREIGN.search(text):
        return text
    opening, closing = _edges(words.openings_en, words.closings_en)
    sentences = (text[span.start : span.end] for span in sentence_spans(text))
    matter = [closing.sub("", opening.sub("", sentence)) for sentence in sentences]
    rest = " ".join(part for part in matter if part)
    return rest if any(sign.isalnum() for sign in rest) else text


@cache
def _edges(openings: tuple[str, ...], closings: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    first, last = (_any_of(phrases) for phrases in (openings, closings))
    start = re.compile(rf"^(?:(?:{first})(?![-'’\w])[\s,]*)+", re.IGNORECASE)
    return start, re.compile(rf"(?:(?:^|[\s,]+)(?:{last}))?[\s.!]*$", re.IGNORECASE)


def _any_of(phrases: tuple[str, ...]) -> str:
    return "|".join(re.escape(phrase).replace("'", "['’]") for phrase in sorted(phrases, key=lambda p: (-len(p), p)))
