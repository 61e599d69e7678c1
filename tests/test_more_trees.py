"""Trees of generators that are seldom alone: their URLs, and what they keep back."""

from __future__ import annotations

import hashlib
import json
import os

import pytest

from conftest import CONFIG, Publication
from media_files import picture

CONTENTLAYER = """
const computed = { url: { type: 'string', resolve: (post) => `/read/${post._raw.flattenedPath}` } }
export const Post = defineDocumentType(() => ({ name: 'Post', computedFields: computed }))
export default makeSource({ contentDirPath: 'data', documentTypes: [Post] })
"""
QUARTZ = """
const config: QuartzConfig = {
  configuration: { baseUrl: "example.org/garden", ignorePatterns: ["private", "drafts/*.tmp.md"] },
  plugins: { transformers: [Plugin.FrontMatter(), Plugin.Latex({ renderEngine: "katex" })], filters: [%s] },
}
export default config
"""
ELEVENTY = """
module.exports = function (eleventyConfig) {
  eleventyConfig.addFilter("upper", (text) => text.toUpperCase());
  eleventyConfig.addFilter("monthPath", (date) => DateTime.fromJSDate(date).toFormat("yyyy/MM"));
};
"""

ASTRO_CONTENT = """
const entries = defineCollection({ loader: glob({ pattern: "**/*.md", base: "./notes" }), schema });
const other = defineCollection({ loader: glob({ base: "./other", generateId: (entry) => entry.x }) });
export const collections = { entry: entries, other };
"""
ELEVENTY_IGNORING = """
module.exports = (config) => {
  if (isProduction) { config.ignores.add("./src/**/x/**"); } else { config.ignores.add("src/posts/a.md"); }
  if (process.env.MODE !== "production") { config.ignores.add("src"); }
};
"""
LAYOUTS = """
module.exports = (config) => {
  config.addLayoutAlias("note", "frames/note.njk");
  return { dir: { input: sources.dir } };
};
"""
BASE = """---
permalink: 'n/{{ page.date | date: "%Y/%-d" }}/{{ page.fileSlug }}/'
---
"""
MOUNTS = """
dates: &dates {posts: "/:year/:slug/"}
permalinks: {<<: *dates, other: /x/}
module: {mounts: [{source: content/en, target: content}]}
"""
FRAME = "---\nlayout: %s\n---\n{{ content | safe }}\n"


def built(publication: Publication, content: str, files: dict[str, str]) -> dict[str, str]:
    """The URLs of articles by their titles, in a tree whose articles are in `content`."""
    publication.configure(f"{CONFIG}content: {content}\n")
    for path, text in files.items():
        file = publication.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    report = publication.build()
    assert (report.rejected, [str(one) for one in report.warnings]) == ([], [])
    return {
        item["title"]: item["url"].removeprefix("https://example.org/")
        for item in publication.json()["items"]
    }


def article(title: str, *keys: str) -> str:
    return "\n".join(("---", f"title: {title}", "date: 2026-11-18", *keys, "---", "Text.", ""))


