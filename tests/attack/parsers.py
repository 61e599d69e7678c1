"""All that meets text from outside, as functions of one text. A message about it is an answer, too."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from html import escape
from pathlib import Path
from zoneinfo import ZoneInfo

from feedwright import text as texts
from feedwright.catalog import fingerprint
from feedwright.checks.run import check_bytes
from feedwright.config import Config, load_config
from feedwright.config.globs import globs
from feedwright.errors import FeedwrightError
from feedwright.file_rules import name_of
from feedwright.model import Entry, Published, Section
from feedwright.partners.fit import fit
from feedwright.partners.partner import partner
from feedwright.pipeline.source.rules import rules_of
from feedwright.resolve import (
    anchors,
    code_blocks,
    direction,
    drawings,
    drawn_formulas,
    embeds,
    jumps,
    markup,
    objects,
    only_pages,
    preserve,
    styles,
)
from feedwright.resolve.entry import Resolver
from feedwright.resolve.look import Look
from feedwright.resolve.summary import shorten
from feedwright.resolve.urls import absolute
from feedwright.server import log_line, negotiate, pollers
from feedwright.sources import body, dates, decode, front_matter, read, section_file, systems
from feedwright.sources.dialects import by_suffix
from feedwright.sources.folder import SourceFile
from feedwright.sources.front_matter import byline
from feedwright.sources.front_matter.syntaxes import closing_fence, field_list
from feedwright.sources.markup import (
    abbreviations,
    bare_links,
    blocks,
    code,
    code_languages,
    code_titles,
    formulas,
    html_text,
    hugo_images,
    inline_notes,
    leftovers,
    liquid,
    mdc,
    myst,
    notebook,
    obsidian,
    other_files,
    pairs,
    pandoc_blocks,
    quarto,
    remarks,
    snippets,
    sphinx_files,
    vitepress_files,
    wikilinks,
    wordpress,
)
from feedwright.sources.markup.go import shortcode
from feedwright.sources.markup.go.evaluate import Steps
from feedwright.sources.markup.page import Page
from feedwright.sources.restructuredtext import names
from feedwright.sources.systems import vitepress

Parser = Callable[[str], object]


def _nowhere(name: str) -> str | None:
    """Where no article is known."""
    return None


NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
HEADER = "---\ntitle: A story\ndate: 2026-11-20\n---\n"
CONFIG = "site: {title: T, url: https://example.org/}\nfeeds: {url: https://feeds.example.org/}\n"
GENERATORS_OF_SITES = (
    "astro",
    "docusaurus",
    "eleventy",
    "hexo",
    "hugo",
    "jekyll",
    "mkdocs",
    "nikola",
    "pelican",
    "zola",
)


@cache
def _config() -> Config:
    folder = Path(tempfile.mkdtemp(prefix="feedwright-attack-"))
    (folder / "content").mkdir()
    (folder / "config.yaml").write_text(CONFIG)
    return load_config(folder / "config.yaml", ("rss", "atom", "json"))


@cache
def _resolver() -> Resolver:
    return Resolver(_config())


def _mended(parse: Parser) -> Parser:
    """What a parser refuses with a message is fine; anything else is a fault."""

    def parse_or_refuse(text: str) -> object:
        with suppress(FeedwrightError):
            return parse(text)
        return None

    return parse_or_refuse


def _article(suffix: str, form: str = HEADER + "%s") -> Parser:
    """All that becomes of an article's file: head, body, entry."""

    def parse(text: str) -> object:
        data = form.replace("%s", text).encode("utf-8", "surrogatepass")
        source = SourceFile(f"news/a{suffix}", "news", "a", suffix, len(data), 0)
        rules_ = rules_of(_config())
        article = read.read_article(source, data, rules_).article
        if article is None:
            return None
        fingerprint(article)
        html = read.render(article, rules_).html
        published = Published("tag:a", article.published, article.published)
        settings = _config().feed_settings("news")
        return _resolver().entry(
            article, html, published, Section("news", "News", "", "https://a.b/"), settings
        )

    return _mended(parse)


def _system(name: str) -> Parser:
    page = Page("news/a.md", "A story", "https://example.org/", lambda name: None)
    return _mended(lambda text: systems.plain(text, page, (name,)))


