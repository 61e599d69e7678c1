"""Render templates that exist in many generators: pictures, videos, posts of other sites, code.

A picture becomes a figure. An embedded player or post becomes a link, because feeds cannot contain iframes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from itertools import pairwise
from urllib.parse import urlsplit

from feedwright.patterns import lazy
from feedwright.sources.markup.code import fenced
from feedwright.sources.markup.markdown_inside import as_html
from feedwright.sources.markup.page import Page

Arguments = Mapping[str, str]
"""The arguments of a call by name; those without a name by number: `"0"`, `"1"`."""

_SOURCES = ("src", "url", "image", "image_path", "path", "file", "0")
_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".svg")
_VIDEOS = (".mp4", ".webm", ".mov", ".m4v")
_SOUNDS = (".mp3", ".m4a", ".ogg", ".oga", ".opus", ".wav")


def render(name: str, arguments: Arguments, inner: str, page: Page) -> str:
    """The output of a call of the template `name` around the text `inner`.

    For an unknown template that is `inner`, or a figure if an argument names a picture.
    """
    called = name.lower().rpartition("/")[2].partition(".")[0].replace("_", "-")
    known = _known(name, called)
    if known is not None:
        return known(arguments, inner, page)
    shown = _media(arguments, inner, page)
    if shown is inner and not inner.strip():
        shown = _positional(arguments, page) or inner
    if shown is inner:
        shown = _with_heading(called, arguments, inner) if inner.strip() else _words(arguments) or inner
    if not shown.strip() and not inner.strip():
        page.leave_out("tag", " ".join((name, *arguments.values())))
    return shown


_NAMED = ("title", "label", "header", "heading", "summary", "name")
_HEADED = (
    "tab",
    "tabitem",
    "tab-item",
    "expand",
    "spoiler",
    "accordion",
    "collapse",
    "collapsible",
    "toggle",
)
"""Templates whose first argument is a heading."""


def _words(arguments: Arguments) -> str:
    """The words that a call has as `text`, with the link that it names."""
    address = arguments.get("href") or arguments.get("url") or ""
    words = next((arguments[name] for name in ("text", "label", "caption") if arguments.get(name)), "")
    return f"[{words}](<{address}>)" if words and address and "](" not in words else words


def _with_heading(called: str, arguments: Arguments, inner: str) -> str:
    """A block below its title; words that link somewhere as a link."""
    address = arguments.get("href") or arguments.get("url") or arguments.get("link")
    if address and "\n" not in inner.strip() and "](" not in inner and "<" not in inner:
        return f"[{inner.strip()}](<{address}>)"
    heading = next((arguments[name] for name in _NAMED if arguments.get(name)), "")
    heading = heading or (arguments.get("0", "") if called in _HEADED else "")
    is_block = "\n" in inner or called in _HEADED
    return f"\n\n**{heading.strip()}**\n\n{inner.strip()}\n\n" if heading.strip() and is_block else inner


def _known(name: str, called: str) -> Callable[[Arguments, str, Page], str] | None:
    # The name of an included file tells at most which site's videos it embeds.
    known = None if "." in name else _KNOWN.get(called)
    return known or _PLAYERS.get(called) or next((_KNOWN[host] for host in _HOSTS if host in called), None)


def has_meaning(name: str, arguments: Arguments) -> bool:
    """Whether an included file is known, by its name or arguments, to show a picture, a film or a sound."""
    called = name.lower().rpartition("/")[2].partition(".")[0].replace("_", "-")
    return names_media(arguments) or _known(name, called) is not None


def as_file_shows(known: str, shown: str, arguments: Arguments) -> str:
    """The figure that is made of the arguments of a file; or what the file shows, if readers see more there.

    The file knows in which folder its picture is.
    """
    texts, less = _TAG.sub("", shown), _TAG.sub("", known)
    if any(" " in value and value in texts and value not in less for value in arguments.values()):
        return shown
    sources, figure = _SOURCE.findall(shown), _SOURCE.search(known)
    if figure is None or len(sources) != 1 or not sources[0].endswith(f"/{figure[1].lstrip('/')}"):
        return known
    return f"{known[: figure.start(1)]}{sources[0]}{known[figure.end(1) :]}"


_TAG = lazy(r"<[^<>]*>")
_SOURCE = lazy(r'<(?:img|video|audio|source)\b[^<>]*?\ssrc="([^"<>]*)"')


def names_media(arguments: Arguments) -> bool:
    """Whether an argument names a picture, a film or a sound."""
    return any(_named(arguments.get(source, ""), _PICTURES + _VIDEOS + _SOUNDS) for source in _SOURCES)


def _media(arguments: Arguments, inner: str, page: Page) -> str:
    """A figure, if an argument names a picture, video or sound; else `inner`."""
    sources = (arguments[name] for name in _SOURCES if arguments.get(name))
    src = next((src for src in sources if _named(src, _PICTURES + _VIDEOS + _SOUNDS)), None)
    if src is None:
        return inner
    if src == arguments.get("image_path") and "://" not in src and not src.startswith(f"{page.base}/"):
        # Themes of Jekyll expect a path from the site's folder.
        src = f"{page.base}/{src.lstrip('/')}"
    src = escape(src)
    if _named(src, _VIDEOS):
        shown = f'<video src="{src}" controls></video>'
    elif _named(src, _SOUNDS):
        shown = f'<audio src="{src}" controls></audio>'
    else:
        described = arguments.get("alt") or arguments.get("description") or _second(src, arguments)
        shown = f'<img src="{src}" alt="{escape(described)}">'
    if arguments.get("link"):
        shown = f'<a href="{escape(arguments["link"])}">{shown}</a>'
    caption = _caption(arguments, inner)
    return f"\n\n<figure>{shown}{caption}</figure>\n\n"


def _positional(arguments: Arguments, page: Page) -> str:
    """A picture that stands without a name behind other words, as plugins for pictures have it."""
    words = [arguments[name] for name in arguments if name.isdecimal()]
    src = next((word for word in words if _named(word, _PICTURES)), None)
    if src is None:
        return ""
    options = {name.lstrip("-"): value for name, value in arguments.items() if not name.isdecimal()}
    for option, value in pairwise(words):
        if option in ("--alt", "--caption"):
            options[option.lstrip("-")] = value
    return _media({**options, "src": src}, "", page)


def _second(src: str, arguments: Arguments) -> str:
    """What follows a picture that has no name: as a rule its alternative text."""
    return arguments.get("1", "") if arguments.get("0") and escape(arguments["0"]) == src else ""


def _named(src: str, suffixes: tuple[str, ...]) -> bool:
    return src.lower().partition("?")[0].partition("#")[0].endswith(suffixes)


def _caption(arguments: Arguments, inner: str) -> str:
    credit = escape(arguments.get("attr") or arguments.get("credit") or "", quote=False)
    if credit and arguments.get("attrlink"):
        credit = f'<a href="{escape(arguments["attrlink"])}">{credit}</a>'
    caption = arguments.get("caption") or " ".join(inner.split()) or arguments.get("title") or ""
    words = " ".join(filter(None, (_shown(caption), credit)))
    return f"<figcaption>{words}</figcaption>" if words else ""


def _shown(caption: str) -> str:
    """A caption in HTML; it may have links and emphasis, in Markdown or HTML."""
    return as_html(caption) if _HAS_MARKUP.search(caption) else escape(caption, quote=False)


_HAS_MARKUP = lazy(r"[\[<*_`]")


def _link(url: str, words: str) -> str:
    return f'<a href="{escape(url)}">{escape(words, quote=False)}</a>'


def _video(host: str, named: str) -> Callable[[Arguments, str, Page], str]:
    """A film of a host, as a link with its title, else with the host's name."""

    def video(arguments: Arguments, inner: str, page: Page) -> str:
        id_ = arguments.get("id") or arguments.get("url") or arguments.get("0") or ""
        if not id_:
            return inner
        words = arguments.get("title") or arguments.get("caption") or named
        return _link(id_ if "://" in id_ else host + id_, words)

    return video


