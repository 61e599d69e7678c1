"""What looks like yes, no or nothing behind every key: it has a meaning, or is an error with key and line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC
from pathlib import Path
from typing import TypeVar

import pytest

from conftest import CONFIG, Publication
from feedwright import formats
from feedwright.checks import profile_names
from feedwright.config import Config, load_config
from feedwright.config.keys import articles, feeds, serving, site, top
from feedwright.errors import ArticleError, ConfigError, InputError
from feedwright.model import Article, MediaReference
from feedwright.partners.partner import names as partner_names
from feedwright.sources.folder import SourceFile
from feedwright.sources.front_matter import keys, media_keys, rare_keys, visibility
from feedwright.sources.front_matter.keys import Rules
from feedwright.sources.read import Reading, read_article
from feedwright.sources.section_file import _FIELDS, read_section_file

Made = TypeVar("Made")

YES, NO = ("true", "yes", "on"), ("false", "no", "off")
NOTHING = ("null", "~", "")


def in_any_case(words: tuple[str, ...]) -> list[str]:
    return [typed for word in words for typed in dict.fromkeys((word, word.capitalize(), word.upper()))]


FLAGS = in_any_case(YES + NO)
NULLS = in_any_case(NOTHING)

# --- front matter ---

TEXTS = {"title", "summary", "description", "dek", "excerpt"}
"""Keys behind which any word is the author's."""
SWITCHES = {
    "draft": {"draft"},
    "feeds": {"feeds"},
    "published": {"draft"},
    "comments": set[str](),
    "noindex": {"noindex"},
    "robots": set[str](),
    "sitemap": {"noindex"},
}
"""Keys that say yes or no, and the fields that it changes."""
OF_MEDIA = [key for key in media_keys.MEDIA if key != "src"]
OF_EPISODES = list(rare_keys._EPISODE)


def reading_of(text: str) -> Reading:
    """What comes of an article with this front matter. Raises ArticleError."""
    data = f"---\n{text}---\nHello.\n".encode()
    source = SourceFile("news/story.md", "news", "story", ".md", len(data), 0, dated="2026-11-20")
    return read_article(source, data, Rules(UTC))


def read(text: str) -> Article:
    """The article with this front matter, of which nothing is left out. Raises ArticleError."""
    reading = reading_of(text)
    assert reading.article is not None
    assert reading.warnings == ()
    return reading.article


_LEFT_OUT = re.compile(r"line (\d+): (\S+): found .*, expected .*; left out")


def read_or_why_not(text: str) -> tuple[Article | None, tuple[str, int] | None]:
    """The article; and the key (with its line) that rejects it or is left out, where there is one."""
    try:
        reading = reading_of(text)
    except ArticleError as error:
        return None, (error.field or "", error.line or 0)
    if not reading.warnings:
        return reading.article, None
    said = _LEFT_OUT.fullmatch(reading.warnings[0])
    assert said, reading.warnings
    return reading.article, (said[2], int(said[1]))


def tried(make: Callable[..., Made], *arguments: object) -> tuple[Made | None, InputError | None]:
    """What it makes, or why it does not."""
    try:
        return make(*arguments), None
    except InputError as error:
        return None, error


USUAL = read("title: A title\n")


def test_the_tables_are_the_programs_own() -> None:
    known = keys._ours(lambda _: None).keys() | visibility.KEYS  # type: ignore[arg-type, return-value]
    assert known >= TEXTS | SWITCHES.keys()


