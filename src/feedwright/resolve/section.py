"""A folder -> Section: what its owner says, else config.yaml, else its name."""

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
from feedwright.resolve.shelf import MediaError, Shelf
from feedwright.resolve.urls import to_uri
from feedwright.text import one_line


def heard(person: PodcastPerson) -> PodcastPerson:
    """Somebody in a podcast, with a URL that every app can follow."""
    return replace(person, url=person.url and to_uri(person.url))


def _followable(podcast: Podcast | None) -> Podcast | None:
    if podcast is None:
        return None
    funding = podcast.funding
    return replace(
        podcast,
        new_feed_url=podcast.new_feed_url and to_uri(podcast.new_feed_url),
        funding=funding and Link(to_uri(funding.url), funding.title),
        persons=tuple(map(heard, podcast.persons)),
    )


class SectionResolver:
    """Tells sections' names apart for one publication.

    `data` is what the `_section.yaml` files say and `names` what folders or breadcrumbs call the
    sections, both by section path; `folders` is where they are under content/. `topics` are those that
    are tags or authors, with their titles.
    """

    def __init__(
        self,
        config: Config,
        shelf: Shelf,
        data: Mapping[str, SectionData],
        names: Mapping[str, str],
        folders: Mapping[str, str],
        topics: Mapping[str, str],
    ) -> None:
        self._config, self._shelf = config, shelf
        self._data, self._names, self._folders = data, names, folders
        self._topics = topics

    def settings(self, path: str) -> FeedSettings:
        """What holds for the section's feed."""
        settings = self._config.feed_settings(path, self._own(path).entries)
        if path in self._topics and "partners" not in self._config.sections.get(path, {}):
            # Who asks for a partner's feed of every section has not asked for one of every tag.
            return replace(settings, partners=())
        return settings

    def section(self, path: str) -> tuple[Section, str | None]:
        """The section at `path`, and what is wrong with its picture, if anything."""
        picture, warning = self._picture(path, self._own(path).image)
        section = Section(
            path=path,
            title=self._title(path),
            description=self._description(path),
            link=self._link(path),
            language=self._language(path),
            picture=picture,
            podcast=_followable(self._own(path).podcast),
        )
        return section, warning

    def place(self, path: str, files: tuple[FeedFile, ...]) -> Place:
        """The section as it stands in lists, without those below it; `files` are its feed's."""
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
        """Its place among its siblings, where its owner says one."""
        return self._own(path).order

    def feed_url(self, path: str) -> str:
        """The folder where the section's feed files are served."""
        return to_uri(f"{self._config.feeds.url}{path}/" if path else self._config.feeds.url)

    def feed_title(self, path: str) -> str:
        """Unique in a reader that has several feeds of several publications."""
        site = self._config.site.title
        return f"{self._title(path)} – {site}" if path and not self._branch(path) else self._title(path)

    def _picture(self, path: str, image: str | None) -> tuple[Media | None, str | None]:
        if image is None:
            return None, None
        try:
            return self._shelf.media(MediaReference(image), self._folders.get(path, ""), "image"), None
        except MediaError as problem:
            return None, f"image: {problem}; left out"

    def _own(self, path: str) -> SectionData:
        return self._data.get(path, SectionData())

    def _title(self, path: str) -> str:
        said = self.settings(path).title or self._own(path).title or self._topics.get(path)
        if said or not path:
            return said or self._config.site.title
        if branch := self._branch(path):
            return f"{self._config.site.title} ({branch})"
        name = self._names.get(path) or path.rpartition("/")[2]
        words = one_line(name).replace("_", " ").replace("-", " ").split()
        return " ".join(word[0].upper() + word[1:] for word in words)

    def _description(self, path: str) -> str:
        said = self.settings(path).description or self._own(path).description
        return said or (self._config.site.description if not path else "") or self.feed_title(path)

    def _link(self, path: str) -> str:
        said = self.settings(path).link or self._own(path).link
        if not said and path in self._topics:
            # Whether the site has a page for it, nobody has said; where feeds are, it has.
            return self.feed_url(path) if self._config.feeds.pages else to_uri(self._config.site.url)
        return to_uri(said or self._config.site.url + (f"{path}/" if path else ""))

    def _language(self, path: str) -> str:
        """Its own, else its nearest ancestor's, else the publication's."""
        said = self.settings(path).language or self._own(path).language
        if said or not path:
            return said or self._config.site.language
        return self._branch(path) or self._language(path.rpartition("/")[0])

    def _branch(self, path: str) -> str | None:
        """The language that the section at `path` is all of."""
        return next((tag for tag in self._config.languages[1:] if tag.lower() == path), None)

    def in_other_languages(self, path: str, there: Collection[str]) -> tuple[Translation, ...]:
        """The feeds of the same section in other languages, of the sections that are `there`."""
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
