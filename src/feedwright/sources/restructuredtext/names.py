"""Directives and roles that docutils does not have: those of Sphinx, Nikola and Pelican, and any other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from docutils import nodes, utils
from docutils.parsers.rst import Directive, directives, roles
from docutils.parsers.rst.languages import en
from docutils.statemachine import StringList

from feedwright.sources.markup.sphinx_files import is_on_pages

_DIRECTIVE = re.compile(r"\.\.[ \t]+(?:\|[^|\n]+\|[ \t]+)?([\w.+-]+(?::[\w.+-]+)*)[ \t]?::")
_ROLE = re.compile(r"(?<![\w.+:-]):([\w.+-]{1,80}(?::[\w.+-]{1,80}){0,3}):`")
_TITLED = re.compile(r"(.+?)\s*<[^<>]*>\Z", re.DOTALL)

Inline = tuple[list[nodes.Node], list[nodes.system_message]]


class _AnyOptions(dict[str, Callable[[str], str]]):
    """Options of any name."""

    def __missing__(self, name: str) -> Callable[[str], str]:
        return lambda value: value or ""


class _Unknown(Directive):
    """A directive whose content is shown, whatever it is for; what follows `::` on its line is left out."""

    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = _AnyOptions({"class": str})
    has_content = True

    def run(self) -> list[nodes.Node]:
        """The content; a first line of it may stand where docutils expects more of the argument."""
        return self.parsed((self.arguments or [""])[0].split("\n")[1:])

    def parsed(self, lines: list[str]) -> list[nodes.Node]:
        """What these lines and the content mean."""
        inner = nodes.Element()
        for part in (StringList(lines, "argument"), self.content):
            self.state.nested_parse(part, self.content_offset, inner)
        return list(inner.children)

    @property
    def argument(self) -> str:
        """The first line of what follows `::`."""
        return str((self.arguments or [""])[0]).partition("\n")[0].strip()


class _Nothing(_Unknown):
    """A directive that is left out with its content: a list, file or diagram that only its program makes."""

    def run(self) -> list[nodes.Node]:
        """Nothing."""
        return []


class _Only(_Unknown):
    """What only some formats have; what is for others than HTML, or for a tag of a build, is left out."""

    def run(self) -> list[nodes.Node]:
        """The content, if pages have it."""
        return self.parsed([]) if is_on_pages(self.argument) else []


class _Date(_Unknown):
    """The day on which a text is converted, which is no part of it."""

    def run(self) -> list[nodes.Node]:
        """An empty text, because it stands for words within a line."""
        return [nodes.inline()]


class _Code(_Unknown):
    """Code, with any options: docutils drops a block that has an option of Sphinx."""

    def run(self) -> list[nodes.Node]:
        """A block of code with its language and caption."""
        code = "\n".join(self.content)
        name = self.argument
        classes = [f"language-{name}"] if re.fullmatch(r"[\w.+#-]+", name) else []
        return [nodes.literal_block(code, code, classes=classes, caption=self.options.get("caption"))]


class _Change(_Unknown):
    """Since which version something is there, was changed or is deprecated."""

    def run(self) -> list[nodes.Node]:
        """A paragraph that says so, and the content."""
        words = {"versionadded": "New in version", "deprecated": "Deprecated since version"}
        says = f"{words.get(self.name, 'Changed in version')} {self.argument}"
        return [nodes.paragraph("", "", nodes.strong("", says)), *super().run()]


class _Note(_Unknown):
    """An admonition of Sphinx."""

    def run(self) -> list[nodes.Node]:
        """A quote with a title."""
        lines = (self.arguments or [""])[0].split("\n")
        return [nodes.admonition("", nodes.title("", "See also"), *self.parsed(lines))]


class _Embedded(_Unknown):
    """A film or post of another site: a link, because feeds have no frames."""

    HOSTS = {  # noqa: RUF012
        "gist": ("https://gist.github.com/{}", "Gist"),
        "soundcloud": ("https://soundcloud.com/{}", "SoundCloud"),
        "vimeo": ("https://vimeo.com/{}", "Vimeo"),
        "youtube": ("https://www.youtube.com/watch?v={}", "YouTube"),
    }

    def run(self) -> list[nodes.Node]:
        """A paragraph with the link."""
        name = self.argument.partition(" ")[0]
        if not name:
            return []
        address, host = self.HOSTS[self.name]
        url = name if "://" in name else address.format(name)
        return [nodes.paragraph("", "", nodes.reference("", host, refuri=url))]


class _Thumbnail(_Unknown):
    """A picture that leads to a larger one (Nikola): the picture with its caption."""

    def run(self) -> list[nodes.Node]:
        """A figure."""
        figure = nodes.figure("", nodes.image(uri=self.argument, alt=self.options.get("alt", "")))
        inner = self.parsed([])
        if inner:
            figure += nodes.caption("", "", *inner[0].children)
            figure += [nodes.legend("", *inner[1:])] if inner[1:] else []
        return [figure] if self.argument else []


_KNOWN: dict[str, type[Directive]] = {
    **dict.fromkeys(("code", "code-block", "sourcecode", "code-cell", "ipython"), _Code),
    **dict.fromkeys(("versionadded", "versionchanged", "deprecated", "versionremoved"), _Change),
    **dict.fromkeys(_Embedded.HOSTS, _Embedded),
    "date": _Date,
    "only": _Only,
    "seealso": _Note,
    "thumbnail": _Thumbnail,
    **dict.fromkeys((
        "chart", "contents", "currentmodule", "feed", "graphviz", "highlight", "ifconfig", "index", "listing",
        "mermaid", "module", "plantuml", "post", "post-list", "postlist", "slides", "tabularcolumns",
        "template", "toctree", "todo", "todolist", "uml",
    ), _Nothing),
}  # fmt: skip


def named_in(text: str) -> tuple[set[str], set[str]]:
    """The names of directives and of roles in a text."""
    used, spoken = ({name.lower() for name in pattern.findall(text)} for pattern in (_DIRECTIVE, _ROLE))
    return used, spoken


@contextmanager
def known_names(text: str) -> Iterator[None]:
    """Have docutils know the directives and roles that a text names, as long as the block lasts."""
    before = directives._directives.copy(), roles._roles.copy()
    try:
        used, spoken = named_in(text)
        for name in used:
            if name in _KNOWN or name not in en.directives:
                directives.register_directive(name, _KNOWN.get(name, _Unknown))
        for name in spoken - en.roles.keys():
            roles.register_local_role(name, _as_html if name == RAW_HTML else _shown)
        yield
    finally:
        for names, old in zip((directives._directives, roles._roles), before, strict=True):
            names.clear()
            names.update(old)


RAW_HTML = "feedwright-html"
"""A role for HTML within a line, into which shortcodes have been converted."""

_CODE = {"attr", "class", "command", "data", "envvar", "exc", "file", "func", "kbd", "meth", "mod", "option"}


def _shown(
    name: str, rawtext: str, text: str, lineno: int, inliner: Any, options: Any = None, content: Any = None
) -> Inline:
    """The words of a role: `words <target>`, and of `~package.name` the name, as Sphinx does it."""
    words = utils.unescape(text)
    titled = _TITLED.match(words)
    if titled:
        words = titled[1]
    elif words.startswith("~"):
        words = words[1:].rpartition(".")[2]
    is_code = ":" in name or name in _CODE
    return [nodes.literal("", words.lstrip("!")) if is_code else nodes.Text(words)], []


def _as_html(
    name: str, rawtext: str, text: str, lineno: int, inliner: Any, options: Any = None, content: Any = None
) -> Inline:
    return [nodes.raw("", utils.unescape(text, True), format="html")], []
