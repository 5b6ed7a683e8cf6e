"""Word of mouth: K = invitations per person × share that came; generations counted, self-referrals out."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from yoriai.measuring.estimate import Interval
from yoriai.measuring.proportions import Count, share_interval

DRAWS = 2_000


@dataclass(frozen=True, slots=True)
class WordOfMouth:
    """``k`` with its bootstrap range over inviters, the conversion's range, people per generation."""

    k: Interval
    per_person: float
    came: Interval
    generations: tuple[int, ...]
    self_referrals: int


def word_of_mouth(
    people: Sequence[str], invitations: Iterable[tuple[str, str, bool]], level: float = 0.95, seed: int = 0
) -> WordOfMouth | None:
    """K of (inviter, invited, came) rows among ``people``; None without people. Duplicate rows count once."""
    if not people:
        return None
    rows = sorted(set(invitations))
    real = [(who, whom, came) for who, whom, came in rows if who != whom]
    sent = Counter(who for who, _, _ in real)
    arrived = Counter(who for who, _, came in real if came)
    roster = sorted(set(people) | set(sent))
    a, b = (np.array([counted[p] for p in roster], float) for counted in (sent, arrived))
    draws = np.random.default_rng(seed).integers(0, len(roster), (DRAWS, len(roster)))
    low, high = np.quantile(b[draws].mean(axis=1), [(1 - level) / 2, (1 + level) / 2])
    return WordOfMouth(
        Interval(float(b.mean()), float(low), float(high)),
        float(a.mean()),
        share_interval(Count(int(b.sum()), int(a.sum())), level),
        generations([(who, whom) for who, whom, came in real if came]),
        len(rows) - len(real),
    )


def generations(brought: Sequence[tuple[str, str]]) -> tuple[int, ...]:
    """People per generation after the first inviters; a person belongs to the earliest, circles end."""
    invited_by: dict[str, list[str]] = {}
    for who, whom in brought:
        invited_by.setdefault(who, []).append(whom)
    current = set(invited_by) - {whom for _, whom in brought} or set(invited_by)
    seen, sizes = set(current), []
    while current:
        current = {whom for who in current for whom in invited_by.get(who, ())} - seen
        seen |= current
        if current:
            sizes.append(len(current))
    return tuple(sizes)
