"""The file config.yaml -> Config: reads it, and fills in what it leaves out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from feedwright.config.keys import top
from feedwright.config.parsed import parsed_before
from feedwright.config.settings import MEMORY, ArticleRules, Config, FeedSettings, ServeSettings
from feedwright.errors import ConfigError
from feedwright.files import read_at_most
from feedwright.schema import LONGEST, members_of, parse, read_strictly
from feedwright.text import legal


def load_config(
    path: Path,
    formats: Iterable[str],
    profiles: Callable[[], Sequence[str]] = tuple,
    partners: Callable[[], Sequence[str]] = tuple,
    *,
    keeps: bool = False,
) -> Config:
    """The settings in `path`; `formats` are the names of the feed formats there are.

    `profiles` and `partners` tell those of aggregators; they are asked only where the key stands.
    `keeps` what a YAML parser made of it for the next time.

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
        raise ConfigError(str(path), found="other bytes", expected="text in UTF-8") from None
    root = path.resolve().parent
    node = parsed_before(
        root / MEMORY, data, lambda: parse(legal(text), str(path), error=ConfigError), keeps=keeps
    )
    values = members_of(node, str(path), error=ConfigError)
    found = read_strictly(values, top(sorted(formats), profiles, partners))
    for required in ("site", "feeds"):
        if required not in found:
            raise ConfigError(str(path), field=required, found="none", expected="this key")
    return _complete(path, root, sha256(data).digest(), found, tuple(formats))


def _complete(
    path: Path, root: Path, digest: bytes, found: dict[str, Any], formats: tuple[str, ...]
) -> Config:
    feeds = dict(found["feeds"])
    feeds_url = feeds.pop("url", None)
    if feeds_url is None:
        expected = "the URL where the folder feeds/ is served, such as https://example.org/feeds/"
        raise ConfigError(str(path), field="feeds.url", found="none", expected=expected)
    feeds["partners"] = found.get("partners", ())
    pages, stylesheet = feeds.pop("pages", True), feeds.pop("stylesheet", "css") == "css"
    also = dict.fromkeys(feeds.pop("also", ()))
    also_minimum = feeds.pop("also_minimum", 3)
    menu = feeds.pop("menu", False)
    mode = feeds.pop("mode", 0o644)
    return Config(
        root=root,
        file=path.name,
        digest=digest,
        site=found["site"],
        feeds_url=feeds_url,
        feeds=FeedSettings(**{"formats": formats, **feeds}),
        media_url=found.get("media", {}).get("url") or feeds_url + "media/",
        permalink=found.get("permalink", "{url}/{section}/{slug}/"),
        articles=ArticleRules(**found.get("articles", {})),
        overrides=found.get("sections", {}),
        hubs=found.get("hubs", ()),
        rsscloud=found.get("rsscloud"),
        precompress=found.get("precompress", ()),
        serve=ServeSettings(**found.get("serve", {})),
        gone=found.get("gone", ()),
        moved=found.get("moved", {}),
        pages=pages,
        stylesheet=stylesheet,
        profiles=found.get("profiles", ()),
        folder=found.get("content") or _usual_folder(root),
        people=found.get("people", {}),
        license=found.get("rights", {}).get("license"),
        rsl=found.get("rights", {}).get("rsl"),
        also=tuple(also),
        also_minimum=also_minimum,
        menu=menu,
        mode=mode,
        languages=found.get("languages", ()),
        media_keep=found.get("media", {}).get("keep", 180),
        image_sizes=found.get("media", {}).get("image_sizes", ()),
        media_metadata=found.get("media", {}).get("metadata", "strip"),
    )


def _usual_folder(root: Path) -> str:
    """`content`; in a Jekyll tree, which has none, `_posts`, or all of it where sections have theirs."""
    if (root / "content").exists() or not (root / "_config.yml").exists():
        return "content" if (root / "content").exists() or not (root / "_posts").is_dir() else "_posts"
    return "." if any(root.glob("[!_.]*/_posts")) else "_posts"
