"""Titles without HTML, keys whose places config.yaml names, dates in words, data files in other forms."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from conftest import CONFIG, Publication
from feedwright.sources.body import without_title
from feedwright.sources.dates import DateError, parse_date
from feedwright.sources.dialects import html
from feedwright.sources.titles import plain_title


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("<em>On</em> tides", "On tides"),
        ("The <code>foo<sup>2</sup></code> API<br>and more", "The foo2 API and more"),
        ("Ann &amp; Bo&#8217;s", "Ann & Bo’s"),
        ("The &lt;canvas&gt; element", "The &lt;canvas&gt; element"),
        ('A <a href="https://example.org/">link</a>', "A link"),
        ("The <canvas> element", "The <canvas> element"),
        ("<b></b>", "<b></b>"),
        ("If a <b and c> d", "If a <b and c> d"),
        ("List<String> in Java", "List<String> in Java"),
        ("AT&T and R&D; really", "AT&T and R&D; really"),
    ],
)
def test_a_title_is_text(publication: Publication, written: str, title: str) -> None:
    assert plain_title(written) == title
    publication.write("news/a.md", f"---\ntitle: '{written}'\ndate: 2026-11-20\n---\nText.\n")
    publication.build()
    assert publication.titles("news") == [title]


@pytest.mark.parametrize(
    ("front_matter", "title", "date"),
    [
        ("eleventyNavigation: {title: From inside}\npublished_at: 2026-11-02", "From inside", "2026-11-02"),
        ("newstitle: News\neleventyNavigation: {title: Other}\ndate: 2026-11-02", "News", "2026-11-02"),
        ("eleventyNavigation.title: A key\ntitle: Own\ndate: 2026-11-02", "A key", "2026-11-02"),
        ("title: Own\ndate: 2026-11-03\neleventyNavigation: {order: 3}", "Own", "2026-11-03"),
        ("title: Own\ndate: 2026-11-03\neleventyNavigation:\npublished_at: 2026-11-04", "Own", "2026-11-04"),
    ],
)
def test_keys_have_places_in_other_front_matter(
    publication: Publication, front_matter: str, title: str, date: str
) -> None:
    publication.configure(
        f"{CONFIG}articles:\n  keys:\n    date: published_at\n"
        "    title: [newstitle, eleventyNavigation.title]\n"
        "    summary: seo.description\n    image: cover.src\n    author: meta.by\n    tags: meta.topics\n"
    )
    publication.write("news/a.md", f"---\n{front_matter}\n---\nText.\n")
    report = publication.build()
    assert (report.rejected, publication.titles("news")) == ([], [title])
    assert publication.json("news")["items"][0]["date_published"].startswith(date)


def test_all_keys_may_be_elsewhere(publication: Publication) -> None:
    publication.configure(
        f"{CONFIG}articles:\n"
        "  keys: {summary: seo.text, author: meta.by, tags: meta.topics, image: pics.lead}\n"
    )
    publication.article(
        seo="{text: In short.}",
        meta="{by: Ann Lee, topics: [Tides, Boats]}",
        pics="{lead: https://example.org/a.jpg}",
        description="Not this.",
    )
    publication.build()
    [item] = publication.json("news")["items"]
    assert (item["summary"], item["image"]) == ("In short.", "https://example.org/a.jpg")
    assert item["authors"] == [{"name": "Ann Lee"}]
    assert {"Tides", "Boats"} <= set(item["tags"])


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("18 марта 2022", datetime(2022, 3, 18)),
        ("пятница, 18 марта 2022 10:30", datetime(2022, 3, 18, 10, 30)),
        ("2022年3月18日", datetime(2022, 3, 18)),
        ("18. maaliskuuta 2022", datetime(2022, 3, 18)),
        ("Wed Nov 18 10:00 2026", datetime(2026, 11, 18, 10)),
    ],
)
def test_dates_in_words_of_any_language(text: str, moment: datetime) -> None:
    assert parse_date(text, UTC) == moment.replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "10:00 Wed Nov-18 2026",
        "2022-3-18 10:00 +15:00",
        "not 18 марта 2022 and then 19 марта 2022",
        "it was on the 18 марта 2022 that",
        "03/04/2022",
        "20-11-26 10:00",
        "18 March",
    ],
)
def test_what_dateutil_would_guess_is_refused(text: str) -> None:
    with pytest.raises(DateError):
        parse_date(text, UTC)


# data files


HELD = "draft = true\n[target]\npath = '/news/**'\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cascade.toml", HELD),
        ("cascade.toml", f"[[cascade]]\n{HELD.replace('[target]', '[cascade.target]')}"),
        ("cascade.yaml", "- draft: true\n  target: {path: '/news/**'}\n"),
        ("cascade.json", '{"draft": true, "target": {"path": "/news/**"}}'),
    ],
)
def test_hugos_cascade_has_a_file_of_its_own(publication: Publication, name: str, text: str) -> None:
    folder = publication.root / "config" / "_default"
    folder.mkdir(parents=True)
    (folder / name).write_text(text)
    (folder / "hugo.toml").write_text("title = 'x'\n")
    publication.article()
    publication.article("sport/match.md", title="A match")
    assert publication.build().warnings == []
    assert publication.titles("") == ["A match"]


@pytest.mark.parametrize(
    "text",
    [
        "module.exports = {\n  // not yet\n  draft: true,\n  tags: ['news'],\n};\n",
        'export default { "draft": true, url: "https://example.org/" /* x */ }',
    ],
)
def test_eleventys_data_in_javascript_is_read_if_it_is_plain(publication: Publication, text: str) -> None:
    (publication.root / "eleventy.config.js").write_text("// settings\n")
    publication.write("news/news.11tydata.js", text)
    publication.article()
    publication.article("sport/match.md", title="A match")
    assert publication.build().warnings == []
    assert publication.titles("") == ["A match"]


def test_eleventys_data_of_one_article_and_of_the_folders_around(publication: Publication) -> None:
    publication.configure(f"{CONFIG}content: src/posts\n")
    (publication.root / ".eleventy.js").write_text("config.addDataExtension('yml', yaml.load)\n")
    for path, text in {
        "src/src.json": '{"lang": "nl", "title": "No title of one article"}',
        "src/posts/news/a/index.yml": "title: A match\ndate: 2026-11-20\ntags: [Sport]\n",
        "src/posts/news/a/index.md": "It ended.\n",
        "src/posts/news/b/index.yml": "title: None\npermalink: false\n",
        "src/posts/news/b/index.md": "",
        "src/posts/news/news.11tydata.js": "export default { draft: (data) => !data.live, lang: 'en' };",
    }.items():
        (publication.root / path).parent.mkdir(parents=True, exist_ok=True)
        (publication.root / path).write_text(text)
    report = publication.build()
    assert [str(notice) for notice in report.warnings] == [
        "src/posts/news/news.11tydata.js: found a program, which is not run, for `draft`, "
        "expected plain data, or news.11tydata.json; no article gets that"
    ]
    [item] = publication.json("news")["items"]
    assert (item["title"], item["tags"], item["language"]) == ("A match", ["News", "Sport"], "en")
    assert report.rejected == []


@pytest.mark.parametrize("text", ["export default async () => ({})", "{{{"])
def test_eleventys_data_that_only_a_program_knows_is_said(publication: Publication, text: str) -> None:
    (publication.root / "eleventy.config.js").write_text("// settings\n")
    publication.write("news/news.11tydata.js", text)
    publication.article()
    [notice] = publication.build().warnings
    assert str(notice) == (
        "content/news/news.11tydata.js: found a program, which is not run, "
        "expected plain data, or news.11tydata.json; no article gets its keys"
    )


@pytest.mark.parametrize(
    ("title", "heading", "is_again"),
    [
        ("It's — here…", "It’s - here...", True),
        ("Ferries are back", "ferries are back!", True),
        ("Use `main`", "Use <code>main</code>", True),
        ("İskelede iyi İşler", "İskelede iyi İşler", True),
        ("2026: A year", "2026 – A year", True),
        ("Ferries", "Ferries are back", False),
        ("C++", "C", False),
        ("…", "!", False),
    ],
)
def test_a_heading_is_the_title_again_whatever_its_signs(title: str, heading: str, is_again: bool) -> None:
    assert (without_title(f"<h1>{heading}</h1>\n<p>Text</p>", title) == "<p>Text</p>") is is_again


def test_html_of_turkish_words_ends_where_it_ends() -> None:
    """İ in small letters is two characters."""
    assert html.read_own("<body><p>İİİİİİİİ</p></BODY>Saved</html>", "a.html").html == "<p>İİİİİİİİ</p>"
