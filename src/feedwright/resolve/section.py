"""Folder -> Section, by its `_section.yaml`, config.yaml and name."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from msgspec.structs import replace

from feedwright.config import Config, FeedSettings
from feedwright.model import (
    FeedFile,
    Link,
    Media,
    MediaReference,
    Place,
    Podcast,
    PodcastPerson,
    Section,
    SectionData,
    Translation,
)
from feedwright.resolve.media_files import MediaFiles
from feedwright.resolve.media_paths import MediaError
from feedwright.resolve.urls import to_uri
from feedwright.text import title_of_folder


def with_uri(person: PodcastPerson) -> PodcastPerson:
    """Convert the URL of a participant to a URI."""
    return replace(person, url=person.url and to_uri(person.url))


def _with_uris(podcast: Podcast | None) -> Podcast | None:
    if podcast is None:
        return None
    funding = podcast.funding
    return replace(
        podcast,
        new_feed_url=podcast.new_feed_url and to_uri(podcast.new_feed_url),
        funding=funding and Link(to_uri(funding.url), funding.title),
        persons=tuple(map(with_uri, podcast.persons)),
    )


_NOTHING = SectionData()


class SectionResolver:
    """Determines titles, URLs and other data of the sections of a publication.

    All arguments are by section path: `data` is the content of `_section.yaml`, `names` are those of folders
    or in breadcrumbs, `folders` the paths under content/, `topics` the titles of feeds without a folder:
    of tags and authors, and of `feeds.more`, whose titles are empty unless config.yaml has one.
    """

    def __init__(
        self,
        config: Config,
        media_files: MediaFiles,
        data: Mapping[str, SectionData],
        names: Mapping[str, str],
        folders: Mapping[str, str],
        topics: Mapping[str, str],
    ) -> None:
        self._config, self._media_files = config, media_files
        self._data, self._names, self._folders = data, names, folders
        self._topics = topics
        self._settings: dict[str, FeedSettings] = {}
        self._titles: dict[str, str] = {}

    def settings(self, path: str) -> FeedSettings:
        """Return the settings of the section's feed."""
        # Each section is asked for them several times, by those below it, too.
        if path not in self._settings:
            self._settings[path] = self._settings_of(path)
        return self._settings[path]

    def _settings_of(self, path: str) -> FeedSettings:
        settings = self._config.feed_settings(path, self._own(path).entries)
        footer = self._footer(path)
        if footer != settings.footer:
            settings = replace(settings, footer=footer)
        if path in self._topics and "partners" not in self._config.overrides(path):
            # `partners:` is for sections.
            return replace(settings, partners=())
        return settings

    def _footer(self, path: str) -> str | None:
        """Return the footer of the section, or of the nearest one above that has any, else that of all."""
        place = path
        while True:
            overrides = self._config.overrides(place)
            own = overrides["footer"] if "footer" in overrides else self._own(place).footer
            if own is not None:
                return own
            if not place:
                return self._config.feeds.footer
            place = place.rpartition("/")[0]

    def section(self, path: str) -> tuple[Section, str | None]:
        """Return the section, and a warning about its picture, or None."""
        picture, warning = self._picture(path, self._own(path).image)
        section = Section(
            path=path,
            title=self._title(path),
            description=self._description(path),
            link=self._link(path),
            language=self._language(path),
            picture=picture,
            podcast=_with_uris(self._own(path).podcast),
        )
        return section, warning

    def place(self, path: str, files: tuple[FeedFile, ...]) -> Place:
        """Return the section for lists, without subsections. `files` are those of its feed."""
        return Place(
            path=path,
            title=self._title(path),
            feed_title=self.feed_title(path),
            description=self._description(path),
            link=self._link(path),
            language=self._language(path),
            url=self.feed_url(path),
            feeds=files,
        )

    def order(self, path: str) -> int | None:
        """Return its `order` among its siblings, or None."""
        return self._own(path).order

    def feed_url(self, path: str) -> str:
        """Return the URL of the folder of the section's feed files."""
        return to_uri(f"{self._config.feeds.url}{path}/" if path else self._config.feeds.url)

    def feed_title(self, path: str) -> str:
        """Return a title that is unique in a reader with feeds of several publications."""
        site = self._config.site.title
        return f"{self._title(path)} – {site}" if path and not self._branch(path) else self._title(path)

    def _picture(self, path: str, image: str | None) -> tuple[Media | None, str | None]:
        if image is None:
            return None, None
        try:
            return self._media_files.media(MediaReference(image), self._folders.get(path, ""), "image"), None
        except MediaError as problem:
            return None, f"image: {problem}; left out"

    def _own(self, path: str) -> SectionData:
        return self._data.get(path, _NOTHING)

    def _title(self, path: str) -> str:
        if path not in self._titles:
            self._titles[path] = self._title_of(path)
        return self._titles[path]

    def _title_of(self, path: str) -> str:
        own = self.settings(path).title or self._own(path).title or self._topics.get(path)
        if own or not path:
            return own or self._config.site.title
        if branch := self._branch(path):
            return f"{self._config.site.title} ({branch})"
        return title_of_folder(self._names.get(path) or path.rpartition("/")[2])

    def _description(self, path: str) -> str:
        own = self.settings(path).description or self._own(path).description
        return own or (self._config.site.description if not path else "") or self.feed_title(path)

    def _link(self, path: str) -> str:
        own = self.settings(path).link or self._own(path).link
        if not own and path in self._topics:
            # The site may have no page for a tag or author, but feeds/ has one.
            return self.feed_url(path) if self._config.feeds.pages else to_uri(self._config.site.url)
        return to_uri(own or self._config.site.url + (f"{path}/" if path else ""))

    def _language(self, path: str) -> str:
        """Return its own language, or that of the nearest ancestor that has one."""
        own = self.settings(path).language or self._own(path).language
        if own or not path:
            return own or self._config.site.language
        return self._branch(path) or self._language(path.rpartition("/")[0])

    def _branch(self, path: str) -> str | None:
        """Return the language if the section is the root of one."""
        return next((tag for tag in self._config.languages[1:] if tag.lower() == path), None)

    def in_other_languages(self, path: str, there: Collection[str]) -> tuple[Translation, ...]:
        """Return the feeds of the same section in other languages, if they are `there`."""
        languages = self._config.languages
        own = next((tag for tag in languages[1:] if f"{path}/".startswith(f"{tag.lower()}/")), "")
        inner = path[len(own) :].lstrip("/")
        places = {f"{tag.lower()}/{inner}".rstrip("/"): tag for tag in languages[1:]}
        if languages:
            places = {inner: languages[0]} | places
        return tuple(
            Translation(tag, self.feed_url(place), self.feed_title(place))
            for place, tag in places.items()
            if place != path and place in there
        )
