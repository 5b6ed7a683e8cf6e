"""The sentences of a voice a host can choose from, and telling a sentence from a heading. Pure."""

import re

from yoriai.listening.terms import tokens
from yoriai.listening.voices import sentence_spans

MOST = 60  # choices a person can still look through; the last one holds the rest
_WORD = re.compile(r"\w")
_HEADING = re.compile(r"(について|に関して|の問題|の件|のこと|すること|こと|もの|向上|改善|対策|不足)[。．]?$")
_JAPANESE_END = re.compile(
    r"(たい|ほしい|欲しい|ない|です|ます|だ|た|て|で|よ|ね|な|か|[うくすつぬむるぐぶ]|い|ん|や|わ|なあ|けん|しか)$"
)
_ENGLISH_VERB = re.compile(
    r"\b(i|we|you|he|she|it|they|this|that|there|is|are|was|were|be|can|could|should|must|may|will|would|want|wants|"
    r"need|needs|like|likes|fit|fits|make|makes|buy|let|get|gets|put|keep|keeps|has|have|had|do|does|please)\b",
    re.IGNORECASE,
)
Span = tuple[int, int]


def sentences(text: str) -> list[Span]:
    """Where each sentence with a word in it starts and ends in `text`, in characters."""
    spans = [(s.start, s.end) for s in sentence_spans(text) if _WORD.search(text, s.start, s.end)]
    if len(spans) > MOST:
        spans = [*spans[: MOST - 1], (spans[MOST - 1][0], spans[-1][1])]
    return spans


def is_sentence(text: str) -> bool:
    """Whether a headline says what its voices want, instead of naming a topic."""
    words = text.strip().rstrip("。．.!！?？」』）)　 ")
    if any("\u3040" <= c <= "\u9fff" for c in words):
        return bool(_JAPANESE_END.search(words)) and not _HEADING.search(words) and not _ends_in_a_thing(words)
    return len(words.split()) > 2 and bool(_ENGLISH_VERB.search(words))


def _ends_in_a_thing(words: str) -> bool:
    """Many a food ends like a verb: まんじゅう, ごはん. Two letters may be an ending of a dialect: 高かけん."""
    last = tokens(words)[-1]
    return last.pos == "名詞" and len(last.surface) > 2
