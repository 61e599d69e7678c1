"""Plugins: what people's own Python changes in articles, entries and feeds, and what a fault of it does."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from lxml import etree

import feedwright
from conftest import CONFIG, NOW, Publication, slow
from feedwright import copies, up_to_date
from feedwright.errors import ConfigError, PublishError
from feedwright.plugins import find

HOUSE = "https://example.org/ns/house"
EXTENSION = f'''
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from lxml import etree

NAMESPACE = "{HOUSE}"

class HouseExtension(BaseExtension):
    def extend_ns(self):
        return {{"house": NAMESPACE}}

    def extend_rss(self, feed):
        etree.SubElement(feed[0], "{{%s}}desk" % NAMESPACE).text = "Ports"
        return feed

class HouseEntryExtension(BaseEntryExtension):
    rating = None

    def extend_ns(self):
        return {{"house": NAMESPACE}}

    def extend_rss(self, item):
        if self.rating is not None:
            etree.SubElement(item, "{{%s}}rating" % NAMESPACE).text = str(self.rating)
        return item

    extend_atom = extend_rss

EXTENSIONS = {{"house": (HouseExtension, HouseEntryExtension)}}
'''


def plug(publication: Publication, code: str, name: str = "house_style.py", config: str = CONFIG) -> None:
    """Have the publication use one plugin."""
    (publication.root / name).write_text(code)
    publication.configure(f"{config}plugins: [{name}]\n")


def rejected(publication: Publication) -> list[str]:
    return [str(error) for error in publication.build().rejected]


def elements(publication: Publication, name: str, tag: str) -> list[str | None]:
    return [one.text for one in etree.fromstring(publication.bytes(name)).iter(tag)]


# What plugins may do


def test_extend_entry_is_given_feedgens_entry_and_what_is_in_the_front_matter(
    publication: Publication,
) -> None:
    plug(
        publication,
        EXTENSION + "def extend_entry(fe, article):\n    fe.house.rating = article.extra.get('rating')\n",
    )
    publication.article(rating="4")
    publication.article("news/other.md", title="Other")
    publication.build()
    for name in ("news/rss.xml", "news/atom.xml", "rss.xml"):
        assert elements(publication, name, f"{{{HOUSE}}}rating") == ["4"]
        assert publication.bytes(name).count(b"xmlns:house=") == 1
    assert elements(publication, "rss.xml", f"{{{HOUSE}}}desk") == ["Ports"]


def test_extend_entry_changes_what_is_there(publication: Publication) -> None:
    code = """
def extend_entry(fe, article):
    fe.title(f"{fe.title()} ({article.extra['kicker']})")
    fe.category(term="Kicker")
    fe.author({"name": "A desk", "email": "desk@example.org"})
"""
    plug(publication, code)
    publication.article(kicker="Ports")
    publication.build()
    assert publication.rss()["entries"][0]["title"] == "A story (Ports)"
    assert publication.atom()["entries"][0]["title"] == "A story (Ports)"
    assert [tag["term"] for tag in publication.atom()["entries"][0]["tags"]] == ["News", "Kicker"]
    assert b"desk@example.org" in publication.bytes("rss.xml")
    assert publication.json()["items"][0]["title"] == "A story"


def test_a_feed_of_summaries_stays_one_if_a_plugin_changes_the_text(publication: Publication) -> None:
    code = "def extend_entry(fe, article):\n    if fe.content():\n        fe.content('MINE', type='html')\n"
    plug(publication, code, config=CONFIG + "sections: {news: {content: summary}}\n")
    publication.article()
    publication.build()
    assert b"MINE" in publication.bytes("atom.xml")
    assert b"MINE" not in publication.bytes("news/atom.xml")


def test_feedgens_own_extensions_may_be_loaded(publication: Publication) -> None:
    code = (
        "def extend_entry(fe, article):\n    fe.load_extension('podcast')\n    fe.podcast.itunes_season(3)\n"
    )
    plug(publication, code)
    publication.article()
    publication.build()
    assert b"<itunes:season>3</itunes:season>" in publication.bytes("rss.xml")


def test_the_extension_of_feeds_may_be_the_one_that_declares_the_namespace(publication: Publication) -> None:
    entry_declares = """    rating = None

    def extend_ns(self):
        return {"house": NAMESPACE}
