"""Three kinds of picture as SVG text: ranges side by side, curves, bars. Never colour alone: dashes differ too."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import accumulate, pairwise
from math import ceil, floor, isfinite, log10

WIDTH = 460  # drawn small, so that the words stay readable on a phone
LEFT, RIGHT = 162, 20
ROW = 30
HEIGHT, TOP, BOTTOM = 216, 14, 34

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Range:
    """One row of a forest: label, value and limits (None where unknown); ``weak`` is drawn grey, ``flag`` named."""

    label: str
    value: float | None
    low: float | None
    high: float | None
    weak: bool = False
    flag: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A curve through (x, y), with an optional band (x, low, high); ``steps`` holds each value until the next x."""

    label: str
    points: tuple[Point, ...]
    band: tuple[tuple[float, float, float], ...] = ()


def forest(rows: Sequence[Range], title: str, percent: bool = False, zero: bool = True) -> str:
    """Ranges side by side on one scale, 0 marked where it matters; far limits run out of the picture."""
    known = [v for row in rows for v in (row.low, row.high, row.value) if v is not None and isfinite(v)]
    if not known:
        return ""
    known += [0.0] * zero
    ticks = nice_ticks(min(known), max(known))
    low, high = ticks[0], ticks[-1]

    def x(value: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (min(max(value, low), high) - low) / (high - low)

    bottom = len(rows) * ROW + 8
    parts = [_line("axis", x(t), 4, x(t), bottom) for t in ticks]
    if zero and low <= 0 <= high:
        parts.append(_line("zero", x(0), 2, x(0), bottom))
    for i, row in enumerate(rows):
        parts += _forest_row(row, x, 8 + ROW * i + ROW / 2, low, high)
    for t in ticks:
        parts.append(_text(x(t), bottom + 18, f"{t:.0%}" if percent else tick(t, ticks), "soft", "middle"))
    return _svg(parts, bottom + 26, title)


def _forest_row(row: Range, x: Callable[[float], float], y: float, low: float, high: float) -> list[str]:
    # The flag stands under the name, where no range can run across it.
    parts = [_text(0, y + (-5 if row.flag else 4), _short(row.label, 26))]
    if row.flag:
        parts.append(_text(0, y + 12, row.flag, "soft flag"))
    if row.value is not None:
        weak = " weak" if row.weak else ""
        left, right = (low if row.low is None else row.low), (high if row.high is None else row.high)
        parts.append(_line(f"bar{weak}", x(left), y, x(right), y))
        parts.append(f'<circle class="dot{weak}" cx="{x(row.value):.1f}" cy="{y:.1f}" r="5.5"/>')
    return parts


def curves(lines: Sequence[Line], title: str, x_unit: str, steps: bool = True) -> str:
    """Up to four curves of shares; dashes and end labels tell them apart without colour."""
    drawn = [line for line in lines[:4] if line.points]
    if not drawn:
        return ""
    across = [x for line in drawn for x, _ in line.points]
    x_ticks, y_ticks = nice_ticks(min(across), max(across)), nice_ticks(0, 1)
    left, right = 42, WIDTH - 124

    def at(x: float, y: float) -> Point:
        share = (x - x_ticks[0]) / (x_ticks[-1] - x_ticks[0])
        return left + (right - left) * share, HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * y

    parts = []
    for t in y_ticks:
        y = at(0, t)[1]
        parts += [_line("axis", left, y, right, y), _text(left - 6, y + 4, f"{t:.0%}", "soft", "end")]
    parts += [_text(at(t, 0)[0], HEIGHT - 12, tick(t, x_ticks) + x_unit, "soft", "middle") for t in x_ticks]
    ends = _spread([at(*line.points[-1])[1] for line in drawn])
    for i, (line, end) in enumerate(zip(drawn, ends, strict=True)):
        parts += _curve(line, at, f"c{i}", steps)
        parts += [_line(f"curve c{i}", right + 8, end, right + 28, end), _text(right + 33, end + 4, _short(line.label))]
    return _svg(parts, HEIGHT, title)


def _curve(line: Line, at: Callable[[float, float], Point], css: str, steps: bool) -> list[str]:
    def drawn(points: Sequence[Point]) -> list[str]:
        return [f"{px:.1f},{py:.1f}" for px, py in (at(*point) for point in (_held(points) if steps else points))]

    parts = [f'<path class="curve {css}" d="M{" L".join(drawn(line.points))}"/>']
    if line.band:
        highs, lows = drawn([(x, high) for x, _, high in line.band]), drawn([(x, low) for x, low, _ in line.band])
        parts.insert(0, f'<polygon class="band {css}" points="{" ".join([*highs, *reversed(lows)])}"/>')
    return parts


def bars(values: Sequence[tuple[str, float]], title: str) -> str:
    """Counts as bars with their numbers on top."""
    most = max((v for _, v in values), default=0)
    if not most:
        return ""
    width, base = (WIDTH - 20) / len(values), 150
    parts = []
    for i, (label, value) in enumerate(values):
        height, middle = 118 * value / most, 10 + width * (i + 0.5)
        parts += [
            f'<rect class="box" x="{middle - width * 0.36:.1f}" y="{base - height:.1f}" '
            f'width="{width * 0.72:.1f}" height="{height:.1f}" rx="2"/>',
            _text(middle, base - height - 5, f"{value:,.0f}", "soft", "middle"),
            _text(middle, base + 18, label, anchor="middle"),
        ]
    parts.append(_line("axis", 10, base, WIDTH - 10, base))
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


def _held(points: Sequence[Point]) -> list[Point]:
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


def _short(label: str, most: int = 20) -> str:
    """Cut to a width in Latin letters; a Japanese one is twice as wide."""
    ends = list(accumulate(1 if letter.isascii() else 2 for letter in label))
    return label if not ends or ends[-1] <= most else label[: sum(end < most for end in ends)] + "…"


def _line(css: str, x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line class="{css}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _text(x: float, y: float, said: str, css: str = "", anchor: str = "start") -> str:
    return f'<text class="{css}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(said)}</text>'


def _svg(parts: Sequence[str], height: float, title: str) -> str:
    named = f'role="img" aria-label="{escape(title, quote=True)}"'
    return f'<svg viewBox="0 0 {WIDTH} {height:.0f}" preserveAspectRatio="xMinYMid" {named}>{"".join(parts)}</svg>'
