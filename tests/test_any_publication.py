"""Whatever lies beside a sound section (names, values, others' settings), that section has its feeds."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

import feedwright
from conftest import CONFIG, NOW, Publication, slow
from feedwright.pipeline import Report
from media_files import picture

EXAMPLES = 400 if os.environ.get("FEEDWRIGHT_LONG") else 8

ALL_OF_IT = (
    CONFIG
    + """\
  archive: true
  also: [tags, authors]
  also_minimum: 1
  menu: true
  markdown: true
partners: [msn, apple-news]
media: {image_sizes: [2]}
"""
)

HEADER = "---\ntitle: Theirs\ndate: 2026-11-20\nauthor: ann-lee\n"


def sound(folder: str) -> Publication:
    """A publication with one sound section, `news`, and one article in it."""
    Path(folder).mkdir(exist_ok=True)
    publication = Publication(Path(folder))
    publication.configure(ALL_OF_IT)
    publication.article("news/good.md", title="Good", author="ann-lee", tags="[ours]")
    return publication


def assert_sound(publication: Publication) -> Report:
    """The sound section and the whole have their feeds, without errors, and a second run finds nothing."""
    report = publication.build()
    for section in ("", "news", "tags/ours"):
        assert "Good" in publication.titles(section)
        assert "Good" in {entry.title for entry in publication.rss(section).entries}
        assert "Good" in {entry.title for entry in publication.atom(section).entries}
    findings = feedwright.check(publication.config, now=NOW)
    # Which categories Apple has, only its directory asks; `check` is where its author hears of it.
    errors = [str(one) for one in findings if one.level == "error" and one.rule != "itunes.category"]
    assert errors == []
    assert publication.build().changed == []
    for said in (*report.rejected, *report.warnings, *report.cut):
        assert str(said).isprintable()
    feedwright.status(publication.config)
    return report


def write(publication: Publication, path: bytes, data: bytes) -> bool:
    """Writes a file under content/ by the bytes of its name; False where the file system cannot have it."""
    file = os.fsencode(publication.content) + b"/" + path
    try:
        os.makedirs(os.path.dirname(file), exist_ok=True)
        with open(file, "wb") as opened:
            opened.write(data)
    except OSError:
        return False
    return True


# Any name that Linux can have, and more of those that mean something to somebody on the way.

ODD = [
    *("\x07", "\x1b[2J", "\n", "\r\n", "\x7f", "\x85", "\u2028", "\u200b", "\u202e", "\ufeff", "\ufffe"),
    *("\ud800", "\udcff", "<b>", "&amp;", "]]>", '"', "'", "%2e%2e", "%", "?", "#", "\\", ":", "{slug}"),
    *("..", "...", "-rf", "--", "~", "$(id)", "`", " ", "A", "ß", "İ", "ﷺ", "e\u0301", "🙂", "\U0010ffff"),
]
TAKEN = [
    "index.html",
    "rss.xml",
    "atom.xml",
    "feed.json",
    "feed.css",
    "subscriptions.opml",
    "media",
    "archive",
]
TAKEN += [
    "partners",
    "tags",
    "authors",
    "sitemap-news.xml",
    "feed-menu.json",
    "feeds",
    "News",
    "news ",
    "x.md",
]
PIECES = st.text(st.characters(), min_size=1, max_size=10) | st.sampled_from(ODD)
TEXT_NAMES = st.lists(PIECES, min_size=1, max_size=6).map("".join) | st.sampled_from(TAKEN)
NAMES = (
    TEXT_NAMES.map(lambda name: name.encode("utf-8", "surrogatepass")) | st.binary(min_size=1, max_size=255)
).map(lambda name: name.replace(b"/", b"").replace(b"\0", b"")[:255] or b"x")
FOLDERS = st.lists(NAMES, min_size=1, max_size=3).map(b"/".join)

LONG = ["x" * 255, "一" * 85, "ﷺ" * 84, "a" * 252 + ".md"]


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    # Each example is a whole build: to find a smaller one would take minutes.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(folders=st.lists(FOLDERS, max_size=4), file=NAMES, media=NAMES)
@example(folders=[b"a\x07b", "\ufffe/x".encode(), b"\xff", b"x\ny"], file=b"\x07", media=b"\x1b.jpg")
@example(folders=[name.encode() for name in TAKEN], file=b"index", media=b"rss.xml")
@example(folders=[f"news/{name}".encode() for name in TAKEN], file=b"rss.xml", media=b"media")
@example(folders=[name.encode() for name in LONG], file=b"y" * 252, media=b"z" * 251)
def test_any_names_of_folders_articles_and_pictures(folders: list[bytes], file: bytes, media: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        publication = sound(folder)
        for name in folders:
            write(publication, name + b"/" + file + b".md", f"{HEADER}---\nHello.\n".encode())
            write(publication, name + b"/bundle/index.md", f"{HEADER}tags: [theirs]\n---\nHello.\n".encode())
            write(publication, name + b"/bundle/" + media, picture("JPEG", 4, 3))
            write(publication, name + b"/bundle/" + media[:200] + b".jpg", picture("JPEG", 3, 4))
        assert_sound(publication)


# Any value of any key, in every file that people write

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
MARKS = st.sampled_from([*ODD[:11], *ODD[13:17], "\0", " > ", "/", ",", "https://example.org/"])
SCALARS = st.lists(WORDS | MARKS, max_size=4).map("".join)
VALUES = st.recursive(
    SCALARS | st.booleans() | st.none() | st.integers() | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(SCALARS, inner, max_size=3),
    max_leaves=6,
)
SECTION_KEYS = ["title", "description", "language", "link", "image", "entries", "order", "podcast"]
ARTICLE_KEYS = [
    *("title", "date", "updated", "authors", "summary", "image", "audio", "video", "enclosures", "gallery"),
    *("tags", "categories", "category", "link", "slug", "id", "language", "expires", "withdrawn", "comments"),
    *("rights", "license", "location", "related", "via", "podcast", "feeds", "content", "access"),
]
PODCASTS = st.fixed_dictionaries(
    {"category": st.lists(SCALARS, min_size=1, max_size=3) | st.just("a > " * 1_000 + "a")},
    optional={
        "author": SCALARS,
        "owner": st.fixed_dictionaries({"name": SCALARS, "email": st.just("ann@example.org")}),
        "funding": st.fixed_dictionaries({"url": SCALARS, "title": SCALARS}),
        "persons": st.lists(SCALARS | st.fixed_dictionaries({"name": SCALARS, "role": SCALARS}), max_size=3),
        "license": SCALARS,
    },
)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(
    section=st.dictionaries(st.sampled_from(SECTION_KEYS), VALUES, max_size=4),
    podcast=st.none() | PODCASTS,
    article=st.dictionaries(st.sampled_from(ARTICLE_KEYS), VALUES, max_size=5),
    people=VALUES | st.dictionaries(SCALARS, st.fixed_dictionaries({"name": SCALARS}), max_size=2),
)
@example(section={}, podcast={"category": "a > " * 1_000 + "a"}, article={}, people={})
@example(
    section={"title": "\x07"}, podcast=None, article={"authors": "\x07", "id": "tag:x,2020:\x07"}, people={}
)
def test_any_values_of_sections_articles_and_authors(
    section: dict[str, Any], podcast: dict[str, Any] | None, article: dict[str, Any], people: Any
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        publication = sound(folder)
        publication.write("theirs/cover.png", picture("PNG", 1400, 1400))
        said = section if podcast is None else section | {"podcast": podcast, "image": "cover.png"}
        publication.write("theirs/_section.yaml", yaml.safe_dump(said, allow_unicode=False))
        header = {"title": "Theirs", "date": "2026-11-20"} | article
        publication.write("theirs/a.md", f"---\n{yaml.safe_dump(header)}---\nHello.\n")
        publication.write("theirs/b.md", json.dumps(header, default=str) + "\n\nHello.\n")
        publication.write("../_data/authors.json", json.dumps({"ann-lee": people}, default=str))
        assert_sound(publication)


DEEP = "[" * 100_000
SETTINGS = {
    "YAML that is too deep": ("_config.yml", f"x: {DEEP}"),
    "an alias bomb": ("_config.yml", "a: &a [*a]"),
    "TOML that is too deep": ("hugo.toml", f"x = {DEEP}"),
    "TOML with other types": ("hugo.toml", "languages = 3\ndefaultContentLanguage = [1]"),
    "no text": ("hugo.toml", "\ufffe\ud800"),
    "JSON that is too deep": ("_data/authors.json", DEEP),
    "JSON that ends early": ("_data/authors.json", "{" * 100),
    "authors in YAML, too deep": ("_data/authors.yml", DEEP),
    "authors in TOML, too deep": ("data/authors.toml", f"x = {DEEP}"),
    "an author by a folder's name": ("data/authors/x.yml/y", ""),
    "an author without text": ("data/authors/ann-lee.yml", "\ud800"),
    "an author with a control character": ("_data/authors.json", '{"ann-lee": {"name": "\\u0007"}}'),
    "half a character": ("_data/authors.json", '{"ann-lee": {"name": "\\ud800x"}}'),
    "a key twice": ("_data/authors.yml", "ann-lee: 1\nann-lee: 2"),
    "Eleventy's data, too deep": ("content/news/news.json", DEEP),
    "Eleventy's data, half": ("content/news/good.11tydata.json", '{"a": '),
}


@pytest.mark.parametrize("case", SETTINGS)
@pytest.mark.parametrize("generator", ["", ".eleventy.js", "_config.yml", "hugo.toml"])
def test_any_settings_of_other_generators(publication: Publication, case: str, generator: str) -> None:
    made = sound(str(publication.root / "apart"))
    if generator:
        (made.root / generator).write_text("")
    name, text = SETTINGS[case]
    (made.root / name).parent.mkdir(parents=True, exist_ok=True)
    (made.root / name).write_bytes(text.encode("utf-8", "surrogatepass"))
    assert_sound(made)


@pytest.mark.parametrize(
    ("levels", "generator"),
    [
        (3_000, ""),
        pytest.param(3_000, ".eleventy.js", marks=slow),
        *(pytest.param(levels, name, marks=slow) for levels in (100, 1_000) for name in ("", ".eleventy.js")),
    ],
)
def test_folders_within_folders(tmp_path: Path, levels: int, generator: str) -> None:
    publication = sound(str(tmp_path / "apart"))
    if generator:
        (publication.root / generator).write_text("")
    here = os.getcwd()
    os.chdir(publication.content)
    try:
        for _ in range(levels):
            os.mkdir("d")
            os.chdir("d")
        Path("a.md").write_text(f"{HEADER}---\nHello.\n")
    finally:
        os.chdir(here)
    try:
        report = assert_sound(publication)
    finally:
        # pytest's own clearing up is a recursion in Python, and ends in a RecursionError here.
        subprocess.run(["rm", "-rf", publication.root], check=True)
    assert bool(report.rejected) == (levels > 100)
