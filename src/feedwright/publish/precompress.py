"""Compressed siblings of published files (`rss.xml.gz` beside `rss.xml`), for servers that support them.

A sibling has the mtime of its base file. If they differ, it was made from other content.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable

from feedwright import extras
from feedwright.errors import ConfigError
from feedwright.replies import PAGE_TYPES, TEXT_TYPES

SUFFIXES = {"gzip": ".gz", "br": ".br", "zstd": ".zst"}
"""The encodings (RFC 9110, section 8.4.1) and the suffixes of their files."""

_PACKAGES = {"br": "brotli", "zstd": "zstandard"}
_TEXT = tuple(TEXT_TYPES | PAGE_TYPES)


def require(encodings: Iterable[str], asked_in: str) -> None:
    """Check that the packages of these encodings are installed.

    Raises ConfigError about the file `asked_in`.
    """
    for encoding in encodings:
        package = _PACKAGES.get(encoding)
        if package is not None and not extras.is_installed(package):
            expected = f"the package {package} ({extras.how_to_install('compress')}), or {encoding} left out"
            raise ConfigError(
                asked_in, field="precompress", found=f"{encoding} without its package", expected=expected
            )


def suffixes(name: str, encodings: Iterable[str]) -> dict[str, str]:
    """Return the suffixes of a file's siblings, by encoding. Media files have no siblings."""
    return {encoding: SUFFIXES[encoding] for encoding in encodings if name.endswith(_TEXT)}


def compress(data: bytes, encoding: str) -> bytes:
    """Compress as much as the encoding can. The same data always gives the same bytes."""
    return _COMPRESSORS[encoding](data)


def _gzip(data: bytes) -> bytes:
    # The header that zlib writes has no mtime and no name.
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
