"""Extensions of feedgen, one namespace (or one RFC) a file, for anybody who writes feeds with it.

    from feedgen.feed import FeedGenerator
    from feedwright.extensions import media

    feed = FeedGenerator()
    feed.register_extension("media", media.MediaExtension, media.MediaEntryExtension)
    entry = feed.add_entry()
    entry.media.content("https://example.org/harbour.jpg", type="image/jpeg", credit="Ann Lee")

Each file has a `…Extension` for feeds, which declares the namespace, and a `…EntryExtension` where entries
have words of it. What they are told is written in the order in which they are told. None of them knows
anything of feedwright (docs/extensions.md).
"""
