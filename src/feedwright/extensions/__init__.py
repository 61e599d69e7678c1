"""Extensions of feedgen, one module for each namespace (or RFC). They can be used without feedwright.

    from feedgen.feed import FeedGenerator
    from feedwright.extensions import media

    feed = FeedGenerator()
    feed.register_extension("media", media.MediaExtension, media.MediaEntryExtension)
    entry = feed.add_entry()
    entry.media.content("https://example.org/harbour.jpg", type="image/jpeg", credit="Ann Lee")

Each module has a `…Extension` for feeds, which declares the namespace, and a `…EntryExtension` if entries can
have its elements. Elements are written in the order in which they were added. See docs/extensions.md.

`FeedExtension` and `EntryExtension` are base classes for namespaces of your own.
"""

from feedwright.extensions._base import EntryExtension, FeedExtension

__all__ = ["EntryExtension", "FeedExtension"]
