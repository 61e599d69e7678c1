"""Publish a draft: take `draft: true` out of its front matter, and give it the date of today."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from feedwright.errors import ArticleError
from feedwright.files import replacing

_HEADER = re.compile(r"\A(?:[ \t]*\n)*---[ \t]*\n(.*?^)(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_DRAFT = re.compile(r"^draft:[ \t]*(?:true|yes|on)[ \t]*(?:#[^\n]*)?\n", re.IGNORECASE | re.MULTILINE)
_DATE = re.compile(r"^date:[ \t]*([^\n#]*?)[ \t]*(?:#[^\n]*)?\n", re.MULTILINE)


def publish_draft(file: Path, now: datetime) -> str:
    """Make a draft an article that the next build publishes; return its date, as it is written.

    A date that is still to come is a schedule, and stays. Nothing else in the file changes.

    Raises:
        ArticleError: if the file is no draft with front matter in YAML.
    """
    try:
        written = file.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise ArticleError(str(file), found="no such file", expected="the file of a draft") from None
    except UnicodeDecodeError:
        raise ArticleError(str(file), found="another encoding", expected="text in UTF-8") from None
    text = written.replace("\r\n", "\n")
    header = _HEADER.match(text)
    if header is None or not _DRAFT.search(header[1]):
        raise ArticleError(str(file), found="no line `draft: true` at its top", expected="a draft")
    keys, date = _dated(_DRAFT.sub("", header[1]), now)
    text = text[: header.start(1)] + keys + text[header.end(1) :]
    with replacing(file) as beside:
        beside.write_bytes((text.replace("\n", "\r\n") if "\r\n" in written else text).encode())
        beside.chmod(file.stat().st_mode)
    return date


def _dated(keys: str, now: datetime) -> tuple[str, str]:
    """Return front matter with the date of `now`, unless its own is still to come; and the date."""
    date = now.replace(microsecond=0).isoformat()
    before = _DATE.search(keys)
    if before is None:
        return f"{keys}date: {date}\n", date
    if _is_to_come(before[1], now):
        return keys, before[1]
    return f"{keys[: before.start()]}date: {date}\n{keys[before.end() :]}", date


def _is_to_come(written: str, now: datetime) -> bool:
    """Whether a date in ISO 8601 is after `now`; one without a zone is in that of `now`."""
    try:
        moment = datetime.fromisoformat(written.strip("\"'"))
    except ValueError:
        return False
    return (moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)) > now
