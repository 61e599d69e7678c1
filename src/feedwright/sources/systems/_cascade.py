"""Hugo's cascade: front matter of a section, or of the whole site, for all pages below it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from feedwright.schema import Value
from feedwright.sources.scopes import (
    DateKeys,
    FolderFile,
    Scope,
    Site,
    excluded,
    glob,
    is_below,
    texts_of,
    without_suffix,
)


def of_folder(cascade: Value | None, file: FolderFile) -> Iterator[Mapping[str, Value] | Scope]:
    """The keys for the pages below the file's folder; on a site in several languages, in its own."""
    language = _tag(file.name, file.languages)
    for keys, target in _parts(cascade):
        matches = _matching(target, _below_content(file.articles))
        if matches is None and not file.languages:
            yield keys
            continue

        def covers(path: str, matches: Callable[[str], bool] | None = matches) -> bool:
            is_inside = is_below(path, file.folder) and _tag(path, file.languages) == language
            return is_inside and (matches is None or matches(path))

        yield Scope(covers, keys)


def _tag(path: str, languages: tuple[str, ...]) -> str:
    """The language that a file's name has before its suffix; "" if it has none, or the main one."""
    tag = without_suffix(path).rpartition(".")[2].casefold()
    return tag if tag in (one.casefold() for one in languages[1:]) else ""


def of_site(values: Mapping[str, Value], articles: str) -> Site:
    """The keys for all pages, files that are none, and the zone of dates; `values` have lower-case keys."""
    above = _below_content(articles)
    scopes = (
        Scope(_matching(target, above) or (lambda path: True), keys)
        for keys, target in _parts(values.get("cascade"))
    )
    zone, no_pages = values.get("timezone"), _ignored(values.get("ignorefiles"), articles)
    disabled = _disabled(values, "" if articles == "." else articles)
    not_mounted = excluded(_not_mounted(values.get("module")), articles)
    return Site(
        (zone and zone.scalar) or "",
        (*scopes, *no_pages, *disabled, *not_mounted),
        dates=_dates(values.get("frontmatter")),
    )


_DATES = {
    "date": ("date", "publishdate", "pubdate", "published", "lastmod", "modified"),
    "lastmod": ("lastmod", "modified"),
    "publishDate": ("publishdate", "pubdate", "published"),
    "expiryDate": ("expirydate", "unpublishdate"),
}
"""Keys with dates, each with those that Hugo takes by itself (gohugo.io/configuration/front-matter)."""


def _dates(frontmatter: Value | None) -> DateKeys | None:
    """The keys from which dates are taken, if settings name other ones than Hugo by itself."""
    if frontmatter is None or not frontmatter.is_mapping:
        return None
    stated = {
        key.lower(): [text.lower() for text in texts_of(one)] for key, one in frontmatter.members().items()
    }
    keys = tuple(
        (
            key,
            tuple(
                name for text in stated[key.lower()] for name in (usual if text == ":default" else (text,))
            ),
        )
        for key, usual in _DATES.items()
        if key.lower() in stated
    )
    days = stated.get("date", [])
    is_first = ":filename" in days[:1]
    return DateKeys(is_first, keys)


def _below_content(folder: str) -> str:
    """The path of a folder as Hugo's targets have it: below the folder of all content, as this is called."""
    _, found, below = f"/{folder}/".rpartition("/content/")
    return below.strip("/") if found else ""


def _not_mounted(module: Value | None) -> Iterator[str]:
    """The globs of files that a mount of `content` leaves out: `excludeFiles`, and `!` in `files`."""
    mounts = module.members().get("mounts") if module is not None and module.is_mapping else None
    for mount in mounts.items() if mounts is not None else ():
        own = {key.lower(): one for key, one in mount.members().items()} if mount.is_mapping else {}
        source, target = ("/".join(texts_of(own.get(key))).strip("/") for key in ("source", "target"))
        if target == "content":
            negated = (
                text.strip()[1:].strip() for text in texts_of(own.get("files")) if text.strip()[:1] == "!"
            )
            for pattern in (*texts_of(own.get("excludefiles")), *negated):
                yield f"{source}/{pattern.lstrip('/')}"


def _disabled(values: Mapping[str, Value], articles: str) -> Iterator[Scope]:
    """The files of languages that are switched off: those with its tag, or in its folder."""
    languages = values.get("languages")
    members = languages.members() if languages is not None and languages.is_mapping else {}
    names = dict.fromkeys(texts_of(values.get("disablelanguages")), "")
    for name, value in members.items():
        own = {key.lower(): one for key, one in value.members().items()} if value.is_mapping else {}
        if name in names or ("disabled" in own and own["disabled"].flag is True):
            folder = own.get("contentdir")
            names[name] = ((folder and folder.scalar) or "").strip("/")
    for name, place in names.items():
        tag = re.compile(rf"(?:^|/)[^/]+\.{re.escape(name)}\.[^./]+", re.IGNORECASE)

        def covers(path: str, tag: re.Pattern[str] = tag, place: str = place) -> bool:
            is_inside = bool(place) and is_below(f"{articles}/{path}".lstrip("/"), place)
            return is_inside or tag.search(path) is not None

        yield Scope(covers, None)


def _ignored(patterns: Value | None, articles: str) -> Iterator[Scope]:
    """The files that `ignoreFiles` names by regular expressions, which fit anywhere in their paths."""
    for text in texts_of(patterns):
        try:
            pattern = re.compile(text)
        except re.error:
            continue
        yield Scope(lambda path, pattern=pattern: pattern.search(f"/{articles}/{path}") is not None, None)  # type: ignore[misc]


def _parts(cascade: Value | None) -> Iterator[tuple[dict[str, Value], Mapping[str, Value]]]:
    """The keys of a cascade and their targets; it is a mapping or a list of mappings."""
    for part in cascade.items() if cascade is not None else ():
        if not part.is_mapping:
            continue
        keys = part.members()
        targets = [keys.pop(name) for name in ("target", "_target") if name in keys]
        params = keys.pop("params", None)
        if params is not None and params.is_mapping:
            keys = params.members() | keys
        target = targets[0].members() if targets and targets[0].is_mapping else {}
        if _fits(target.get("kind"), "page") and _fits(target.get("environment"), "production"):
            yield keys, target


def _fits(pattern: Value | None, word: str) -> bool:
    return pattern is None or glob((pattern.scalar or "").casefold()).fullmatch(word) is not None


def _matching(target: Mapping[str, Value], above: str) -> Callable[[str], bool] | None:
    """A test for the target's pages by the glob of their paths (with a slash, no suffix); None: all pages.

    `above` is the path of content/ below the folder of all content.
    """
    path = target.get("path")
    if path is None or not path.scalar:
        return None
    pattern = glob(path.scalar.casefold())
    return lambda page: any(pattern.fullmatch(one) for one in _logical(f"{above}/{page}"))


def _logical(path: str) -> Iterator[str]:
    """The paths by which Hugo may know a page: a folder or tag of its language is no part of them."""
    whole = without_suffix(path.strip("/")).casefold().removesuffix("/index")
    for written in (whole, _TAG.sub("", whole)):
        yield f"/{written}"
        first, _, rest = written.partition("/")
        if rest and _LANGUAGE.fullmatch(first):
            yield f"/{rest}"


_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})?")
_TAG = re.compile(rf"(?:/index)?\.{_LANGUAGE.pattern}$")