@pytest.mark.parametrize("word", FLAGS)
@pytest.mark.parametrize("key", [*sorted(keys._ours(lambda _: None)), "draft"])  # type: ignore[arg-type, return-value]
def test_yes_and_no_in_front_matter(key: str, word: str) -> None:
    header = f"{key}: {word}\n" if key == "title" else f"title: A title\n{key}: {word}\n"
    article, wrong = read_or_why_not(header)
    if wrong is not None:
        assert key not in TEXTS | SWITCHES.keys()
        assert wrong == (key, header.count("\n") + 1)
        assert word.lower() in YES or key in ("access", "language")
        assert article in (None, USUAL)
        return
    assert article is not None
    changed = {name for name in Article.__struct_fields__ if getattr(article, name) != getattr(USUAL, name)}
    if key in TEXTS:
        assert (article.title if key == "title" else article.summary) == word
    elif key == "slug":
        assert article.slug == word
    elif key == "language":
        assert (word.lower(), article.language) == ("no", word)
    elif key == "withdrawn":
        assert article.withdrawn == ("" if word.lower() in YES else None)
    elif key in SWITCHES:
        assert changed <= SWITCHES[key]
    else:
        # `content: summary` is the only thing that this key says here; other systems keep others in it.
        assert word.lower() in NO or key == "content"
        assert changed == set()


@pytest.mark.parametrize("nothing", NULLS)
@pytest.mark.parametrize("key", sorted(keys._ours(lambda _: None).keys() - {"title"}))  # type: ignore[arg-type, return-value]
def test_nothing_in_front_matter(key: str, nothing: str) -> None:
    article = read(f"{key}: {nothing}\ntitle: A title\n")
    if key in TEXTS and nothing:
        assert article.summary == nothing
    else:
        assert article == USUAL


@pytest.mark.parametrize("word", [*FLAGS, *NULLS])
@pytest.mark.parametrize("key", OF_MEDIA)
def test_yes_and_no_of_a_picture(key: str, word: str) -> None:
    article, wrong = read_or_why_not(f"title: A title\nimage:\n  src: a.jpg\n  {key}: {word}\n")
    if wrong is not None:
        assert wrong == (f"image.{key}", 5)
        assert not media_keys.MEDIA[key].holds_text
        assert article is not None
        assert article.image == MediaReference("a.jpg")
        return
    assert article is not None
    image = article.image
    assert image is not None
    if media_keys.MEDIA[key].holds_text:
        assert (getattr(image, key) or "") == word
    else:
        assert word in NULLS
        assert getattr(image, key) is None


@pytest.mark.parametrize("word", FLAGS)
@pytest.mark.parametrize("key", OF_EPISODES)
def test_yes_and_no_of_an_episode(key: str, word: str) -> None:
    article, wrong = read_or_why_not(f"title: A title\npodcast:\n  {key}: {word}\n")
    if wrong is not None:
        assert wrong == (f"podcast.{key}", 4)
        return
    assert article is not None
    assert article.episode is not None
    assert key in ("title", "explicit")


LISTS = [
    "authors: [{}]",
    "author: {{name: {}}}",
    "gallery: [{}]",
    "enclosures: [{}]",
    "image: {{src: {}}}",
    "related: [{}]",
    "feeds: [news, {}]",
    "podcast: {{persons: [{}]}}",
    "via: {{url: https://example.org/, title: {}}}",
]


@pytest.mark.parametrize("word", FLAGS)
@pytest.mark.parametrize("typed", LISTS)
def test_yes_and_no_within_lists_and_mappings(typed: str, word: str) -> None:
    line = typed.format(word)
    _, wrong = read_or_why_not(f"title: A title\n{line}\n")
    assert wrong is not None
    assert wrong[0].startswith(line.partition(":")[0])
    assert wrong[1] == 3


@pytest.mark.parametrize("word", FLAGS)
def test_in_quotes_it_is_the_text(word: str) -> None:
    assert [one.name for one in read(f'title: A title\nauthor: "{word}"\n').authors] == [word]
    assert read(f"title: A title\ntags: ['{word}']\n").tags == (word,)


