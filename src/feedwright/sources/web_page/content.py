"""The article's text on the page, as HTML: without what stands around it, above it or at its end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree
from msgspec import Struct

from feedwright.model import MediaReference
from feedwright.sources.web_page.chrome import without_chrome
from feedwright.sources.web_page.claims import Claims, located
from feedwright.sources.web_page.document import HEADINGS, Element, called, drop, properties, text_of, within
from feedwright.sources.web_page.weigh import Own, main_content, own_texts

_CREDITS = frozenset(["credit", "credits", "source", "copyright", "photographer", "attribution"])
_PARTS = (
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "ul",
    "ol",
    "figure",
    "header",
    "table",
    "span",
    "time",
    "address",
    "hr",
    "img",
    "picture",
)
_SHORT = 120
_YEAR = re.compile(r"\b[12]\d{3}\b")
_WORD = re.compile(r"\w+")


class Content(Struct, frozen=True):
    """The article's HTML, and its lead picture as the page shows it."""

    html: str
    image: MediaReference | None = None


def content_of(body: Element, known: Claims) -> Content:
    """What is left of `body` when all that is not the article's text is gone. Changes the tree."""
    without_chrome(body)
    _mend_pictures(body, known.link)
    etree.strip_tags(body, "font", "center")
    # Before weighing, for they would cut a text in two.
    _drop_cross_references(body)
    chosen = main_content(body)
    own = own_texts(body)
    image = _lead_picture(body, chosen, own, known)
    _drop_head(chosen, own, known)
    _drop_tail(chosen)
    inner = [chosen.text or "", *(etree.tostring(one, encoding="unicode", method="html") for one in chosen)]
    return Content("".join(inner).strip(), image)


def _mend_pictures(body: Element, link: str | None) -> None:
    """Plain `img`, from where the picture really is: AMP has its own element, others wait for a script."""
    for one in body.iter("amp-img", "amp-video", "amp-audio", "img"):
        one.tag = one.tag.removeprefix("amp-")
        waiting = one.get("data-src") or one.get("data-lazy-src") or one.get("data-original")
        if waiting and (
            not one.get("src") or one.get("src", "").startswith("data:") or "lazy" in str(called(one))
        ):
            one.set("src", waiting)
        if one.get("data-srcset") and not one.get("srcset"):
            one.set("srcset", one.get("data-srcset", ""))
    for one in body.iter("img", "a", "source", "video", "audio"):
        for name in ("src", "href"):
            if one.get(name):
                one.set(name, located(one.get(name, ""), link))


def _first_sentence(chosen: Element, own: dict[Element, Own], known: Claims) -> Element | None:
    """Where the text begins: the first block of some length that is no standfirst, byline or caption."""
    for one in chosen.iter():
        block = own.get(one)
        if (
            block is not None
            and block.is_sentence
            and one.tag != "figcaption"
            and one.tag not in HEADINGS
            and within(one, "figcaption", "figure") is None
            and not _is_told(text_of(one), known)
        ):
            return one
    return None


def _is_told(text: str, known: Claims) -> bool:
    """Whether the article's other fields say it: headline, summary, byline, date."""
    plain = _plain(text)
    if plain in ("", _plain(known.title or ""), _plain(known.summary or "")):
        return True
    return len(text) < _SHORT and (
        any(_plain(person.name) in plain for person in known.authors)
        or (_YEAR.search(text) is not None and text[-1:] not in ".!?…")
    )


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _drop_head(chosen: Element, own: dict[Element, Own], known: Claims) -> None:
    """What stands above the text and is told elsewhere: headline, byline, date, lead picture."""
    first = _first_sentence(chosen, own, known)
    if first is None:
        for one in list(chosen.iter(*HEADINGS)):
            if _plain(text_of(one)) == _plain(known.title or ""):
                drop(one)
        return
    around = {first, *first.iterancestors()}
    gone: set[Element] = set()
    picture_seen = False
    for one in list(chosen.iter()):
        if one is first:
            return
        if one in around:
            if own.get(one) and one.text and _is_told(one.text, known):
                one.text = None
            continue
        if one.getparent() in gone:
            gone.add(one)
        elif one.tag in ("figure", "img", "picture"):
            if not picture_seen:
                gone.add(one)
                drop(one)
            picture_seen = True
        elif one.tag in ("b", "strong") and _plain(text_of(one)) == _plain(known.title or ""):
            gone.add(one)
            drop(one)
        elif one.tag in _PARTS and _is_furniture(one, known):
            picture_seen = picture_seen or one.find(".//img") is not None
            gone.add(one)
            drop(one)