"""
    assert entry_declares in EXTENSION
    code = "def extend_entry(fe, article):\n    fe.house.rating = 4\n"
    code = EXTENSION.replace(entry_declares, "    rating = None\n") + code
    plug(publication, code, "house_entry.py")
    publication.article()
    publication.build()
    for name in ("rss.xml", "atom.xml"):
        assert b"<house:rating>4</house:rating>" in publication.bytes(name)


def test_a_namespace_that_nobody_declares_is_declared_where_it_is_used(publication: Publication) -> None:
    code = """
from feedgen.ext.base import BaseEntryExtension
from lxml import etree

class Bare(BaseEntryExtension):
    def extend_rss(self, item):
        etree.SubElement(item, "{https://example.org/ns/bare}mark").text = "x"
        return item

    extend_atom = extend_rss

def extend_entry(fe, article):
    fe.register_extension("bare", Bare)
"""
    plug(publication, code)
    publication.article()
    publication.build()
    for name in ("rss.xml", "atom.xml"):
        assert elements(publication, name, "{https://example.org/ns/bare}mark") == ["x"]


def test_extensions_of_feedgen_that_feedwright_uses_itself_are_free(publication: Publication) -> None:
    code = """
def extend_entry(fe, article):
    fe.load_extension("dc")
    fe.dc.dc_subject("Ports")

def extend_feed(fg, section):
    fg.load_extension("dc")
    fg.dc.dc_publisher("The Post")
"""
    plug(publication, code)
    publication.article(author="Ann Lee")
    publication.build()
    for name in ("rss.xml", "atom.xml"):
        assert publication.bytes(name).count(b"<dc:subject>Ports</dc:subject>") == 1
        assert b"<dc:publisher>The Post</dc:publisher>" in publication.bytes(name)
    assert b"<dc:creator>Ann Lee</dc:creator>" in publication.bytes("rss.xml")


def test_a_plugin_knows_the_page_and_may_change_the_links(publication: Publication) -> None:
    code = """
def extend_entry(fe, article):
    fe.link([{"href": f"{article.link}?from=feed", "rel": "alternate"}], replace=True)
    fe.link(href="https://example.org/amp", rel="related", title="Short")
"""
    plug(publication, code)
    publication.article()
    publication.build()
    page = "https://example.org/news/story/?from=feed"
    links = [(link["rel"], link["href"]) for link in publication.atom()["entries"][0]["links"]]
    assert links == [("alternate", page), ("related", "https://example.org/amp")]
    assert publication.rss()["entries"][0]["link"] == page


def test_the_page_is_that_of_the_article_as_it_was_changed(publication: Publication) -> None:
    code = """
from feedwright.plugins import replace

def article(article):
    assert article.link == f"https://example.org/{article.section}/{article.slug}/"
    return replace(article, slug="other") if article.title == "A story" else article
"""
    plug(publication, code)
    publication.article()
    publication.article("news/b.md", title="B")
    assert publication.build().rejected == []
    urls = {item["url"] for item in publication.json()["items"]}
    assert urls == {"https://example.org/news/other/", "https://example.org/news/b/"}


def test_what_a_plugin_does_to_extra_is_not_there_in_the_next_call(publication: Publication) -> None:
    code = """
def keep(article):
    return article.extra.pop("ratings").pop() == 4

def extend_entry(fe, article):
    fe.category(term=str(article.extra["ratings"].pop()))

def extend_json(item, article):
    item["_ratings"] = {"all": article.extra["ratings"]}
