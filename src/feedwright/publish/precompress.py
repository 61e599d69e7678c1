"""Compressed siblings of what is published (`rss.xml.gz` beside `rss.xml`), for servers that look for them.

A sibling has the mtime of its base file; another mtime says that it was made of other bytes.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from importlib.util import find_spec

from feedwright.errors import ConfigError
from feedwright.replies import PAGE_TYPES, TEXT_TYPES

SUFFIXES = {"gzip": ".gz", "br": ".br", "zstd": ".zst"}
"""The encodings there are (RFC 9110, section 8.4.1), and what each makes of a file's name."""

_PACKAGES = {"br": "brotli", "zstd": "zstandard"}
_TEXT = tuple(TEXT_TYPES | PAGE_TYPES)


def require(encodings: Iterable[str], asked_in: str) -> None:
    """Raises ConfigError where the package is missing that makes one of these; `asked_in` names the file."""
    for encoding in encodings:
        package = _PACKAGES.get(encoding)
        if package is not None and not _is_there(package):
            expected = f"the package {package} (pip install 'feedwright[compress]'), or {encoding} left out"
            raise ConfigError(asked_in, field="precompress", found=f"no {package}", expected=expected)


def _is_there(package: str) -> bool:
    try:
        return find_spec(package) is not None
    except ValueError:
        return False


def suffixes(name: str, encodings: Iterable[str]) -> dict[str, str]:
    """The suffixes of the siblings that the file `name` is to have, by encoding; media have none."""
    return {encoding: SUFFIXES[encoding] for encoding in encodings if name.endswith(_TEXT)}


def compress(data: bytes, encoding: str) -> bytes:
    """`data` as small as the encoding makes it; the same data gives the same bytes, whatever the time."""
    return _COMPRESSORS[encoding](data)


def _gzip(data: bytes) -> bytes:
    # zlib's own header has no mtime and no name in it.
    compressor = zlib.compressobj(9, zlib.DEFLATED, 31)
    return compressor.compress(data) + compressor.flush()


def _br(data: bytes) -> bytes:
    import brotli

    packed: bytes = brotli.compress(data, mode=brotli.MODE_TEXT, quality=11)
    return packed


def _zstd(data: bytes) -> bytes:
    import zstandard

    return zstandard.ZstdCompressor(level=19).compress(data)


_COMPRESSORS: dict[str, Callable[[bytes], bytes]] = {"gzip": _gzip, "br": _br, "zstd": _zstd}
