"""Small truths about text that several rooms need: legal characters, one line, slugs."""

from __future__ import annotations

import re
import unicodedata
from html import escape

# What XML 1.0 cannot carry (section 2.2), and C1 controls and DEL, which it discourages: none of
# them has a meaning in an article.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")

CONTROLS = bytes([*range(9), 11, 12, *range(14, 32), 127])
"""Those of them that are ASCII."""

# Elements beside which a browser shows no blank (HTML, section 15.3).
_BY_BLOCKS = re.compile(
    r" ?(</?(?:p|div|h[1-6]|ul|ol|li|blockquote|pre|figure|figcaption|table|thead|tbody|tfoot|tr|td|th|dl|dt"
    r"|dd|hr|section|article|details|summary)\b[^>]*>|<br ?/?>) ?"
)
_PREFORMATTED = "<pre"

_HOST = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=:-]+")
"""RFC 3986, section 3.2.2, without brackets and escapes."""

_IS_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


# RFC 3986, section 3, and letters of other scripts (RFC 3987).
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


def is_uri(text: str) -> bool:
    """Tell whether the text is a URI or IRI of any scheme, such as `tag:example.org,2020:1`."""
    return _URI.fullmatch(text) is not None


def legal(text: str) -> str:
    """`text` without the characters that no feed can carry."""
    # In ASCII, which much text is, a quarter of what the expression costs.
    if text.isascii() and len(text.encode().translate(None, CONTROLS)) == len(text):
        return text
    return _ILLEGAL.sub("", text)


def one_line(text: str) -> str:
    """`text` on one line, blanks collapsed (NEL and U+2028 are line breaks too), legal."""
    # Printable text, which most is, has no character that is not legal, and no blank but the usual one.
    if text.isprintable() and "  " not in text:
        return text.strip(" ")
    return " ".join(legal(text).split())


def printable(text: str) -> str:
    """`text` for a line of a report: what would break the line or speak to the terminal is an escape."""
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else ascii(one)[1:-1] for one in text)


def as_seen(html: str) -> str:
    """The same for HTML that differs in blanks alone which no browser shows."""
    if _PREFORMATTED in html:
        return html.strip()
    return _BY_BLOCKS.sub(r"\1", " ".join(html.split())).strip()


def as_html(text: str) -> str:
    """Plain text as HTML that shows that text, for elements that hold HTML."""
    return escape(text, quote=False)


def ascii_host(host: str) -> str:
    """A URL's host as DNS has it, international ones in ASCII (IDNA). Raises ValueError for none."""
    plain = host if host.isascii() else host.encode("idna").decode()
    if not _HOST.fullmatch(plain):
        raise ValueError(f"{host} is no host")
    return plain


def slugify(text: str) -> str:
    """What a section or article is called in URLs and folders: `U.S.` is `us`, `En español` is `en-espanol`.

    Latin letters lose their accents; letters of other scripts stay. Empty where `text` has neither
    letters nor digits.
    """
    if _IS_SLUG.fullmatch(text):
        return text
    decomposed = unicodedata.normalize("NFKD", text.replace("'", "").replace("’", "").replace(".", ""))
    letters = []
    latin = False
    for character in decomposed:
        if not unicodedata.combining(character):
            latin = character.isascii()
        elif latin:
            continue
        letters.append(character)
    composed = unicodedata.normalize("NFC", "".join(letters)).casefold()
    return "-".join("".join(letter if _is_of_a_word(letter) else " " for letter in composed).split())


def _is_of_a_word(character: str) -> bool:
    """Letters, digits, and the marks without which words of many scripts are other words."""
    return character.isalnum() or unicodedata.category(character) in ("Mn", "Mc")


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: `1 error`, `1,200 entries`. `plural` is by default `noun` and an s."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def folded(word: str) -> str:
    """A word of a status as it is compared: `Pending review` and `pending-review` are `pending_review`."""
    return re.sub(r"[\s-]+", "_", word.strip().casefold())
