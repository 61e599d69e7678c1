"""What reading costs grows with what is read, and no faster.

`python tests/attack/growing.py` measures all parsers against all kinds of text, which takes an hour or so.
Here stands what that has found.
"""

from __future__ import annotations

import os

import pytest

from attack.growing import Cell, measure

SIZES = (5_000, 20_000, 80_000, 320_000) if os.environ.get("FEEDWRIGHT_LONG") else (5_000, 20_000, 80_000)

# Each of them took the square of its length, or more, when it was found.
FOUND = (
    Cell("HTML clean", "&"),
    Cell("HTML clean", "&a"),
    Cell("HTML clean", "&#38;"),
    Cell("HTML clean", "&nbsp;"),
    Cell("HTML clean", "\\xa0"),
    Cell("HTML text", "\\xa0"),
    Cell("HTML heading", "\\xa0"),
    Cell("HTML clean", '<iframe src="'),
    Cell("HTML clean", "<iframe src=//a.b>"),
    Cell("HTML clean", "<iframe>"),
    Cell("HTML clean", "one long srcset"),
    Cell("HTML clean", "one long title"),
    Cell("article .md", "one long srcset"),
    Cell("article .mdx", "`"),
    Cell("article .mdx", "``"),
    Cell("article .mdx", "~"),
    Cell("article .mdx", "growing ticks"),
    Cell("article .txt page", "a\\n\\n"),
    Cell("article .txt page", "By Ann Lee\\n"),
    Cell("article .txt page", "• a\\n"),
    Cell("glob", "stars and letters"),
    Cell("glob", "**"),
    Cell("import JSON", "["),
    Cell("import JSON", '{"a":'),
    Cell("import WordPress", "[a]("),
    Cell("system jekyll", " "),
    Cell("system jekyll", "\\t"),
    Cell("system jekyll", "{: .a}\\n"),
    Cell("stats line", '{"a":'),
    Cell("Pandoc's divs", " "),
    Cell("Pandoc's divs", ":"),
    Cell("Pandoc's pictures", " "),
    Cell("Quarto's cells", " "),
    Cell("Quarto's cells", "<script"),
    Cell("Sphinx's files", " "),
    Cell("Sphinx's lines of files", "1-,"),
    Cell("MyST's substitutions", "a"),
    Cell("notes in the text", "[*n ^[]*n"),
    Cell("code hidden", "~~~\\n"),
    Cell("code with titles", "~"),
    Cell("Markdown render", "\\\\begin{align}a\\\\end{align}\\n"),
    Cell("article .mdx", "<Tab title=a>"),
    Cell("styles", "font-weight:normal "),
    Cell("HTML code with numbers", "class=lineno "),
    Cell("formulas in HTML", "class=katex "),
)


@pytest.mark.parametrize("cell", FOUND, ids=" ".join)
def test_reading_takes_no_more_than_its_part_of_the_time(cell: Cell) -> None:
    (row,) = measure([cell], SIZES, processes=1)
    assert row.is_bounded, row
