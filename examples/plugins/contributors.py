"""Name the desk of each section in its feeds."""

from __future__ import annotations

from feedwright.plugins import FeedGenerator, Section

DESKS = {"news": "news@example.org", "sport": "sport@example.org"}


def extend_feed(fg: FeedGenerator, section: Section) -> None:
    """`managingEditor` is RSS's, `contributor` is Atom's."""
    address = DESKS.get(section.path.partition("/")[0])
    if address:
        fg.managingEditor(f"{address} ({section.title} desk)")
        fg.contributor(name=f"{section.title} desk", email=address)
