"""The geometry of small charts, which templates draw as SVG: positions are attributes, colours are classes.

Pure. Amounts are Decimal; positions come out as short texts, across in percent so that a chart is fluid, down in pixels.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

ZERO = Decimal(0)
TOP, BOTTOM = Decimal(12), Decimal(240)  # pixels between which a bar chart is drawn
HEIGHT = 266
MOST_STEPS = 4


@dataclass(frozen=True)
class Tick:
    """A line across with its amount."""

    value: Decimal
    y: str


@dataclass(frozen=True)
class Bar:
    """A bar of a group; `series` is its colour, counted from one."""

    series: int
    x: str
    width: str
    y: str
    height: str


@dataclass(frozen=True)
class Point:
    """A point of the line, with the one before it to draw from."""

    x: str
    y: str
    from_x: str = ""
    from_y: str = ""


@dataclass(frozen=True)
class BarChart:
    """Groups of bars with a line over them. `centres` are where the groups' labels stand."""

    ticks: tuple[Tick, ...]
    bars: tuple[Bar, ...]
    points: tuple[Point, ...]
    centres: tuple[str, ...]
    zero: str
    height: int = HEIGHT


def bar_chart(groups: Sequence[Sequence[Decimal]], line: Sequence[Decimal]) -> BarChart:
    """Return a chart of groups of bars side by side, and of a line with one point a group."""
    values = [value for group in groups for value in group] + list(line)
    step = nice_step(max(values, default=ZERO) - min(min(values, default=ZERO), ZERO))
    low = (min(min(values, default=ZERO), ZERO) / step).to_integral_value(ROUND_FLOOR) * step
    high = (max(max(values, default=ZERO), step) / step).to_integral_value(ROUND_CEILING) * step
    scale = Scale(low, high)
    ticks = [low + step * at for at in range(int((high - low) / step) + 1)]
    share = Decimal(100) / max(len(groups), 1)
    centres = [share * at + share / 2 for at in range(len(groups))]
    points = [
        Point(short(x), short(scale.y(value)))
        if not at
        else Point(
            short(x), short(scale.y(value)), short(centres[at - 1]), short(scale.y(line[at - 1]))
        )
        for at, (x, value) in enumerate(zip(centres, line, strict=True))
    ]
    return BarChart(
        ticks=tuple(Tick(value, short(scale.y(value))) for value in ticks),
        bars=tuple(bars_of(groups, share, scale)),
        points=tuple(points),
        centres=tuple(short(x) for x in centres),
        zero=short(scale.y(ZERO)),
    )


@dataclass(frozen=True)
class Scale:
    """From amounts to pixels down."""

    low: Decimal
    high: Decimal

    def y(self, value: Decimal) -> Decimal:
        """Return how far down a value stands."""
        return BOTTOM - (value - self.low) / (self.high - self.low) * (BOTTOM - TOP)


def bars_of(groups: Sequence[Sequence[Decimal]], share: Decimal, scale: Scale) -> list[Bar]:
    """Return the bars of all groups; a bar of nothing is left out."""
    bars = []
    for at, group in enumerate(groups):
        width = share * Decimal("0.62") / max(len(group), 1)
        start = share * at + share * Decimal("0.19")
        for series, value in enumerate(group):
            if value:
                top, bottom = sorted((scale.y(value), scale.y(ZERO)))
                bars.append(
                    Bar(
                        series + 1,
                        short(start + width * series),
                        short(width * Decimal("0.94")),
                        short(top),
                        short(bottom - top),
                    )
                )
    return bars


def nice_step(span: Decimal) -> Decimal:
    """Return a round step that divides a span into at most four.

    >>> nice_step(Decimal(870000)), nice_step(Decimal(0))
    (Decimal('250000'), Decimal('1'))
    """
    if span <= 0:
        return Decimal(1)
    unit = Decimal(1).scaleb((span / MOST_STEPS).adjusted())
    steps = (unit * factor for factor in (1, 2, Decimal("2.5"), 5, 10))
    return next(step for step in steps if step * MOST_STEPS >= span).normalize() + ZERO


@dataclass(frozen=True)
class Spark:
    """A line without axes in a box of 100 × 30, and the area below it, as SVG paths."""

    line: str
    area: str


def spark(values: Sequence[Decimal]) -> Spark | None:
    """Return the line of a few values; None where there is nothing to draw a line between.

    >>> spark([Decimal(0), Decimal(10)]).line
    'M0 27 L100 3'
    """
    if len(values) < 2:
        return None
    low, high = min(values), max(values)
    span = high - low or Decimal(1)
    across = Decimal(100) / (len(values) - 1)
    places = [
        f"{short(across * at)} {short(27 - (value - low) / span * 24)}"
        for at, value in enumerate(values)
    ]
    line = "M" + " L".join(places)
    return Spark(line, f"{line} L100 30 L0 30Z")


def shares(values: Sequence[Decimal]) -> list[tuple[str, str]]:
    """Return (x, width) in percent of the parts of a bar that is divided by amounts; negative ones count as nothing."""
    kept = [max(value, ZERO) for value in values]
    total = sum(kept, ZERO)
    if not total:
        return [("0", "0") for _ in kept]
    before = ZERO
    parts = []
    for value in kept:
        parts.append((short(before / total * 100), short(value / total * 100)))
        before += value
    return parts


def short(value: Decimal) -> str:
    """Return a position with at most one decimal."""
    text = f"{value:.1f}"
    return "0" if text == "-0.0" else text.removesuffix(".0")
