"""Other generators, so that their trees can be published as they are. Each module is one and may define:

`SETTINGS: tuple[str, ...]`: settings files beside config.yaml by which its trees are recognized.
`is_settings(path: Path) -> bool`: whether an existing file with a name of SETTINGS is its own; without this
    function, it is.
`more_settings(root: Path) -> tuple[str, ...]`: its settings files beside config.yaml under other names, each
    before those whose values win.
`is_tree(has: Callable[[str], bool]) -> bool`: whether a tree is its own, by the names in it, if one of
    SETTINGS does not decide that. `has` tells whether a path beside config.yaml exists.
`READS_AS: Mapping[str, str]`: suffixes of its articles that mean another dialect elsewhere, and the suffix of
    the dialect that they are written in.
`KEYS: Mapping[str, str]`: its front matter keys, and what each means: one of our own keys, or one of
    `front_matter/foreign.py`.
`MARKS: Mapping[str, str]`: its keys that keep an article back, and which key of `visibility.KEYS` each means.
`OTHER_KEYS: tuple[str, ...]`: its front matter keys that mean nothing here, as far as they are near one that
    does, and might be taken for typing errors.
`INSIDE: tuple[str, ...]`: keys whose members count as keys themselves, such as Zola's `extra`.
`SPACED: tuple[str, ...]`: our keys that it writes as words separated by blanks, not commas.
`TAKES_LAST_KEY: bool`: whether of a key that stands twice in YAML the last one counts (else a key
    that decides whether there is an article is an error).
`READS_TABS: bool`: whether a tab at the beginning of a line of YAML is two blanks (else it is an error).
`READS_LINES: bool`: whether what stands between `---` is lines `Key: value`, which need not be YAML.
`STAMPS_ARE_UTC: bool`: whether a date and time in YAML, with seconds and without a zone, is in UTC.
`TITLES_ARE_BARE: bool`: whether what stands behind the language of a block of code is its title.
`READS_UTC_AS_LOCAL: bool`: whether of a time in YAML with an offset, the clock in UTC counts as local.
`ROLLS_DAYS_OVER: bool`: whether a day that its month lacks is one of the next, as in JavaScript.
`HTML_IS_HTML: bool`: whether a block of HTML in Markdown ends with its end tag, as in kramdown and
    Python-Markdown, and not with an empty line, as in CommonMark.
`IGNORES_CASE: bool`: whether its front matter keys may be written with capitals.
`MONTH_FIRST: bool`: whether 03/04 in a date is in March, and a year may have two digits.
`HAS_BUNDLES: bool`: whether a folder with an `index.md` is one article, and its other files belong to that.
`title_from_name(name: str) -> str`: the title of an article without one, made from its file's name.
`DATED_BY_FILE: tuple[str, ...]`: values of `date`, in small letters, that mean the time of the file.
`NOT_TAGS: frozenset[str]`: words among an article's tags that only its templates need.
`PUBLIC_WORDS: tuple[str, ...]`: words of `status` that mean published there, beside the usual ones.
`dated(values: Mapping[str, Value]) -> Value | None`: the value that is the date of an article without one.
`LINKS_ADDRESSES: bool`: whether addresses in a text become links, as in GitHub's Markdown.
`READS_ALL_FOLDERS: bool`: whether it reads folders whose names begin with `_`.
`NEEDS_NO_TITLE: bool`: whether it leaves an article without a title without one, so that ours is a guess.
`TITLE_HEADING: str`: which heading is the title of an article without one: `first-level` (the one above the
    text, if it is of the first level), `anywhere` (the first of all) or `none`; without it, the one above the
    text.
`is_folder_data(folder: str, name: str) -> bool`: whether a file contains keys for all articles of a folder.
`TRANSLATIONS_SHARE: bool`: whether keys of an article in such a file are those of its translations
    (`a.es.rst`), too, and its date is theirs.
`shared_keys(values: Mapping, file: FolderFile) -> Iterable[Mapping | Scope]`: the keys in such a file that
    articles get; without this function, all of them.
`merged(shared: Mapping[str, Value], own: Mapping[str, Value]) -> dict[str, Value]`: an article's keys, of
    those that it shares with others and its own; without this function, its own win.
`site(settings: Mapping[str, Value], articles: str) -> Site`: what its settings say about articles. `articles`
    is the path of content/, relative to the settings.
`LANGUAGE_KEYS: tuple[str, str]`: the keys of its settings with the main language and with all languages.
`MAIN_LANGUAGE: str`: its main language if settings name none, whether or not it is among all languages.
`NOT_READ: tuple[str, ...]`: suffixes of articles elsewhere that it does not read.
`LANGUAGE_FOLDER_KEY: str`: the key of a language in its settings that names the folder of its articles.
`LANGUAGE_FOLDERS: str`: a pattern (glob) for folders of articles in other languages; its second part is one.
`SIGN: str`: a pattern by which its markup is recognized in a tree without settings of any known generator.
`CONVERTS_BLOCKS: bool`: whether `plain` converts blocks between colons itself, which mean more there.
`include_folders(settings: Mapping[str, Any], content: str) -> Mapping[str, list[str]]`: the folders, relative
    to its settings, of files whose texts articles show, by kind: `page.include("@kind/file")` reads one.
`expand(text: str, page: Page) -> str`: put in the texts of other files, before any markup is converted.
`plain(text: str, page: Page) -> str`: convert the markup that only this generator understands.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from feedwright import module_folders
from feedwright.sources import dialects
from feedwright.sources.systems import _conversion, _names

if TYPE_CHECKING:
    from feedwright.schema import Value
    from feedwright.sources.markup.page import Page
    from feedwright.sources.scopes import FolderFile, Scope, Site


@lru_cache(maxsize=1)
def _modules() -> dict[str, ModuleType]:
    return {
        module.__name__.rpartition(".")[2]: module for module in module_folders.modules(sys.modules[__name__])
    }


def settings() -> dict[str, str]:
    """Settings files, each with the names of the generators that have it, separated by blanks."""
    found: dict[str, str] = {}
    for name, module in _modules().items():
        for file in getattr(module, "SETTINGS", ()):
            found[file] = f"{found.get(file, '')} {name}".strip()
    return found


def own_name(name: str) -> str:
    """What the generator of a module calls itself."""
    return _names.own_name(_modules()[name])


def in_tree(root: Path) -> tuple[str, ...]:
    """The generators that the tree in `root` may belong to."""
    # Joining a Path for each of the many names would take as long as asking for them.
    folder = f"{root}/"

    def has(path: str) -> bool:
        return os.path.exists(folder + path)

    def is_of(module: ModuleType) -> bool:
        if hasattr(module, "is_tree"):
            return bool(module.is_tree(has))
        own = any(has(name) and _is_settings(module, root / name) for name in module.SETTINGS)
        return own or bool(hasattr(module, "more_settings") and module.more_settings(root))

    return tuple(name for name, module in _modules().items() if is_of(module))


def _is_settings(module: ModuleType, path: Path) -> bool:
    return not hasattr(module, "is_settings") or bool(module.is_settings(path))


def settings_in(root: Path, in_force: Collection[str]) -> Iterator[Path]:
    """The settings files, and folders of such, of the generators in force."""
    for file, names in settings().items():
        path = root / file
        modules = [_modules()[name] for name in names.split() if name in in_force]
        if modules and path.exists() and any(_is_settings(module, path) for module in modules):
            yield path
    for module in (_modules()[name] for name in in_force):
        if hasattr(module, "more_settings"):
            yield from (root / name for name in module.more_settings(root))


def owners(file: str, root: Path) -> tuple[str, ...]:
    """The names of the generators that have a settings file or folder at this path below `root`."""
    if file in settings():
        return tuple(settings()[file].split())
    more = ((name, getattr(module, "more_settings", None)) for name, module in _modules().items())
    return tuple(name for name, names in more if names is not None and file in names(root))


def reads_as(suffix: str, in_force: Collection[str]) -> str:
    """The suffix of the dialect in which files with this suffix are written."""
    for name in in_force:
        suffix = getattr(_modules()[name], "READS_AS", {}).get(suffix, suffix)
    return suffix


@lru_cache(maxsize=1)
def keys() -> dict[str, str]:
    """The keys of all generators, and their meanings."""
    return {
        key: meaning for module in _modules().values() for key, meaning in getattr(module, "KEYS", {}).items()
    }


def marks(in_force: Collection[str]) -> dict[str, str]:
    """The keys that keep articles back, of the generators in force; if none is, of all generators."""
    names = in_force or _modules()
    return {key: meaning for name in names for key, meaning in getattr(_modules()[name], "MARKS", {}).items()}


def keys_of(in_force: Collection[str]) -> tuple[str, ...]:
    """The keys of the generators in force that mean something here."""
    return tuple(
        key
        for name in in_force
        for table in ("KEYS", "MARKS")
        for key in getattr(_modules()[name], table, {})
    )


@lru_cache(maxsize=1)
def other_keys() -> frozenset[str]:
    """The keys of all generators that mean nothing here."""
    return frozenset(key for module in _modules().values() for key in getattr(module, "OTHER_KEYS", ()))


@lru_cache(maxsize=1)
def inside() -> tuple[str, ...]:
    """The keys whose members count as keys themselves."""
    return tuple(
        dict.fromkeys(key for module in _modules().values() for key in getattr(module, "INSIDE", ()))
    )


def title_from_name(name: str, in_force: Collection[str]) -> str | None:
    """The title of an article without one, whose file has this name; None if it gets none from that."""
    modules = (_modules()[system] for system in in_force)
    own = next((one.title_from_name for one in modules if hasattr(one, "title_from_name")), None)
    if own is None and needs_no_title(in_force):
        own = _names.words_of
    return None if own is None else str(own(name))


def with_dates(values: dict[str, Value], in_force: Collection[str]) -> dict[str, Value]:
    """The keys of an article, with the date that its generator takes from another of them."""
    for name in in_force:
        date = _modules()[name].dated(values) if hasattr(_modules()[name], "dated") else None
        if date is not None:
            return values | {"date": date}
    return values


def merged(
    shared: Mapping[str, Value], own: Mapping[str, Value], in_force: Collection[str]
) -> dict[str, Value]:
    """An article's keys, of those that it shares with others and its own."""
    if shared:
        for name in in_force:
            if hasattr(_modules()[name], "merged"):
                found: dict[str, Value] = _modules()[name].merged(shared, own)
                return found
    return {**shared, **own}


