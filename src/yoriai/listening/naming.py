"""Names without a language model: topic words that really occur, and a real quoted voice."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from yoriai.listening.terms import Token
from yoriai.listening.words import Words

SHOWN = frozenset(("名詞", "形容詞", "動詞", "形状詞"))
LONGEST = 20


@dataclass(frozen=True)
class Candidate:
    """One label word of a voice: its key (normalised), how it is shown, and where it stands."""

    key: str
    shown: str


def candidates(found: Sequence[Token], words: Words) -> list[Candidate]:
    """Nouns (runs joined), adjectives and verbs in dictionary form, in order of appearance; each key once."""
    result: dict[str, Candidate] = {}
    run: list[Token] = []
    counted = False  # after a number a noun of one sign is its counter: 80円, 2回
    for token in [*found, Token("", "", "", "", "")]:
        counter, counted = counted and len(token.surface) == 1, token.detail == "数詞"
        if token.pos in ("名詞", "接頭辞", "接尾辞") and token.detail not in ("数詞", "固有名詞") and not counter:
            run.append(token)
            continue
        for candidate in _run_candidates(run, words):
            result.setdefault(candidate.key, candidate)
        run = []
        if token.pos in SHOWN and token.pos != "名詞":
            key = words.synonyms.get(token.normal, token.normal).lower()
            if key not in words.stop and key not in words.light and len(token.base) > 1:
                result.setdefault(key, Candidate(key, token.base))
    return list(result.values())


def _run_candidates(run: Sequence[Token], words: Words) -> Iterable[Candidate]:
    nouns = [token for token in run if token.pos == "名詞"]
    for token in nouns:
        key = words.synonyms.get(token.normal, token.normal).lower()
        if (
            key not in words.stop
            and key not in words.light
            and (len(token.surface) > 1 or "一" <= token.surface <= "鿿")
        ):
            yield Candidate(key, token.surface)
    joined = "".join(token.surface for token in run)
    built = bool(run) and run[-1].pos == "接尾辞" and run[-1].normal not in words.light | words.positions | words.stop
    if (
        2 <= len(run) <= 3
        and (len(nouns) >= 2 or (nouns and built and "一" <= joined[-1] <= "鿿"))
        and 3 <= len(joined) <= 10
        and joined[0].isalpha()
        and not joined.isascii()
    ):
        yield Candidate(joined, joined)


def theme_labels(
    members: Sequence[Sequence[int]],
    found: Sequence[Sequence[Candidate]],
    people: Sequence[str],
    quotes: Sequence[int],
    pale: frozenset[str] = frozenset(),
) -> list[tuple[str, tuple[str, ...]]]:
    """(label, terms) for each theme, all labels different.

    `members[i]`: row numbers of theme i; `found[row]`: its candidates; `people[row]`: who spoke, as a term
    counts once per person; `quotes[i]`: the row the theme quotes, which gives the order of the words; `pale`:
    keys that stand in a heading only where nothing else does.
    Score: class TF-IDF tf / n · ln(1 + A / f) (Grootendorst 2022, arXiv:2203.05794).
    """
    counts = [_people_per_term(rows, found, people) for rows in members]
    total: Counter[str] = Counter()
    spread: Counter[str] = Counter()
    for each in counts:
        total.update(each)
        spread.update(each.keys())
    average = sum(total.values()) / max(len(members), 1)
    taken: set[str] = set()
    named = []
    for rows, each, quote in zip(members, counts, quotes, strict=True):
        crowded = {t for t in each if len(members) > 2 and spread[t] > len(members) / 2}
        scores = {t: n / len(rows) * float(np.log1p(average / total[t])) for t, n in each.items()}
        ranked = sorted(scores, key=lambda t: (t in crowded or t in pale, -scores[t], -len(t), t))
        shown = _shown_forms(rows, found)
        terms = _joint_terms(ranked, rows, found, shown, pale)
        label = _label(terms, ranked, shown, found[quote], taken)
        taken.add(label)
        named.append((label, tuple(ranked[:8])))
    return named


def _people_per_term(rows: Sequence[int], found: Sequence[Sequence[Candidate]], people: Sequence[str]) -> Counter[str]:
    said: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for candidate in found[row]:
            said[candidate.key].add(people[row])
    return Counter({term: len(who) for term, who in said.items()})


def _joint_terms(
    ranked: list[str],
    rows: Sequence[int],
    found: Sequence[Sequence[Candidate]],
    shown: Mapping[str, str],
    pale: frozenset[str],
) -> list[str]:
    """A first word most voices of the theme share where there is one, then words said together with it."""
    having: dict[str, set[int]] = {term: set() for term in ranked[:40]}
    for row in rows:
        for candidate in found[row]:
            if candidate.key in having:
                having[candidate.key].add(row)
    if not having:
        return []
    shared = [t for t in having if 2 * len(having[t]) >= len(rows)]
    first = shared[0] if shared else max(having, key=lambda t: (t not in pale, len(having[t]), -ranked.index(t)))
    chosen, together = [first], having[first]
    for term in having:
        if len(chosen) == 3 or any(_one_in_other(shown[term], shown[other]) for other in chosen):
            continue
        both = together & having[term]
        if 3 * len(both) >= len(rows) and both:
            chosen.append(term)
            together = both
    return chosen


def _one_in_other(a: str, b: str) -> bool:
    return a in b or b in a


def _label(
    terms: list[str], ranked: list[str], shown: Mapping[str, str], quote: Sequence[Candidate], taken: set[str]
) -> str:
    position = {c.key: i for i, c in enumerate(quote)}
    spare = [t for t in ranked if t not in terms]
    while True:
        ordered = sorted(terms, key=lambda t: position.get(t, len(position)))
        label = ""
        for term in ordered:
            longer = f"{label}・{shown[term]}" if label else shown[term]
            label = longer if not label or len(longer) <= LONGEST else label
        label = label or "ことばのない声"
        if label not in taken:
            return label
        if not spare:
            return next(f"{label} {i}" for i in range(2, len(taken) + 3) if f"{label} {i}" not in taken)
        terms = [*terms[:2], spare.pop(0)]


def _shown_forms(rows: Sequence[int], found: Sequence[Sequence[Candidate]]) -> dict[str, str]:
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for candidate in found[row]:
            forms[candidate.key][candidate.shown] += 1
    return {key: min(seen, key=lambda form: (-seen[form], len(form), form)) for key, seen in forms.items()}


def quote_row(
    rows: Sequence[int],
    similarity: NDArray[np.float64],
    lengths: Sequence[int],
    quotable: Sequence[bool],
    burst: Sequence[bool],
) -> int | None:
    """The medoid among 8–60 characters that may be shown, no burst member where another exists; else None."""
    allowed = [i for i in range(len(rows)) if quotable[i]]
    if not allowed:
        return None

    def rank(i: int) -> tuple[bool, bool, float, int]:
        return (burst[i], not 8 <= lengths[i] <= 60, -float(similarity[i]), i)

    return rows[min(allowed, key=rank)]
