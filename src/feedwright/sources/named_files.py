"""Look at a few named files of a folder, as a scan of all of content/ would see them."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path
from stat import S_ISREG

from feedwright.sources.dialects import article_suffixes
from feedwright.sources.languages import variants
from feedwright.sources.site_files import has_others
from feedwright.sources.tree import Folder, Stat, pack_listing, scan_folder
from feedwright.text import slugify


def folder_with(
    root: Path,
    path: str,
    names: Collection[str],
    section: str | None,
    *,
    languages: tuple[str, ...],
    is_bundle: bool,
    is_site: bool,
    shares_folders: bool,
) -> Folder | None:
    """The folder at `path` under `root` (content/) with those of the files `names` that it has.

    Args:
        root: content/.
        path: the folder, relative to `root`.
        names: the files to look at; of a page bundle, all files are looked at.
        section: its section; that of a page bundle is the section of its article.
        languages: those of the publication.
        is_bundle: whether the folder is known as a page bundle, or can only be one.
        is_site: whether `root` is a whole site, which has no page bundles.
        shares_folders: whether a folder with other articles beside `index.md` is no page bundle.

    Returns:
        None if only a scan of all can tell what the folder is: it is another kind of folder now, or has a
        file that a scan would look at more closely, such as a link.
    """
    has_index = not is_site and path not in ("", "_inbox") and _has_index(root / path, languages)
    has_index = has_index and not (shares_folders and _is_shared(root / path, languages))
    if is_bundle:
        name = path.rpartition("/")[2]
        is_there = os.path.lexists(root / path)
        if is_there and (not has_index or slugify(name) != name or os.path.islink(root / path)):
            return None
        return scan_folder(root, path, section, languages) if is_there else _empty(path, section)
    if has_index:
        return None
    files: list[Stat] = []
    for name in sorted(names):
        if name[:1] in ("", ".", "_") and not name.startswith(("_section.", "_index.")):
            continue
        try:
            stat = os.lstat(root / path / name)
        except (OSError, ValueError):
            continue
        if not S_ISREG(stat.st_mode):
            return None
        files.append((name, stat.st_size, stat.st_mtime_ns, stat.st_ino))
    return Folder(path, section, False, pack_listing((section, False, files)))


def _empty(path: str, section: str | None) -> Folder:
    return Folder(path, section, True, pack_listing((section, True, [])))


def _is_shared(folder: Path, languages: tuple[str, ...]) -> bool:
    indexes = {name for suffix in article_suffixes() for name in variants(f"index{suffix}", languages)}
    return has_others(os.listdir(folder), indexes)


def _has_index(folder: Path, languages: tuple[str, ...]) -> bool:
    return any(
        os.path.lexists(folder / name)
        for suffix in article_suffixes()
        for name in variants(f"index{suffix}", languages)
    )
