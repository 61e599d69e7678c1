"""Media that were published with their metadata, before feedwright took them out: cleaned where they lie."""

from __future__ import annotations

from feedwright.catalog import Catalog
from feedwright.config import Config
from feedwright.pipeline.media import is_own
from feedwright.pipeline.report import Report
from feedwright.publish import ServedFolder
from feedwright.resolve.urls import to_uri

_DONE = "media cleaned"
"""The name under which the catalog has that all media are without metadata; empty where config keeps them."""


def clean_published(config: Config, served: ServedFolder, catalog: Catalog, report: Report) -> None:
    """Takes the metadata out of all that lies under feeds/media/; once, and once more after `keep`.

    Entries that are made anew refer to copies without metadata. But readers, and feeds of articles that
    no feed shows any more, still know the old files: these keep their URLs, and tell no more of a source.
    """
    if config.media.metadata == "keep":
        catalog.whole.put(_DONE, b"")
        return
    if catalog.whole.get(_DONE) or config.rehearsed_in is not None:
        return
    from filecmp import cmp

    from feedwright.resolve import metadata

    # In the folder that is emptied once feeds are written, with the copies of what they refer to.
    copy = config.memory / "images" / ".cleaned.tmp"
    cleaned: list[str] = []
    for name, _ in served.files("media", is_own):
        original = config.output / "media" / name
        try:
            pieces = metadata.clean(original).pieces
            if pieces is None:
                continue
            metadata.write(original, pieces, copy)
            if cmp(original, copy, shallow=False):
                continue
        except (metadata.BrokenMediaError, OSError) as fault:
            said = f"its metadata cannot be taken out: {fault}; delete it if it may endanger somebody"
            report.warn(f"feeds/media/{name}", said)
            continue
        length = copy.stat().st_size
        served.copy(f"media/{name}", copy, length, anew=True)
        catalog.media.put_length(name, length)
        cleaned.append(to_uri(config.media.url + name))
    catalog.whole.put(_DONE, b"yes")
    if cleaned:
        report.gone += cleaned
        files = "1 file" if len(cleaned) == 1 else f"{len(cleaned):,} files"
        report.warn(
            "feeds/media",
            f"metadata such as positions were taken out of {files} published before; "
            "caches in front of it may still have them: `gone` in the report lists the URLs to purge",
        )
