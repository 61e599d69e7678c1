"""From the bytes of one file to an Article; nothing here knows of feeds."""

from feedwright.sources.dates import DateError, parse_date
from feedwright.sources.decode import refuse_large
from feedwright.sources.front_matter import DateRules
from feedwright.sources.read import Reading, article_suffixes, read_article
from feedwright.sources.section_file import read_section_file
from feedwright.sources.tree import SECTION_FILE, SourceFile, Tree, parents, scan

__all__ = [
    "SECTION_FILE",
    "DateError",
    "DateRules",
    "Reading",
    "SourceFile",
    "Tree",
    "article_suffixes",
    "parents",
    "parse_date",
    "read_article",
    "read_section_file",
    "refuse_large",
    "scan",
]
