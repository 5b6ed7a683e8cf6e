"""Three kinds of picture as SVG text: ranges side by side, curves, bars. Never colour alone: dashes differ
too."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from math import ceil, floor, isfinite, log10

WIDTH = 460  # drawn small, so that the words stay readable on a phone
LEFT, RIGHT = 162, 20
ROW = 30
HEIGHT, TOP, BOTTOM = 216, 14, 34


@dataclass(frozen=True, slots=True)
class Range:
    """One row of a forest: label, value and limits (None where unknown); ``weak`` is drawn grey, ``flag``
    named."""

    label: str
    value: float | None
    low: float | None
    high: float | None
    weak: bool = False
    flag: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A curve through (x, y), with an optional band (x, low, high); ``steps`` holds each value until the
    next x."""

    label: str
    points: tuple[tuple[float, float], ...]
    band: tuple[tuple[float, float, float], ...] = ()


def forest(rows: Sequence[Range], title: str, unit: str = "", zero: bool = True) -> str:
    """Ranges side by side on one scale, 0 marked where it matters; far limits run out of the picture."""
    known = [v for row in rows for v in (row.low, row.high, row.value) if v is not None and isfinite(v)]
    if not known:
        return ""
    ticks = nice_ticks(min([*known, *([0.0] if zero else [])]), max([*known, *([0.0] if zero else [])]))
    low, high = ticks[0], ticks[-1]
    span = WIDTH - LEFT - RIGHT

    def x(value: float) -> float:
        return LEFT + span * (min(max(value, low), high) - low) / (high - low)

    bottom = len(rows) * ROW + 8
    parts = [f'<line class="axis" x1="{x(t):.1f}" x2="{x(t):.1f}" y1="4" y2="{bottom}"/>' for t in ticks]
    if zero and low <= 0 <= high:
        parts.append(f'<line class="zero" x1="{x(0):.1f}" x2="{x(0):.1f}" y1="2" y2="{bottom}"/>')
    for i, row in enumerate(rows):
        parts.append(_forest_row(row, x, 8 + ROW * i + ROW / 2, low, high))
    parts += [
        f'<text class="soft" x="{x(t):.1f}" y="{bottom + 18}" text-anchor="middle">{tick(t, ticks)}{unit}</text>'
        for t in ticks
    ]
    return _svg(parts, bottom + 26, title)


def _forest_row(row: Range, x: Callable[[float], float], y: float, low: float, high: float) -> str:
    weak = " weak" if row.weak else ""
    # The flag stands under the name, where no range can run across it.
    label = f'<text x="0" y="{y + (-5 if row.flag else 4):.1f}">{escape(row.label)}</text>'
    if row.flag:
        label += f'<text class="soft flag" x="0" y="{y + 12:.1f}">{escape(row.flag)}</text>'
    if row.value is None:
        return label
    left, right = (low if row.low is None else row.low), (high if row.high is None else row.high)
    line = f'<line class="bar{weak}" x1="{x(left):.1f}" x2="{x(right):.1f}" y1="{y:.1f}" y2="{y:.1f}"/>'
    shape = f'<circle class="dot{weak}" cx="{x(row.value):.1f}" cy="{y:.1f}" r="5.5"/>'
    return label + line + shape


def curves(lines: Sequence[Line], title: str, x_unit: str, percent: bool = True, steps: bool = True) -> str:
    """Up to four curves; dashes and end labels tell them apart without colour."""
    drawn = [line for line in lines[:4] if line.points]
    if not drawn:
        return ""
    most_x = max(x for line in drawn for x, _ in line.points)
    least_x = min(x for line in drawn for x, _ in line.points)
    most_y = 1.0 if percent else max(y for line in drawn for _, y in line.points)
    x_ticks, y_ticks = nice_ticks(least_x, most_x), nice_ticks(0, most_y)
    left, right = 42, 124

    def at(x: float, y: float) -> tuple[float, float]:
        across = (x - x_ticks[0]) / (x_ticks[-1] - x_ticks[0])
        return left + (WIDTH - left - right) * across, HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * y / y_ticks[-1]

    parts = []
    for t in y_ticks:
        label = f"{t:.0%}" if percent else tick(t, y_ticks)
        parts.append(
            f'<line class="axis" x1="{left}" x2="{WIDTH - right}" y1="{at(0, t)[1]:.1f}" y2="{at(0, t)[1]:.1f}"/>'
        )
        parts.append(f'<text class="soft" x="{left - 6}" y="{at(0, t)[1] + 4:.1f}" text-anchor="end">{label}</text>')
    for t in x_ticks:
        parts.append(
            f'<text class="soft" x="{at(t, 0)[0]:.1f}" y="{HEIGHT - 12}" text-anchor="middle">{tick(t, x_ticks)}{x_unit}</text>'  # noqa: E501
        )
    ends = _spread([at(*line.points[-1])[1] for line in drawn])
    for i, (line, end) in enumerate(zip(drawn, ends, strict=True)):
        parts += _curve(line, at, i, end, WIDTH - right + 8, steps)
    return _svg(parts, HEIGHT, title)


