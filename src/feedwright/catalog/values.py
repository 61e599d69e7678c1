"""All packed values of the catalog in one table: what each is called, its type, and who owns it.

A packed column has a codec here. A named value is one of which a publication has only one (the tree of its
sections, say); `NamedValues` reads and writes these by their rows in the table below.
"""

from __future__ import annotations

from typing import TypeVar

from msgspec import Struct

from feedwright.catalog.codec import Codec, DamagedValueError
from feedwright.catalog.database import Database
from feedwright.curated import CuratedList
from feedwright.left_out import LeftOut
from feedwright.model import Entry, Place, Published, SectionData, Translation

T = TypeVar("T")

# Columns. Their types change only together with a step (catalog/steps.py).

Listing = tuple[str | None, bool, list[tuple[str, int, int, int]]]
"""A folder of content/: its section, whether it is a bundle, and its files (name, size, mtime, inode)."""

FileStat = tuple[str, int, int]
"""A file under feeds/ as it was written: name, length in bytes, mtime in ns."""

LISTING = Codec[Listing]("folder.listing", Listing)
ENTRY = Codec[Entry]("entry.body", Entry, compressible=True)
FEED_FILES = Codec[list[FileStat]]("feed.files", list[FileStat])
SECTION_FILE = Codec[SectionData]("section_file.body", SectionData)
PLACED = Codec[list[str]]("article.placed", list[str])


# Named values.


class Orphan(Struct):
    """An article that stays as feeds show it: the catalog was lost, and its file cannot be read.

    `url` is where it is read; `suspected` are the paths under content/ one of which may be its file.
    """

    url: str
    section: str
    section_title: str
    suspected: list[str]


class KnownList(Struct):
    """A file of content/_lists/ as the last run saw it.

    `state` is its change token, `problem` why it could not be used; `curated` is its last good version, None
    if it never had one. The list is due when one of `sections` changes; or any section, unless it
    `is_settled`, because all articles that it names are there. `shown` are the ids of its entries.
    """

    state: bytes
    problem: str | None = None
    curated: CuratedList | None = None
    sections: list[str] = []
    is_settled: bool = False
    shown: list[str] = []


class KnownFolders(Struct):
    """The folders of content/ without page bundles, by path: its section, and whether it has `_section.yaml`.

    `all_seen` says that nothing was in the way when they were looked at.
    """

    folders: dict[str, tuple[str | None, bool]]
    all_seen: bool


class NamedValue(Codec[T]):
    """A value of which the catalog has one.

    Args:
        name: The key of its row.
        kind: Its type, as msgspec decodes it.
        version: The version of the type. Increase it when values of the old type no longer decode: those
            are then ignored, and their owner makes them anew. A value that cannot be made anew (`unclaimed`,
            `orphans`, `topics`) needs a step that converts it instead (catalog/steps.py).
        owner: The only module that writes it.
    """

    def __init__(self, name: str, kind: object, *, version: int, owner: str) -> None:
        super().__init__(name, kind)
        self.version, self.owner = version, owner


PAGES = NamedValue[dict[str, str]]("pages", dict[str, str], version=1, owner="pipeline/reading/record.py")
"""The files under content/ that are pages and not articles, each with its section."""

LEFT_OUT = NamedValue[dict[str, tuple[LeftOut, ...]]](
    "left_out", dict[str, tuple[LeftOut, ...]], version=1, owner="pipeline/publishing/entries.py"
)
"""What entries do not have of their articles' texts, by the paths of these. An entry may be gone."""

KNOWN_SECTIONS = NamedValue[list[str]]("known_sections", list[str], version=1, owner="catalog/rereads.py")
"""The sections that there were when articles that name sections were last read."""

UNCLAIMED = NamedValue[dict[str, Published]](
    "unclaimed", dict[str, Published], version=1, owner="catalog/feed_evidence.py"
)
"""Articles that feeds show and no file has, by id, URL and headline; written when the catalog was lost."""

