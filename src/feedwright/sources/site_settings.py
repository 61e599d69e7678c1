"""Read another generator's settings: the time zone, shared keys, and which files are not articles."""

from __future__ import annotations

import ast
import json as plain_json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from feedwright.errors import InputError
from feedwright.files import change_token
from feedwright.patterns import lazy
from feedwright.schema import Value, below
from feedwright.sources import systems
from feedwright.sources.decode import decode
from feedwright.sources.front_matter.header import Header
from feedwright.sources.front_matter.syntaxes import json, toml, yaml
from feedwright.sources.scopes import DateKeys, Scope
from feedwright.sources.site_files import SiteFiles

_BY_SUFFIX = {".json": json, ".toml": toml, ".yaml": yaml, ".yml": yaml}
_JAVASCRIPT = (".js", ".mjs", ".cjs", ".ts", ".mts", ".cts")
DATA_SUFFIXES = tuple(_BY_SUFFIX)
"""Suffixes of settings that are data, not a program."""


class SiteSettings(NamedTuple):
    """What settings say about articles.

    `problems` are problems with the files, `values` the files that were read, by their paths. `undated` is as
    in `Site`.
    """

    zone: ZoneInfo | None
    scopes: tuple[Scope, ...]
    problems: tuple[str, ...]
    values: Mapping[str, Mapping[str, Value]]
    undated: Literal["file"] | None = None
    dates: DateKeys | None = None


@lru_cache(maxsize=2)
def read_site_settings(site_files: SiteFiles, articles: str) -> SiteSettings:
    """Read the settings files of the generators that this tree may belong to.

    `articles` is the path of content/, relative to the settings' folder.
    """
    zone: ZoneInfo | None = None
    scopes, problems = list[Scope](), list[str]()
    undated: Literal["file"] | None = None
    dates: DateKeys | None = None
    by_file: dict[str, Mapping[str, Value]] = {}
    for name, _ in site_files.settings:
        path = Path(name)
        try:
            duplicates = list[InputError]()
            values = values_in(path, duplicates)
            problems += [f"{error}; this one counts" for error in duplicates]
        except InputError as fault:
            problems.append(str(fault))
            continue
        except OSError as fault:
            problems.append(f"{name}: {fault.strerror}")
            continue
        by_file[name] = values
        for found in systems.site(values, articles, _settings_name(path), site_files.systems):
            scopes += found.scopes
            undated, dates = undated or found.undated, found.dates or dates
            if found.zone and zone is None:
                zone = _zone(found.zone)
                if zone is None:
                    expected = (
                        "a name such as Europe/Lisbon, here or as `site.timezone`; dates are read in UTC"
                    )
                    problems.append(
                        str(InputError(name, field="time zone", found=found.zone, expected=expected))
                    )
    return SiteSettings(zone, tuple(scopes), tuple(problems), by_file, undated, dates)


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def values_in(path: Path, duplicates: list[InputError] | None = None) -> Mapping[str, Value]:
    """Read a settings file; of a program, the plain values in it. Raises InputError or OSError.

    Of a key that stands twice in YAML, the last one counts; errors that say so are added to `duplicates`.
    """
    values, again = _read(path, change_token(path))
    if duplicates is not None:
        duplicates += again
    return values


@lru_cache(maxsize=64)
def _read(path: Path, state: bytes | None) -> tuple[Mapping[str, Value], tuple[InputError, ...]]:
    """The values of a file in this state, and duplicate keys. Several steps of a run ask for them."""
    duplicates: list[InputError] = []
    return _parsed(path, duplicates), tuple(duplicates)


def _parsed(path: Path, duplicates: list[InputError]) -> Mapping[str, Value]:
    if path.suffix == ".py":
        return _assignments(path)
    if path.suffix in _JAVASCRIPT:
        from feedwright.sources import javascript
        from feedwright.sources.javascript_conditions import named_in_calls

        text, _ = decode(path.read_bytes(), str(path))
        found = javascript.objects(text)
        ignored = named_in_calls(text, "ignores", "add") if "ignores" in text else []
        if path.name.startswith(("content.config", "config.")) and "ollection" in text:
            from feedwright.sources.javascript_globs import left_out

            found |= {"left_out": left_out(text)}
        return _as_values(found | {"ignores": ignored} if ignored else found, path)
    if path.name.endswith("ignore"):
        text, _ = decode(path.read_bytes(), str(path))
        lines = (line.strip() for line in text.splitlines())
        return _as_values({"ignores": [line for line in lines if line and line[0] != "#"]}, path)
    if path.suffix not in _BY_SUFFIX:
        return {}
    text, _ = decode(path.read_bytes(), str(path))
    line = 1
    if _is_cascade(path):
        # Its name is the key whose value it has (gohugo.io/configuration, Configuration directory).
        text, line = _below_key("cascade", text, path.suffix), 0
    syntax = _BY_SUFFIX[path.suffix]
    if syntax is yaml and "\t" in text:
        # Hexo takes them for blanks; for all others they are an error.
        text = _TABS.sub(lambda tabs: "  " * len(tabs[0]), text)
    header = Header(text, line, "")
    values: Mapping[str, Value]
    if syntax is yaml:
        values = yaml.values(header, str(path), duplicates, aliases=True)
    else:
        values = syntax.values(header, str(path))
    for key in reversed(_keys_of(path)):
        values = below(key, values)
    return values


