"""The people to compare, and the model frame built from what was known before."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from yoriai.measuring.arrays import Bools, Floats, canonical_order
from yoriai.measuring.refusal import BadInput

RARE = 5
OTHER = "その他"
MANY_ZEROS = (0.05, 0.95)


@dataclass(frozen=True, slots=True)
class People:
    """One row a person: ``treated``, ``outcome`` (n,), number and text covariates by name, before windows."""

    treated: Bools
    outcome: Floats
    numbers: Mapping[str, Floats]
    texts: Mapping[str, tuple[str, ...]]
    before: str | None = None
    earlier: str | None = None

    @property
    def covariates(self) -> tuple[str, ...]:
        return (*self.numbers, *self.texts)

    def without(self, name: str) -> "People":
        """The same people, one covariate not known."""
        return replace(self, numbers={key: column for key, column in self.numbers.items() if key != name})

    def asking(self, outcome: Floats) -> "People":
        return replace(self, outcome=outcome)


def people(
    treated: Bools,
    outcome: Floats,
    numbers: Mapping[str, Floats],
    texts: Mapping[str, Sequence[str]],
    before: str | None = None,
    earlier: str | None = None,
) -> People:
    """Check the columns and put the rows into their canonical order.

    Raises BadInput when a group is empty, a length differs or a before window is not a number column.
    """
    if treated.all() or not treated.any():
        missing = "untreated" if treated.all() else "treated"
        raise BadInput(f"There are no {missing} rows: an effect needs people who took part and people who did not.")
    for name in (before, earlier):
        if name is not None and name not in numbers:
            raise BadInput(f"The before column {name!r} must hold numbers.")
    columns: list[Sequence[object]] = [treated.tolist(), outcome.tolist()]
    columns += [column.tolist() for column in numbers.values()] + [list(column) for column in texts.values()]
    if len({len(column) for column in columns}) > 1:
        raise BadInput("The columns differ in length.")
    order = canonical_order(columns)
    return People(
        treated[order],
        outcome[order],
        {name: column[order] for name, column in numbers.items()},
        {name: tuple(column[i] for i in order) for name, column in texts.items()},
        before,
        earlier,
    )


def model_frame(p: People) -> Floats:
    """Standardised design matrix (n, k) without the constant column.

    A number of more than two values becomes x, x² and "was exactly zero" where 5-95 % are zero; text and
    two-valued numbers become indicators, levels below five people joined; constant columns are left out.
    """
    columns: list[Floats] = []
    for values in p.numbers.values():
        columns += _number_columns(values)
    for texts in p.texts.values():
        columns += _indicators(texts)
    kept = [(column - column.mean()) / column.std() for column in columns if column.std() > 1e-12]
    return np.stack(kept, axis=1) if kept else np.zeros((len(p.outcome), 0))


def separates(p: People) -> bool:
    """Does one covariate predict taking part perfectly?"""
    return any(_parts(values, p.treated) for values in p.numbers.values()) or any(
        not set(np.array(texts)[p.treated]) & set(np.array(texts)[~p.treated]) for texts in p.texts.values()
    )


def _parts(values: Floats, treated: Bools) -> bool:
    with_it, without = values[treated], values[~treated]
    if not set(np.unique(with_it)) & set(np.unique(without)) and len(np.unique(values)) <= 2:
        return True
    return bool(with_it.min() > without.max() or with_it.max() < without.min())


def _number_columns(values: Floats) -> list[Floats]:
    if len(np.unique(values)) <= 2:
        return [(values == values.max()).astype(float)]
    spread = values.std()
    standard = (values - values.mean()) / spread
    zero = values == 0
    extra = [zero.astype(float)] if MANY_ZEROS[0] <= zero.mean() <= MANY_ZEROS[1] else []
    return [standard, standard**2, *extra]


def _indicators(texts: Sequence[str]) -> list[Floats]:
    counts = Counter(texts)
    joined = [text if counts[text] >= RARE else OTHER for text in texts]
    levels = [level for level, _ in sorted(Counter(joined).items(), key=lambda item: (-item[1], item[0]))]
    # The most frequent level is what the others are compared with.
    return [np.array([text == level for text in joined], float) for level in levels[1:]]
