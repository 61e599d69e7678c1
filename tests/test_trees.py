"""Front matter and files beside articles, as single generators have them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner

from conftest import CONFIG, NOW, Publication
from feedwright.cli import main
from feedwright.sources import systems
from feedwright.sources.front_matter.syntaxes import closing_fence
from feedwright.sources.markup import myst, obsidian, quarto
from feedwright.sources.markup.page import Page
from media_files import picture


def item(publication: Publication) -> dict[str, Any]:
    """What feed.json says of the only article."""
    report = publication.build()
    assert report.rejected == []
    [found] = publication.json()["items"]
    assert isinstance(found, dict)
    return found


# --- front matter ---


@pytest.mark.parametrize(
    "header",
    [
        "title: A story\ndate: 2026-11-20 10:00\ntags:\n- one\n- two\n---\n",
        "title: A story\ndate: 2026-11-20 10:00\n\ntags:\n- one\n- two\n\n\n---\n",
        "title: A story\ndate: 2026-11-20 10:00\ntags: [one, two]\n# a comment\n-----\n",
        "----\n\ntitle: A story\ndate: 2026-11-20 10:00\ntags: [one, two]\n\n----\n",
        "---\ntitle: A story\ndate: 2026-11-20 10:00\ntags:\n\t- one\n\t- two\n---\n",
        '"title": "A story",\n"date": "2026-11-20 10:00",\n"tags": ["one", "two"]\n;;;\n',
        ';;;\n"title": "A story",\n"date": "2026-11-20 10:00",\n"tags": ["one", "two"]\n;;;\n',
    ],
)
def test_hexos_front_matter_has_a_line_below_it_only(publication: Publication, header: str) -> None:
    for name in ("_config.yml", "package.json", "source/_posts/none.txt") if "\t" in header else ():
        (publication.root / name).parent.mkdir(parents=True, exist_ok=True)
        (publication.root / name).touch()
    publication.write("news/a.md", f"{header}Hello.\n\n---\n\nMore.\n")
    found = item(publication)
    assert (found["title"], found["date_published"]) == ("A story", "2026-11-20T10:00:00Z")
    assert found["tags"][-2:] == ["one", "two"]
    assert found["content_html"] == "<p>Hello.</p>\n<hr>\n<p>More.</p>"


@pytest.mark.parametrize(
    "text",
    [
        "title: what a title is\n\nA text about titles.\n\n---\n\nMore.\n",
        "date: a fruit\nof the palm\n\n---\n\nMore.\n",
        '"title": she said\n---\nMore.\n',
    ],
)
def test_a_text_above_a_line_is_not_front_matter(text: str) -> None:
    assert closing_fence.split(text, "a.md") is None


def test_nikolas_header_in_a_text_is_refused_where_nothing_else_is_nikolas(publication: Publication) -> None:
    publication.write("news/a.txt", ".. title: A\n.. date: 2026-11-20\n\n**Bold**, and no page.\n")
    [error] = publication.build().rejected
    assert str(error) == (
        "content/news/a.txt:1: found a header of Nikola in a page's text, "
        "expected the suffix .rst, or Nikola's conf.py beside config.yaml"
    )


def test_the_empty_line_below_a_header_may_have_blanks(publication: Publication) -> None:
    (publication.root / "pelicanconf.py").touch()
    publication.write("a.md", "Title: A\ndate: 2026-11-20\nURL: \n \nText: it is one.\n  \nMore.\n")
    publication.build()
    [item] = publication.json()["items"]
    assert item["content_html"] == "<p>Text: it is one.</p>\n<p>More.</p>"


def test_the_data_of_a_drawing_among_notes_is_no_article(publication: Publication) -> None:
    publication.article("news/a.md")
    publication.write("news/tides.excalidraw.md", "---\nexcalidraw-plugin: parsed\n---\n# Data\n")
    report = publication.build()
    assert (report.rejected, report.pages) == ([], ["content/news/tides.excalidraw.md"])


@pytest.mark.parametrize("between", ["\n----\n\n", "\n\n----\n\n"])
def test_fields_of_kirby_in_a_text_are_refused(publication: Publication, between: str) -> None:
    publication.write("news/a.txt", between.join(("Title: A", "Date: 2026-11-20", "Text:\n\nHello **you**.")))
    [error] = publication.build().rejected
    assert str(error) == (
        "content/news/a.txt:1: found fields between lines of ----, as in Kirby, in a page's text, "
        "expected Markdown with front matter (.md)"
    )


@pytest.mark.parametrize(
    "statement",
    [
        "export const meta = {\n  title: 'A } story', // really\n  date: '2026-11-20',\n  tags: ['x'],\n};\n",
        "import x from 'y'\n\nexport const metadata: Metadata = { title: `A } story`, "
        "date: new Date('2026-11-20'), tags: ['x'], layout: Layout, n: f({a: 1}) }\n",
        'export const frontmatter = {"title": "A } story", "date": "2026-11-20", "tags": ["x"]}\n',
    ],
)
def test_metadata_that_a_page_of_next_exports(publication: Publication, statement: str) -> None:
    publication.write("news/a.mdx", f"{statement}\nHello, {{name}}.\n\n<Chart />\n")
    found = item(publication)
    assert (found["title"], found["date_published"]) == ("A } story", "2026-11-20T00:00:00Z")
    assert found["tags"][1:] == ["x"]
    assert found["content_html"] == "<p>Hello, .</p>"


def test_metadata_that_only_running_gives_are_not_read(publication: Publication) -> None:
    publication.write("news/a.mdx", "export const meta = {title: t('a'), date: '2026-11-20'}\n\nHello.\n")
    publication.write("news/b.mdx", "export const meta = {title: 'a',\n\nHello.\n")
    assert [str(error) for error in publication.build().rejected] == [
        "content/news/a.mdx: title: found none, expected a `title`, or a heading above the text",
        "content/news/b.mdx:1: expected a brace `}` that closes the metadata",
    ]


def test_a_date_may_have_two_parts(publication: Publication) -> None:
    publication.write(
        "news/a.md", "---\ntitle: A\ndate: {created: 2026-11-19, updated: 2026-11-20}\n---\nHello.\n"
    )
    found = item(publication)
    assert found["date_published"] == "2026-11-19T00:00:00Z"
    assert found["date_modified"] == "2026-11-20T00:00:00Z"


@pytest.mark.parametrize(
    ("keys", "authors"),
    [
        ("author: Ann Lee\nauthors: [Bo Chen, Ann Lee]", [{"name": "Ann Lee"}, {"name": "Bo Chen"}]),
        ("author: ''\nauthors: [Bo Chen]", [{"name": "Bo Chen"}]),
        ("author_name: Ann Lee\nauthor_url: https://ann.example.org/",
         [{"name": "Ann Lee", "url": "https://ann.example.org/"}]),
        ("author: Ann Lee\nauthor_url: /about/", [{"name": "Ann Lee"}]),
        ("author: Ann Lee\nauthor_name: Bo Chen", [{"name": "Ann Lee"}]),
        ("authors: [Ann Lee, Bo Chen]\nauthor_url: https://ann.example.org/",
         [{"name": "Ann Lee"}, {"name": "Bo Chen"}]),
        ("author: '[[Ann Lee]]'", [{"name": "Ann Lee"}]),
        ("author: By Ann Lee", [{"name": "Ann Lee"}]),
        ("author: by the desk", [{"name": "by the desk"}]),
        ("author: '<a href=\"/ann/\">Ann O&#39;Lee</a>'", [{"name": "Ann O'Lee"}]),
        ("author: Ann Lee | Bo Chen", [{"name": "Ann Lee"}, {"name": "Bo Chen"}]),
        ("author: Ann Lee / Bo Chen", [{"name": "Ann Lee"}, {"name": "Bo Chen"}]),
        ("author: Reuters / AP", [{"name": "Reuters / AP"}]),
        ("authors: ['[[people/ann|Ann Lee]]', '[[Bo Chen]]']", [{"name": "Ann Lee"}, {"name": "Bo Chen"}]),
    ],
)  # fmt: skip
def test_authors_of_several_keys(publication: Publication, keys: str, authors: list[dict[str, str]]) -> None:
    publication.write("news/a.md", f"---\ntitle: A\ndate: 2026-11-20\n{keys}\n---\nHello.\n")
    assert item(publication)["authors"] == authors


@pytest.mark.parametrize("place", ["content/.authors.yml", ".authors.yml"])
def test_the_people_of_a_blog_of_mkdocs(publication: Publication, place: str) -> None:
    (publication.root / place).write_text("authors:\n  ann:\n    name: Ann Lee\n    description: Editor\n")
    publication.article(author="ann")
    assert item(publication)["authors"] == [{"name": "Ann Lee"}]


# --- categories and languages ---


def test_a_category_has_one_spelling_and_the_publication_is_none(publication: Publication) -> None:
    publication.article("a.md", title="A", tags="[Ports, ports, The tide]")
    publication.article("news/b.md", title="B", tags="[news, Ports]", categories="[PORTS]")
    publication.build()
    tags = {one["title"]: one.get("tags", []) for one in publication.json()["items"]}
    assert tags == {"A": ["Ports", "The tide"], "B": ["News", "Ports"]}
    for feed in (publication.atom(), publication.rss()):
        named = {entry.title: [tag.term for tag in entry.get("tags", [])] for entry in feed.entries}
        assert named == tags


def test_an_article_in_the_root_without_tags_has_no_category(publication: Publication) -> None:
    publication.article("a.md", title="A")
    publication.build()
    assert b"<category" not in publication.bytes("atom.xml") + publication.bytes("rss.xml")


def test_zolas_languages_are_read_though_hugo_has_a_file_of_that_name(publication: Publication) -> None:
    (publication.root / "config.toml").write_text('default_language = "en"\n[languages.fr]\ntitle = "x"\n')
    publication.article("news/a.md", title="A tide")
    publication.article("news/a.fr.md", title="Une marée")
    publication.build()
    assert (publication.titles("news"), publication.titles("fr/news")) == (["A tide"], ["Une marée"])


OTHER_LANGUAGES = {
    "Hugo": (
        "hugo.toml",
        "[languages.en]\ncontentDir = 'content'\n[languages.fr]\ncontentDir = 'francais'\n",
        "francais",
    ),
    "Hugo, in parts": ("config/_default/languages.toml", "[en]\n[fr]\ncontentDir = 'francais'\n", "francais"),
    "Docusaurus": (
        "docusaurus.config.js",
        "export default {url: '/'}\n",
        "i18n/fr/docusaurus-plugin-content-blog",
    ),
}


@pytest.mark.parametrize("generator", OTHER_LANGUAGES)
def test_articles_in_another_language_outside_of_content_are_told_of(
    publication: Publication, generator: str
) -> None:
    name, settings, folder = OTHER_LANGUAGES[generator]
    for path, text in (
        (name, settings),
        (f"{folder}/a.md", "---\ntitle: Une marée\ndate: 2026-11-20\n---\nx\n"),
    ):
        (publication.root / path).parent.mkdir(parents=True, exist_ok=True)
        (publication.root / path).write_text(text)
    publication.article("news/a.md", title="A tide")
    told = [str(one) for one in publication.build().warnings if str(one).startswith(folder)]
    assert len(told) == 1
    assert told[0].startswith(f"{folder}: articles in fr are not read: they are outside of content/.")
    assert f"`content: {folder}`" in told[0]
    publication.configure(CONFIG + "languages: [en]\n")
    publication.article("news/a.md", title="A high tide")
    assert not [one for one in publication.build().warnings if str(one).startswith(folder)]


def test_articles_in_several_languages_outside_of_content_are_told_of_once(publication: Publication) -> None:
    """`content` is a part of one language's folder; Spanish has no such part."""
    languages = "[en]\ncontentDir = 'content/en'\n[fr]\ncontentDir = 'content/fr'\n"
    languages += "[da]\ncontentDir = 'content/da'\n[es]\ncontentDir = 'content/es'\n"
    for path, text in (
        ("config/_default/languages.toml", languages),
        ("content/en/blog/a.md", "---\ntitle: A tide\ndate: 2026-11-20\n---\nx\n"),
        ("content/fr/blog/a.md", "---\ntitle: Une marée\ndate: 2026-11-20\n---\nx\n"),
        ("content/da/blog/a.md", "---\ntitle: Et tidevand\ndate: 2026-11-20\n---\nx\n"),
        ("content/es/about.md", "---\ntitle: Acerca de\n---\nx\n"),
    ):
        (publication.root / path).parent.mkdir(parents=True, exist_ok=True)
        (publication.root / path).write_text(text)
    publication.configure(CONFIG + "content: content/en/blog\n")
    [told] = [str(one) for one in publication.build().warnings if "are not read" in str(one)]
    assert told.startswith("content/fr/blog: articles in fr and 1 other language are not read")
    assert "`content: content/fr/blog`" in told


