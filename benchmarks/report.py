"""Collects figures and prints them beside their yardsticks, ratios and limits."""

import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field

PAGE_MILLISECONDS = 100
PAGE_QUERIES = 15
WIDTH = 46


@dataclass
class Figure:
    """A figure at each size, by number of entries.

    `yardstick` is what it is measured beside. `least` is the smallest allowed ratio to it, `growth` how many
    times the first size's figure the last one's may be. `aim` is told and never checked.
    """

    name: str
    unit: str
    yardstick: str = ""
    least: float | None = None
    growth: float | None = None
    aim: str = ""
    ours: dict[int, float] = field(default_factory=dict)
    theirs: dict[int, float] = field(default_factory=dict)

    @property
    def ratios(self) -> dict[int, float]:
        """Ours to the yardstick's, by size."""
        return {size: self.ours[size] / value for size, value in self.theirs.items() if value}

    @property
    def grown(self) -> float:
        """The last size's figure to the first's."""
        values = list(self.ours.values())
        return values[-1] / values[0] if values and values[0] else 0.0

    @property
    def limit(self) -> str:
        """What is promised, in words."""
        if self.least is not None:
            return f"at least {self.least:g} of {self.yardstick}"
        if self.growth is not None:
            return f"grows at most {self.growth:g} times"
        return f"aim: {self.aim}" if self.aim else ""

    @property
    def missed(self) -> bool:
        """Whether the promise is broken at any size."""
        if self.least is not None:
            return any(ratio < self.least for ratio in self.ratios.values())
        return self.growth is not None and self.grown > self.growth


@dataclass(frozen=True)
class PageFigure:
    """A page: milliseconds on the server, queries, kilobytes."""

    name: str
    milliseconds: float
    queries: int
    kilobytes: int

    @property
    def missed(self) -> bool:
        """Whether the page is slower, or asks more often, than any page may."""
        return self.milliseconds > PAGE_MILLISECONDS or self.queries > PAGE_QUERIES


class Report:
    """All figures of a run."""

    def __init__(self) -> None:
        self.figures: dict[str, Figure] = {}
        self.pages: list[PageFigure] = []
        self.memory: dict[str, float] = {}

    def note(self, size: int, figure: Figure, ours: float, theirs: float | None = None) -> None:
        """Keep a figure at a size, and say it at once: a run takes minutes."""
        kept = self.figures.setdefault(figure.name, figure)
        kept.ours[size] = ours
        beside = ""
        if theirs is not None:
            kept.theirs[size] = theirs
            beside = f"   {kept.yardstick}: {number(theirs)}   ratio {ours / theirs:.2f}"
        print(f"{short(size):>5} {kept.name}: {number(ours)} {kept.unit}{beside}", flush=True)

    @property
    def missed(self) -> list[str]:
        """The names of what broke its promise."""
        figures = [figure.name for figure in self.figures.values() if figure.missed]
        return figures + [page.name for page in self.pages if page.missed]

    def print(self, sizes: list[int]) -> None:
        """Print everything as tables."""
        if self.figures:
            print(f"\n{'':{WIDTH}}" + "".join(f"{short(size):>10}" for size in sizes), end="")
            print(f"{'growth':>9}  limit")
            for figure in self.figures.values():
                print_figure(figure, sizes)
        if self.pages:
            self.print_pages(sizes[-1])
        for name, megabytes in self.memory.items():
            print(f"{name}: {megabytes:.0f} MB")
        missed = self.missed
        print(f"\n{'MISSED: ' + ', '.join(missed) if missed else 'every limit is kept'}")

    def print_pages(self, size: int) -> None:
        """Print the pages, slowest first."""
        limit = f"limit {PAGE_MILLISECONDS} ms, {PAGE_QUERIES} queries"
        print(f"\n{f'pages of a company with {short(size)} entries':{WIDTH}}", end="")
        print(f"{'ms':>10}{'queries':>10}{'kB':>8}  {limit}")
        for page in sorted(self.pages, key=lambda each: -each.milliseconds):
            verdict = "MISSED" if page.missed else "ok"
            print(
                f"{page.name:{WIDTH}}{page.milliseconds:10.1f}{page.queries:10}{page.kilobytes:8}  {verdict}"
            )


def print_figure(figure: Figure, sizes: list[int]) -> None:
    """Print a figure, its yardstick and their ratio."""
    verdict = "MISSED" if figure.missed else "ok"
    limit = figure.limit
    if figure.least is not None or figure.growth is not None:
        limit += f": {verdict}"
    title = f"{figure.name}, {figure.unit}"
    print(f"{title:{WIDTH}}{row(figure.ours, sizes)}{figure.grown:9.2f}  {limit}")
    if figure.theirs:
        print(f"{'  ' + figure.yardstick:{WIDTH}}{row(figure.theirs, sizes)}")
        print(f"{'  ratio':{WIDTH}}{row(figure.ratios, sizes)}")


def row(values: dict[int, float], sizes: list[int]) -> str:
    """Return a line of figures."""
    return "".join(f"{number(values[size]) if size in values else '':>10}" for size in sizes)


def number(value: float) -> str:
    """Write a figure with as many decimals as mean something."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def short(size: int) -> str:
    """Write a size as people say it: 10k, 1M."""
    return f"{size // 1_000_000}M" if size % 1_000_000 == 0 else f"{size // 1000}k"


def seconds(work: Callable[[], object]) -> float:
    """Return how long some work takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def median_ms(work: Callable[[], object], *, times: int = 9, warm: int = 2) -> float:
    """Return the median of some runs in milliseconds, after some that do not count."""
    for _ in range(warm):
        work()
    return 1000 * statistics.median(seconds(work) for _ in range(times))


def peak_memory() -> float:
    """Return the most memory that this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
