"""Article and identity -> Entry."""

from __future__ import annotations

import re
from collections.abc import Callable
from zlib import crc32

from msgspec import Struct
from msgspec.structs import replace

from feedwright.config import DEFAULT_PERMALINK, Config, FeedSettings
from feedwright.files import MARKDOWN_SUFFIXES
from feedwright.left_out import LeftOut
from feedwright.model import (
    Alternative,
    Article,
    Comments,
    Entry,
    Episode,
    Link,
    Media,
    MediaReference,
    Medium,
    Person,
    Published,
    Section,
    Text,
    Via,
)
from feedwright.patterns import lazy
from feedwright.resolve import embeds, jumps, markup
from feedwright.resolve.alternatives import alternatives
from feedwright.resolve.direction import with_direction
from feedwright.resolve.figures import add_pictures
from feedwright.resolve.late_media import pictures_in_text
from feedwright.resolve.media_files import MediaFiles
from feedwright.resolve.media_paths import MediaError
from feedwright.resolve.section import with_uri
from feedwright.resolve.summary import shorten
from feedwright.resolve.urls import absolute, is_plain_uri, permalink, to_uri
from feedwright.text import counted

_ENOUGH_FOR_A_SUMMARY = 80
"""The fewest characters of an opening that is used as a summary."""


class Resolved(Struct, frozen=True):
    """An entry, with warnings for its author, and what of the article's text it does not have."""

    entry: Entry
    warnings: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


