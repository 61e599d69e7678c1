"""Many publications, and one that is large, on a local Dask cluster of two workers, beside the same without.

    make bench-fleet       200 publications of 500 articles; then 20,000 and 100,000 in one
    PYTHONPATH=tests python bench/fleet.py --publications 20 --sizes 20000

CPU time is that of all processes that take part, so that other load on the machine does not count; wall time
is only as good as the machine is quiet. What 16 and 64 workers would do is computed from the parts: what the
run does by itself, and what workers can share.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import psutil
from archive import CONFIG, CORPUS

from dask_cluster import cluster

FEEDWRIGHT = [sys.executable, "-m", "feedwright"]
WORKERS = 2
SECTIONS = 200
COMPUTED = (2, 16, 64)
LARGE = 10_000_000


class Cost(NamedTuple):
    """Seconds: wall, the CPU time of the run's own process, and that of all others that worked for it."""

    wall: float
    own: float
    others: float


# A build in a process of its own, which says what it used: itself, and those it waited for (copies, bridge).
METER = """\
import resource, sys, time
import feedwright
begun = time.perf_counter()
feedwright.build(sys.argv[1])
wall = time.perf_counter() - begun
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(wall, *(one.ru_utime + one.ru_stime for one in used))
"""


@contextmanager
def measured_cluster() -> Iterator[tuple[str, Callable[[], float]]]:
    """The URL of a cluster, and a function that says how much CPU time its processes have used."""
    with cluster(WORKERS) as (url, process, _):
        idle, begun = _idle(process), time.perf_counter()
        print(f"  (the cluster itself uses {idle:.3f} s a second, which is not counted)", flush=True)
        yield url, lambda: _used(process) - idle * (time.perf_counter() - begun)


def _idle(process: int, seconds: float = 10) -> float:
    """CPU seconds a second of a cluster that has nothing to do: its heartbeats and its profiler."""
    before = _used(process)
    time.sleep(seconds)
    return (_used(process) - before) / seconds


def _used(number: int) -> float:
    """CPU seconds of a process, of those below it, and of those that they have waited for."""
    total, process = 0.0, psutil.Process(number)
    for one in (process, *process.children(recursive=True)):
        try:
            total += sum(one.cpu_times()[:4])
        except psutil.NoSuchProcess:
            continue
    return total


def publications(root: Path, count: int, articles: int) -> list[Path]:
    """Makes publications of so many articles in five sections each."""
    made = []
    for number in range(count):
        folder = root / f"title{number:03}"
        if number == 0:
            corpus = [sys.executable, str(CORPUS), str(folder / "content"), str(articles), "5"]
            subprocess.run(corpus, check=True)
        else:
            shutil.copytree(made[0].parent / "content", folder / "content")
        (folder / "config.yaml").write_text(CONFIG)
        made.append(folder / "config.yaml")
    return made


def forget(configs: list[Path]) -> None:
    """As if they had never been built."""
    aside = Path(tempfile.mkdtemp(prefix="before-", dir=configs[0].parents[1]))
    for config in configs:
        for name in ("feeds", ".feedwright"):
            if (config.parent / name).exists():
                (config.parent / name).rename(aside / f"{config.parent.name}{name}")
    shutil.rmtree(configs[0].parents[1] / ".feedwright", ignore_errors=True)


def measured(work: Callable[[], None], others: Callable[[], float] = lambda: 0.0) -> Cost:
    """What some work takes, with the processes that it waits for, and with `others`."""
    before, elsewhere, begun = os.times(), others(), time.perf_counter()
    work()
    wall, after = time.perf_counter() - begun, os.times()
    spent = sum(after[:4]) - sum(before[:4])
    return Cost(wall, spent, others() - elsewhere)


def in_sequence(configs: list[Path]) -> None:
    """One after the other, as a loop in a shell."""
    for config in configs:
        subprocess.run([*FEEDWRIGHT, "build", "--quiet", "--config", str(config)], check=True)


def as_fleet(root: Path, *options: str) -> None:
    """All that are due."""
    subprocess.run([*FEEDWRIGHT, "fleet", "--quiet", str(root / "fleet.yaml"), *options], check=True)