"""
    plug(publication, code)
    publication.article(ratings="[3, 4]")
    assert publication.build().rejected == []
    for feed in (publication.rss(), publication.atom()):
        assert [tag["term"] for tag in feed["entries"][0]["tags"]] == ["News", "4"]
    assert publication.json()["items"][0]["_ratings"] == {"all": [3, 4]}


def test_extend_feed_is_given_feedgens_feed_and_the_section(publication: Publication) -> None:
    code = """
from feedwright.plugins import FeedGenerator, Section

def extend_feed(fg: FeedGenerator, section: Section) -> None:
    fg.webMaster(f"{section.path or 'all'}@example.org")
    fg.contributor(name=section.title)
    fg.link(href="https://example.org/about", rel="related")
"""
    plug(publication, code)
    publication.article()
    publication.build()
    assert elements(publication, "news/rss.xml", "webMaster") == ["news@example.org"]
    assert elements(publication, "rss.xml", "webMaster") == ["all@example.org"]
    assert b"<contributor>\n    <name>News</name>" in publication.bytes("news/atom.xml")
    assert publication.rss("news")["feed"]["link"] == "https://example.org/news/"


def test_extend_json_adds_members(publication: Publication) -> None:
    code = "def extend_json(item, article):\n    item['_house'] = {'words': len(article.body.split())}\n"
    plug(publication, code)
    publication.article(body="One two three.")
    publication.build()
    assert publication.json()["items"][0]["_house"] == {"words": 3}


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("item['house'] = 1", "`house` from extend_json in house_style.py, whose names have to begin with _"),
        ("item['title'] = 'Mine'", "`title` from extend_json"),
        ("item['authors'][0]['name'] = 'Mine'", "`authors` from extend_json"),
        ("del item['title']", "no `title` any more after extend_json"),
        ("item['_house'] = object()", "Encoding objects of type object is unsupported"),
        (
            "return {'_house': 1}",
            "dict from extend_json in house_style.py, which has to change what it is given",
        ),
    ],
)
def test_extend_json_may_only_add(publication: Publication, code: str, why: str) -> None:
    plug(publication, f"def extend_json(item, article):\n    {code}\n")
    publication.article()
    (error,) = rejected(publication)
    assert why in error


def test_article_changes_an_article_before_anything_else(publication: Publication) -> None:
    code = """
from feedwright.plugins import Article, replace

def article(article: Article) -> Article:
    link = f"https://example.org/{article.slug}?utm_source=feed"
    return replace(article, title=article.title.upper(), body=article.body + "\\n\\n*House.*\\n", link=link)
"""
    plug(publication, code)
    publication.article()
    publication.article("news/linking.md", "See [it](story.md).", title="Linking")
    publication.build()
    items = {item["title"]: item for item in publication.json()["items"]}
    assert items["A STORY"]["url"] == "https://example.org/story?utm_source=feed"
    assert "<em>House.</em>" in items["A STORY"]["content_html"]
    assert 'href="https://example.org/story?utm_source=feed"' in items["LINKING"]["content_html"]


def test_keep_leaves_articles_out_and_takes_them_back(publication: Publication) -> None:
    plug(publication, "def keep(article):\n    return 'sponsored' not in article.tags\n")
    publication.article("news/a.md", title="A", tags="[sponsored]")
    publication.article("news/b.md", title="B")
    publication.build()
    assert publication.titles() == ["B"]
    publication.configure(CONFIG)
    publication.build()
    assert sorted(publication.titles()) == ["A", "B"]


def test_several_plugins_work_in_their_order(publication: Publication) -> None:
    for name in ("a", "b"):
        code = f"""
from feedwright.plugins import replace

def article(article):
    return replace(article, title=article.title + "{name}")

def extend_json(item, article):
    item["_order"] = {{"names": item.get("_order", {{}}).get("names", "") + "{name}"}}
