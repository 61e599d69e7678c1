"""Words that `init` and `new` write for somebody to replace. A build warns of those that are still there."""

from __future__ import annotations

FIRST_PARAGRAPH = "The first paragraph says what happened."
AUTHOR = "Your Name"
SITE_TITLE = "My publication"
