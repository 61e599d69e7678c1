"""Hugo."""

from __future__ import annotations

KEYS = {
    "publishDate": "goes_live",
    "publishdate": "goes_live",
    "lastmod": "updated",
    "modified": "updated",
    "expiryDate": "expires",
    "expirydate": "expires",
    "unpublishdate": "expires",
    "resources": "resources",
    "images": "picture",
    "cover": "picture",
    "featured_image": "picture",
    "featuredImage": "picture",
    "thumbnail": "picture",
    "url": "address",
    "headless": "draft",
    "type": "layout",
    "keywords": "tags",
    "copyright": "rights",
}
INSIDE = ("params",)
