"""Page text: the plain text of a news web page as a browser or a crawler saved it, chrome and all.

`parse_page` finds the article in it: headline, section, date, byline, summary, picture caption
and the body, without navigation, share buttons and footers. It is pure, knows no outlet by name,
takes any input without an error and never guesses: what the page does not say is left out.

The package is read in the order the text is:

    vocabulary/    the words that pages label their parts with, one file a language
    page.py        what comes out
    lines.py       raw text -> lines: bullets taken off, hard-wrapped paragraphs joined
    glyphs.py      the characters that pages punctuate with
    wording.py     what the words of a line tell: sentence, title, label, name
    dateline.py    "Published 18 March 2022 | 3 comments": dates, bylines, counts
    byline.py      "By Ann Lee and Bo Chen, Staff Writers" -> names
    picture.py     "Text. | Photo: A/B" -> caption and credit
    signs.py       what each line is, judged on its own
    headline.py    which line is the headline, judged by its surroundings
    trail.py       the breadcrumb above it
    head.py        from the headline to the body
    body.py        from the body to the foot
    parse.py       the page, top to bottom
"""

from feedwright.sources.page_text.page import Block, Page
from feedwright.sources.page_text.parse import parse_page

__all__ = ["Block", "Page", "parse_page"]
