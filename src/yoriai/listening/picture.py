"""Where themes stand on the picture: two axes of their means, gently pushed apart."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from yoriai.listening.grouping import group_sums
from yoriai.listening.identity import Theme
from yoriai.listening.linkage import Labels
from yoriai.listening.opinions.plane import signed
from yoriai.listening.space import Space

ROUNDS = 200


def places(space: Space, themes: Sequence[Theme], row_of: Mapping[str, int]) -> dict[str, tuple[float, float]]:
    """Theme id → (x, y) in 0 … 1. The two leading directions of the theme means."""
    if len(themes) < 3 or not space.dense.shape[1]:
        return {}
    labels: Labels = np.full(space.dense.shape[0], -1, np.int64)
    for number, theme in enumerate(themes):
        labels[[row_of[voice] for voice in theme.voices]] = number
    dense, _, sizes = group_sums(space, labels)
    means = dense / sizes[:, None]
    means = means - means.mean(axis=0)
    left, values, _ = np.linalg.svd(means.astype(np.float64), full_matrices=False)
    points = signed(left[:, :2]) * values[:2]
    spread = np.argsort(np.argsort(points, axis=0, kind="stable"), axis=0, kind="stable") / (len(points) - 1)
    settled = _apart(spread, radii(sizes))
    return {t.id: (round(float(x), 4), round(float(y), 4)) for t, (x, y) in zip(themes, settled, strict=True)}


def radii(sizes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Circle sizes: area follows the number of voices; together they fill about a third of the square."""
    root = np.sqrt(sizes)
    return np.asarray(root / np.sqrt((root**2).sum()) * 0.32, np.float64)


def _apart(points: NDArray[np.float64], radius: NDArray[np.float64]) -> NDArray[np.float64]:
    """Push overlapping circles apart a little in each round, in a fixed order."""
    least = radius[:, None] + radius[None, :] + 0.012
    for _ in range(ROUNDS):
        gap = points[:, None] - points[None]
        distance = np.sqrt((gap**2).sum(axis=2)) + np.eye(len(points))
        push = np.clip(least - distance, 0, None) * (1 - np.eye(len(points)))
        if not push.any():
            break
        points = points + 0.25 * (gap / np.maximum(distance, 1e-6)[:, :, None] * push[:, :, None]).sum(axis=1)
        points = np.clip(points, radius[:, None], 1 - radius[:, None])
    return points