"""
        (publication.root / f"{name}.py").write_text(code)
    publication.configure(CONFIG + "plugins: [b.py, a.py]\n")
    publication.article()
    publication.build()
    item = publication.json()["items"][0]
    assert (item["title"], item["_order"]) == ("A storyba", {"names": "ba"})


@slow
def test_all_of_it_is_the_same_in_copies_of_the_process(
    publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "def extend_entry(fe, article):\n    fe.house.rating = article.extra['number']\n"
    plug(publication, EXTENSION + code, config=CONFIG.replace("feeds:", "feeds:\n  entries: 400"))
    for number in range(300):
        publication.article(f"s{number % 7}/{number}.md", title=f"Story {number}", number=str(number))
    publication.build()
    alone = publication.bytes("rss.xml")
    assert len(elements(publication, "rss.xml", f"{{{HOUSE}}}rating")) == 300
    monkeypatch.setattr(copies, "cpu_count", lambda: 2)
    monkeypatch.setattr("feedwright.pipeline.copies.workers.cpu_count", lambda: 2)
    for file in (publication.root / ".feedwright").iterdir():
        if file.is_file():
            file.unlink()
    publication.build()
    assert publication.bytes("rss.xml") == alone


# What makes a run's input


def test_a_changed_plugin_rebuilds_and_an_unchanged_one_does_not(publication: Publication) -> None:
    code = "def extend_json(item, article):\n    item['_a'] = {'n': 1}\n"
    plug(publication, code)
    publication.article()
    publication.build()
    updated = publication.json()["items"][0]["date_modified"]
    assert publication.build().changed == []
    stat = os.stat(publication.root / "house_style.py")
    plug(publication, code.replace("1", "2"))
    os.utime(publication.root / "house_style.py", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert set(publication.build().changed) == {"feed.json", "news/feed.json"}
    item = publication.json()["items"][0]
    assert (item["_a"], item["date_modified"]) == ({"n": 2}, updated)


def test_updated_moves_with_what_readers_see_not_with_what_authors_type(publication: Publication) -> None:
    code = """
from feedwright.plugins import replace

def article(article):
    return replace(article, title=article.title.upper())
"""

    def updated(title: str, minutes: int) -> str:
        file = publication.article(title=title)
        moment = NOW.timestamp() - 3600 + minutes * 60
        os.utime(file, (moment, moment))
        publication.build()
        found: str = publication.json()["items"][0]["date_modified"]
        return found

    plug(publication, code)
    first = updated("A story", 1)
    assert updated("A Story", 2) == first
    assert updated("A storm", 3) == "2026-11-21T11:03:00Z"
    plug(publication, code.replace("upper", "lower"))
    publication.build()
    assert publication.json()["items"][0]["title"] == "a storm"
    assert publication.json()["items"][0]["date_modified"] == "2026-11-21T11:03:00Z"


def test_watch_builds_when_a_plugin_is_saved(publication: Publication) -> None:
    code = (
        "from feedwright.plugins import replace\ndef article(one):\n    return replace(one, title='First')\n"
    )
    plug(publication, code)
    publication.article(date="2022-03-18")
    stop = threading.Event()
    outcomes = feedwright.watch(publication.config, stop=stop)
    next(outcomes)
    assert publication.titles() == ["First"]
    file = publication.root / "house_style.py"
    for faulty in ("1 / 0", code.replace("First", "Second")):
        beside = file.with_suffix(".new")
        beside.write_text(faulty)
        threading.Timer(0.3, beside.rename, [file]).start()
        outcome = next(outcomes)
    assert not isinstance(outcome, Exception)
    assert publication.titles() == ["Second"]
    stop.set()


def test_a_plugin_leaves_nothing_beside_it(publication: Publication) -> None:
    plug(publication, "def keep(article):\n    return True\n")
    publication.article()
    publication.build()
    assert not (publication.root / "__pycache__").exists()


def test_without_plugins_nothing_of_them_is_imported(publication: Publication) -> None:
    publication.article()
    code = (
        "import sys, feedwright\nfeedwright.build(sys.argv[1])\n"
        "print(*(name for name in sys.modules if name.startswith('feedwright.plugins')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(publication.config)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""


# Faulty plugins


RAISES = """
def extend_entry(fe, article):
    if article.extra.get("rating") == "high":
        raise ValueError("no such rating")
