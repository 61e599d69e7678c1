"""The commands, as people and cron use them: what they print, where, and with which exit code."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner, Result

import feedwright
from conftest import CONFIG, NOW, Publication
from feedwright.cli import main
from feedwright.cli._report import print_outcome
from feedwright.cli._shared import progress_bar
from feedwright.pipeline.run.lock import only_run
from media_files import picture

TEMPLATE_TITLE = (
    "warning: config.yaml: site.title: still My publication, as `init` has written it\n"
    'warning: config.yaml: site.description: still "What it is about, in a sentence.", '
    "as `init` has written it\n"
    "warning: config.yaml: site.url, feeds.url: example.org and the like are names for examples only; "
    "links in feeds lead nowhere until your own addresses are there\n"
)
TEMPLATE_RULES = {"template.words", "template.address"}
COMMANDS = ("build", "check", "init", "new", "publish", "status")
BROKEN = "---\ntitle: Broken\ndate: 32 March\n---\nHello.\n"
REJECTED = (
    'rejected: content/news/broken.md:3: date: found "32 March", expected a date'
    " such as 2022-03-18, 2022-03-18 14:30 or 2022-03-18T14:30:00+01:00\n"
)


@pytest.fixture(autouse=True)
def _says_where_pages_are(request: pytest.FixtureRequest) -> None:
    """Or the first build would ask (tests/check/test_check_links.py)."""
    if "publication" not in request.fixturenames:
        return
    publication = request.getfixturevalue("publication")
    publication.configure(publication.config.read_text() + "permalink: '{url}/{section}/{slug}/'\n")


def run(publication: Publication, command: str, *arguments: str) -> Result:
    """A command on the publication, at its own time unless `arguments` say another."""
    now = [] if "--now" in arguments else ["--now", NOW.isoformat()]
    return CliRunner().invoke(main, [command, "-c", str(publication.config), *now, *arguments])


REPOSITORY = Path(__file__).parents[1]


def command_line(
    *arguments: str, cwd: Path, stdin: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """`python -m feedwright` as cron runs it: no terminal anywhere."""
    return subprocess.run(
        [sys.executable, "-m", "feedwright", *arguments],
        cwd=cwd,
        env=os.environ | environment,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
    )


# build


def test_build_says_what_it_did_in_one_line(publication: Publication) -> None:
    publication.article()
    publication.article("news/two.md")
    result = run(publication, "build")
    assert result.exit_code == 0
    assert re.fullmatch(
        r"2 articles read: 2 new \([^()]+\); 11 of 11 files changed, 0 rejected, \d+\.\d s\n", result.stdout
    )
    assert result.stderr == ""
    again = run(publication, "build")
    assert again.stdout.startswith("nothing new: 11 files are up to date, ")


def test_build_names_what_is_rejected_and_goes_on(publication: Publication) -> None:
    publication.article()
    publication.write("news/broken.md", BROKEN)
    result = run(publication, "build")
    assert result.exit_code == 1
    assert result.stderr == REJECTED
    assert ", 1 rejected, " in result.stdout
    assert publication.titles() == ["A story"]


def test_of_very_many_problems_of_a_kind_the_first_ones_are_printed(publication: Publication) -> None:
    for number in range(21):
        publication.article(f"news/storm-{number:02}.md", image=f"boat-{number}.png")
        publication.write(f"news/undated-{number:02}.md", f"# Undated {number}\n\nText.\n")
    publication.write("news/broken.md", BROKEN)
    result = run(publication, "build")
    assert [line[:36] for line in result.stderr.splitlines() if line.startswith("rejected: ")] == [
        "rejected: content/news/broken.md:3: ",
        *(f"rejected: content/news/undated-{number:02}.md" for number in range(3)),
        "rejected: 18 more like these (--verb",
    ]
    warnings = [line for line in result.stderr.splitlines() if line.startswith("warning: ")]
    assert [line.partition(": image")[0] for line in warnings] == [
        *(f"warning: content/news/storm-{number:02}.md" for number in range(3)),
        "warning: 18 more like these (--verbose and `feedwright status` list them)",
    ]
    shutil.rmtree(publication.root / ".feedwright")
    verbose = run(publication, "build", "--verbose").stderr
    assert (verbose.count("rejected: content/news/"), verbose.count("warning: content/news/")) == (22, 21)


def test_build_warns(publication: Publication) -> None:
    publication.article(image="missing.png")
    result = run(publication, "build")
    assert result.exit_code == 0
    assert result.stderr == "warning: content/news/story.md: image: missing.png is missing; left out\n"


def test_quiet_prints_only_new_problems(publication: Publication) -> None:
    publication.article(image="missing.png")
    result = run(publication, "build", "--quiet")
    missing = "warning: content/news/story.md: image: missing.png is missing; left out\n"
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", missing)
    publication.write("news/broken.md", BROKEN)
    result = run(publication, "build", "-q")
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", REJECTED)


def test_verbose_names_every_file_that_changed(publication: Publication) -> None:
    publication.article()
    lines = run(publication, "build", "--verbose").stdout.splitlines()
    feeds = [
        f"{section}{name}"
        for section in ("", "news/")
        for name in ("atom.xml", "feed.json", "rss.xml", "index.html")
    ]
    names = ["feed.css", *feeds, "subscriptions.opml", "sitemap-news.xml"]
    assert lines[:-1] == [f"changed: feeds/{name}" for name in names]


def test_build_names_what_became_of_articles(publication: Publication) -> None:
    publication.article("news/a.md", title="Ferries are back")
    run(publication, "build")
    publication.article("news/a.md", title="Ferries are back, at last")
    publication.article("news/b.md", title="The storm")
    publication.article("news/c.md", title="The vote", date="2030-01-02 18:05")
    publication.article("news/d.md", title="Not yet", draft="true")
    assert run(publication, "build").stdout.startswith(
        "4 articles read: 1 changed (Ferries are back, at last), 1 new (The storm), "
        "1 scheduled (The vote, 2030-01-02 18:05 UTC), 1 draft (Not yet); "
    )


def test_build_names_what_was_deleted(publication: Publication) -> None:
    """Else files would have changed, and nothing would say why."""
    file = publication.article("news/a.md", title="Ferries are back")
    publication.article("news/b.md", title="The storm")
    run(publication, "build")
    file.unlink()
    rehearsed = run(publication, "build", "--dry-run").stdout
    assert rehearsed.startswith("deleted   2026-11-20  content/news/a.md  Ferries are back\n")
    assert "would be: 1 deleted, " in rehearsed
    assert run(publication, "build").stdout.startswith("0 articles read, 1 deleted (Ferries are back); ")


def test_an_article_that_moved_is_not_deleted(publication: Publication) -> None:
    file = publication.article("news/a.md", title="Ferries are back")
    run(publication, "build")
    file.rename(file.with_name("b.md"))
    assert run(publication, "build").stdout.startswith("1 article read: 1 changed (Ferries are back); ")


def test_many_are_counted_not_named(publication: Publication) -> None:
    for number in range(4):
        publication.article(f"news/{number}.md", title=f"Story {number}")
    assert run(publication, "build").stdout.startswith("4 articles read: 4 new; ")


def test_local_time_that_is_taken_for_utc_is_asked_about(publication: Publication) -> None:
    """An editor in New York writes the time on the wall; the article would be missing for hours."""
    publication.article(date="2026-11-21 18:05")
    result = run(publication, "build", "--now", "2026-11-21T12:00:00Z")
    assert result.stderr == (
        "warning: content/news/story.md: date: 2026-11-21 18:05 is read as UTC, which is still to come; "
        "if that is local time, set `site.timezone` in config.yaml, such as Europe/Lisbon, "
        "or write an offset\n"
    )
    publication.configure(CONFIG.replace("site:\n", "site:\n  timezone: Europe/Lisbon\n"))
    result = run(publication, "build", "--now", "2026-11-21T12:00:00Z")
    assert result.stderr == ""
    assert "1 scheduled (A story, 2026-11-21 18:05 Europe/Lisbon)" in result.stdout


def test_of_each_outcome_the_first_five_articles_are_named(publication: Publication) -> None:
    for number in range(7):
        publication.article(f"news/{number}.md", title=f"Story {number}")
    outcome = publication.build().outcomes["new"]
    assert (outcome.count, [one.title for one in outcome.first]) == (7, [f"Story {n}" for n in range(5)])


def test_json_is_the_report_for_programs(publication: Publication) -> None:
    publication.article(image="missing.png")
    publication.write("news/broken.md", BROKEN)
    result = run(publication, "build", "--json")
    assert (result.exit_code, result.stderr) == (1, "")
    report = json.loads(result.stdout)
    assert report.pop("seconds") >= 0
    assert len(report.pop("changed")) == 11
    assert report == {
        # The broken one was read, too: people count files.
        "articles": report["articles"],
        "outcomes": {"new": 1},
        "ignored": 0,
        "pages": [],
        "files": 11,
        "rejected": [
            {
                "path": "content/news/broken.md",
                "line": 3,
                "field": "date",
                "found": '"32 March"',
                "expected": "a date such as 2022-03-18, 2022-03-18 14:30 or 2022-03-18T14:30:00+01:00",
                "message": 'content/news/broken.md:3: date: found "32 March", '
                "expected a date such as 2022-03-18, 2022-03-18 14:30 or 2022-03-18T14:30:00+01:00",
            }
        ],
        "warnings": [{"path": "content/news/story.md", "message": "image: missing.png is missing; left out"}],
        "cut": [],
        "left_out": {},
        "announced": 0,
        "unannounced": [],
        "given_up": [],
        "damaged": [],
        "gone": [],
        "cleaned": 0,
        "sent": [],
        "sent_bytes": 0,
        "removed": [],
        "compared": 0,
        "unsent": [],
        "overtaken": [],
        "purged": 0,
        "unpurged": [],
    }


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        ("2026-12-24T18:00:00Z", True),
        ("2026-12-24T17:59:59Z", False),
        ("2026-12-24T19:00:00+01:00", True),
        ("2026-12-24T18:00:00+01:00", False),
        # Without a zone it is the publication's: 13:00 in New York is 18:00 UTC.
        ("2026-12-24T13:00:00", True),
        ("2026-12-24 12:59", False),
        ("2026-12-25", True),
    ],
)
def test_now_is_any_moment_in_any_zone(publication: Publication, now: str, shown: bool) -> None:
    publication.configure(CONFIG.replace("feeds:", "  timezone: America/New_York\nfeeds:"))
    publication.article(date="2026-12-24T18:00:00Z")
    assert run(publication, "build", "--now", now).exit_code == 0
    assert publication.titles() == (["A story"] if shown else [])


@pytest.mark.parametrize("now", ["yesterday", "", "2026-13-01", "12:00", "2026-11-21T25:00:00Z"])
@pytest.mark.parametrize("command", ["build", "check", "status"])
def test_now_that_is_no_moment_is_a_usage_error(publication: Publication, command: str, now: str) -> None:
    result = run(publication, command, "--now", now)
    assert result.exit_code == 2
    assert f"Invalid value for '--now': {now!r} is not a date such as 2026-11-21T12:00:00Z" in result.stderr
    assert not publication.feeds.exists()


# Exit codes: 0, 1 and 74 stand elsewhere, too


@pytest.mark.parametrize("command", ["build", "check", "status", "new"])
def test_without_a_config_nothing_is_done(tmp_path: Path, command: str) -> None:
    config = tmp_path / "config.yaml"
    more = ["news", "A title"] if command == "new" else []
    result = CliRunner().invoke(main, [command, *more, "-c", str(config)])
    assert result.exit_code == 2
    assert result.stderr == (
        f"error: {config}: found no such file, expected a config.yaml "
        "(`feedwright init DIR` makes one; `--config FILE` names another)\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_config_is_2_and_nothing_is_written(publication: Publication) -> None:
    publication.configure(CONFIG.replace("title", "titel"))
    result = run(publication, "build")
    assert result.exit_code == 2
    assert result.stderr == (
        f"error: {publication.config}:2: site.titel: found the unknown key `titel`, expected `title`\n"
    )
    assert not publication.feeds.exists()


@pytest.mark.parametrize("arguments", [["nonsense"], ["build", "--nonsense"], ["new"], ["init"]])
def test_wrong_usage_is_2(arguments: list[str]) -> None:
    assert CliRunner().invoke(main, arguments).exit_code == 2


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            "build --dry-run --restore old/",
            "--restore has no meaning with --dry-run, which writes and sends nothing",
        ),
        ("build --dry-run --log-format json", "--log-format json has no meaning with --dry-run"),
        ("build --wait -1", "Invalid value for '--wait': -1.0 is not in the range x>=0."),
        ("check ''", "found an empty name, expected a file, a folder, a URL, or - for standard input"),
        ("check ftp://example.org/rss.xml", "the whole file: its address is neither http nor https"),
        ("diff - -", "standard input is OLD and NEW at the same time"),
        ("diff feeds/rss.xml content", "content: found no feed in this folder, expected a feed"),
        (
            "diff feeds/rss.xml config.yaml",
            "config.yaml: expected a feed: the document is neither XML nor JSON",
        ),
        (
            "diff feeds/rss.xml http://127.0.0.1:9/",
            "expected a feed: it cannot be fetched: Connection refused",
        ),
        ("fleet '*.yml'", "\n0 publications; "),
        ("import ''", "found an empty name, expected a file, a folder, a zip, or the URL of a feed"),
        (
            "import ftp://example.org/rss.xml",
            "ftp://example.org/rss.xml: found a URL that is neither http nor https",
        ),
        ("import http://127.0.0.1:9/", "http://127.0.0.1:9/: found Connection refused, expected a feed"),
        ("server-config nginx --dump conf.txt", "--dump has a meaning only with --check"),
        ("server-config nginx --root feeds", "root: found feeds, expected an absolute path on the server"),
    ],
)
def test_wrong_usage_says_what_would_be_right(publication: Publication, typed: str, said: str) -> None:
    publication.article()
    publication.build()
    with contextlib.chdir(publication.root):
        result = CliRunner().invoke(main, shlex.split(typed))
    assert said in result.output
    assert "[Errno" not in result.output
    assert result.exit_code in (1, 2)
    assert [file.name for file in publication.content.rglob("*.*")] == ["story.md"]


def test_a_build_whose_time_nobody_measured_claims_none(
    publication: Publication, capsys: pytest.CaptureFixture[str]
) -> None:
    publication.article()
    print_outcome(publication.build())
    print_outcome(publication.build())
    first, second = capsys.readouterr().out.splitlines()[-2:]
    assert first.endswith("files changed, 0 rejected")
    assert re.fullmatch(r"nothing new: \d+ files are up to date", second)


def test_a_second_run_is_75_and_says_who_holds_what(publication: Publication) -> None:
    publication.article()
    publication.build()
    before = publication.bytes("rss.xml")
    publication.article(title="Changed")
    lock = publication.root / ".feedwright" / "lock"
    with only_run(lock.parent, NOW, wait=0):
        result = run(publication, "build", "--quiet")
    assert (result.exit_code, result.stdout) == (75, "")
    holder = f"process {os.getpid()} on {socket.gethostname()} since 2026-11-21T12:00:00+0000"
    assert result.stderr == f"error: another run is under way: {holder}\n"
    assert publication.bytes("rss.xml") == before
    assert run(publication, "build").exit_code == 0
    assert lock.exists()


# check


def test_check_finds_nothing_wrong_with_what_build_made(publication: Publication) -> None:
    publication.write("news/a.png", picture("PNG", 4, 3))
    publication.article(image="a.png")
    run(publication, "build")
    result = run(publication, "check")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "0 errors, 0 warnings\n", "")
    assert json.loads(run(publication, "check", "--json").stdout) == []


def test_check_is_1_where_something_is_wrong(publication: Publication) -> None:
    publication.article()
    run(publication, "build")
    file = publication.feeds / "news" / "rss.xml"
    file.write_bytes(file.read_bytes()[:-20])
    result = run(publication, "check")
    assert result.exit_code == 1
    assert "news/rss.xml" in result.stderr
    assert re.search(r"^(1 error|[1-9]\d* errors), ", result.stdout)
    findings = json.loads(run(publication, "check", "--json").stdout)
    assert "error" in {finding["level"] for finding in findings}


def test_one_error_is_1_error(tmp_path: Path) -> None:
    assert command_line("check", "-", cwd=tmp_path, stdin="no feed").stdout == "1 error, 0 warnings\n"


def test_check_takes_files_folders_and_standard_input_without_a_publication(tmp_path: Path) -> None:
    (tmp_path / "feeds").mkdir()
    good = (REPOSITORY / "feeds" / "news" / "rss.xml").read_text(encoding="utf-8")
    (tmp_path / "feeds" / "a.rss").write_text(good, encoding="utf-8")
    (tmp_path / "feeds" / "package.json").write_text("{}", encoding="utf-8")
    for source, stdin in (("feeds", ""), ("feeds/a.rss", ""), ("-", good)):
        result = command_line("check", source, "--now", NOW.isoformat(), cwd=tmp_path, stdin=stdin)
        assert (result.returncode, result.stdout, result.stderr) == (0, "0 errors, 0 warnings\n", "")


def test_check_asks_the_profiles_that_it_is_told(publication: Publication) -> None:
    publication.article(title="Short")
    run(publication, "build")
    result = run(publication, "check", "--profile", "msn", "--format", "json")
    rules = {finding["rule"] for finding in json.loads(result.stdout)}
    assert {"msn.title.length", "msn.image"} <= rules
    unknown = run(publication, "check", "--profile", "bing")
    assert (unknown.exit_code, unknown.stdout) == (2, "")
    assert "found bing, expected one of apple-news, core" in unknown.stderr


def test_check_is_1_on_warnings_only_where_it_is_strict(publication: Publication) -> None:
    publication.article(title="A title that is long enough for them")
    run(publication, "build")
    assert run(publication, "check", "--profile", "msn").exit_code == 0
    assert run(publication, "check", "--profile", "msn", "--strict").exit_code == 1


def test_diff_says_what_changes_and_strictly_refuses_other_ids(tmp_path: Path) -> None:
    old = (REPOSITORY / "feeds" / "news" / "us" / "rss.xml").read_text(encoding="utf-8")
    (tmp_path / "old.xml").write_text(old, encoding="utf-8")
    (tmp_path / "new.xml").write_text(old.replace("2026-10-22:news", "2026-10-23:news"), encoding="utf-8")
    result = command_line("diff", "old.xml", "new.xml", cwd=tmp_path)
    assert result.returncode == 0
    assert result.stdout.endswith("0 new, 0 updated, 0 removed, 1 re-identified\n")
    strict = command_line("diff", "old.xml", "new.xml", "--strict", "--format", "json", cwd=tmp_path)
    assert strict.returncode == 1
    (change,) = json.loads(strict.stdout)
    assert change["kind"] == "re-identified"
    none = command_line("diff", "old.xml", "gone.xml", cwd=tmp_path)
    assert none.returncode == 2
    assert "gone.xml: expected a feed: no such file or folder" in none.stderr


# status


def test_status_is_a_table_of_sections(publication: Publication) -> None:
    publication.article("news/us/story.md")
    publication.article("news/other.md", date="2026-11-19T08:30:00Z")
    publication.article("sport/later.md", date="2026-12-24")
    publication.write("news/us/broken.md", BROKEN)
    run(publication, "build")
    result = run(publication, "status")
    assert (result.exit_code, result.stderr) == (1, "")
    table = result.stdout.split("\n\n")[1]
    assert [line.split() for line in table.splitlines()] == [
        ["section", "entries", "newest", "rejected"],
        ["(all)", "2", "2026-11-20", "00:00", "1"],
        ["news", "2", "2026-11-20", "00:00", "1"],
        ["news/us", "1", "2026-11-20", "00:00", "1"],
        ["sport", "0", "-", "-"],
    ]
    newest = {line.index("2026") for line in table.splitlines() if "2026" in line}
    assert len(newest) == 1


def test_status_as_json(publication: Publication) -> None:
    publication.article()
    run(publication, "build")
    assert json.loads(run(publication, "status", "--json").stdout)["sections"] == [
        {
            "section": section,
            "articles": 1,
            "newest": "2026-11-20T00:00:00Z",
            "rejected": 0,
            "pages": 0,
            "left_out": {},
        }
        for section in ("", "news")
    ]


def test_pages_are_counted(publication: Publication) -> None:
    publication.configure(f"{CONFIG}articles:\n  undated: skip\n")
    publication.article()
    for name in ("about", "contact", "imprint", "jobs"):
        publication.write(f"news/{name}.md", f"# {name}\n")
    result = run(publication, "build")
    assert result.stdout.splitlines()[0] == (
        "4 pages left out (no date, an author's, or no article by the generator's settings): "
        "content/news/about.md, content/news/contact.md, content/news/imprint.md and 1 more"
    )
    table = run(publication, "status").stdout.split("\n\n")[1]
    rows = [line.split() for line in table.splitlines()]
    assert [row[-1] for row in rows] == ["pages", "4", "4"]


def test_status_before_the_first_build_says_what_to_do(publication: Publication) -> None:
    result = run(publication, "status")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "Nothing has been built yet: run `feedwright build`.\n"
    assert json.loads(run(publication, "status", "--json").stdout)["sections"] == []


# init


def test_init_makes_a_publication_that_builds_and_has_only_templates_to_replace(tmp_path: Path) -> None:
    folder = tmp_path / "my news"
    made = command_line("init", str(folder), cwd=tmp_path)
    assert (made.returncode, made.stderr) == (0, "")
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    assert sorted(f"made {file}" for file in files) == sorted(made.stdout.splitlines()[:-1])
    build = command_line("build", cwd=folder)
    assert (build.returncode, build.stderr) == (0, TEMPLATE_TITLE)
    assert build.stdout.startswith("1 article read: 1 draft (Our first article); ")
    check = command_line("check", cwd=folder)
    assert (check.returncode, check.stdout) == (0, "0 errors, 17 warnings\n")
    rules = [
        line.split()[1].strip(",") for line in check.stderr.splitlines() if line.startswith("  warning: ")
    ]
    assert set(rules) == TEMPLATE_RULES
    feed = json.loads((folder / "feeds" / "news" / "feed.json").read_text())
    assert feed["items"] == []


@pytest.mark.parametrize(("typed", "meant"), [("bild", "build"), ("servr", "serve"), ("validate", "check")])
def test_a_mistyped_command_names_the_one_that_is_meant(typed: str, meant: str) -> None:
    result = CliRunner().invoke(main, [typed])
    assert result.exit_code == 2
    assert f"No such command '{typed}'. Did you mean '{meant}'?" in result.output


def test_what_is_next_names_no_folder_that_somebody_is_in(tmp_path: Path) -> None:
    assert command_line("init", ".", cwd=tmp_path).stdout.endswith(
        "Next: edit config.yaml, and run `feedwright build`.\n"
    )
    command_line("new", "news", "A title", cwd=tmp_path)
    drafts = "2 articles read: 2 drafts (A title; Our first article); "
    assert command_line("build", cwd=tmp_path).stdout.startswith(drafts)


def test_what_init_wrote_and_nobody_replaced_is_said(tmp_path: Path) -> None:
    CliRunner().invoke(main, ["init", str(tmp_path)])
    assert command_line("publish", "content/news/first-article.md", cwd=tmp_path).returncode == 0
    command_line("new", "news", "A title", "--publish", cwd=tmp_path)
    build = command_line("build", cwd=tmp_path)
    assert build.stderr.splitlines() == [
        'warning: content/news/a-title.md: its text still says "The first paragraph says what happened.", '
        "as the template has it",
        "warning: content/news/first-article.md: its text still says "
        '"Everything below the second line of dashes is its text, in Markdown.", as the template has it',
        "warning: content/news/first-article.md: "
        'summary: still "One sentence that makes people want to read the rest.", as the template has it',
        "warning: content/news/first-article.md: author: still Your Name, as the template has it",
        *TEMPLATE_TITLE.splitlines(),
    ]
    feed = json.loads((tmp_path / "feeds" / "news" / "feed.json").read_text())
    assert {item["title"] for item in feed["items"]} == {"Our first article", "A title"}
    assert {finding.rule for finding in feedwright.check(tmp_path / "feeds")} == TEMPLATE_RULES


def test_init_twice_harms_nothing(tmp_path: Path) -> None:
    CliRunner().invoke(main, ["init", str(tmp_path)])
    config = tmp_path / "config.yaml"
    config.write_text(CONFIG)
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    result = CliRunner().invoke(main, ["init", str(tmp_path)])
    assert result.exit_code == 2
    assert result.stderr == (f"error: {config}: found a publication, expected a folder without config.yaml\n")
    assert {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == before


def test_init_keeps_what_lies_in_the_folder_already(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("*.swp\n")
    mine = tmp_path / "content" / "news" / "first-article.md"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    CliRunner().invoke(main, ["init", str(tmp_path)])
    assert mine.read_text() == "mine"
    assert "*.swp\n" in (tmp_path / ".gitignore").read_text()


# new


def new(publication: Publication, *arguments: str) -> Path:
    """The file that `feedwright new` says it made, for the next build to publish."""
    result = run(publication, "new", "--publish", *arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    (line,) = result.stdout.splitlines()
    return Path(line)


@pytest.mark.parametrize(
    ("section", "title", "path"),
    [
        ("news", "A title", "news/a-title.md"),
        ("news/us", "Storm over the lakes!", "news/us/storm-over-the-lakes.md"),
        ("/news/us/", "x", "news/us/x.md"),
        ("News/U.S./New York", "x", "news/us/new-york/x.md"),
        ("En español", "¿Qué pasó?", "en-espanol/que-paso.md"),
        ("中文", "茶馆", "中文/茶馆.md"),
    ],
)
def test_new_makes_an_article_in_its_section(
    publication: Publication, section: str, title: str, path: str
) -> None:
    assert new(publication, section, title) == publication.content / path
    assert publication.build().rejected == []
    assert publication.titles() == [title]


def test_new_keeps_the_names_that_folders_cannot_have(publication: Publication) -> None:
    new(publication, "News/U.S./New York", "A title")
    publication.build()
    assert publication.json("news/us")["title"] == "U.S. – The Test Post"
    assert publication.json("news/us/new-york")["title"] == "New York – The Test Post"
    (publication.content / "news/us/_section.yaml").write_text("title: Mine\n")
    new(publication, "News/U.S.", "Another")
    publication.build()
    assert publication.json("news/us")["title"] == "Mine – The Test Post"


@pytest.mark.parametrize(
    "title",
    [
        'She said "no"',
        "It's 12:30",
        "A: b, [c] {d} #e & *f",
        "- dash",
        "2022",
        "Yes",
        "null",
        "@home",
        "100% “true”",
        "Fin 👩🏽‍🚀",
        "Two '' quotes",
        "a\\nb",
        "% percent",
        "C: []",
        "x" * 200,
        "שלום עולם",
    ],
)
def test_a_new_articles_title_survives(publication: Publication, title: str) -> None:
    file = new(publication, "--", "news", title)
    assert publication.build().rejected == [], file.read_text()
    assert publication.titles() == [title]


def test_new_with_an_image_is_a_folder_with_the_picture(publication: Publication, tmp_path: Path) -> None:
    data = picture("JPEG", 40, 30)
    (tmp_path / "lantern: #1.jpg").write_bytes(data)
    file = new(publication, "culture", "Lantern night", "--image", str(tmp_path / "lantern: #1.jpg"))
    assert file == publication.content / "culture" / "lantern-night" / "index.md"
    assert (file.parent / "lantern: #1.jpg").read_bytes() == data
    report = publication.build()
    assert report.rejected == []
    assert ["its text still says" in notice.message for notice in report.warnings] == [True]
    (attachment,) = publication.json("culture")["items"][0]["attachments"]
    assert (attachment["mime_type"], attachment["size_in_bytes"]) == ("image/jpeg", len(data))


def test_a_new_article_is_of_now_in_the_publications_zone(publication: Publication) -> None:
    publication.configure(CONFIG.replace("feeds:", "  timezone: America/New_York\nfeeds:"))
    file = new(publication, "news", "A title", "--now", "2026-11-21T12:00:00Z")
    publication.build()
    assert publication.json()["items"][0]["date_published"] == "2026-11-21T12:00:00Z"
    assert "2026-11-21T07:00:00-05:00" in file.read_text() or "2026-11-21T12:00:00+00:00" in file.read_text()


def test_a_new_articles_front_matter_is_ready_to_fill_in(publication: Publication) -> None:
    lines = new(publication, "news", "A title").read_text().splitlines()
    assert lines[:8] == [
        "---",
        "title: A title",
        "date: '2026-11-21T12:00:00+00:00'",
        "author:",
        "summary:",
        "tags:",
        "---",
        "",
    ]


NOTHING_MADE = {
    "a title without letters": (
        ["news", "!?"],
        'error: new: title: found "!?", expected letters or digits\n',
    ),
    "a section without letters": (
        ["news/??", "A title"],
        'error: new: section: found "news/??", expected a section such as news/us\n',
    ),
    "a section outside content/": (
        ["../outside", "A title"],
        'error: new: section: found "../outside", expected a section such as news/us\n',
    ),
    "an empty section": (
        ["", "A title"],
        'error: new: section: found "", expected a section such as news/us\n',
    ),
    "a missing image": (
        ["news", "A title", "--image", "missing.jpg"],
        "error: missing.jpg: found no such file, expected a picture\n",
    ),
}


@pytest.mark.parametrize(("arguments", "error"), NOTHING_MADE.values(), ids=NOTHING_MADE)
def test_new_makes_nothing_of(publication: Publication, arguments: list[str], error: str) -> None:
    result = run(publication, "new", *arguments)
    assert (result.exit_code, result.stderr) == (2, error)
    assert list(publication.content.rglob("*")) == []
    assert not (publication.root / "outside").exists()


def test_new_with_an_image_that_is_none_says_so(publication: Publication, tmp_path: Path) -> None:
    liar = tmp_path / "liar.jpg"
    liar.write_text("Not a picture.")
    result = run(publication, "new", "news", "A title", "--image", str(liar))
    assert result.exit_code == 2
    assert str(liar) in result.stderr
    assert list(publication.content.rglob("*.md")) == []


@pytest.mark.parametrize("image", [False, True])
def test_new_never_overwrites(publication: Publication, tmp_path: Path, image: bool) -> None:
    (tmp_path / "a.png").write_bytes(picture("PNG", 4, 3))
    more = ["--image", str(tmp_path / "a.png")] if image else []
    file = new(publication, "news", "A title", *more)
    file.write_text("mine")
    result = run(publication, "new", "news", "A title!", *more)
    assert result.exit_code == 2
    assert "expected another title (or delete the old file)" in result.stderr
    assert file.read_text() == "mine"


# Help, version, module


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_every_command_has_an_example(command: str) -> None:
    for option in ("--help", "-h"):
        result = CliRunner().invoke(main, [command, option], prog_name="feedwright")
        assert result.exit_code == 0
        assert re.search(rf"^  feedwright {command}\b", result.stdout, re.MULTILINE)


def test_help_of_check_names_all_profiles() -> None:
    shown = CliRunner().invoke(main, ["check", "--help"]).stdout
    assert f"Profiles: {', '.join(feedwright.profiles())}." in " ".join(shown.split())


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_fits_a_terminal_of_80_columns(command: str) -> None:
    arguments = [command, "--help"] if command else ["--help"]
    text = CliRunner().invoke(main, arguments, prog_name="feedwright", terminal_width=80).stdout
    assert [line for line in text.splitlines() if len(line) > 80] == []
    # Where click shortens a summary, it ends with three points.
    assert "..." not in text.partition("Commands:")[2]


def test_help_names_every_command_and_exit_code() -> None:
    text = CliRunner().invoke(main, ["--help"]).stdout
    for command in COMMANDS:
        assert re.search(rf"^  {command} ", text, re.MULTILINE)
    for code in ("0", "1", "2", "74", "75"):
        assert re.search(rf"\b{code}\b", text)


def test_what_help_gives_as_a_start_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands in `feedwright --help`, typed one after the other."""
    text = CliRunner().invoke(main, ["--help"]).stdout
    start = ["init mynews", 'new news "A title"', "publish content/news/a-title.md", "build", "check"]
    assert re.findall(rf"^  feedwright ({'|'.join(start)})", text, re.MULTILINE) == start
    monkeypatch.chdir(tmp_path)
    for line in start:
        result = CliRunner().invoke(main, shlex.split(line))
        assert result.exit_code == 0, (line, result.output)
        if line.startswith("init"):
            monkeypatch.chdir(tmp_path / "mynews")


