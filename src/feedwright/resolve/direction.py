"""The direction of a text, which readers whose own language is another one cannot know."""

from __future__ import annotations

from feedwright.patterns import lazy

_RIGHT_TO_LEFT = lazy("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""Hebrew, Arabic, Syriac, Thaana, N'Ko, and their presentation forms (Unicode, Blocks)."""
_TAG = lazy(r"<[^<>]*>")
_LETTER = lazy(r"[^\W\d_]")


def with_direction(content: str) -> str:
    """Clean HTML with `dir="rtl"` around it, if most of its letters run from right to left.

    A text that has a direction of its own in any place is left alone.
    """
    if content.isascii() or not _may_run_from_the_right(content):
        return content
    if not _RIGHT_TO_LEFT.search(content) or ' dir="' in content:
        return content
    text = _TAG.sub(" ", content)
    from_the_right, letters = len(_RIGHT_TO_LEFT.findall(text)), len(_LETTER.findall(text))
    return f'<div dir="rtl">{content}</div>' if from_the_right * 2 > letters else content


_FIRST_BYTES = (*range(0xD6, 0xE1), 0xEF)
"""The first bytes of these characters in UTF-8; dashes and quotation marks begin with others."""
_OTHER_BYTES = bytes(set(range(256)).difference(_FIRST_BYTES))


def _may_run_from_the_right(text: str) -> bool:
    # A third of the time of the regular expression.
    return bool(text.encode(errors="surrogatepass").translate(None, _OTHER_BYTES))