"""


@pytest.mark.parametrize("hook", ["extend_entry(fe, article)", "extend_json(item, article)"])
def test_a_plugin_that_raises_rejects_that_article_and_nothing_else(
    publication: Publication, hook: str
) -> None:
    plug(publication, RAISES.replace("extend_entry(fe, article)", hook))
    publication.article(rating="low")
    publication.article("news/other.md", title="Other")
    publication.build()
    publication.article(title="New title", rating="high")
    publication.article("news/other.md", title="Other, corrected")
    name = hook.partition("(")[0]
    assert rejected(publication) == [
        f"content/news/story.md: found ValueError: no such rating in house_style.py:4 ({name}), "
        "expected an article that the plugin takes"
    ]
    assert sorted(publication.titles()) == ["A story", "Other, corrected"]
    publication.article(title="New title", rating="low")
    assert rejected(publication) == []
    assert sorted(publication.titles()) == ["New title", "Other, corrected"]


@pytest.mark.parametrize("hook", ["article", "keep"])
@pytest.mark.parametrize("raised", ["KeyError('x')", "SystemExit(3)", "OSError('disk')", "RecursionError()"])
def test_whatever_a_plugin_raises_is_of_one_article(publication: Publication, hook: str, raised: str) -> None:
    publication.article("news/a.md", title="A")
    publication.article("news/b.md", title="B")
    publication.build()
    keeps = "article" if hook == "article" else "True"
    code = f"def {hook}(article):\n    if article.title == 'A':\n        raise {raised}\n    return {keeps}\n"
    plug(publication, code)
    (error,) = rejected(publication)
    assert f"in house_style.py:3 ({hook})" in error
    assert sorted(publication.titles()) == ["A", "B"]


def test_the_last_good_version_stays_as_the_last_good_plugin_made_it(publication: Publication) -> None:
    plug(publication, EXTENSION + "def extend_entry(fe, article):\n    fe.house.rating = 4\n")
    publication.article()
    publication.build()
    before = publication.bytes("news/atom.xml")
    plug(publication, EXTENSION + "def extend_entry(fe, article):\n    fe.house.rating = 4 / 0\n")
    (error,) = rejected(publication)
    assert "ZeroDivisionError: division by zero in house_style.py:30 (extend_entry)" in error
    assert publication.bytes("news/atom.xml") == before


def test_a_plugin_that_never_ends_or_kills_its_process_rejects_the_article(publication: Publication) -> None:
    config = CONFIG + "articles: {seconds: 1}\n"
    code = """
import os

def keep(article):
    while article.title == "A":
        pass
    return article.title != "B" or os._exit(1)
