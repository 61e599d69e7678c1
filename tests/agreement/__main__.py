"""Print how far `check` agrees with W3C's feed validator on its test suite: `make agreement SUITE=folder`.

SUITE is a folder with the files of the public repository w3c/feedvalidator; nothing of it is part of this
project. The validator itself runs beside, so that the truth about a document is all that it says, not only
what the document's comment expects. `messages.yaml` says which of our rules say the same as a message of
W3C's, and `differences.yaml` where and why we do not agree.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from pathlib import Path

from agreement.judge import COLUMNS, Document, judge, load_differences
from agreement.suite import documents


def main() -> None:
    """Check all documents; print the table, and what is left of disagreements with their reasons."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("suite", type=Path, help="a folder with src/feedvalidator and testcases")
    parser.add_argument("--all", action="store_true", help="name every document, not three of each kind")
    arguments = parser.parse_args()
    found = documents(arguments.suite)
    table, disagreements = judge(found)
    _print_table(table)
    _print_disagreements(disagreements, None if arguments.all else 3)
    crashes = [one.name for one in found if one.crash]
    sys.exit(f"crashed: {', '.join(crashes)}" if crashes else 0)


def _print_table(table: dict[str, Counter[str]]) -> None:
    print(f"{'group':20}" + "".join(f"{title:>{len(title) + 3}}" for title in COLUMNS))
    for group in sorted(table):
        counts = table[group]
        cells = []
        for title, (part, of) in COLUMNS.items():
            share = f"{counts[part]}/{counts[of]}" if counts[of] else "-"
            cells.append(f"{share:>{len(title) + 3}}")
        print(f"{group:20}" + "".join(cells))
    print()


def _print_disagreements(disagreements: list[tuple[str, str, Document]], most: int | None) -> None:
    reasons = load_differences()
    kinds: dict[tuple[str, str], list[Document]] = defaultdict(list)
    for kind, what, document in disagreements:
        kinds[kind, what].append(document)
    for (kind, what), found in sorted(kinds.items(), key=lambda one: (one[0][0], -len(one[1]))):
        print(f"{kind}: {what}, {len(found)} documents. {reasons.get(what, 'NO REASON GIVEN')}")
        for document in found[:most]:
            ours = ", ".join(document.rules) or "nothing"
            print(f"    {document.name}: W3C says {document.said(what)}; we say {ours}")


if __name__ == "__main__":
    main()