@pytest.mark.parametrize(
    ("content", "files", "urls"),
    [
        (
            "posts",
            {
                "_quarto.yml": "website: {site-url: https://example.org/blog}\n",
                "posts/2026-11-18_a/index.qmd": article("A"),
                "posts/B.c.qmd": article("B"),
                "posts/d.qmd": article("D", "output-file: other.html"),
            },
            {"A": "blog/posts/2026-11-18_a/", "B": "blog/posts/B.c.html", "D": "blog/posts/other.html"},
        ),
        (
            "posts",
            {
                ".vuepress/config.js": "module.exports = {base: '/v/'}\n",
                "posts/2026-11-18-a.md": article("A"),
                "posts/b/README.md": article("B"),
                "posts/2026-11-18-c.md": article("C", "permalink: /:year/:month/:slug"),
            },
            {"A": "v/posts/2026-11-18-a.html", "B": "v/posts/b/", "C": "v/2026/11/c"},
        ),
        (
            "src/posts",
            {
                "src/.vuepress/config.ts": "export default defineUserConfig({base: '/v/'})\n",
                "src/posts/2026-11-18-a.md": article("A"),
            },
            {"A": "v/posts/2026-11-18-a.html"},
        ),
        (
            "site/posts",
            {
                "site/.vitepress/config.mts": "export default defineConfig({cleanUrls: true})\n",
                "site/posts/a.md": article("A"),
            },
            {"A": "posts/a"},
        ),
        (
            "content",
            {
                "next.config.mjs": "export default { basePath: '/web', trailingSlash: true };\n",
                "app/(site)/posts/[slug]/page.tsx": "",
                "app/api/posts/[id]/route.ts": "",
                "app/tags/[tag]/page.tsx": "",
                "src/pages/notes/[...path].jsx": "",
                "content/post/2026-11-18-A_b.mdx": article("A"),
                "content/post/c/index.md": article("B", "slug: bee"),
                "content/notes/d/e.md": article("C"),
            },
            {"A": "web/posts/2026-11-18-A_b/", "B": "web/posts/bee/", "C": "web/notes/d/e/"},
        ),
        (
            "pages/en/blog",
            {
                "next.config.js": "module.exports = {};\n",
                "app/[locale]/[...path]/page.tsx": "",
                "pages/en/blog/v1.2.md": article("A"),
            },
            {"A": "en/blog/v1.2"},
        ),
        (
            "src/content/blog",
            {
                "next.config.ts": "export default {};\n",
                "src/pages/[[...path]].js": "",
                "src/content/blog/2026/a.md": article("A"),
            },
            {"A": "blog/2026/a"},
        ),
        (
            "_writing",
            {
                "next.config.ts": "export default {};\n",
                "src/app/blog/[slug]/page.jsx": "",
                "_writing/a.md": article("A"),
            },
            {"A": "blog/a"},
        ),
        (
            "data/posts",
            {
                "contentlayer.config.ts": CONTENTLAYER,
                "data/posts/v2.0.md": article("A"),
                "data/posts/b/index.md": article("B"),
            },
            {"A": "read/posts/v2.0", "B": "read/posts/b"},
        ),
        (
            "content",
            {
                "quartz.config.ts": QUARTZ % "Plugin.RemoveDrafts()",
                "content/Notes & more/Is it 5% or not?.md": "---\ndate: 2026-11-18\n---\nText.\n",
                "content/a/index.md": article("A"),
                "content/a/private/b.md": article("B"),
                "content/drafts/c.tmp.md": article("C"),
                "content/drafts/d.md": article("D"),
            },
            {
                "Is it 5% or not?": "garden/Notes--and--more/Is-it-5-percent-or-not",
                "A": "garden/a/",
                "D": "garden/drafts/d",
            },
        ),
        (
            "content",
            {
                "quartz.config.ts": QUARTZ % "Plugin.RemoveDrafts(), Plugin.ExplicitPublish()",
                "content/a.md": article("A", "publish: true"),
                "content/b.md": article("B"),
                "content/c.md": article("C", 'publish: "true"'),
                "content/d.md": article("D", "publish: false"),
            },
            {"A": "garden/a", "C": "garden/c"},
        ),
        (
            "blog",
            {
                ".eleventy.js": ELEVENTY,
                "blog/blog.json": '{"permalink": "b/{{ page.date | monthPath }}/{{ page.fileSlug }}/"}',
                "blog/2026-11-18-v1.2.md": article("A"),
            },
            {"A": "b/2026/11/v1.2/"},
        ),
        (
            "src/notes",
            {
                ".eleventy.js": LAYOUTS,
                "src/_includes/frames/note.njk": FRAME % "base.njk",
                "src/_includes/base.njk": BASE,
                "src/notes/2026-11-18-a.md": article("A", "layout: note"),
                "src/notes/2026-11-18-b.md": article("B", "layout: note", "permalink: /own/"),
                "src/notes/c.md": article("C", "layout: gone"),
            },
            {"A": "n/2026/18/a/", "B": "own/", "C": "notes/c/"},
        ),
        (
            "src/content/docs/blog",
            {
                "astro.config.mts": "export default {integrations: [starlight({title: 'Q'})]};\n",
                "src/pages/og/[...slug].ts": "await getCollection('docs');\n",
                "src/content/docs/blog/v2.0.md": article("A"),
            },
            {"A": "blog/v20/"},
        ),
        (
            "content/blog",
            {
                "gatsby-config.js": "module.exports = {plugins: [{options: {path: `./content/blog`}}]}",
                "gatsby-node.js": "const value = createFilePath({ node }); f({ value: `/b${value}` })",
                "content/blog/2026/A b/index.md": article("A"),
                "content/blog/c.mdx": article("C"),
            },
            {"A": "b/2026/A%20b/", "C": "b/c/"},
        ),
        (
            "notes",
            {
                "astro.config.ts": "export default {};\n",
                "src/content.config.ts": ASTRO_CONTENT,
                "src/data/entries.ts": "export const all = () => getCollection('entry');\n",
                "tsconfig.json": '{"paths": {"@data/*": ["./src/data/*"]}}',
                "src/pages/n/[...slug].astro": "---\nimport { all } from '@data/entries';\n---\n",
                "src/pages/archive/[...page].astro": "await getCollection('entry')",
                "src/pages/tags/[tag]/[...page].astro": "await getCollection('entry')",
                "notes/2026/A b.md": article("A"),
            },
            {"A": "n/2026/a-b/"},
        ),
        (
            "notes",
            {
                "astro.config.ts": "export default {};\n",
                "src/content.config.ts": ASTRO_CONTENT.replace(
                    'base: "./notes"',
                    'base: "./notes", generateId: ({ entry }) => entry.replace(/\\.mdx?$/, "") ',
                ),
                "src/pages/[...slug].astro": "await getCollection('entry')",
                "notes/2026/A.b_C.md": article("A"),
            },
            {"A": "2026/A.b_C/"},
        ),
        (
            "src/content/blog",
            {
                "astro.config.mjs": "export default {};\n",
                "src/pages/[year]/[month]/[slug].astro": "await getCollection('blog')",
                "src/content/blog/2026-01-02-A b.md": article("A"),
            },
            {"A": "2026/01/a-b/"},
        ),
        (
            "content/en/posts",
            {
                "hugo.yaml": MOUNTS,
                "content/en/posts/a.md": article("A"),
            },
            {"A": "2026/a/"},
        ),
        (
            "content",
            {
                "nuxt.config.ts": "export default defineNuxtConfig({ site: { url: 'https://example.org' } })",
                "content.config.ts": "source: { include: 'notes/**/*.md', prefix: '/n' }",
                "content/2.blog/10.Über uns, v2.0!.md": article("A"),
                "content/notes/1.b/index.md": article("B"),
                "content/1.0.md": article("C"),
            },
            {"A": "blog/uber-uns-v2.0!", "B": "n/b", "C": "1.0"},
        ),
        (
            "docs/news",
            {
                "mkdocs.yml": "plugins: [search, rss]\n",
                "docs/news/a.md": article("A"),
                "docs/news/about.md": "# About\n",
            },
            {"A": "news/a/"},
        ),
        (
            "blog",
            {
                "docusaurus.config.mts": "export default {presets: [['classic', {}]]} satisfies Config;\n",
                "blog/a.md": article("A"),
            },
            {"A": "blog/a"},
        ),
        (
            "blog",
            {
                "docusaurus.config.js": "module.exports = {presets: [['classic', {blog: {}}]]}\n",
                "blog/2026-11-18-without-title.md": "Text.\n",
                "blog/2026-11-17-storm/report.md": "# A\n\nText.\n",
                "blog/2026-11-17-flood/report.md": "# D\n\nText.\n",
                "blog/2026/11-16.md": "---\ntitle: B\n---\nText.\n",
                "blog/2026/11/15.md": "---\ntitle: C\n---\nText.\n",
            },
            {
                "without-title": "blog/2026/11/18/without-title",
                "A": "blog/2026/11/17/storm/report",
                "D": "blog/2026/11/17/flood/report",
                "B": "blog/2026/11/16/",
                "C": "blog/2026/11/15/",
            },
        ),
        (
            "src/posts",
            {
                "src/.vuepress/config.ts": "export default defineUserConfig({base: '/v/'})\n",
                "src/posts/a.md": article("A"),
            },
            {"A": "v/posts/a.html"},
        ),
        (
            "content/posts",
            {
                ".eleventy.js": "module.exports = () => ({dir: {input: './src'}})\n",
                "config.toml": "baseURL = 'https://example.org/h/'\n",
                "content/posts/a.md": article("A"),
            },
            {"A": "h/posts/a/"},
        ),
        (
            "docs",
            {
                "docs/.vitepress/config.ts": "export default {}\n",
                "docs/guide/index.md": article("A"),
                "docs/guide/tides/b.md": article("B"),
                "docs/guide/pictures/x.html": "<h1>X</h1><time datetime='2026-11-18'></time><p>Text.",
            },
            {"A": "guide/", "B": "guide/tides/b.html"},
        ),
    ],
    ids=[
        *("quarto", "vuepress", "vuepress-in-src", "vitepress-in-site"),
        *("next", "next-pages", "next-open", "next-one", "contentlayer", "quartz"),
        *("quartz-explicit", "eleventy", "layouts", "starlight", "gatsby", "astro", "astro-ids"),
        "astro-dates",
        *("mounts", "nuxt", "mkdocs", "docusaurus-mts", "docusaurus", "vuepress-in-source"),
        *("hugo-that-was-eleventy", "below-an-index"),
    ],
)  # fmt: skip
def test_links_lead_where_the_generator_puts_its_pages(
    publication: Publication, content: str, files: dict[str, str], urls: dict[str, str]
) -> None:
    assert built(publication, content, files) == urls