def many(root: Path, count: int, articles: int) -> None:
    """Builds many publications in sequence, as a fleet here, and as one on a cluster; then again."""
    configs = publications(root, count, articles)
    (root / "fleet.yaml").write_text("every: 1 s\npublications: [title*]\n")
    print(f"{count} publications of {articles} articles", flush=True)
    line = "  {:<38}{:>9.1f} s wall{:>9.1f} s CPU"

    def tell(name: str, cost: Cost) -> None:
        print(line.format(name, cost.wall, cost.own + cost.others), flush=True)

    tell("in sequence, first build", measured(lambda: in_sequence(configs)))
    tell("in sequence, settling", measured(lambda: in_sequence(configs)))
    tell("in sequence, nothing new", measured(lambda: in_sequence(configs)))
    forget(configs)
    tell("fleet here, first build", measured(lambda: as_fleet(root)))
    tell("fleet here, settling", measured(lambda: as_fleet(root)))
    tell("fleet here, nothing new", measured(lambda: as_fleet(root)))
    forget(configs)
    with measured_cluster() as (url, used):
        tell("fleet on Dask, first build", measured(lambda: as_fleet(root, "--on", url), used))
        tell("fleet on Dask, settling", measured(lambda: as_fleet(root, "--on", url), used))
        tell("fleet on Dask, nothing new", measured(lambda: as_fleet(root, "--on", url), used))


def build(config: Path, others: Callable[[], float] = lambda: 0.0) -> Cost:
    """What a build takes: the run's own process, and all others."""
    before = others()
    done = subprocess.run(
        [sys.executable, "-c", METER, str(config)], check=True, capture_output=True, text=True
    )
    wall, own, waited_for = map(float, done.stdout.split())
    return Cost(wall, own, waited_for + others() - before)


def one(root: Path, articles: int) -> tuple[Cost, Cost]:
    """Builds a large publication with copies of the process, and on a cluster; returns what these cost."""
    content = root / "content"
    subprocess.run([sys.executable, str(CORPUS), str(content), str(articles), str(SECTIONS)], check=True)
    config = root / "config.yaml"
    print(f"{articles:,} articles in {SECTIONS} sections", flush=True)
    line = "  {:<24}{:>9.1f} s wall{:>9.2f} s CPU of the run{:>9.2f} s of others"
    config.write_text(CONFIG)
    here = build(config)
    print(line.format("copies of the process", *here), flush=True)
    print(line.format("  and nothing new", *build(config)), flush=True)
    for name in ("feeds", ".feedwright"):
        (root / name).rename(root / f"{name}-here")
    with measured_cluster() as (url, used):
        config.write_text(f"{CONFIG}workers: {url}\n")
        far = build(config, used)
        print(line.format("workers: dask", *far), flush=True)
    same = subprocess.run(["diff", "-r", str(root / "feeds"), str(root / "feeds-here")], check=False)
    print("  the same bytes" if same.returncode == 0 else "  OTHER BYTES", flush=True)
    return here, far


def compute(sizes: list[int], costs: list[tuple[Cost, Cost]]) -> None:
    """What more processors would do: the run's own work is the bound that no worker shortens.

    What an article costs beyond those that feeds show is the difference between the two sizes.
    """
    for number, name in enumerate(("copies of the process", "workers: dask")):
        small, large = costs[0][number], costs[-1][number]
        more = sizes[-1] - sizes[0]
        own, others = (large.own - small.own) / more, (large.others - small.others) / more
        print(f"{name}: an article takes {own * 1e6:.0f} µs of the run, {others * 1e6:.0f} of others")
        for workers in COMPUTED:
            left = LARGE - sizes[-1]
            seconds = max(large.own + own * left, (large.others + others * left) / workers)
            print(f"  {LARGE:,} articles with {workers:>2}: {seconds / 60:>6.1f} min")


def main() -> None:
    """Measure, and print."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("--publications", type=int, default=200)
    arguments.add_argument("--articles", type=int, default=500, help="of each publication")
    arguments.add_argument("--sizes", type=int, nargs="*", default=[20_000, 100_000])
    arguments.add_argument("--folder", type=Path, help="where; by default that of temporary files")
    chosen = arguments.parse_args()
    if chosen.publications:
        with tempfile.TemporaryDirectory(dir=chosen.folder) as folder:
            many(Path(folder), chosen.publications, chosen.articles)
    costs = []
    for size in chosen.sizes:
        with tempfile.TemporaryDirectory(dir=chosen.folder) as folder:
            costs.append(one(Path(folder), size))
    if len(costs) > 1:
        compute(chosen.sizes, costs)


if __name__ == "__main__":
    main()
