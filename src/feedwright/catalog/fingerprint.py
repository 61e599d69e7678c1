"""What readers see of an article, in one value: where it is another one, the article was `updated`."""

from __future__ import annotations

import hashlib

import msgspec

from feedwright.model import Article


def fingerprint(article: Article) -> bytes:
    """Equal where readers see the same: the order of tags and white space do not count."""
    seen = [
        article.title,
        _blanks_aside(article.body),
        article.summary,
        article.authors,
        (article.image, article.audio, article.video, article.enclosures, article.gallery),
        sorted({*article.tags, *article.categories}),
        article.link,
        (article.members_only, article.summary_only),
    ]
    return hashlib.sha256(msgspec.msgpack.encode(seen)).digest()


def _blanks_aside(text: str) -> str:
    """The same for texts that differ in lines and blanks alone."""
    # A third of what it costs to split every text into its words.
    line = " ".join(filter(None, map(str.strip, text.split("\n"))))
    return " ".join(line.split()) if "  " in line or "\t" in line else line