"""
    plug(publication, code, config=config)
    for title in "ABC":
        publication.article(f"news/{title}.md", title=title)
    errors = rejected(publication)
    assert ["text (or a plugin)" in error for error in errors] == [True, True]
    assert publication.titles() == ["C"]


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("def article(article): pass", "NoneType from article in house_style.py, not an Article"),
        ("def article(article): return 'x'", "str from article in house_style.py, not an Article"),
        (
            "from feedwright.plugins import replace\ndef article(one): return replace(one, title=None)",
            "an Article with a wrong value from article in house_style.py: Expected `str`, got `null`",
        ),
        (
            "from feedwright.plugins import replace\ndef article(one): return replace(one, path='x.md')",
            "another `path` from article",
        ),
        (
            "from feedwright.plugins import replace\n"
            "def article(one): return replace(one, published=one.published.replace(tzinfo=None))",
            "a date without a zone from article",
        ),
        ("def keep(article): pass", "NoneType from keep in house_style.py, not True or False"),
        ("async def keep(article): return True", "coroutine from keep"),
        ("def extend_entry(fe, article): return 1", "int from extend_entry"),
        ("def extend_entry(fe): pass", "TypeError: extend_entry() takes 1 positional argument"),
        ("def extend_entry(fe, article): fe.title('\\x00')", "ValueError"),
        (
            EXTENSION.replace("return item", "item.set('rank', '1')\n        return item")
            + "def extend_entry(fe, article): pass",
            "other attributes of <item>: only elements in it can be changed",
        ),
    ],
)
@pytest.mark.filterwarnings("ignore:coroutine:RuntimeWarning")
def test_a_wrong_result_rejects_the_article(publication: Publication, code: str, why: str) -> None:
    plug(publication, code)
    publication.article()
    (error,) = rejected(publication)
    assert why in error


@slow
def test_a_feed_whose_plugin_never_ends_stays_as_it_was(publication: Publication) -> None:
    publication.article()
    publication.build()
    before = publication.bytes("news/rss.xml")
    plug(publication, "def extend_feed(fg, section):\n    while section.path == 'news': pass\n")
    publication.configure(publication.config.read_text() + "articles: {seconds: 1}\n")
    publication.article("sport/a.md", title="Goal")
    publication.article(title="New title")
    with pytest.raises(PublishError, match=r"feeds/news: writing it takes more than 1 s of processor time"):
        publication.build()
    assert publication.bytes("news/rss.xml") == before
    assert publication.titles("sport") == ["Goal"]


def test_a_feed_whose_plugin_raises_stays_as_it_was(publication: Publication) -> None:
    code = "def extend_feed(fg, section):\n    if section.path == 'news': raise LookupError('no desk')\n"
    publication.article()
    publication.article("sport/a.md", title="Goal")
    publication.build()
    before = publication.bytes("news/rss.xml")
    plug(publication, code)
    publication.article(title="New title")
    publication.article("sport/a.md", title="Goals")
    with pytest.raises(PublishError, match=r"feeds/news: LookupError: no desk in house_style.py:2") as told:
        publication.build()
    assert publication.bytes("news/rss.xml") == before
    assert publication.titles("sport") == ["Goals"]
    assert told.value.report.rejected == []
    plug(publication, code.replace("'news'", "'none'"))
    publication.build()
    assert publication.titles("news") == ["New title"]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("x = (", "house_style.py:1: found SyntaxError: '(' was never closed, expected a plugin"),
        (
            "\nimport house_words",
            "house_style.py:2: found ModuleNotFoundError: No module named 'house_words'",
        ),
        ("\n\n1 / 0", "house_style.py:3: found ZeroDivisionError: division by zero"),
        ("raise SystemExit", "house_style.py:1: found SystemExit"),
        ("x = 1", "house_style.py: found no function of a plugin, expected one of article, keep"),
        ("keep = 1", "house_style.py: keep: found int, expected a function"),
        ("KEYS = 'a'\ndef keep(article): return True", "house_style.py: KEYS: found 'a', expected a set"),
        ("EXTENSIONS = {'a': 1}", "house_style.py: EXTENSIONS: found {'a': 1}, expected names"),
    ],
)
def test_a_plugin_that_cannot_be_used_stops_the_build(publication: Publication, code: str, said: str) -> None:
    plug(publication, code)
    publication.article()
    with pytest.raises(ConfigError) as told:
        publication.build()
    assert str(told.value).startswith(said)
    assert not publication.feeds.exists() or list(publication.feeds.iterdir()) == []


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (
            "[missing.py]",
            "missing.py: found no such file, expected a plugin, beside config.yaml",
        ),
        ("[a.py, a.py]", "plugins[2]: found a.py twice, expected each plugin once"),
        ("[/etc/a.py]", 'found "/etc/a.py", expected a file beside config.yaml'),
        ("[../a.py]", 'found "../a.py", expected a file beside config.yaml'),
        (
            "[no_such_plugin]",
            "plugins: found no_such_plugin, expected a file that ends in .py, or an installed",
        ),
    ],
)
def test_a_plugin_that_is_not_there_stops_the_build(publication: Publication, names: str, said: str) -> None:
    (publication.root / "a.py").write_text("def keep(article): return True\n")
    publication.configure(f"{CONFIG}plugins: {names}\n")
    publication.article()
    with pytest.raises(ConfigError) as told:
        publication.build()
    assert said in str(told.value)


@pytest.mark.parametrize("name", ["title", "author"])
def test_an_extension_cannot_take_a_name_of_feedgen(publication: Publication, name: str) -> None:
    plug(
        publication,
        EXTENSION.replace('"house":  (', f'"{name}": (').replace('{"house": (H', f'{{"{name}": (H'),
    )
    publication.article()
    with pytest.raises(PublishError, match=f"the name `{name}` of an extension in house_style.py"):
        publication.build()


# Keys of front matter


def test_keys_that_a_plugin_reads_are_known(publication: Publication) -> None:
    plug(publication, "def keep(article):\n    return article.extra.get('sumary') != 'x'\n")
    publication.article(sumary="y", byline="Ann")
    assert [one.message for one in publication.build().warnings] == [
        "line 5: `byline` is not a key that feedwright knows; did you mean `author`?"
    ]
    plug(publication, "KEYS = {'by' + 'line', 'sumary'}\ndef keep(article):\n    return True\n")
    assert publication.build().warnings == []


# Packages


PACKAGE = """
from feedwright.plugins import replace
from house_package.words import SUFFIX

