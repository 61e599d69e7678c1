"""Exceptions in plugins: what people have to know to find the fault."""

from __future__ import annotations

from pathlib import Path

_LONGEST = 200


class PluginError(Exception):
    """A plugin raised an exception, or did what it must not do. The message names its file and line."""


def summary(fault: BaseException) -> str:
    """The type of an exception, and the first line of its message."""
    message = (str(fault).splitlines() or [""])[0]
    if isinstance(fault, SyntaxError):
        message = fault.msg
    name = type(fault).__name__
    return f"{name}: {message[:_LONGEST]}" if message else name


def line_of(fault: BaseException, place: Path) -> int | None:
    """The line of the plugin at `place` in which an exception was raised; None if it was elsewhere."""
    found = _innermost(fault, place)
    return found[1] if found is not None else None


def where(fault: BaseException, name: str, place: Path) -> str:
    """The file and line of the plugin `name`: `house_style.py:12`."""
    found = _innermost(fault, place)
    if found is None:
        return name
    file, line = found
    shown = name if file == place else f"{place.name}/{file.relative_to(place).as_posix()}"
    return f"{shown}:{line}"


def _innermost(fault: BaseException, place: Path) -> tuple[Path, int] | None:
    """The last of the plugin's own lines that were being run."""
    found = None
    if isinstance(fault, SyntaxError) and fault.filename and Path(fault.filename).is_relative_to(place):
        found = (Path(fault.filename), fault.lineno or 1)
    trace = fault.__traceback__
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if file.is_relative_to(place):
            found = (file, trace.tb_lineno)
        trace = trace.tb_next
    return found
