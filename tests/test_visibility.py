"""What keeps an article back, in every system's words; docs/dialects.md has the table."""

from __future__ import annotations

import re
from datetime import UTC
from pathlib import Path

import pytest

from conftest import CONFIG, Publication
from feedwright.errors import ArticleError
from feedwright.sources.folder import SourceFile
from feedwright.sources.front_matter.keys import Rules
from feedwright.sources.read import Reading, read_article

INVENTED = "keys that themes and sites invent"
NOT_NOW = {
    "front matter of ours": ["draft: true", "draft: yes", '"draft": "true"'],
    "Jekyll": ["published: false", "published: no", '"published": "false"'],
    "Hugo": ["draft: true", "headless: true"],
    "Zola": ["draft: true", "render: false"],
    "Pelican": ["status: draft", "status: hidden", "status: skip"],
    "Nikola": ["status: private"],
    "WordPress": [
        "status: pending",
        "status: private",
        "status: trash",
        "status: auto-draft",
        "password: tide",
    ],
    "Decap": ["status: draft", "status: pending_review", "status: pending_publish"],
    "Hexo": ["published: false", "password: tide"],
    "Docusaurus": ["draft: true"],
    "Astro and Obsidian": ["publish: false"],
    "Eleventy": ["permalink: false"],
    "many": [
        "hidden: true",
        "private: true",
        "visibility: private",
        "status: unpublished",
        "status: In review",
        *(
            "isDraft: true",
            "is_draft: yes",
            "isPublished: false",
            "isPublic: no",
            "visible: false",
            "hide: true",
            "unpublished: true",
            *("secret: true", "email_only: true", "newsletterOnly: true", "draftMode: true", "_draft: true"),
            *("_hidden: yes", "not_public: true", "routable: false"),
            *("deleted: true", "confidential: true", "internal: yes", "is_trashed: true"),
        ),
    ],
    INVENTED: [
        *("dg-publish: false", "post_status: pending", "publishStatus: draft", "state: In review"),
        "audience: internal",
    ],
}
IN_NO_LIST = {
    "front matter of ours": ["feeds: false"],
    "Hugo": [
        "build: {list: never}",
        "build: {list: local}",
        "_build: {list: false}",
        "build: {render: never}",
    ],
    "Docusaurus": ["unlisted: true"],
    "Eleventy": ["eleventyExcludeFromCollections: true"],
    "many": [
        *("visibility: unlisted", "listed: false", "rss: false", "hideFromFeed: true"),
        *("excludeFromCollections: true", "includeInRss: false"),
    ],
    INVENTED: [
        *("feed: false", "rss: {exclude: true}", "feed: {enable: false}", "atom: no"),
        *("include_in_feeds: false", "in_feed: false", "hiddenInRss: true", "hide_rss: true"),
        *("disable_feed: true", "DisableFeed: true", "feed_exclude: true", "no-rss: true"),
        *("rss_ignore: true", "generate_feeds: false"),
    ],
}
FOR_MEMBERS = {
    "front matter of ours": ["access: members"],
    INVENTED: [
        *(
            "members_only: true",
            "membersOnly: true",
            "paywall: true",
            "premium: yes",
            "subscribers-only: true",
        ),
        *("audience: only_paid", "tier: premium", "restricted: true", "login_required: yes", "gated: true"),
        *("requires-login: true", "members: true", "subscribers: true"),
    ],
    "Ghost": ["visibility: members", "visibility: paid", "visibility: tiers"],
}
PUBLIC = [
    *("draft: false", "published: true", "hidden: false", "private: no", "publish: true", "unlisted: false"),
    *("status: published", "status: publish", "status: Public", "status: future", "status: scheduled"),
    *(
        "visibility: public",
        "build: {list: always}",
        "eleventyExcludeFromCollections: false",
        "password: false",
    ),
    *("status:", "visibility: ~", "password: ''"),
    *("feed: true", "feed: {title: A}", "state: Oregon", "stage: 3", "audience: developers"),
    *("tier: gold", "paid: false", "subscribers: 1200", "members: [Ann, Bo]", "internal: memo"),
    *("isDraft: false", "isPublished: true", "rss: https://quay.example/rss", "hide: [toc]", "public: docs"),
]


def reading_of(typed: str, rules: Rules = Rules(UTC)) -> Reading:  # noqa: B008
    """What comes of an article with this line in its front matter."""
    data = f"---\ntitle: A story\ndate: 2026-11-20\n{typed}\n---\n\nHello.\n".encode()
    return read_article(SourceFile("news/story.md", "news", "story", ".md", len(data), 0), data, rules)


def flat(table: dict[str, list[str]]) -> list[str]:
    return sorted({typed for lines in table.values() for typed in lines})


def said_of(typed: str) -> tuple[bool, tuple[str, ...] | None, bool]:
    """Whether the article is a draft, its feeds (None: the usual ones), whether it is for members only."""
    reading = reading_of(typed)
    assert reading.article is not None
    assert reading.warnings == ()
    return reading.article.draft, reading.article.feeds, reading.article.members_only


@pytest.mark.parametrize("typed", flat(NOT_NOW))
def test_what_is_not_published_now(typed: str) -> None:
    assert said_of(typed) == (True, None, False)


@pytest.mark.parametrize("typed", flat(IN_NO_LIST))
def test_what_is_in_no_list(typed: str) -> None:
    assert said_of(typed) == (False, (), False)


@pytest.mark.parametrize("typed", flat(FOR_MEMBERS))
def test_what_is_for_members_only(typed: str) -> None:
    assert said_of(typed) == (False, None, True)


@pytest.mark.parametrize("typed", PUBLIC)
def test_what_is_public(typed: str) -> None:
    assert said_of(typed) == (False, None, False)