# --- markup ---


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a %%b `c` d%% e", "a  e"),
        ("a `%%b%%` c", "a `%%b%%` c"),
        ("a %%never ended\n\nb", "a "),
        ("==a== b == c == d", "<mark>a</mark> b == c == d"),
        ("A line. ^name-1\n^other\n2^8", "A line.\n\n2^8"),
    ],
)
def test_what_obsidian_shows(written: str, read: str) -> None:
    assert obsidian.plain(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("{% codeblock lang:js title %}\n{{ a }} {% b %}\n{% endcodeblock %}",
         "\n<figure><figcaption>title</figcaption>\n\n```js\n{{ a }} {% b %}\n```\n\n</figure>\n\n"),
        ("{% code %}\na\n{% endcode %}", "\n```\na\n```\n"),
        ("``` rb Gemfile https://a.b/Gemfile The file\na\n```\n",
         '<figure><figcaption>Gemfile <a href="https://a.b/Gemfile">The file</a></figcaption>\n\n'
         "```rb\na\n```\n\n</figure>\n\n"),
        ("```rb Gemfile https://a.b/\n```\n",
         '<figure><figcaption><a href="https://a.b/">Gemfile</a></figcaption>\n\n```rb\n```\n\n</figure>\n\n'),
        ("```js linenos mark:1,4-5\na\n```\n", "```js linenos mark:1,4-5\na\n```\n"),
        ("{% code %}\nnever ended {% link a /b %}", "\nnever ended "),
        ("{% asset_img left a.png 300 200 'A \"b\"' %}", '![A "b"](<story/a.png>)'),
        ("{% img /a.png %}", "![](</a.png>)"),
        ("{% asset_link a.pdf A title true %}", "[A title](<story/a.pdf>)"),
        ("{% post_link b.md %} {% post_link c.md 'The c' %}",
         "[The \\[b\\]](<https://example.org/b/>) The c"),
        ("{% link A page https://a.b/ true %}", "[A page](<https://a.b/>)"),
        ("{% blockquote Ann https://a.b A book %}x{% endblockquote %}",
         "\n\n> x\n>\n> — Ann [A book](<https://a.b>)\n\n"),
        ("{% pullquote right %}x{% endpullquote %}", "\n\n> x\n\n"),
        ("{% note %}x{% endnote %}`{% note %}`", "x`{% note %}`"),
        ("{% asset_img %}{% post_link %}{% link 'a %}", "'a"),
        ("{% faq %}\n[{\"q\": \"`a`?\"}]\n{% endfaq %}{% a %}{ b }{% enda %}", "{ b }"),
    ],
)  # fmt: skip
def test_what_hexo_shows(written: str, read: str) -> None:
    url = "https://example.org/b/"
    page = Page("news/story.md", "A", "https://example.org/", {"b.md": url}.get, titles={url: "The [b]"})
    assert systems.plain(written, page, ("hexo",)) == read


