"""Every room knows each format of `feedwright.feed_formats`. A new one has to pass these tests, too."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import CONFIG, Publication
from feedwright import formats, module_folders, replies
from feedwright.catalog.documents import READERS
from feedwright.catalog.published_entries import read_entries, read_section
from feedwright.catalog.recover import deleted_in, emptied_in, published_in
from feedwright.checks.read import read
from feedwright.feed_formats import FORMATS, FeedFormat
from feedwright.file_rules import rule_of

ANY = pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
ID, ID_OF_OTHER = "tag:example.org,2026:a", "tag:example.org,2026:b"


@pytest.fixture
def published(publication: Publication, form: FeedFormat) -> Publication:
    """Two articles, in feeds of one format."""
    publication.configure(CONFIG + f"  formats: [{form.name}]\n  tombstones: 30 days\n")
    publication.article("news/a.md", title="A", id=ID, body="Of a.")
    publication.article("news/b.md", title="B", id=ID_OF_OTHER, updated="2026-11-21T10:00:00Z")
    publication.build()
    return publication


def test_each_format_has_a_row_a_writer_and_a_reader() -> None:
    names = [form.name for form in FORMATS]
    assert sorted(names) == module_folders.names(formats) == sorted(form.name for form, *_ in READERS)


def test_no_two_formats_share_a_name_a_file_or_a_suffix() -> None:
    for field in ("name", "title", "filename", "page_suffix", "media_type"):
        assert len({getattr(form, field) for form in FORMATS}) == len(FORMATS), field


@ANY
def test_ids_urls_and_dates_are_read_back(form: FeedFormat, published: Publication) -> None:
    found = published_in(published.feeds)
    assert {name for name in found if name.startswith("tag:")} == {ID, ID_OF_OTHER}
    assert found["https://example.org/news/a/"] is found[ID]
    assert f"{found[ID].published:%Y-%m-%d}" == "2026-11-20"
    assert f"{found[ID_OF_OTHER].updated:%Y-%m-%d %H}" == "2026-11-21 10"


@ANY
def test_entries_and_their_section_are_read_back(form: FeedFormat, published: Publication) -> None:
    shown = read_entries(published.feeds, [ID], lambda _: True)[ID]
    assert (shown.entry.title, shown.entry.content) == ("A", "<p>Of a.</p>")
    assert shown.sections == {"", "news"}
    assert read_section(published.feeds / "news").description


@ANY
def test_what_a_feed_without_entries_shows_is_read_back(form: FeedFormat, published: Publication) -> None:
    assert emptied_in(published.feeds) == {}
    for file in published.content.rglob("*.md"):
        file.write_text(file.read_text().replace("title:", "withdrawn: wrong\ntitle:"))
    published.build()
    assert set(emptied_in(published.feeds)) == {"", "news"}
    deleted = {(section, one.id) for section, one in deleted_in(published.feeds)}
    both = {("", ID), ("", ID_OF_OTHER), ("news", ID), ("news", ID_OF_OTHER)}
    assert deleted == (both if form.has_tombstones else set())


@ANY
def test_checks_read_it_and_find_no_fault(form: FeedFormat, published: Publication) -> None:
    document = read(published.bytes(f"news/{form.filename}"))
    assert document.kinds[0] == form.name
    assert [entry.id.value for entry in document.entries if entry.id] == [ID, ID_OF_OTHER]
    assert document.faults == ()


@ANY
def test_servers_know_the_type_of_its_feeds_and_archive_pages(form: FeedFormat) -> None:
    feed, page = rule_of(f"news/{form.filename}"), rule_of(f"news/{form.page_name(7)}")
    assert feed.type == page.type == f"{form.media_type}; charset=utf-8"
    assert (feed.is_feed, page.is_feed, page.is_page) == (True, True, True)
    assert replies.PAGE_TYPES[form.page_suffix] == form.media_type
    assert Path(form.page_name(7)).name == f"000007{form.page_suffix}"
