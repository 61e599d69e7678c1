"""URLs of articles in other generators' trees. A case is a site in tests/permalinks/NAME.yaml.

NAME.json has what its generator makes of it (`make truth` has run the generator): the URL of each file.
"""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote

import pytest

import feedwright
from conftest import CONFIG, NOW, Publication
from feedwright.sources import javascript
from sites.made import DATA, write
from sites.read import read

NAMES = sorted(path.stem for path in DATA.glob("*.yaml"))


@pytest.mark.parametrize("name", NAMES)
def test_urls_are_those_that_the_generator_makes(name: str, tmp_path: Path) -> None:
    site = write(name, tmp_path)
    found, rejected = read(tmp_path, site["content"], site["url"])
    folder = "" if site["content"] == "." else f"{site['content']}/"
    urls = {f"{folder}{path}": unquote(page["url"]) for path, page in found.items()}
    expected = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    assert rejected == []
    assert {path: urls.get(path) for path in expected} == {
        path: unquote(url) for path, url in expected.items() if path not in site.get("unknown", ())
    }


def url_of(publication: Publication) -> str:
    publication.article("posts/2026-11-20-one.md", date="2026-11-20")
    publication.build()
    return str(publication.json()["items"][0]["url"])


@pytest.mark.parametrize(
    ("site_url", "stated", "base"),
    [
        ("https://example.org/", "https://example.org/blog/", "https://example.org/blog/"),
        ("https://example.org/news/", "https://example.org/blog/", "https://example.org/blog/"),
        ("https://example.org/news/", "https://example.org/", "https://example.org/"),
        ("https://example.org/", "https://elsewhere.example/blog/", "https://example.org/"),
        ("https://example.org/news/", "https://elsewhere.example/blog/", "https://example.org/news/"),
        ("https://example.org/", "/blog/", "https://example.org/blog/"),
        ("https://example.org/", "example.org/blog/", "https://example.org/blog/"),
        ("https://example.org/news/", "/blog/", "https://example.org/news/"),
        ("https://example.org/", "", "https://example.org/"),
    ],
)
def test_the_folder_of_the_site(publication: Publication, site_url: str, stated: str, base: str) -> None:
    publication.configure(publication.config.read_text().replace("https://example.org/", site_url, 1))
    (publication.root / "hugo.toml").write_text(f'baseURL = "{stated}"\n')
    assert url_of(publication) == f"{base}posts/2026-11-20-one/"


def test_a_link_and_a_pattern_in_our_config_override_the_generator(publication: Publication) -> None:
    (publication.root / "hugo.toml").write_text('permalinks = {posts = "/:year/:slug/"}\n')
    assert url_of(publication) == "https://example.org/2026/a-story/"
    usual = publication.config.read_text()
    publication.configure(f"{usual}permalink: {{sport: '{{url}}/s/{{slug}}'}}\n")
    assert url_of(publication) == "https://example.org/2026/a-story/"
    publication.configure(f"{usual}permalink: '{{url}}/{{section}}/{{slug}}/'\n")
    assert url_of(publication) == "https://example.org/posts/one/"
    publication.article("posts/2026-11-20-one.md", link="https://example.net/x")
    publication.build()
    assert publication.json()["items"][0]["url"] == "https://example.net/x"


def test_links_follow_the_generators_settings_and_articles_are_not_updated(publication: Publication) -> None:
    (publication.root / "hugo.toml").write_text("")
    assert url_of(publication) == "https://example.org/posts/2026-11-20-one/"
    before = publication.json()["items"][0]
    (publication.root / "hugo.toml").write_text("uglyURLs = true")
    assert url_of(publication) == "https://example.org/posts/2026-11-20-one.html"
    after = publication.json()["items"][0]
    assert {key: after[key] for key in ("id", "date_modified")} == {
        key: before[key] for key in ("id", "date_modified")
    }


