"""Liquid in the text of articles, as in Jekyll and Eleventy.

In a Jekyll tree, whose site is known, all of it is evaluated (`includes.py`). Elsewhere, expressions can use
strings, filters that make URLs, and variables that an article knows (`site.url`, `page.title`,
and those of `assign`); others are empty. Tags that link, show or quote are rendered. Loops and comments are
removed with their content; of all other tags, only the tag is removed.
"""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Callable, Collection, Iterator, Mapping
from textwrap import dedent
from urllib.parse import urljoin

from feedwright.patterns import lazy
from feedwright.sources.markup import includes
from feedwright.sources.markup.calls import arguments_of
from feedwright.sources.markup.code import code_element, fenced
from feedwright.sources.markup.embeds import as_file_shows, has_meaning, names_media, render
from feedwright.sources.markup.liquid_values import TooMuchError, as_text
from feedwright.sources.markup.markdown_inside import as_html
from feedwright.sources.markup.page import Page, protected
from feedwright.sources.markup.placing import in_tag

_CODE = ("schema", "javascript", "stylesheet", "style")
_DROPPED = ("comment", "for", "tablerow", "capture", *_CODE)
_BLOCKS = ("raw", "highlight", "markdown", *_DROPPED)
_BLOCK = lazy(rf"\{{%-?\s*({'|'.join(_BLOCKS)})\b((?:[^%]|%(?!\}})){{0,500}})%\}}")
_END = {name: lazy(rf"\{{%-?\s*end{name}\s*-?%\}}") for name in _BLOCKS}
_LONGEST = 10_000
"""Characters of a tag or an expression that are looked at."""
_NAME = lazy(r"\s*(\w*)")
_PART = lazy(r"""((?:"[^"]*"|'[^']*'|[^|"'])+)""")
_LITERAL = lazy(r"""\s*(?:"([^"]*)"|'([^']*)')\s*\Z""")
_ASSIGNED = lazy(r"\s*(\w+)\s*=(.*)\Z", re.DOTALL)


def plain(text: str, page: Page) -> str:
    """Replace Liquid by what it shows."""
    text = _with_raw(text)

    renderer = _Renderer(page)
    if page.site is not None and (shown := renderer.evaluated(text)) is not None:
        return shown
    variables = renderer.assigned(text)

    def block(name: str, arguments: str, inner: str) -> str:
        if name in ("for", "capture") and (shown := renderer.block(name, arguments, inner, variables)):
            return shown
        if name not in ("comment", *_CODE):
            page.leave_out("loop" if name in ("for", "tablerow") else "tag", f"{name} {arguments}")
        return ""

    text = _with_highlighted(_blocks(text, _DROPPED, block), page.is_markdown)
    return renderer.render(text)


def _with_raw(text: str) -> str:
    return _blocks(text, ("raw",), lambda name, arguments, inner: protected(inner))


def _with_highlighted(text: str, is_markdown: bool) -> str:
    def code(name: str, arguments: str, inner: str) -> str:
        language = (arguments.split() or [""])[0].strip("-\"',")
        return fenced(inner, language) if is_markdown else code_element(inner, language)

    text = _blocks(text, ("highlight",), code)
    # A tag that sites of Eleventy have for Markdown in the middle of HTML.
    return _blocks(text, ("markdown",), lambda name, arguments, inner: _marked_down(dedent(inner).strip()))


def _marked_down(text: str) -> str:
    """HTML, or where Liquid has to be rendered first, Markdown on lines of its own."""
    return f"\n\n{text}\n\n" if "{" in text else as_html(text)


def _with_code(text: str, is_markdown: bool) -> str:
    return _with_highlighted(_with_raw(text), is_markdown)


def _nodes(text: str) -> Iterator[tuple[str, str, str]]:
    """Texts, expressions and tags in turn: kind, name of a tag, and what is written in it.

    A hyphen inside the braces removes blanks outside of them.
    """
    at, is_trimmed = 0, False
    for start, end, is_expression, inner in tags(text):
        before = text[at:start]
        before = before.lstrip() if is_trimmed else before
        yield "text", "", before.rstrip() if text[start + 2] == "-" else before
        at, is_trimmed = end, text[end - 3] == "-" and end - start > 5
        found = _NAME.match(inner)
        if is_expression or found is None:
            yield "value", "", inner
        else:
            yield "tag", found[1], inner[found.end() :].strip()
    yield "text", "", text[at:].lstrip() if is_trimmed else text[at:]


_GIVEN = lazy(r"""([\w-]+)\s*=\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s,"']+)""", re.DOTALL)


