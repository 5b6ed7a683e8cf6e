"""What a text asks for: the clause of the wish and its deed, apart from the reasons given."""

from collections.abc import Sequence

from yoriai.listening.clauses import clauses, content, ends_clause, forms
from yoriai.listening.terms import Token
from yoriai.listening.words import Words

REQUESTS = frozenset((("て", "接続助詞"), ("で", "接続助詞"), ("を", "格助詞")))  # what a request may end with
CONDITIONS = frozenset(("と", "ば", "たら", "だら", "なら"))


def wish_of(found: Sequence[Token], words: Words) -> tuple[Sequence[Token], set[str]]:
    """The clause that holds the wish, and its predicate: 「止める場所がないので作って」 asks to make something.

    A negation or 止める in a reason says nothing about the wish. Without a wish: all but its reasons, no predicate.
    """
    ends = [i for i, t in enumerate(found) if ends_clause(found, i, t)]
    asking = [i for i in range(len(found)) if asks(found, i, words)]
    saying = [i for i, t in enumerate(found) if t.normal in words.stances]
    if not asking and not saying:
        return _without_reasons(found), set()
    last = (asking or saying)[-1]
    starts = [i + 1 for i in ends if i < last]
    if not asking:
        return found[max([0, *starts]) : next((i for i in ends if i > last), len(found))], {found[last].normal}
    start = starts[-1] if starts else 0
    if len(starts) > 1 and not content(found[start:last], words):  # 「……、お願いします」
        start = starts[-2]
    elif starts and not content(found[start:last], words) and not found[last].surface.isascii():
        start = 0
    clause = found[start : next((i + 1 for i in ends if i > last), len(found))]  # with its mark: くれへん？
    if found[last].surface.isascii():
        return clause, {word for t in clause for word in forms(t, words)}
    said = [words.synonyms.get(t.normal, t.normal) for t in found[start:last] if content([t], words)]
    return clause, {*said[-1:], *_ended_before(found[:start], words)}


def _ended_before(found: Sequence[Token], words: Words) -> list[str]:
    """The verb of 「席をなくして、」 right before the wish: to end something is part of what is asked for."""
    if len(found) < 3 or found[-1].detail != "読点" or found[-2].surface not in ("て", "で"):
        return []
    deed = words.synonyms.get(found[-3].normal, found[-3].normal)
    return [deed] if found[-3].pos == "動詞" and deed in words.against | words.removals else []


def asks(found: Sequence[Token], place: int, words: Words) -> bool:
    """A word of wishing; 「…といい」「…ほうがいい」「…てはどう」; a request that ends with て or を."""
    token, before = found[place], found[max(place - 2, 0) : place]
    if token.normal in words.wishes:
        return True
    if token.normal in words.pleasing and before:
        return before[-1].surface in CONDITIONS or [t.normal for t in before] == ["方", "が"]
    if token.surface == "どう" and before:
        return before[-1].surface in ("は", "たら", "だら")  # 置いてはどうでしょう
    after = found[place + 1].detail if place + 1 < len(found) else "句点"
    return after == "句点" and (token.surface, token.detail) in REQUESTS


def forbids(found: Sequence[Token], place: int) -> bool:
    """The な of 「まくな」."""
    return (
        found[place].surface == "な"
        and found[place].detail == "終助詞"
        and place > 0
        and found[place - 1].pos == "動詞"
    )


def _without_reasons(found: Sequence[Token]) -> Sequence[Token]:
    """The text without the clauses that only say why (〜ので, 〜から, because …); all of it where nothing else is."""
    parts = clauses(found)
    kept = [
        part
        for part, before in zip(parts, [[], *parts], strict=False)
        if not _gives_reason(part)
        and not (before and before[-1].surface in ("because", "since"))
        and [t.surface for t in part if t.pos != "空白"][:1] != ["that"]
    ]
    return [token for part in kept for token in part] or found


def _gives_reason(part: Sequence[Token]) -> bool:
    said = [t for t in part if t.detail != "読点"]
    if len(said) < 2:
        return False
    return (said[-2].detail, said[-1].surface) == ("準体助詞", "で") or (
        (said[-1].surface, said[-1].detail) == ("から", "接続助詞")
    )
