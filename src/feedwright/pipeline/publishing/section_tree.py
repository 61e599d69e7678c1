"""The tree of sections and the lists of topics, and which feeds' pages show what is new in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from msgspec import Struct
from msgspec.structs import replace

from feedwright import formats
from feedwright.catalog.values import TOPIC_LISTS, TRANSLATIONS, TREE
from feedwright.config import Config
from feedwright.indexes import Around, around_each, grow, reached
from feedwright.model import Place, Translation
from feedwright.pipeline.run import Run
from feedwright.resolve.section import SectionResolver


class SectionTree(Struct, frozen=True):
    """The sections below the whole publication, its root, and the `lists` of tags and authors.

    `around` has what a section's page shows around it.
    """

    root: Place
    lists: tuple[Place, ...]
    around: dict[str, Around]


def grow_tree(
    config: Config, resolver: SectionResolver, existing: Set[str], topics: Iterable[str]
) -> SectionTree:
    """The tree of the `existing` sections, and the lists of `topics`."""
    places = {path: _place(path, resolver) for path in existing}
    orders = {path: order for path in places if (order := resolver.order(path)) is not None}
    root = grow(places, orders)
    around = around_each(root)
    lists = _lists(config, around[""].here, [_place(path, resolver) for path in topics])
    if lists:
        # The front page leads to the lists, and these to the pages of their topics.
        alone = tuple(replace(place, children=()) for place in lists)
        around[""] = replace(around[""], lists=alone)
        for kind, place in zip(lists, alone, strict=True):
            for topic in kind.children:
                around[topic.path] = Around(topic, (replace(root, children=()), place))
    return SectionTree(root, lists, around)


def _lists(config: Config, root: Place, topics: Iterable[Place]) -> tuple[Place, ...]:
    if not config.feeds.also:
        return ()
    from feedwright.indexes.lists import list_of

    topics = list(topics)
    return tuple(
        list_of(kind, root, (place for place in topics if place.path.startswith(f"{kind}/")))
        for kind in config.feeds.also
    )


def is_known(run: Run, tree: SectionTree) -> bool:
    """Whether the tree and the lists are as the last run left them."""
    values = run.catalog.values
    return values.get(TREE) == tree.root and values.get(TOPIC_LISTS) == tree.lists


def remember_tree(
    run: Run, tree: SectionTree, translations: Mapping[str, tuple[Translation, ...]]
) -> set[str]:
    """Have the catalog know the tree and each section's feeds in other languages.

    Returns the sections whose feeds or pages show what is different from the last run.
    """
    values = run.catalog.values
    values.put(TOPIC_LISTS, tree.lists)
    before = values.get(TREE)
    if before != tree.root:
        values.put(TREE, tree.root)
    dirty = reached(before, tree.root) if run.config.feeds.pages else set()
    now = {path: others for path, others in sorted(translations.items()) if others}
    known = values.get(TRANSLATIONS) or {}
    if now == known:
        return dirty
    values.put(TRANSLATIONS, now)
    return dirty | {path for path in translations if now.get(path) != known.get(path)}


def around(config: Config, tree: SectionTree, resolver: SectionResolver, path: str) -> Around | None:
    """What the section's page shows around it; None if it has no page, or a list is in its place.

    A section that is gone is in no list, but a reader of its feed may still come to its page.
    """
    if not config.feeds.pages or path in config.feeds.also:
        return None
    if path in tree.around:
        return tree.around[path]
    return Around(_place(path, resolver), (tree.around[""].here,))


def _place(path: str, resolver: SectionResolver) -> Place:
    return resolver.place(path, formats.feed_files(resolver.settings(path).formats))
