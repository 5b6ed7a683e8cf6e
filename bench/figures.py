"""A measured figure beside its budget."""

from typing import NamedTuple


class Figure(NamedTuple):
    what: str
    found: float
    unit: str
    budget: float
    at_least: bool = False

    @property
    def kept(self) -> bool:
        return self.found >= self.budget if self.at_least else self.found <= self.budget


def show(figures: list[Figure]) -> None:
    print(f"\n{'what':<60}{'found':>12}   {'budget':>12}")
    for figure in figures:
        sign, verdict = ("≥" if figure.at_least else "≤"), ("kept" if figure.kept else "BROKEN")
        budget = f"{sign} {figure.budget:g} {figure.unit}"
        print(f"{figure.what:<60}{figure.found:>8.1f} {figure.unit:<5}{budget:>14}   {verdict}")