def test_version() -> None:
    result = CliRunner().invoke(main, ["--version"])
    assert (result.exit_code, result.stdout) == (0, f"feedwright {feedwright.__version__}\n")


def test_version_imports_nothing_heavy(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from feedwright.cli import main\n"
        "try:\n    main(['--version'])\n"
        "except SystemExit:\n    pass\n"
        "print(*sorted(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    version, modules = done.stdout.splitlines()
    assert version.startswith("feedwright ")
    heavy = {"feedgen", "lxml", "PIL", "yaml", "jinja2", "rich", "dateutil", "nh3", "sqlite3", "pathspec"}
    assert heavy & {module.partition(".")[0] for module in modules.split()} == set()


@pytest.mark.parametrize("arguments", [[], ["--quiet"], ["--json"], ["--verbose"]])
def test_off_a_terminal_there_are_no_colours_and_no_progress(
    publication: Publication, arguments: list[str]
) -> None:
    for number in range(40):
        publication.article(f"news/{number}.md")
    publication.write("news/broken.md", BROKEN)
    done = command_line(
        "build", "--now", NOW.isoformat(), *arguments, cwd=publication.root, TERM="xterm-256color"
    )
    assert done.returncode == 1
    assert "\x1b" not in done.stdout + done.stderr
    assert "\r" not in done.stdout + done.stderr
    assert done.stderr == ("" if "--json" in arguments else REJECTED)


def test_names_of_any_script_are_fine_without_a_locale(publication: Publication) -> None:
    """Cron has none."""
    publication.article("中文/año.md", image="ñ-茶.png")
    done = command_line("build", "-v", "--now", NOW.isoformat(), cwd=publication.root, LC_ALL="C")
    assert done.returncode == 0
    assert done.stderr == "warning: content/中文/año.md: image: ñ-茶.png is missing; left out\n"
    assert "changed: feeds/中文/rss.xml\n" in done.stdout


# The same in Python


def test_everything_the_command_line_does_import_does(tmp_path: Path) -> None:
    now = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
    config = tmp_path / "config.yaml"
    assert config in feedwright.init(tmp_path, now=now)
    file = feedwright.new("news/us", "A title", config=config, now=now)
    assert file.is_file()
    feedwright.publish_draft(file, config=config, now=now)
    first = feedwright.build(config, now=now)
    assert (first.articles, len(first.changed), first.rejected) == (2, 15, [])
    assert {finding.rule for finding in feedwright.check(config, now=now)} == TEMPLATE_RULES
    assert [one.section for one in feedwright.status(config, now=now)] == ["", "news", "news/us"]
    # And again: a package called `feedwright.build` must not take the function's place.
    assert feedwright.build(str(config), now=now).changed == []
    assert {finding.rule for finding in feedwright.check(str(config), now=now)} == TEMPLATE_RULES


def test_functions_stay_functions_whatever_is_imported(tmp_path: Path) -> None:
    program = (
        "import importlib, pkgutil, feedwright\n"
        "for module in pkgutil.walk_packages(feedwright.__path__, 'feedwright.'):\n"
        "    if not module.name.endswith('__main__'): importlib.import_module(module.name)\n"
        "names = ['build', 'check', 'diff', 'init', 'new', 'status']\n"
        "assert all(callable(getattr(feedwright, name)) for name in names), vars(feedwright)\n"
    )
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, check=True)