@pytest.mark.parametrize(
    "typed",
    [
        "draft: false\nstatus: draft",
        "status: published\nvisibility: private",
        "published: true\nhidden: true",
        "draft: false\nheadless: true",
        "draft: false\npublished: false",
    ],
)
def test_of_several_words_the_strictest_counts(typed: str) -> None:
    assert said_of(typed)[0]


HELD_BACK = "the article is held back"
A_WORD = "expected a word such as published or draft"
WHAT_TO_DO = "(to publish it, add the word to `articles.public_status` in config.yaml)"


@pytest.mark.parametrize(
    ("typed", "warning"),
    [
        ("status: ripening", f'line 4: status: found "ripening", {A_WORD}; {HELD_BACK} {WHAT_TO_DO}'),
        ("visibility: [family]", f"line 4: visibility: found a list, {A_WORD}; {HELD_BACK} {WHAT_TO_DO}"),
        ("hidden: soon", f'line 4: hidden: found "soon", expected true or false; {HELD_BACK}'),
        ("listed: maybe", 'line 4: listed: found "maybe", expected true or false; the article is in no feed'),
    ],
)
def test_a_word_that_is_not_known_holds_the_article_back_and_is_named(typed: str, warning: str) -> None:
    reading = reading_of(typed)
    assert reading.article is not None
    assert reading.article.draft or reading.article.feeds == ()
    assert reading.warnings == (warning,)


def test_a_draft_that_is_neither_yes_nor_no_is_rejected() -> None:
    with pytest.raises(ArticleError, match=r"news/story\.md:4: draft: found \"soon\", expected true"):
        reading_of("draft: soon")


def test_a_publication_may_have_words_of_its_own(publication: Publication) -> None:
    publication.configure(f"{CONFIG}articles: {{public_status: [evergreen, In bloom]}}\n")
    for status in ("evergreen", "in-bloom", "budding"):
        publication.article(f"news/{status}.md", title=status, status=status)
    report = publication.build()
    assert sorted(publication.titles("news")) == ["evergreen", "in-bloom"]
    assert [notice.path for notice in report.warnings] == ["content/news/budding.md"]


def test_the_documentation_has_every_system() -> None:
    page = (Path(__file__).parents[1] / "docs" / "dialects.md").read_text(encoding="utf-8")
    text = page.partition("## What keeps an article back")[2].partition("\n## ")[0]
    tables = ({name: lines for name, lines in table.items() if name != INVENTED}
              for table in (NOT_NOW, IN_NO_LIST, FOR_MEMBERS))  # fmt: skip
    for line in (line for lines in tables for line in flat(lines)):
        key = line.partition(":")[0].strip('"')
        word = re.sub(r'["{}]', "", line.rpartition(":")[2]).strip()
        assert f"`{key}" in text, line
        assert word.lower() in text or word in ("yes", "no", "tide"), line


def test_a_time_to_appear_beside_the_date_is_waited_for() -> None:
    for key in ("publish_date", "publishAt", "go_live", "scheduled_for", "not_before", "published_at"):
        article = reading_of(f"{key}: 2026-12-01 10:00").article
        assert article is not None
        assert article.published.isoformat() == "2026-12-01T10:00:00+00:00"


def test_an_end_before_the_beginning_is_said_whatever_its_key() -> None:
    said = 'found "2026-11-01", expected a time after `date`; no feed ever has this article'
    for key in ("expires", "expiryDate", "unpublishdate", "expires_at", "unpublish_on", "expiry"):
        assert reading_of(f"{key}: 2026-11-01").warnings == (f"line 4: {key}: {said}",)


@pytest.mark.parametrize("typed", ["feed: {excerpt_only: true}", "rss: {summaryOnly: yes}"])
def test_feeds_may_have_only_the_summary_of_an_article(typed: str) -> None:
    article = reading_of(typed).article
    assert article is not None
    assert article.summary_only


def test_a_jekyll_site_may_say_so_for_all_posts(publication: Publication) -> None:
    (publication.root / "_config.yml").write_text("feed: {excerpt_only: true}\n")
    publication.article("2026-11-19-a.md", "First.\n\nSecond.", title="A")
    publication.article("2026-11-20-b.md", "First.\n\nSecond.", title="B", feed="{excerpt_only: false}")
    publication.build()
    shown = {item["title"]: item.get("content_html") for item in publication.json()["items"]}
    assert shown == {"A": None, "B": "<p>First.</p>\n<p>Second.</p>"}


@pytest.mark.parametrize(
    ("path", "typed", "is_draft"),
    [
        *((f"{one}/a.md", "", True) for one in ("drafts", "news/Drafts", "a/unpublished", "private")),
        *((f"{one}/a.md", "", True) for one in ("Entw\u00fcrfe", "Entwu\u0308rfe", "\u4e0b\u66f8\u304d/x")),
        ("news/a.draft.md", "", True),
        ("drafts/a.md", "draft: false", False),
        ("wip/a.md", "publish: true", False),
        ("sports/draft/a.md", "", False),
        ("news/drafts.md", "", False),
    ],
)  # fmt: skip
def test_folders_and_names_may_say_that_articles_are_drafts(path: str, typed: str, is_draft: bool) -> None:
    data = f"---\ntitle: A story\ndate: 2026-11-20\n{typed}\n---\n\nHello.\n".encode()
    source = SourceFile(path, "news", "a", ".md", len(data), 0)
    in_trees = [(Rules(UTC), is_draft), (Rules(UTC, systems=("obsidian",)), is_draft)]
    # Hugo publishes what lies in such folders.
    for rules, expected in [*in_trees, (Rules(UTC, systems=("hugo",)), False)]:
        article = read_article(source, data, rules).article
        assert article is not None
        assert article.draft is expected
