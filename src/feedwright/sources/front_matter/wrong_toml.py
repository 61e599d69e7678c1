"""Say what is wrong with front matter in TOML, in words that people who write articles understand."""

from __future__ import annotations

import re

from feedwright.patterns import lazy

_YAML = lazy(r"\s*([A-Za-z_][\w-]*)\s*:\s+(\S.*?)\s*\Z")
_PAIR = lazy(r"\s*([A-Za-z_][\w-]*)\s*=\s*(.*?)\s*\Z")
_CLOSED = lazy(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'")
_DATE = lazy(r"(\d{4})-(\d{1,2})-(\d{1,2})\b(.*)")
_LIST = lazy(r"\[[^\[\]{}\"'=]*\]")
_NUMBER = lazy(r"[+-]?[\d_.:TZ+-]+(?: [\d:.Z+-]+)?\Z")
_FLAGS = ("true", "false")
_NO_TEXT = lazy(r"[\d+\-\[{]|true\Z|false\Z|inf\Z|nan\Z")


def explain(line: str, problem: str) -> tuple[str, str]:
    """Explain why a TOML parser refused a line: what was found, and what is expected."""
    if "overwrite" in problem or "twice" in problem:
        return "a key that stands above already", "each key once"
    if yaml := _YAML.match(line):
        return f"`{line.strip()}`, with a colon", f"an equals sign: `{yaml[1]} = {_quoted(yaml[2])}`"
    table = line.strip()
    if table.startswith("[") and not table.endswith("]"):
        return f"`{table}`", f"the closing bracket: `{table}]`"
    pair = _PAIR.match(line)
    if pair is not None and (reason := _of_value(pair[1], pair[2])):
        return reason
    return (
        f"what TOML does not have ({problem[:1].lower()}{problem[1:]})",
        'lines such as `title = "A title"`',
    )


def _of_value(key: str, value: str) -> tuple[str, str] | None:
    if not value:
        return f"`{key} =` without a value", f'`{key} = ""`, or no such line'
    if value[0] in "\"'":
        closed = _CLOSED.match(value)
        if closed is None:
            return "a quotation mark without its partner", f"one more at its end: `{key} = {value}{value[0]}`"
        if closed.end() < len(value):
            inner = value[1:-1] if value[-1] == value[0] else value
            return "text after the closing quotation mark", f"`{key} = {_quoted(inner)}`"
        return None
    if date := _DATE.match(value):
        year, month, day, rest = date.groups()
        return f"the date {value}", f"two digits each: `{key} = {year}-{month:0>2}-{day:0>2}{rest}`"
    if _LIST.fullmatch(value):
        words = ", ".join(_quoted(word.strip()) for word in value[1:-1].split(",") if word.strip())
        return f"a list of words without quotation marks, `{value}`", f"`{key} = [{words}]`"
    if value.lower() in _FLAGS:
        return f"`{value}`", f"`{value.lower()}`"
    if not _NO_TEXT.match(value) or (value[0].isdigit() and not _NUMBER.match(value)):
        return f"`{value}` without quotation marks", f"`{key} = {_quoted(value)}`"
    return None


def _quoted(value: str) -> str:
    """The value as TOML has it: text in quotation marks."""
    if _CLOSED.fullmatch(value) or value in _FLAGS or _NUMBER.match(value):
        return value
    if '"' not in value:
        return f'"{value}"'
    return f"'{value}'" if "'" not in value else '"' + re.sub(r'(?=")', r"\\", value) + '"'
