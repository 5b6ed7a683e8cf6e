"""No cell below five people, and none that can be worked out from a total."""

from collections.abc import Mapping

SMALLEST_CELL = 5


def hidden_cells(counts: Mapping[str, int], total_shown: bool = True, smallest: int = SMALLEST_CELL) -> set[str]:
    """Names of the cells to hide.

    Cells of 1 to ``smallest - 1`` people are hidden. A single hidden cell would be the total minus the rest,
    and hidden cells that sum below ``smallest`` would still be known to be tiny: then the next smallest cell
    goes too. Empty cells show nobody and stay.
    """
    hidden = {name for name, n in counts.items() if 0 < n < smallest}
    if not hidden or not total_shown:
        return hidden
    rest = sorted((n, name) for name, n in counts.items() if n >= smallest)
    while rest and (len(hidden) < 2 or sum(counts[name] for name in hidden) < smallest):
        hidden.add(rest.pop(0)[1])
    return hidden
