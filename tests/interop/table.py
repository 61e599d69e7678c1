"""docs/interop.md: what each engine shows of our feeds. tests/interop/test_engines.py proves every cell."""

from __future__ import annotations

from interop.matrix import FORMATS, OTHERWISE, ROOT, SHOWS

_FIELDS = (
    *("title", "link", "id", "date", "updated", "author", "authors", "summary", "full text"),
    *("picture", "caption", "credit", "audio", "categories", "comments", "language"),
)
_NAMES = {"rss": "RSS", "atom": "Atom", "json": "JSON Feed"}
_HEAD = """\
# What real engines show of our feeds

Made by `make docs` from tests/interop/, where each of these engines reads what `feedwright serve` serves. A
`✓` means that the field arrives and equals the article's. An empty cell means that the engine does not show
the field of any feed: tests/interop/minimal/ has feeds written by hand with every field, and each engine
shows exactly the same of them as of ours. If an engine is missing in a table, it cannot read that format.

Captions and credits also stand in the full text, where the picture is shown first: for newsboat, sfeed,
reader and others that is the only place. The feed's own language is in every format; the column "language"
is about articles in another language. The column "authors" is about an article by two people: ✓ if both are
shown. Engines run in their usual way, without settings that few people know. SimplePie is Debian's, which
cannot read dates in PHP 8; rss_parser is Python's rss-parser, feed-parser is @rowanmanning/feed-parser, and
node-feedparser is npm's feedparser.

Readers with a memory (newsboat, reader, gPodder) read a publication three times while articles are changed,
renamed, deleted and put back: one entry is new, one is updated, and none is there twice
(tests/interop/test_twice.py). listparser finds every feed in the OPML.

## In figures

How many of the cells below have a ✓: of all cells, and of those that had a ✓ with any form of feed that we
tried, whether our feeds have that form or not.
"""
_TRIED = """\
What was tried, and what came of it:

- One `dc:creator` for all authors of an article: fastfeedparser, newsboat, node-feedparser, reader,
  rss-parser, rss2email and sfeed show one of two elements, and all engines that show authors show the
  joined name. Not the default, because nobody can tell the names apart then; `feeds.creators: joined` has it.
- One `author` for all in Atom and in JSON Feed's `authors`: seven engines show both names in Atom then, and
  one in JSON. Dropped, because each author has a URL and an address there.
- RSS's `author`, "address (Name)", beside `dc:creator`: no engine gains a name, and fastfeedparser,
  rss2email, simplepie and xml-feed show the address with the name, or a part of it. Dropped; the W3C
  validator warns of it, too (DuplicateItemSemantics). A plain name in `author` would reach atoma, and is an
  error.
- `dc:date` for a correction: feed-parser and feedparser_rs show it as updated, and no engine that reads
  dates takes it for the date of publication. Dropped, because the W3C validator warns of it beside
  `pubDate` (DuplicateItemSemantics).
- `dcterms:modified` for a correction: no engine shows more than with `atom:updated`. Dropped.
- `itunes:author` and `itunes:image` in feeds that are no podcasts: podparse alone, a parser of podcasts,
  shows more. Dropped; podcasts have both.
- The summary as `content_text` beside `content_html`: feed-extractor shows the text of a JSON item instead
  of its summary, if there is any. Dropped, because readers of plain text would lose the article.
- Atom entries that were never updated: feed-extractor takes `updated` for the date.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([_HEAD, *figures(), "", _TRIED, *(_table(name) for name in FORMATS)])


def figures() -> list[str]:
    """The lines of a table: for each format, how many cells are shown, of all and of those in reach."""
    rows = ["| format | engines | cells shown | of all | of what any shape reaches |", "|---" * 5 + "|"]
    for name in FORMATS:
        engines = [engine for engine in SHOWS if name in SHOWS[engine]]
        shown = sum(len(SHOWS[engine][name]) for engine in engines)
        reached = shown + sum(len(OTHERWISE.get(engine, {}).get(name, [])) for engine in engines)
        cells = len(engines) * len(_FIELDS)
        rows.append(
            f"| {_NAMES[name]} | {len(engines)} | {shown} of {cells} "
            f"| {100 * shown / cells:.1f} % | {100 * shown / reached:.1f} % ({reached}) |"
        )
    return rows


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
    print("\n".join(figures()))
