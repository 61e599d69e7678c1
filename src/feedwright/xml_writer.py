"""XML documents, written from the first line to the last."""

from __future__ import annotations

import html
import re

_STEP = "  "
_LONG = 500
_MARKUP = re.compile(r'[&<>"\t\n\r]')
_CONTROLS = (*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20))
_NONCHARACTERS = re.compile(b"\xef\xbf[\xbe\xbf]")
"""U+FFFE and U+FFFF in UTF-8."""


class Writer:
    """One document, an element after the other, each on a line of its own.

    Names are written as they are given, prefix and all; it is for the root element to declare the
    prefixes. Attributes stand in the order in which they are given, and those that are None are left out.
    """

    def __init__(self, stylesheet: str | None = None) -> None:
        """`stylesheet` is where browsers find the CSS to show the document with.

        CSS and not XSLT, which browsers are about to remove.
        """
        self._parts = [b"<?xml version='1.0' encoding='UTF-8'?>\n"]
        if stylesheet is not None:
            pointer = f'<?xml-stylesheet type="text/css" href="{html.escape(stylesheet)}"?>\n'
            self._parts.append(pointer.encode())
        self._indent = ""
        self._around: list[tuple[str, int]] = []

    def leaf(self, name: str, text: str | None = None, /, **attributes: str | int | None) -> None:
        """An element without children: `<name/>` without a text, `<name></name>` with an empty one."""
        start = f"{self._indent}<{name}{_said(attributes)}"
        if text is None:
            self._parts.append(f"{start}/>\n".encode())
        elif len(text) < _LONG:
            self._parts.append(f"{start}>{_escaped(text)}</{name}>\n".encode())
        else:
            # Bytes are escaped twice as fast as text, which pays for the two more parts only in long ones.
            self._parts.append(f"{start}>".encode())
            self._parts.append(_escaped_bytes(text.encode()))
            self._parts.append(f"</{name}>\n".encode())

    def optional(self, name: str, text: str | None, /, **attributes: str | int | None) -> None:
        """The same, or nothing where there is no text."""
        if text:
            self.leaf(name, text, **attributes)

    def escaped(self, name: str, text: str, /) -> None:
        """An element whose text is escaped already, each character as its caller wants it."""
        self._parts.append(f"{self._indent}<{name}>{text}</{name}>\n".encode())

    def element(self, name: str, /, **attributes: str | int | None) -> Writer:
        """An element around all that is written in its `with` block; around nothing, it is `<name/>`."""
        self._parts.append(f"{self._indent}<{name}{_said(attributes)}>\n".encode())
        self._around.append((name, len(self._parts)))
        self._indent += _STEP
        return self

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        name, start = self._around.pop()
        self._indent = self._indent.removesuffix(_STEP)
        if len(self._parts) > start:
            self._parts.append(f"{self._indent}</{name}>\n".encode())
        else:
            self._parts[-1] = self._parts[-1].removesuffix(b">\n") + b"/>\n"

    def document(self) -> bytes:
        """All of it, in UTF-8, without characters that XML cannot carry (XML 1.0, section 2.2).

        `text.legal` has taken them out long before. Should one slip through, it must neither be written nor
        keep the rest of the feed from its readers.
        """
        data = b"".join(self._parts)
        # To look for each alone takes a tenth of the time of a regular expression for all.
        if any(control in data for control in _CONTROLS) or _NONCHARACTERS.search(data):
            return _NONCHARACTERS.sub(b"", data.translate(None, bytes(_CONTROLS)))
        return data


def _said(attributes: dict[str, str | int | None]) -> str:
    said = ""
    for name, value in attributes.items():
        if value is not None:
            said += f' {name}="{_quoted(str(value))}"'
    return said


def _quoted(value: str) -> str:
    """Bare line feeds and tabs would be read as blanks (XML 1.0, section 3.3.3)."""
    if _MARKUP.search(value) is None:
        return value
    return _escaped(value).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def _escaped(text: str) -> str:
    """A bare carriage return would be read as a line feed (XML 1.0, section 2.11)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def _escaped_bytes(text: bytes) -> bytes:
    return text.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;").replace(b"\r", b"&#13;")
