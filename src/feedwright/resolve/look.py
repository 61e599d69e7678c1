"""What HTML that is not clean yet looks like, so that most of it need not be searched for what it lacks."""

from __future__ import annotations

import re

_TAG_NAME = re.compile(rb"<([a-z][a-z0-9-]*|!\[cdata\[)")


class Look:
    """The names of the elements in HTML, and all of it in small letters.

    As bytes: making them and looking for something takes a fifth of the time that texts with letters beyond
    Latin-1 take.
    """

    def __init__(self, markup: str) -> None:
        self.low = markup.encode(errors="surrogatepass").lower()
        # One look at all tags costs less than a search for each name.
        self.tags = set(b" ".join(set(_TAG_NAME.findall(self.low))).decode().split())