@pytest.mark.parametrize(
    ("content", "file", "settings"),
    [
        ("posts", ".vitepress/config.ts", "export default {srcExclude: prod ? ['**/x/**/*.md'] : []}"),
        ("docs/posts", "docs/.vitepress/config.mts", "export default {srcExclude: ['posts/x/*.md']}"),
        (
            "docs/posts",
            "docs/.vuepress/config.js",
            "module.exports = {pagePatterns: ['**/*.md', '!**/x/**']}",
        ),
        ("source/_posts", "_config.yml", "skip_render: [_posts/x/*]"),
        ("blog", "docusaurus.config.js", "module.exports = {presets: [['a', {blog: {exclude: ['x/**']}}]]}"),
        ("src/posts", ".eleventyignore", "# Not yet.\nsrc/posts/x\n"),
        ("src/posts", ".eleventy.js", ELEVENTY_IGNORING),
    ],
)
def test_files_of_which_the_generator_makes_no_pages(
    publication: Publication, content: str, file: str, settings: str
) -> None:
    files = {f"{content}/{name}.md": article(name) for name in ("a", "x/b", "y/x-c")}
    files |= {file: settings, "package.json": "{}"}
    assert set(built(publication, content, files)) == {"a", "y/x-c"}


ALL = "const all = await getCollection('blog');\n"
OWN_IDS = """
const blog = defineCollection({ loader: glob({ base: './src/content/blog', generateId: ({ entry, data }) =>
  `${data.year}/${entry}` }) });
"""
TWO_KINDS = """
const value = createFilePath({ node, getNode }); createNodeField({ name: 'slug', node, value });
posts.forEach((post) => createPage({ path: post.node.fields.slug }));
shows.forEach((show) => createPage({ path: `/shows${show.node.fields.slug}` }));
"""


