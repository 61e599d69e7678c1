"""What plugins change in an entry: found when the entry is made, and applied in each feed that shows it.

So a plugin runs once for an article, and the last good version of an entry is as it was made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseExtension
from lxml import etree

from feedwright.model import ElementChange, Entry

Element = etree._Element

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=False)


def find_changes(
    build: Callable[[], FeedEntry],
    write: Callable[[FeedEntry], Element],
    extend: Callable[[FeedEntry], None],
    namespaces: Mapping[str, str],
) -> tuple[tuple[ElementChange, ...], dict[str, str]]:
    """Return what `extend` changes in an entry of feedgen, and the namespaces that it uses, by prefix.

    Args:
        build: makes the entry.
        write: makes the element of it.
        extend: changes it.
        namespaces: those that the format declares.

    Raises:
        ValueError: if it changes attributes of the entry's own element, which would be lost.
    """
    plain = write(build())
    before = _children(plain, namespaces)
    fe = build()
    known = set(vars(fe))
    extend(fe)
    added = _namespaces(one for name, one in vars(fe).items() if name not in known)
    own = {prefix: uri for prefix, uri in added.items() if namespaces.get(prefix, uri) == uri}
    extended = write(fe)
    if extended.attrib != plain.attrib:
        raise ValueError(f"other attributes of <{extended.tag}>: only elements in it can be changed")
    after = _children(extended, {**namespaces, **own})
    changes = tuple(_changes(before, after))
    written = "".join(change.after or "" for change in changes)
    return changes, {prefix: uri for prefix, uri in own.items() if f'xmlns:{prefix}="{uri}"' in written}


def apply_changes(entry: Element, changes: Iterable[ElementChange]) -> None:
    """Change an entry. What is not in this feed (a summary, say) is neither replaced nor removed."""
    for change in changes:
        new = None if change.after is None else etree.fromstring(change.after, _PARSER)
        if change.before is None:
            if new is not None:
                entry.append(new)
            continue
        old = _find(entry, etree.fromstring(change.before, _PARSER))
        if old is None:
            continue
        if new is None:
            entry.remove(old)
        else:
            new.tail = old.tail
            entry.replace(old, new)


def namespaces_of_plugins(entries: Iterable[Entry]) -> dict[str, str]:
    """Return the namespaces that plugins use in these entries, by prefix."""
    pairs = (pair for entry in entries if entry.additions for pair in entry.additions.namespaces)
    return dict(sorted(pairs, reverse=True))


def _find(entry: Element, wanted: Element) -> Element | None:
    """The child that is the same; else the only one of that name."""
    named = [child for child in entry if child.tag == wanted.tag]
    text = _canonical(wanted)
    same = [child for child in named if _canonical(child) == text]
    return same[0] if same else named[0] if len(named) == 1 else None


def _namespaces(extensions: Iterable[object]) -> dict[str, str]:
    """The namespaces of extensions of entries, by prefix.

    As feedgen has it, an extension of feeds declares them: `MediaExtension` for `MediaEntryExtension`.
    """
    found: dict[str, str] = {}
    for one in extensions:
        if isinstance(one, BaseExtension):
            found |= one.extend_ns()
            of_feed = _extension_of_feeds(type(one))
            if isinstance(of_feed, type) and issubclass(of_feed, BaseExtension):
                found |= of_feed().extend_ns()
    return found


def _extension_of_feeds(of_entries: type) -> object:
    name, module = of_entries.__name__.replace("EntryExtension", "Extension"), of_entries.__module__
    try:
        # In feedgen, `podcast_entry` is beside `podcast`.
        return getattr(import_module(module.removesuffix("_entry")), name, None)
    except ImportError:
        return getattr(import_module(module), name, None)


def _children(entry: Element, namespaces: Mapping[str, str]) -> list[tuple[str, str]]:
    """The name and the canonical XML of each child, with the prefixes of these namespaces."""
    root = etree.Element("root", nsmap=dict(namespaces))
    root.append(entry)
    return [(str(child.tag), _canonical(child)) for child in entry if isinstance(child.tag, str)]


def _canonical(child: Element) -> str:
    return etree.tostring(child, method="c14n", exclusive=True, with_tail=False).decode()


def _changes(before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]) -> Iterator[ElementChange]:
    """What is different; of two children with one name, one replaces the other."""
    stays = Counter(before) & Counter(after)
    gone, new = _without(before, stays), _without(after, stays)
    for name, text in new:
        old = next((one for one in gone if one[0] == name), None)
        if old is not None:
            gone.remove(old)
        yield ElementChange(old[1] if old else None, text)
    yield from (ElementChange(text, None) for _, text in gone)


def _without(children: Sequence[tuple[str, str]], stays: Counter[tuple[str, str]]) -> list[tuple[str, str]]:
    left = stays.copy()
    found: list[tuple[str, str]] = []
    for child in children:
        if left[child]:
            left[child] -= 1
        else:
            found.append(child)
    return found
