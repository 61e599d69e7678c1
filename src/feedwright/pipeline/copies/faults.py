"""What nobody foresaw, said of the one article or section that it befell: all others are published."""

from __future__ import annotations

from pathlib import Path

from feedwright.errors import ArticleError, FeedwrightError

_HOUSE = Path(__file__).parents[2]


def is_foreseen(fault: Exception) -> bool:
    """Whether it is for the run as a whole: an error of ours, or of the system (a full disk, say)."""
    return isinstance(fault, FeedwrightError | OSError)


def error_of(path: str, fault: Exception) -> ArticleError:
    """The rejection of the article at `path`, which was read or rendered when it happened."""
    return ArticleError(path, found=described(fault), expected="an article (docs/operations.md, Faults)")


def described(fault: Exception) -> str:
    """Its kind, the first line of what it says, and where in the program it happened."""
    said = (str(fault).splitlines() or [""])[0]
    place = ""
    trace = fault.__traceback__
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if file.is_relative_to(_HOUSE):
            place = f" ({file.relative_to(_HOUSE)}:{trace.tb_lineno})"
        trace = trace.tb_next
    return f"a fault in feedwright: {type(fault).__name__}: {said}{place}"
