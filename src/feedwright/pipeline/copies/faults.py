"""Unexpected exceptions: each becomes an error of the one article or section that it hit."""

from __future__ import annotations

from pathlib import Path

from feedwright.errors import ArticleError, FeedwrightError

_PACKAGE = Path(__file__).parents[2]


def is_expected(fault: Exception) -> bool:
    """Whether an exception concerns the whole run: an error of ours, or of the system (a full disk, say)."""
    return isinstance(fault, FeedwrightError | OSError)


def rejection(path: str, fault: Exception) -> ArticleError:
    """The error that rejects the article at `path`, which was being read or rendered."""
    return ArticleError(path, found=describe_fault(fault), expected="an article (docs/operations.md, Faults)")


def describe_fault(fault: Exception) -> str:
    """The type of an exception, the first line of its message, and where in the program it was raised."""
    said = (str(fault).splitlines() or [""])[0]
    place = ""
    trace = fault.__traceback__
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if file.is_relative_to(_PACKAGE):
            place = f" ({file.relative_to(_PACKAGE)}:{trace.tb_lineno})"
        trace = trace.tb_next
    return f"a fault in feedwright: {type(fault).__name__}: {said}{place}"
