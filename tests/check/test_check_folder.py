"""A folder as it is served: the files behind the URLs, the formats beside one another, our own feeds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from check.cases import AGREEMENT_CASES, FOLDER_CASES, Case
from check.documents import FILES, GOOD, MP3, NAMES, NOW, PODCAST, SERVED_AT, broken
from feedwright import copies
from feedwright.checks import Finding, check_folder, check_sources
from feedwright.checks import read as reading
from media_files import picture

REPOSITORY = Path(__file__).parents[2]


def _name(case: Case) -> str:
    return f"{case.rule}-{case.kind}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder feeds/ with the three good feeds and their media; a file beside it is no one's business."""
    (tmp_path / "secret").write_bytes(MP3)
    root = tmp_path / "feeds"
    files = {NAMES[kind]: text.encode() for kind, text in GOOD.items()}
    for path, data in (files | FILES).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    return root


def _check(root: Path) -> list[Finding]:
    return check_folder(root, now=NOW, served_at=SERVED_AT)


def _rules(findings: list[Finding]) -> set[str]:
    return {finding.rule for finding in findings}


def test_our_own_feeds_have_no_findings() -> None:
    assert check_folder(REPOSITORY / "feeds", now=NOW, served_at="https://feeds.harbourpost.example/") == []


def test_a_good_folder_has_no_findings(folder: Path) -> None:
    assert _check(folder) == []


@pytest.mark.parametrize("case", FOLDER_CASES, ids=_name)
def test_a_feed_wrong_in_its_place_is_found(folder: Path, case: Case) -> None:
    for name in NAMES.values():
        (folder / name).unlink()
    (folder / NAMES[case.kind]).write_text(broken(case.kind, case.old, case.new), encoding="utf-8")
    assert _rules(_check(folder)) == {case.rule}


@pytest.mark.parametrize("case", AGREEMENT_CASES, ids=_name)
def test_formats_that_disagree_are_found(folder: Path, case: Case) -> None:
    (folder / NAMES[case.kind]).write_text(broken(case.kind, case.old, case.new), encoding="utf-8")
    findings = [finding for finding in check_folder(folder, now=NOW) if "agreement" in finding.rule]
    # The others are compared with rss.xml: where that is wrong, both of them differ.
    others = ["atom.xml", "feed.json"] if case.kind == "rss" else [NAMES[case.kind]]
    assert [(finding.path, finding.rule) for finding in findings] == [(path, case.rule) for path in others]


def test_a_disagreement_names_the_entry_and_both_values(folder: Path) -> None:
    (folder / "atom.xml").write_text(broken("atom", "Second", "Zweite"), encoding="utf-8")
    (finding,) = _check(folder)
    assert finding.where == "line 10, entry 1"
    assert finding.message == (
        'the title of "tag:example.org,2026:2" is "Zweite" here and "Second" in rss.xml'
    )


def test_without_rss_the_others_are_compared_with_each_other(folder: Path) -> None:
    (folder / "rss.xml").unlink()
    (folder / "feed.json").write_text(broken("json", "Second", "Zweite"), encoding="utf-8")
    (finding,) = _check(folder)
    assert finding.message.endswith('is "Zweite" here and "Second" in atom.xml')


def test_an_entry_too_few_is_one_finding(folder: Path) -> None:
    start, end = GOOD["atom"].rindex("<entry>"), GOOD["atom"].rindex("</feed>")
    (folder / "atom.xml").write_text(GOOD["atom"][:start] + GOOD["atom"][end:], encoding="utf-8")
    (finding,) = _check(folder)
    assert finding.message == 'entry 2 is missing here and "https://example.org/first/" in rss.xml'


def test_formats_in_different_folders_need_not_agree(folder: Path) -> None:
    (folder / "news").mkdir()
    (folder / "news" / "atom.xml").write_text(broken("atom", "Second", "Zweite"), encoding="utf-8")
    assert check_folder(folder, now=NOW) == []
    assert {(one.path, one.rule) for one in _check(folder)} == {("news/atom.xml", "feed.self.place")}


