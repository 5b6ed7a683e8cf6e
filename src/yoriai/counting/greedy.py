"""Greedy budgeting, the usual city rule: take by support while it fits, skip what does not, go on."""

from collections.abc import Mapping
from fractions import Fraction

from yoriai.counting.ties import TieBreak, groups_by


def greedy(support: Mapping[int, int | Fraction], costs: list[Fraction], budget: Fraction, ties: TieBreak) -> list[int]:
    """Funded projects in order. Equal support is settled by the tie break only where it decides what fits."""
    funded: list[int] = []
    left = budget
    for group in groups_by(support):
        ranked = group
        if sum(costs[p] for p in group) > left and any(costs[p] <= left for p in group):
            ranked = ties.by_seed(group)
            ties.note(f"support {support[group[0]]}", group, ties.seeded, ranked)
        for project in ranked:
            if costs[project] <= left:
                funded.append(project)
                left -= costs[project]
    return funded