@pytest.mark.parametrize("words", ['{"name": false}', '{"title": true, "url": "https://example.org/"}'])
def test_yes_and_no_in_json(words: str) -> None:
    data = f'{{"title": "A title", "author": {words}}}\n\nHello.\n'.encode()
    source = SourceFile("news/story.md", "news", "story", ".md", len(data), 0, dated="2026-11-20")
    reading = read_article(source, data, Rules(UTC))
    assert reading.article is not None
    assert reading.article.authors == ()
    assert reading.warnings


@pytest.mark.parametrize("word", ["false", "no", "No", "OFF", '"false"', "'no'", "null", "~", ""])
def test_an_article_that_says_no_is_not_withdrawn(publication: Publication, word: str) -> None:
    publication.article(withdrawn=word)
    publication.build()
    assert publication.titles("news") == ["A story"]


@pytest.mark.parametrize("word", ["true", "yes", "On", '"true"'])
def test_an_article_that_says_yes_is_withdrawn_without_a_reason(publication: Publication, word: str) -> None:
    publication.article("news/other.md", title="Another")
    publication.article()
    publication.build()
    publication.article(withdrawn=word)
    publication.build()
    assert publication.titles("news") == ["Another"]
    assert b"at:deleted-entry" in publication.bytes("news/atom.xml")
    assert b"at:comment" not in publication.bytes("news/atom.xml")
    assert publication.build().changed == []


@pytest.mark.parametrize("word", ["n", "Y", "f", "0", "1", "0.0", '"n"', "none", "None", "nil"])
def test_what_only_looks_like_yes_or_no_is_no_reason_for_a_withdrawal(
    publication: Publication, word: str
) -> None:
    publication.article()
    publication.build()
    publication.article(withdrawn=word)
    report = publication.build()
    assert [(error.field, error.expected) for error in report.rejected] == [
        ("withdrawn", "true or false, or the reason in words")
    ]
    assert publication.titles("news") == ["A story"]


@pytest.mark.parametrize("reason", ["No longer true", "誤", "2 of 3 figures were wrong"])
def test_a_reason_in_words_is_told(publication: Publication, reason: str) -> None:
    publication.article()
    publication.build()
    publication.article(withdrawn=reason)
    assert publication.build().rejected == []
    assert f"<at:comment>{reason}</at:comment>".encode() in publication.bytes("news/atom.xml")


# --- _section.yaml ---

SECTION_TEXTS = {"title", "description"}


@pytest.mark.parametrize("word", FLAGS)
@pytest.mark.parametrize("key", sorted(_FIELDS))
def test_yes_and_no_of_a_section(key: str, word: str) -> None:
    found, error = tried(read_section_file, f"{key}: {word}\n".encode(), "news/_section.yaml")
    if error is not None:
        assert (error.field, error.line) == (key, 1)
        return
    assert found is not None
    if key in SECTION_TEXTS:
        assert getattr(found, key) == word
    else:
        is_none = key == "footer" and word.lower() in NO and found.footer == ""
        assert is_none or (key, word.lower()) == ("language", "no")


@pytest.mark.parametrize("word", FLAGS)
@pytest.mark.parametrize("key", sorted(rare_keys._PODCAST))
def test_yes_and_no_of_a_podcast(key: str, word: str) -> None:
    category = "" if key == "category" else "\n  category: News"
    text = f"podcast:{category}\n  {key}: {word}\n"
    found, error = tried(read_section_file, text.encode(), "news/_section.yaml")
    if error is not None:
        assert error.field == f"podcast.{key}"
        return
    assert found is not None
    assert found.podcast is not None
    assert getattr(found.podcast, key) is (word.lower() in YES)


# --- config.yaml ---