def _keys(form: str) -> Parser:
    return _mended(
        lambda text: front_matter.parse(form.replace("%s", text), "news/a.md", rules_of(_config()))
    )


def _one_line(form: str) -> Parser:
    """A value on one line, quoted as in JSON, which is YAML, too."""
    return _mended(
        lambda text: front_matter.parse(
            form.replace("%s", json.dumps(text)), "news/a.md", rules_of(_config())
        )
    )


def _date(text: str) -> object:
    with suppress(dates.DateError):
        return dates.parse_date(text, ZoneInfo("UTC"))
    return None


def _readable_code(markup: str) -> str:
    return code_blocks.readable_code(markup, Look(markup))


def _glob(text: str) -> object:
    with suppress(ValueError):
        return globs((text[:2_000],)).match_file("news/" + "a" * 60)
    return None


def _partner(name: str) -> Parser:
    def parse(text: str) -> object:
        cleaned = markup.Cleaner().clean(text[:200_000], lambda tag, written: written)
        entry = Entry(
            id="tag:a", url="https://a.b/", title="A", published=NOW, updated=NOW, authors=(),
            summary=cleaned[:500], section="News", content=cleaned,
        )  # fmt: skip
        return fit(entry, name, partner(name))

    return _mended(parse)


def _check(form: str, written: Callable[[str], str] = str) -> Parser:
    def parse(text: str) -> object:
        data = form.replace("%s", written(text)).encode("utf-8", "surrogatepass")
        return check_bytes(data, "feed", now=NOW)

    return _mended(parse)


def _import(name: str, form: str, written: Callable[[str], str] = str) -> Parser:
    def parse(text: str) -> object:
        import feedwright

        with tempfile.TemporaryDirectory(prefix="feedwright-attack-") as folder:
            (Path(folder) / "content").mkdir()
            (Path(folder) / "config.yaml").write_text(CONFIG)
            file = Path(folder) / name
            file.write_bytes(form.replace("%s", written(text)).encode("utf-8", "surrogatepass"))
            return feedwright.import_articles(file, config=Path(folder) / "config.yaml", dry_run=True)

    return _mended(parse)


def _xml(text: str) -> str:
    return escape(texts.legal(text))


RSS = '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>a</title>'
RSS += "<item><title>b</title><link>https://a.b/c</link><pubDate>Fri, 20 Nov 2026 12:00:00 GMT</pubDate>"
END = "</item></channel></rss>"
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>a</title><entry><title>b</title><id>u:c</id>'
JSON = '{"version": "https://jsonfeed.org/version/1.1", "title": "a", "items": '
ITEM = '[{"id": "a", "url": "https://a.b/c", "title": "b", "date_published": "2026-11-20T12:00:00Z", '
ITEM += '"content_html": %s}]}'
PAGE = "<!DOCTYPE html><html><head><title>A story</title>"
TEXT = "Home > News\n\nA storm passes the harbour\n\nBy Ann Lee\n\nMay 1, 2020\n\n"
PROSE = "The first boat left at noon, and everyone on the quay waved at it for a while.\n\n"

