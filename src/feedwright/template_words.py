"""Words that `init` and `new` write for somebody to replace. A build warns of those that are still there."""

from __future__ import annotations

FIRST_PARAGRAPH = "The first paragraph says what happened."
AUTHOR = "Your Name"
SITE_TITLE = "My publication"
SITE_URL = "https://example.org/"
FEEDS_URL = "https://example.org/feeds/"


def settings_left(title: str, site_url: str, feeds_url: str) -> list[str]:
    """Warn of settings in config.yaml that nobody has replaced."""
    notes = []
    if title == SITE_TITLE:
        notes.append(f"site.title: still {SITE_TITLE}, as `init` has written it")
    if (site_url, feeds_url) == (SITE_URL, FEEDS_URL):
        what = "site.url, feeds.url: still example.org, as `init` has written them"
        notes.append(f"{what}; links in feeds lead nowhere until they are yours")
    return notes
