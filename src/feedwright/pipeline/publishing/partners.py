"""The feeds that single aggregators get: written with their section's own, and nowhere linked."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from msgspec.structs import replace

from feedwright import formats
from feedwright.catalog import Catalog, Listed
from feedwright.config import Config, FeedSettings
from feedwright.model import Feed
from feedwright.partners.partner import FOLDER, FORMATS, reach
from feedwright.pipeline.copies.tasks import Offers, Told, Written, unpack_entry
from feedwright.pipeline.report import Notice, Report
from feedwright.resolve.urls import to_uri


class Partners:
    """Which articles their feeds are made of, and what there is to say of those that are not in them."""

    def __init__(self, config: Config, now: datetime, catalog: Catalog, report: Report) -> None:
        self._config, self._now = config, now
        self._catalog, self._report = catalog, report
        self._said: set[Notice] = set()

    def newest(self, path: str, settings: FeedSettings) -> list[Listed]:
        """The articles that may be in a section's feeds for partners, newest first."""
        if not settings.partners:
            return []
        limit = reach(settings.partners)
        return self._catalog.newest(path, self._now, descendants=settings.descendants, limit=limit)

    def offers(self, offered: Iterable[Listed], settings: FeedSettings) -> Offers | None:
        """What workers need to write them."""
        if not settings.partners:
            return None
        entries = self._catalog.packed_entries(one.path for one in offered)
        return Offers(settings.partners, entries, self._config.feeds.url, self._now)

    def tell(self, section: str, result: Written, offered: Iterable[Listed], made: Collection[str]) -> None:
        """Says, once a partner, what is left out of the articles that this run `made`, and of new feeds."""
        own_sections = {one.path: one.section for one in offered}
        for told in result.told:
            folder = f"{FOLDER}/{told.partner}"
            path = None if told.id is None else self._catalog.ledger.path_of(told.id)
            if path is None:
                if any(name.startswith(f"{folder}/") for name in result.changed):
                    self._report.warnings.append(Notice(_at(folder, section), told.message))
            elif path in made:
                own = own_sections[path]
                place = _at(folder, section if told.here else own)
                # That a feed of all sections has not every language is nobody's mistake.
                notices = self._report.cut if told.here and section != own else self._report.warnings
                notice = Notice(place, f"{self._config.content}/{path} {told.message}")
                if notice not in self._said:
                    self._said.add(notice)
                    notices.append(notice)


def _at(folder: str, section: str) -> str:
    return f"feeds/{folder}/{section}".rstrip("/")


def offered_files(feed: Feed, offers: Offers, told: list[Told]) -> dict[str, bytes]:
    """The partners' files of the section whose feed is `feed`, by their names under feeds/.

    What they are without is added to `told`.
    """
    from feedwright.partners.offer import offer

    entries = list(map(unpack_entry, offers.entries))
    path = feed.section.path
    files: dict[str, bytes] = {}
    for name in offers.partners:
        folder = f"{FOLDER}/{name}/{path}".rstrip("/")
        url = to_uri(f"{offers.feeds_url}{folder}/")
        offered = offer(name, replace(feed, url=url, pages=None), entries, offers.now)
        rendered = formats.render(offered.feed, FORMATS, offered.bytes)
        told += [Told(name, one.id, one.message, one.here) for one in offered.said]
        told += [Told(name, None, message) for message in offered.missing]
        cut = len(offered.feed.entries) - rendered.entries
        if cut:
            told.append(
                Told(name, None, f"{cut} of its articles left out to stay within {offered.bytes} bytes")
            )
        files |= {f"{folder}/{filename}": data for filename, data in rendered.files.items()}
    return files
