"""Names without a language model: topic words that really occur, and a real quoted voice."""

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from yoriai.listening.wording import Wording, as_written, shown_forms, whole
from yoriai.listening.words import Words

LONGEST = 20
BESIDE_NOUNS = 0.6  # a heading of nouns tells the topic; a verb or an adjective must be said the more to stand there
STANDING = 2 / 3  # share of a theme's voices
COVER = 1.5  # what most of its voices say names a theme better than what few others say
IN_QUOTE = 1.5  # words of the quoted voice first: it stands right below the heading


def theme_labels(
    members: Sequence[Sequence[int]],
    found: Sequence[Wording],
    texts: Sequence[str],
    people: Sequence[str],
    quotes: Sequence[int],
    words: Words,
) -> list[tuple[str, tuple[str, ...]]]:
    """(label, terms) for each theme, all labels different.

    `members[i]`: row numbers of theme i; `found[row]`, `texts[row]`: its words and its text; `people[row]`: who spoke,
    as a term counts once per person; `quotes[i]`: the row the theme quotes, which gives the order of the words.
    Score: class TF-IDF tf / n · ln(1 + A / f) (Grootendorst 2022, arXiv:2203.05794).
    """
    offered = [candidate for voice in found for candidate in voice.candidates]
    pale = {candidate.key for candidate in offered if candidate.pale}
    nouns = {candidate.key for candidate in offered if candidate.pos == "名詞"}
    counts = [_people_per_term(rows, found, people) for rows in members]
    total: Counter[str] = Counter()
    spread: Counter[str] = Counter()
    for each in counts:
        total.update(each)
        spread.update(each.keys())
    average = sum(total.values()) / max(len(members), 1)
    voices = sum(map(len, members))
    taken: set[str] = set()
    named = []
    for rows, each, quote in zip(members, counts, quotes, strict=True):
        crowded = {t for t in each if len(members) > 2 and spread[t] > len(members) / 2}
        crowded -= {t for t in crowded if _stands_out(each[t], len(rows), total[t], voices)}
        quoted = {candidate.key for candidate in found[quote].candidates}
        scores = {
            t: (n / len(rows)) ** COVER * float(np.log1p(average / total[t])) * _favour(t in nouns, t in quoted)
            for t, n in each.items()
        }
        ranked = sorted(scores, key=lambda t: (t in crowded or t in pale, -scores[t], -len(t), t))
        theme = _Theme(rows, found, texts, quote, words)
        label = theme.label(ranked, pale, nouns, taken)
        taken.add(label)
        named.append((label, tuple(ranked[:8])))
    return named


def _stands_out(here: int, size: int, everywhere: int, voices: int) -> bool:
    """A word of all themes names one of them where most of its voices say it, twice as many as of the others."""
    elsewhere = (everywhere - here) / max(voices - size, 1)
    return here / size >= STANDING and here / size >= 2 * elsewhere


def _favour(noun: bool, quoted: bool) -> float:
    return (1 if noun else BESIDE_NOUNS) * (IN_QUOTE if quoted else 1)


def _people_per_term(rows: Sequence[int], found: Sequence[Wording], people: Sequence[str]) -> Counter[str]:
    said: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for candidate in found[row].candidates:
            said[candidate.key].add(people[row])
    return Counter({term: len(who) for term, who in said.items()})


class _Theme:
    """The rows of one theme and the words they hold."""

    def __init__(
        self, rows: Sequence[int], found: Sequence[Wording], texts: Sequence[str], quote: int, words: Words
    ) -> None:
        self.rows, self.found, self.texts, self.words = rows, found, texts, words
        self.order = {c.key: i for i, c in enumerate(found[quote].candidates)}
        self.having: dict[str, list[int]] = defaultdict(list)
        for row in rows:
            for candidate in found[row].candidates:
                self.having[candidate.key].append(row)
        self.forms = shown_forms(found[row] for row in rows)
        self.shown: dict[str, str] = {}

    def show(self, term: str) -> str:
        """The term as this theme writes it. A word of more than half stays one when it grows."""
        if term not in self.shown:
            holding = self.having[term]
            most = len(self.rows) // 2 + 1
            voices = [self.found[row] for row in holding]
            grown = whole(term, self.forms[term], voices, self.words, most if len(holding) >= most else 1)
            self.shown[term] = as_written(grown, (self.texts[row] for row in holding))
        return self.shown[term]

    def label(self, ranked: Sequence[str], pale: set[str], nouns: set[str], taken: set[str]) -> str:
        terms = self._joint(ranked, pale, nouns)
        spare = [term for term in ranked if term not in terms]
        while True:
            label = self._joined(terms) or "ことばのない声"
            if label not in taken:
                return label
            if not spare:
                return next(f"{label} {i}" for i in range(2, len(taken) + 3) if f"{label} {i}" not in taken)
            terms = [*terms[:2], spare.pop(0)]

    def _joint(self, ranked: Sequence[str], pale: set[str], nouns: set[str]) -> list[str]:
        """A first word most voices of the theme share where there is one, then words said together with it."""
        near = ranked[:40]
        if not near:
            return []
        shared = [term for term in near if term not in pale and 2 * len(self.having[term]) > len(self.rows)]
        rank = {term: (term not in pale, term in nouns, len(self.having[term]), -i) for i, term in enumerate(near)}
        first = shared[0] if shared else max(near, key=rank.__getitem__)
        chosen, together = [first], set(self.having[first])
        for term in near:
            both = together.intersection(self.having[term])
            if len(chosen) == 3 or term in pale or 3 * len(both) < len(self.rows) or self._told(term, chosen):
                continue
            chosen.append(term)
            together = both
        return chosen if len(chosen) > 1 else chosen + self._second(near, pale, nouns, chosen)

    def _second(self, near: Sequence[str], pale: set[str], nouns: set[str], chosen: list[str]) -> list[str]:
        """One word says little alone: another thing of the quoted voice that a second voice names, too."""
        fit = (t for t in near if t in self.order and t in nouns - pale and len(self.having[t]) > 1)
        return [term for term in fit if not self._told(term, chosen)][:1]

    def _told(self, term: str, chosen: Sequence[str]) -> bool:
        shown = self.show(term)
        return any(shown in self.show(other) or self.show(other) in shown for other in chosen)

    def _joined(self, terms: Sequence[str]) -> str:
        label = ""
        for term in sorted(terms, key=lambda t: self.order.get(t, len(self.order))):
            longer = f"{label}・{self.show(term)}" if label else self.show(term)
            label = longer if not label or len(longer) <= LONGEST else label
        return label


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
