"""The keys of serving: hubs, compression, `serve:`, and sections that are gone or moved."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import Any

from feedwright.errors import FeedwrightError
from feedwright.model import Cloud
from feedwright.schema import Field, Value, kinds, read_mapping
from feedwright.schema.describe import TEXT, any_of, describe, described, mapping, text_like
from feedwright.store_urls import problem_of_url


@described(describe(kinds.byte_size))
def _memory(value: Value) -> int:
    size = kinds.byte_size(value)
    if size < 1_000_000:
        raise value.error("at least 1 MB")
    return size


@described(text_like(r".*\.prom"))
def _metrics(value: Value) -> str:
    """Read the path of a Prometheus text file."""
    path = kinds.text(value)
    if not path.endswith(".prom"):
        raise value.error("a path that ends with .prom, by which node_exporter knows it")
    return path


_VARIABLE = re.compile(r"\$[A-Za-z_][A-Za-z0-9_]*")


@described(any_of(describe(kinds.url), text_like(_VARIABLE.pattern)))
def _webhook(value: Value) -> str:
    """Read a URL, or the name of the environment variable that has it: `$NEWSROOM_HOOK`."""
    found = kinds.text(value)
    if found.startswith("$"):
        if not _VARIABLE.fullmatch(found):
            raise value.error("the name of an environment variable, such as $NEWSROOM_HOOK")
        return found
    try:
        return kinds.url(value)
    except FeedwrightError:
        # It may hold a secret, so the message does not quote it.
        expected = "a URL, or a variable of the environment such as $NEWSROOM_HOOK"
        raise value.error(expected, found="text that is neither") from None


_NOTIFY = {"url": Field(_webhook), "command": Field(kinds.text), "seconds": Field(kinds.seconds)}


@described(
    lambda: any_of(
        describe(kinds.url), text_like(_VARIABLE.pattern), text_like(r"(?!\$).+"), mapping(_NOTIFY)
    )
)
def _notify(value: Value) -> dict[str, Any]:
    """Read a URL, a command for the shell, or a mapping with either."""
    if value.is_mapping:
        return read_mapping(value, _NOTIFY)
    found = kinds.text(value)
    is_url = found.startswith(("http://", "https://", "$"))
    return {"url": _webhook(value)} if is_url else {"command": found}


_SERVE = {
    "max_age": Field(kinds.seconds),
    "stale_while_revalidate": Field(kinds.seconds),
    "memory": Field(_memory),
}


@described(TEXT)
def _section_path(value: Value) -> str:
    """Read the path of a section, such as `news/us`."""
    path = kinds.text(value).strip("/")
    if not _is_section_path(path):
        raise value.error("the path of a section, such as news/us")
    return path


def _is_section_path(path: str) -> bool:
    return all(part and not part.startswith(".") and "\\" not in part for part in path.split("/"))


@described({"type": "object", "additionalProperties": TEXT})
def _moved(value: Value) -> dict[str, str]:
    """Read old and new paths. A new path must not be moved again, so that readers are redirected once."""
    found = {old.strip("/"): new for old, new in kinds.mapping_of(_section_path)(value).items()}
    for old, member in value.members().items():
        if not _is_section_path(old.strip("/")):
            raise member.error("the path of a section, such as news/us, before the colon", found=f'"{old}"')
        new = found[old.strip("/")]
        again = next((path for path in found if f"{new}/".startswith(f"{path}/")), None)
        if again is not None:
            raise member.error(f"its present path, because `{again}` has moved, too", found=f'"{new}"')
    return found


_RSSCLOUD = {"register": Field(kinds.url), "ping": Field(kinds.url)}


@described(lambda: any_of(kinds.WEB_URL, mapping(_RSSCLOUD, "register", "ping")))
def _rsscloud(value: Value) -> Cloud:
    """Read the URL of a server, whose `pleaseNotify` and `ping` are at the usual paths, or the two URLs."""
    if not value.is_mapping:
        server = kinds.folder_url(value)
        return Cloud(server + "pleaseNotify", server + "ping")
    found = read_mapping(value, _RSSCLOUD)
    for required in _RSSCLOUD:
        if required not in found:
            raise value.error(f"`{required}:` with a URL", found="none")
    return Cloud(**found)


@described(TEXT)
def _output(value: Value) -> Path:
    """Read the path of a folder; one that is not absolute is meant beside config.yaml."""
    text = kinds.text(value)
    if "://" in text:
        raise value.error("a folder such as /srv/www/feeds (`publish:` names stores)")
    return Path(text)


@described(TEXT)
def _state(value: Value) -> str:
    """Read the path of a folder, or the URL of a store with nothing but bucket and prefix."""
    text = kinds.text(value)
    problem = problem_of_url(text)
    if problem is not None:
        # A message never shows it: it may have a password.
        raise value.error(problem, found="another text")
    return text.rstrip("/") or text


KEYS = {
    "output": Field(_output),
    "state": Field(_state),
    "hubs": Field(kinds.many(kinds.url)),
    "rsscloud": Field(_rsscloud),
    "precompress": Field(kinds.many(kinds.one_of("gzip", "br", "zstd"))),
    "serve": Field(partial(read_mapping, fields=_SERVE)),
    "metrics": Field(_metrics),
    "notify": Field(_notify),
    "gone": Field(kinds.many(_section_path)),
    "moved": Field(_moved),
}
