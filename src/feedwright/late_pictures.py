"""Where pages have the addresses of pictures that a script loads late: data that several rooms need."""

from __future__ import annotations

import re

from feedwright.patterns import lazy

ADDRESSES = (
    "data-src", "data-lazy-src", "data-original", "data-url", "data-lazy", "data-echo", "data-img-src",
    "data-image-src", "data-hi-res-src",
)  # fmt: skip
"""Attributes with the picture's address, in the order of trust."""
SETS = ("data-srcset", "data-lazy-srcset")
"""Attributes with addresses of the picture in several sizes, as in `srcset`."""

_PLACEHOLDER = lazy(
    r"data:|(?:.*/)?[\w-]*(?:blank|placeholder|spacer|pixel|transparent|loading|lazy|1x1)[\w-]*\.(?:gif|png|svg|jpe?g|webp)(?:[?#]|$)",
    re.IGNORECASE,
)


def is_to_see(address: str | None) -> bool:
    """Whether an address is that of a picture, and not of something that only keeps its place."""
    return bool(address) and _PLACEHOLDER.match(address or "") is None
