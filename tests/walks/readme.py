"""Print what README.md has typed under a heading, or an example, so that the walks type nothing else.

readme.py "Cron"              the lines of commands in that section
readme.py --example markdown  the example in that language
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"


def commands(heading: str, text: str) -> str:
    """The indented lines of a section."""
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    if found is None:
        raise SystemExit(f"README.md has no section {heading}")
    fenced = re.sub(r"^```.*?^```$", "", found[1], flags=re.MULTILINE | re.DOTALL)
    return "".join(f"{line[4:]}\n" for line in fenced.splitlines() if line.startswith("    "))


def example(language: str, text: str) -> str:
    """The first example in a language."""
    found = re.search(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    if found is None:
        raise SystemExit(f"README.md has no example in {language}")
    return found[1]


if __name__ == "__main__":
    written = README.read_text(encoding="utf-8")
    if sys.argv[1] == "--example":
        print(example(sys.argv[2], written), end="")
    else:
        print(commands(sys.argv[1], written), end="")
