"""The keys `publish:` and `purge:`. What may be a credential is in no message."""

from __future__ import annotations

import re

from feedwright.config.settings import PublishSettings, PurgeSettings
from feedwright.schema import Field, Value, kinds, read_mapping
from feedwright.schema.describe import TEXT, any_of, described, mapping
from feedwright.store_urls import problem_of_url


@described(TEXT)
def _bucket(value: Value) -> str:
    """Read the URL of a store. A message never shows it: it may have a password."""
    url = kinds.text(value)
    problem = problem_of_url(url) if "://" in url else "the URL of a bucket such as s3://bucket/feeds"
    if problem is not None:
        raise value.error(problem, found="another text")
    return url.rstrip("/")


_PUBLISH = {"to": Field(_bucket), "encoding": Field(kinds.one_of("gzip"))}


@described(lambda: any_of(TEXT, mapping(_PUBLISH, "to")))
def _publish(value: Value) -> PublishSettings:
    if not value.is_mapping:
        return PublishSettings(_bucket(value))
    for name, member in value.members().items():
        if _SECRET.search(name):
            expected = "credentials in the environment, a profile or the machine's role, never in this file"
            raise member.error(f"{expected} (docs/stores.md)", found=f"the key {name}")
    found = read_mapping(value, _PUBLISH)
    if "to" not in found:
        raise value.error("`to: s3://bucket/feeds`", found="none")
    return PublishSettings(**found)


_SECRET = re.compile("key|secret|token|passw|credential|account|sas", re.IGNORECASE)
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_METHOD = re.compile("[A-Z]{3,20}")


@described(TEXT)
def _variable(value: Value) -> str:
    name = kinds.text(value)
    if not _VARIABLE.fullmatch(name):
        # The text itself may be the token.
        raise value.error(
            "the name of a variable of the environment, such as CDN_TOKEN", found="another text"
        )
    return name


@described(TEXT)
def _method(value: Value) -> str:
    name = kinds.text(value).upper()
    if not _METHOD.fullmatch(name):
        raise value.error("a method such as PURGE, POST or GET")
    return name


@described(TEXT)
def _template(value: Value) -> str:
    """Read where a request goes: a URL with `{url}` or `{path}` in it."""
    text = kinds.text(value)
    plain = text.replace("{url}", "").replace("{path}", "")
    if not text.startswith(("http://", "https://", "{url}")) or plain == text or set(plain) & set("{}"):
        raise value.error("a URL with {url} or {path} in it, or just {url}")
    return text


@described(TEXT)
def _command(value: Value) -> tuple[str, ...]:
    import shlex

    try:
        words = tuple(shlex.split(kinds.text(value)))
    except ValueError:
        raise value.error("a command whose quotes are closed") from None
    rest = [re.sub("[{](urls|paths|json)[}]", "", word) for word in words]
    if rest == list(words) or any(set(word) & set("{}") for word in rest):
        raise value.error("a command with {urls}, {paths} or {json} in it, such as ./purge {urls}")
    return words


_PURGE = {
    "url": Field(_template),
    "method": Field(_method),
    "token": Field(_variable),
    "command": Field(_command),
    "batch": Field(kinds.positive_number),
}


@described(lambda: any_of(TEXT, mapping(_PURGE)))
def _purge(value: Value) -> PurgeSettings:
    """Read a template, a command, or a mapping with either."""
    if not value.is_mapping:
        text = kinds.text(value)
        is_url = text.startswith(("http://", "https://", "{url}"))
        return PurgeSettings(url=_template(value)) if is_url else PurgeSettings(command=_command(value))
    found = read_mapping(value, _PURGE)
    if ("url" in found) == ("command" in found):
        raise value.error("either `url` or `command`", found="both" if "url" in found else "none")
    return PurgeSettings(**found)


KEYS = {"publish": Field(_publish), "purge": Field(_purge)}