def _is_furniture(element: Element, known: Claims) -> bool:
    """The lead picture in an element is not, with what else may be there, looked at as one."""
    if element.tag in ("header", "h1"):
        return True
    if next(iter(element.iter("iframe", "video", "audio", "blockquote", "img")), None) is not None:
        return False
    text = text_of(element)
    if _is_told(text, known):
        return True
    if element.tag in ("table", "div", "span"):
        return element.find("time") is not None or _is_label(element, text)
    return _is_label(element, text)


def _is_label(element: Element, text: str) -> bool:
    """A word or two with no sentence's end, such as the section's name."""
    return (
        element.tag not in ("ul", "ol", "table") and len(text) < _SHORT // 2 and text[-1:] not in '.!?…:”"»'
    )


def _lead_picture(
    body: Element, chosen: Element, own: dict[Element, Own], known: Claims
) -> MediaReference | None:
    """The picture above the text, with its caption; the address is the one that the page names, if any."""
    first = _first_sentence(chosen, own, known)
    for one in body.iter():
        if one is first:
            break
        if one.tag == "img" and one.get("src") and _is_large(one):
            figure = within(one, "figure")
            named = known.image
            caption, credit = _caption(figure) if figure is not None else (None, None)
            if named is None and first is None and figure is None:
                continue
            shown = MediaReference(
                one.get("src", ""), alt=one.get("alt") or None, caption=caption, credit=credit
            )
            return shown
    wanted = _name(known.image.src) if known.image else None
    for one in body.iter("img"):
        figure = within(one, "figure")
        if figure is not None and wanted and _name(one.get("src", "")) == wanted:
            caption, credit = _caption(figure)
            return MediaReference(
                one.get("src", ""), alt=one.get("alt") or None, caption=caption, credit=credit
            )
    return None


def _is_large(image: Element) -> bool:
    """Not an icon, a logo or a spacer, as far as the page says."""
    sizes = [image.get(name, "") for name in ("width", "height")]
    small = any(size.isdecimal() and int(size[:6]) < 100 for size in sizes)
    around = [image, *image.iterancestors()]
    return not small and not any({"logo", "avatar", "icon"} & called(one) for one in around[:3])


def _name(source: str) -> str:
    """What the file is called, whatever its size: `storm-800x600.jpg` is `storm`."""
    try:
        last = urlsplit(source).path.rpartition("/")[2]
    except ValueError:
        return source
    return re.sub(r"[-_]\d+x\d+$|[-_]\d{2,4}w?$|[-_]scaled$", "", last.partition(".")[0])


def _caption(figure: Element) -> tuple[str | None, str | None]:
    """Caption and credit of a figure."""
    caption = next(iter(figure.iter("figcaption")), None)
    credited = [
        one
        for one in figure.iter("span", "small", "cite", "em", "div", "p", "b")
        if called(one) & _CREDITS or properties(one) & {"creditText", "creator", "copyrightHolder", "author"}
    ]
    credit = text_of(credited[0]) if credited else None
    text = text_of(caption) if caption is not None else ""
    if credit and text.endswith(credit):
        text = text[: -len(credit)].rstrip(" |·–—/(")
    return text or None, re.sub(
        r"^(?:photo|foto|image|credit|crédito)s?\s*:\s*", "", credit, flags=re.I
    ) if credit else None


def _link_share(element: Element) -> tuple[int, float]:
    """How long its text is, and how much of that is links."""
    whole = len(text_of(element))
    linked = sum(len(text_of(one)) for one in element.iter("a"))
    return whole, linked / whole if whole else 0.0


def _drop_cross_references(chosen: Element) -> None:
    """A paragraph that is nothing but a link leads elsewhere: `Read more: …`."""
    for one in list(chosen.iter("p", "h2", "h3", "h4")):
        if one.find(".//img") is None and within(one, "li", "td", "blockquote", "figure") is None:
            length, share = _link_share(one)
            if 0 < length < 2 * _SHORT and share > 0.75:
                drop(one)


def _drop_tail(chosen: Element) -> None:
    """Lists of links behind the text, with the heading above them."""
    while True:
        last = next(_from_the_end(chosen), None)
        if (
            last is None
            or last.find(".//img") is not None
            or last.tag in ("img", "figure", "iframe", "video", "audio")
        ):
            return
        length, share = _link_share(last)
        if not (
            length == 0 or last.tag in HEADINGS or (share > 0.6 and last.tag not in ("blockquote", "table"))
        ):
            return
        drop(last)


def _from_the_end(chosen: Element) -> Iterator[Element]:
    """The last elements of the text; nothing where bare text comes last."""
    one = chosen
    # Not len(one), which counts.
    while (inner := next(one.iterchildren(reversed=True), None)) is not None:
        if (inner.tail or "").strip():
            return
        one = inner
        if one.tag not in ("div", "section", "article", "main"):
            yield one
            return
    if one is not chosen:
        yield one
