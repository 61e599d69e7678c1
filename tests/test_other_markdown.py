"""What other generators read otherwise than CommonMark and YAML do, in their own trees."""

from __future__ import annotations

import pytest

from conftest import CONFIG, Publication
from feedwright.sources.dialects import mdx
from feedwright.sources.markup import html_blocks, kramdown


def read(publication: Publication, settings: str, text: str, name: str = "news/2026-11-20-a.md") -> str:
    """The HTML of an article in the tree of the generator that has these settings."""
    (publication.root / settings).write_text("")
    publication.write(name, text)
    assert publication.build().rejected == []
    return str(publication.json()["items"][0]["content_html"]).replace("\n", "")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<div>\n\n    <p>x</p>\n\n</div>\n*y*", "<div>    <p>x</p></div><p><em>y</em></p>"),
        ("<div>\n<div>\n\n*x*\n\n</div>\n</div>", "<div><div>*x*</div></div>"),
        ('<div markdown="1">\n*x*\n</div>', "<div><p><em>x</em></p></div>"),
        (
            '<div>\n<div markdown="1">\n*x*\n</div>\n\n*y*\n</div>',
            "<div><div><p><em>x</em></p></div>*y*</div>",
        ),
        ('<p markdown="1">\n*x*\n</p>', "<p><em>x</em></p>"),
        ("<hr>\n[A]: https://a.example/\n\n[A]", '<hr><p><a href="https://a.example/">A</a></p>'),
        ("<br>\n*x*", "<p><br><em>x</em></p>"),
        ("<pre>\na\n\nb\n</pre>", "<pre>ab</pre>"),
        ("<div>\nnever closed\n\n*x*", "<div>never closed<p><em>x</em></p></div>"),
        ("a\n\n<!-- more -->*x*", "<p>a</p><p><em>x</em></p>"),
        ("<!-- note -->*x*\n<!-- note --> y", "<p><em>x</em>y</p>"),
        ("<div>\n\n    <p>x</p>\n\n    </div>\n*y*", "<div>    <p>x</p>    </div><p><em>y</em></p>"),
        (
            '<div markdown="1">\n - <div markdown="1"><p markdown="1"><!-- a -->*x*</p>\n   *y*'
            "\n   </div>\n</div>",
            "<div><ul><li><div><p><em>x</em></p><p><em>y</em></p></div></li></ul></div>",
        ),
        (
            "[A][](not an address)\n\n[A]: https://a.example/",
            '<p><a href="https://a.example/">A</a>(not an address)</p>',
        ),
        (
            "重**点。**后**“引”**文 a**b** **c** d",
            "<p>重<strong>点。</strong>后<strong>“引”</strong>文 "
            "a<strong>b</strong> <strong>c</strong> d</p>",
        ),
        (
            "|a|\n|-|\n|`b|c` \\||",
            "<table><thead><tr><th>a</th></tr></thead>"
            "<tbody><tr><td><code>b|c</code> |</td></tr></tbody></table>",
        ),
        ("[A]\n\n[A]: https://a.example/ b c", '<p><a href="https://a.example/%20b%20c">A</a></p>'),
        (
            "`<div>`\n\n```\n<div>\n\n</div>\n```",
            "<p><code>&lt;div&gt;</code></p><pre><code>&lt;div&gt;&lt;/div&gt;</code></pre>",
        ),
    ],
)  # fmt: skip
def test_a_block_of_html_ends_with_its_end_tag(publication: Publication, written: str, shown: str) -> None:
    for settings in ("_config.yml", "pelicanconf.py"):
        assert read(publication, settings, f"---\ntitle: A\n---\n{written}\n") == shown


