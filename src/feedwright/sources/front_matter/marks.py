"""Keys that keep an article back by what their words say, as themes and sites invent them: `hideFromFeed`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from feedwright.patterns import lazy
from feedwright.schema import Value
from feedwright.text import folded

Effect = Literal["draft", "in no feed", "for members", "summary only"]

_FEED = r"(?:rss|atom|feeds?|rssfeeds?)"
_BY_WORDS: dict[re.Pattern[str], tuple[Effect, bool]] = {
    # Letters of a key; what it does, with which value.
    lazy(r"(?:dg|blog|my|site|web)publish(?:ed)?"): ("draft", False),
    lazy(
        rf"(?:disabled?|no|hide|hidden|excluded?|skip|ignored?|omit)(?:from|in|on)?(?:the)?{_FEED}"
        rf"|{_FEED}(?:disabled?|excluded?|hidden|hide|ignored?|skip)"
    ): ("in no feed", True),
    lazy(
        rf"(?:included?|show|publish|generate|list|add|visible)?(?:in|to|on)?{_FEED}(?:enabled?|included?|visible)?"
    ): ("in no feed", False),
    lazy(
        r"(?:is|for|has)?(?:(?:members?|subscribers?|paid|paying|premium)(?:only|content)|paid|premium"
        r"|paywall(?:ed)?|gated|restricted|(?:log|sign)inrequired|requires?(?:log|sign)in|members|subscribers)"
    ): ("for members", True),
}
_STATES = frozenset((
    "articlestatus", "audience", "poststate", "poststatus", "publicationstatus", "publishingstatus",
    "publishstate", "publishstatus", "stage", "state", "tier", "workflow", "workflowstate", "wp:status",
))  # fmt: skip
"""Keys that may have a word of a status, or something else: `state: Oregon`."""
_WORDS: dict[str, Effect] = dict.fromkeys(
    (
        "auto_draft", "draft", "drafts", "embargoed", "hidden", "in_progress", "in_review", "internal",
        "pending", "pending_publish", "pending_review", "private", "review", "trash", "unpublished", "wip",
    ),
    "draft",
)  # fmt: skip
_WORDS |= dict.fromkeys(
    ("founding", "members", "members_only", "only_paid", "paid", "paying", "premium", "subscribers"),
    "for members",
)
_WORDS |= {"unlisted": "in no feed"}
_LONGEST = 30
_IN_ANY = ("publish", "rss", "atom", "feed", "paid", "pay", "premium", "only", "gated", "require", "restrict",
           "members", "subscribers")  # fmt: skip
"""Each key of `_BY_WORDS` has one of these."""
_SWITCHES = {"disable": True, "exclude": True, "hide": True, "hidden": True, "ignore": True, "skip": True}
_SWITCHES |= {"enable": False, "enabled": False, "include": False}
"""Members of `rss: {exclude: true}`, and the value that keeps an article out."""
_SUMMARIES = ("excerptonly", "summaryonly", "excerptsonly", "summariesonly")


@lru_cache(maxsize=4096)
def may_be_mark(key: str) -> bool:
    """Tell whether a key that is not documented can keep an article back."""
    return _by_words(key) is not None or _letters(key) in _STATES


def effect_of(key: str, value: Value) -> Effect | None:
    """What this key does that is not documented; only a clear yes or no, or a known word, does anything."""
    if value.is_null or not may_be_mark(key):
        return None
    meant = _by_words(key)
    if meant is None:
        return _WORDS.get(folded(value.scalar or ""))
    effect, holds_back = meant
    if effect == "in no feed" and value.is_mapping:
        if _is_switched_off(value):
            return effect
        return "summary only" if _is_of_summaries(value) else None
    return effect if value.word_of_a_flag is holds_back else None


def _is_switched_off(value: Value) -> bool:
    return any(
        key in _SWITCHES and member.word_of_a_flag is _SWITCHES[key]
        for key, member in value.members().items()
    )


def _is_of_summaries(value: Value) -> bool:
    """Tell whether it is `feed: {excerpt_only: true}`, as jekyll-feed has it."""
    return any(_letters(key) in _SUMMARIES and one.word_of_a_flag for key, one in value.members().items())


@lru_cache(maxsize=4096)
def _by_words(key: str) -> tuple[Effect, bool] | None:
    letters = _letters(key)
    if len(key) > _LONGEST or not any(part in letters for part in _IN_ANY):
        return None
    return next((meant for words, meant in _BY_WORDS.items() if words.fullmatch(letters)), None)


def _letters(key: str) -> str:
    return key.casefold().replace("_", "").replace("-", "").replace(" ", "")
