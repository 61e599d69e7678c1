"""Scripting News's source namespace (source.scripting.com): an item's text in Markdown.

Do not register it as `source`, which is a method of feedgen.
"""

from __future__ import annotations

from feedwright.extensions._base import EntryExtension, FeedExtension

PREFIX = "source"
NAMESPACE = "http://source.scripting.com/"


class SourceExtension(FeedExtension):
    """Declares the namespace."""

    prefix, namespace = PREFIX, NAMESPACE


class SourceEntryExtension(EntryExtension):
    """The text of an item as its author wrote it."""

    prefix, namespace = PREFIX, NAMESPACE

    def markdown(self, text: str) -> None:
        """Set the text."""
        self._set("markdown", text)