@pytest.mark.parametrize(
    ("hosting", "path"),
    [
        ('{"hosting": {"cleanUrls": true, "trailingSlash": false}}', "content/posts/2026-11-20-one"),
        ('{"hosting": {"site": "x"}}', "content/posts/2026-11-20-one/"),
    ],
)
def test_what_a_host_makes_of_the_path(publication: Publication, hosting: str, path: str) -> None:
    (publication.root / "eleventy.config.js").write_text("export default () => {}")
    (publication.root / "firebase.json").write_text(hosting)
    assert url_of(publication) == f"https://example.org/{path}"


def test_a_url_that_only_the_generator_can_compute_is_said(publication: Publication) -> None:
    (publication.root / "eleventy.config.js").write_text('export default () => ({dir: {input: "content"}})')
    publication.write("posts/posts.11tydata.js", "export default {permalink: (data) => data.x}")
    publication.article("posts/one.md")
    warnings = "\n".join(map(str, publication.build().warnings))
    assert "where Eleventy puts its page is not known" in warnings
    assert publication.json()["items"][0]["url"] == "https://example.org/posts/one/"


def test_constants_that_double_each_other_are_put_in_a_hundred_times_at_most(
    publication: Publication,
) -> None:
    (publication.root / "eleventy.config.js").write_text('export default () => ({dir: {input: "content"}})')
    constants = "".join(f"const v{number} = v{number + 1} + v{number + 1}; " for number in range(60))
    publication.write(
        "posts/posts.11tydata.js",
        f"export default {{permalink: (data) => {{ {constants}const v60 = '/a/'; return v0; }}}}",
    )
    publication.article("posts/one.md")
    warnings = "\n".join(map(str, publication.build().warnings))
    assert "where Eleventy puts its page is not known" in warnings


def test_a_folders_data_may_lie_in_content_itself(publication: Publication) -> None:
    (publication.root / "eleventy.config.js").write_text("export default () => {}")
    publication.write("content.json", '{"permalink": "/blog/{{ page.fileSlug }}/"}')
    assert url_of(publication) == "https://example.org/blog/one/"


@pytest.mark.parametrize(
    ("program", "found"),
    [
        ("module.exports = {a: 'x', b: [1, true, null], 'c-d': {e: \"y\"}}",
         {"a": "x", "b": ["1", True, None], "c-d": {"e": "y"}}),
        ("const base = '/b/'; // {a: 'no'}\nexport default {base, path: base, more: base + 'c'}",
         {"base": "/b/", "path": "/b/"}),
        ("export default f({a: f({b: 1}), c: `x`, d: `${x}`, ...rest, e() { return {f: 0} }, g: 'y'})",
         {"a": None, "c": "x", "g": "y"}),
        ("module.exports = (config) => { config.add('x', () => { y }); return {dir: {input: 'src'}} }",
         {"dir": {"input": "src"}}),
        ("const config: Config = {a: {b: 'x'} satisfies T, c: 'y' as const}", {"a": {"b": "x"}, "c": "y"}),
        ("export default {a: dev() ? ['x'] : [...all, f(['y'])], b: dev ? 'x' : 'y', c: 'z'}",
         {"a": ["x"], "b": None, "c": "z"}),
        ("export default {a: '", {}),
        ("{" * 100_000, {}),
    ],
)  # fmt: skip
def test_plain_values_in_programs(program: str, found: dict[str, object]) -> None:
    said = javascript.objects(program)
    assert {key: said.get(key) for key in found} == found


def test_a_date_that_cannot_be_read_is_the_day_in_the_files_name(publication: Publication) -> None:
    publication.article("posts/2026-11-18-one.md", date="2026-13-29 11:00")
    assert [error.field for error in publication.build().rejected] == ["date"]
    (publication.root / "_config.yml").write_text("title: Quay\n")
    report = publication.build()
    assert report.rejected == []
    [item] = publication.json()["items"]
    assert item["date_published"] == "2026-11-18T00:00:00Z"
    [warning] = report.warnings
    assert str(warning).endswith("the day in the file's name counts")


