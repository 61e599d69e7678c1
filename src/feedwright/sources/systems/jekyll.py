"""Jekyll."""

from __future__ import annotations

KEYS = {
    "category": "categories",
    "last_modified_at": "updated",
    "modified_date": "updated",
    "permalink": "address",
    "lang": "locale",
    "locale": "locale",
    "layout": "layout",
    "header": "picture",
    "subtitle": "summary",
}