def _given(template: includes.Template, written: str) -> object:
    """The value of an argument; a path without quotation marks is no variable, but itself."""
    if written[0] in "\"'":
        return written[1:-1].replace(f"\\{written[0]}", written[0])
    value = template.value(written)
    return written if value is None and "/" in written else value


def _values_of(written: str) -> list[tuple[str, str]]:
    """The arguments of a tag with their values as they are written, which may be names of others."""
    return _GIVEN.findall(written)


def _blocks(text: str, names: Collection[str], change: Callable[[str, str, str], str]) -> str:
    """Apply `change` to each block of these names; a block without an end is left as it is."""
    pieces: list[str] = []
    unclosed: set[str] = set()
    at = 0
    while opening := _BLOCK.search(text, at):
        name = opening[1]
        end = _END[name].search(text, opening.end()) if name in names and name not in unclosed else None
        if end is None:
            unclosed.add(name)
            pieces.append(text[at : opening.end()])
            at = opening.end()
        else:
            pieces += [
                text[at : opening.start()],
                change(name, opening[2], text[opening.end() : end.start()]),
            ]
            at = end.end()
    return "".join([*pieces, text[at:]])


def tags(text: str) -> Iterator[tuple[int, int, bool, str]]:
    """Each expression and each tag: its start and end, whether it is an expression, and what is inside.

    As Liquid has it, either ends with the first end that follows, however far away that is.
    """
    missing = set[str]()
    at = text.find("{")
    while at >= 0:
        kind = text[at + 1 : at + 2]
        closing = {"{": "}}", "%": "%}"}.get(kind, "")
        end = text.find(closing, at + 2) if closing and closing not in missing else -1
        if end < 0:
            missing |= {closing} if closing else set()
            at = text.find("{", at + 1)
            continue
        inner = text.rfind("{{", at + 1, end) if kind == "{" else -1
        if inner > at and text[inner - 1] not in "\"'":
            # What is open is a brace, and not the expression that begins later.
            at = inner
        yield at, end + 2, kind == "{", text[at + 2 : end].strip("-")
        at = text.find("{", end + 2)


