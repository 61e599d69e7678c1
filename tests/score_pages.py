"""How much of the text of tests/web_page/ is found, and how much else, with and without trafilatura.

`python tests/score_pages.py`, with the package trafilatura installed for the comparison.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from feedwright.resolve.markup import Cleaner, text_of
from feedwright.sources.decode import decode
from feedwright.sources.dialects import html


def score(text: str, wanted: list[str]) -> tuple[float, float]:
    """Recall of the sentences wanted, and what share of the text's words belongs to the page's article."""
    found = [sentence for sentence in wanted if sentence in text]
    words = len(re.findall(r"\w+", text))
    of_article = sum(len(re.findall(r"\w+", sentence)) for sentence in found)
    return len(found) / len(wanted), of_article / words if words else 0.0


def main() -> None:
    import trafilatura

    cleaner = Cleaner()
    ours, theirs = [], []
    for page in sorted(Path(__file__).with_name("web_page").glob("*.html")):
        wanted = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))["body"]
        text, _ = decode(page.read_bytes(), page.name)
        body = html.read(text, page.name).html
        ours.append(score(text_of(cleaner.clean(body, lambda tag, written: written)), wanted))
        extracted = trafilatura.extract(text, include_comments=False, include_tables=True) or ""
        theirs.append(score(" ".join(extracted.split()), wanted))
        print(f"{page.stem:30}", *(f"{part:.2f}" for part in (*ours[-1], *theirs[-1])))
    for name, scores in (("ours", ours), ("trafilatura", theirs)):
        recall, precision = (sum(part) / len(scores) for part in zip(*scores, strict=True))
        print(f"{name}: recall {recall:.3f}, precision {precision:.3f}")


if __name__ == "__main__":
    main()