def _settings_name(path: Path) -> str:
    """The name under which generators have a settings file."""
    return path.parent.as_posix() if _is_cascade(path) or _keys_of(path) else path.as_posix()


def _is_cascade(path: Path) -> bool:
    return path.parent.name in ("_default", "production") and path.stem == "cascade"


def _keys_of(path: Path) -> list[str]:
    """The keys that name a file in a folder of settings: `module`, `frontmatter`, `languages`, or two."""
    if path.parent.name not in ("_default", "production"):
        return []
    key, _, language = path.stem.partition(".")
    if key == "languages":
        return [key, language] if language else [key]
    return [key] if key in ("frontmatter", "module") else []


def _below_key(key: str, text: str, suffix: str) -> str:
    """The settings in `text` as the value of a key."""
    if suffix == ".json":
        return f'{{"{key}":\n{text}}}'
    if suffix == ".toml":
        has_key = re.search(rf"^\[\[?{key}\b", text, re.MULTILINE)
        return f"\n{text}" if has_key else f"[{key}]\n" + _TABLE.sub(rf"\1{key}.", text)
    return f"{key}:\n" + "".join(f" {line}" for line in text.splitlines(keepends=True))


_TABS = lazy(r"^\t+", re.MULTILINE)
_TABLE = lazy(r"^(\[\[?)(?=[\w\"'])", re.MULTILINE)
_EXPORTED = lazy(r"\A\s*(?:module\.exports\s*=|export\s+default)\s*(\{.*\})\s*;?\s*\Z", re.DOTALL)
_REMARK = lazy(r"(?<![^\s,;{])//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/")
_CODE = lazy(r"=>|\bfunction\b|\brequire\b|`|\.\.\.|[\w)\]]\(|\bnew\b|\bimport\b")


_MATTERING = ("permalink", "draft", "published", "eleventyExcludeFromCollections")
"""Keys for which it is said that only running a program would tell them."""


def data_in_program(text: str, path: Path) -> tuple[Mapping[str, Value], str]:
    """The values that a module in JavaScript exports, as far as they are plain, and a warning or "".

    Raises InputError if none is.
    """
    exported = _EXPORTED.match(_REMARK.sub("", text))
    if exported is not None and not _CODE.search(exported[1]):
        values: Mapping[str, Value] = yaml.values(Header(exported[1].replace("\t", " "), 1, ""), str(path))
        return values, ""
    from feedwright.sources import javascript
    from feedwright.sources.javascript_functions import template_of

    found = javascript.exported(text) or {}
    computed = found.get("eleventyComputed")
    known = {*found, *(computed if isinstance(computed, dict) else ())}
    if "permalink" not in known and (template := template_of(text, "permalink")):
        known.add("permalink")
        found["permalink"] = template
    expected = f"plain data, or {path.with_suffix('.json').name}"
    unknown = [key for key in _MATTERING if key not in known and re.search(rf"\b{key}\b[\"']?\s*[:(]", text)]
    if not found and not unknown:
        raise InputError(
            str(path), found="a program, which is not run", expected=f"{expected}; no article gets its keys"
        )
    names = " and ".join(f"`{key}`" for key in unknown)
    what, then = f"a program, which is not run, for {names}", f"{expected}; no article gets that"
    return _as_values(found, path), str(InputError(str(path), found=what, expected=then)) if unknown else ""


def _assignments(path: Path) -> Mapping[str, Value]:
    """The names in a Python file that are assigned plain values; no code is run."""
    text, _ = decode(path.read_bytes(), str(path))
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise InputError(str(path), found="invalid Python", expected="settings") from None
    return _as_values(dict(_literals(tree)), path)


def _as_values(found: Mapping[str, object], path: Path) -> Mapping[str, Value]:
    values: Mapping[str, Value] = json.values(Header(plain_json.dumps(found), 1, ""), str(path))
    return values


def _literals(tree: ast.Module) -> Iterator[tuple[str, object]]:
    """Names and values; the name of a text may stand for it: `{DEFAULT_LANG: ""}`, `BASE + "{slug}"`."""
    texts: dict[str, str] = {}
    for statement in tree.body:
        target = statement.targets[0] if isinstance(statement, ast.Assign) else None
        if isinstance(statement, ast.AnnAssign):
            target = statement.target
        written = statement.value if isinstance(statement, ast.Assign | ast.AnnAssign) else None
        if isinstance(target, ast.Name) and written is not None:
            try:
                value = ast.literal_eval(_Filled(texts).visit(written))
                plain_json.dumps(value)
            except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
                continue
            if isinstance(value, str):
                texts[target.id] = value
            yield target.id, value


class _Filled(ast.NodeTransformer):
    """Puts texts in the place of their names, and adds texts up."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return ast.Constant(self._texts[node.id]) if node.id in self._texts else node

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        first, second = self.visit(node.left), self.visit(node.right)
        texts = [one.value for one in (first, second) if isinstance(one, ast.Constant)]
        is_sum = (
            isinstance(node.op, ast.Add) and len(texts) == 2 and all(isinstance(one, str) for one in texts)
        )
        return ast.Constant("".join(map(str, texts))) if is_sum else node
