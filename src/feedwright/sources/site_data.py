"""What templates of a site can list: data files, and documents with front matter, in Python's own types."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import Any, NamedTuple

from feedwright.errors import ArticleError
from feedwright.schema import Value
from feedwright.schema.document import parse
from feedwright.schema.value import mapping_value
from feedwright.sources.dates import parse_date
from feedwright.sources.front_matter.syntaxes import yaml
from feedwright.sources.systems import jekyll

DATA = (".yml", ".yaml", ".json", ".csv", ".tsv", ".toml")
"""Suffixes of data files."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_STAMP = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d?:\d\d.*")


class Document(NamedTuple):
    """The front matter of a document, as it is written and in Python's own types, and the text below it."""

    written: Mapping[str, Value]
    keys: dict[str, Any]
    body: str


def read_data(text: str, path: Path) -> Any:
    """What a data file has. Raises ArticleError or ValueError."""
    if path.suffix == ".json":
        return json.loads(text)
    if path.suffix == ".toml":
        return tomllib.loads(text)
    if path.suffix in (".csv", ".tsv"):
        sign = "," if path.suffix == ".csv" else "\t"
        return [dict(row) for row in csv.DictReader(io.StringIO(text), delimiter=sign)]
    node = parse(text, str(path), error=ArticleError, aliases=True)
    return None if node is None else _builtin(mapping_value(node, str(path), error=ArticleError))


def read_document(text: str, path: str, shared: Mapping[str, Value] | None = None) -> Document | None:
    """A document with the keys that it shares with others; None without front matter. Raises ArticleError."""
    header = yaml.split(text, path)
    if header is None:
        return None
    written = jekyll.merged(shared or {}, yaml.values(header, path, [], aliases=True))
    return Document(written, {key: _builtin(value) for key, value in written.items()}, header.body)


def _builtin(value: Value) -> Any:
    """A value of YAML; days and times that are not in quotes are dates."""
    if value.is_mapping:
        return {key: _builtin(member) for key, member in value.members([]).items()}
    if value.scalar is None:
        return [_builtin(item) for item in value.items()]
    if value.is_quoted or not _DAY.match(value.scalar):
        return value.builtin
    try:
        if _DAY.fullmatch(value.scalar):
            return date.fromisoformat(value.scalar)
        return parse_date(value.scalar, UTC) if _STAMP.fullmatch(value.scalar) else value.scalar
    except ValueError:
        return value.scalar


def moment_of(value: object, zone: tzinfo) -> datetime | None:
    """The moment of a date in a document; of a day, its beginning in `zone`."""
    if isinstance(value, datetime):
        return value
    return datetime(value.year, value.month, value.day, tzinfo=zone) if isinstance(value, date) else None
