"""The table: `python -m score [--pages FOLDER] [--kind html] [--folds 0,1] [--rows FILE] [--alone]`."""

from __future__ import annotations

import argparse
import json
import statistics
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from score import pages, readers, rows
from score.measures import Shares

Row = dict[str, Any]
_COLUMNS = ("title", "date", "authors", "any author", "image", "precision", "recall")
_AFTER = ("with", "without", "refused")
_FEWEST = 10
"""Pages: groups of fewer stand together."""


def main() -> None:
    options = _options()
    for kind in options.kind or ("text", "html"):
        every = pages.real(options.pages, kind) if options.pages else pages.fixtures(kind)
        every = [page for page in every if page.fold in options.folds]
        ours = _read(readers.feedwright, every)
        title = "page text, from _inbox/" if kind == "text" else "HTML page"
        print(f"\n{title}: {len(every)} pages, sites of folds {', '.join(map(str, options.folds))}")
        _table("feedwright", ours)
        if kind == "html" and not options.alone:
            _beside(every)
        print("\nwhat went wrong on so many pages of feedwright's:")
        for name, count in Counter(name for row in ours for name in row["failures"]).most_common():
            print(f"{count:>6}  {name}")
        if options.rows:
            _save(options.rows, kind, ours)


def _beside(every: list[pages.Page]) -> None:
    if readers.HAS_TRAFILATURA:
        _table("trafilatura", _read(readers.trafilatura, every))
    else:
        print("trafilatura is not installed (pip install --group pages): nothing to compare with")


def _read(reader: readers.Reader, every: list[pages.Page]) -> list[Row]:
    return [rows.row(*both) for both in zip(every, readers.read_all(reader, every), strict=True)]


def _table(reader: str, every: list[Row]) -> None:
    head = (*_COLUMNS, "F1", *_AFTER, "ms")
    print(f"\n{reader:<18}{'pages':>6}" + "".join(f"{name:>11}" for name in head))
    _line("all", every)
    _groups(every, lambda row: f"fold {row['fold']}")
    _groups(every, lambda row: str(row["corpus"]))
    _groups(every, lambda row: str(row["language"]))


def _groups(every: list[Row], of: Callable[[Row], str]) -> None:
    sizes = Counter(map(of, every))
    large = {name for name, size in sizes.items() if size >= _FEWEST}
    if len(large) > 1:
        for name in [*sorted(large), *(["others"] if len(sizes) > len(large) else [])]:
            _line(name, [row for row in every if (of(row) if of(row) in large else "others") == name])


def _line(name: str, every: list[Row]) -> None:
    means = {column: _mean(every, column) for column in (*_COLUMNS, *_AFTER)}
    precision, recall = means["precision"], means["recall"]
    f1 = None if precision is None or recall is None else Shares(precision, recall).f1
    cells = [*(means[column] for column in _COLUMNS), f1, *(means[column] for column in _AFTER)]
    median = statistics.median(row["ms"] for row in every) if every else 0
    numbers = "".join("          –" if cell is None else f"{cell:>11.3f}" for cell in cells)
    print(f"  {name:<16}{len(every):>6}{numbers}{median:>11.0f}")


def _mean(every: Iterable[Row], column: str) -> float | None:
    known = [row["scores"][column] for row in every if column in row["scores"]]
    return statistics.mean(known) if known else None


def _save(file: Path, kind: str, every: list[Row]) -> None:
    path = file.with_name(f"{file.stem}-{kind}{file.suffix or '.jsonl'}")
    with path.open("w", encoding="utf-8") as out:
        for row in every:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    print(f"\na row a page: {path}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="score", description="How much of saved news pages is read right.")
    parser.add_argument("--pages", type=Path, help="a folder with html/, text/ and truth.jsonl")
    parser.add_argument("--kind", action="append", choices=("html", "text"), help="only these pages")
    parser.add_argument(
        "--folds",
        type=lambda text: [int(part) for part in text.split(",")],
        default=list(range(pages.FOLDS)),
        help="sites are split into folds 0, 1 and 2: look at pages of some, and judge by the others",
    )
    parser.add_argument("--rows", type=Path, metavar="FILE", help="write a row a page, as JSON lines")
    parser.add_argument("--alone", action="store_true", help="without trafilatura")
    return parser.parse_args()


if __name__ == "__main__":
    main()