def dates_by_file(found: str, in_force: Collection[str]) -> bool:
    """Tell whether what stands as the date (in quotes) means the time of the file."""
    dated = (getattr(_modules()[name], "DATED_BY_FILE", ()) for name in in_force)
    return any(found.strip('"').lower() in words for words in dated)


def without_collections(tags: tuple[str, ...], in_force: Collection[str]) -> tuple[str, ...]:
    """An article's tags without those that only templates need."""
    no_tags = {word for name in in_force for word in getattr(_modules()[name], "NOT_TAGS", ())}
    return tuple(tag for tag in tags if tag not in no_tags)


def public_words(in_force: Collection[str]) -> tuple[str, ...]:
    """The words of `status` that mean published, of the generators in force alone."""
    return tuple(word for name in in_force for word in getattr(_modules()[name], "PUBLIC_WORDS", ()))


def links_addresses(in_force: Collection[str]) -> bool:
    """Tell whether addresses in a text become links."""
    return any(getattr(_modules()[name], "LINKS_ADDRESSES", False) for name in in_force)


def needs_no_title(in_force: Collection[str]) -> bool:
    """Tell whether articles of these generators may have no title."""
    return any(getattr(_modules()[name], "NEEDS_NO_TITLE", False) for name in in_force)


def title_heading(in_force: Collection[str]) -> str:
    """Which heading is the title of an article without one; "" for the one above the text."""
    return next(filter(None, (getattr(_modules()[name], "TITLE_HEADING", "") for name in in_force)), "")


