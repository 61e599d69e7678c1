"""`state:` and `output:` in other folders than the publication's."""

from __future__ import annotations

from pathlib import Path

import pytest

import feedwright
from conftest import CONFIG, NOW, Publication


@pytest.fixture
def elsewhere(publication: Publication, tmp_path: Path) -> Publication:
    places = f"output: {tmp_path}/www/news/feeds\nstate: {tmp_path}/var/lib/news\n"
    publication.configure(CONFIG + places)
    publication.article()
    (tmp_path / "www/news").mkdir(parents=True)
    publication.feeds = tmp_path / "www/news/feeds"
    return publication


def test_feeds_and_state_are_in_other_folders(elsewhere: Publication) -> None:
    elsewhere.build()
    before = {file: file.read_bytes() for file in elsewhere.feeds.rglob("*") if file.is_file()}
    assert elsewhere.titles() == ["A story"]
    assert {file.name for file in elsewhere.root.iterdir()} == {"config.yaml", "content", "var", "www"}
    memory = elsewhere.root / "var/lib/news"
    assert (memory / "catalog.sqlite").exists()
    assert memory.stat().st_mode & 0o777 == 0o700
    assert elsewhere.build().changed == []
    (elsewhere.content / "news/story.md").rename(elsewhere.content / "news/other.md")
    elsewhere.build()
    after = {file: file.read_bytes() for file in elsewhere.feeds.rglob("*") if file.is_file()}
    assert after.keys() == before.keys()
    assert elsewhere.json()["items"][0]["id"].endswith("news/story")
    assert feedwright.check(config=elsewhere.config, now=NOW) == []


def test_the_folder_in_config_may_be_relative(publication: Publication) -> None:
    publication.configure(CONFIG + "output: public/feeds\nstate: memory\n")
    publication.article()
    publication.build()
    assert (publication.root / "public/feeds/rss.xml").exists()
    assert (publication.root / "memory/catalog.sqlite").exists()


def test_two_publications_do_not_share_a_state_by_accident(elsewhere: Publication) -> None:
    elsewhere.build()
    text = elsewhere.config.read_text()
    elsewhere.configure(text.replace("https://feeds.example.org/", "https://feeds.example.net/"))
    with pytest.raises(
        feedwright.ConfigError,
        match=r"the state of the publication with feeds at https://feeds\.example\.org/",
    ):
        elsewhere.build()
    # The other one does not take that for a run of its own.
    elsewhere.configure(text)
    assert feedwright.status(elsewhere.config, now=NOW).wrong == []
    elsewhere.configure(text.replace("https://feeds.example.org/", "https://feeds.example.net/"))
    (elsewhere.root / "var/lib/news/publication").unlink()
    elsewhere.build()
    elsewhere.configure(text)
    with pytest.raises(feedwright.ConfigError, match=r"feeds\.example\.net"):
        elsewhere.build()


def test_a_folder_with_other_files_is_no_state(elsewhere: Publication) -> None:
    folder = elsewhere.root / "var/lib/news"
    folder.mkdir(parents=True)
    (folder / "passwords").write_text("x")
    folder.chmod(0o755)
    with pytest.raises(
        feedwright.ConfigError, match="which has files of others, expected a folder of its own"
    ):
        elsewhere.build()
    with pytest.raises(feedwright.ConfigError, match="which has files of others"):
        feedwright.status(elsewhere.config)
    assert folder.stat().st_mode & 0o777 == 0o755
    assert [file.name for file in folder.iterdir()] == ["passwords"]
    (folder / "passwords").unlink()
    elsewhere.build()


def test_a_folder_that_is_not_mounted_is_not_made(elsewhere: Publication) -> None:
    elsewhere.configure(CONFIG + "output: /nowhere/www/feeds\n")
    with pytest.raises(
        feedwright.ConfigError, match="output: found no folder /nowhere/www, expected a folder in"
    ):
        elsewhere.build()


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("output: content/feeds", "output: found .*, expected a folder apart from content/"),
        ("output: .", "output: found .*, expected a folder apart from content/"),
        ("output: s3://bucket/feeds", "expected a folder such as /srv/www/feeds"),
        ("state: feeds/state", "state: found feeds/state, expected a folder that nobody publishes"),
        ("state: content", "state: found content, expected a folder that nobody publishes"),
        (
            "state: s3://key:secret@bucket/x",
            "state: found another text, expected only bucket and prefix",
        ),
        ("state: ftp://bucket/x", "state: found another text, expected a URL that begins with s3://"),
    ],
)
def test_places_that_cannot_be_meant(publication: Publication, more: str, message: str) -> None:
    publication.configure(f"{CONFIG}{more}\n")
    publication.article()
    with pytest.raises(feedwright.ConfigError, match=message) as error:
        publication.build()
    assert "secret" not in str(error.value)