def _gist(arguments: Arguments, inner: str, page: Page) -> str:
    url = arguments.get("url") or "/".join(
        arguments[name] for name in ("user", "0", "id", "1") if name in arguments
    )
    return _link(url if "://" in url else f"https://gist.github.com/{url}", "Gist") if url else inner


def _post(arguments: Arguments, inner: str, page: Page) -> str:
    """A post on X, by user and number, by number alone (in old calls), or by URL."""
    user, number = arguments.get("user"), arguments.get("id") or arguments.get("0")
    if not number:
        return inner
    url = number if "://" in number else f"https://x.com/{user or 'i/web'}/status/{number}"
    return _link(url, f"@{user}" if user else urlsplit(url).netloc or url)


def _code(arguments: Arguments, inner: str, page: Page) -> str:
    return fenced(inner, arguments.get("0") or arguments.get("lang") or arguments.get("type") or "")


def _reference(arguments: Arguments, inner: str, page: Page) -> str:
    return page.link(arguments.get("path") or arguments.get("0") or "")


def _details(arguments: Arguments, inner: str, page: Page) -> str:
    words = " ".join(arguments[name] for name in arguments if name.isdecimal())
    summary = arguments.get("summary") or arguments.get("title") or words
    heading = f"**{summary}**\n\n" if summary else ""
    return f"\n\n{heading}{inner.strip()}\n\n"


