"""Find the article in the plain text of a news page, as a browser or a crawler saved it with its menus.

`parse_page` returns the headline, section, date, authors, summary, picture caption and body, without
navigation, share buttons and footers. It depends on nothing but its arguments, has no rules for single
outlets and accepts any input. What it does not find on the page is None or empty.

The modules, in the order in which they work on a page:

    page.py              the result
    vocabulary/          words with which pages label their parts, one file for each language
    punctuation.py       characters such as dashes, bars and quotation marks
    lines.py             text -> lines, without bullets; paragraphs that were broken at a width are joined
    wording.py           whether a text looks like a sentence, a title, a label or a name
    byline.py            "By Ann Lee and Bo Chen, Staff Writers" -> names
    picture.py           "Text. | Photo: A/B" -> caption and credit
    dateline.py          "Published 18 March 2022 | 3 comments" -> authors, number of comments
    line_kinds.py        classifies each line by itself
    lexicon.py           weights of words, for and against the story
    features.py          numbers for each line, as input of the model
    story.py             the model: which lines are the story
    ranking.py           the best of several candidates
    headline.py          the headline
    date_choice.py       the dates of publication and update
    author_choice.py     the authors
    breadcrumb.py        the section
    head.py, body.py     summary and picture between headline and story; the story's blocks
    parse.py             calls all of these
"""

from feedwright.sources.page_text.page import Block, Page
from feedwright.sources.page_text.parse import parse_page

__all__ = ["Block", "Page", "parse_page"]
