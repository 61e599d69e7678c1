"""Read one saved page as a run would: each line of its text, the article, and the warnings."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from feedwright.config import Config
from feedwright.errors import InputError
from feedwright.model import Article
from feedwright.pipeline.source.rules import rules_of
from feedwright.sources.decode import decode
from feedwright.sources.folder import SourceFile
from feedwright.sources.front_matter import parse
from feedwright.sources.front_matter.keys import Rules
from feedwright.sources.read import read_article

if TYPE_CHECKING:
    from feedwright.sources.page_text.parse import ReadLine


class SavedPage(Struct, frozen=True):
    """What was read. If the page is rejected, `article` is None and `warnings` say why."""

    lines: list[ReadLine]
    article: Article | None
    warnings: tuple[str, ...]


def saved_page(path: Path, config: Config | None) -> SavedPage:
    """Read a page's text as if it were in `_inbox/`. Raises InputError if it is not the text of a page."""
    if path.suffix.lower() != ".txt":
        raise InputError(
            str(path), found=f"a file {path.suffix or 'without a suffix'}", expected="a .txt file"
        )
    from feedwright.sources.page_text.parse import read_page

    rules = rules_of(config) if config else Rules(UTC)
    data, stat = path.read_bytes(), path.stat()
    text, _ = decode(data, str(path))
    header = parse(text, str(path), rules).header
    _, lines = read_page(header.body, rules.day_first)
    source = SourceFile(str(path), None, path.stem, ".txt", stat.st_size, stat.st_mtime_ns)
    try:
        reading = read_article(source, data, rules)
    except InputError as error:
        return SavedPage(lines, None, (str(error),))
    return SavedPage(lines, reading.article, reading.warnings)