def _image(arguments: Arguments, inner: str, page: Page) -> str:
    """A picture by its place among words (Pelican, Hexo, Octopress): classes, source, sizes, title, text."""
    words = [arguments[name] for name in arguments if name.isdecimal()]
    at = next((number for number, word in enumerate(words) if "/" in word or _named(word, _PICTURES)), None)
    if at is None:
        return _media(arguments, inner, page) or _words(arguments)
    said = [word.strip("\"'") for word in words[at + 1 :] if not _SIZE.fullmatch(word)]
    title, alternative = said if len(said) == 2 else ("", " ".join(said))
    shown = {"src": words[at], "alt": alternative or title, "title": title}
    return (
        _media({**shown, **arguments}, inner, page)
        or f'<img src="{escape(words[at])}" alt="{escape(shown["alt"])}">'
    )


_SIZE = lazy(r"\d+(?:px|%)?")


def _diagram(language: str) -> Callable[[Arguments, str, Page], str]:
    """A drawing that is written as code."""
    return lambda arguments, inner, page: fenced(inner, language) if inner.strip() else inner


_YOUTUBE = _video("https://www.youtube.com/watch?v=", "YouTube")
_VIMEO = _video("https://vimeo.com/", "Vimeo")
_PROVIDERS = {"youtube": _YOUTUBE, "vimeo": _VIMEO}


def _film(arguments: Arguments, inner: str, page: Page) -> str:
    """A film by its number at a provider (themes of Jekyll), or by its file."""
    return _PROVIDERS.get(arguments.get("provider", "").lower(), _media)(arguments, inner, page)


def _gallery(arguments: Arguments, inner: str, page: Page) -> str:
    """The pictures that the front matter lists under this name (themes of Jekyll)."""
    listed = page.keys.get(arguments.get("id") or arguments.get("0") or "gallery")
    pictures = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    shown = [_media(_of_gallery(one), "", page) for one in pictures]
    caption = f"\n\n{arguments['caption']}\n\n" if arguments.get("caption") and any(shown) else ""
    return "".join((*shown, caption)) or _media(arguments, inner, page)


def _of_gallery(picture: Mapping[str, object]) -> Arguments:
    """A picture of a gallery; `url` is the large one, if it is a picture."""
    given = {key: str(value) for key, value in picture.items()}
    large = given.get("url", "")
    return given if not _named(large, _PICTURES) else given | {"url": "", "image_path": large}


def _figure(arguments: Arguments, inner: str, page: Page) -> str:
    """A picture by its arguments, or what is inside, with its caption."""
    shown = _media(arguments, inner, page)
    if shown is not inner:
        return shown
    caption = _caption(arguments, "")
    if not inner.strip():
        return _unnamed(arguments, caption)
    return f'\n\n<figure markdown="1">\n\n{inner.strip()}\n\n{caption}</figure>\n\n'


def _unnamed(arguments: Arguments, caption: str) -> str:
    """A picture whose address does not end like one."""
    src, words = escape(arguments.get("src") or ""), escape(arguments.get("alt") or "")
    return f'\n\n<figure><img src="{src}" alt="{words}">{caption}</figure>\n\n' if src else ""


def _frame(arguments: Arguments, inner: str, page: Page) -> str:
    """A page in a frame, which becomes a link."""
    src, title = arguments.get("url") or arguments.get("src") or "", arguments.get("title") or ""
    return f'\n\n<iframe src="{escape(src)}" title="{escape(title)}"></iframe>\n\n' if src else inner


def _other_file(kind: str) -> Callable[[Arguments, str, Page], str]:
    """What a file of another folder has (Pelican's plugin liquid_tags)."""

    def shown(arguments: Arguments, inner: str, page: Page) -> str:
        from feedwright.sources.markup import other_files

        if "0" not in arguments:
            return inner
        text: str = getattr(other_files, kind)(arguments, inner, page)
        return text

    return shown


def _nothing(arguments: Arguments, inner: str, page: Page) -> str:
    return ""


_PLAYERS = {
    "bilibili": _video("https://www.bilibili.com/video/", "Bilibili"),
    "dailymotion": _video("https://www.dailymotion.com/video/", "Dailymotion"),
    "spotify": _video("https://open.spotify.com/track/", "Spotify"),
    "ted": _video("https://www.ted.com/talks/", "TED"),
    "twitch": _video("https://www.twitch.tv/videos/", "Twitch"),
}
_HOSTS = ("youtube", "vimeo", "instagram", "gist", "tweet")
_KNOWN: dict[str, Callable[[Arguments, str, Page], str]] = {
    "youtube": _YOUTUBE,
    "vimeo": _VIMEO,
    "instagram": _video("https://www.instagram.com/p/", "Instagram"),
    "gist": _gist,
    "tweet": _post,
    "twitter": _post,
    "x": _post,
    "highlight": _code,
    "include-code": _other_file("code"),
    "notebook": _other_file("notebook"),
    "ref": _reference,
    "relref": _reference,
    "details": _details,
    "img": _image,
    "video": _film,
    "figure": _figure,
    "gallery": _gallery,
    "responsive-embed": _frame,
    "mermaid": _diagram("mermaid"),
    "plantuml": _diagram("plantuml"),
    "comment": _nothing,
    "param": _nothing,
    "qr": _nothing,
    "toc": _nothing,
}
