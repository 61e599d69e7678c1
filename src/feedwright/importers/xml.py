"""Split XML of any size into records; each is parsed strictly as a small document of its own.

A broken record is reported with its line, and the next one is read. No DTD is ever parsed, so there are no
entities to expand or fetch.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import IO

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from feedwright.importers.document import Document
from feedwright.importers.record import Problem
from feedwright.text import legal, one_line

_PIECE = 1 << 16
_LARGEST = 20_000_000
"""Maximum number of characters of a record, or before the first record."""
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_OPENING = r"<((?:[\w.-]{1,100}:)?[A-Za-z_][\w.-]{0,100})(?:\s[^<>]*)?(?<!/)>"
_PASSED_OVER = re.compile(r"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE\b[^\[>]{0,2000}", re.IGNORECASE)
_UNDECODED = re.compile("[\udc80-\udcff]")
_CDATA = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z))", re.DOTALL)
_STRAY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});)")
_FROM_HERE = re.compile(r", line \d+, column \d+.*")
_ENDS = {"<![CDATA[": "]]>", "<!--": "-->"}


class RecordText(Struct, frozen=True):
    """The text of one record, the start tag of the document's root, and the line of the record."""

    root: str
    text: str
    line: int

    def element(self, *, escape: bool = False) -> etree._Element:
        """Parse the record; with `escape`, also one whose program forgot to escape text. Raises XMLError."""
        if _UNDECODED.search(self.text):
            raise XMLError(self.line, "found bytes that are not in its encoding, expected UTF-8")
        try:
            return self._parsed()
        except etree.XMLSyntaxError as error:
            if escape:
                with suppress(etree.XMLSyntaxError):
                    return replace(self, text=_escaped(self.text))._parsed()
            reason = _FROM_HERE.sub("", one_line(error.msg or ""))
            at = self.line + max(error.lineno or 1, 1) - 1 - self.root.count("\n")
            raise XMLError(at, f"found broken XML: {reason}") from None

    def _parsed(self) -> etree._Element:
        return parse(self.as_document())[0] if self.root else parse(self.text)

    def as_document(self) -> str:
        """A document with this record alone."""
        if not self.root:
            return self.text
        return f"{self.root}{self.text}</{re.match(_OPENING, self.root)[1]}>"  # type: ignore[index]


def _escaped(text: str) -> str:
    """The XML with ampersands and `]]>` escaped where they are text, and nobody has done it."""
    parts = _CDATA.split(text)
    parts[::2] = (_STRAY.sub("&amp;", part).replace("]]>", "]]&gt;") for part in parts[::2])
    return "".join(parts)


class DocumentHead(Struct, frozen=True):
    """The part of a document before the first record, such as a feed's title or an export's authors."""

    text: str
    root: str

    def element(self) -> etree._Element | None:
        """Parse the root, as far as it can be read; None without one."""
        parser = _parser(recover=True)
        return etree.fromstring((self.root + self.text).encode(), parser) if self.root else None


class XMLError(Exception):
    """The document cannot be read, or not further than `line`."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def parse(text: str) -> etree._Element:
    """Parse a small document. Raises XMLSyntaxError."""
    parser = _parser(recover=False)
    return etree.fromstring(legal(text).encode(), parser)


def parse_small(document: Document) -> etree._Element:
    """Parse a whole document of at most 20 MB, without its DTD. Raises XMLError."""
    data = document.read(_LARGEST)
    if data is None:
        raise XMLError(1, "found more than 20 MB, expected one article or a list of feeds")
    with io.BytesIO(data) as file:
        text = _text(file, document.head).read()
    declared = _PASSED_OVER.sub(lambda found: "\n" * found[0].count("\n"), text)
    return RecordText("", _without_doctype(declared), 1).element()


def split_records(document: Document, names: Sequence[str]) -> Iterator[DocumentHead | RecordText | Problem]:
    """Yield the document's head, then all elements of these names, and the problems that were found."""
    with document.open() as file:
        try:
            for found in _Splitter(_text(file, document.head), names).split_records():
                if isinstance(found, XMLError):
                    yield Problem(document.place(found.line), str(found))
                else:
                    yield found
        except XMLError as error:
            yield Problem(document.place(error.line), str(error))


