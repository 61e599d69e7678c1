"""Parse one line of an access log: the combined format (ours, nginx's, Apache's) or Caddy's JSON."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple
from urllib.parse import unquote

_COMBINED = re.compile(
    r'(\S+) \S+ .*?\[[^\]]*\] "((?:[^"\\]|\\.)*)" (\d{3}) (\d+|-)'
    r'(?: "(?:[^"\\]|\\.)*" "((?:[^"\\]|\\.)*)")?'
)
_ESCAPED = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|(.))")
_VALIDATORS = {"if-none-match", "if-modified-since"}


class LogEntry(NamedTuple):
    """One GET request. `validated`: whether the client sent a validator; None if the log does not tell."""

    client: str
    path: str
    status: int
    length: int
    user_agent: str
    validated: bool | None


def parse_line(line: str) -> LogEntry | None:
    """Parse a line; None if it is not a line of an access log, or not a GET."""
    return _from_caddy(line) if line.startswith("{") else _from_combined(line)


def _from_combined(line: str) -> LogEntry | None:
    match = _COMBINED.match(line)
    if match is None:
        return None
    client, request, status, length, user_agent = match.groups()
    method, _, rest = request.partition(" ")
    if method != "GET":
        return None
    target = rest.rpartition(" ")[0] or rest
    agent = _ESCAPED.sub(_unescaped, user_agent or "-")
    return LogEntry(client, _path(target), int(status), 0 if length == "-" else int(length), agent, None)


def _unescaped(escaped: re.Match[str]) -> str:
    return chr(int(escaped[1], 16)) if escaped[1] else escaped[2]


def _from_caddy(line: str) -> LogEntry | None:
    try:
        found: Any = json.loads(line)
        request = found["request"]
        headers = {name.lower(): values for name, values in request.get("headers", {}).items()}
        if request["method"] != "GET":
            return None
        return LogEntry(
            client=str(request.get("client_ip") or request.get("remote_ip") or "-"),
            path=_path(str(request["uri"])),
            status=int(found["status"]),
            length=int(found.get("size", 0)),
            user_agent=str(headers.get("user-agent", ["-"])[0]),
            validated=bool(_VALIDATORS & headers.keys()),
        )
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        return None


def _path(target: str) -> str:
    return unquote(target.partition("?")[0])
