"""How a build's time and memory grow with articles and with sections, drawn as SVG under docs/.

    make growth

A cold build of everything, a run that finds nothing, and one with one changed article; wall time and
the peak of the largest process. Other load on the machine only ever adds: each point is the cheapest of
its repetitions.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from archive import BUILD, Archive
from run import Cost, Kind, best, cost_of

DOCS = Path(__file__).resolve().parents[1] / "docs"
ARTICLES = [(count, 200) for count in (1_000, 3_000, 10_000, 30_000, 100_000, 300_000)]
SECTIONS = [(20_000, count) for count in (10, 50, 200, 1_000, 5_000)]


class Point(NamedTuple):
    """The costs of the three kinds of run for one size."""

    articles: int
    sections: int
    cold: Cost
    nothing: Cost
    one: Cost


def measure(root: Path, articles: int, sections: int, times: int) -> Point:
    """Makes an archive under `root` and builds it; the folder is empty again afterwards."""
    archive = Archive(root, articles, sections)
    kinds = [
        Kind("cold", BUILD, archive.folder, archive.forget),
        Kind("nothing", BUILD, archive.folder, lambda: cost_of(BUILD, archive.folder)),
        Kind("one", BUILD, archive.folder, archive.edit),
    ]
    point = Point(articles, sections, *best(kinds, times))
    print(
        f"{articles:>8}{sections:>8}"
        + "".join(f"{cost.wall:>9.2f}{cost.memory:>7.0f}" for cost in point[2:]),
        flush=True,
    )
    shutil.rmtree(root)
    root.mkdir()
    return point


def draw(points: list[Point], axis: str, constant: str, file: Path) -> None:
    """Two plots side by side: seconds and megabytes, both axes logarithmic."""
    import matplotlib

    # Without these the same picture would be other bytes every time.
    matplotlib.rcParams.update({"svg.hashsalt": "feedwright", "svg.fonttype": "none"})
    from matplotlib import pyplot

    figure, (seconds, memory) = pyplot.subplots(1, 2, figsize=(10, 4), layout="constrained")
    sizes = [getattr(point, axis) for point in points]
    for kind, label in (
        ("cold", "everything"),
        ("nothing", "nothing changed"),
        ("one", "one article changed"),
    ):
        costs = [getattr(point, kind) for point in points]
        seconds.plot(sizes, [cost.wall for cost in costs], marker="o", label=label)
        memory.plot(sizes, [cost.memory for cost in costs], marker="o", label=label)
    _reference(seconds, sizes, [point.cold.wall for point in points])
    for plot, unit in ((seconds, "seconds"), (memory, "megabytes, the largest process")):
        plot.set(xscale="log", yscale="log", xlabel=axis, ylabel=unit)
        plot.grid(alpha=0.3)
    seconds.legend(frameon=False)
    figure.suptitle(f"feedwright build, {constant}, RSS and Atom, 50 entries a feed")
    figure.savefig(file, metadata={"Date": None})


def _reference(plot: Any, sizes: list[int], walls: list[float]) -> None:
    """What would be linear, through the middle of the measured."""
    middle = len(sizes) // 2
    linear = [walls[middle] * size / sizes[middle] for size in sizes]
    plot.plot(sizes, linear, linestyle=":", color="grey", label="linear")


def all_of(sizes: Iterable[tuple[int, int]], times: int) -> list[Point]:
    """Measures every size, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="feedwright-growth-") as folder:
        return [measure(Path(folder), articles, sections, times) for articles, sections in sizes]


def main() -> None:
    """Prints the table and draws the plots."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--times", type=int, default=2)
    options.add_argument("--most", type=int, default=300_000, help="articles at most")
    given = options.parse_args()
    print(f"{'articles':>8}{'sections':>8}{'cold s':>9}{'MB':>7}{'none s':>9}{'MB':>7}{'one s':>9}{'MB':>7}")
    by_articles = all_of((size for size in ARTICLES if size[0] <= given.most), given.times)
    by_sections = all_of((size for size in SECTIONS if size[0] <= given.most), given.times)
    draw(by_articles, "articles", "200 sections", DOCS / "growth-articles.svg")
    if by_sections:
        draw(by_sections, "sections", "20,000 articles", DOCS / "growth-sections.svg")


if __name__ == "__main__":
    main()
