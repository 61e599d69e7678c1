"""Where pages have the addresses of pictures that a script loads late: data that several rooms need."""

from __future__ import annotations

import re

from feedwright.patterns import lazy

ADDRESSES = (
    "data-src", "data-lazy-src", "data-original", "data-url", "data-lazy", "data-echo", "data-img-src",
    "data-image-src", "data-hi-res-src", "data-orig-src", "data-lazyload", "data-actualsrc", "data-cfsrc",
    "data-ezsrc", "data-pagespeed-lazy-src", "data-flickity-lazyload", "data-wpfc-original-src",
    "data-runner-src", "data-breeze", "data-backup", "nitro-lazy-src", "lazy-src",
)  # fmt: skip
"""Attributes with the picture's address, in the order of trust."""
SETS = ("data-srcset", "data-lazy-srcset")
"""Attributes with addresses of the picture in several sizes, as in `srcset`."""

_PLACEHOLDER = lazy(
    r"data:|.*/pagespeed_static/|(?:.*/)?[\w-]*(?:blank|placeholder|spacer|spinner|pixel|transparent|loading|loader|lazy|1x1)[\w-]*\.(?:gif|png|svg|jpe?g|webp)(?:[?#]|$)",
    re.IGNORECASE,
)


def is_to_see(address: str | None) -> bool:
    """Whether an address is that of a picture, and not of something that only keeps its place."""
    return bool(address) and _PLACEHOLDER.match(address or "") is None