def test_without_stderr_a_build_builds(publication: Publication) -> None:
    publication.article()
    command = f"'{sys.executable}' -m feedwright build -c '{publication.config}' --now {NOW.isoformat()} 2>&-"
    subprocess.run(["sh", "-c", command], check=True, stdout=subprocess.DEVNULL)
    assert publication.titles() == ["A story"]


def test_output_that_finds_no_room_is_said_and_is_no_rejection(publication: Publication) -> None:
    publication.article()
    command = f"'{sys.executable}' -m feedwright build -c '{publication.config}' > /dev/full"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (74, "error: standard output: No space left on device\n")


@pytest.mark.parametrize("command", ["build", "status", "discovery"])
def test_what_the_system_refuses_is_a_line_and_74(
    publication: Publication, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", "content/authors.yml")

    monkeypatch.setattr(f"feedwright.{command}", refuse)
    result = CliRunner().invoke(main, [command, "-c", str(publication.config)])
    assert (result.exit_code, result.stderr) == (74, "error: content/authors.yml: Permission denied\n")


def test_the_bar_on_a_terminal_needs_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    monkeypatch.setattr("feedwright.cli._shared._DELAY", 0)
    threads = threading.active_count()
    with progress_bar(True) as progress:
        for done in range(3):
            progress("reading", done, 3)
        assert threading.active_count() == threads
        progress("reading", 3, 3)
    assert "reading" in terminal.getvalue()
    assert "100%" in terminal.getvalue()


def test_build_calls_back_with_its_progress(publication: Publication) -> None:
    publication.article()
    publication.article("news/two.md")
    calls: list[tuple[Any, ...]] = []
    feedwright.build(publication.config, now=NOW, progress=lambda *call: calls.append(call))
    assert calls == [
        ("reading", 1, 2),
        ("reading", 2, 2),
        ("rendering", 1, 2),
        ("rendering", 2, 2),
        ("publishing", 1, 2),
        ("publishing", 2, 2),
    ]


def test_errors_are_the_packages_own(tmp_path: Path) -> None:
    for error in (
        feedwright.ArticleError,
        feedwright.BusyError,
        feedwright.ConfigError,
        feedwright.PublishError,
    ):
        assert issubclass(error, feedwright.FeedwrightError)
    with pytest.raises(feedwright.ConfigError):
        feedwright.build(tmp_path / "config.yaml")


# completion in a shell


def completed(*words: str) -> list[str]:
    """What a shell offers after these words, the last of which is begun."""
    return [
        one.value
        for one in ShellComplete(main, {}, "feedwright", "").get_completions([*words[:-1]], words[-1])
    ]


def test_a_shell_completes_commands_profiles_and_sections(
    publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    publication.article("news/us/story.md")
    publication.article("sport/story.md")
    publication.build()
    monkeypatch.chdir(publication.root)
    assert completed("pr") == ["preview"]
    assert completed("check", "--profile", "m") == ["mailchimp", "msn"]
    for command in (["new"], ["discovery"], ["import", "--section"]):
        assert completed(*command, "n") == ["news", "news/us"]
    monkeypatch.chdir(publication.root.parent)
    assert completed("new", "n") == []
