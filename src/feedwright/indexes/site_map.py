"""sitemap.xml: all articles for search engines (sitemaps.org), with Google's elements for media.

It is an index of files in sitemaps/, one for each month and the first part of sections' paths, so that a
changed article changes one file. All dates are those of articles: `lastmod` is never the time of a build.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from html import escape

from msgspec import Struct

from feedwright.text import legal

FILENAME = "sitemap.xml"
FOLDER = "sitemaps"

MOST_URLS = 50_000
MOST_BYTES = 50 * 2**20
"""The limits of a file (sitemaps.org)."""

MOST_FILES = 50_000
"""The limit of the index."""

_MOST_IMAGES = 1_000
_LONGEST_DURATION = 28_800
_LONGEST_DESCRIPTION = 2_048

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"
_VIDEO = "http://www.google.com/schemas/sitemap-video/1.1"
_HEAD = (
    "<?xml version='1.0' encoding='UTF-8'?>\n"
    f'<urlset xmlns="{_SITEMAP}" xmlns:image="{_IMAGE}" xmlns:video="{_VIDEO}">\n'
)
_TAIL = "</urlset>\n"


class Video(Struct, frozen=True):
    """A film: its URL, that of a picture, words for people, and its duration in seconds."""

    url: str
    thumbnail: str
    title: str
    description: str
    duration: int | None = None


class Page(Struct, frozen=True):
    """The page of an article; `updated` is in seconds since 1970, `images` are URLs."""

    url: str
    updated: int
    images: tuple[str, ...] = ()
    videos: tuple[Video, ...] = ()


class Made(Struct, frozen=True):
    """A file, and the newest date in it, in seconds since 1970."""

    data: bytes
    updated: int


def name(section: str, month: int, part: int = 1) -> str:
    """Return the path under feeds/ of a part of the sitemap of a month (12 a year)."""
    year, number = divmod(month, 12)
    folder = f"{FOLDER}/{section}" if section else FOLDER
    return f"{folder}/{year:04}-{number + 1:02}{f'-{part}' if part > 1 else ''}.xml"


def write(pages: Iterable[Page]) -> Iterator[Made]:
    """Write the pages, in as many files as the limits require; none without pages."""
    found: list[bytes] = []
    length, updated = 0, 0
    for page in pages:
        data = legal(_url(page)).encode()
        if found and (len(found) == MOST_URLS or length + len(data) > MOST_BYTES - 1_000):
            yield _file(found, updated)
            found, length, updated = [], 0, 0
        found.append(data)
        length, updated = length + len(data), max(updated, page.updated)
    if found:
        yield _file(found, updated)


def write_index(files: Iterable[tuple[str, int]]) -> bytes:
    """Write the index of files, each a URL and the newest date in it."""
    members = "".join(
        f" <sitemap>\n  <loc>{escape(url)}</loc>\n  <lastmod>{_date(updated)}</lastmod>\n </sitemap>\n"
        for url, updated in files
    )
    head = f"<?xml version='1.0' encoding='UTF-8'?>\n<sitemapindex xmlns=\"{_SITEMAP}\">\n"
    return f"{head}{members}</sitemapindex>\n".encode()


def _file(urls: list[bytes], updated: int) -> Made:
    return Made(b"".join((_HEAD.encode(), *urls, _TAIL.encode())), updated)


def _url(page: Page) -> str:
    """Write one page. Text, not a tree: a million pages take seconds instead of minutes."""
    images = "".join(
        f"  <image:image>\n   <image:loc>{escape(url)}</image:loc>\n  </image:image>\n"
        for url in page.images[:_MOST_IMAGES]
    )
    videos = "".join(map(_video, page.videos))
    dated = f"  <loc>{escape(page.url)}</loc>\n  <lastmod>{_date(page.updated)}</lastmod>\n"
    return f" <url>\n{dated}{images}{videos} </url>\n"


def _video(video: Video) -> str:
    members = {
        "thumbnail_loc": video.thumbnail,
        "title": video.title,
        "description": video.description[:_LONGEST_DESCRIPTION],
        "content_loc": video.url,
    }
    if video.duration and video.duration <= _LONGEST_DURATION:
        members["duration"] = str(video.duration)
    lines = (f"   <video:{key}>{escape(text)}</video:{key}>\n" for key, text in members.items())
    return f"  <video:video>\n{''.join(lines)}  </video:video>\n"


def _date(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%SZ}"