def test_empty_lines_of_preformatted_text_stay() -> None:
    assert html_blocks.plain("<pre>\na\n\n\nb\n</pre>\n") == "<pre>\na\n\n\nb\n</pre>\n"
    written = "<div>\n\n<pre>\na\n\n\nb\n</pre>\n</div>\n"
    assert html_blocks.plain(written).strip() == "<div>\n<pre>\na&#10;&#10;\nb\n</pre>\n</div>"


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("1) a\n\n    b\n", "1\\) a\n\n    b\n"),
        ("> - 12) a `3) b` (see 4) c)\n", "> - 12\\) a `3) b` (see 4) c)\n"),
        ("```\n1) a\n```\n", "```\n1) a\n```\n"),
    ],
)
def test_a_number_with_a_parenthesis_begins_no_list_of_kramdown(written: str, read_as: str) -> None:
    assert kramdown.without_lists(written) == read_as


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("a{::comment}b{:/comment}c", "ac"),
        ("a{::comment}b{:/}c", "ac"),
        ('a{::comment text="b" /}c', "ac"),
        ("a{::comment}b", "a{::comment}b"),
    ],
)
def test_comments_of_kramdown(written: str, shown: str) -> None:
    assert kramdown.without_comments(written) == shown


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("1. a\n\n   ```\nb\n  c\n   ```\n", "1. a\n\n   ```\n   b\n   c\n   ```\n"),
        (
            "* a\n    ~~~sh\n    b\n\n     c\nd\n    ~~~\n",
            "* a\n    ~~~sh\n    b\n\n     c\n    d\n    ~~~\n",
        ),
        ("* a\n  ```\nb\n\nc\n  ```\n", "* a\n  ```\nb\n\nc\n  ```\n"),
        ("a\n\n    ```\nb\n    ```\n", "a\n\n    ```\nb\n    ```\n"),
    ],
)
def test_code_in_a_list_of_kramdown_may_stand_at_the_margin(written: str, read_as: str) -> None:
    assert kramdown.with_fences(written) == read_as


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("2026-11-18 10:00:00", "10:00"),
        ("2026-11-18T10:00:00", "10:00"),
        ("'2026-11-18 10:00:00'", "15:00"),
        ("2026-11-18 10:00", "15:00"),
        ("2026-11-18", "05:00"),
        ("2026-11-18 10:00:00 -0700", "17:00"),
    ],
)
def test_a_time_of_yaml_in_a_jekyll_tree_is_in_utc(publication: Publication, date: str, moment: str) -> None:
    """As Jekyll 4.3.1 itself has it."""
    publication.configure(CONFIG.replace("site:", "site:\n  timezone: America/New_York"))
    read(publication, "_config.yml", f"---\ntitle: A\ndate: {date}\n---\nText.\n")
    assert publication.json()["items"][0]["date_published"] == f"2026-11-18T{moment}:00Z"


def test_keys_may_be_written_with_capitals_where_the_generator_ignores_them(publication: Publication) -> None:
    text = "---\nTitle: A\nDate: 2026-11-18\nModified: 2026-11-19\nTags: [x]\n---\nText.\n"
    read(publication, "pelicanconf.py", text, "news/a.md")
    item = publication.json()["items"][0]
    assert (item["title"], item["tags"]) == ("A", ["News", "x"])
    assert (item["date_published"][:10], item["date_modified"][:10]) == ("2026-11-18", "2026-11-19")


def test_all_of_a_page_is_the_article_in_a_generators_tree(publication: Publication) -> None:
    body = "<p>You can download it here:</p><blockquote><a href='https://a.example/'>a</a></blockquote>"
    publication.write("news/a.meta", ".. title: A\n.. date: 2026-11-18\n")
    shown = read(publication, "conf.py", f"<html><body>{body}</body></html>", "news/a.html")
    assert shown == body.replace("'", '"')


def test_a_pelican_page_says_its_date_in_its_head(publication: Publication) -> None:
    head = '<title>A</title><meta name="date" content="2026-11-18 10:00"><meta name="tags" content="x, y">'
    page = f"<html><head>{head}</head><body>Short.</body></html>"
    assert read(publication, "pelicanconf.py", page, "news/a.html") == "Short."
    assert publication.json()["items"][0]["date_published"].startswith("2026-11-18T10:00")


def test_a_heading_below_a_header_of_nikola_is_no_header(publication: Publication) -> None:
    pytest.importorskip("docutils")
    text = ".. title: A\n.. date: 2026-11-18\n.. type: rest\n\n===\nThe A\n===\n\nText.\n"
    assert "Text." in read(publication, "conf.py", text, "news/a.rst")
    assert publication.titles() == ["A"]


