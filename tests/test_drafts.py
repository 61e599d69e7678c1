"""New articles are drafts; `publish` makes articles of them and changes nothing else in their files."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

import feedwright
from conftest import CONFIG, NOW, Publication
from feedwright.cli import main
from feedwright.errors import ArticleError

BODY = "\nText, with a line\ndraft: true\nand date: 2020-01-01 in it.\n"
TODAY = "date: 2026-11-21T12:00:00+00:00\n"


def published(publication: Publication, header: str, now: datetime = NOW) -> str:
    """What becomes of a file with this front matter."""
    file = publication.content / "news" / "story.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes((header + BODY).encode())
    feedwright.publish_draft(file, config=publication.config, now=now)
    text = file.read_bytes().decode()
    assert text.endswith(BODY)
    return text.removesuffix(BODY)


@pytest.mark.parametrize(
    ("header", "after"),
    {
        "its date becomes that of now": (
            "---\ntitle: A\ndate: 2026-11-19\ndraft: true\ntags: [a]\n---\n",
            f"---\ntitle: A\n{TODAY}tags: [a]\n---\n",
        ),
        "a date that is still to come stays": (
            "---\ndraft: true\ndate: 2026-12-24 18:00 # the eve\ntitle: A\n---\n",
            "---\ndate: 2026-12-24 18:00 # the eve\ntitle: A\n---\n",
        ),
        "without a date it gets one": ("---\ntitle: A\ndraft: yes\n---\n", f"---\ntitle: A\n{TODAY}---\n"),
        "comments and order stay": (
            "---\n# ours\ndate: '2026-11-01'  # then\nDRAFT: no\ndraft:  TRUE # not yet\ntitle: A\n...\n",
            f"---\n# ours\n{TODAY}DRAFT: no\ntitle: A\n...\n",
        ),
    }.values(),
)
def test_only_the_draft_line_and_the_date_change(publication: Publication, header: str, after: str) -> None:
    assert published(publication, header) == after


def test_lines_that_end_as_in_windows_stay_so(publication: Publication) -> None:
    file = publication.content / "story.md"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"---\r\ntitle: A\r\ndraft: true\r\n---\r\n\r\nText.\r\n")
    feedwright.publish_draft(file, config=publication.config, now=NOW)
    expected = b"---\r\ntitle: A\r\n" + TODAY.encode().replace(b"\n", b"\r\n") + b"---\r\n\r\nText.\r\n"
    assert file.read_bytes() == expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("---\ntitle: A\n---\ndraft: true\n", "no line `draft: true` at its top"),
        ("---\ntitle: A\ndraft: false\n---\n", "no line `draft: true` at its top"),
        ("draft: true\n", "no line `draft: true` at its top"),
        ("", "no line `draft: true` at its top"),
    ],
)
def test_what_is_no_draft_stays_as_it_is(publication: Publication, text: str, found: str) -> None:
    file = publication.content / "story.md"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)
    with pytest.raises(ArticleError) as error:
        feedwright.publish_draft(file, config=publication.config, now=NOW)
    assert error.value.found == found
    assert file.read_text() == text


def test_a_file_that_is_not_there_is_said(publication: Publication) -> None:
    with pytest.raises(ArticleError, match="found no such file, expected the file of a draft"):
        feedwright.publish_draft(publication.content / "nowhere.md", config=publication.config, now=NOW)


def test_a_new_article_is_in_no_feed_before_it_is_published(publication: Publication) -> None:
    def command(*arguments: str) -> str:
        result = CliRunner().invoke(main, [*arguments, "--config", str(publication.config)])
        assert (result.exit_code, result.stderr) == (0, "")
        return result.stdout.strip()

    publication.article("news/other.md", title="Other")
    file = Path(command("new", "news", "The storm", "--now", "2026-11-20T09:00:00Z"))
    file.write_text(file.read_text().replace("The first paragraph says what happened.", "It was loud."))
    publication.build()
    assert publication.titles("news") == ["Other"]
    command("publish", str(file), "--now", "2026-11-21T11:00:00Z")
    publication.build()
    assert publication.titles("news") == ["The storm", "Other"]


def test_a_build_says_once_which_folders_make_drafts_and_status_always(publication: Publication) -> None:
    def said(*command: str) -> list[str]:
        result = CliRunner().invoke(main, [*command, "-c", str(publication.config), "--now", NOW.isoformat()])
        return [line for line in result.output.splitlines() if line.startswith("held back")]

    how = "(`draft: false` in the front matter of one publishes it)"
    publication.article("news/one.md")
    publication.article("news/Work in progress/two.md", draft="true")
    assert said("build") == [
        f"held back as drafts by the names of content/news/Work in progress/: 1 article {how}"
    ]
    publication.article("news/Work in progress/three.md")
    assert said("build") == []
    publication.article("drafts/four.md")
    publication.article("drafts/a/five.md")
    publication.article("drafts/six.md", draft="false")
    publication.article("news/seven.draft.md")
    of_two = f"held back as drafts by the names of content/*.draft.* and content/drafts/: 3 articles {how}"
    assert said("build") == [of_two]
    assert said("build") == []
    publication.configure(CONFIG + "  entries: 10\n")
    assert said("build") == []
    where = "content/*.draft.*, content/drafts/ and content/news/Work in progress/"
    assert said("status") == [f"held back as drafts by the names of {where}: 5 articles {how}"]


@pytest.mark.parametrize(("path", "key"), [("news/one.md", "draft"), ("drafts/one.md", "")])
def test_of_other_drafts_no_folder_is_named(publication: Publication, path: str, key: str) -> None:
    """Those that say so themselves, and those of a generator, which has rules of its own."""
    publication.article(path, **({key: "true"} if key else {}))
    if not key:
        (publication.root / "hugo.toml").write_text('baseURL = "https://example.org/"\n')
    assert publication.build().places_of_drafts == {}