class Resolver:
    """Converts articles to entries. `media_files` collects the files that these need."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self.media_files = MediaFiles(config)
        self._cleaner = markup.Cleaner()

    def entry(
        self,
        article: Article,
        html: str,
        published: Published,
        section: Section,
        settings: FeedSettings,
        leads_to: Callable[[str], str | None] = lambda written: None,
        is_markdown: bool | None = None,
    ) -> Resolved:
        """Convert an article, whose rendered body is `html`, and whose own section is `section`.

        `leads_to` returns the URL for a link to another article's file, None for all other links. Whether the
        body of an article without a file `is_markdown`, its path does not tell.
        """
        if is_markdown is None:
            is_markdown = article.path.lower().endswith(MARKDOWN_SUFFIXES)
        if settings.markdown and not is_markdown:
            settings = replace(settings, markdown=False)
        one = _ArticleResolver(self._config, self.media_files, self._cleaner, article, leads_to)
        return one.resolve(html, published, section, settings)


class _ArticleResolver:
    """Converts one article; collects warnings about it."""

    def __init__(
        self,
        config: Config,
        media_files: MediaFiles,
        cleaner: markup.Cleaner,
        article: Article,
        leads_to: Callable[[str], str | None],
    ) -> None:
        self.config, self.media_files, self.cleaner, self.article = config, media_files, cleaner, article
        self.leads_to = leads_to
        self.folder = article.path.rpartition("/")[0]
        self.url = article_url(config, article)
        self.warnings: list[str] = []
        self.left_out: list[LeftOut] = []
        self.located: dict[tuple[bool, str], str | None] = {}

    def resolve(self, html: str, identity: Published, section: Section, settings: FeedSettings) -> Resolved:
        if self.article.members_only:
            self.article = _for_everybody(self.article)
        article = self.article
        html = self._with_players(html)
        self._warn_of_pictures_in_text(html)
        # Media that only members' text shows must not get into feeds/media/.
        locate = _nowhere if article.members_only else self._locate
        content = self.cleaner.clean(
            jumps.from_own_page(html, self.url) if "#" in html else html, locate, prefix=_prefix(identity.id)
        )
        self.left_out += [] if article.members_only else self.cleaner.left_out
        summary = article.summary or self._lead(html)
        opening = summary or markup.opening(content, _ENOUGH_FOR_A_SUMMARY)
        picture = self._media("image", article.image, "image")
        enclosures = self._enclosures(picture)
        found = (self._media("gallery", reference, "image") for reference in article.gallery)
        gallery = tuple(one for one in found if one is not None)
        if settings.lead_image_in_content == "auto":
            content = add_pictures(content, picture, gallery)
        content = with_direction(content)
        has_text = not (article.members_only or article.summary_only)
        entry = Entry(
            id=identity.id,
            url=self.url,
            title=article.title,
            published=identity.published,
            updated=identity.updated,
            authors=tuple(map(_with_uri, article.authors)) or default_authors(self.config),
            summary=summary or shorten(opening, settings.summary_length),
            section=section.title,
            external_url=article.external_url and to_uri(article.external_url),
            content=content if has_text else None,
            language=article.language or section.language,
            tags=tuple(dict.fromkeys((*article.tags, *article.categories))),
            picture=picture,
            media=enclosures,
            gallery=gallery,
            comments=article.comments
            and Comments(article.comments.url and to_uri(article.comments.url), article.comments.count),
            rights=article.rights,
            license=article.license and to_uri(article.license),
            location=article.location,
            related=tuple(Link(to_uri(link.url), link.title) for link in article.related),
            via=article.via and _with_uris(article.via),
            episode=article.episode and self._episode(article.episode),
            markdown=article.body if has_text and settings.markdown else None,
            expires=article.expires,
            alternatives=self._alternatives(),
            correction=article.correction,
            is_in_root=article.section in ("", *map(str.lower, self.config.languages)),
        )
        return Resolved(entry, tuple(self.warnings), tuple(self.left_out))

    def _with_players(self, html: str) -> str:
        """The body with links to the pages that `audio` and `video` name, which are no files."""
        for media in (self.article.audio, self.article.video):
            if media is not None and embeds.is_player_page(media.src):
                html += embeds.link_to_player(media.src, media.title, html)
        return html

    def _enclosures(self, picture: Media | None) -> tuple[Media, ...]:
        """Return all media but the gallery. Formats with only one enclosure use the first."""
        article = self.article
        found = [
            self._media("audio", article.audio, "audio"),
            self._media("video", article.video, "video"),
            *(self._media("enclosures", reference) for reference in article.enclosures),
            picture,
        ]
        media = [one for one in found if one is not None]
        # Audio and video come before pictures.
        return tuple(sorted(media, key=lambda one: one.medium not in ("audio", "video")))

    def _alternatives(self) -> tuple[Alternative, ...]:
        wanted = self.config.wanted_fields
        if not wanted:
            return ()
        return alternatives(self.article.extra, wanted, lambda key, one: self._media(key, one, "image"))

    def _warn_of_pictures_in_text(self, html: str) -> None:
        count = pictures_in_text(html)
        if count:
            pictures, they = counted(count, "picture"), "it" if count == 1 else "them"
            left_out = f"{pictures} written into the text (data:) left out"
            self.warnings.append(f"body: {left_out}; save {they} beside the article")
            self.left_out += [LeftOut("picture in the text", "data:")] * count

    def _lead(self, html: str) -> str | None:
        """Return the text above the author's divider (`<!--more-->`)."""
        lead = markup.lead(html)
        return None if lead is None else markup.summary_of(self.cleaner.clean(lead, lambda *_: None)) or None

    def _media(
        self, field: str, reference: MediaReference | None, medium: Medium | None = None
    ) -> Media | None:
        if reference is None or (medium in ("audio", "video") and embeds.is_player_page(reference.src)):
            return None
        try:
            return self.media_files.media(reference, self.folder, medium)
        except MediaError as problem:
            self.warnings.append(f"{field}: {problem}; left out")
            return None

    def _episode(self, episode: Episode) -> Episode:
        """Replace the paths of its files by URLs; leave out files that are missing."""
        texts = [*episode.transcripts, *([episode.chapters] if episode.chapters else [])]
        found = {text: self._text(text) for text in texts}
        return replace(
            episode,
            transcripts=tuple(text for one in episode.transcripts if (text := found[one])),
            chapters=episode.chapters and found[episode.chapters],
            persons=tuple(map(with_uri, episode.persons)),
        )

    def _text(self, text: Text) -> Text | None:
        try:
            return Text(self.media_files.text(text, self.folder), text.type)
        except MediaError as problem:
            self.warnings.append(f"podcast: {problem}; left out")
            return None

    def _locate(self, tag: str, written: str) -> str | None:
        """Return the absolute URL: of media beside the article, else relative to the article's page."""
        shows_media = tag in _SHOWS_MEDIA
        if not shows_media and is_plain_uri(written):
            return written
        # A URL that occurs twice is looked up, and warned about, only once.
        if (shows_media, written) not in self.located:
            self.located[shows_media, written] = self._find(written, shows_media=shows_media)
        return self.located[shows_media, written]

    def _find(self, written: str, *, shows_media: bool) -> str | None:
        if not shows_media:
            if _IS_HOST.match(written):
                self.warnings.append(
                    f"body: the link {written} has no https:// at its beginning; it gets that"
                )
                written = f"https://{written}"
            return self.leads_to(written) or absolute(self.url, written)
        try:
            local = self.media_files.url(written, self.folder)
        except MediaError as problem:
            self.warnings.append(f"body: {problem}")
            return absolute(self.url, written)
        if local is None and _is_beside(written):
            other = self.media_files.paths.other_case_of(written, self.folder)
            hint = f"; the file is called {other}" if other else ""
            self.warnings.append(f"body: {written} is missing{hint}")
            self.left_out.append(LeftOut("picture not found", written))
        elif local is None and _IS_HERE_ALONE.match(written):
            self.warnings.append(
                f"body: {written} is on your computer alone; put the file beside the article"
            )
            self.left_out.append(LeftOut("picture not found", written))
        return local or absolute(self.url, written)


