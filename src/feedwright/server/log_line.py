"""One line of an access log: combined format (ours, nginx's, Apache's) or Caddy's JSON."""

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


class Entry(NamedTuple):
    """One GET. `validated` says whether the client sent a validator; None where the log does not."""

    client: str
    path: str
    status: int
    length: int
    user_agent: str
    validated: bool | None


def read_line(line: str) -> Entry | None:
    """The request that a line tells of; None where it is no line of an access log, or no GET."""
    return _from_caddy(line) if line.startswith("{") else _from_combined(line)


def _from_combined(line: str) -> Entry | None:
    match = _COMBINED.match(line)
    if match is None:
        return None
    client, request, status, length, user_agent = match.groups()
    method, _, rest = request.partition(" ")
    if method != "GET":
        return None
    target = rest.rpartition(" ")[0] or rest
    agent = _ESCAPED.sub(_plain, user_agent or "-")
    return Entry(client, _path(target), int(status), 0 if length == "-" else int(length), agent, None)


def _plain(escaped: re.Match[str]) -> str:
    return chr(int(escaped[1], 16)) if escaped[1] else escaped[2]


def _from_caddy(line: str) -> Entry | None:
    try:
        found: Any = json.loads(line)
        request = found["request"]
        headers = {name.lower(): values for name, values in request.get("headers", {}).items()}
        if request["method"] != "GET":
            return None
        return Entry(
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
