"""Adapt an entry to a partner's requirements, or tell why the partner refuses it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from feedwright.model import Entry, Media
from feedwright.partners.markup import Image, rewrite, text_of
from feedwright.partners.partner import Bounds, Partner, Picture
from feedwright.partners.terms import cut, looks_like_html
from feedwright.text import counted

_TYPES = {
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp",
}  # fmt: skip


class Fitted(Struct, frozen=True):
    """An entry for a partner, messages about pictures that were removed, and why the entry is refused."""

    entry: Entry
    lost: tuple[str, ...] = ()
    refusal: str | None = None


def fit(entry: Entry, name: str, wanted: Partner) -> Fitted:
    """Adapt the entry to the requirements of the partner `name`."""
    lost: tuple[str, ...] = ()
    shown: tuple[Media, ...] = ()
    picture, text = entry.picture, None
    if entry.content is not None:
        made = rewrite(entry.content, name, lambda image: _unfit(image, name, wanted))
        lost = made.lost
        shown = tuple(sorted(filter(None, map(_shown, made.images)), key=_area, reverse=True))
        picture = picture or next(iter(shown), None)
        text = made.html
    summary = _summary(entry.summary, text or "", wanted)
    if picture:
        picture = _light(picture, wanted.picture.bytes)
    gallery = tuple(one for one in entry.gallery if _refused(one, name, wanted) is None)
    lost += tuple(
        f"a picture of its gallery: {reason}"
        for one in entry.gallery
        if (reason := _refused(one, name, wanted)) is not None
    )
    kept = tuple(one for one in entry.media if one.medium != "image")
    if picture and entry.picture in entry.media:
        kept += (picture,)
    content = None if wanted.content == "summary" else text
    made_entry = replace(
        entry, content=content, summary=summary, picture=picture, media=kept, gallery=gallery
    )
    refusal = next(_refusals(made_entry, shown, name, wanted), None)
    return Fitted(made_entry, () if wanted.content == "summary" else lost, refusal)


def _light(picture: Media, most: int | None) -> Media:
    """Return the picture; if it has more than `most` bytes, its largest size that has not."""
    if most is None or picture.length <= most:
        return picture
    light = [one for one in picture.renditions if one.length <= most]
    if not light:
        return picture
    best = light[-1]
    return replace(
        picture,
        url=best.url,
        length=best.length,
        width=best.width,
        height=best.height,
        renditions=tuple(light[:-1]),
    )


def _refused(picture: Media, name: str, wanted: Partner) -> str | None:
    """Return the reason why a picture cannot be in a gallery, or None."""
    reasons = [*_of_picture(picture, name, wanted)]
    problem = _wrong_aspect(picture.width, picture.height, name, wanted.picture)
    return next(iter(reasons), None) or (problem and f"it {problem}")


def _summary(summary: str, text: str, wanted: Partner) -> str:
    """Lengthen the summary by the beginning of the text, or remove an ending, as the partner requires."""
    bounds = wanted.summaries
    if len(summary) < bounds.least:
        opening = text_of(text)
        start = opening if opening.startswith(summary.rstrip("…")) else f"{summary} {opening}"
        summary = cut(start, bounds.most) if bounds.most else start
    ending = wanted.ends_without
    while ending and (shorter := re.sub(rf"(?:{ending})$", "", summary).rstrip(" ,;:–—-")) != summary:
        summary = shorter
    return summary


def _shown(image: Image) -> Media | None:
    """Return a picture of the text as media, for an article that has no picture of its own."""
    url = image.get("src", "")
    media_type = _TYPES.get(urlsplit(url).path.rpartition(".")[2].lower())
    if media_type is None:
        return None
    width, height = _pixels(image)
    return Media(url, media_type, "image", width=width, height=height, alt=image.get("alt") or None)


def _area(picture: Media) -> int:
    """Return the area in pixels; 0 if it is unknown."""
    return (picture.width or 0) * (picture.height or 0)


def _pixels(image: Image) -> tuple[int | None, int | None]:
    sides = (image.get(side, "") for side in ("width", "height"))
    width, height = (int(side) if side.isascii() and side.isdigit() else None for side in sides)
    return width or None, height or None


def _unfit(image: Image, name: str, wanted: Partner) -> str | None:
    """Return the reason why a picture cannot be in the text, or None."""
    if wanted.https and not _is_safe(image.get("src", "")):
        return f"a picture in its text, which {name} requires to be served by https"
    problem = _wrong_aspect(*_pixels(image), name, wanted.picture)
    return problem and f"a picture in its text, which {problem}"


def _is_safe(url: str) -> bool:
    """Tell whether the URL has the scheme https and no user name."""
    return url.startswith("https://") and "@" not in urlsplit(url).netloc


def _wrong_aspect(width: int | None, height: int | None, name: str, wanted: Picture) -> str | None:
    if not (wanted.aspect and width and height):
        return None
    least, most = wanted.aspect
    if least <= width / height <= most:
        return None
    return f"is {width / height:.2f} times as wide as high, {name} requires {least} to {most}"


# Why an article is refused


def _refusals(entry: Entry, shown: Sequence[Media], name: str, wanted: Partner) -> Iterator[str]:
    """Yield all reasons, the easiest to fix first. `shown` are the text's pictures, the largest first."""
    yield from _of_title(entry, name, wanted)
    yield from _of_text(entry, name, wanted)
    if wanted.https and not _is_safe(entry.url):
        yield f"its link is {entry.url}, {name} requires https"
    yield from _of_picture(entry.picture, name, wanted)
    # The size of a picture on another host may be unknown; then those of the text count.
    for picture in [one for one in (entry.picture, *shown) if one and _area(one)][:1]:
        yield from _of_size(picture.width or 0, picture.height or 0, name, wanted.picture)


