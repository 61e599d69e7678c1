"""From the bytes of one file to an Article; nothing here knows of feeds."""

from feedwright.sources.dates import DateError, parse_date
from feedwright.sources.decode import refuse_large
from feedwright.sources.folder import Contents, SourceFile, articles_in
from feedwright.sources.front_matter import DateRules
from feedwright.sources.read import Reading, article_suffixes, read_article, render
from feedwright.sources.section_file import read_section_file
from feedwright.sources.tree import INBOX, SECTION_FILE, Folder, Stat, Tree, parents, scan

__all__ = [
    "INBOX",
    "SECTION_FILE",
    "Contents",
    "DateError",
    "DateRules",
    "Folder",
    "Reading",
    "SourceFile",
    "Stat",
    "Tree",
    "article_suffixes",
    "articles_in",
    "parents",
    "parse_date",
    "read_article",
    "read_section_file",
    "refuse_large",
    "render",
    "scan",
]
