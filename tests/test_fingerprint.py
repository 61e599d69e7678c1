"""Each field of Article is in the fingerprint of what readers see, or in the list of those that are not."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from feedwright.catalog.fingerprint import NOT_IN_FINGERPRINT, fingerprint
from feedwright.model import Article, MediaReference, Person

ARTICLE = Article("news/a.md", "news", "a", "A", datetime(2026, 11, 20, tzinfo=UTC), "Hello.")
CHANGED: dict[str, Any] = {
    "title": "B",
    "body": "Hello again.",
    "summary": "In short",
    "authors": (Person("Ann"),),
    **{name: MediaReference("a.png") for name in ("image", "audio", "video")},
    **{name: (MediaReference("a.png"),) for name in ("enclosures", "gallery")},
    "tags": ("Ports",),
    "categories": ("Ports",),
    "link": "https://example.org/b",
    "external_url": "https://example.com/",
    "correction": "It was wrong",
    "members_only": True,
    "summary_only": True,
}


@pytest.mark.parametrize("field", [field.name for field in msgspec.structs.fields(Article)])
def test_a_field_is_in_the_fingerprint_or_is_listed_as_not_in_it(field: str) -> None:
    assert (field in CHANGED) is not (field in NOT_IN_FINGERPRINT), "state in which of the two it belongs"
    changed = replace(ARTICLE, **{field: CHANGED.get(field, "anything else")})
    assert (fingerprint(changed) != fingerprint(ARTICLE)) is (field not in NOT_IN_FINGERPRINT)