class _Renderer:
    def __init__(self, page: Page) -> None:
        self._page = page
        self._variables = {
            "site.url": page.origin,
            "site.baseurl": page.base,
            "site.base_url": page.base,
            "page.title": page.title,
        }
        self._variables |= {
            f"page.{key}": str(value)
            for key, value in page.keys.items()
            if isinstance(value, str | int | float)
        }
        self._budget = includes.Budget()

    def assigned(self, text: str) -> dict[str, object]:
        """What the article's own tags assign, lists too; they stand above where that is used."""
        variables = self._known()
        if "assign" in text and ("endfor" in text or "endcapture" in text):
            written = "".join(text[start:end] for start, end, *_ in tags(text) if "assign" in text[start:end])
            self._evaluate(_nodes(written), variables)
        return variables

    def evaluated(self, text: str) -> str | None:
        """The text with all that its tags and expressions show; None if that is too much."""
        text = _with_highlighted(_blocks(text, _CODE, lambda *_: ""), self._page.is_markdown)
        try:
            return self._template(_nodes(text), self._known(), 0).render()
        except (TooMuchError, RecursionError):
            self._page.warn("{%", "loops that show more than an article can have; left out")
            return None

    def block(self, name: str, arguments: str, inner: str, variables: dict[str, object]) -> str:
        """What a loop over a list of the article's own shows; of a text that is captured, remember it."""
        written = f"{{% {name} {arguments} %}}{inner}{{% end{name} %}}"
        shown = self._evaluate(_nodes(written), variables)
        self._keep(variables)
        return shown

    def _evaluate(self, nodes: Iterator[tuple[str, str, str]], variables: dict[str, object]) -> str:
        try:
            return self._template(nodes, variables, 0).render()
        except (TooMuchError, RecursionError):
            return ""

    def _template(
        self, nodes: Iterator[tuple[str, str, str]], variables: dict[str, object], depth: int
    ) -> includes.Template:
        def include(name: str, written: str) -> str:
            given = {key: _given(template, value) for key, value in _values_of(written)}
            texts = arguments_of(written) | {key: as_text(value) for key, value in given.items()}
            known = render(name, texts, "", self._page) if has_meaning(name, texts) else None
            if known is not None and not names_media(texts):
                return known
            shown = self._render_file(name, given, variables, depth + 1)
            if known is not None:
                return as_file_shows(known, shown, texts) if shown else known
            if shown is None:
                self._page.leave_out("include", name)
            return shown or ""

        template = includes.Template(nodes, variables, self._page, self._budget, include, self._shown_tag)
        return template

    def _shown_tag(self, name: str, written: str, inner: str) -> str:
        return render(name, arguments_of(written), inner, self._page)

    def _known(self) -> dict[str, object]:
        variables: dict[str, object] = {
            name: value for name, value in self._variables.items() if "." not in name
        }
        own = {"url": self._page.origin, "baseurl": self._page.base, "base_url": self._page.base}
        site = ChainMap(own, self._page.site) if self._page.site is not None else own  # type: ignore[arg-type]
        keys = self._page.keys
        own = {"title": self._page.title, "path": self._page.path}
        own |= {"id": str(keys.get("url") or "").removesuffix(".html").rstrip("/")}
        own |= {key: keys[key] for key in ("url", "date", "tags", "categories", "slug") if key in keys}
        # Whether it has keys would be known only when the file is read again.
        written = self._page.site.get("page") if self._page.site is not None else None
        page = ChainMap(own, {} if written is None else written, keys)  # type: ignore[arg-type]
        return variables | {"site": site, "page": page, "jekyll": {"environment": "production"}}

    def _keep(self, variables: dict[str, object]) -> None:
        self._variables |= {name: value for name, value in variables.items() if isinstance(value, str)}

    def render(self, text: str) -> str:
        """The text with the output of its tags and expressions."""
        pieces: list[str] = []
        at = 0
        for start, end, is_expression, inner in tags(text):
            pieces.append(text[at:start])
            pieces.append(self._value(inner) if is_expression else in_tag(pieces, self._tag(inner)))
            at = end
        return "".join((*pieces, text[at:]))

    def _tag(self, inner: str) -> str:
        found = _NAME.match(inner)
        name = found[1] if found else ""
        written = inner[found.end() :].strip() if found else ""
        if name in ("assign", "set"):
            if assigned := _ASSIGNED.match(written):
                self._variables[assigned[1]] = self._value(assigned[2])
            return ""
        written = self.render(written[:_LONGEST])
        if name in ("link", "post_url"):
            return self._page.link(written.strip("\"'"))
        if name in ("include", "include_relative", "include_cached", "render"):
            file, rest = includes.file_and_arguments(written)
            return self._included(f"./{file}" if name == "include_relative" else file, rest)
        if name.startswith("end") or name in ("if", "elsif", "else", "unless", "case", "when"):
            return ""
        return render(name, self._arguments(written), "", self._page)

    def _included(self, file: str, written: str) -> str:
        """The text of another file; of one that is known to show a picture or a film, that."""
        arguments = self._arguments(written)
        known = render(file, arguments, "", self._page) if has_meaning(file, arguments) else None
        if known is not None and not names_media(arguments):
            return known
        variables = self._known()
        try:
            shown = self._render_file(file, dict(arguments), variables, 1)
        except (TooMuchError, RecursionError):
            self._page.warn(file, "an included file that shows more than an article can have; left out")
            shown = None
        if known is not None:
            return as_file_shows(known, shown, arguments) if shown else known
        if shown is None:
            self._page.leave_out("include", file)
            return ""
        self._keep(variables)
        return shown

    def _render_file(
        self, file: str, arguments: Mapping[str, object], variables: dict[str, object], depth: int
    ) -> str | None:
        """What a file shows; None if it cannot be read."""
        text = self._page.include(file) if depth <= includes.DEEPEST else None
        if text is None:
            return None
        around = variables.get("include")
        variables["include"] = arguments
        nodes = _nodes(_with_code(text, self._page.is_markdown))
        shown = self._template(nodes, variables, depth).render()
        variables["include"] = around
        return shown

    def _arguments(self, written: str) -> dict[str, str]:
        return {name: self._variables.get(value, value) for name, value in arguments_of(written).items()}

    def _value(self, expression: str) -> str:
        first, *filters = _PART.findall(expression[:_LONGEST]) or [""]
        value = self._term(first)
        for one in filters:
            name, _, argument = one.partition(":")
            value = self._filtered(value, name.strip(), argument)
        return value

    def _term(self, term: str) -> str:
        if literal := _LITERAL.match(term):
            return literal[1] if literal[1] is not None else literal[2]
        return self._variables.get(term.strip(), "")

    def _filtered(self, value: str, name: str, argument: str) -> str:
        if name == "relative_url" or name == "url":
            return value if "://" in value else f"{self._page.base}/{value.lstrip('/')}"
        if name == "markdownify":
            return as_html(value)
        if name == "absolute_url":
            return urljoin(self._page.site_url, value.lstrip("/"))
        if name == "prepend":
            return self._term(argument) + value
        return value + self._term(argument) if name == "append" else value
