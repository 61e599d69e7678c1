"""Links out of content/: followed in the publication's folder, and elsewhere with `articles.follow_links`."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import CONFIG, Publication
from media_files import picture

HEADER = "---\ntitle: A story\ndate: 2026-11-20\n"
FOLLOW = CONFIG + "articles: {follow_links: true}\n"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A folder outside the publication's, with an article, a picture of it, and a folder inside."""
    folder = tmp_path.with_name(f"{tmp_path.name}-archive")
    (folder / "older").mkdir(parents=True)
    story = f"{HEADER}image: boat.jpg\n---\nText.\n".replace("A story", "From the archive")
    (folder / "story.md").write_text(story)
    (folder / "boat.jpg").write_bytes(picture("JPEG", 640, 480))
    (folder / "older" / "story.md").write_text(
        HEADER.replace("A story", "Older").replace("-20", "-19") + "---\nText.\n"
    )
    return folder


def problems(publication: Publication) -> list[str]:
    return [str(error) for error in publication.build().rejected]


def test_a_link_to_a_folder_outside_is_an_error_that_names_the_key(
    publication: Publication, archive: Path
) -> None:
    publication.article()
    (publication.content / "sport").symlink_to(archive)
    assert problems(publication) == [
        "content/sport: found a link to a folder outside, "
        "expected a folder inside the folder of config.yaml, or articles.follow_links: true in config.yaml"
    ]
    assert publication.titles() == ["A story"]


def test_links_within_the_publications_folder_are_followed(publication: Publication, archive: Path) -> None:
    publication.article()
    archive.rename(publication.root / "shared")
    (publication.content / "sport").symlink_to("../shared/older")
    (publication.content / "news" / "linked.md").symlink_to("../../shared/story.md")
    (publication.content / "news" / "boat.jpg").symlink_to("../../shared/boat.jpg")
    (publication.content / "news" / "round").symlink_to("..")
    hidden = publication.root / ".git"
    hidden.mkdir()
    (hidden / "b.md").write_text(f"{HEADER}---\nText.\n")
    (publication.content / "news" / "b.md").symlink_to("../../.git/b.md")
    assert problems(publication) == [
        "content/news/b.md: found a link to a file outside, "
        "expected a file inside the folder of config.yaml, or articles.follow_links: true in config.yaml",
        "content/news/round: found a link to one (its articles would be published twice), expected a folder",
    ]
    assert sorted(publication.titles()) == ["A story", "From the archive", "Older"]
    assert [item["title"] for item in publication.json()["items"] if "image" in item] == ["From the archive"]


def test_followed_a_linked_folder_is_a_section_with_its_pictures(
    publication: Publication, archive: Path
) -> None:
    publication.configure(FOLLOW)
    publication.article()
    (publication.content / "sport").symlink_to(archive)
    report = publication.build()
    assert (report.rejected, report.warnings) == ([], [])
    assert publication.titles("sport") == ["From the archive", "Older"]
    assert publication.titles("sport/older") == ["Older"]
    assert publication.json("sport")["items"][0]["image"].endswith(".jpg")


def test_followed_a_linked_file_is_an_article_and_its_changes_are_seen(
    publication: Publication, archive: Path
) -> None:
    publication.configure(FOLLOW)
    publication.article()
    (publication.content / "news" / "linked.md").symlink_to(archive / "story.md")
    publication.build()
    assert "From the archive" in publication.titles("news")
    story = archive / "story.md"
    story.write_text(story.read_text().replace("From the archive", "Changed outside"))
    publication.build()
    assert "Changed outside" in publication.titles("news")


def test_a_changed_picture_outside_is_seen(publication: Publication, archive: Path) -> None:
    publication.configure(FOLLOW)
    (publication.content / "sport").symlink_to(archive)
    publication.build()
    before = publication.json("sport")["items"][0]["image"]
    (archive / "boat.jpg").write_bytes(picture("JPEG", 320, 200))
    publication.build()
    assert publication.json("sport")["items"][0]["image"] != before


@pytest.mark.parametrize("target", ["..", "../..", "/", "../news", "."])
def test_no_link_makes_articles_twice_or_a_circle(publication: Publication, target: str) -> None:
    publication.configure(FOLLOW)
    publication.article()
    (publication.content / "news" / "more").symlink_to(target)
    assert problems(publication) == [
        "content/news/more: found a link to one (its articles would be published twice), expected a folder"
    ]
    assert publication.titles() == ["A story"]


def test_folders_outside_that_link_to_each_other_end(publication: Publication, archive: Path) -> None:
    publication.configure(FOLLOW)
    (archive / "older" / "back").symlink_to(archive)
    (archive / "other").symlink_to(archive.parent / "third")
    (archive.parent / "third").mkdir()
    (archive.parent / "third" / "round").symlink_to(archive)
    (publication.content / "sport").symlink_to(archive)
    twice = "found a link to one (its articles would be published twice), expected a folder"
    assert problems(publication) == [
        f"content/sport/{path}: {twice}" for path in ("older/back", "other/round")
    ]


@pytest.mark.parametrize("image", ["../../secret.jpg", "/../secret.jpg", "sub/../../../secret.jpg"])
def test_followed_or_not_no_path_of_a_picture_leads_out(
    publication: Publication, tmp_path: Path, image: str
) -> None:
    publication.configure(FOLLOW)
    (tmp_path / "secret.jpg").write_bytes(picture("JPEG", 640, 480))
    publication.article(image=image)
    [warning] = publication.build().warnings
    assert "is outside content/" in str(warning)


def test_from_a_linked_folder_dots_lead_up_in_content(
    publication: Publication, archive: Path, tmp_path: Path
) -> None:
    """Else a link to a deep folder would give its authors what is beside that."""
    publication.configure(FOLLOW)
    deep = tmp_path / "agency" / "wire"
    deep.mkdir(parents=True)
    (tmp_path / "agency" / "secret.jpg").write_bytes(picture("JPEG", 640, 480))
    (deep / "story.md").write_text(f"{HEADER}image: ../secret.jpg\n---\nText.\n")
    (publication.content / "wire").symlink_to(deep)
    [warning] = publication.build().warnings
    assert "../secret.jpg is missing" in str(warning)


def test_an_article_in_a_folder_that_is_not_mounted_stays(publication: Publication, archive: Path) -> None:
    publication.configure(FOLLOW)
    publication.article()
    (publication.content / "sport").symlink_to(archive)
    publication.build()
    archive.rename(archive.with_name("unmounted"))
    assert problems(publication) == ["content/sport: found a broken link, expected a folder"]
    assert publication.titles("sport") == ["From the archive", "Older"]
