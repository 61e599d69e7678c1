"""`feeds.names:`: names under which subscribers of another system knew the feeds."""

from __future__ import annotations

import re

from feedwright.feed_formats import BY_NAME, FILENAMES
from feedwright.schema import Value, kinds
from feedwright.schema.describe import describe, described, words

TAKEN = {
    *FILENAMES, "index.html", "feed.css", "subscriptions.opml", "sitemap-news.xml", "sitemap.xml",
    "feed-menu.json",
}  # fmt: skip
"""Names that other files under feeds/ have."""

_NAME = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9._~-]*/)*[A-Za-z0-9][A-Za-z0-9._~-]*/?")


@described(words(*sorted(BY_NAME), *(form.filename for form in BY_NAME.values())))
def _format(value: Value) -> str:
    """Read the name of a format, or of its file."""
    by_file = {form.filename: form.name for form in BY_NAME.values()}
    return by_file.get(value.scalar or "") or str(kinds.one_of(*sorted(BY_NAME))(value))


@described(lambda: {"type": "object", "additionalProperties": describe(_format)})
def names(value: Value) -> dict[str, str]:
    """Read names of files, or of folders (without a point in the last part), each with its format."""
    if not value.is_mapping:
        raise value.error("old names, each with a format, such as {feed.xml: rss, feed/: rss}")
    found: dict[str, str] = {}
    for written, member in value.members().items():
        name = written.removeprefix("/")
        last = name.rstrip("/").rpartition("/")[2]
        if not _NAME.fullmatch(name):
            raise member.error("a name such as feed.xml, index.xml or feed/", found=f'"{written}"')
        if last in TAKEN:
            raise member.error("a name that no file of feedwright's has", found=f'"{written}"')
        is_folder = "." not in last
        found[f"{name.rstrip('/')}/" if is_folder else name.rstrip("/")] = _format(member)
    return found
