"""Sections that would lie where other feeds are: those of tags, of authors, and of partners."""

from __future__ import annotations

from feedwright.config import Config
from feedwright.errors import ArticleError
from feedwright.partners.partner import FOLDER as PARTNERS
from feedwright.sources.surroundings import is_profile
from feedwright.sources.tree import Folder, Tree


def taken_by(config: Config, section: str) -> str | None:
    """The key of config.yaml whose feeds lie where the section's would; None where there are none."""
    top = section.partition("/")[0]
    if top in config.also:
        return "feeds.also"
    return "partners" if top == PARTNERS and config.partners else None


def refuse_folders(config: Config, tree: Tree) -> None:
    """Takes the folders of such sections out of the tree, which then has a problem instead.

    What was published of them stays, as it does of every folder that cannot be read.
    """
    if not (config.also or config.partners):
        return
    refused: list[str] = []
    kept: list[Folder] = []
    for folder in tree.folders:
        key = None if folder.section is None else taken_by(config, folder.section)
        # Pages about authors are no articles; should there be one, it is rejected by itself.
        if key is None or is_profile(f"{folder.path}/") or not folder.files:
            kept.append(folder)
        elif not any(f"{folder.path}/".startswith(f"{outer}/") for outer in refused):
            refused.append(folder.path)
            tree.problems.append(
                ArticleError(
                    folder.path,
                    found=f"a section in the place of the feeds of `{key}`",
                    expected=f"another name for that folder, or config.yaml without that `{key}`",
                )
            )
    tree.folders = kept


def refuse_article(config: Config, path: str, section: str) -> None:
    """Raises ArticleError where an article at `path` names such a section itself, in a breadcrumb or so."""
    key = taken_by(config, section)
    if key is not None:
        raise ArticleError(
            path,
            field="category",
            found=f"the section {section}, which is where the feeds of `{key}` are",
            expected="another name for the section",
        )