def test_code_that_gatsbys_plugins_replace_is_a_link_outside_of_blocks() -> None:
    page = Page("a.md", "A", "https://example.org/", lambda name: None)
    written = "`youtube: quay`\n\n```md\n`youtube: quay`\n```\n\n`video: https://v.example/`"
    film = "[YouTube](https://www.youtube.com/watch?v=quay)"
    shown = f"{film}\n\n```md\n`youtube: quay`\n```\n\n<https://v.example/>"
    assert systems.plain(written, page, ("gatsby",)) == shown


def test_what_mkdocs_shows() -> None:
    page = Page("a.md", "A", "https://example.org/", lambda name: None)
    shown = "<kbd>Ctrl</kbd>+<kbd>Page Up</kbd> `++a++` C++ and C++"
    assert systems.plain("++ctrl+page-up++ `++a++` C++ and C++", page, ("mkdocs",)) == shown


@pytest.mark.parametrize(
    ("written", "read", "missing"),
    [
        ("```{r}\nx\n```", "```r\nx\n```\n", 1),
        ("```{r}\n#| echo: false\nx\n```", "", 1),
        ("```{r, echo=FALSE, fig.cap='a'}\nx\n```", "", 1),
        ("```{python}\n#| eval: false\nx\n```", "```python\nx\n```\n", 0),
        ("```{python}\n#| include: false\nx\n```", "", 0),
        ("```{mermaid}\ngraph\n```", "", 1),
        ("```{.python filename='a'}\nx\n```", "```python\nx\n```\n", 0),
        ("```\n```{r}\n```", "```\n```{r}\n```", 0),
        ("::: {.callout-tip}\na\n:::\nb", "\n> **Tip**\n> \n> a\n\nb", 0),
        ("::: {.column-margin}\n::: inner\na\n:::\n:::", "\n\na\n\n", 0),
        ("Seen [@lee, p. 3] in (@fig-a), [small]{.smallcaps} ![x](y.png){width=5}",
         "Seen in, small ![x](y.png)", 0),
        ("{{< pagebreak >}}{{< video https://a.b/ >}}", "<https://a.b/>", 0),
        ("me@tbl.example `{{< x >}}`", "me@tbl.example `{{< x >}}`", 0),
        ("{{{< x a=\"b\" >}}} <b c={{d: <e>}}}>", "{{< x a=\"b\" >}} <b c={{d: <e>}}}>", 0),
        ("```md\n{{{< x >}}}\n```", "```md\n{{< x >}}\n```", 0),
        ("`<br>`{=html} ``<i>``{=html} `\\newpage`{=latex}.", "<br> <i> .", 0),
        ("```md\n`<br>`{=html}\n```\n`` `a`{=html} ``", "```md\n`<br>`{=html}\n```\n`` `a`{=html} ``", 0),
    ],
)  # fmt: skip
def test_what_quarto_shows(written: str, read: str, missing: int) -> None:
    assert quarto.plain(written)[:2] == (read, missing)


