"""The sections and topics whose feeds may show an article."""

from __future__ import annotations

from collections.abc import Set

from feedwright.errors import ArticleError
from feedwright.model import Article
from feedwright.pipeline.extra_feeds.own_feeds import OwnFeeds
from feedwright.pipeline.extra_feeds.topics import MAX_PER_ARTICLE, named_in, topics_of
from feedwright.pipeline.run import Run
from feedwright.pipeline.source.rules import rules_of
from feedwright.sources.section_names import parents


class Placements:
    """Finds them for the articles of one run; a section has the same for all that name no feeds."""

    def __init__(self, run: Run, existing: Set[str]) -> None:
        self._run, self._config = run, run.config
        self._existing = existing
        self._of_section: dict[str, dict[str, bool]] = {}
        self._own_feeds = OwnFeeds(run.config, rules_of(run.config).people if run.config.feeds.more else {})

    def sections(self, article: Article) -> dict[str, bool]:
        """The sections whose feeds may show an article, and whether each has it from a descendant.

        Warns of feeds that the article names and that do not exist.
        """
        if article.feeds is None:
            own_feeds = self._own_feeds.of(article)
            usual = self._with_ancestors(article.section)
            return usual | dict.fromkeys(own_feeds, False) if own_feeds else usual
        if self._run.source.may_name_any_section:
            return dict.fromkeys(article.feeds, False)
        for unknown in sorted(set(article.feeds) - self._existing - {article.section}):
            hint = self._nearest(unknown)
            self._run.warn(article.path, f"feeds: there is no section {unknown}{hint}; left out")
        return dict.fromkeys((path for path in article.feeds if path in self._existing), False)

    def refuse_unknown(self, article: Article) -> None:
        """Raise ArticleError if no feed would show an article, because those that it names do not exist."""
        named = article.feeds
        if named and not (self._existing | {article.section}) & set(named):
            found = ", ".join(f"{section}{self._nearest(section)}" for section in named)
            raise ArticleError(
                article.path,
                field="feeds",
                found=f"no section {found}",
                expected="sections that exist, or false for no feed",
            )

    def _nearest(self, section: str) -> str:
        import difflib

        near = difflib.get_close_matches(section, self._existing, n=1)
        return f" (did you mean {near[0]}?)" if near else ""

    def topics(self, article: Article) -> dict[str, str]:
        """The tag and author feeds that may show an article, and how the article spells each.

        Warns of names that get no feed.
        """
        also = self._config.feeds.also
        if not also:
            return {}
        topics = topics_of(self._config, article)
        for kind, names in named_in(self._config, article).items():
            if kind in also and len(names) > MAX_PER_ARTICLE:
                first = f"the first {MAX_PER_ARTICLE}"
                self._run.warn(article.path, f"{kind}: {len(names):,}, of which {first} have feeds")
        for kind in also:
            nameless = topics.pop(f"{kind}/", None)
            if nameless is not None:
                self._run.warn(article.path, f"{kind}: {nameless} has no letters, and so no feed")
        return topics

    def _with_ancestors(self, section: str) -> dict[str, bool]:
        known = self._of_section.get(section)
        if known is None:
            above = parents(section, self._config.languages)
            known = self._of_section[section] = {section: False} | dict.fromkeys(above, True)
        return known