def _for_everybody(article: Article) -> Article:
    """Return an article for members without the media that are theirs alone: all but the lead picture."""
    episode = article.episode and replace(article.episode, transcripts=(), chapters=None)
    return replace(article, audio=None, video=None, enclosures=(), gallery=(), episode=episode)


def _nowhere(tag: str, written: str) -> None:
    """Return no URL, so that neither media nor links are published."""


def _prefix(own_id: str) -> str:
    """What the ids in an entry begin with, so that no other entry on the same screen has them."""
    return f"e{crc32(own_id.encode()):08x}-"


def _is_beside(written: str) -> bool:
    """Tell whether this is a path relative to the article's folder, not one of the site or a URL."""
    return not written.startswith(("/", "#", "?")) and ":" not in written


_IS_HERE_ALONE = lazy(
    r"\s*(?:file:|blob:|[a-z]:[\\/]|https?://(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?/)", re.IGNORECASE
)
_IS_HOST = re.compile(r"www\.[\w-]+(?:\.[\w-]+)+(?:[/?#:]|\Z)", re.IGNORECASE)
"""An address as people type it into a browser."""
_SHOWS_MEDIA = ("img", "source", "audio", "video", "track")


def article_url(config: Config, article: Article) -> str:
    """Return the URL of the article's page: its `link`, its generator's, or one made from a pattern."""
    if article.link:
        return to_uri(article.link)
    pattern = config.permalink_of(article.section)
    if pattern is None and article.address:
        return to_uri(article.address)
    return permalink(config, pattern or DEFAULT_PERMALINK, article)


def default_authors(config: Config) -> tuple[Person, ...]:
    """Return the author of articles without one, whom Atom requires (RFC 4287, section 4.2.1)."""
    site = config.site
    return (_with_uri(site.author or Person(site.publisher or site.title, url=site.url)),)


def _with_uris(via: Via) -> Via:
    return Via(to_uri(via.url), via.title, via.feed and to_uri(via.feed))


def _with_uri(person: Person) -> Person:
    return Person(person.name, person.email, person.url and to_uri(person.url))