def test_a_document_may_hide_all_its_code() -> None:
    assert quarto.plain("a\n\n```{r}\nx\n```\n", {"execute": {"echo": False}})[:2] == ("a\n\n", 1)


BIBLIOGRAPHY = {"bibliography": "references.bib"}


@pytest.mark.parametrize(
    ("keys", "written", "read", "left_out"),
    [
        ({}, "Salt rises [@lee; @kim_a].", "Salt rises.", ["citation @lee; @kim_a"]),
        ({}, "As in @fig-salt so", "As in  so", ["cross-reference @fig-salt"]),
        ({}, "@lee says [see @kim]", "@lee says [see @kim]", []),
        (BIBLIOGRAPHY, "Salt rises [see @lee,\np. 3; -@kim].", "Salt rises.",
         ["citation see @lee,\np. 3; -@kim"]),
        (BIBLIOGRAPHY, "@lee says (@kim, @{a b}).", "lee says (kim, a b).",
         ["citation @lee", "citation @kim", "citation @{a b}"]),
        (BIBLIOGRAPHY, "me@a.example <https://a.b/@joe> [@joe](/a) [@joe][1] `@lee`", None, []),
        (BIBLIOGRAPHY, "[a\n\nb @lee\n\nc]", "[a\n\nb lee\n\nc]", ["citation @lee"]),
    ],
)  # fmt: skip
def test_what_only_quarto_can_cite_is_left_out_and_said(
    keys: dict[str, object], written: str, read: str | None, left_out: list[str]
) -> None:
    found = quarto.plain(written, keys)
    assert found.text == (written if read is None else read)
    assert [f"{one.kind} {one.name}" for one in found.left_out] == left_out


