"""docs/interop.md: what each engine shows of our feeds. tests/interop/test_engines.py proves every cell."""

from __future__ import annotations

from interop.matrix import FORMATS, ROOT, SHOWS

_FIELDS = (
    *("title", "link", "id", "date", "updated", "author", "summary", "full text"),
    *("picture", "caption", "credit", "audio", "categories", "comments", "language"),
)
_NAMES = {"rss": "RSS", "atom": "Atom", "json": "JSON Feed"}
_HEAD = """\
# What real engines show of our feeds

Made by `make docs` from tests/interop/, where each of these engines reads what `feedwright serve` serves. A
`✓` is a field that arrives and equals the article; an empty cell one that the engine does not show, whoever
makes the feed: tests/interop/minimal/ has feeds written by hand with every field, and each engine shows of
them exactly what it shows of ours. An engine that is missing in a table cannot read that format.

Captions and credits also stand in the full text, below the picture that opens it: for newsboat, sfeed, reader
and others it is the only place. The feed's own language is in every format; the column is of articles in
another. Engines are asked in their usual way, without settings that few know. SimplePie is Debian's, which
cannot read dates in PHP 8.

Readers with a memory (newsboat, reader, gPodder) look three times at a publication in which articles were
changed, renamed, deleted and put back: one is new, one is updated, nothing is there twice
(tests/interop/test_twice.py). listparser finds every feed in the OPML.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([_HEAD, *(_table(name) for name in FORMATS)])


def _table(name: str) -> str:
    rows = [
        f"| {engine.rpartition('.')[0]} | "
        + " | ".join("✓" if field in shows[name] else " " for field in _FIELDS)
        + " |"
        for engine, shows in sorted(SHOWS.items())
        if name in shows
    ]
    head = f"| engine | {' | '.join(_FIELDS)} |"
    ruler = "|---" * (len(_FIELDS) + 1) + "|"
    return "\n".join([f"## {_NAMES[name]}", "", head, ruler, *rows, ""])


if __name__ == "__main__":
    (ROOT / "docs" / "interop.md").write_text(page(), encoding="utf-8")
