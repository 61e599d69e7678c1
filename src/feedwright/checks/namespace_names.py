"""The names of namespaces as documents mean them, where they write other ones."""

from __future__ import annotations

from functools import cache

from feedwright.checks import namespace
from feedwright.checks.node import ATOM, PREFIXES, RDF, RSS090, RSS1, SITEMAP, XHTML

_USED = frozenset(name.strip("{}") for name in (*PREFIXES.values(), SITEMAP, XHTML, RDF, RSS1, RSS090))

ATOM_03 = "http://purl.org/atom/ns#"
"""The namespace of Atom 0.3, a draft whose elements are not those of Atom 1.0."""
_NETSCAPE = {"http://channel.netscape.com/rdf/simple/0.9/": RSS090.strip("{}")}
"""RSS 0.90 was published under two names."""
_OF_ROOTS = {"rss": "", "feed": ATOM.strip("{}"), "entry": ATOM.strip("{}")}
"""The namespace of documents with these root elements."""


def is_known(uri: str) -> bool:
    """Whether elements of this namespace are known by this very name."""
    return uri in _USED or uri in namespace.prefixes() or uri in _NETSCAPE


def meant(uri: str) -> str:
    """The name that a misspelt one should be; "" if it is right or stands for none."""
    return "" if not uri or is_known(uri) else _by_plain().get(_plain(uri), "")


def usual(uri: str) -> str:
    """The name under which the elements of a namespace are looked for."""
    return _NETSCAPE.get(uri) or meant(uri) or uri


def of_root(local: str, uri: str) -> str | None:
    """The namespace that a document with this root element should have; None if it is `uri`, or unknown."""
    right = _OF_ROOTS.get(local, uri)
    return None if right == usual(uri) or uri == ATOM_03 else right


def is_alike(one: str, other: str) -> bool:
    """Whether two names differ only in what people often get wrong."""
    return _plain(one) == _plain(other)


def _plain(uri: str) -> str:
    """A URI without the parts that people often get wrong."""
    bare = uri.strip().lower().removeprefix("https://").removeprefix("http://").removeprefix("www.")
    return bare.rstrip("/#")


@cache
def _by_plain() -> dict[str, str]:
    return {_plain(uri): uri for uri in (*namespace.prefixes(), *_USED)}
