"""What a plugin changes in an entry is the same, whether found and applied, or done to each entry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import pytest
from feedgen.entry import FeedEntry
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from feedwright.formats import atom, rss
from feedwright.formats._additions import apply_changes
from feedwright.model import Entry, Link, Person

MOMENT = datetime(2026, 11, 20, tzinfo=UTC)
ENTRY = Entry(
    id="tag:example.org,2026:1",
    url="https://example.org/a",
    title="A <title> & more",
    published=MOMENT,
    updated=MOMENT,
    authors=(Person("Ann Lee", "ann@example.org"), Person("Bo")),
    summary="In <short>",
    section="News",
    content="<p>Text &amp; more</p>",
    language="de",
    tags=("Ports", "Ships"),
    related=(Link("https://example.org/b", "B"),),
    rights="© T",
    markdown="Text & more",
)
Change = Callable[[FeedEntry], object]
CHANGES: dict[str, Change] = {
    "title": lambda fe: fe.title("Other & <b>"),
    "same title": lambda fe: fe.title(fe.title()),
    "content": lambda fe: fe.content("<p>Other</p>", type="html"),
    "no summary": lambda fe: fe.summary(""),
    "category": lambda fe: fe.category(term="Storms"),
    "same category": lambda fe: fe.category(term="Ports"),
    "categories": lambda fe: fe.category([{"term": "Only"}], replace=True),
    "author": lambda fe: fe.author(name="Cy", email="cy@example.org"),
    "link": lambda fe: fe.link(href="https://example.org/c", rel="related", title="C"),
    "rights": lambda fe: fe.rights("All"),
    "comments": lambda fe: fe.comments("https://example.org/comments"),
    "extension": lambda fe: (fe.load_extension("podcast"), fe.podcast.itunes_summary("S & <s>")),
    "enclosure": lambda fe: fe.enclosure("https://example.org/a.mp3", "100", "audio/mpeg"),
}


def children(element: etree._Element) -> Counter[bytes]:
    root = etree.Element("root", nsmap=rss._NAMESPACES | atom._NAMESPACES)
    root.append(element)
    return Counter(etree.tostring(one, method="c14n", exclusive=True, with_tail=False) for one in element)


@pytest.mark.parametrize("form", ["rss", "atom"])
@settings(deadline=None)
@given(st.lists(st.sampled_from(sorted(CHANGES)), max_size=4, unique=True))
def test_to_find_and_to_apply_is_to_do(form: str, names: list[str]) -> None:
    def extend(fe: FeedEntry) -> None:
        for name in names:
            CHANGES[name](fe)

    if form == "rss":
        build: Callable[[], FeedEntry] = partial(rss._build, ENTRY, None, True, False)
        changes, _ = rss.additions(ENTRY, None, False, extend)
        write = FeedEntry.rss_entry
    else:
        build = partial(atom._build, ENTRY, None)
        changes, _ = atom.additions(ENTRY, None, extend)
        write = FeedEntry.atom_entry
    done = build()
    extend(done)
    applied = write(build())
    apply_changes(applied, changes)
    assert children(applied) == children(write(done))


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_who_changes_nothing_adds_nothing(form: str) -> None:
    def extend(fe: FeedEntry) -> None: ...

    found = (
        rss.additions(ENTRY, None, False, extend) if form == "rss" else atom.additions(ENTRY, None, extend)
    )
    assert found == ((), {})
