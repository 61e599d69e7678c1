"""Check that a document is UTF-8, the only encoding that every feed reader supports."""

from __future__ import annotations

from feedwright.checks.document import Fault, Place


def undecodable(data: bytes) -> tuple[Fault, ...]:
    """The first byte that is not UTF-8, as a fault; empty if there is none."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{data[error.start]:02x} at offset {error.start} is not UTF-8"
        return (Fault("document.utf8", Place(0, f"line {line}", line), message),)
    return ()