def reads_lines(in_force: Collection[str]) -> bool:
    """Tell whether what stands between `---` is lines, and YAML only by chance."""
    return any(getattr(_modules()[name], "READS_LINES", False) for name in in_force)


def reads_tabs(in_force: Collection[str]) -> bool:
    """Tell whether a tab at the beginning of a line of YAML stands for two blanks."""
    return any(getattr(_modules()[name], "READS_TABS", False) for name in in_force)


def counts_days_on(in_force: Collection[str]) -> bool:
    """Tell whether 30 February in a file's name is a day of March, as Ruby has it."""
    return any(getattr(_modules()[name], "COUNTS_DAYS_ON", False) for name in in_force)


def takes_last_key(in_force: Collection[str]) -> bool:
    """Tell whether the last of several equal keys counts, as some parsers of YAML have it."""
    return any(getattr(_modules()[name], "TAKES_LAST_KEY", False) for name in in_force)


def stamps_are_utc(in_force: Collection[str]) -> bool:
    """Tell whether a date and time in YAML, with seconds and without a zone, is in UTC."""
    return any(getattr(_modules()[name], "STAMPS_ARE_UTC", False) for name in in_force)


def reads_utc_as_local(in_force: Collection[str]) -> bool:
    """Tell whether a time with an offset is the clock in UTC, taken for that of the site's zone."""
    return any(getattr(_modules()[name], "READS_UTC_AS_LOCAL", False) for name in in_force)


def rolls_days_over(in_force: Collection[str]) -> bool:
    """Tell whether 31 April is 1 May, as for programs in JavaScript."""
    return any(getattr(_modules()[name], "ROLLS_DAYS_OVER", False) for name in in_force)


def ignores_case(in_force: Collection[str]) -> bool:
    """Tell whether front matter keys may be written with capitals."""
    return any(getattr(_modules()[name], "IGNORES_CASE", False) for name in in_force)


