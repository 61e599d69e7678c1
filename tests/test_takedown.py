"""What is taken out of the feeds is taken off the web, and what nothing shows does not stay for ever."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from click.testing import CliRunner
from PIL import Image

import feedwright
from conftest import CONFIG, NOW, Publication
from feedwright.cli import main
from feedwright.errors import PublishError
from media_files import picture, sound

DAY = timedelta(days=1)
MEDIA = "https://feeds.example.org/media/"
SIZES = CONFIG + "media:\n  image_sizes: [32]\n"


def media(publication: Publication) -> set[str]:
    """The names of the media files under feeds/, without folder and digest."""
    return {path.name[13:] for path in publication.feeds.glob("media/*/*")}


def urls(publication: Publication, *names: str) -> list[str]:
    """The URLs of all media files, or of those with these names."""
    found = [path for path in publication.feeds.glob("media/*/*") if not names or path.name[13:] in names]
    return sorted(f"{MEDIA}{path.parent.name}/{path.name}" for path in found)


def shown(publication: Publication) -> set[str]:
    """The URLs of media that any file under feeds/ refers to."""
    known = urls(publication)
    texts = [
        path.read_text()
        for path in publication.feeds.rglob("*")
        if path.suffix in (".xml", ".json", ".rss", ".html")
    ]
    return {url for url in known if any(url in text for text in texts)}


@pytest.fixture
def story(publication: Publication) -> Publication:
    """One article with a picture in two sizes, published beside another that has none."""
    publication.configure(SIZES)
    publication.write("news/face.png", picture("PNG", 64, 48))
    publication.article("news/story.md", image="face.png")
    publication.article("news/other.md", title="Other", date="2026-11-19")
    publication.build()
    assert media(publication) == {"face.png", "face-32w.png"}
    return publication


def withdraw(publication: Publication) -> None:
    publication.article("news/story.md", image="face.png", withdrawn="It names a source")


def delete(publication: Publication) -> None:
    (publication.content / "news/story.md").unlink()


def make_a_draft(publication: Publication) -> None:
    publication.article("news/story.md", image="face.png", draft="true")


def make_a_page(publication: Publication) -> None:
    publication.write("news/story.md", "---\ntitle: A story\n---\nHello.\n")
    publication.configure(SIZES + "articles: {undated: skip}\n")


@pytest.mark.parametrize("take_out", [withdraw, delete, make_a_draft, make_a_page])
def test_pictures_in_all_sizes_go_with_their_article(
    story: Publication, take_out: Callable[[Publication], None]
) -> None:
    gone = urls(story)
    (story.feeds / gone[0].removeprefix("https://feeds.example.org/")).with_suffix(".png.gz").write_bytes(b"")
    take_out(story)
    report = story.build()
    assert list(story.feeds.glob("media/**/*.*")) == []
    assert (report.gone, report.cleaned) == (gone, 0)
    assert story.build().gone == []


def test_sound_and_its_transcripts_and_chapters_go_with_their_episode(publication: Publication) -> None:
    publication.write("show/one.wav", sound(2))
    publication.write("show/one.vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n")
    publication.write("show/one.json", '{"version": "1.2.0", "chapters": []}')
    keys = {"audio": "one.wav", "podcast": "{transcript: one.vtt, chapters: one.json}"}
    publication.article("show/one.md", **keys)
    publication.build()
    assert media(publication) == {"one.wav", "one.vtt", "one.json"}
    publication.article("show/one.md", withdrawn="The guest asked for it", **keys)
    assert len(publication.build().gone) == 3
    assert media(publication) == set()


def test_a_picture_that_another_article_shows_stays_until_that_is_withdrawn_too(story: Publication) -> None:
    story.article("news/second.md", title="Second", image="face.png")
    story.build()
    withdraw(story)
    assert story.build().gone == []
    assert media(story) == {"face.png", "face-32w.png"}
    gone = urls(story)
    story.article("news/second.md", title="Second", image="face.png", withdrawn="That, too")
    assert story.build().gone == gone


def test_a_picture_that_an_article_shows_which_is_no_longer_in_any_feed_stays(story: Publication) -> None:
    story.article("news/old.md", title="Old", date="2026-11-01", image="face.png")
    story.build()
    story.configure(SIZES.replace("feeds:\n", "feeds:\n  entries: 2\n"))
    story.build()
    assert "Old" not in story.titles()
    withdraw(story)
    assert story.build().gone == []
    assert media(story) == {"face.png", "face-32w.png"}


def test_a_picture_that_is_a_sections_or_the_sites_stays(story: Publication) -> None:
    story.write("news/_section.yaml", "title: News\nimage: face.png\n")
    story.build()
    withdraw(story)
    report = story.build()
    assert "face.png" in media(story)
    assert not any(url.endswith("-face.png") for url in report.gone)


def test_a_picture_in_an_archive_page_goes_when_its_article_is_withdrawn(publication: Publication) -> None:
    publication.configure(CONFIG.replace("feeds:\n", "feeds:\n  archive: true\n"))
    publication.write("news/face.png", picture("PNG", 64, 48))
    publication.article("news/0.md", title="First", date="2026-01-01", image="face.png")
    for number in range(1, 140):
        publication.article(f"news/{number}.md", title=f"Story {number}", date=f"2026-0{2 + number % 8}-01")
    publication.build()
    assert "First" not in publication.titles("news")
    assert b"face.png" in publication.bytes("news/archive/000001.xml")
    assert publication.build().gone == []
    (url,) = urls(publication)
    (publication.content / "news/0.md").unlink()
    assert publication.build().gone == [url]
    assert b"face.png" not in publication.bytes("news/archive/000001.xml")
    assert media(publication) == set()


def test_an_article_that_moves_keeps_its_pictures_also_when_no_feed_shows_it_any_more(
    story: Publication,
) -> None:
    story.configure(SIZES.replace("feeds:\n", "feeds:\n  entries: 1\n"))
    story.article("news/newest.md", title="Newest", date="2026-11-21")
    story.build()
    (story.content / "news/story.md").rename(story.content / "news/renamed.md")
    assert story.build().gone == []
    assert media(story) == {"face.png", "face-32w.png"}
    (story.content / "news/renamed.md").unlink()
    assert len(story.build().gone) == 2


def test_pictures_that_were_replaced_before_go_with_the_article_too(story: Publication) -> None:
    story.article("news/story.md", image="blurred.png")
    story.write("news/blurred.png", picture("PNG", 20, 20))
    assert story.build(NOW + DAY).gone == []
    assert media(story) == {"face.png", "face-32w.png", "blurred.png"}
    gone = urls(story)
    withdraw(story)
    assert story.build(NOW + 2 * DAY).gone == gone


def test_an_expired_articles_pictures_stay_for_a_while_and_go_at_once_when_it_is_withdrawn(
    story: Publication,
) -> None:
    story.article("news/story.md", image="face.png", expires="2026-12-01")
    story.build()
    assert story.build(NOW + 30 * DAY).gone == []
    assert "A story" not in story.titles()
    assert media(story) == {"face.png", "face-32w.png"}
    withdraw(story)
    assert len(story.build(NOW + 31 * DAY).gone) == 2


def test_what_expired_and_is_shown_again_has_its_pictures(story: Publication) -> None:
    story.article("news/story.md", image="face.png", expires="2026-12-01")
    story.build()
    before = urls(story)
    story.build(NOW + 11 * DAY)
    assert story.build(NOW + 191 * DAY).cleaned == 2
    assert urls(story) == []
    story.article("news/story.md", image="face.png", expires="2029-12-01")
    assert story.build(NOW + 301 * DAY).gone == []
    assert urls(story) == before
    assert shown(story) == set(before)


def test_what_comes_back_has_its_pictures_under_the_same_urls(story: Publication) -> None:
    before = urls(story)
    withdraw(story)
    story.build()
    story.article("news/story.md", image="face.png")
    assert story.build().gone == []
    assert urls(story) == before


def test_media_that_nothing_shows_go_after_180_days_and_are_counted(story: Publication) -> None:
    story.article("news/story.md")
    story.build(NOW + DAY)
    old = urls(story)
    assert story.build(NOW + 180 * DAY).gone == []
    report = story.build(NOW + 181 * DAY)
    assert (report.gone, report.cleaned) == (old, 2)
    assert not (story.feeds / "media").exists() or not list((story.feeds / "media").iterdir())


@pytest.mark.parametrize(("keep", "days"), [("7", 7), ("1 day", 1), ("0", 0), ("90 days", 90)])
def test_config_says_for_how_long(story: Publication, keep: str, days: int) -> None:
    story.configure(SIZES + f"  keep: {keep}\n")
    story.article("news/story.md")
    if days:
        assert story.build().gone == []
        assert story.build(NOW + days * DAY - timedelta(seconds=1)).gone == []
    assert len(story.build(NOW + days * DAY).gone) == 2


def test_forever_keeps_all_but_what_is_taken_down(story: Publication) -> None:
    story.configure(SIZES + "  keep: forever\n")
    story.article("news/story.md", image="blurred.png")
    story.write("news/blurred.png", picture("PNG", 20, 20))
    story.build()
    assert story.build(NOW + 36_500 * DAY).gone == []
    withdraw(story)
    assert len(story.build(NOW + 36_500 * DAY).gone) == 3


@pytest.mark.parametrize("keep", ["a while", "-1", "180 weeks", "[1]", "never"])
def test_other_words_are_refused(publication: Publication, keep: str) -> None:
    publication.configure(CONFIG + f"media:\n  keep: {keep}\n")
    with pytest.raises(
        feedwright.ConfigError, match=r"media\.keep: .*a number of days such as 180 days, or forever"
    ):
        publication.build()


def test_what_is_shown_again_meanwhile_is_kept_from_then(story: Publication) -> None:
    story.article("news/story.md")
    story.build()
    story.article("news/story.md", image="face.png")
    story.build(NOW + 100 * DAY)
    story.article("news/story.md")
    story.build(NOW + 200 * DAY)
    assert story.build(NOW + 379 * DAY).gone == []
    assert story.build(NOW + 380 * DAY).cleaned == 2


@pytest.mark.parametrize("loss", ["lost", "restored"])
def test_files_that_the_catalog_does_not_know_count_as_shown_now(story: Publication, loss: str) -> None:
    catalog = story.root / ".feedwright/catalog.sqlite"
    old = catalog.read_bytes()
    story.write("news/late.png", picture("PNG", 30, 20))
    story.article("news/late.md", title="Late", image="late.png")
    story.build()
    story.article("news/late.md", title="Late")
    if loss == "lost":
        catalog.unlink()
    else:
        catalog.write_bytes(old)
    assert story.build(NOW + 300 * DAY).gone == []
    assert story.build(NOW + 479 * DAY).gone == []
    assert story.build(NOW + 487 * DAY).cleaned == 1
    assert media(story) == {"face.png", "face-32w.png"}


def lose(publication: Publication) -> None:
    (publication.root / ".feedwright/catalog.sqlite").unlink()


@pytest.mark.parametrize("formats", ["rss, atom, json", "rss", "atom", "json"])
@pytest.mark.parametrize("take_out", [withdraw, delete, make_a_draft])
def test_a_takedown_is_one_also_when_the_catalog_is_lost_before_it(
    story: Publication, take_out: Callable[[Publication], None], formats: str
) -> None:
    story.configure(SIZES.replace("feeds:\n", f"feeds:\n  formats: [{formats}]\n"))
    story.build()
    known = urls(story)
    take_out(story)
    lose(story)
    assert story.build().gone == known
    assert media(story) == set()


@pytest.mark.parametrize("broken", ["rss.xml", "news/rss.xml"])
def test_a_takedown_is_one_though_one_of_the_feeds_that_remember_it_is_broken(
    story: Publication, broken: str
) -> None:
    story.configure(SIZES.replace("feeds:\n", "feeds:\n  formats: [rss]\n"))
    story.build()
    known = urls(story)
    (story.feeds / broken).write_bytes(b"<rss>")
    withdraw(story)
    lose(story)
    assert story.build().gone == known
    assert media(story) == set()


def test_a_takedown_is_one_also_when_an_older_catalog_is_restored(story: Publication) -> None:
    catalog = story.root / ".feedwright/catalog.sqlite"
    old = catalog.read_bytes()
    for name in ("late", "later"):
        story.write(f"news/{name}.png", picture("PNG", 30, 20 + len(name)))
        story.article(f"news/{name}.md", title=name, image=f"{name}.png")
    story.build()
    known = urls(story, "late.png", "later.png")
    catalog.write_bytes(old)
    (story.content / "news/late.md").unlink()
    story.article("news/later.md", title="later", image="later.png", withdrawn="It named the wrong ship")
    assert story.build().gone == known
    assert media(story) == {"face.png", "face-32w.png"}


def test_a_lost_catalog_takes_nothing_from_articles_that_are_broken_or_that_share_it(
    story: Publication,
) -> None:
    story.article("news/other.md", title="Other", date="2026-11-19", image="face.png")
    story.write("news/ship.png", picture("PNG", 30, 20))
    story.article("news/ship.md", title="Ship", image="ship.png")
    story.build()
    story.article("news/ship.md", title="Ship", image="ship.png", date="32 March")
    withdraw(story)
    lose(story)
    assert story.build().gone == []
    assert media(story) == {"face.png", "face-32w.png", "ship.png"}


def test_files_that_are_not_ours_are_never_touched(story: Publication) -> None:
    others = [
        "robots.txt",
        "media/.keep",
        "media/logo.png",
        "media/ab/logo.png",
        "media/ab/0123456789ab.png",
        "media/zz/0123456789ab-x.png",
        "media/ab/0123456789ab-x.png.orig",
        "media/ab/cd/0123456789ab-x.png",
    ]
    for name in others:
        path = story.feeds / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("mine")
    withdraw(story)
    story.build()
    story.build(NOW + 10 * DAY)
    assert story.build(NOW + 1000 * DAY).gone == []
    assert feedwright.clean(story.config, now=NOW + 2000 * DAY, keep=0) == []
    assert {name for name in others if (story.feeds / name).read_text() == "mine"} == set(others)


# whatever happens


def test_feeds_stop_referring_before_media_go_and_the_next_run_completes_it(
    story: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = urls(story)
    withdraw(story)

    def die(*_: object) -> None:
        assert shown(story) == set()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("feedwright.publish.ServedFolder.remove", die)
        with pytest.raises(KeyboardInterrupt):
            story.build()
    assert urls(story) == gone
    assert story.build().gone == gone
    assert urls(story) == []


def test_a_run_that_dies_after_removing_them_has_them_in_the_next_report(
    story: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = urls(story)
    withdraw(story)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("feedwright.catalog.media.Media.delete_unreferenced", die)
        with pytest.raises(KeyboardInterrupt):
            story.build()
    assert urls(story) == []
    assert story.build().gone == gone
    assert story.build().gone == []


def test_a_run_whose_feeds_cannot_be_written_leaves_the_media_to_which_they_refer(
    story: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = urls(story)
    withdraw(story)

    def fail(*_: object) -> None:
        raise PublishError("no space left")

    with monkeypatch.context() as patch:
        patch.setattr("feedwright.publish.ServedFolder.write_all", fail)
        with pytest.raises(PublishError):
            story.build()
    assert urls(story) == gone
    assert story.build().gone == gone


def test_a_file_that_cannot_be_removed_keeps_no_other_and_is_tried_again(
    story: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = gone = urls(story)
    withdraw(story)
    remove = feedwright.publish.ServedFolder.remove

    def fail(self: feedwright.publish.ServedFolder, name: str) -> bool:
        if first.endswith(name):
            raise PublishError(f"{name}: cannot be written: Operation not permitted")
        return remove(self, name)

    with monkeypatch.context() as patch:
        patch.setattr("feedwright.publish.ServedFolder.remove", fail)
        with pytest.raises(PublishError, match="not permitted"):
            story.build()
    assert urls(story) == [first]
    assert story.build().gone == [first]
    assert second not in urls(story)
    assert gone


def test_a_broken_article_keeps_its_pictures(story: Publication) -> None:
    before = urls(story)
    story.write("news/story.md", "---\ntitle: A story\ndate: 32 March\n---\n")
    assert story.build().gone == []
    assert story.build(NOW + 400 * DAY).gone == []
    assert urls(story) == before


def test_a_clock_that_was_wrong_removes_nothing_and_keeps_nothing_for_ever(story: Publication) -> None:
    story.article("news/story.md")
    story.build(NOW + 3000 * DAY)
    assert story.build(NOW).gone == []
    story.article("news/other.md", title="Other, corrected", date="2026-11-19")
    story.build(NOW)
    assert story.build(NOW + 179 * DAY).gone == []
    assert story.build(NOW + 180 * DAY).cleaned == 2


# what is said


def run(publication: Publication, *line: str, days: int = 0) -> str:
    moment = (NOW + days * DAY).isoformat()
    result = CliRunner().invoke(main, [*line, "-c", str(publication.config), "--now", moment])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_command_lists_the_urls_for_a_cache_in_front(story: Publication) -> None:
    gone = urls(story)
    withdraw(story)
    dry = run(story, "build", "--dry-run")
    assert [line for line in dry.splitlines() if line.startswith("gone: ")] == [
        f"gone: {url}" for url in gone
    ]
    assert urls(story) == gone
    said = json.loads(run(story, "build", "--json"))
    assert (said["gone"], said["cleaned"]) == (gone, 0)


def test_the_command_says_how_many_were_not_shown_for_long(story: Publication) -> None:
    story.article("news/story.md")
    story.build()
    assert "2 media files of these had not been shown for the number of days in `media.keep`" in run(
        story, "build", days=180
    )


def test_feed_files_that_config_no_longer_asks_for_are_among_what_is_gone(story: Publication) -> None:
    story.configure(SIZES.replace("feeds:\n", "feeds:\n  formats: [rss, atom]\n"))
    assert story.build().gone == [
        f"https://feeds.example.org/{name}" for name in ("feed.json", "news/feed.json")
    ]


def test_clean_says_what_would_go_and_removes_it(story: Publication) -> None:
    story.article("news/story.md")
    story.build()
    assert run(story, "clean", "--dry-run") == "0 files would be removed, 0 bytes\n"
    gone = urls(story)
    dry = run(story, "clean", "--dry-run", "--keep", "0")
    assert [line.split()[0] for line in dry.splitlines()] == [*gone, "2"]
    assert "2 files would be removed" in dry
    assert urls(story) == gone
    assert [one["url"] for one in json.loads(run(story, "clean", "--json", days=180))] == gone
    assert urls(story) == []
    assert run(story, "clean", "--keep", "0") == "0 files removed, 0 bytes\n"


def test_clean_finds_files_that_nobody_knows(story: Publication) -> None:
    stray = story.feeds / "media/ab/0123456789ab-stray.png"
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"stray")
    assert feedwright.clean(story.config, now=NOW) == []
    assert stray.exists()
    (found,) = feedwright.clean(story.config, now=NOW, keep=0)
    assert (found.path, found.bytes, found.since) == ("media/ab/0123456789ab-stray.png", 5, NOW)
    assert not stray.exists()
    assert len(urls(story)) == 2


def test_clean_leaves_what_a_killed_build_left_to_the_next_build(story: Publication) -> None:
    (story.root / ".feedwright/lock").write_text("process 1 on here since yesterday")
    with pytest.raises(PublishError, match="`feedwright build` completes it"):
        feedwright.clean(story.config, now=NOW, keep=0)
    assert (story.root / ".feedwright/lock").read_text()


def test_clean_before_the_first_build_says_so(publication: Publication) -> None:
    with pytest.raises(feedwright.ConfigError, match="found no feeds yet, expected `feedwright build`"):
        feedwright.clean(publication.config)


def test_of_damaged_catalogs_the_first_and_the_newest_four_are_kept(story: Publication) -> None:
    catalog = story.root / ".feedwright/catalog.sqlite"
    for day in range(9):
        catalog.write_bytes(b"damaged" * 1000)
        assert len(story.build(NOW + day * DAY).damaged) == 1
    kept = sorted(path.name.rpartition("-")[2] for path in catalog.parent.glob("catalog.sqlite.damaged-*"))
    assert kept == ["20261121T120000", *(f"202611{day}T120000" for day in range(26, 30))]


def test_catalogs_that_are_damaged_within_a_second_are_all_kept(story: Publication) -> None:
    catalog = story.root / ".feedwright/catalog.sqlite"
    for damage in (b"first", b"second", b"third"):
        catalog.write_bytes(damage * 1000)
        story.build()
    kept = sorted(catalog.parent.glob("catalog.sqlite.damaged-*"))
    assert [path.read_bytes()[:6] for path in kept] == [b"firstf", b"second", b"thirdt"]


# metadata


SECRET = b"GPS-48.8583"
KEEPING = CONFIG + "media:\n  metadata: keep\n"


def photograph() -> bytes:
    """A picture with a comment that tells too much."""
    file = io.BytesIO()
    Image.new("RGB", (64, 48), (20, 90, 140)).save(file, "JPEG", comment=SECRET)
    return file.getvalue()


def tells(publication: Publication) -> list[str]:
    """The media files that have the secret in them."""
    return [path.name for path in publication.feeds.glob("media/*/*") if SECRET in path.read_bytes()]


@pytest.fixture
def careless(publication: Publication) -> Publication:
    """Photographs published as older programs did, one shown, one replaced, one too old for the feeds."""
    publication.configure(KEEPING)
    for name in ("shown", "replaced", "old"):
        publication.write(f"news/{name}.jpg", photograph() + name.encode())
    publication.article("news/shown.md", image="shown.jpg")
    publication.article("news/replaced.md", title="Replaced", image="replaced.jpg")
    publication.article("news/old.md", title="Old", date="2026-01-01", image="old.jpg")
    publication.build()
    publication.article("news/replaced.md", title="Replaced")
    publication.configure(KEEPING.replace("feeds:\n", "feeds:\n  entries: 2\n"))
    publication.build()
    assert len(tells(publication)) == 3
    return publication


def without_metadata(publication: Publication, entries: int = 2) -> None:
    publication.configure(CONFIG.replace("feeds:\n", f"feeds:\n  entries: {entries}\n"))


def test_media_that_were_published_with_metadata_are_cleaned_once_and_keep_their_urls(
    careless: Publication,
) -> None:
    before = urls(careless)
    without_metadata(careless)
    report = careless.build()
    assert tells(careless) == []
    assert set(before) <= set(urls(careless))
    assert sorted(report.gone) == before
    (warning,) = report.warnings
    assert str(warning).startswith(
        "feeds/media: metadata such as positions were taken out of 3 files published before"
    )
    again = careless.build()
    assert (again.changed, again.gone, again.warnings) == ([], [], [])


def test_one_file_that_is_cleaned_is_1_file(publication: Publication) -> None:
    publication.configure(KEEPING)
    publication.write("news/shown.jpg", photograph())
    publication.article(image="shown.jpg")
    publication.build()
    without_metadata(publication)
    (warning,) = publication.build().warnings
    assert "were taken out of 1 file published before" in str(warning)


def test_published_media_are_looked_through_once(
    careless: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_metadata(careless)
    careless.build()
    monkeypatch.setattr("feedwright.resolve.metadata.clean", lambda path: pytest.fail(f"{path} is clean"))
    without_metadata(careless, entries=3)
    careless.article("news/shown.md", title="Now without its picture")
    careless.article("news/old.md", title="Old", date="2026-01-01")
    careless.build()


def test_a_rehearsal_cleans_nothing(careless: Publication) -> None:
    without_metadata(careless)
    report = feedwright.build(careless.config, now=NOW, dry_run=True)
    assert (report.gone, report.warnings) == ([], [])
    assert len(tells(careless)) == 3


def test_a_run_that_dies_while_it_cleans_is_completed_by_the_next(
    careless: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_metadata(careless)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("feedwright.catalog.media.Media.record_length", die)
        with pytest.raises(KeyboardInterrupt):
            careless.build()
    careless.build()
    assert tells(careless) == []


def test_a_file_that_cannot_be_cleaned_is_named(careless: Publication) -> None:
    [path] = [path for path in careless.feeds.glob("media/*/*") if path.name.endswith("-replaced.jpg")]
    path.write_bytes(path.read_bytes()[:40])
    without_metadata(careless)
    said = [str(one) for one in careless.build().warnings]
    assert any(path.name in one and "delete it if it may endanger somebody" in one for one in said)
