"""The table of `make sites`: `python -m sites FOLDER [NAME…]`.

FOLDER has other people's sites, each in a folder named as in sites.json (`owner+name`). Truth is what the
generator itself makes of a site, if it can be run here; it is kept in FOLDER/NAME.truth.json. Otherwise, it
is the links that the site's own text has to pages of the same folders.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from sites.generators import Page, pages
from sites.read import Found, read, without_bare_links, words, words_of_text

SITES = json.loads((Path(__file__).parent / "sites.json").read_text(encoding="utf-8"))
_LINKING = (".md", ".mdx", ".html", ".xml", ".txt")
_COLUMNS = "site                            found rejected  truth    URL   date  title  words  leaks"


def main() -> None:
    folder, *names = map(str, sys.argv[1:])
    print(_COLUMNS)
    for name, site in SITES.items():
        root = Path(folder, name)
        if root.is_dir() and name in (names or SITES):
            _print_row(name, site, root / site.get("root", ""), root.with_name(f"{name}.truth.json"))


def _print_row(name: str, site: Mapping[str, Any], root: Path, kept: Path) -> None:
    found, rejected = read(root, site["content"], site["url"], site.get("more", ""))
    truth = _truth(site, root, kept)
    prefix = f"{site['content']}/" if site["content"] != "." else ""
    for path in found:
        if truth.get(prefix + path, {}).get("is_held_back"):
            print(f"{name} holds back what we publish: {path}")
    beside = [(page, truth[prefix + path]) for path, page in found.items() if prefix + path in truth]
    if beside:
        missing = sum(path.startswith(prefix) if prefix else "_posts/" in path for path in truth) - len(
            beside
        )
        shares = [
            _share(sum(_path(ours["url"]) == _path(theirs["url"]) for ours, theirs in beside), len(beside)),
            _share(sum(_is_same_moment(ours, theirs) for ours, theirs in beside), len(beside)),
            _share(sum(_title(ours) == _title(theirs) for ours, theirs in beside), len(beside)),
            _same_words(kept, beside),
        ]
    else:
        missing, shares = 0, [_known_links(found, root, site["url"]), "-", "-", "-"]
    leaks = sum(_leaks(page, truth.get(prefix + path, {})) for path, page in found.items())
    of = f"{len(beside)}+{missing}" if beside else "links"
    columns = f"{len(found):>5} {len(rejected):>8} {of:>6} " + " ".join(f"{one:>6}" for one in shares)
    print(f"{name:<31} {columns} {leaks:>6}", flush=True)


def _truth(site: Mapping[str, Any], root: Path, kept: Path) -> dict[str, Page]:
    """What the generator makes of the site, by the paths of files."""
    if "generator" not in site:
        return {}
    if not kept.exists():
        try:
            made = pages(site["generator"], root, site["url"])
        except (OSError, ValueError, KeyError) as fault:
            print(f"{site['generator']} cannot make {root.name}: {fault}", file=sys.stderr)
            return {}
        kept.write_text(json.dumps(made), encoding="utf-8")
    return {page["path"]: page for page in json.loads(kept.read_text(encoding="utf-8"))}


def _known_links(found: Found, root: Path, url: str) -> str:
    """The share of the links to articles, in the site's own text, that lead to one of ours.

    A link is to an article if it ends with the name of its file or page, and else to another page, or to an
    article that is held back.
    """
    ours = {_stem(page["url"]) for page in found.values()}
    names = {_name(path.removesuffix(f"/{Path(path).name}") if "/index." in path else path) for path in found}
    names |= {_name(path) for path in ours}
    folders = {path.rpartition("/")[0] for path in ours}
    pattern = re.compile(re.escape(url) + r"[\w./%+@~-]*[\w/]")
    linked = set()
    for file in root.rglob("*"):
        if file.suffix in _LINKING and file.is_file() and "node_modules" not in file.parts:
            linked |= set(pattern.findall(file.read_text(encoding="utf-8", errors="replace")))
    paths = {_stem(link) for link in linked}
    paths = {path for path in paths if path.rpartition("/")[0] in folders and path not in folders}
    paths = {path for path in paths if _name(path) in names}
    return f"{_share(len(paths & ours), len(paths))}" if paths else "-"


def _name(path: str) -> str:
    """The letters and digits of a file's or page's name, without the date before it."""
    name = re.sub(r"\.(?:md|mdx|html|markdown|rst)$", "", path.rpartition("/")[2].lower())
    return re.sub(r"[\W_]", "", re.sub(r"^\d{4}-\d{1,2}-\d{1,2}-?", "", name))


def _share(count: int, of: int) -> str:
    return f"{100 * count / of:.1f}"


def _path(url: str) -> str:
    return re.sub("/+", "/", urlsplit(unquote(url)).path)


def _stem(url: str) -> str:
    """The path without what sites redirect: a slash at the end, or a suffix."""
    return _path(url).rstrip("/").removesuffix(".html")


def _is_same_moment(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    if not theirs.get("date"):
        return True
    first, second = (datetime.fromisoformat(one) for one in (ours["date"], theirs["date"]))
    return first == second if second.tzinfo else first.replace(tzinfo=None) == second


def _leaks(ours: Page, theirs: Mapping[str, Any]) -> bool:
    """Whether readers get markup that they do not get from the generator."""
    shown = unescape(re.sub(r"<[^>]+>", "", theirs.get("html") or ""))
    return any(sign not in shown for sign in ours["leaks"])


def _title(page: Mapping[str, Any]) -> list[str]:
    text = re.sub(r"<br\b[^>]*>", " ", str(page["title"]))
    return re.findall(r"\w+", unescape(re.sub(r"<[^>]+>", "", text)))


def _prose(html: str) -> str:
    return re.sub(r"<(code|pre)\b.*?</\1>", "", html, flags=re.DOTALL)


_LACKING = re.compile(r"\{% |[\w.!?]\]\((?:https?:/|/)[^\s()]*\)")
"""Tags and links in Markdown that are shown: the generator lacked a plugin, or the template of a theme."""
_LIKE = 0.98
"""The share of words that two texts have in common if they count as the same."""


def _same_words(kept: Path, beside: list[tuple[Page, Page]]) -> str:
    """The share of posts that have the words of the generator's text.

    Beside the truth is written how the others differ (FOLDER/NAME.truth.words.txt).
    """
    posts = [
        (ours, theirs)
        for ours, theirs in beside
        if theirs.get("html") and _LACKING.search(_prose(theirs["html"])) is None
    ]
    lines = []
    for ours, theirs in posts:
        expected, got = words_of_text(theirs["html"], str(theirs["title"])), ours["words"]
        if "<iframe" in theirs["html"] or "<script" in theirs["html"]:
            # A feed has a link where a page has a player.
            expected = words_of_text(without_bare_links(theirs["html"]), str(theirs["title"]))
            got = words(without_bare_links(ours["html"]))
        theirs_count, ours_count = Counter[str](expected), Counter[str](got)
        missing, more = theirs_count - ours_count, ours_count - theirs_count
        most = max(len(expected), len(got))
        if max(missing.total(), more.total()) > (1 - _LIKE) * most:
            differences = (f"{one.total()}: {' '.join(list(one)[:30])}" for one in (missing, more))
            lines.append(
                "{}: of {}, missing {}; more {}\n".format(theirs["path"], len(expected), *differences)
            )
    kept.with_suffix(".words.txt").write_text("".join(lines), encoding="utf-8")
    return _share(len(posts) - len(lines), len(posts)) if posts else "-"


if __name__ == "__main__":
    main()