def test_what_only_sphinx_can_cite_is_left_out_and_said() -> None:
    page = Page("a.md", "A", "https://example.org/", lambda name: None)
    written = "Salt {cite}`lee,kim`. {cite:t}`lee` says {footcite:p}`kim` so {octicon}`x` `{cite}`."
    assert myst.plain(written, page) == "Salt. lee says so  `{cite}`."
    assert [f"{one.kind} {one.name}" for one in page.left_out] == [
        "citation lee,kim",
        "citation lee",
        "citation kim",
    ]


@pytest.mark.parametrize("name", ["one.md", "one.qmd"])
def test_a_build_counts_citations(publication: Publication, name: str) -> None:
    (publication.root / "_quarto.yml").write_text("bibliography: references.bib\n")
    publication.article(name, "Salt rises [@lee]. @kim says so.", author="Ann")
    report = publication.build()
    assert publication.json()["items"][0]["content_html"] == "<p>Salt rises. kim says so.</p>"
    assert [one.name for parts in report.left_out.values() for one in parts] == ["@lee", "@kim"]


def test_a_list_of_posts_has_what_is_published_by_now(publication: Publication) -> None:
    """It is made again when a post comes due, although no file has changed."""
    publication.configure(CONFIG + "content: _posts\n")
    (publication.root / "_config.yml").write_text("title: Quay\n")
    posts = publication.root / "_posts"
    posts.mkdir()
    listed = "{% for post in site.posts %}{{ post.title }}. {% endfor %}"
    for day, title, body in ((1, "All posts", listed), (20, "Old", "Text."), (23, "New", "Text.")):
        (posts / f"2026-11-{day:02}-{day}.md").write_text(f"---\ntitle: {title}\n---\n{body}\n")

    def shown() -> str:
        items = publication.json()["items"]
        return str(next(one["content_html"] for one in items if one["title"] == "All posts"))

    publication.build(NOW)
    assert shown() == "<p>Old. All posts.</p>"
    publication.build(NOW + timedelta(days=3))
    assert shown() == "<p>New. Old. All posts.</p>"


