"""Every method by its name."""

from collections.abc import Callable

from yoriai.counting.contest import Contest
from yoriai.counting.duels import count_borda, count_minimax, count_ranked_pairs, count_schulze
from yoriai.counting.eliminations import count_irv, count_stv
from yoriai.counting.estimates import count_bradley_terry
from yoriai.counting.marks import count_approval, count_majority_judgment, count_score
from yoriai.counting.result import Outcome
from yoriai.counting.spending import count_greedy, count_mes

COUNTS: dict[str, Callable[[Contest], Outcome]] = {
    "approval": count_approval,
    "score": count_score,
    "majority-judgment": count_majority_judgment,
    "schulze": count_schulze,
    "ranked-pairs": count_ranked_pairs,
    "minimax": count_minimax,
    "irv": count_irv,
    "borda": count_borda,
    "stv-scottish": count_stv,
    "bradley-terry": count_bradley_terry,
    "mes": count_mes,
    "greedy": count_greedy,
}
