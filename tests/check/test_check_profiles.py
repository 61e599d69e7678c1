"""Each demand of an aggregator, broken alone in a feed that they take, is found; nothing else is."""

from __future__ import annotations

from collections import Counter

import pytest

from check.case import Case
from check.documents import NOW, PODCAST, SITEMAP
from check.partner import PARTNER, PARTNER_CASES, PODCAST_CASES, SITEMAP_CASES
from feedwright.checks import check_bytes, profile_names
from feedwright.checks.profile import profile, profile_rules

_PARTNERS = sorted({case.kind for case in PARTNER_CASES})
# A podcast whose every episode says how long it is, and a sitemap of news alone.
_PODCAST = PODCAST.replace(
    '<enclosure url="https://feeds.example.org/media/one.mp3"',
    '<itunes:duration>60</itunes:duration><enclosure url="https://feeds.example.org/media/one.mp3"',
)
_NEWS = SITEMAP.replace("<url><loc>https://example.org/first/</loc></url>", "")


def _found(name: str, text: str) -> set[str]:
    findings = check_bytes(text.encode(), "feed", now=NOW, profiles=[name])
    return {finding.rule for finding in findings if finding.rule.startswith(f"{name}.")}


def _own(name: str) -> set[str]:
    return {rule.id for rule in profile_rules(name)}


@pytest.mark.parametrize("name", _PARTNERS)
def test_a_feed_that_an_aggregator_takes_has_no_findings(name: str) -> None:
    assert check_bytes(PARTNER.encode(), "rss.xml", now=NOW, profiles=[name]) == []


def test_a_podcast_and_a_news_sitemap_have_no_findings() -> None:
    assert check_bytes(_PODCAST.encode(), "feed", now=NOW, profiles=["podcast"]) == []
    assert check_bytes(_NEWS.encode(), "sitemap", now=NOW, profiles=["google-news-sitemap"]) == []


@pytest.mark.parametrize("case", PARTNER_CASES, ids=lambda case: case.rule)
def test_a_broken_demand_is_found_alone(case: Case) -> None:
    assert case.old in PARTNER
    assert _found(case.kind, PARTNER.replace(case.old, case.new, 1)) == {case.rule}


@pytest.mark.parametrize("case", PODCAST_CASES, ids=lambda case: case.rule)
def test_a_broken_demand_of_podcasts_is_found_alone(case: Case) -> None:
    found = _found("podcast", _PODCAST.replace(case.old, case.new, 1))
    assert found & _own("podcast") == {case.rule}


@pytest.mark.parametrize("case", SITEMAP_CASES, ids=lambda case: case.rule)
def test_a_broken_demand_of_news_sitemaps_is_found(case: Case) -> None:
    assert case.rule in _found("google-news-sitemap", _NEWS.replace(case.old, case.new, 1))


def test_every_demand_has_a_case() -> None:
    cases = Counter(case.rule for case in (*PARTNER_CASES, *PODCAST_CASES, *SITEMAP_CASES))
    assert {rule.id for name in profile_names() for rule in profile_rules(name)} == set(cases)


def test_every_profile_has_a_name_of_its_aggregator_and_a_source_for_every_demand() -> None:
    assert profile_names() == (
        "apple-news", "core", "flash-briefing", "flipboard", "google-news-sitemap", "mailchimp", "msn",
        "newsbreak", "podcast", "readers", "smartnews", "zapier",
    )  # fmt: skip
    for name in profile_names():
        for demand in profile(name).rules:
            assert demand.source.startswith("https://") or demand.sure == "measured"
            assert demand.says.endswith(".")
            assert demand.seen.year >= 2026


def test_a_profile_that_reads_other_formats_says_so() -> None:
    (finding,) = check_bytes(PARTNER.encode(), "rss.xml", now=NOW, profiles=["google-news-sitemap"])
    assert (finding.rule, finding.level) == ("google-news-sitemap.format", "warning")
    assert finding.message == "there is no sitemap"


def test_a_finding_names_the_article_and_what_it_has() -> None:
    text = PARTNER.replace("The ferries are back, number 0", "Ferries are back", 1)
    (finding,) = check_bytes(text.encode(), "rss.xml", now=NOW, profiles=["msn"])
    assert finding.message == 'title of "Ferries are back" has 16 characters, fewer than 21'
    assert finding.link.startswith("https://support.microsoft.com/")
    assert finding.spec == "MSN Partner Hub, seen 2026-11-23 (doc)"