def _of_title(entry: Entry, name: str, wanted: Partner) -> Iterator[str]:
    yield from _of_length("title", entry.title, name, wanted.titles)
    tag = looks_like_html(entry.title) if wanted.plain else None
    if tag:
        yield f"its title has {tag} in it, {name} requires plain text"


def _of_text(entry: Entry, name: str, wanted: Partner) -> Iterator[str]:
    if wanted.content != "summary":
        if entry.content is None:
            yield f"its full text is for members only, {name} requires all of it"
        elif not entry.content:
            yield f"it has no text, {name} requires one"
    if not entry.summary:
        yield f"it has no summary, {name} requires one"
    yield from _of_length("summary", entry.summary, name, wanted.summaries)
    tag = looks_like_html(entry.summary) if wanted.plain else None
    if tag:
        yield f"its summary has {tag} in it, {name} requires plain text"
    found = wanted.without and re.search(wanted.without, f"{entry.summary} {entry.content}")
    if found:
        yield f"its text has {found[0]} in it, {name} requires it to be replaced"


def _of_length(what: str, text: str, name: str, bounds: Bounds) -> Iterator[str]:
    # Text that looks like a tag does not count.
    count = len(" ".join(re.sub(r"<[^<>]*>", " ", text).split()))
    if count < bounds.least:
        yield f"its {what} has {counted(count, 'character')}, {name} requires at least {bounds.least}"
    elif bounds.most is not None and count > bounds.most:
        yield f"its {what} has {counted(count, 'character')}, {name} requires at most {bounds.most}"


def _of_picture(picture: Media | None, name: str, wanted: Partner) -> Iterator[str]:
    terms = wanted.picture
    if picture is None:
        if terms.required:
            yield f"it has no picture, {name} requires one"
        return
    if wanted.https and not _is_safe(picture.url):
        yield f"its picture is {picture.url}, {name} requires https"
    if terms.bytes and picture.length > terms.bytes:
        yield f"its picture has {picture.length:,} bytes, {name} requires at most {terms.bytes:,}"
    if terms.credit and not picture.credit:
        yield f"its picture has no credit, {name} requires one"


def _of_size(width: int, height: int, name: str, terms: Picture) -> Iterator[str]:
    smaller, larger = sorted((width, height))
    if smaller < terms.smaller:
        side = "wide" if width == smaller else "high"
        yield f"its picture is {smaller} pixels {side}, {name} requires {terms.smaller}"
    if larger < terms.larger:
        side = "wide" if width == larger else "high"
        yield f"its picture is {larger} pixels {side}, {name} requires {terms.larger}"
    problem = _wrong_aspect(width, height, name, terms)
    if problem:
        yield f"its picture {problem}"