def _curve(
    line: Line,
    at: Callable[[float, float], tuple[float, float]],
    i: int,
    end: float,
    label_x: float,
    steps: bool,
) -> list[str]:
    points = _held(line.points) if steps else line.points
    path = " ".join(f"{'ML'[k > 0]}{px:.1f} {py:.1f}" for k, (px, py) in enumerate(at(*p) for p in points))
    parts = []
    if line.band:
        highs = _held([(x, high) for x, _, high in line.band]) if steps else [(x, h) for x, _, h in line.band]
        lows = _held([(x, low) for x, low, _ in line.band]) if steps else [(x, low) for x, low, _ in line.band]
        outline = " ".join(f"{px:.1f},{py:.1f}" for px, py in (at(*p) for p in [*highs, *reversed(lows)]))
        parts.append(f'<polygon class="band c{i}" points="{outline}"/>')
    parts.append(f'<path class="curve c{i}" d="{path}"/>')
    parts.append(f'<line class="curve c{i}" x1="{label_x}" x2="{label_x + 20}" y1="{end:.1f}" y2="{end:.1f}"/>')
    parts.append(f'<text x="{label_x + 25}" y="{end + 4:.1f}">{escape(_short(line.label))}</text>')
    return parts


def bars(values: Sequence[tuple[str, float]], title: str) -> str:
    """Counts as bars with their numbers on top."""
    most = max((v for _, v in values), default=0)
    if not most:
        return ""
    width, base = (WIDTH - 20) / len(values), 150
    parts = []
    for i, (label, value) in enumerate(values):
        height, x = 118 * value / most, 10 + width * i
        parts.append(
            f'<rect class="box" x="{x + width * 0.14:.1f}" y="{base - height:.1f}" width="{width * 0.72:.1f}" height="{height:.1f}" rx="2"/>'  # noqa: E501
        )
        parts.append(
            f'<text class="soft" x="{x + width / 2:.1f}" y="{base - height - 5:.1f}" text-anchor="middle">{value:,.0f}</text>'  # noqa: E501
        )
        parts.append(f'<text x="{x + width / 2:.1f}" y="{base + 18}" text-anchor="middle">{escape(label)}</text>')
    parts.append(f'<line class="axis" x1="10" x2="{WIDTH - 10}" y1="{base}" y2="{base}"/>')
    return _svg(parts, base + 26, title)


def nice_ticks(low: float, high: float, about: int = 4) -> list[float]:
    """Round numbers that enclose the range."""
    if high <= low:
        high = low + 1
    rough = (high - low) / about
    unit = 10.0 ** floor(log10(rough))
    step = next(unit * m for m in (1, 2, 2.5, 5, 10) if unit * m >= rough)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [round(k * step, 10) for k in range(first, last + 1)]


def tick(value: float, ticks: Sequence[float]) -> str:
    step = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
    digits = 0 if step >= 1 and step == int(step) else 1 if step >= 0.1 else 2
    return f"{value:,.{digits}f}"


def _held(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    held = [points[0]]
    for (_, before), (x, y) in pairwise(points):
        held += [(x, before), (x, y)]
    return held


def _spread(ends: list[float], gap: float = 18) -> list[float]:
    """Labels never overlap: pushed apart, in their order."""
    placed = list(ends)
    order = sorted(range(len(ends)), key=ends.__getitem__)
    for above, below in pairwise(order):
        placed[below] = max(placed[below], placed[above] + gap)
    limit = float(HEIGHT - BOTTOM)
    for i in reversed(order):
        placed[i] = min(placed[i], limit)
        limit = placed[i] - gap
    return placed


def _short(label: str, most: int = 10) -> str:
    return label if len(label) <= most * (1 if not label.isascii() else 2) else label[: most - 1] + "…"


def _svg(parts: Sequence[str], height: float, title: str) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {height:.0f}" preserveAspectRatio="xMinYMid" role="img" aria-label="{escape(title, quote=True)}">'
        + "".join(parts)
        + "</svg>"
    )