def article(article):
    return replace(article, title=article.title + SUFFIX)
"""


@pytest.fixture
def site_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of installed packages, one of them with a plugin."""
    folder = tmp_path / "site-packages"
    package = folder / "house_package"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "plugin.py").write_text(PACKAGE)
    (package / "words.py").write_text("SUFFIX = '!'\n")
    info = folder / "house_package-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: house-package\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[feedwright.plugins]\nhouse = house_package.plugin\n")
    monkeypatch.setattr(find, "_entry_point", find._entry_point.__wrapped__)
    return folder


def run(publication: Publication, site_packages: Path) -> str:
    """A build as cron runs it; returns what it printed."""
    return subprocess.run(
        [sys.executable, "-m", "feedwright", "build", "--config", str(publication.config)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(site_packages), "PYTHONDONTWRITEBYTECODE": "1"},
    ).stdout


def test_a_package_is_a_plugin_and_its_files_are_input(publication: Publication, site_packages: Path) -> None:
    publication.configure(CONFIG + "plugins: [house]\n")
    publication.article()
    run(publication, site_packages)
    assert publication.titles() == ["A story!"]
    (site_packages / "house_package" / "words.py").write_text("SUFFIX = '??'\n")
    run(publication, site_packages)
    assert publication.titles() == ["A story??"]


def test_a_build_with_nothing_to_do_looks_at_packages_too(
    publication: Publication, site_packages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(site_packages)
    monkeypatch.setattr(up_to_date, "_UNSETTLED_NS", -(10**18))
    publication.configure(CONFIG + "plugins: [house]\n")
    file = publication.article()
    os.utime(file, (1, 1))
    for _ in range(3):
        publication.build()
    config, now = str(publication.config), NOW.timestamp()
    assert up_to_date.counts_if_up_to_date(config, now) is not None
    (site_packages / "house_package" / "words.py").write_text("SUFFIX = '??'\n")
    assert up_to_date.counts_if_up_to_date(config, now) is None


def test_two_packages_with_one_plugin_are_refused(
    publication: Publication, site_packages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = site_packages / "other-2.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: other\nVersion: 2.0\n")
    (info / "entry_points.txt").write_text("[feedwright.plugins]\nhouse = other\n")
    monkeypatch.syspath_prepend(site_packages)
    publication.configure(CONFIG + "plugins: [house]\n")
    publication.article()
    with pytest.raises(ConfigError, match="found house in house-package and other, expected a plugin of one"):
        publication.build()
