"""Fallbacks for the date and the section of saved pages that do not state them.

An author can be asked to add a date, but whoever saves a page of another site often does not know it. So a
saved page is published with what is known, and a warning says where that is from and how to correct it.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from feedwright.errors import ArticleError
from feedwright.model import Article
from feedwright.sources import systems
from feedwright.sources.body import Body
from feedwright.sources.dates import EXAMPLE, DateError, parse_date
from feedwright.sources.folder import SourceFile
from feedwright.sources.front_matter.keys import Rules

_IN_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d\d)([-/_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
_HOW_TO_DATE = "`date:` in front matter on top, or a dated name such as 2026-03-04-{name}"
_HOW_TO_PLACE = "to change that, move it to a folder of content/, or set `articles.inbox` in config.yaml"


def date_of(
    source: SourceFile, body: Body, address: str | None, rules: Rules
) -> tuple[datetime | None, str | None]:
    """The date of an article without one in its front matter, and a warning if it is not certain.

    These are tried in turn: the file's name, the text, the page's `address`, words such as "2 hours ago" in
    the text, and what `articles.undated` sets. The date is None for a page that is not an article.

    Raises:
        ArticleError: if there is no date, or it cannot be read.
    """
    counted = _counted_on(source.dated) if source.dated and systems.counts_days_on(rules.systems) else None
    if counted is not None:
        warning = f'the date in the file\'s name: found "{source.dated}"; {counted} counts, as on the site'
        return _parsed(counted, rules), warning
    stated = _stated_date(source, body, rules)
    if stated is not None:
        return stated, None
    day = _in_addresses(source, address, rules) if body.is_saved_page else None
    if day is not None:
        return day
    if rules.systems and (said := day_in(address or "")) and (moment := _parsed(said, rules)):
        # `path: 2026/03/04/storm` is how some sites of generators date their posts.
        return moment, None
    if rules.undated == "skip":
        return None, None
    saved = datetime.fromtimestamp(source.mtime_ns // 10**9, rules.zone)
    when = f"{saved:%Y-%m-%d %H:%M}, when the file was saved"
    how = _HOW_TO_DATE.format(name=source.name + source.suffix)
    ago = None
    if body.ago:
        # Imported only here: compiling its patterns takes as long as a tenth of a run.
        from feedwright.sources.dates_in_text import relative_date

        ago = relative_date(body.ago, saved)
    if ago is not None:
        return ago, f'date: found "{body.ago}", counted from {when}; to correct it, add {how}'
    if rules.undated == "file" or (rules.undated is None and body.is_saved_page):
        return saved, f"date: found no complete date; used {when}; to correct it, add {how}"
    if body.is_saved_page:
        raise ArticleError(source.path, field="date", found="no complete date in the text", expected=how)
    raise ArticleError(source.path, field="date", found="none", expected=EXAMPLE)


def _counted_on(day: str) -> str | None:
    """The day that `2026-02-30` is if days are counted on into the next month; None for a day that exists."""
    year, month, number = map(int, day.split("-"))
    if not 1 <= month <= 12 or not 1 <= number <= 31:
        return None
    counted = date(year, month, 1) + timedelta(days=number - 1)
    return f"{counted:%Y-%m-%d}" if counted.month != month else None


def day_in(address: str) -> str | None:
    """The day in a URL (`/2026/03/04/`) or a file's name, in ISO 8601; None if there is none."""
    found = _IN_ADDRESS.search(address)
    return "-".join(found.group(1, 3, 4)) if found else None


def _in_addresses(source: SourceFile, address: str | None, rules: Rules) -> tuple[datetime, str] | None:
    for place, words in (("the page's address", address or ""), ("the file's name", source.name)):
        day = day_in(words)
        moment = _parsed(day, rules) if day else None
        if moment is not None:
            why = "because the text has no complete date"
            return moment, f"date: {moment:%Y-%m-%d}, taken from {place}, {why}"
    return None


def date_in_text(text: str | None, field: str, source: SourceFile, rules: Rules) -> datetime | None:
    """Parse a date that was found in `field`; None stays None. Raises ArticleError if it is not a date."""
    if text is None:
        return None
    try:
        return parse_date(text, rules.zone, day_first=rules.day_first)
    except DateError as error:
        raise ArticleError(source.path, field=field, found=f'"{text}"', expected=error.expected) from None


def section_of_page(breadcrumb: str, rules: Rules) -> tuple[str, str | None]:
    """The section of an article in the inbox, and a warning if there is no `breadcrumb` (slugs)."""
    if breadcrumb:
        return breadcrumb, None
    if rules.inbox:
        return rules.inbox, f"section: found no breadcrumb; put into {rules.inbox} (`articles.inbox`)"
    return "", f"section: found no breadcrumb; put into the publication's own feed; {_HOW_TO_PLACE}"


def _stated_date(source: SourceFile, body: Body, rules: Rules) -> datetime | None:
    if source.dated:
        return date_in_text(source.dated, "the date in the file's name", source, rules)
    return date_in_text(body.published, "published", source, rules)


def _parsed(text: str, rules: Rules) -> datetime | None:
    try:
        return parse_date(text, rules.zone)
    except DateError:
        return None  # 2026-02-31


def missing_fields(body: Body, article: Article) -> list[str]:
    """The fields that were expected in the text, and that the article does not have from elsewhere."""
    picture = article.image
    if not body.missing:
        return []
    # A missing section has a warning of its own.
    elsewhere = {
        "section": True,
        "caption": picture and picture.caption,
        "credit": picture and picture.credit,
    }
    return [name for name in body.missing if not elsewhere.get(name, getattr(article, name, None))]