@pytest.mark.parametrize(
    "options", [":author: Ann Lee\n:tags: sea, ports", "---\nauthor: Ann Lee\ntags: sea, ports\n---"]
)
def test_a_post_of_ablog_in_markdown(publication: Publication, options: str) -> None:
    text = f"# A\n\n```{{post}} Nov 18, 2026\n{options}\n```\n\nText.\n"
    assert read(publication, "conf.py", text, "news/a.md") == "<p>Text.</p>"
    item = publication.json()["items"][0]
    assert (item["title"], item["date_published"][:10], item["tags"]) == (
        "A",
        "2026-11-18",
        ["News", "sea", "ports"],
    )
    assert item["authors"] == [{"name": "Ann Lee"}]
    read(publication, "conf.py", "```{post}\n```\n# B\n\nText.\n", "news/b.md")
    assert publication.titles() == ["A"]


def test_links_without_an_address_are_words_behind_letters_too(publication: Publication) -> None:
    """In scripts without blanks between words; elsewhere, if their name has several words."""
    text = "脆弱性の[責任][topic x]と。1P1C[中継][topic package]と。In code, a[0][1]."
    shown = read(publication, "_config.yml", f"---\ntitle: A\n---\n{text}\n")
    assert shown == "<p>脆弱性の責任と。1P1C中継と。In code, a[0][1].</p>"


def test_templates_show_keys_of_the_front_matter(publication: Publication) -> None:
    (publication.root / "_includes").mkdir()
    loop = "{% for one in page.signed %}{{ one.name }} {% endfor %}"
    (publication.root / "_includes/by.html").write_text(loop)
    keys = "title: A\nhero: quay.png\nsigned:\n- {name: Ann Lee}\n- {name: Bo Chen}"
    text = f"---\n{keys}\n---\n{{{{ page.hero }}}}, by {{% include by.html %}}\n"
    assert read(publication, "_config.yml", text) == "<p>quay.png, by Ann Lee Bo Chen</p>"


def test_an_entry_follows_the_data_that_it_shows(publication: Publication) -> None:
    (publication.root / "_data").mkdir()
    (publication.root / "_data/tide.yml").write_text("{high: 4 m, secret: [}\n")
    text = "---\ntitle: A\n---\nHigh: {{ site.data.tide.high }}{{ site.data['../config'].site }}.\n"
    assert read(publication, "_config.yml", text) == "<p>High: .</p>"
    (publication.root / "_data/tide.yml").write_text("high: 5 m\n")
    publication.build()
    assert publication.json()["items"][0]["content_html"] == "<p>High: 5 m.</p>"


MDX = """
<callout-success>
\tA **small** example
\tand [a link](https://quay.example/).

\t- one

\t  <div>in one</div>
</callout-success>

<Tabs>
    <TabItem
      value="a"
      label="A"
    >
        Text *here*.

        ```js
        const a = () => {
            b
        }
        ```
    </TabItem>
</Tabs>

<div className="x">**Bold** in a line</div>

import boats of the quay

export const X = () => (
  <div>
    hi
  </div>
)

<pre>
    kept
</pre>
"""


def test_what_stands_in_elements_of_mdx_is_markdown_and_no_code() -> None:
    assert mdx.read(MDX, "a.mdx").html == (
        "<callout-success>\n<p>A <strong>small</strong> example\n"
        'and <a href="https://quay.example/">a link</a>.</p>\n'
        "<ul>\n<li>\n<p>one</p>\n<div>in one</div>\n</li>\n</ul>\n</callout-success>\n"
        "<p><strong>A</strong></p>\n<p>Text <em>here</em>.</p>\n"
        '<pre><code class="language-js">const a = () =&gt; {\n    b\n}\n</code></pre>\n'
        '<div className="x"><strong>Bold</strong> in a line</div>\n'
        "<p>import boats of the quay</p>\n<pre>\n    kept\n</pre>\n"
    )
