"""What markup can refer to: the article, its site, and other articles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct, field

from feedwright.files import MARKDOWN_SUFFIXES
from feedwright.left_out import LeftOut
from feedwright.patterns import lazy

BRACE = "\ue002"
"""Stands for a brace that begins no tag, because the author has protected it: a character no text has."""


def protected(text: str) -> str:
    """A text in which no tags are looked for any more."""
    return text.replace("{", BRACE)


def without_tags(text: str) -> str:
    """A text that is no template: what looks like a tag or an expression is text."""
    return text.replace("{{", BRACE * 2).replace("{%", f"{BRACE}%")


class Page(Struct, frozen=True):
    """An article and its site. `site_url` ends with a slash.

    `find` returns the URL of the article in a file, which may be given without its folder or suffix, or the
    path of a picture; None if there is no such file. `keys` are those of the front matter that templates may
    show.
    `include` returns the text of a file that articles include, or None. `site` is what templates may know of
    the site; None if its templates are not evaluated. `body` is the text of the article's
    file below its front matter, `lines_above` the number of lines above it. What markup has that no reader
    can be shown is added to `left_out`, and what the author should correct to `warnings`. `titles` are
    those of articles whose URLs `find` has returned, by these. `included` has the files of which
    documents have shown a part.
    """

    path: str
    title: str
    site_url: str
    find: Callable[[str], str | None]
    include: Callable[[str], str | None] = lambda name: None
    keys: Mapping[str, Any] = field(default_factory=dict)
    site: Mapping[str, Any] | None = None
    body: str = ""
    lines_above: int = 0
    left_out: list[LeftOut] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    titles: Mapping[str, str] = field(default_factory=dict)
    included: list[str] = field(default_factory=list)

    def link(self, target: str) -> str:
        """The URL of another article, with the fragment of `target`; "" if there is none."""
        file, mark, fragment = target.partition("#")
        if not file:
            return mark + fragment
        url = self.find(file)
        return url + mark + fragment if url else ""

    def leave_out(self, kind: str, written: str) -> None:
        """Note that a part of the text is not shown."""
        self.left_out.append(LeftOut(kind, _short(written)))

    def warn(self, written: str, message: str) -> None:
        """Warn of a part of the text, as it is written, with its line."""
        at = self.body.find(written)
        place = f"line {self.lines_above + self.body.count(chr(10), 0, at) + 1}: " if at >= 0 else ""
        self.warnings.append(f"{place}body: found {_short(written)}, {message}")

    @property
    def is_markdown(self) -> bool:
        """Whether the article is a file of Markdown."""
        return self.path.lower().endswith(MARKDOWN_SUFFIXES)

    @property
    def origin(self) -> str:
        """The scheme and host of the site."""
        parts = urlsplit(self.site_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def base(self) -> str:
        """The path of the site's URL, without a slash at the end; "" for the root."""
        return urlsplit(self.site_url).path.rstrip("/")


_LONGEST = 60


def _short(written: str) -> str:
    """The first words of a text, on one line."""
    words = " ".join(written.split())
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"


_SETTINGS = lazy(
    r"(?:.*/)?(?:\w*conf|\w*settings|\w*secrets?|(?:config|feedwright)(?=\.ya?ml$))\.(?:py|ya?ml)"
)


def may_hold_secrets(file: str) -> bool:
    """Tell whether a file that a text names is one of settings, which no text is to show."""
    return _SETTINGS.fullmatch(file) is not None