@pytest.mark.parametrize(
    ("written", "taken"),
    [
        ("2026-04-31 10:00", "2026-05-01 10:00"),  # its month has 30 days
        ("2026-010-009 10:00:00", "2026-10-09 10:00:00"),
        ("2026/10/09 10:00:00:16", "2026-10-09 10:00:00"),
    ],
)
def test_what_is_not_quite_a_date_is_what_javascript_takes_it_for(
    publication: Publication, written: str, taken: str
) -> None:
    (publication.root / "astro.config.mjs").touch()
    publication.article(date=written)
    report = publication.build()
    assert publication.json()["items"][0]["date_published"] == f"{taken[:10]}T10:00:00Z"
    assert [str(notice).partition("; ")[2] for notice in report.warnings] == [
        f"taken as {taken}, as its generator does"
    ]


def test_hexo_takes_the_clock_in_utc_for_that_of_its_zone(publication: Publication) -> None:
    publication.configure(f"{CONFIG}content: source/_posts\n")
    (publication.root / "_config.yml").write_text("url: https://example.org\ntimezone: Asia/Shanghai\n")
    (publication.root / "package.json").write_text("{}")
    for name, date in (("a", "2026-11-18T02:00:00+08:00"), ("b", "'2026-11-18T02:00:00+08:00'")):
        publication.write(f"../source/_posts/{name}.md", f"---\ntitle: {name}\ndate: {date}\n---\nText.\n")
    publication.build()
    found = {item["url"]: item["date_published"] for item in publication.json()["items"]}
    assert found == {
        "https://example.org/2026/11/17/a/": "2026-11-17T10:00:00Z",
        "https://example.org/2026/11/18/b/": "2026-11-17T18:00:00Z",
    }


def test_an_article_of_which_pelican_writes_no_page_has_no_url_of_its_own(publication: Publication) -> None:
    (publication.root / "pelicanconf.py").write_text("ARTICLE_URL = 'news/{slug}.html'\n")
    publication.write("a.md", "Title: A\nDate: 2026-11-18\nURL:\nsave_as:\n\nText.\n")
    [warning] = publication.build().warnings
    assert "where Pelican puts its page is not known" in warning.message


def test_the_day_in_the_url_that_a_post_names_is_its_date(publication: Publication) -> None:
    (publication.root / "config.toml").write_text('base_url = "https://example.org"\n')
    publication.write("one.md", '+++\npath = "2026/11/18/One.1"\ntitle = "x"\n+++\nHello.\n')
    publication.build()
    [item] = publication.json()["items"]
    assert (item["url"], item["date_published"]) == (
        "https://example.org/2026/11/18/One.1/",
        "2026-11-18T00:00:00Z",
    )


def test_hugos_settings_may_be_called_as_ours_are(publication: Publication) -> None:
    assert url_of(publication) == "https://example.org/posts/one/"
    ours = publication.root / "feedwright.yaml"
    publication.config.rename(ours)
    publication.config.write_text("baseURL: https://example.org/blog/\npermalinks: {posts: '/:year/:slug'}\n")
    feedwright.build(ours, now=NOW)
    assert publication.json()["items"][0]["url"] == "https://example.org/blog/2026/a-story/"


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("mkdocs.yml", "site_name: Docs\nuse_directory_urls: false\n"),
        ("mkdocs.yml", "plugins:\n  - blog\n"),
        ("docs/.vitepress/config.ts", "export default {cleanUrls: true}"),
        ("docusaurus.config.js", "module.exports = {}"),
    ],
)
def test_documentation_beside_the_articles_says_nothing_of_them(
    publication: Publication, file: str, text: str
) -> None:
    publication.write(f"../{file}", text)
    assert url_of(publication) == "https://example.org/posts/one/"
