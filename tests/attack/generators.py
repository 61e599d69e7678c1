# ruff: noqa: E501
"""Texts of any length, each made to cost whoever reads it as much as it can."""

from __future__ import annotations

from collections.abc import Callable

Generator = Callable[[int], str]


def again(piece: str) -> Generator:
    """`piece` again and again."""
    return lambda size: piece * (size // len(piece) + 1)


def halves(first: str, second: str) -> Generator:
    """As many of the first as of the second behind them."""
    return lambda size: first * (size // 2 // len(first) + 1) + second * (size // 2 // len(second) + 1)


def counted(piece: str) -> Generator:
    """`piece` again and again, with another number (`#`) each time."""
    return lambda size: "".join(
        piece.replace("#", str(number)) for number in range(size // (len(piece) + 3) + 1)
    )


def nested(opening: str, closing: str, inside: str = "a") -> Generator:
    """Brackets in brackets, all closed."""

    def make(size: int) -> str:
        depth = size // (len(opening) + len(closing)) + 1
        return opening * depth + inside + closing * depth

    return make


_REPEATED = (
    # characters
    "&", "<", ">", '"', "'", "`", "[", "]", "(", ")", "{", "}", "*", "_", "~", "#", "|", "\\", "/", ":", ";", ",",
    ".", "-", "=", "+", "!", "?", "@", "$", "%", "^", " ", "\t", "\n", "a", "A", "0", "1", "é", "\u00a0", "\u200d",
    "\u0301", "\u2028", "\u202e", "字", "，", "“", "”", "’", "—", "…", "\ue000", "\ufeff", "한", "ﷺ",
    # Markdown
    "**", "__", "~~", "``", "*_", "*a ", "**a *b ", "_a_", "![", "](", "[](", "![](", "[a](", "[a]: b\n", "[a][",
    "[^1] ", "[^a]: b\n", "> ", ">", "- ", "* ", "1. ", "+ a\n", "# a\n", "a\n=\n", "a\n-\n", "|a", "|a|\n", "a|b\n-|-\n",
    "```\n", "~~~\n", "```a", "    a\n", "\\\n", "  \n", "<http://a", "http://a.b ", "www.a.b ", "a@b.c ", "$$", "- [ ] ",
    "-\n", "\n\n", "a\n\n", "\n \n", ": a\n", "a\n: b\n", "==", "||", "^a^", "~a~", "[[", "[[a]]", "***", "---\n", "***\n",
    "{#a}", "# a {#b}\n", "{: .a}\n", "> [!NOTE]\n", "<!-- more -->",
    # HTML
    "<a", "<a ", "<a>", "</a>", "<p>", "</p>", "<p>a", "<p ", "<b>", "<b><i>", "<b><p>", "<a><div>", "<b></i>", "<!", "<!--",
    "<!-- ", "-->", "<!-- -->", "<![CDATA[", "<?", "<?a?>", "<!DOCTYPE ", "<script>", "<script", "<style>", "<title>",
    "<textarea>", "<svg>", "<math>", "<svg><p>", "<math><mi>", "<table>", "<table><tr>", "<table><tr><td>", "<tr>", "<td>",
    "<select><option>", "<details>", "<ruby><rt>", "<ul><li>", "<li>", "<dl><dt>", "<div>", "<div ", "</div>", "<div></div>",
    "<h1>", "<h1>a</h1>", "<h1 ", "<br>", "<br", "<hr>", "<img>", "<img ", "<img src=a>", '<img src="', "<img srcset=a>",
    "<picture><source>", "<iframe>", "<iframe ", '<iframe src="', "<iframe src=a>", "<iframe src=//a.b>", "<iframe></iframe>",
    "<video><source src=a>", '<a href="', "<a href=a>", '<a href="//a">a</a>', "<body>", "<body ", "<html>", "<head>",
    "<form>", "<noscript>", "<template>", "<object>", "<frameset>", "<pre>", "<code>", "<blockquote>", "<font>", "<nobr>",
    "<button>", "<span class=a>", "<p style=a>", "<p a=b>", '<p class="a b c">a</p>', "<p>a</p>", "<figure><figcaption>",
    "&#", "&#x", "&#1", "&a", "&am", "&amp", "&amp;", "&lt;", "&#38;", "&#x26;", "&nbsp;", "&notit;", " a=", " a=b", " a='",
    '<p title="', "src=", 'src="', "srcset=", "javascript:", "data:,", "<time>", "<meta ", "<meta charset=", "<meta name=a content=b>",
    # templates, shortcodes, MDX, directives
    "{{", "{{ ", "}}", "{{}}", "{{ a }}", "{{<", "{{< a", "{{< a >}}", "{{% a %}}", "{{</ a >}}", "{%", "{% ", "%}", "{% a %}",
    "{% raw %}", "{% highlight a %}", "{% if a %}", "{% comment %}", "{{ a | b", "{{ 'a' | b }}", "{% include a", "{% link a %}",
    "{% post_url a %}", ":::", ":::a\n", ":::\n", "::::a\n", "{/*", "{/* a */}", "{'", "{a}", "import a\n", "import a from 'b'\n",
    "export a\n", "<A", "<A ", "<A>", "<A a={", "<A a={b} />", "<></>", "<A.B>", "{filename}", "{static}a", "@/a", "{{ youtube(",
    '{{ a(b="', "{{ a(b=c) }}", "{% a() %}", "{% end %}", "[caption ", "[caption]", "[gallery ids=1]", "[a b=c]", "wp:", "<!-- wp:a -->",
    # front matter
    "a: b\n", "a: ", "a:\n", "- a\n", "- - ", "? ", "? a\n", "a: [", "a: {", "{a: ", "[a, ", "&a ", "*a ", "!a ", "!!", "|\n", ">\n",
    "% ", "'a' ", '"a": ', '{"a":', '[{"a":', '["a",', '{"a":1,', "a = 1\n", "a = [", "a = {b = ", "a.b", "[a]\n", "[[a]]\n",
    "a.", '"""', "'''", "\\u0041", "a:b\n", "---\n", "+++\n", "...\n", "a: |\n  b\n", "1: 2\n", "null, ", "1e", "-1", "0x",
    # dates, words, page texts
    "1 ", "1/", "1/2/", "1:", "1.", "2020 ", "2020-", "12:30 ", "May ", "May/May ", "Monday ", "am ", "p.m. ", "h ", "+01:00 ",
    "de ", "1er ", "uhr ", "T", "Z", "today ", "ago ", "By ", "By Ann Lee\n", "By Ann Lee, ", "By A and B and ", "Ann Lee\n", "Ann Lee, ", "A\n",
    "a\n", "A. ", "a. ", "A B\n", "Ann", "A word. ", "Dr. ", "U.S. ", "a-", "a - ", "a | ", "a / ", "a > ", "a » ", "> a\n", "Home > ", "Photo: ",
    "Photo: A\n", "(Photo by A) ", "© ", "(c) ", "Share\n", "Read more\n", "Comments (1)\n", "1 comment\n", "Updated: ", "Published May 1, 2020\n",
    "May 1, 2020\n", "5 min read\n", "#a ", "#tag, ", "Tags: ", "Related: ", "Advertisement\n", "What? ", "A sentence stands here, and it is long enough.\n\n",
    "A sentence stands here.\n", "• ", "• a\n", "1) a\n", "“a” ", "a’s ", "a\u00a0", "\u00a0 ", "a\u00ad", "a\u0301", "ſ", "İ", "ß",
    # URLs, headers, logs
    "http://", "http://a/", "//", "/..", "../", "a/", "%", "%2", "%20", "?a=", "a.b.", "a, ", "a 1x, ", "a,", ", ", ",,", "a 1w,", " ,",
    "q=", "a;q=0.1,", "gzip,", "*,", '"a",', 'W/"a",', "W/", '"', "0-1,", "bytes=", "Mozilla/5.0 ", "compatible;", "a/1.0 ", "(a", "1 subscribers ",
    "\\x", "\\x41", "GET /", '"GET / HTTP/1.1" 200 1 ', "- ",
    # XML
    "<item>", "<item><title>a</title></item>", "<entry>", "<rss>", "<channel>", "<a:b>", "<a xmlns=", '<a xmlns:a="b">', "<description>",
    "<outline ", "<outline>", "<url><loc>a</loc></url>", "]]>", "<![CDATA[a]]>", "<guid>a</guid>", "<link>a</link>", "<category>a</category>",
    "<media:content>", "<content:encoded>", "<!ENTITY a 'b'>", "<!ELEMENT ", "<!DOCTYPE a [", "xmlns:a='b' ",
    # formulas, styles, components, lines of files
    "\\begin{align}a\\end{align}\n", "class=katex ", "class=lineno ", "font-weight:normal ", "<Tab title=a>", "1-,",
)  # fmt: skip

GENERATORS: dict[str, Generator] = {repr(piece)[1:-1]: again(piece) for piece in _REPEATED}
GENERATORS |= {
    "[*n ]*n": nested("[", "]"),
    "[*n ](a)*n": nested("[", "](a)"),
    "{*n }*n": nested("{", "}"),
    "(*n )*n": nested("(", ")"),
    '{"a":*n }*n': nested('{"a":', "}", "1"),
    '[{"a":*n }]*n': nested('[{"a":', "}]", "1"),
    "**a**n": nested("**a ", "**"),
    "*_n": nested("*a _b ", "_*"),
    "<b>*n </b>*n": nested("<b>", "</b>"),
    "<div>*n </div>*n": nested("<div>", "</div>"),
    "<a>*n </a>*n": nested("<a href=a>", "</a>"),
    "<span>*n </span>*n": nested("<span>", "</span>"),
    "<ul><li>*n": nested("<ul><li>", "</li></ul>"),
    "<blockquote>*n": nested("<blockquote><p>", "</blockquote>"),
    "<b>*n </i>*n": halves("<b>", "</i>"),
    "<b>*n <p>*n": halves("<b>", "<p>"),
    "<b>*n </b><p>*n": halves("<b>", "</b><p>"),
    "<a>*n <p></a>*n": halves("<a href=a>", "<p></a>"),
    "<p>*n </p>*n": halves("<p>", "</p>"),
    "`*n a`*n": halves("`", "a`"),
    "[*n >*n": halves("[", ">"),
    "[*n ^[]*n": halves("[", "^[]"),
    "{{*n }}*n": halves("{{", "}}"),
    "{%*n %}*n": halves("{% a", "%}"),
    '<a href="*n >*n': halves('<a href="', ">"),
    "<!--*n -->*n": halves("<!--", "-->"),
    "<*n >*n": halves("<", ">"),
    ":::a*n :::*n": halves(":::a\n", ":::\n"),
    "'*n \"*n": halves("'", '"'),
    "a*n b": lambda size: "a" * size + "b",
    "a *n b": lambda size: "a " * (size // 2) + "b",
    "quotes in quotes": lambda size: "> " * (size // 2) + "a",
    "lists in lists": lambda size: "".join("  " * depth + "- a\n" for depth in range(int(size**0.5))),
    "growing ticks": lambda size: " ".join("`" * length for length in range(1, int((2 * size) ** 0.5))),
    "growing fences": lambda size: "\n".join("`" * length for length in range(3, int((2 * size) ** 0.5))),
    "growing quotes": lambda size: "\n".join("> " * depth + "a" for depth in range(1, int(size**0.5))),
    "open attributes": lambda size: "<p " + "a=b " * (size // 4),
    "many attributes": lambda size: "<p " + counted("a#=b ")(size) + ">",
    "one long srcset": lambda size: '<img src="a" srcset="' + "a, " * (size // 3) + '">',
    "one long srcset of URLs": lambda size: (
        '<img src="a" srcset="' + "https://a.b/c 1x, " * (size // 18) + '">'
    ),
    "one long srcset of blanks": lambda size: '<img src="a" srcset="' + " " * size + 'a b c">',
    "one long srcset of commas": lambda size: '<img src="a" srcset="' + "," * size + '">',
    "one long href": lambda size: '<a href="' + "a/" * (size // 2) + '">a</a>',
    "one long href of ..": lambda size: '<a href="' + "../" * (size // 3) + '">a</a>',
    "one long title": lambda size: '<a title="' + "a&amp;" * (size // 6) + '">a</a>',
    "one long class": lambda size: '<p class="' + "a " * (size // 2) + '">a</p>',
    "one long comment": lambda size: "<!--" + "-" * size + "-->",
    "one long link": lambda size: "[" + "a" * size + "](b)",
    "one long cell": lambda size: "|a|\n|-|\n|" + "a" * size + "|\n",
    "wide table": lambda size: (
        "|a" * (size // 9) + "|\n" + "|-" * (size // 9) + "|\n" + "|b" * (size // 9) + "|\n"
    ),
    "tall wide table": lambda size: (
        "|a" * int(size**0.5) + "|\n" + "|-" * int(size**0.5) + "|\n" + "|\n" * (size // 2)
    ),
    "numbered footnotes": lambda size: counted("[^#] ")(size // 2) + "\n\n" + counted("[^#]: a\n")(size // 2),
    "numbered links": lambda size: counted("[#] ")(size // 2) + "\n\n" + counted("[#]: a\n")(size // 2),
    "one definition": lambda size: "[a]: " + "b" * (size // 2) + "\n\n" + "[a] " * (size // 8),
    "numbered headings": counted("## h#\n\n"),
    "same headings": again("## h\n\n"),
    "numbered elements": counted("<a#>"),
    "numbered tags": counted("<p class=a#>b</p>"),
    "numbered entities": counted("&##;"),
    "numbered keys": counted("k#: v\n"),
    "numbered JSON keys": lambda size: "{" + counted('"k#": 1,')(size) + '"z": 1}',
    "numbered TOML tables": counted("[t#]\n"),
    "numbered words": counted("w# "),
    "numbered paragraphs": counted("word#.\n\n"),
    "numbered names": counted("By Ann Lee#\n"),
    "numbered authors": counted("Ann Lee#, "),
    "numbered sentences": counted("This is sentence number # of a long text.\n\n"),
    "numbered attributes": counted('<p id="a#">b</p>'),
    "numbered URLs": counted("<a href=https://a.b/#>c</a>"),
    "numbered pictures": counted('<p><img src="https://a.b/#.jpg"></p>'),
    "numbered items": counted("<item><guid>#</guid><title>a</title><link>https://a.b/#</link></item>"),
    "numbered JSON items": lambda size: (
        '{"version": "https://jsonfeed.org/version/1.1", "title": "a", "items": ['
        + counted('{"id": "#", "content_text": "a", "url": "https://a.b/#"},')(size)
        + '{"id": "z", "content_text": "a"}]}'
    ),
    "numbered namespaces": counted('<a xmlns:n#="u:#">'),
    "surrogates and controls": again("\x01\x02\x7f\ufffe"),
    "deep JSON-LD": lambda size: '{"@graph":[' * (size // 11),
    "stars and letters": lambda size: "*a" * (size // 2) + "*b",
}