def _without_doctype(text: str) -> str:
    """Remove the DOCTYPE; raises XMLError if it contains declarations, or is followed by another."""
    opening = _DOCTYPE.search(text)
    if opening is None:
        return text
    end = opening.end()
    if text[end : end + 1] != ">" or _DOCTYPE.match(text[end + 1 :].lstrip()):
        raise XMLError(1, "found a DTD with declarations of its own, expected none (they can be an attack)")
    return text[: opening.start()] + text[end + 1 :]


def _text(file: IO[bytes], head: bytes) -> io.TextIOWrapper:
    """Decode as the byte order mark or the declaration says; an invalid byte spoils only its own record."""
    declared = _DECLARED.match(head)
    encoding = declared[1].decode() if declared else "utf-8"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    try:
        encoding = "utf-8-sig" if codecs.lookup(encoding).name == "utf-8" else encoding
    except LookupError:
        raise XMLError(1, f"found the encoding {encoding}, expected UTF-8") from None
    errors = "replace" if encoding == "utf-16" else "surrogateescape"
    return io.TextIOWrapper(file, encoding, errors, newline="")


class _Splitter:
    """Find the start and end of records; skip CDATA and comments, which may contain anything."""

    def __init__(self, stream: io.TextIOWrapper, names: Sequence[str]) -> None:
        self._stream = stream
        alternatives = "|".join(map(re.escape, names))
        self._begin = re.compile(rf"<!\[CDATA\[|<!--|<((?:[\w.-]+:)?(?:{alternatives}))(?=[\s>])")
        self._buffer, self._line = "", 1

    def split_records(self) -> Iterator[DocumentHead | RecordText | XMLError]:
        head, name = self._head()
        yield head
        while name:
            found = self._record(name)
            yield RecordText(head.root, *found) if isinstance(found, tuple) else found
            before, name = self._until_record()
            if not name and isinstance(found, tuple):
                self._refuse_truncated(head, before)

    def _head(self) -> tuple[DocumentHead, str | None]:
        before, name = self._until_record()
        plain = _PASSED_OVER.sub("", before)
        plain = _without_doctype(plain)
        root = re.search(_OPENING, plain)
        return DocumentHead(plain[root.end() :] if root else "", root[0] if root else ""), name

    def _until_record(self) -> tuple[str, str | None]:
        """Read up to the next record; return the text before it, and its name (None at the end)."""
        passed, at = [], 0
        while True:
            match = self._begin.search(self._buffer, at)
            if match is None:
                keep = max(at, len(self._buffer) - 200)
                if not self._more():
                    passed.append(self._take(len(self._buffer)))
                    return "".join(passed), None
                at = min(keep, len(self._buffer))
            elif match[1]:
                passed.append(self._take(match.start()))
                return "".join(passed), match[1]
            else:
                at = self._after(_ENDS[match[0]], match.end())
            if at > _LARGEST:
                raise XMLError(self._line, "found more than 20 MB without an article")

    def _record(self, name: str) -> tuple[str, int] | XMLError:
        """Read the record at the start of the buffer; return its text and line, or an error."""
        line, at = self._line, 1
        boundary = re.compile(rf"<!\[CDATA\[|<!--|</{re.escape(name)}\s*>|<{re.escape(name)}(?=[\s>])")
        while True:
            match = boundary.search(self._buffer, at)
            if match is None:
                at = max(at, len(self._buffer) - 200)
                if not self._more():
                    self._take(len(self._buffer))
                    return XMLError(line, f"the file ends inside <{name}>")
            elif match[0].startswith("</"):
                return self._take(match.end()), line
            elif match[0] in _ENDS:
                at = self._after(_ENDS[match[0]], match.end())
            else:
                self._take(match.start())
                return XMLError(line, f"<{name}> is not closed before the next <{name}>")
            if at > _LARGEST:
                raise XMLError(line, f"<{name}> is larger than 20 MB")

    def _after(self, end: str, at: int) -> int:
        """The position after `end`, or that of the end of the file."""
        while (found := self._buffer.find(end, at)) < 0:
            at = max(at, len(self._buffer) - len(end))
            if len(self._buffer) > _LARGEST or not self._more():
                return len(self._buffer)
        return found + len(end)

    def _more(self) -> bool:
        piece = self._stream.read(_PIECE)
        self._buffer += piece
        return bool(piece)

    def _take(self, end: int) -> str:
        taken, self._buffer = self._buffer[:end], self._buffer[end:]
        self._line += taken.count("\n")
        return taken

    def _refuse_truncated(self, head: DocumentHead, rest: str) -> None:
        if head.root and "</" not in rest:
            raise XMLError(self._line, "the file ends too early: was all of it saved?")
