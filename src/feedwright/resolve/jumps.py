"""Links to places within an entry, such as footnotes, and the ids of these places."""

from __future__ import annotations

import html
import re
from urllib.parse import unquote, urlsplit

from feedwright.patterns import lazy

_MAY_JUMP = re.compile(r"href\s*=\s*[\"']?#")
_JUMP = lazy(r"""(<a\b[^<>]*?\bhref\s*=\s*["']?)#([^"'\s<>]+)""", re.IGNORECASE)
_ID = lazy(
    r"""(<[a-z][^<>]*?\sid\s*=\s*|<a\b[^<>]*?\sname\s*=\s*)(?:"([^"<>]*)"|'([^'<>]*)'|([^\s"'=<>`]+))""",
    re.IGNORECASE,
)
_NAME, _AS_ID = lazy(r"name(\s*=\s*)\Z", re.IGNORECASE), r"id\1"


_UNSAFE = lazy(r"[^A-Za-z0-9_.-]")


def _targets(written: str) -> tuple[str, ...]:
    """The ids to which a fragment may lead; letters of other scripts may be percent-encoded in it."""
    target = html.unescape(written)
    return (target, unquote(target)) if "%" in target else (target,)


def _safe(sign: re.Match[str]) -> str:
    return "-" if sign[0].isascii() else f"{ord(sign[0]):x}"


def from_own_page(html: str, url: str) -> str:
    """HTML in which links with the address of the page and a place on it are jumps to that place."""
    for own in (url, urlsplit(url).path) if "#" in html else ():
        if len(own) > 1 and f"{own}#" in html:
            for quote in ('"', "'"):
                html = html.replace(f"href={quote}{own}#", f"href={quote}#")
    return html


def jumps(markup: str, prefix: str) -> tuple[str, frozenset[str]]:
    """`markup` whose jumps to places in it lead to ids that begin with `prefix`; and these ids.

    Entries are shown one below the other, and each has a first footnote. Only places that are led to keep
    an id.
    """
    if "#" not in markup or _MAY_JUMP.search(markup) is None:
        return markup, frozenset()
    led_to = {target for _, written in _JUMP.findall(markup) for target in _targets(written)}
    there = {html.unescape(a or b or c) for _, a, b, c in _ID.findall(markup)} & led_to
    if not there:
        return markup, frozenset()
    # A text that comes from a feed of ours has the prefix already.
    named = {target: prefix + _UNSAFE.sub(_safe, target.removeprefix(prefix)) for target in there}

    def place(found: re.Match[str]) -> str:
        target = html.unescape(found[2] or found[3] or found[4] or "")
        # HTML 4 names places by `<a name>`.
        return f'{_NAME.sub(_AS_ID, found[1])}"{named[target]}"' if target in named else found[0]

    def jump(found: re.Match[str]) -> str:
        target = next((one for one in _targets(found[2]) if one in named), None)
        return found[0] if target is None else f"{found[1]}#{named[target]}"

    return _JUMP.sub(jump, _ID.sub(place, markup)), frozenset(named.values())
