"""Read W3C's test suite: its documents, what W3C's validator says of each, and what `check` says."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from agreement.judge import Document, Message
from feedwright.checks import check_bytes

NOW = datetime(2026, 11, 29, tzinfo=UTC)
_ROOTS = {"rss": "RSS", "RDF": "RSS", "feed": "Atom", "entry": "Atom", "opml": "OPML"}
_NOT_FEEDS = ("kml", "opensearch", "rss11")
_GROUPS = {"media": "Media RSS", "itunes": "itunes", "fh": "RFC 5005"}
_SKIPPED = re.compile(r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\])?\s*>", re.DOTALL)
# Runs with the suite's folder as first argument; prints what the validator says of the documents named in the
# second as JSON: for each its messages, with level, class and line.
_VALIDATOR = """
import json, pathlib, sys
sys.path.insert(0, str(pathlib.Path(sys.argv[1]) / "src"))
import feedvalidator
from feedvalidator.logging import Error, Warning
root = pathlib.Path(sys.argv[1]) / "testcases"
told = {}
for name in json.loads(sys.stdin.read()):
    base = "http://www.feedvalidator.org/testcases/" + name
    data = (root / name).read_bytes()
    events = feedvalidator.validateString(data, fallback="US-ASCII", base=base)["loggedEvents"]
    told[name] = [
        ["error" if isinstance(one, Error) else "warning", type(one).__name__, one.params.get("line", 0)]
        for one in events if isinstance(one, (Error, Warning))
    ]
print(json.dumps(told))
"""


def documents(suite: Path) -> list[Document]:
    """All documents of the suite that are feeds or OPML, with both judgements."""
    root = suite / "testcases"
    paths = [path for path in sorted(root.rglob("*")) if path.suffix in (".xml", ".opml") and path.is_file()]
    names = [path.relative_to(root).as_posix() for path in paths]
    told = _w3c(suite, names)
    return [_document(root, name, told[name]) for name in names]


def _w3c(suite: Path, names: list[str]) -> dict[str, list[Message]]:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _VALIDATOR, str(suite)],
        input=json.dumps(names), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        sys.exit(
            f"W3C's validator does not run; it wants `pip install html5lib rdflib`:\n{done.stderr[-2000:]}"
        )
    told = json.loads(done.stdout.splitlines()[-1])
    return {name: [Message(*one) for one in messages] for name, messages in told.items()}


def _document(root: Path, name: str, messages: list[Message]) -> Document:
    data = (root / name).read_bytes()
    crash, findings = "", []
    try:
        findings = check_bytes(data, name, now=NOW)
    except Exception as error:
        crash = repr(error)
    rules = tuple(dict.fromkeys(finding.rule for finding in findings))
    errors = tuple(dict.fromkeys(finding.rule for finding in findings if finding.level == "error"))
    return Document(name, _group(name, data), tuple(messages), rules, errors, crash)


def _group(name: str, data: bytes) -> str:
    """The format and the part of the suite that a document belongs to; "" if it is no format of ours."""
    folder, _, rest = name.partition("/")
    text = _SKIPPED.sub("", data.decode("utf-8", "replace")).strip()
    found = re.match(r"<([\w:.-]+)", text)
    kind = _ROOTS.get(found[1].rpartition(":")[2] if found else "", "")
    if not kind or folder in _NOT_FEEDS:
        return ""
    if folder not in ("ext", "gbase"):
        return f"{kind} core"
    return f"{kind} {_GROUPS.get(rest.partition('/')[0], 'other namespaces')}"