CONFIG_SWITCHES = {"descendants", "archive", "markdown", "pages", "menu", "day_first", "follow_links"}
CONFIG_TEXTS = {"site.title", "site.description", "sections.news.title", "sections.news.description"}
_OF_ONE = feeds.keys(formats.names()) | feeds.OF_ONE
TABLES: dict[str, list[str]] = {
    "site": list(site._SITE),
    "rights": list(site.RIGHTS),
    "feeds": list(feeds.keys(formats.names()) | feeds.OF_ALL),
    "sections.news": list(_OF_ONE),
    "articles": list(articles.KEYS),
    "serve": list(serving._SERVE),
    "people": ["ann-lee"],
    "people.ann-lee": ["name", "email", "url"],
    "moved": ["news"],
    "media": ["url", "image_sizes"],
}


def config_keys() -> Iterator[str]:
    for key in top(formats.names(), profile_names, partner_names):
        yield key
        for table, members in TABLES.items():
            if table.partition(".")[0] == key:
                yield from (f"{table}.{member}" for member in members)


def with_key(key: str, word: str) -> str:
    """config.yaml with the word behind a key, whatever else that key has."""
    tree: dict[str, object] = {
        "site": {"title": "The Test Post", "url": "https://example.org/"},
        "feeds": {"url": "https://feeds.example.org/"},
    }
    *around, last = key.split(".")
    inner = tree
    for name in around:
        inner = inner.setdefault(name, {})  # type: ignore[assignment]
    inner[last] = None
    return _written(tree, key.split("."), word, "")


def _written(tree: dict[str, object], path: list[str], word: str, indent: str) -> str:
    said = ""
    for name, value in tree.items():
        if value is None:
            said += f"{indent}{name}: {word}\n"
        elif isinstance(value, dict):
            said += f"{indent}{name}:\n{_written(value, path, word, indent + '  ')}"
        else:
            said += f"{indent}{name}: {value}\n"
    return said


def load(tmp_path: Path, text: str) -> Config:
    file = tmp_path / "config.yaml"
    file.write_text(text)
    return load_config(file, formats.names(), profile_names, partner_names)


@pytest.mark.parametrize("key", sorted(config_keys()))
def test_yes_and_no_in_config(tmp_path: Path, key: str) -> None:
    for word in FLAGS:
        text = with_key(key, word)
        _, error = tried(load, tmp_path, text)
        if error is not None:
            assert isinstance(error, ConfigError)
            assert (error.field or "").startswith(key)
            assert error.line == text[: text.index(f"{key.rpartition('.')[2]}: {word}")].count("\n") + 1
            assert key not in CONFIG_TEXTS
            assert key.rpartition(".")[2] not in CONFIG_SWITCHES
            continue
        is_norwegian = word.lower() == "no" and key.rpartition(".")[2] in ("language", "languages")
        is_no_footer = word.lower() in NO and key.rpartition(".")[2] == "footer"
        is_switch = key.rpartition(".")[2] in CONFIG_SWITCHES or key in ("feeds.articles", "feeds.sitemap")
        assert key in CONFIG_TEXTS or is_switch or is_norwegian or is_no_footer, word


@pytest.mark.parametrize(
    "key", sorted(set(config_keys()) - {"site", "feeds", "site.title", "site.url", "feeds.url"})
)
def test_nothing_in_config(tmp_path: Path, key: str) -> None:
    """It is as if the key were not there, except for texts; a person without a name is an error."""
    usual = load(tmp_path, with_key("permalink", ""))
    for nothing in NULLS:
        found, error = tried(load, tmp_path, with_key(key, nothing))
        if error is not None:
            assert (error.field or "").startswith("people.ann-lee") or key == "moved.news"
            continue
        if key in CONFIG_TEXTS and nothing:
            assert nothing.strip('"') in repr(found)
        elif "." not in key or key.startswith(("site", "feeds", "articles", "serve", "media", "rights")):
            assert {name: getattr(found, name) for name in Config.__struct_fields__ if name != "digest"} == {
                name: getattr(usual, name) for name in Config.__struct_fields__ if name != "digest"
            }


def test_the_usual_config_is_good(tmp_path: Path) -> None:
    assert load(tmp_path, CONFIG).site.title == "The Test Post"