def test_a_list_of_documents_has_what_is_published_by_now(publication: Publication) -> None:
    """It is made again when a document comes due, although no article does."""
    publication.configure(CONFIG + "content: _posts\n")
    (publication.root / "_config.yml").write_text("collections: [releases]\n")
    for folder in ("_posts", "_releases"):
        (publication.root / folder).mkdir()
    listed = "{% for one in site.releases %}{{ one.title }}. {% endfor %}"
    (publication.root / "_posts/2026-11-01-all.md").write_text(f"---\ntitle: All\n---\n{listed}\n")
    for name, date in (("One", "2026-11-20"), ("Two", "2026-11-23"), ("Three", "2026-11-25 08:00")):
        (publication.root / f"_releases/{name}.md").write_text(f"---\ntitle: {name}\ndate: {date}\n---\n")

    def shown_after(days: int) -> str:
        publication.build(NOW + timedelta(days))
        [item] = publication.json()["items"]
        return str(item["content_html"])

    assert [shown_after(days) for days in (0, 1, 2, 3)] == ["<p>One.</p>"] * 2 + ["<p>One. Two.</p>"] * 2
    assert shown_after(4) == "<p>One. Two. Three.</p>"
    # A clock that was wrong is put right.
    assert shown_after(0) == "<p>One.</p>"
    # What waits may be published earlier than it was planned.
    (publication.root / "_releases/Two.md").write_text("---\ntitle: Two\ndate: 2026-11-19\n---\n")
    assert shown_after(0) == "<p>Two. One.</p>"


