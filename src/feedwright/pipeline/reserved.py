"""Sections that would lie where something else is published: media, or feeds of tags, authors, partners."""

from __future__ import annotations

from feedwright.config import Config
from feedwright.errors import ArticleError
from feedwright.partners.partner import FOLDER as PARTNERS
from feedwright.sources.surroundings import is_profile
from feedwright.sources.tree import Folder, Tree

MEDIA = "the published media"
"""They lie under feeds/media/ (`resolve/shelf.py`), and servers let readers keep what is there for ever."""


def taken_by(config: Config, section: str) -> str | None:
    """What is published where the section's feeds would be; None where nothing is."""
    top = section.partition("/")[0]
    if top == "media":
        return MEDIA
    if top in config.feeds.also:
        return "the feeds of `feeds.also`"
    return "the feeds of `partners`" if top == PARTNERS and config.all_partners else None


def refuse_folders(config: Config, tree: Tree) -> None:
    """Takes the folders of such sections out of the tree, which then has a problem instead.

    What was published of them stays, as it does of every folder that cannot be read. A folder called media
    holds pictures and pages, most often: an article in it is rejected by itself.
    """
    if not (config.feeds.also or config.all_partners):
        return
    refused: list[str] = []
    kept: list[Folder] = []
    for folder in tree.folders:
        taken = None if folder.section is None else taken_by(config, folder.section)
        # Pages about authors are no articles; should there be one, it is rejected by itself.
        if taken in (None, MEDIA) or is_profile(f"{folder.path}/") or not folder.files:
            kept.append(folder)
        elif not any(f"{folder.path}/".startswith(f"{outer}/") for outer in refused):
            refused.append(folder.path)
            tree.problems.append(
                ArticleError(
                    folder.path,
                    found=f"a section in the place of {taken}",
                    expected="another name for that folder, or config.yaml without that "
                    + taken.removeprefix("the feeds of "),
                )
            )
    tree.folders = kept


def refuse_article(config: Config, path: str, section: str) -> None:
    """Raises ArticleError where an article at `path` is in such a section, by its folder or its words."""
    taken = taken_by(config, section)
    if taken is not None:
        raise ArticleError(
            path,
            field="category",
            found=f"the section {section}, which is where {taken} are",
            expected="another name for the section",
        )
