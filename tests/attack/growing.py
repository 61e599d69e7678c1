"""How the cost of reading grows with what is read: generators of hostile text × all that meets text from
outside.

`python tests/attack/growing.py` measures all of it, and prints what grows faster than its input; `-k md` only
what has "md" in its name. Processor time, so that a busy machine changes nothing; each cell in a process of
its own, which ends when its time is up, so that one that never returns is a row of the table.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

sys.path.insert(0, str(Path(__file__).parents[1]))

from attack.generators import GENERATORS
from attack.parsers import PARSERS
from feedwright.copies import Death, map_in_copies, timed_items

SIZES = (20_000, 80_000, 320_000, 1_280_000)
"""Characters."""

FAIR = 0.25
"""Seconds of processor time up to which no growth matters: at the smallest sizes it says nothing."""

GROWTH = 8.0
"""Four times the text may take at most so many times as long: 4 is linear (n log n: 5), 16 quadratic. What
allocates much grows a little faster than linear."""

PATIENCE = 12.0
"""Seconds that one cell may take for all its sizes."""


class Cell(NamedTuple):
    """One parser, and one generator of what it is given."""

    parser: str
    generator: str


class Row(NamedTuple):
    """How long a cell took at each size, in seconds of processor time. Fewer times than sizes: it was
    ended.
    """

    cell: Cell
    times: list[float]
    ended: bool

    @property
    def growth(self) -> float:
        """The largest factor between one size and the next that takes a time to speak of."""
        if self.ended:
            return float("inf")
        steps = zip(self.times, self.times[1:], strict=False)
        return max((after / max(before, 0.001) for before, after in steps if after > FAIR), default=0.0)

    @property
    def is_bounded(self) -> bool:
        return self.growth <= GROWTH

    def __str__(self) -> str:
        times = " ".join(f"{seconds:8.3f}" for seconds in self.times) + (" (ended)" if self.ended else "")
        return f"{self.cell.parser:24} {self.cell.generator:34} {self.growth:6.1f}  {times}"


def cells(wanted: str = "") -> list[Cell]:
    """All cells, or those with `wanted` in their names."""
    every = (Cell(parser, generator) for parser in PARSERS for generator in GENERATORS)
    return [cell for cell in every if wanted in f"{cell.parser} {cell.generator}"]


def measure(found: list[Cell], sizes: tuple[int, ...] = SIZES, processes: int = 2) -> Iterator[Row]:
    """The rows of these cells, in their order."""
    for at in range(0, len(found), 1_000):
        parts = [[cell] for cell in found[at : at + 1_000]]
        results = map_in_copies(processes, parts, lambda part: _times(part, sizes), PATIENCE)
        for (cell,), result in zip(parts, results, strict=True):
            if isinstance(result, Death):
                yield Row(cell, [], ended=True)
            else:
                yield Row(cell, msgspec.json.decode(result, type=list[float]), ended=False)


def _times(part: list[Cell], sizes: tuple[int, ...]) -> bytes:
    times: list[float] = []
    for cell in timed_items(part):
        read, generate = PARSERS[cell.parser], GENERATORS[cell.generator]
        read(generate(100))
        for size in sizes:
            text = generate(size)
            times.append(_seconds(read, text))
            if times[-1] > PATIENCE / 8 and len(times) > 1:
                break
    return msgspec.json.encode(times)


def _seconds(read: Callable[[str], object], text: str) -> float:
    before = time.process_time()
    read(text)
    return time.process_time() - before


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("-k", default="", help="only cells with this in their names")
    options.add_argument(
        "--all", action="store_true", help="print all cells, not only those that grow too fast"
    )
    options.add_argument("--largest", type=int, default=SIZES[-1], help="characters of the largest text")
    options.add_argument("--sample", type=int, help="only so many cells, others at each call")
    chosen = options.parse_args()
    sizes = tuple(size for size in SIZES if size <= chosen.largest)
    found = cells(chosen.k)
    if chosen.sample is not None:
        found = random.sample(found, min(chosen.sample, len(found)))
    print(f"{len(found):,} cells; {'characters: ':>60}", *(f"{size:8,}" for size in sizes), flush=True)
    slow = 0
    slowest = 0.0
    for row in measure(found, sizes, os.cpu_count() or 1):
        slow += not row.is_bounded
        slowest = max(slowest, *row.times, 0.0)
        if chosen.all or not row.is_bounded:
            print(row, flush=True)
    print(f"{slow} of {len(found):,} grow faster than {GROWTH:.0f} for 4; the slowest took {slowest:.1f} s")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