def test_a_feed_that_cannot_be_read_is_not_compared(folder: Path) -> None:
    (folder / "atom.xml").write_bytes(b"")
    assert _rules(_check(folder)) == {"document.format"}


def test_media_may_be_served_from_elsewhere(folder: Path) -> None:
    for name in NAMES.values():
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(
            text.replace("feeds.example.org/media", "cdn.example.org"), encoding="utf-8"
        )
    (folder / "media/a.mp3").unlink()
    assert _check(folder) == []
    findings = check_folder(folder, now=NOW, served_at=SERVED_AT, media_url="https://cdn.example.org")
    assert [(one.path, one.rule) for one in findings] == [
        (name, "media.file.missing") for name in sorted(NAMES.values())
    ]


def test_only_feeds_are_checked(folder: Path) -> None:
    for path in ("media/data.json", ".rss.xml.tmp", ".hidden.xml", "index.html", "robots.txt"):
        (folder / path).write_bytes(b"no feed")
    (folder / "folder.xml").mkdir()
    assert _check(folder) == []


def test_a_folder_without_feeds_is_found(tmp_path: Path) -> None:
    assert _rules(_check(tmp_path)) == {"folder.feeds"}
    (finding,) = _check(tmp_path / "missing")
    assert (finding.rule, finding.path, finding.line) == ("folder.feeds", "missing/", 0)


def test_a_folder_of_others_without_feeds_is_found(tmp_path: Path) -> None:
    (tmp_path / "robots.txt").write_text("no feed")
    (finding,) = check_sources([tmp_path], now=NOW)
    assert (finding.rule, finding.path) == ("folder.feeds", f"{tmp_path}/")


def test_many_files_are_shared_among_processes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(40):
        (folder / f"{number}").mkdir()
        (folder / f"{number}" / "atom.xml").write_text(broken("atom", "Second", ""), encoding="utf-8")
    shared: list[int] = []
    original = copies.map_in_copies

    def map_in_copies(count: int, parts: Any, work: Any) -> Any:
        shared.append(len(parts))
        return original(count, parts, work)

    monkeypatch.setattr(copies, "cpu_count", lambda: 1)
    alone = _check(folder), check_sources([folder], now=NOW)
    monkeypatch.setattr(copies, "cpu_count", lambda: 2)
    monkeypatch.setattr(copies, "map_in_copies", map_in_copies)
    assert (_check(folder), check_sources([folder], now=NOW)) == alone
    assert shared == [41, 43]


@pytest.mark.parametrize(
    ("kind", "size", "message"),
    [
        ("JPEG", (1400, 1400), None),
        ("JPEG", (600, 400), "the cover has 600 × 400 pixels"),
        ("WEBP", (1400, 1400), "the cover is WEBP, not JPEG or PNG"),
        ("PNG", (1400, 1300), "the cover has 1400 × 1300 pixels"),
    ],
)
def test_the_cover_of_a_podcast_is_measured(
    tmp_path: Path, kind: str, size: tuple[int, int], message: str | None
) -> None:
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "pier.jpg").write_bytes(picture(kind, *size))
    (tmp_path / "pier.xml").write_text(PODCAST, encoding="utf-8")
    findings = check_folder(tmp_path, now=NOW, served_at=SERVED_AT, profiles=["podcast"])
    found = [finding.message for finding in findings if finding.rule == "podcast.feed.artwork"]
    assert found == ([message] if message else [])


def test_a_file_that_cannot_be_read_is_found(folder: Path) -> None:
    (folder / "atom.xml").unlink()
    (folder / "atom.xml").symlink_to("nowhere")
    assert [(one.path, one.rule) for one in _check(folder)] == [("atom.xml", "document.readable")]


def test_a_huge_file_is_not_read(folder: Path) -> None:
    with (folder / "atom.xml").open("r+b") as file:
        file.truncate(reading.MOST_BYTES + 1)
    assert [(one.path, one.rule) for one in _check(folder)] == [("atom.xml", "document.size")]


def test_a_path_where_nothing_is_has_no_line() -> None:
    (finding,) = check_sources(["nowhere/"], now=NOW)
    assert str(finding).startswith("nowhere/: the whole file: error: no such file or folder")
    assert finding.line == 0