ORPHANS = NamedValue[dict[str, Orphan]](
    "orphans", dict[str, Orphan], version=1, owner="pipeline/recovery/orphans.py"
)
"""The orphans, by id."""

KNOWN_FOLDERS = NamedValue[KnownFolders](
    "known_folders", KnownFolders, version=1, owner="pipeline/source/files.py"
)
"""The folders that the last look at all of content/ found, for runs that look at a few files only."""

OBJECTS_RUN = NamedValue[int]("objects_run", int, version=1, owner="pipeline/source/objects.py")
"""The last run's number in the store of objects; none if articles come from files."""

TOPICS = NamedValue[dict[str, str]](
    "topics", dict[str, str], version=1, owner="pipeline/extra_feeds/topics.py"
)
"""The titles of the tags and authors that have feeds, by section path."""

TREE = NamedValue[Place]("tree", Place, version=1, owner="pipeline/publishing/section_tree.py")
"""The tree of sections as pages show it."""

TOPIC_LISTS = NamedValue[tuple[Place, ...]](
    "topic_lists", tuple[Place, ...], version=1, owner="pipeline/publishing/section_tree.py"
)
"""The lists of tags and of authors, each with its topics as children."""

TRANSLATIONS = NamedValue[dict[str, tuple[Translation, ...]]](
    "translations", dict[str, tuple[Translation, ...]], version=1, owner="pipeline/publishing/section_tree.py"
)
"""The feeds in other languages of each section that has any."""

SHARED_FILES = NamedValue[dict[str, tuple[int, int]]](
    "shared_files", dict[str, tuple[int, int]], version=1, owner="pipeline/publishing/shared_files.py"
)
"""The files under feeds/ that all sections share: length in bytes and mtime in ns, by name."""

ARTICLE_FRAME = NamedValue[bytes](
    "article_frame", bytes, version=1, owner="pipeline/publishing/article_pages.py"
)
"""A digest of what the pages of all articles show."""

LISTS = NamedValue[dict[str, KnownList]](
    "lists", dict[str, KnownList], version=1, owner="pipeline/extra_feeds/lists.py"
)
"""The lists that editors curate, by the names of their files in content/_lists/."""

MEDIA_CLEANED = NamedValue[bool]("media_cleaned", bool, version=1, owner="pipeline/media.py")
"""Whether all published media are without metadata."""

MEDIA_LISTED = NamedValue[int]("media_listed", int, version=1, owner="pipeline/media.py")
"""When feeds/media/ was last compared with the catalog, in seconds since 1970."""

NAMED: tuple[NamedValue[object], ...] = (
    PAGES, LEFT_OUT, KNOWN_SECTIONS, UNCLAIMED, ORPHANS, TOPICS, TREE, TOPIC_LISTS, TRANSLATIONS,
    SHARED_FILES, LISTS, ARTICLE_FRAME, MEDIA_CLEANED, MEDIA_LISTED, KNOWN_FOLDERS, OBJECTS_RUN,
)  # type: ignore[assignment] # fmt: skip


class NamedValues:
    """Reads and writes the named values of an open catalog."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, value: NamedValue[T]) -> T | None:
        """Return a value, None if there is none, or only one of an older version.

        Raises DamagedValueError if it does not decode, or its version is unknown.
        """
        row = self._db.execute(
            "SELECT version, value FROM named_value WHERE name = ?", (value.name,)
        ).fetchone()
        if row is None or 0 < row[0] < value.version:
            return None
        if row[0] != value.version:
            raise DamagedValueError(f"{value.name}: version {row[0]}")
        return value.unpack(row[1])

    def require(self, value: NamedValue[T]) -> T:
        """Return a value that every complete run writes. Raises DamagedValueError if there is none."""
        found = self.get(value)
        if found is None:
            raise DamagedValueError(f"{value.name}: missing")
        return found

    def put(self, value: NamedValue[T], now: T) -> None:
        """Store a value in place of the one before."""
        self._db.execute(
            "INSERT OR REPLACE INTO named_value VALUES (?, ?, ?)",
            (value.name, value.version, value.pack(now)),
        )
