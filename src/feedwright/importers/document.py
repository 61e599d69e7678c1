"""One document of a source: an export, a feed or a page."""

from __future__ import annotations

from typing import IO

from feedwright.importers.store import Store


class Document:
    """A file in a store, with its first bytes (`head`), by which origins recognize it.

    `folder` is its folder in the store; `name` is how messages call it, such as `export.zip/posts.xml`.
    """

    def __init__(self, store: Store, path: str, *, alone: bool = False) -> None:
        self.store, self.path = store, path
        self.folder, _, self.file_name = path.rpartition("/")
        self.name = store.name if alone else f"{store.name}/{path}"
        self.head = store.head(path)
        self.size = store.sizes[path]

    @property
    def start(self) -> str:
        """The head as text, without a byte order mark."""
        for mark, encoding in (
            (b"\xff\xfe", "utf-16"),
            (b"\xfe\xff", "utf-16"),
            (b"\xef\xbb\xbf", "utf-8-sig"),
        ):
            if self.head.startswith(mark):
                return self.head.decode(encoding, "ignore")
        return self.head.decode("utf-8", "ignore")

    @property
    def is_xml(self) -> bool:
        return self.start.lstrip().startswith("<")

    @property
    def is_json(self) -> bool:
        return self.start.lstrip().startswith(("{", "["))

    def open(self) -> IO[bytes]:
        return self.store.open(self.path)

    def read(self, most: int) -> bytes | None:
        """The whole file; None if it has more than `most` bytes."""
        if self.size > most:
            return None
        with self.open() as file:
            data = file.read(most + 1)
        return data if len(data) <= most else None

    def place(self, line: int) -> str:
        """A place for messages: `export.xml:120`."""
        return f"{self.name}:{line}"
