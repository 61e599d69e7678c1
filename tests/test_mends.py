"""What feedgen does wrong or not at all (`formats/_mends.py`).

Each test shows the fault in feedgen itself. The day one fails, feedgen has mended it: then its mend and the
test can go. Numbers are issues and pull requests of github.com/lkiesow/python-feedgen.
"""

from __future__ import annotations

import locale
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from feedgen.entry import FeedEntry
from feedgen.ext.syndication import SyndicationExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from feedwright.formats import _mends

ATOM = "{http://www.w3.org/2005/Atom}"
MOMENT = datetime(2026, 11, 20, 12, 30, 0, 5, tzinfo=UTC)
URL = "https://example.org/"


def feed() -> FeedGenerator:
    made = FeedGenerator()
    made.id(URL)
    made.title("News")
    made.description("What is new")
    made.link(href=URL, rel="alternate")
    made.updated(MOMENT)
    return made


def entry() -> FeedEntry:
    made = FeedEntry()
    made.id("tag:example.org,2026:1")
    made.title("One")
    made.link(href=URL)
    made.updated(MOMENT)
    return made


def test_issue_135_links_of_an_atom_entry_have_nothing_but_href() -> None:
    one = entry()
    one.link(href=f"{URL}a.mp3", rel="enclosure", type="audio/mpeg", length="7", title="Sound")
    links = one.atom_entry().findall("link")
    assert [dict(link.attrib) for link in links] == [{"href": URL}, {"href": f"{URL}a.mp3"}]


def test_issue_138_links_of_an_entry_have_one_of_five_relations() -> None:
    for relation in ("license", "replies"):
        with pytest.raises(ValueError, match="Invalid value for rel"):
            entry().link(href=URL, rel=relation)


def test_issue_122_the_link_of_a_channel_is_the_last_link_whatever_it_is() -> None:
    made = feed()
    made.link(href=f"{URL}hub", rel="hub")
    assert etree.fromstring(made.rss_str()).findtext("channel/link") == f"{URL}hub"


def test_issue_122_rss_drops_links_to_hubs() -> None:
    made = feed()
    made.link(href=f"{URL}rss.xml", rel="self")
    made.link(href=f"{URL}hub", rel="hub")
    links = etree.fromstring(made.rss_str()).findall(f"channel/{ATOM}link")
    assert [link.get("rel") for link in links] == ["self"]


def test_issue_21_the_text_of_an_item_without_a_summary_is_its_description() -> None:
    one = entry()
    one.content("<p>The whole text.</p>")
    assert one.rss_entry().findtext("description") == "<p>The whole text.</p>"


def test_issue_80_a_source_has_neither_id_nor_date() -> None:
    one = entry()
    one.source(f"{URL}feed", "Other")
    source = one.atom_entry().find("source")
    assert source is not None
    assert [(child.tag, dict(child.attrib)) for child in source] == [
        ("title", {}),
        ("link", {"href": f"{URL}feed"}),
    ]


def test_issue_26_dates_are_formatted_under_another_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    from feedgen.util import formatRFC2822

    calls: list[object] = []
    monkeypatch.setattr(locale, "setlocale", lambda *call: calls.append(call))
    formatRFC2822(MOMENT)
    assert calls != []


def test_no_issue_dates_have_offsets_and_fractions() -> None:
    assert entry().atom_entry().findtext("updated") == "2026-11-20T12:30:00.000005+00:00"


def test_no_issue_a_date_that_nobody_sets_is_the_time_of_the_build() -> None:
    assert datetime.now(UTC) - FeedGenerator().updated() < timedelta(days=1)
    assert datetime.now(UTC) - FeedEntry().updated() < timedelta(days=1)


def test_no_issue_an_extension_cannot_be_imported_before_lxml() -> None:
    failed = subprocess.run([sys.executable, "-c", "import feedgen.ext.dc"], capture_output=True, text=True)
    assert "module 'lxml' has no attribute 'etree'" in failed.stderr
    subprocess.run([sys.executable, "-c", "import feedwright.extensions.dublin_core"], check=True)


def test_no_issue_the_syndication_modules_names_are_capital() -> None:
    made = feed()
    made.register_extension("syndication", SyndicationExtension)
    made.syndication.update_period("daily")
    assert b"<sy:UpdatePeriod>daily</sy:UpdatePeriod>" in made.rss_str()


def test_no_issue_an_empty_text_is_none() -> None:
    one = entry()
    one.title("")
    with pytest.raises(ValueError, match="Required fields not set"):
        one.atom_entry()
    one.description("A summary")
    assert one.rss_entry().find("title") is None


# What stands in the mends' place for others in the same process


def test_other_users_of_feedgen_get_the_dates_that_they_are_used_to() -> None:

    made = feed()
    assert b"<lastBuildDate>Fri, 20 Nov 2026 12:30:00 +0000</lastBuildDate>" in made.rss_str()
    made.updated(_mends.FeedDate.of(MOMENT))
    assert b"<lastBuildDate>Fri, 20 Nov 2026 12:30:00 GMT</lastBuildDate>" in made.rss_str()
