"""What a saved page does not say, its date or its section: where else that may be taken from.

Somebody who writes an article can be asked for a date. Who saves a page of somebody else's has none to give.
So a saved page is published with what is known, and the run's warnings say what that is and what to do.
"""

from __future__ import annotations

import re
from datetime import datetime

from feedwright.errors import ArticleError
from feedwright.sources.body import Body
from feedwright.sources.dates import EXAMPLE, DateError, parse_date
from feedwright.sources.dates_in_text import relative_date
from feedwright.sources.folder import SourceFile
from feedwright.sources.front_matter.keys import Rules

_IN_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d\d)([-/_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
_HOW_TO_DATE = "`date:` in front matter on top, or a dated name such as 2026-03-04-{name}"
_HOW_TO_PLACE = "a folder of content/, or `articles.inbox` in config.yaml, names another"


def date_of(
    source: SourceFile, body: Body, address: str | None, rules: Rules
) -> tuple[datetime | None, str | None]:
    """The date of an article whose front matter gives none, and a warning of how sure it is.

    From the file's name, the text, the page's `address` or its name, how long ago the text says it was, and
    then as `articles.undated` says; None where no article needs one. Raises ArticleError.
    """
    said = _said(source, body, rules)
    if said is not None:
        return said, None
    day = _in_addresses(source, address, rules) if body.is_saved_page else None
    if day is not None:
        return day
    if rules.undated == "skip":
        return None, None
    saved = datetime.fromtimestamp(source.mtime_ns // 10**9, rules.zone)
    when = f"{saved:%Y-%m-%d %H:%M}, when the file was saved"
    how = _HOW_TO_DATE.format(name=source.name + source.suffix)
    ago = relative_date(body.ago, saved) if body.ago else None
    if ago is not None:
        return ago, f'date: found "{body.ago}", counted from {when}; {how} is surer'
    if rules.undated == "file" or (rules.undated is None and body.is_saved_page):
        return saved, f"date: found no day with its year; it is {when}; {how} is surer"
    if body.is_saved_page:
        raise ArticleError(source.path, field="date", found="no day with its year in the text", expected=how)
    raise ArticleError(source.path, field="date", found="none", expected=EXAMPLE)


def day_in(address: str) -> str | None:
    """The day in an address (`/2026/03/04/`) or a file's name, in ISO 8601; None where there is none."""
    found = _IN_ADDRESS.search(address)
    return "-".join(found.group(1, 3, 4)) if found else None


def _in_addresses(source: SourceFile, address: str | None, rules: Rules) -> tuple[datetime, str] | None:
    for place, words in (("the page's address", address or ""), ("the file's name", source.name)):
        day = day_in(words)
        date = _parsed(day, rules) if day else None
        if date is not None:
            return date, f"date: taken from {place}, {date:%Y-%m-%d}; the text names no day"
    return None


def date_in_text(text: str | None, field: str, source: SourceFile, rules: Rules) -> datetime | None:
    """The date that `text` is, of the key or place called `field`. Raises ArticleError where it is none."""
    if text is None:
        return None
    try:
        return parse_date(text, rules.zone, day_first=rules.day_first)
    except DateError as error:
        raise ArticleError(source.path, field=field, found=f'"{text}"', expected=error.expected) from None


def section_of_page(breadcrumb: str, rules: Rules) -> tuple[str, str | None]:
    """The section of an article in the inbox, and a warning where no `breadcrumb` (slugs) says it."""
    if breadcrumb:
        return breadcrumb, None
    if rules.inbox:
        return rules.inbox, f"section: found no breadcrumb; it is in {rules.inbox}, as `articles.inbox` says"
    return "", f"section: found no breadcrumb; it is in the publication's own feed; {_HOW_TO_PLACE}"


def _said(source: SourceFile, body: Body, rules: Rules) -> datetime | None:
    if source.dated:
        return date_in_text(source.dated, "the date in the file's name", source, rules)
    return date_in_text(body.published, "published", source, rules)


def _parsed(text: str, rules: Rules) -> datetime | None:
    try:
        return parse_date(text, rules.zone)
    except DateError:
        return None  # 2026-02-31
