"""Read config.yaml into a Config."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from feedwright.config.keys import top
from feedwright.config.parsed import parse_cached
from feedwright.config.settings import (
    DEFAULT_PERMALINK,
    MEMORY,
    AllFeeds,
    ArticleRules,
    Config,
    MediaSettings,
    NotifySettings,
    Rights,
    ServeSettings,
)
from feedwright.errors import ConfigError
from feedwright.files import read_at_most
from feedwright.schema import LONGEST, Fields, Value, members_of, parse, read_strictly
from feedwright.text import legal

if TYPE_CHECKING:
    from feedwright.schema.node import Node


def load_config(
    path: Path,
    formats: Iterable[str],
    profiles: Callable[[], Sequence[str]] = tuple,
    partners: Callable[[], Sequence[str]] = tuple,
    *,
    keeps: bool = False,
) -> Config:
    """Read the settings of a publication.

    Args:
        path: the file.
        formats: the names of all feed formats.
        profiles: returns the names of all aggregators' profiles; called only if the file has the key.
        partners: the same for partners.
        keeps: whether to cache the parsed file in .feedwright/.

    Raises ConfigError.

    """
    try:
        data = read_at_most(path, 4 * LONGEST)
        text = data.removeprefix(b"\xef\xbb\xbf").decode()
    except FileNotFoundError:
        expected = "a config.yaml (`feedwright init DIR` makes one; `--config FILE` names another)"
        raise ConfigError(str(path), found="no such file", expected=expected) from None
    except OSError as fault:
        raise ConfigError(str(path), found=fault.strerror, expected="a readable file") from None
    except UnicodeDecodeError:
        raise ConfigError(str(path), found="bytes that are not UTF-8", expected="text in UTF-8") from None
    root = path.resolve().parent
    node = parse_cached(root / MEMORY, data, lambda: _parse(legal(text), str(path)), keeps=keeps)
    fields = top(sorted(formats), profiles, partners)
    try:
        values = members_of(node, str(path), error=ConfigError)
    except ConfigError:
        from feedwright.schema.advice import without_colon

        if advice := without_colon(text):
            place, wrong, right = advice
            raise ConfigError(str(path), line=place + 1, found=wrong, expected=right) from None
        _refuse_misplaced(members_of(node, str(path), error=ConfigError, duplicates=[]), fields)
        raise
    found = _read(values, str(path), fields)
    return _complete(path, root, sha256(data).digest(), found, tuple(formats))


def _parse(text: str, path: str) -> Node | None:
    """Parse config.yaml. A title or description of which a part would be a comment is an error."""
    from feedwright.schema.advice import refuse_lost_words

    node = parse(text, path, error=ConfigError)
    refuse_lost_words("\n".join(map(str.strip, text.split("\n"))), path, ConfigError)
    return node


_GROUPS = ("site", "feeds", "articles", "media")
"""Keys of config.yaml with others below them."""


class _KeywordError(ConfigError):
    """An error about a setting that has no line."""

    def __init__(self, path: str, **parts: Any) -> None:
        super().__init__(path, **parts | {"line": None})


def make_config(
    settings: Mapping[str, Any],
    root: Path,
    formats: Iterable[str],
    profiles: Callable[[], Sequence[str]] = tuple,
    partners: Callable[[], Sequence[str]] = tuple,
) -> Config:
    """Make the settings of a publication from a mapping that is as config.yaml.

    Args:
        settings: the keys and values.
        root: the folder of the publication, where config.yaml would be.
        formats: the names of all feed formats.
        profiles: as for `load_config`.
        partners: as for `load_config`.

    Raises ConfigError.
    """
    from feedwright.schema.data import as_data, values_of

    name = "Publication"
    expected = "text, a number, or lists and mappings of them"
    plain = as_data(settings, lambda value: _KeywordError(name, found=repr(value), expected=expected))
    values = values_of(plain, name, lambda _: 1, error=_KeywordError)
    found = _read(values, name, top(sorted(formats), profiles, partners))
    digest = sha256(repr(plain).encode()).digest()
    return _complete(Path(name), root, digest, found, tuple(formats))


def _read(values: dict[str, Value], path: str, fields: Fields) -> dict[str, Any]:
    if not fields.keys() >= values.keys():
        _refuse_misplaced(values, fields)
    found = read_strictly(values, fields)
    for required in ("site", "feeds"):
        if required not in found:
            raise ConfigError(path, field=required, found="none", expected="this key")
    return found


def _refuse_misplaced(values: dict[str, Value], fields: Fields) -> None:
    """Raise ConfigError for a key that belongs below another, such as `url` at the beginning of a line."""
    from feedwright.schema import describe

    for key, value in values.items():
        group, _, name = key.rpartition(".")
        for holder in () if key in fields else _GROUPS:
            if group in ("", holder) and name in describe(fields[holder].kind).get("properties", {}):
                expected = f"`{name}` below `{holder}:`, with two blanks before it"
                raise value.error(expected, found=f"`{key}` at the beginning of a line")


def _complete(
    path: Path, root: Path, digest: bytes, found: dict[str, Any], formats: tuple[str, ...]
) -> Config:
    """Build the Config. Only defaults that depend on other settings, or on files, are filled in here."""
    if found["feeds"].get("url") is None:
        expected = "the URL where the folder feeds/ is served, such as https://example.org/feeds/"
        raise ConfigError(str(path), field="feeds.url", found="none", expected=expected)
    feeds = AllFeeds(**{"formats": formats, **found["feeds"]})
    groups = {
        "feeds": feeds,
        "media": MediaSettings(**{"url": feeds.url + "media/", **found.get("media", {})}),
        "rights": Rights(**found.get("rights", {})),
        "articles": ArticleRules(**found.get("articles", {})),
        "serve": ServeSettings(**found.get("serve", {})),
        "notify": NotifySettings(**found.get("notify", {})),
        "content": found.get("content") or _default_content(root),
        "output": root / found.get("output", "feeds"),
    }
    config = Config(root=root, file=path.name, digest=digest, **(found | groups))
    _require_places(path, config)
    for name in config.plugins:
        if config.content != "." and (root / name).resolve().is_relative_to(config.content_folder.resolve()):
            expected = "plugins outside of it, for whoever writes articles could write code there"
            raise ConfigError(
                str(path), field="plugins", found=f"{name} in {config.content}/", expected=expected
            )
    return _with_own_articles(path, config) if feeds.articles else config


def _require_places(path: Path, config: Config) -> None:
    """Raise ConfigError if feeds or state would be among articles, or the state among feeds."""
    output, memory, content = map(_real, (config.output, config.memory, config.content_folder))
    if config.content != "." and (output.is_relative_to(content) or content.is_relative_to(output)):
        expected = f"a folder apart from {config.content}/"
        raise ConfigError(str(path), field="output", found=str(config.output), expected=expected)
    if not config.state:
        return
    if memory.is_relative_to(output) or (config.content != "." and memory.is_relative_to(content)):
        expected = "a folder that nobody publishes, such as /var/lib/feedwright/news"
        raise ConfigError(str(path), field="state", found=config.state, expected=expected)


def _real(folder: Path) -> Path:
    return Path(os.path.realpath(folder))


def _with_own_articles(path: Path, config: Config) -> Config:
    """Have addresses of articles lead to their pages under feeds/, unless `permalink` says where they are.

    Raises ConfigError if it says that all are elsewhere.
    """
    url = config.feeds.url
    if config.permalink == DEFAULT_PERMALINK:
        escaped = url.replace("{", "{{").replace("}", "}}")
        return replace(config, permalink={"": DEFAULT_PERMALINK.replace("{url}/", escaped)})
    patterns = config.permalink.values() if isinstance(config.permalink, dict) else [config.permalink]
    if not any(pattern.replace("{url}", config.site.url.rstrip("/")).startswith(url) for pattern in patterns):
        expected = f"no permalink, or one under {url}, where `feeds.articles` has the pages of articles"
        raise ConfigError(str(path), field="permalink", found=", ".join(patterns), expected=expected)
    return config


_ELSEWHERE = (
    ("package.json", "source/_posts"),
    ("mkdocs.yml", "docs/blog/posts"),
    ("docusaurus.config.js", "blog"),
    ("docusaurus.config.ts", "blog"),
    ("conf.py", "posts"),
    ("_quarto.yml", "posts"),
)
"""Files by which a generator's site is known, and where its posts are if nobody says otherwise."""


def _default_content(root: Path) -> str:
    """Return `content`; else where a Hexo, MkDocs or Jekyll site has its posts.

    In a Jekyll site that is `_posts`, or `.` if its sections have a `_posts` each.
    """
    for settings, folder in _ELSEWHERE:
        if (root / settings).exists() and (root / folder).is_dir() and not (root / "content").exists():
            return folder
    if (root / "content").exists() or not (root / "_config.yml").exists():
        return "content" if (root / "content").exists() or not (root / "_posts").is_dir() else "_posts"
    return "." if any(root.glob("[!_.]*/_posts")) else "_posts"