def test_a_list_has_what_is_no_draft_any_more(publication: Publication) -> None:
    """Its file is written in place, so that nothing tells of it but the file itself."""
    publication.configure(CONFIG + "content: _posts\n")
    (publication.root / "_config.yml").write_text("collections: [releases]\n")
    for folder in ("_posts", "_releases"):
        (publication.root / folder).mkdir()
    listed = "{% for one in site.releases %}{{ one.title }}. {% endfor %}{{ site.posts.size }}"
    (publication.root / "_posts/2026-11-01-all.md").write_text(f"---\ntitle: All\n---\n{listed}\n")
    held_back = publication.root / "_releases/one.md", publication.root / "_posts/2026-10-01-old.md"
    shown = []
    for said in ("false", "true"):
        for file in held_back:
            file.write_text(f"---\ntitle: One\ndate: 2026-10-01\npublished: {said}\n---\n")
        publication.build()
        shown.append(publication.json()["items"][0]["content_html"])
    assert shown == ["<p>1</p>", "<p>One. 2</p>"]


def test_a_first_build_says_whose_tree_it_reads(publication: Publication) -> None:
    (publication.root / "hugo.toml").write_text('baseURL = "https://example.org/"\n')
    publication.article(date="2026-11-20")
    first = CliRunner().invoke(main, ["build", "-c", str(publication.config), "--now", NOW.isoformat()])
    assert "read as a tree of Hugo, whose files are beside config.yaml\n" in first.stdout
    publication.article("news/other.md", date="2026-11-20")
    assert publication.build().generators == ()


@pytest.mark.parametrize(
    ("place", "written"),
    [
        ("attachments/owl.png", "[[owl.png]]"),
        ("attachments/owl.png", "![[owl.png|300]]"),
        ("attachments/owl.png", "[[attachments/owl.png]]"),
        ("birds/owl.png", "[[owl.png]]"),
        ("owl.png", "[[owl.png]]"),
    ],
)
@pytest.mark.parametrize("key", ["cover", "image"])
def test_a_note_names_its_picture_as_obsidian_does(
    publication: Publication, place: str, written: str, key: str
) -> None:
    (publication.root / ".obsidian").mkdir()
    publication.write(place, picture("PNG", 4, 4))
    publication.article("birds/note.md", **{key: f'"{written}"'})
    report = publication.build()
    assert report.warnings == []
    assert publication.json()["items"][0]["image"].endswith("-owl.png")


def test_a_picture_that_a_note_names_and_nobody_has_is_said(publication: Publication) -> None:
    (publication.root / ".obsidian").mkdir()
    publication.article("birds/note.md", cover='"[[owl.png]]"')
    assert list(map(str, publication.build().warnings)) == [
        "content/birds/note.md: image: owl.png is missing; left out"
    ]
