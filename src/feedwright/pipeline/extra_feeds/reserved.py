"""Reserved paths under feeds/: no section may lie where media or feeds of tags, authors or partners are."""

from __future__ import annotations

from feedwright.config import Config
from feedwright.errors import ArticleError
from feedwright.indexes.site_map import FOLDER as SITEMAPS
from feedwright.partners.partner import FOLDER as PARTNERS
from feedwright.sources.site_files import is_profile
from feedwright.sources.tree import Folder, Tree

MEDIA = "the published media"
"""They lie under feeds/media/ (`resolve/media_files.py`), and servers let readers cache it for ever."""


def taken_by(config: Config, section: str) -> str | None:
    """What else is published where the section's feeds would be; None if the path is free."""
    top = section.partition("/")[0]
    if top == "media":
        return MEDIA
    if top == SITEMAPS and config.feeds.sitemap:
        return "the files of `feeds.sitemap`"
    if top in config.feeds.also:
        return "the feeds of `feeds.also`"
    if any(f"{section}/".startswith(f"{feed.name}/") for feed in config.feeds.more):
        return "the feeds of `feeds.more`"
    return "the feeds of `partners`" if top == PARTNERS and config.all_partners else None


def refuse_folders(config: Config, tree: Tree) -> None:
    """Remove folders of sections with reserved paths from the tree, and add a problem for each.

    What was published of them stays, as for every folder that cannot be read. A folder called `media` mostly
    holds pictures and pages, so it stays in the tree; an article in it is rejected by itself.
    """
    if not (config.feeds.also or config.all_partners or config.feeds.sitemap):
        return
    refused: list[str] = []
    kept: list[Folder] = []
    for folder in tree.folders:
        taken = None if folder.section is None else taken_by(config, folder.section)
        # Profiles of authors are pages. If there is an article among them, it is rejected by itself.
        if taken in (None, MEDIA) or is_profile(f"{folder.path}/") or not folder.files:
            kept.append(folder)
        elif not any(f"{folder.path}/".startswith(f"{outer}/") for outer in refused):
            refused.append(folder.path)
            tree.problems.append(
                ArticleError(
                    folder.path,
                    found=f"a section in the place of {taken}",
                    expected="another name for that folder, or config.yaml without that "
                    + taken.partition(" of ")[2],
                )
            )
    tree.folders = kept


def refuse_article(config: Config, path: str, section: str) -> None:
    """Raise ArticleError if the article at `path` is in a section with a reserved path."""
    taken = taken_by(config, section)
    if taken is not None:
        raise ArticleError(
            path,
            field="category",
            found=f"the section {section}, which is where {taken} are",
            expected="another name for the section",
        )
