"""What articles have besides plain HTML and reaches readers: boxes, formulas, footnotes, late pictures."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

import feedwright
from conftest import Publication
from feedwright.resolve.direction import with_direction
from feedwright.resolve.markup import Cleaner
from feedwright.sources import systems
from feedwright.sources.dialects import markdown
from feedwright.sources.markup import blocks, embeds, leftovers, mdx, obsidian, wikilinks, wordpress
from feedwright.sources.markup.page import BRACE, Page

PAGE = Page("news/a.md", "A", "https://example.org/", {"b": "https://example.org/b/"}.get)


def clean(markup: str, prefix: str = "") -> str:
    """The HTML that readers get of it; URLs as they are."""
    return Cleaner().clean(markup, lambda tag, written: written, prefix)


@pytest.mark.parametrize(
    ("markup", "cleaned"),
    [
        ('<li><input type="checkbox" checked disabled> Done</li>', "<li>☑ Done</li>"),
        ("<li><input disabled type=checkbox />Open</li>", "<li>☐ Open</li>"),
        ('<p>Your <input type="text" name="name"> name</p>', "<p>Your  name</p>"),
        (
            '<pre><code class="hl language-c++ x">a</code></pre>',
            '<pre><code class="language-c++">a</code></pre>',
        ),
        ('<code class="wide">a</code>', "<code>a</code>"),
        (
            '<ol reversed start="9"><li value="7">a</li></ol>',
            '<ol reversed="" start="9"><li value="7">a</li></ol>',
        ),
        ('<p id="top" class="lead">a</p>', "<p>a</p>"),
    ],
)
def test_boxes_code_and_lists(markup: str, cleaned: str) -> None:
    assert clean(markup) == cleaned


@pytest.mark.parametrize(
    ("markup", "cleaned"),
    [
        # Scripts load them late; readers run none.
        (
            '<img src="data:image/gif;base64,R0" data-src="/quay.jpg" alt="Q">',
            '<img src="/quay.jpg" alt="Q">',
        ),
        ('<img src="/blank.gif" data-lazy-src="/quay.jpg">', '<img src="/quay.jpg">'),
        ('<img data-original="/quay.jpg" width="40">', '<img src="/quay.jpg" width="40">'),
        ('<img src="/quay.jpg" data-src="/other.jpg">', '<img src="/quay.jpg">'),
        ('<img data-srcset="/a.jpg 1x, /b.jpg 2x">', '<img src="/a.jpg" srcset="/a.jpg 1x, /b.jpg 2x">'),
        ('<img src="/spacer.png"><noscript><img src="/quay.jpg"></noscript>', '<img src="/quay.jpg">'),
        ('<img data-src="/quay.jpg"><noscript><img src="/quay.jpg"></noscript>', '<img src="/quay.jpg">'),
        ('<p>a<noscript><img src="/quay.jpg"></noscript></p>', '<p>a<img src="/quay.jpg"></p>'),
        ("<p>a<noscript>Turn scripts on</noscript></p>", "<p>a</p>"),
        ('<p>a<noscript><a href="/film">Film</a></noscript></p>', '<p>a<a href="/film">Film</a></p>'),
        ('<p>a<noscript>Enable JavaScript for <a href="/c">these</a></noscript></p>', "<p>a</p>"),
        ('<p>a<img alt="nothing to see"></p>', "<p>a</p>"),
        ('<p>a<img src="data:image/png;base64,R0" alt="B & C"></p>', "<p>aB &amp; C</p>"),
        # Pictures that are only called so
        ('<img src="/loading-dock.jpg">', '<img src="/loading-dock.jpg">'),
        ('<img src="/pixel-art.png" alt="Art">', '<img src="/pixel-art.png" alt="Art">'),
    ],
)
def test_pictures_that_wait_for_a_script(markup: str, cleaned: str) -> None:
    assert clean(markup) == cleaned


def test_pictures_that_are_written_into_the_text_are_said(publication: Publication) -> None:
    picture = f"data:image/png;base64,{'iVBORw0KGgoAAAANSUhEUgAA' * 20}"
    pixel = "data:image/gif;base64,R0lGODlhAQABAAAAACw="
    late = f'<img src="{picture}" data-src="https://example.org/quay.jpg">'
    publication.article(body=f'![Chart]({picture}) <img src="{pixel}"> {late}')
    [notice] = publication.build().warnings
    said = "body: 1 picture written into the text (data:) left out; save it beside the article"
    assert str(notice) == f"content/news/story.md: {said}"
    assert "data:" not in publication.json("news")["items"][0]["content_html"]


@pytest.mark.parametrize(
    ("markup", "cleaned"),
    [
        (
            '<math display="block"><mfrac><mn>1</mn><mi>x</mi></mfrac></math>',
            '<math display="block"><mfrac><mn>1</mn><mi>x</mi></mfrac></math>',
        ),
        (
            '<span class="katex"><span class="katex-mathml"><math><semantics><mi>x</mi>'
            '<annotation encoding="application/x-tex">x</annotation></semantics></math></span>'
            '<span class="katex-html" aria-hidden="true"><span class="base"><span>x</span></span></span>'
            "</span> end",
            "<span><span><math><semantics><mi>x</mi></semantics></math></span></span> end",
        ),
        ('<script type="math/tex">a < b</script>', r"\(a &lt; b\)"),
        ('<script type="math/tex; mode=display">x^2</script>', r"\[x^2\]"),
        (
            '<p><span class="MathJax_Preview">x</span><span class="MathJax"><nobr>x</nobr></span>a</p>',
            "<p>a</p>",
        ),
    ],
)
def test_formulas_in_html(markup: str, cleaned: str) -> None:
    assert clean(markup) == cleaned


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("$a_1 * b * c_2$", "<p>$a_1 * b * c_2$</p>\n"),
        ("Then $$x_1 *y* z$$ ends.", "<p>Then $$x_1 *y* z$$ ends.</p>\n"),
        (r"\(a_1 + *b*\) and \\(c\\)", r"<p>\(a_1 + *b*\) and \(c\)</p>" + "\n"),
        ("\\[\nx^2\n\\]", "<p>\\[\nx^2\n\\]</p>\n"),
        # Prices, escapes, code
        ("From $5 **million** to $7", "<p>From $5 <strong>million</strong> to $7</p>\n"),
        (r"\[not a link\]", "<p>[not a link]</p>\n"),
        ("$`x_1 + *y*`$ and `$` and `x`$5", "<p>$x_1 + *y*$ and <code>$</code> and <code>x</code>$5</p>\n"),
        ("```math\nx_1\n\n\\frac{1}{2} < 3\n```", "<p>$$\nx_1\n\n\\frac{1}{2} &lt; 3\n$$</p>\n"),
        ("````\n```math\nx\n```\n````", "<pre><code>```math\nx\n```\n</code></pre>\n"),
        (r"`\(x\)` and `$y_1$`", r"<p><code>\(x\)</code> and <code>$y_1$</code></p>" + "\n"),
        # What is no text, and what is a list
        (
            "The HTML is fine.\n\n*[HTML]: Hyper Text\n",
            '<p>The <abbr title="Hyper Text">HTML</abbr> is fine.</p>\n',
        ),
        (
            "a[^b]\n\n[^c]: C[^b]\n\nd[^c]\n\n[^b]: B\n\n    <div>e</div>\n\n[^f]: F",
            '<p>a<sup id="fnref-b"><a href="#b">1</a></sup></p>\n\n'
            '<p>d<sup id="fnref-c"><a href="#c">2</a></sup></p>\n<hr>\n<ol>\n'
            '<li id="b"><p>B</p>\n<div>e</div> <a href="#fnref-b">↩</a></li>\n'
            '<li id="c"><p>C<sup class="footnote-reference"><a href="#b">1</a></sup> '
            '<a href="#fnref-c">↩</a></p></li>\n'
            '<li id="f"><p>F</p></li>\n</ol>\n',
        ),
        ("Tide\n: The sea's rise.", "<dl>\n<dt>Tide</dt>\n<dd>The sea's rise.</dd>\n</dl>\n"),
    ],
)
def test_formulas_and_definitions_in_markdown(text: str, html: str) -> None:
    assert markdown.read(text, "a.md").html == html


def test_footnotes_lead_there_and_back_within_the_entry(publication: Publication) -> None:
    text = "A claim.[^n] Again.[^n]\n\n[^n]: The source."
    for name in ("a", "b"):
        publication.article(f"news/{name}.md", text, title=name)
    publication.build()
    contents = [item["content_html"] for item in publication.json("news")["items"]]
    for content in contents:
        prefix = content.partition('href="#')[2].partition("n")[0]
        assert content.count(f'<a href="#{prefix}n">1</a>') == 2
        assert content.count(f'id="{prefix}n"') == content.count(f'id="{prefix}fnref-n"') == 1
        assert f'The source. <a href="#{prefix}fnref-n">↩</a>' in content
    # Two entries on one screen have different ids.
    assert contents[0] != contents[1]
    assert feedwright.check(publication.config, now=publication.now) == []


def test_only_places_that_are_led_to_keep_their_ids() -> None:
    markup = '<a href="#note">1</a><p id="note">a</p><p id="other">b</p><a href="#gone">c</a>'
    assert clean(markup, "e1-") == (
        '<a href="#e1-note">1</a><p id="e1-note">a</p><p>b</p><a href="#gone">c</a>'
    )


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("> [!NOTE]\n> Mind the tide.", "> **Note**\n>\n> Mind the tide."),
        ("> [!warning]- The tide\n> Mind it.", "> **The tide**\n>\n> Mind it."),
        (
            '!!! note "The tide"\n    Mind it.\n\n    Always.\n\nThen.',
            "\n> **The tide**\n>\n> Mind it.\n>\n> Always.\n>\n\nThen.",
        ),
        ("??? tip\n\tMind it.", "\n> **Tip**\n>\n> Mind it.\n"),
        ('!!! note ""\n    Mind it.', "\n> Mind it.\n"),
        ("```\n!!! note\n> [!NOTE]\n```\nWait!!!", "```\n!!! note\n> [!NOTE]\n```\nWait!!!"),
    ],
)  # fmt: skip
def test_callouts(text: str, plain: str) -> None:
    assert blocks.SIGN.search(text)
    assert blocks.plain(text) == plain


def test_braces_of_tex_are_no_expressions_of_mdx() -> None:
    assert mdx.plain(r"So $\mathbf{x}_{i}$ is {props.x}, $$\frac{1}{2}$$.") == (
        r"So $\mathbf{x}_{i}$ is , $$\frac{1}{2}$$."
    )


def test_what_docusaurus_evaluates_is_no_code_and_tabs_keep_their_names() -> None:
    fence = "```mdx-code-block\nimport X from 'x';\n\n<X>\n```\n\nHello.\n\n```mdx-code-block\n</X>\n```\n"
    assert mdx.plain(fence).split() == ["Hello."]
    tabs = '<Tabs>\n<TabItem value="a" label="Yarn">\n\nText.\n\n</TabItem>\n</Tabs>\n'
    assert mdx.plain(tabs).split() == ["**Yarn**", "Text."]
    assert mdx.plain('A <Tip title="x">word</Tip>.') == "A word."


@pytest.mark.parametrize(
    ("name", "arguments", "inner", "shown"),
    [
        ("alert", {"title": "Mind"}, "\nThe tide.\n", "\n\n**Mind**\n\nThe tide.\n\n"),
        ("tab", {"0": "macOS"}, "Mac", "\n\n**macOS**\n\nMac\n\n"),
        ("abbr", {"title": "Hyper Text"}, "HTML", "HTML"),
        ("button", {"href": "/x y"}, "Go", "[Go](</x y>)"),
        ("mermaid", {}, "graph TD", "\n```mermaid\ngraph TD\n```\n"),
        ("callout", {"type": "info"}, "\nText.\n", "\nText.\n"),
        (
            "picture",
            {"0": "default", "1": "/a.jpg", "2": "--alt", "3": "A quay"},
            "",
            '\n\n<figure><img src="/a.jpg" alt="A quay"></figure>\n\n',
        ),
    ],
)
def test_templates_around_text(name: str, arguments: dict[str, str], inner: str, shown: str) -> None:
    assert embeds.render(name, arguments, inner, PAGE) == shown


def test_texts_that_are_no_templates() -> None:
    text = "Use {{ page.title }} and {% raw %}."
    for system, keys in (
        ("jekyll", {"render_with_liquid": False}),
        ("eleventy", {"templateEngineOverride": "md"}),
        ("eleventy", {"templateEngineOverride": False}),
    ):
        page = replace(PAGE, keys=keys)
        assert leftovers.plain(systems.plain(text, page, (system,)), page).replace(BRACE, "{") == text
    page = replace(PAGE, keys={"templateEngineOverride": "njk,md"})
    assert systems.plain(text, page, ("eleventy",)) == "Use A and ."


def test_what_only_obsidian_can_find_is_counted() -> None:
    page = replace(PAGE, left_out=[])
    text = "A\n```dataview\nLIST\n```\n```js\nx\n```\n"
    assert obsidian.without_queries(text, page) == "A\n\n```js\nx\n```\n"
    assert [one.kind for one in page.left_out] == ["block of Obsidian"]


def test_attributes_of_components_may_have_texts_between_backticks() -> None:
    component = '<Settings\n  a={{\n    name: "x",\n    value: `{\n      "b": {{ c }}\n  }`,\n  }}\n/>'
    assert mdx.plain(f"Above.\n\n{component}\n\nBelow, `a={{b}}`.") == "Above.\n\n\n\nBelow, `a={b}`."
    assert mdx.plain('<img\n  alt="a"\n  srcSet={`${b} 2x`}\n/>') == '<img alt="a" srcSet="" />'
    assert mdx.plain(f"```jsx\n{component}\n```\n") == f"```jsx\n{component}\n```\n"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("[[toc]] a [[_TOC_]]", " a "),
        ("See [[b]].", "See [b](<https://example.org/b/>)."),
        ("See [[b#Part|the other]].", "See [the other](<https://example.org/b/>)."),
        ("See [[Nowhere]] and [[Nowhere|there]].", "See Nowhere and there."),
        ("![[quay.png]] ![[quay.png|300]]", "![](<quay.png>) ![](<quay.png>)"),
        ("![[quay.png|The quay]]", "![The quay](<quay.png>)"),
        ("- [[b|The other]]: more", "- [The other](<https://example.org/b/>): more"),
        ("See [[b]]: https://example.org/x", "See [b](<https://example.org/b/>): https://example.org/x"),
        ("[[b]]: https://example.org/x", "[[b]]: https://example.org/x"),
        ("![[b]]", "[b](<https://example.org/b/>)"),
        ("[[1]](https://example.org/) and [[2]][x]", "[[1]](https://example.org/) and [[2]][x]"),
    ],
)  # fmt: skip
def test_links_by_name(text: str, plain: str) -> None:
    assert wikilinks.plain(text, PAGE) == plain


def test_a_reference_in_brackets_is_no_link_by_name() -> None:
    page = Page(
        "a.md", "A", "https://example.org/", lambda name: None, body="[Bug #1]: https://example.org/1"
    )
    assert wikilinks.plain("[[Bug #1]] [[Bug #2]]", page) == "[[Bug #1]] Bug"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (
            '[caption id="a_7" width="300"]<img src="/p.jpg" alt="x"> The quay[/caption]',
            '<figure><img src="/p.jpg" alt="x"><figcaption>The quay</figcaption></figure>',
        ),
        ("[caption]![x](p.jpg) The quay[/caption]", "![x](p.jpg)\n\nThe quay"),
        (
            '[caption id="a" caption="The *old* quay"][\n![x](p.jpg)](q.jpg)[/caption]',
            "[\n![x](p.jpg)](q.jpg)\n\nThe *old* quay",
        ),
        (
            "[embed]https://example.org/?a=1&b=2[/embed]",
            '<a href="https://example.org/?a=1&amp;b=2">https://example.org/?a=1&amp;b=2</a>',
        ),
        ('[audio mp3="https://example.org/a.mp3"][/audio]', '<a href="https://example.org/a.mp3">https://example.org/a.mp3</a>'),
        ('Before [gallery ids="1,2"] after', "Before  after"),
        ("[1] [caption] is a word [video games]", "[1] [caption] is a word [video games]"),
        ('[vc_row type="full"][vc_column css=".a{margin: 0;}"]Two.[/vc_column][/vc_row]', "Two."),
        ("[et_pb_section bb_built]A[/et_pb_section] [vc] [su x]", "A [vc] [su x]"),
        (
            '\\[vc\\_row a\\_b="no"\\]\\[vc\\_column\\]Two\\[/vc\\_column\\] \\[video games\\]',
            "Two \\[video games\\]",
        ),
        (
            '\\[caption id="a\\_1" width="9"\\]![](/a.png) By *Bo*\\[/caption\\]',
            "![](/a.png)\n\nBy *Bo*",
        ),
    ],
)  # fmt: skip
def test_wordpress_shortcodes(text: str, plain: str) -> None:
    assert wordpress.plain(text) == plain


@pytest.mark.parametrize(
    ("content", "directed"),
    [
        ("<p>مرحبا iPhone 17 بالعالم.</p>", '<div dir="rtl"><p>مرحبا iPhone 17 بالعالم.</p></div>'),
        ("<p>שלום</p>", '<div dir="rtl"><p>שלום</p></div>'),
        ("<p>The word مرحبا means hello.</p>", "<p>The word مرحبا means hello.</p>"),
        ('<div dir="rtl"><p>שלום</p></div>', '<div dir="rtl"><p>שלום</p></div>'),
    ],
)
def test_text_from_right_to_left_says_so(content: str, directed: str) -> None:
    assert with_direction(content) == directed
