"""The fingerprint of what readers see of an article. When it changes, the article is `updated`."""

from __future__ import annotations

import hashlib

import msgspec

from feedwright.model import Article

NOT_IN_FINGERPRINT = frozenset(
    (
        # Where its file is, which article it is, when and where it is shown.
        *("path", "section", "slug", "address", "breadcrumb", "id", "feeds"),
        *("published", "updated", "expires", "draft", "withdrawn", "noindex"),
        # What few readers show beside the article.
        *("language", "comments", "rights", "license", "location", "related", "via", "episode"),
        # How `body` is written.
        "title_in_body",
        # What only plugins know.
        "extra",
    )
)
"""The fields of Article whose change tells no reader to look at the article again."""


def fingerprint(article: Article) -> bytes:
    """Return a digest of what readers see, without regard to white space and the order of tags."""
    seen = [
        article.title,
        _without_extra_space(article.body),
        article.summary,
        article.authors,
        (article.image, article.audio, article.video, article.enclosures, article.gallery),
        sorted({*article.tags, *article.categories}),
        article.link,
        (article.members_only, article.summary_only),
    ]
    if article.external_url:
        seen.append(article.external_url)
    if article.correction:
        seen.append(f"correction: {article.correction}")
    return hashlib.sha256(msgspec.msgpack.encode(seen)).digest()


def _without_extra_space(text: str) -> str:
    """Return the same for texts that differ only in lines and spaces."""
    # Splitting every text into words would take three times as long.
    line = " ".join(filter(None, map(str.strip, text.split("\n"))))
    return " ".join(line.split()) if "  " in line or "\t" in line else line