PARSERS: dict[str, Parser] = {
    "article .md": _article(".md"),
    "article .mdx": _article(".mdx"),
    "article .md untitled": _article(".md", "---\ndate: 2026-11-20\n---\n%s"),
    "article .html": _article(".html"),
    "article .html untitled": _article(".html", "---\ndate: 2026-11-20\n---\n%s"),
    "article .txt": _article(".txt"),
    "article .txt page": _article(".txt", TEXT + PROSE + "%s"),
    "article .txt head": _article(".txt", "%s\n" + TEXT + PROSE * 3),
    "page body": _article(".html", f"{PAGE}</head><body><h1>A story</h1><article>%s</article></body></html>"),
    "page head": _article(".html", f"{PAGE}%s</head><body><p>{PROSE}</p></body></html>"),
    "page JSON-LD": _article(
        ".html",
        f'{PAGE}<script type="application/ld+json">%s</script></head><body><p>{PROSE}</p></body></html>',
    ),
    "page meta": _article(
        ".html", f'{PAGE}<meta name="description" content="%s"></head><body><p>{PROSE}</p></body></html>'
    ),
    **{f"system {name}": _system(name) for name in GENERATORS_OF_SITES},
    "HTML clean": lambda text: markup.Cleaner().clean(
        text, lambda tag, written: absolute("https://a.b/", written)
    ),
    "HTML frames": lambda text: embeds.replace_frames(text, {"iframe", "script", "lite-youtube"}, []),
    "HTML drawings": lambda text: drawings.replace_drawings(f"<svg>{text}", []),
    "HTML opening": lambda text: markup.opening(text, 80),
    "HTML text": markup.text_of,
    "HTML lead": markup.lead,
    "HTML heading": body.lift_heading,
    "HTML title again": lambda text: body.without_title(f"{text}<h1>A</h1>", "A"),
    "HTML that cleaning would lose": lambda text: preserve.preserve(text, []),
    "HTML code": lambda text: _readable_code(f"<pre>{text}"),
    "HTML code with numbers": lambda text: _readable_code(f'<pre class="lineno"><td {text}'),
    "HTML objects": lambda text: objects.replace_objects(f"<object>{text}"),
    "HTML links to themselves": lambda text: anchors.without_anchors(f"<h2><a></a>{text}"),
    "HTML jumps": lambda text: jumps.jumps(f'<a href="#x"><p id="x">{text}', "e-"),
    "HTML direction": lambda text: direction.with_direction(f"א{text}"),
    "blocks": blocks.plain,
    "blocks in blocks": lambda text: blocks.plain(f"!!! note\n{text}"),
    "code with titles": lambda text: code_titles.with_titles(text, bare=True),
    "code with remarks": lambda text: code_titles.with_titles(
        f"```js\n{text}\n```\n// [!code x]", bare=False, directed=True
    ),
    "styles": lambda text: styles.with_elements(f"<span style='font-weight:700'>{text}<b {text}"),
    "formulas in HTML": lambda text: drawn_formulas.as_written(f"<span {text}<script {text}", []),
    "emoji and icons": lambda text: only_pages.without_icons(only_pages.with_emoji(text)),
    "pictures for dark pages": lambda text: only_pages.without_twins(f"<img src=x#only-light>{text}"),
    "addresses alone": embeds.with_links,
    "remarks": remarks.without_remarks,
    "VitePress": lambda text: vitepress.expand(
        f"::: v-pre\n{text}<Badge {text}", Page("a.md", "A", "https://example.org/", _nowhere)
    ),
    "code hidden": lambda text: code.Hidden(text).shown(),
    "Liquid tags": lambda text: list(liquid.tags(text)),
    "Liquid evaluated": lambda text: liquid.plain(
        f"{{% if a %}}{{{{ {text} }}}}{{% for b in {text} %}}{text}",
        Page("a.md", "A", "https://example.org/", _nowhere, site={}),
    ),
    "Go templates": lambda text: shortcode.rendered(
        f"{{{{ if {text} }}}}{{{{ $a := printf {text} }}}}{text}{{{{ end }}}}",
        shortcode.Called("a", {"0": text}, text, False),
        Page("a.md", "A", "https://example.org/", _nowhere, site={}),
        Steps(),
    ),
    "Go templates' texts": lambda text: shortcode.rendered(
        "<p>{{ .Get 0 | plainify | title }}</p>{{ .Inner }}",
        shortcode.Called("a", {"0": text}, text, False),
        Page("a.md", "A", "https://example.org/", _nowhere, site={}),
        Steps(),
    ),
    "addresses in HTML": lambda text: bare_links.plain(f"https://a.b{text} https://a.b"),
    "Hugo's pictures": lambda text: hugo_images.plain(
        f'![a](b "c")\n![{text}',
        Page("a.md", "A", "https://example.org/", _nowhere, lambda name: "<figcaption>{{ .Title }}"),
    ),
    "leftovers": lambda text: leftovers.plain(
        f"=={text}", Page("a.md", "A", "https://example.org/", _nowhere)
    ),
    "names in HTML": lambda text: html_text.plain(f"<p>:tada: {text}"),
    "Nuxt Content": lambda text: mdc.plain(
        f"{text}\n::a\n{text}\n", Page("a.md", "A", "https://example.org/", _nowhere)
    ),
    "MyST": lambda text: myst.plain(
        f"```{{note}} {text}\n:class: a\n{text}\n", Page("a.md", "A", "https://example.org/", _nowhere)
    ),
    "notebooks": lambda text: notebook.part(
        json.dumps({"cells": [{"cell_type": "markdown", "source": text, "attachments": {}}]})
    ),
    "snippets": lambda text: snippets.expand(
        f'--8<-- "a:{text}"\n{text}', Page("a.md", "A", "https://example.org/", _nowhere, lambda name: "a")
    ),
    "VitePress's files": lambda text: vitepress_files.with_files(
        f"<!--@include: ./a.md#{text[:50]}--><!--@include: {text}",
        Page(
            "a.md",
            "A",
            "https://example.org/",
            _nowhere,
            lambda name: f"---\n{text}\n# {text}\n<!-- #region {text}",
        ),
    ),
    "listings": lambda text: other_files.with_listings(
        f"{{{{% listing {text}\n.. listing:: {text}", Page("a.md", "A", "https://example.org/", _nowhere)
    ),
    "Obsidian": obsidian.plain,
    "Quarto": quarto.plain,
    "Quarto's citations": lambda text: quarto.plain(
        f"[@a{text}] [b {text}] @{text} @{{{text}", {"bibliography": "b"}
    ),
    "Quarto's cells": lambda text: quarto.plain(
        f"```{{=html}}\n{text}\n```\n```{{r}}\n#| a: b{text}x\n```\n"
    ),
    "Pandoc's divs": lambda text: pandoc_blocks.without_divs(
        f":::{text}!\n::: {{.callout-note}}\n# a{text}x\n:::\n"
    ),
    "Pandoc's pictures": lambda text: pandoc_blocks.figures(f"![a](b){text}!", {}),
    "notes in the text": lambda text: inline_notes.as_footnotes(f"{text}^[a]"),
    "Sphinx's files": lambda text: sphinx_files.with_files(
        f".. include:: a{text}b\n   :c: d{text}e\n", Page("a.rst", "A", "https://example.org/", _nowhere)
    ),
    "Sphinx's lines of files": lambda text: sphinx_files.with_files(
        f".. include:: a\n   :lines: {text.strip()}\n",
        Page("a.rst", "A", "https://example.org/", _nowhere, lambda name: text),
    ),
    "MyST's substitutions": lambda text: myst.with_substitutions(
        "{{a}}" * (len(text) // 5), {"myst": {"substitutions": {"a": text}}}
    ),
    "keys JavaScript": _mended(
        lambda text: front_matter.parse(f"export const meta = {{{text}}}\n", "a.mdx", rules_of(_config()))
    ),
    "Hexo's front matter": lambda text: closing_fence.split(f"title: A\n{text}", "a.md"),
    "formulas with escapes": lambda text: formulas.without_escapes(f"$a\\_{text}"),
    "MDX formulas": formulas.TEX.split,
    "links by name": lambda text: wikilinks.plain(text, Page("a.md", "A", "https://example.org/", _nowhere)),
    "WordPress's shortcodes": lambda text: wordpress.plain(f"[gallery]{text}"),
    "abbreviations": lambda text: abbreviations.explained(
        f"<p>{text}", dict.fromkeys(text.split()[:900], "x")
    ),
    "abbreviations, explained": lambda text: abbreviations.taken_out(text.replace("(", "\n*[")),
    "languages of code": lambda text: code_languages.plain(text.replace("(", "\n\n    :::a\n    ")),
    "languages of what is no code": lambda text: code_languages.plain(
        text.replace("\n", "\n{: .language-a}\n") + "\n{: .language-a}\n"
    ),
    "languages of code, in braces and below": lambda text: code_languages.plain(
        text.replace("(", "\n```{.a").replace("[", "\n```\n{: .language-a}")
    ),
    "pairs in brackets": lambda text: pairs.plain(f"[code]{text}[/code][ref][/", True),
    "pairs in brackets, never ended": lambda text: pairs.plain(f"[/{text.replace('(', '[code]')}", False),
    "WordPress's shortcodes, escaped": lambda text: wordpress.plain(f"\\[vc\\_row {text}"),
    "authors in a line": byline.authors_in,
    "HTML depth": body.depth,
    "HTML as seen": texts.normalize_html_space,
    "Markdown render": lambda text: by_suffix()[".md"].read(text, "a.md"),
    "keys dotted lines": _keys(".. title: A story\n%s\n\nHello.\n"),
    "reStructuredText head": lambda text: field_list.split(f"A\n=\n{text}", "a.rst"),
    "reStructuredText title": field_list.plain_words,
    "reStructuredText names": lambda text: [*names.named_in(text)],
    "keys YAML": _keys("---\n%s\n---\nHello.\n"),
    "keys YAML open": _keys("---\n%s"),
    "keys TOML": _keys("+++\n%s\n+++\nHello.\n"),
    "keys JSON": _keys("%s\n\nHello.\n"),
    "keys header lines": _keys("Title: A story\n%s\n\nHello.\n"),
    **{
        f"value of {key}": _one_line(f"---\n{key}: %s\n---\n")
        for key in (
            "title",
            "date",
            "author",
            "tags",
            "link",
            "id",
            "slug",
            "location",
            "summary",
            "image",
            "expires",
        )
    },
    "_section.yaml": _mended(lambda text: section_file.read_section_file(text.encode(), "_section.yaml")),
    "glob": _glob,
    "date": _date,
    "old encoding": _mended(lambda text: decode.decode(text.encode("cp1252", "replace") + b"\xe9", "a.txt")),
    "slug": texts.slugify,
    "one line": texts.one_line,
    "legal": texts.legal,
    "summary": lambda text: shorten(text, 300),
    "URL": lambda text: absolute("https://a.b/", text),
    **{f"partner {name}": _partner(name) for name in ("msn", "flipboard")},
    "check RSS": _check(f"{RSS}%s{END}"),
    "check RSS text": _check(
        f"{RSS}<description>%s</description><content:encoded>%s</content:encoded>{END}", _xml
    ),
    "check RSS attribute": _check(
        f'{RSS}<enclosure url="%s" length="%s" type="%s"/><guid>%s</guid>{END}', _xml
    ),
    "check Atom": _check(f"{ATOM}%s</entry></feed>"),
    "check Atom text": _check(
        f'{ATOM}<content type="html">%s</content><updated>%s</updated></entry></feed>', _xml
    ),
    "check JSON": _check(f"{JSON}%s"),
    "check JSON text": _check(f"{JSON}{ITEM}", json.dumps),
    "check anything": _check("%s"),
    "import RSS": _import("a.xml", f"{RSS}%s{END}"),
    "import RSS text": _import("a.xml", f"{RSS}<description>%s</description>{END}", _xml),
    "import Atom": _import("a.xml", f"{ATOM}%s</entry></feed>"),
    "import WordPress": _import(
        "a.xml",
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/">'
        "<channel><wp:wxr_version>1.2</wp:wxr_version><item><title>a</title><wp:post_type>post</wp:post_type>"
        "<wp:status>publish</wp:status><wp:post_date_gmt>2026-11-20 12:00:00</wp:post_date_gmt>"
        "<content:encoded>%s</content:encoded></item></channel></rss>",
        _xml,
    ),
    "import JSON": _import("a.json", f"{JSON}%s"),
    "import JSON text": _import("a.json", f"{JSON}{ITEM}", json.dumps),
    "import OPML": _import("a.opml", '<opml version="2.0"><body>%s</body></opml>'),
    "import sitemap": _import(
        "a.xml", '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">%s</urlset>'
    ),
    "import NITF": _import(
        "a.xml", "<nitf><head><title>a</title></head><body><body.content>%s</body.content></body></nitf>"
    ),
    "import page": _import("a.html", f"{PAGE}</head><body>%s</body></html>"),
    "import anything": _import("a.xml", "%s"),
    "stats line": lambda text: log_line.parse_line(text[:60_000]),
    "stats agent": lambda text: log_line.parse_line(
        f'1.2.3.4 - - [20/Nov/2026:12:00:00 +0000] "GET /rss.xml HTTP/1.1" 200 1 "-" "{text[:60_000]}"'
    ),
    "poller": lambda text: pollers.parse_user_agent(text[:60_000]),
    "Accept-Encoding": lambda text: negotiate.choose_coding(text[:60_000], ("br", "gzip")),
    "If-None-Match": lambda text: negotiate.matches(text[:60_000], '"x"'),
    "If-Modified-Since": lambda text: negotiate.parse_http_date(text[:60_000]),
    "Range": lambda text: negotiate.byte_range(text[:60_000], 1_000),
    "path": lambda text: name_of(text[:60_000]),
}
