"""Words that `init` and `new` write for people to replace. `build` and `check` warn of what is left."""

from __future__ import annotations

import re

FIRST_PARAGRAPH = "The first paragraph says what happened."
FIRST_ARTICLE = "Everything below the second line of dashes is its text, in Markdown."
SUMMARY = "One sentence that makes people want to read the rest."
AUTHOR = "Your Name"
SITE_TITLE = "My publication"
SITE_DESCRIPTION = "What it is about, in a sentence."
SITE_URL = "https://example.org/"
FEEDS_URL = "https://example.org/feeds/"

WHOLE_TEXTS = (SITE_TITLE, SITE_DESCRIPTION, AUTHOR, SUMMARY)
"""Each is a title, a description or a name."""
SENTENCES = (FIRST_PARAGRAPH, FIRST_ARTICLE)
"""Each is somewhere in the text of an article."""


_RESERVED = ("example.org", "example.com", "example.net")
"""Names of hosts for examples in documents (RFC 2606). Nobody can have them."""


_LOCAL = re.compile(r"(?:(?:[\w.-]+\.)?localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1?\])(?::\d+)?")


def is_example(url: str) -> bool:
    """Whether a URL's host exists in examples only, as example.org and all names below it do."""
    name = _host(url).partition(":")[0]
    return any(name == one or name.endswith("." + one) for one in _RESERVED)


def is_local(url: str) -> bool:
    """Whether a URL leads to the computer of whoever follows it, as servers for trying a site out have it."""
    return _LOCAL.fullmatch(_host(url)) is not None


def _host(url: str) -> str:
    """The host of a URL, with its port."""
    host = re.split(r"[/?#]", url.strip().partition("://")[2], maxsplit=1)[0]
    return host.rpartition("@")[2].casefold()


def is_example_throughout(url: str) -> bool:
    """Whether a feed at this URL is an example itself: a name for examples, other than `init` writes it."""
    return is_example(url) and not url.startswith(FEEDS_URL)


def settings_left(title: str, description: str, site_url: str, feeds_url: str) -> list[str]:
    """Warn of settings in config.yaml that nobody has replaced."""
    notes = []
    if title == SITE_TITLE:
        notes.append(f"site.title: still {SITE_TITLE}, as `init` has written it")
    if description == SITE_DESCRIPTION:
        notes.append(f'site.description: still "{SITE_DESCRIPTION}", as `init` has written it')
    both = (("site.url", site_url), ("feeds.url", feeds_url))
    if not is_example_throughout(feeds_url):
        left = ", ".join(name for name, url in both if is_example(url))
        if left:
            lead = "links in feeds lead nowhere until your own addresses are there"
            notes.append(f"{left}: example.org and the like are names for examples only; {lead}")
    if local := ", ".join(name for name, url in both if is_local(url)):
        there = "localhost is each reader's own computer; write the address that your site has for them"
        notes.append(f"{local}: {there}")
    return notes
