"""Say what is wrong with front matter in JSON, in words that people who write articles understand."""

from __future__ import annotations

from feedwright.schema.advice import Advice

_SHOWN = 60


def explain(text: str, at: int, problem: str) -> Advice:
    """Explain why a JSON parser gave up at the place `at` of a text."""
    before = text[:at].rstrip()
    line, here = text.count("\n", 0, at), text[at : at + 1]
    last = before.count("\n")
    end = before.rpartition("\n")[2].strip()
    if "',' delimiter" in problem:
        if last < line and here not in ('"', "{", "["):
            return Advice(last, f"no `}}` below `{_short(end)}`", "one after the last key")
        if last < line:
            return Advice(last, f"no comma at the end of `{_short(end)}`", f"one: `{_short(end)},`")
        if before.endswith('"'):
            return Advice(line, "a quotation mark within a text", 'a backslash before it: `\\"`')
    if here == "," or (here in ("}", "]") and before.endswith(",")):
        return Advice(last, f"a comma before the closing `{_closing(text, at)}`", "none after the last value")
    word = text[at : at + 5].rstrip(", \n}")
    if word in ("True", "False", "None"):
        return Advice(line, f"`{word}`", f"`{word.lower() if word != 'None' else 'null'}`")
    if here == "'":
        return Advice(line, "a single quotation mark", 'double ones: `"title": "A title"`')
    if "property name" in problem:
        return Advice(line, "a key without quotation marks", 'them around each key: `"title": "A title"`')
    if "control character" in problem:
        return Advice(line, "a text that goes on in the next line", "its closing quotation mark in this line")
    if problem.startswith("Expecting value"):
        return Advice(line, "a value without quotation marks", 'them around all texts: `"title": "A title"`')
    return Advice(line, f"what JSON does not have ({problem[:1].lower()}{problem[1:]})", "valid JSON")


def _closing(text: str, at: int) -> str:
    return text[at:].lstrip(" ,\n\t")[:1] or "}"


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"…{text[-_SHOWN:]}"