def translations_share(in_force: Collection[str]) -> bool:
    """Whether translations have the keys of their original, if they do not say otherwise."""
    return any(getattr(_modules()[name], "TRANSLATIONS_SHARE", False) for name in in_force)


def month_first(in_force: Collection[str]) -> bool:
    """Whether dates are read as American ones, if nobody says otherwise."""
    return any(getattr(_modules()[name], "MONTH_FIRST", False) for name in in_force)


def shares_folders(in_force: Collection[str]) -> bool:
    """Whether beside an `index.md`, other files of a folder are articles, too."""
    return bool(in_force) and not any(getattr(_modules()[name], "HAS_BUNDLES", False) for name in in_force)


def reads_all_folders(in_force: Collection[str]) -> bool:
    """Whether folders whose names begin with `_` have articles like any other."""
    return any(getattr(_modules()[name], "READS_ALL_FOLDERS", False) for name in in_force)


def spaced(in_force: Collection[str]) -> tuple[str, ...]:
    """The keys whose values are words separated by blanks."""
    return tuple(key for name in in_force for key in getattr(_modules()[name], "SPACED", ()))


def not_ours(in_force: tuple[str, ...]) -> tuple[str, ...]:
    """Keys of ours that mean something else in these trees, where templates show them."""
    return tuple(key for name in in_force for key in getattr(_modules()[name], "NOT_OURS", ()))


def language_keys(in_force: Collection[str]) -> list[tuple[tuple[str, str], str, str]]:
    """The keys of settings with languages, each with a file that may have them, and the usual language."""
    return [
        (module.LANGUAGE_KEYS, file, getattr(module, "MAIN_LANGUAGE", ""))
        for name, module in _modules().items()
        if name in in_force and hasattr(module, "LANGUAGE_KEYS")
        for file in module.SETTINGS
    ]


def is_read(path: str, in_force: Collection[str]) -> bool:
    """Whether the generators in force read a file with this suffix."""
    suffix = os.path.splitext(path)[1].lower()
    if suffix in dialects.only_in() and not set(in_force).intersection(dialects.only_in()[suffix]):
        return False
    return not any(suffix in getattr(_modules()[name], "NOT_READ", ()) for name in in_force)


def language_folders(in_force: Collection[str]) -> tuple[list[str], list[str]]:
    """The keys, and the patterns, that name the folders of articles in other languages."""
    modules = [_modules()[name] for name in in_force]
    return (
        [module.LANGUAGE_FOLDER_KEY for module in modules if hasattr(module, "LANGUAGE_FOLDER_KEY")],
        [module.LANGUAGE_FOLDERS for module in modules if hasattr(module, "LANGUAGE_FOLDERS")],
    )


def folder_data(in_force: Collection[str]) -> tuple[Callable[[str, str], bool], ...]:
    """Functions that recognize files with keys for all articles of a folder."""
    return tuple(filter(None, (getattr(_modules()[name], "is_folder_data", None) for name in in_force)))


def shared_keys(
    values: Mapping[str, Value], folder: Path, file: FolderFile, in_force: Collection[str]
) -> Iterator[Mapping[str, Value] | Scope]:
    """The keys that articles get from a `file` in `folder` with these values."""
    for name in in_force:
        module = _modules()[name]
        if hasattr(module, "is_folder_data") and module.is_folder_data(str(folder), file.name):
            yield from module.shared_keys(values, file) if hasattr(module, "shared_keys") else [values]


def site(values: Mapping[str, Value], articles: str, file: str, in_force: Collection[str]) -> list[Site]:
    """What the settings at the path `file` say, for each generator in force that has such a file."""

    def has(module: ModuleType) -> bool:
        if f"/{file}".endswith(_ends(module.SETTINGS)):
            return True
        folder, name = os.path.split(file)
        return hasattr(module, "more_settings") and name in module.more_settings(Path(folder))

    return [
        module.site(values, articles)
        for name, module in _modules().items()
        if name in in_force and hasattr(module, "site") and has(module)
    ]


@cache
def _ends(settings: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"/{one}" for one in settings)


def include_folders(
    kind: str, settings: Mapping[str, Any], content: str, in_force: Collection[str]
) -> list[str]:
    """The folders of files of a kind whose texts articles show."""
    modules = [_modules()[name] for name in in_force if hasattr(_modules()[name], "include_folders")]
    return [folder for one in modules for folder in one.include_folders(settings, content).get(kind, [])]


def plain(text: str, page: Page, in_force: Collection[str]) -> str:
    """Convert the markup of the generators `in_force` in a text. Raises ArticleError if it has too many tags.

    If no generator is in force, those count whose markup is in the text, outside of code.
    """
    return _conversion.convert(text, page, in_force, _modules())
