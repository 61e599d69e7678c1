"""HTML in feeds: it must work in a reader, without the page that it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from feedwright.checks import schemes, specs
from feedwright.checks.document import Markup, Tag
from feedwright.checks.grammar import is_uri, quoted, scheme, shown
from feedwright.checks.rule import Problem, Rule, Subject

_STRIPPED = frozenset(
    (
        "applet",
        "base",
        "basefont",
        "embed",
        "form",
        "frame",
        "frameset",
        "iframe",
        "input",
        "isindex",
        "link",
        "listing",
        "meta",
        "noframes",
        "object",
        "param",
        "plaintext",
        "style",
        "xmp",
    )
)
_URLS = frozenset(("href", "src", "poster"))
# Links that people click as they click http; browsers load nothing from them.
_SCRIPT_SCHEMES = re.compile(r"(?:javascript|vbscript):", re.IGNORECASE)
# One URL of srcset, up to the comma before the next (HTML, section 4.8.4.2.1).
_CANDIDATE = re.compile(r"([^\s,]\S*[^\s,]|[^\s,])(?:\s+[^,]*)?\s*,?")


def _markup(subject: Subject) -> Iterator[Markup]:
    yield from subject.document.markup
    for entry in subject.document.entries:
        yield from entry.markup


def _urls(subject: Subject) -> Iterator[tuple[Markup, Tag, str, str]]:
    """All URLs, each with its text, its element, and the name of its attribute."""
    for markup in _markup(subject):
        for tag in markup.tags:
            for name, value in tag.attributes:
                if name == "srcset":
                    for match in _CANDIDATE.finditer(value):
                        yield markup, tag, name, match[1]
                elif name in _URLS:
                    yield markup, tag, name, value.strip()


def _element(tag: Tag, attribute: str) -> str:
    return f"<{shown(tag.name)} {shown(attribute)}>"


def _is_script(url: str) -> bool:
    if url[:40].lstrip()[:1].lower() not in ("j", "v"):
        return False
    return _SCRIPT_SCHEMES.match("".join(url.split())) is not None


def _has_id(markup: Markup, id_: str) -> bool:
    """Whether a link within the text leads somewhere, as footnotes do."""
    return any(("id", id_) in tag.attributes or ("name", id_) in tag.attributes for tag in markup.tags)


def _relative_urls(subject: Subject) -> Iterator[Problem]:
    for markup, tag, name, url in _urls(subject):
        found = scheme(url)
        if found in ("http", "https", "data") or _is_script(url):
            continue
        is_link = tag.name == "a" and name == "href"
        is_jump = is_link and url[:1] == "#" and _has_id(markup, url[1:])
        if not is_jump and not (is_link and schemes.is_registered(found) and found != "file"):
            yield Problem(markup.place, f"{_element(tag, name)} is {quoted(url)}")


def _unencoded_urls(subject: Subject) -> Iterator[Problem]:
    for markup, tag, name, url in _urls(subject):
        if not is_uri(url) and not _is_script(url):
            yield Problem(markup.place, f"{_element(tag, name)} is {quoted(url)}")


def _file_missing(subject: Subject) -> Iterator[Problem]:
    files = subject.local_files
    for markup, tag, name, url in _urls(subject) if files else ():
        if files and files.is_media(url) and files.file(url) is None:
            yield Problem(markup.place, f"there is no file at {quoted(url)} of {_element(tag, name)}")


def _scripts(subject: Subject) -> Iterator[Problem]:
    for markup in _markup(subject):
        for tag in markup.tags:
            if tag.name.rpartition(":")[2] == "script":
                yield Problem(markup.place, "there is a <script>")
    for markup, tag, name, url in _urls(subject):
        if _is_script(url):
            yield Problem(markup.place, f"{_element(tag, name)} is {quoted(url)}")


def _event_handlers(subject: Subject) -> Iterator[Problem]:
    for markup in _markup(subject):
        for tag in markup.tags:
            for name, value in tag.attributes:
                if name.startswith("on"):
                    yield Problem(markup.place, f"{_element(tag, name)} is {quoted(value)}")


def _stripped_elements(subject: Subject) -> Iterator[Problem]:
    for markup in _markup(subject):
        for name in dict.fromkeys(tag.name for tag in markup.tags if tag.name in _STRIPPED):
            yield Problem(markup.place, f"there is a <{name}>")


_SAFETY = specs.rfc(4287, "8.1")

RULES = (
    Rule(
        "html.url.absolute", "warning", _relative_urls,
        {"any": specs.rfc(3986, "5.1")},
        "Write the whole URL: readers do not know which page a relative one refers to.",
    ),
    Rule(
        "html.url.ascii", "warning", _unencoded_urls,
        {"any": specs.rfc(3986, "2")},
        "Percent-encode everything that RFC 3986 does not allow.",
    ),
    Rule(
        "html.file.missing", "error", _file_missing, {"any": specs.rfc(9110, "15.5.5")},
        "Publish the file, or correct its URL.",
    ),
    Rule(
        "html.script", "warning", _scripts, {"any": _SAFETY},
        "Remove the script: no reader runs scripts, and some refuse the feed.",
    ),
    Rule(
        "html.stripped", "warning", _stripped_elements, {"any": specs.validator("SecurityRisk")},
        "Replace it by text, links or pictures: readers remove it.",
    ),
    Rule(
        "html.handler", "warning", _event_handlers, {"any": _SAFETY},
        "Remove the event handler: no reader runs scripts, and some refuse the feed.",
    ),
)  # fmt: skip