@pytest.mark.parametrize(
    "files",
    [
        {
            "astro.config.mjs": "export default {};\n",
            "src/pages/blog/[category].astro": ALL,
            "src/pages/blog/[category]/[year]/[id].astro": ALL,
        },
        {
            "astro.config.mjs": "export default {};\n",
            "src/pages/blog/[...id].astro": ALL,
            "src/content.config.ts": OWN_IDS,
        },
        {"gatsby-config.js": "module.exports = {};\n", "gatsby-node.js": TWO_KINDS},
        {"next.config.js": "", "pages/blog/[slug].js": "", "pages/[locale]/blog/[slug].js": ""},
    ],
    ids=["folders", "ids", "kinds", "next"],
)
def test_pages_whose_places_a_program_names_are_not_guessed(
    publication: Publication, files: dict[str, str]
) -> None:
    publication.configure(f"{CONFIG}content: src/content/blog\n")
    for path, text in files.items():
        publication.write(f"../{path}", text)
    publication.write("../src/content/blog/news/a.md", article("A"))
    report = publication.build()
    assert ["puts its page is not known" in str(one) for one in report.warnings] == [True]


def test_a_package_that_would_help_with_a_title_is_named(
    publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedwright.sources.permalinks._ascii._package", lambda: None)
    (publication.root / "pelicanconf.py").write_text("")
    publication.write("news/a.md", article("船"))
    [said] = map(str, publication.build().warnings)
    assert "set it in config.yaml" in said
    assert said.endswith("; with Python's package Unidecode installed, the letters of its title are known")


def test_zolas_main_language_is_english_if_no_other_is_named(publication: Publication) -> None:
    """Hugo's settings, which may have the same name, have no `base_url`."""
    settings = publication.root / "config.toml"
    settings.write_text('base_url = "https://example.org"\n[languages.zh-CN]\n[languages.ja]\n')
    publication.write("news/a/index.md", article("A"))
    publication.write("news/a/index.zh-CN.md", article("Yi"))
    report = publication.build()
    assert (publication.titles(), publication.titles("zh-cn"), report.rejected) == (["A"], ["Yi"], [])


def test_jekyll_needs_no_settings(publication: Publication) -> None:
    """As on GitHub's pages; beside package.json, `_posts` may be Eleventy's."""
    publication.configure(CONFIG.replace("content: content\n", "") + "content: _posts\n")
    publication.write("../_posts/2026-11-18-a.md", "---\n---\n# Introduction\nText.\n")
    publication.write("../_layouts/post.html", "{{ content }}")
    publication.build()
    [item] = publication.json()["items"]
    assert item["url"].endswith("/2026/11/18/a.html")
    assert (item["title"], "Introduction" in item["content_html"]) == ("A", True)
    publication.write("../package.json", "{}")
    publication.build()
    assert not publication.json()["items"][0]["url"].endswith(".html")


def test_aliases_in_settings_cannot_fill_the_memory(publication: Publication) -> None:
    lines = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    publication.write("../hugo.yaml", "\n".join(("a0: &a0 [x]", *lines, "")))
    publication.article()
    report = publication.build()
    assert [str(one).rpartition("found ")[2] for one in report.warnings] == [
        "aliases that expand to too much, expected aliases that expand to less"
    ]


def test_headers_that_pelican_reads_as_lines_need_not_be_yaml(publication: Publication) -> None:
    publication.write("../pelicanconf.py", "")
    publication.write(
        "a.md", '---\ntitle: Boats: a list\ndate: 2026-11-18\nstyle:\n    a: "b": c\ntags: x, y\n---\nText.\n'
    )
    publication.build()
    [item] = publication.json()["items"]
    assert (item["title"], item["tags"]) == ("Boats: a list", ["x", "y"])


def test_links_and_pictures_of_a_site_around_the_articles(publication: Publication) -> None:
    files = {
        "mkdocs.yml": "site_url: https://example.org/project/\nplugins: [blog]\n",
        "docs/concepts/retry.md": "# Retrying\n",
        "docs/blog/posts/a.md": article("A").replace(
            "Text.",
            "[one](../../concepts/retry.md#how) [two](../../concepts/none.md) ![three](../../img/a.png)",
        ),
    }
    (publication.root / "docs/img").mkdir(parents=True)
    (publication.root / "docs/img/a.png").write_bytes(picture("PNG", 40, 30))
    publication.configure(f"{CONFIG}content: docs/blog/posts\n")
    for path, text in files.items():
        file = publication.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    warnings = [notice.message for notice in publication.build().warnings]
    assert warnings == ["body: the link to ../../concepts/none.md leads to no article"]
    shown = publication.json()["items"][0]["content_html"]
    assert 'href="https://example.org/project/concepts/retry/#how"' in shown
    assert 'src="https://feeds.example.org/media/' in shown


def test_files_that_tell_of_a_folder_or_a_site_are_no_articles(publication: Publication) -> None:
    publication.write("news/README.md", "# How to write here\n\nText.\n")
    publication.write("index.md", "---\ntitle: All articles\n---\n")
    publication.article()
    report = publication.build()
    assert (report.rejected, report.pages, publication.titles()) == (
        [],
        ["content/index.md", "content/news/README.md"],
        ["A story"],
    )
    (publication.root / "pelicanconf.py").write_text("")
    publication.write("extra/robots.txt", "User-agent: *\nDisallow: /x\n")
    assert publication.build().rejected == []


def test_outputs_that_quarto_has_kept_are_shown(publication: Publication) -> None:
    publication.configure(f"{CONFIG}content: posts\n")
    (publication.root / "_quarto.yml").write_text("website: {site-url: https://example.org/}\n")
    source = article("A").replace("Text.", "Text.\n\n```{r}\n1 + 1\n```")
    kept = publication.root / "_freeze/posts/a"
    (kept / "execute-results").mkdir(parents=True)
    (kept / "figure-html").mkdir()
    (kept / "figure-html/one-1.png").write_bytes(picture("PNG", 40, 30))
    shown = (
        "---\ntitle: A\n---\n\nText.\n\n::: {.cell}\n```{.r .cell-code}\n1 + 1\n```\n\n"
        "::: {.cell-output .cell-output-stdout}\n```\n[1] 2\n```\n:::\n\n::: {.cell-output-display}\n"
        "![](a_files/figure-html/one-1.png)\n:::\n```{=html}\n<b>raw</b>\n```\n:::\n"
    )
    result = {"hash": hashlib.md5(source.encode()).hexdigest(), "result": {"markdown": shown}}
    (kept / "execute-results/html.json").write_text(json.dumps(result))
    (publication.root / "posts").mkdir()
    (publication.root / "posts/a.qmd").write_text(source)
    report = publication.build()
    html = publication.json()["items"][0]["content_html"]
    for part in ("[1] 2", "<b>raw</b>", 'src="https://feeds.example.org/media/'):
        assert part in html
    assert (report.warnings, ":::" in html, "=html" in html) == ([], False, False)
    (publication.root / "posts/a.qmd").write_text(source.replace("\n", "\r\n"))
    assert publication.build().warnings == []
    (publication.root / "posts/a.qmd").write_text(source.replace("1 + 1", "1 + 2"))
    [said] = publication.build().warnings
    assert "the output of 1 cell of code is not here" in said.message
    assert "[1] 2" not in publication.json()["items"][0]["content_html"]
    (publication.root / "posts/_metadata.yml").write_text("freeze: true\n")
    assert publication.build().warnings == []
    assert "[1] 2" in publication.json()["items"][0]["content_html"]


def test_the_switch_of_themes_for_other_posts_is_no_link(publication: Publication) -> None:
    (publication.root / "_config.yml").write_text("defaults: [{values: {related: true}}]\n")
    publication.article("_posts/2026-11-18-a.md", title="A")
    assert publication.build().warnings == []


def test_what_very_many_articles_have_in_common_is_said_once(publication: Publication) -> None:
    (publication.root / ".eleventy.js").write_text("")
    publication.write("news/news.json", '{"permalink": "{{ page.date | ours }}/"}')
    for number in range(25):
        publication.article(f"news/a{number:02}.md", title=f"A{number}", id=f"a-{number}")
    report = publication.build()
    said = sorted(str(notice) for notice in report.warnings)
    assert (report.standing, report.repeated) == (50, 48)
    assert [one.rpartition(" (")[2] for one in said] == ["the same for 25 articles)"] * 2
    assert said[0].startswith('content/news/a00.md: line 4: id: found "a-0", expected an id such as tag:')
    assert said[1].startswith("content/news/a00.md: link: where Eleventy puts its page is not known;")


def test_a_tree_of_nothing_that_is_known_is_told_as_one(publication: Publication) -> None:
    for name in "abcd":
        publication.write(f"{name}.md", "+ headline = what\n\nText without a title.\n")
    publication.write("index.md", "Welcome.\n")
    report = publication.build()
    assert (len(report.rejected), report.pages) == (4, ["content/index.md"])
    [said] = [str(notice) for notice in report.warnings]
    assert said.startswith(
        "content: none of 4 files is an article; found date: none (4 times); its tree is of no"
    )
    assert "docs/dialects.md" in said


def test_articles_of_sites_in_javascript_need_no_title_and_are_no_html(publication: Publication) -> None:
    publication.configure(f"{CONFIG}content: posts\n")
    publication.write("../astro.config.mjs", "export default {};\n")
    publication.write("../posts/2026-11-18-tide-table-of-2026-11.md", "Text.\n")
    publication.write("../posts/2026-11-18-b.md", "# [[Tides#Low\\|low tide]] on [[Sunday]]\n\nText.\n")
    publication.write("../posts/2026-11-18-page.html", "<p>Text.</p>\n")
    report = publication.build()
    assert publication.titles() == ["low tide on Sunday", "Tide table of 2026-11"]
    assert {str(one) for one in report.warnings if "leads to no article" not in str(one)} == {
        "posts/2026-11-18-tide-table-of-2026-11.md: title: found none; it is made of the file's name",
        "posts: 1 file in formats that are not read (.html): posts/2026-11-18-page.html; convert to Markdown "
        "(.md), or exclude them with `articles.exclude`",
    }


def test_eleventy_may_date_posts_by_their_files(publication: Publication) -> None:
    """`Created` and `Last Modified` are its words for that; git is not asked."""
    (publication.root / "eleventy.config.js").touch()
    for number, words in enumerate(("Last Modified", "git Created", "created")):
        publication.article(f"{number}.md", title=words, date=words)
        os.utime(publication.content / f"{number}.md", (1_794_999_600 + number,) * 2)
    report = publication.build()
    assert report.rejected == []
    assert {one.message.partition(";")[0] for one in report.warnings} == {"date: found no complete date"}
    dates = {item["title"]: item["date_published"] for item in publication.json()["items"]}
    assert dates["git Created"] == "2026-11-18T11:00:01Z"
    assert len(dates) == 3


def test_quarto_may_date_posts_by_their_files(publication: Publication) -> None:
    (publication.root / "_quarto.yml").touch()
    publication.write("posts/a.qmd", "---\ntitle: A\ndate: last-modified\n---\nText.\n")
    os.utime(publication.content / "posts" / "a.qmd", (1_794_999_600,) * 2)
    report = publication.build()
    assert (report.rejected, len(report.warnings)) == ([], 1)
    assert publication.json()["items"][0]["date_published"] == "2026-11-18T11:00:00Z"


@pytest.mark.parametrize(
    ("file", "settings", "name"),
    [
        ("_config.yml", "author: {name: Ann Lee, uri: https://ann.example/}\n", "2026-11-18-a.md"),
        ("pelicanconf.py", "AUTHOR = 'Ann Lee'\n", "a.md"),
    ],
)
def test_settings_name_the_author_of_articles_that_name_nobody(
    publication: Publication, file: str, settings: str, name: str
) -> None:
    (publication.root / file).write_text(settings)
    publication.article(name, title="A")
    publication.article(name.replace("a.md", "b.md"), title="B", authors="[Bo Chen]")

    def authors() -> dict[str, list[str]]:
        publication.build()
        items = publication.json()["items"]
        return {item["title"]: [one["name"] for one in item["authors"]] for item in items}

    assert authors() == {"A": ["Ann Lee"], "B": ["Bo Chen"]}
    publication.configure(CONFIG.replace("site:\n", "site:\n  author: Cy Diaz\n"))
    assert authors() == {"A": ["Cy Diaz"], "B": ["Bo Chen"]}


def test_settings_of_pelican_may_have_another_name(publication: Publication) -> None:
    publication.article()
    publication.write("pages/about.md", "---\ntitle: About\n---\nUs.\n")
    settings = publication.root / "settings.py"
    settings.write_text("INSTALLED_APPS = []\n")
    assert [error.path for error in publication.build().rejected] == ["content/pages/about.md"]
    settings.write_text("SITENAME = 'Boats'\nARTICLE_URL = 'a/{slug}.html'\n")
    report = publication.build()
    assert (report.rejected, report.pages) == ([], ["content/pages/about.md"])
    assert publication.json()["items"][0]["url"] == "https://example.org/a/a-story.html"
