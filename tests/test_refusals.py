"""What a build says of the aggregators that are named in config.yaml."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from conftest import CONFIG, Publication
from feedwright import ConfigError


def _warned(publication: Publication) -> list[tuple[str, str]]:
    return [
        (warning.path, warning.message.rpartition("[")[2].rstrip("]"))
        for warning in publication.build().warnings
    ]


def test_an_article_that_will_be_refused_is_warned_of_once(publication: Publication) -> None:
    publication.configure(CONFIG + "profiles: [msn]\n")
    publication.article("news/us/story.md", title="Short")
    assert _warned(publication) == [
        ("content/news/us/story.md", "msn.title.length"),
        ("content/news/us/story.md", "msn.image"),
    ]


def test_it_is_named_by_its_place_wherever_articles_lie(publication: Publication) -> None:
    publication.configure(CONFIG + "profiles: [msn]\ncontent: src/blog\n")
    publication.article("news/story.md", title="Short")
    publication.content.rename(publication.root / "blog")
    (publication.root / "src").mkdir()
    (publication.root / "blog").rename(publication.root / "src" / "blog")
    assert {path for path, _ in _warned(publication)} == {"src/blog/news/story.md"}


def test_what_did_not_change_is_not_warned_of_again(publication: Publication) -> None:
    publication.configure(CONFIG + "profiles: [msn]\n")
    publication.article("news/first.md", title="Short")
    publication.build()
    assert _warned(publication) == []
    publication.article("news/second.md", title="Shorter", date="2026-11-19")
    assert {path for path, _ in _warned(publication)} == {"content/news/second.md"}


def test_a_feed_that_will_be_refused_is_warned_of(publication: Publication) -> None:
    publication.configure(CONFIG + "profiles: apple-news\n")
    publication.article(title="A title that is long enough")
    assert ("feeds/rss.xml", "apple-news.feed.locale") in _warned(publication)


def test_sections_feeds_are_looked_at_beside_those_of_partners(publication: Publication) -> None:
    publication.configure(CONFIG + "profiles: [apple-news]\npartners: [msn]\n")
    publication.article(title="A title that is long enough")
    assert ("feeds/news/rss.xml", "apple-news.feed.locale") in _warned(publication)


def test_a_feed_that_is_gone_again_keeps_no_other_from_being_looked_at(
    publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    publication.configure(CONFIG + "profiles: [msn]\n")
    publication.article("news/us/story.md", title="Short")
    read_bytes = Path.read_bytes

    def read(path: Path) -> bytes:
        if path == publication.feeds / "atom.xml":
            raise FileNotFoundError
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", read)
    assert {path for path, _ in _warned(publication)} == {"content/news/us/story.md"}


def test_without_profiles_the_rules_are_not_even_imported(publication: Publication) -> None:
    publication.article()
    program = (
        "import sys, feedwright\n"
        f"feedwright.build({str(publication.config)!r})\n"
        "assert not [name for name in sys.modules if name.startswith('feedwright.checks')]\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_profile_that_does_not_exist_is_a_config_error(publication: Publication) -> None:
    publication.configure(CONFIG + "profiles: [bing]\n")
    with pytest.raises(ConfigError, match="apple-news, core, flash-briefing, flipboard"):
        publication.build()
