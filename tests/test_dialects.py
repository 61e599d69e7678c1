"""Other generators' trees, read in place. A case is a tree under tests/dialects/ and its .json beside it.

The tree has a config.yaml of its own; what is expected is, for each article by its URL, what feed.json says
(without what it cannot know before: ids), the sections whose feeds carry it, and what the build reports.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

import feedwright
from conftest import CONFIG, NOW, Publication, slow
from feedwright.errors import ArticleError
from feedwright.sources import systems
from feedwright.sources.dialects import by_suffix
from feedwright.sources.markup.page import BRACE, Page

CASES = Path(__file__).parent / "dialects"
NAMES = sorted(path.name for path in CASES.iterdir() if path.is_dir())


def said(root: Path) -> dict[str, Any]:
    """What readers of the publication in `root` get, and what its owner is told."""
    report = feedwright.build(root / "config.yaml", now=NOW)
    articles: dict[str, Any] = {}
    for file in sorted((root / "feeds").rglob("feed.json")):
        section = file.parent.relative_to(root / "feeds").as_posix().removeprefix(".")
        for item in json.loads(file.read_bytes())["items"]:
            one = {key: value for key, value in item.items() if key not in ("id", "url", "author")}
            articles.setdefault(item["url"], one | {"sections": []})["sections"].append(section)
    return {
        "articles": articles,
        "unseen": report.articles - len(articles),
        "pages": report.pages,
        "warnings": [str(notice) for notice in report.warnings],
        "rejected": [str(error) for error in report.rejected],
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_tree_is_read_as_its_generator_means_it(name: str, tmp_path: Path) -> None:
    if any((CASES / name).rglob("*.rst")):
        pytest.importorskip("docutils")
    root = tmp_path / name
    shutil.copytree(CASES / name, root)
    assert said(root) == json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))


def test_no_tag_reaches_a_reader() -> None:
    for name in set(NAMES) - {"plain"}:
        for article in json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))["articles"].values():
            prose = re.sub(r"<code\b.*?</code>", "", article["content_html"], flags=re.DOTALL)
            shown = ["youtube(id=", "{{&lt; figure", "{{ shown }}", "{{ cry }}"]
            assert not re.search(r"\{%|:::", prose)
            assert "{{" not in prose or any(said in prose for said in shown)


@pytest.mark.parametrize(
    ("file", "text", "warning"),
    [
        ("_config.yml", "timezone: Mars/Olympus", "_config.yml: time zone: found Mars/Olympus, expected"),
        ("hugo.toml", "timeZone = ", "hugo.toml"),
        ("pelicanconf.py", "TIMEZONE = (", "pelicanconf.py: found invalid Python, expected settings"),
    ],
)
def test_settings_that_cannot_be_read_are_said(
    publication: Publication, file: str, text: str, warning: str
) -> None:
    (publication.root / file).write_text(text)
    publication.article()
    warnings = [str(notice) for notice in publication.build().warnings]
    assert any(one.startswith(warning) for one in warnings), warnings
    assert publication.titles("news") == ["A story"]


def test_of_a_key_that_stands_twice_the_last_counts_in_a_jekyll_tree(publication: Publication) -> None:
    publication.write("news/a.md", "---\ntitle: First\ntitle: Last\ndate: 2026-11-20\n---\nHello.\n")
    assert [error.field for error in publication.build().rejected] == ["title"]
    (publication.root / "_config.yml").write_text("title: x\n")
    report = publication.build()
    assert [str(notice) for notice in report.warnings] == [
        "content/news/a.md: line 3: title: found this key twice, expected it once; this one counts"
    ]
    assert (report.rejected, publication.titles("news")) == ([], ["Last"])


def test_settings_count_again_when_they_change(publication: Publication) -> None:
    settings = publication.root / "_config.yml"
    settings.write_text("defaults: [{scope: {path: content/news}, values: {published: false}}]\n")
    publication.article()
    publication.article("sport/match.md", title="A match")
    publication.build()
    assert publication.titles("") == ["A match"]
    settings.write_text("defaults: [{scope: {path: content/sport}, values: {published: false}}]\n")
    publication.build()
    assert publication.titles("") == ["A story"]


# --- one tag at a time ---

PAGE = Page("news/story.md", "A story", "https://example.org/blog/", {"b.md": "https://example.org/b/"}.get)


@pytest.mark.parametrize(
    ("system", "written", "read"),
    [
        ("jekyll", "{{ '/a b/' | relative_url }}", "/blog/a b/"),
        ("jekyll", "{{ 'a' | absolute_url }}", "https://example.org/blog/a"),
        ("jekyll", "{{ '/a' | prepend: site.baseurl | append: '#b' }}", "/blog/a#b"),
        ("jekyll", "{{ site.url }}{{ site.baseurl }}/a", "https://example.org/blog/a"),
        ("jekyll", "{{ page.title | upcase }}", "A story"),
        ("jekyll", "{{ site.data.x.y }}{{ content }}", ""),
        ("jekyll", "{{ '|' }}", "|"),
        ("jekyll", "{%- assign a = 'x' -%}{{a}}{{ b }}", "x"),
        ("jekyll", "{% if a == 1 %}yes{% else %}no{% endif %}", "yesno"),
        ("jekyll", "{% for a in b %}{{ a }}{% endfor %}.", "."),
        ("jekyll", "{% assign l = 'a,b' | split: ',' %}{% for a in l %}{{ a }}.{% endfor %}", "a.b."),
        ("jekyll", "{% capture a %}x{% endcapture %}y{{ a }}", "yx"),
        ("jekyll", "{% assign l = 'a' | split: '' %}{% for a in l %}{% include x.html %}{% endfor %}.", "."),
        ("jekyll", "{% raw %}{% for %}{{ a }}{% endraw %}", "{% for %}{{ a }}"),
        ("jekyll", "{% raw %}never ended {{ a }}", "never ended "),
        ("jekyll", "{% comment %}a{% raw %}b{% endraw %}{% endcomment %}c", "c"),
        ("jekyll", "{% include x.html a='%}", ""),
        ("jekyll", "{% post_url b.md %}", "https://example.org/b/"),
        ("jekyll", "{% link c.md %}", ""),
        ("jekyll", "50% {of} it }} and {{", "50% {of} it }} and {{"),
        ("jekyll", "a\n{: .b}\n`{: .c}`", "a\n\n`{: .c}`"),
        ("hugo", "{{< a >}}x{{< b >}}y{{< /b >}}z{{< /a >}}", "xyz"),
        ("hugo", "{{< a >}}never ended", "never ended"),
        ("hugo", "ended {{< /a >}}never begun", "ended never begun"),
        ("hugo", "{{% a %}}**x**{{% /a %}}", "**x**"),
        ("hugo", "{{< ref b.md >}}", "https://example.org/b/"),
        ("hugo", '{{< relref path="b.md#c" lang="es" >}}', "https://example.org/b/#c"),
        ("hugo", '{{< a "}}" `>}}` >}}.', "."),
        ("hugo", "{{</* a */>}} {{%/* b */%}}", "{{< a >}} {{% b %}}"),
        ("hugo", "{{ not a shortcode }}", "{{ not a shortcode }}"),
        ("hugo", "{{< tweet 12 >}}", '<a href="https://x.com/i/web/status/12">x.com</a>'),
        ("hugo", "# A title {#an-id .b}", "# A title"),
        ("hugo", '> A\n{.b cite="https://example.org/" c="d"}\n\nE', "> A\n\nE"),
        ("zola", "{% a() %}x{% end %}", "x"),
        ("zola", "{{ a(b=[1, 2]) }}.", "."),
        ("zola", "{%/* a() */%}", "{% a() %}"),
        ("zola", "{{ not_a_call }}", "{{ not_a_call }}"),
        ("docusaurus", "a <B c={() => {d}}>e</B> {f} \\{g\\}", "a e  {g}"),
        ("docusaurus", "{'it is'} `{code}`", "it is `{code}`"),
        ("docusaurus", "a\n\n{/* truncate */}\n\nb", "a\n\n<!--more-->\n\nb"),
        ("nikola", "{{% vimeo 1 %}}", '<a href="https://vimeo.com/1">Vimeo</a>'),
        ("pelican", "[a]({filename}b.md#c) [d](|static|/e.png)", "[a](https://example.org/b/#c) [d](/e.png)"),
    ],
)  # fmt: skip
def test_what_becomes_of_a_tag(system: str, written: str, read: str) -> None:
    # A brace that the author has protected is no tag's, up to the end.
    assert systems.plain(written, PAGE, (system,)).replace(BRACE, "{") == read


@pytest.mark.parametrize("opening", ["{{ a ", "{{< a ", "{% raw %}", '{{ a("'])
def test_a_text_of_nothing_but_tags_is_refused(opening: str) -> None:
    with pytest.raises(ArticleError) as caught:
        systems.plain(opening * 100_000, PAGE, ("jekyll", "hugo", "zola"))
    assert "expected an article with at most 5,000" in str(caught.value)


def test_an_article_about_templates_stays_as_it_is() -> None:
    text = "In Jekyll, write `{% include x %}`; in Hugo:\n\n```\n{{< figure >}}\n```\nand {{ this }}.\n"
    assert systems.plain(text, PAGE, ()) == text


# --- reStructuredText ---


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (".. include:: /etc/hostname", ""),
        (".. raw:: html\n   :file: /etc/hostname", ""),
        (".. raw:: html\n   :url: https://example.org/", ""),
        (".. csv-table:: A\n   :file: /etc/hostname", ""),
        (".. raw:: html\n\n   <b>x</b>", "<b>x</b>"),
        ("|now|\n\n.. |now| date::", "<p><span></span></p>"),
        (".. foo:bar:: baz\n   :a: b\n\n   *x*", "<p><em>x</em></p>"),
        (".. foo::\n\n   .. foo:: bar\n\n      x", "<p>x</p>"),
        (".. code-block:: c++\n   :caption: a & b.c\n   :linenos:\n\n   a < b",
         "<figure><figcaption>a &amp; b.c</figcaption>"
         '<pre><code class="language-c++">a &lt; b</code></pre></figure>'),
        (".. code::\n\n   a", "<pre><code>a</code></pre>"),
        (".. deprecated:: 3\n   Use x.", "<p><strong>Deprecated since version 3</strong></p><p>Use x.</p>"),
        (".. seealso:: More.", "<blockquote><p><strong>See also</strong></p><p>More.</p></blockquote>"),
        (":doc:`the guide <a/b>` :py:meth:`~a.b.c` :ref:`x`", "<p>the guide <code>c</code> x</p>"),
        ("A_ |b| `c", "<p>A_ |b| `c</p>"),
        (".. thumbnail:: a.jpg\n   :alt: A\n\n   Caption",
         '<figure><img alt="A" src="a.jpg" /><figcaption><p>Caption</p></figcaption></figure>'),
        ("a\n\n.. TEASER_END\n\nb", "<p>a</p><!--more--><p>b</p>"),
    ],
)  # fmt: skip
def test_what_becomes_of_restructured_text(written: str, read: str) -> None:
    pytest.importorskip("docutils")
    html = by_suffix()[".rst"].read(written, "a.rst").html
    assert html.replace("\n", "") == read


def test_names_that_a_text_uses_are_not_known_to_the_next(publication: Publication) -> None:
    docutils = pytest.importorskip("docutils.parsers.rst.directives")
    before = dict(docutils._directives)
    by_suffix()[".rst"].read(".. code:: python\n\n   x\n\n.. foo:: bar\n", "a.rst")
    assert docutils._directives == before


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("A title\n=======", "A title"),
        ("=======\nA title\n=======", "A title"),
        (
            "..\n   A comment\n\n.. _here:\n\n*A* ``title`` of `x <y>`_\n----------------------",
            "A title of x",
        ),
        (":date: 2026-11-20\n\nA: title\\*\n=========", "A: title*"),
    ],
)
def test_titles_of_restructured_text(publication: Publication, written: str, title: str) -> None:
    pytest.importorskip("docutils")
    publication.write("news/2026-11-20-a.rst", f"{written}\n\nText.\n\nMore\n----\n\nText.\n")
    assert publication.build().rejected == []
    [item] = publication.json()["items"]
    assert (item["title"], item["content_html"]) == (title, "<p>Text.</p>\n\n<h2>More</h2>\n<p>Text.</p>")


@slow
def test_a_text_over_which_docutils_fails_is_rejected(publication: Publication) -> None:
    pytest.importorskip("docutils")
    nested = "".join(f"{'  ' * depth}- a\n\n" for depth in range(2_000))
    publication.write("news/a.rst", f"A\n=\n\n:date: 2026-11-20\n\n{nested}")
    [error] = publication.build().rejected
    found = "text over which docutils fails (RecursionError)"
    assert str(error) == f"content/news/a.rst: body: found {found}, expected reStructuredText"


# --- links, dividers, languages ---


def html(publication: Publication, title: str) -> str:
    [found] = [item["content_html"] for item in publication.json()["items"] if item["title"] == title]
    return str(found)


def test_a_link_follows_the_article_that_it_leads_to(publication: Publication) -> None:
    publication.article("news/a.md", "[b](../sport/b.md?x#y)", title="A")
    publication.article("sport/b.md", title="B", slug="first")
    publication.build()
    assert 'href="https://example.org/sport/first/?x#y"' in html(publication, "A")
    publication.article("sport/b.md", title="B", slug="second")
    report = publication.build()
    assert "https://example.org/sport/second/" in html(publication, "A")
    assert report.warnings == []
    (publication.content / "sport/b.md").unlink()
    [notice] = publication.build().warnings
    assert str(notice) == "content/news/a.md: body: the link to ../sport/b.md?x#y leads to no article"


@pytest.mark.parametrize(
    "link", ["../../../etc/passwd.md", "%2e%2e/%2e%2e/x.md", "a%00.md", "/x/../../y.md", "_b.md"]
)
def test_a_link_out_of_content_leads_to_no_file(publication: Publication, link: str) -> None:
    (publication.root / "x.md").write_text("---\ntitle: X\ndate: 2020-01-01\nslug: leaked\n---\n")
    publication.article("news/a.md", f"[x]({link})")
    report = publication.build()
    assert not report.rejected
    assert [notice.message for notice in report.warnings] == [f"body: the link to {link} leads to no article"]
    assert "leaked" not in html(publication, "A story")


@pytest.mark.parametrize("divider", ["<!--more-->", "<!-- more -->", "<!-- truncate -->", "<!--Excerpt-->"])
def test_a_divider_ends_the_summary(publication: Publication, divider: str) -> None:
    publication.article(body=f"One *long* lead.\n\n- Two\n\n{divider}\n\nThree.")
    publication.build()
    [item] = publication.json()["items"]
    assert item["summary"] == "One long lead. Two"
    assert "Three." in item["content_html"]


def test_a_divider_in_code_is_none(publication: Publication) -> None:
    publication.article(body="One.\n\n`<!--more-->` is how.\n")
    publication.build()
    assert publication.json()["items"][0]["summary"] == "One. <!--more--> is how."


def test_feeds_and_pages_in_several_languages_lead_to_each_other(publication: Publication) -> None:
    publication.configure(f"{CONFIG}languages: [en, es, pt-BR]\n")
    publication.article("news/storm.md", title="Storm")
    publication.build()
    assert "hreflang" not in publication.bytes("news/atom.xml").decode()
    publication.article("news/storm.es.md", title="Tormenta")
    publication.article("news/storm.pt-br.md", title="Tempestade")
    publication.build()
    for section, other, language in (
        ("news", "es/news", "es"),
        ("pt-br/news", "news", "en"),
        ("", "es", "es"),
    ):
        there = f"https://feeds.example.org/{other}/"
        feeds = {"atom.xml": publication.atom(section), "rss.xml": publication.rss(section)}
        for name, feed in feeds.items():
            links = {(link.get("hreflang"), link.href) for link in feed.feed.links}
            assert (language, there + name) in links
            assert not feed.bozo
            assert feed.feed.link.startswith("https://example.org/")
        page = publication.bytes(f"{section}/index.html".lstrip("/")).decode()
        assert f'<link rel="alternate" hreflang="{language}"' in page
    assert publication.titles() == ["Storm"]
    assert (publication.titles("es"), publication.json("es")["language"]) == (["Tormenta"], "es")
    assert publication.json("pt-br/news")["language"] == "pt-BR"
    assert publication.json("es")["title"] == "The Test Post (es)"
    assert feedwright.check(publication.config, now=NOW) == []
    (publication.content / "news/storm.es.md").unlink()
    publication.build()
    assert publication.titles("es") == []


def test_without_languages_a_dot_in_a_name_is_a_dot(publication: Publication) -> None:
    publication.article("news/storm.es.md")
    publication.build()
    assert publication.titles("news") == ["A story"]


# --- what lies beside the articles ---


def test_a_broken_file_of_authors_is_a_warning(publication: Publication) -> None:
    data = publication.root / "_data"
    data.mkdir()
    (data / "authors.yml").write_text("ann: {name: Ann\n")
    publication.article()
    [notice] = publication.build().warnings
    assert str(notice).startswith("_data/authors.yml")


def test_new_words_about_an_author_reach_the_feeds(publication: Publication) -> None:
    data = publication.root / "data" / "authors"
    data.mkdir(parents=True)
    (data / "ann.json").write_text('{"name": "Ann Lee"}')
    publication.article(author="ann")
    publication.build()
    assert publication.json()["items"][0]["authors"] == [{"name": "Ann Lee"}]
    (data / "ann.json").write_text('{"name": "Ann Lee-Chen"}')
    publication.build()
    assert publication.json()["items"][0]["authors"] == [{"name": "Ann Lee-Chen"}]
