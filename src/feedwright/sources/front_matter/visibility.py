"""What keeps an article back: for now, from lists, or from the public; by our words and other systems'.

Each system's documented words are here or, where only its trees have the key, in its own file
(`systems/`). docs/dialects.md has the table. A word that is not here holds the article back, with a warning:
what an author marked in some way must not become public because nobody here knows the mark.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from feedwright.schema import Value
from feedwright.text import folded

_PUBLIC = {
    "active", "all", "approved", "everybody", "everyone", "featured", "final", "live", "online", "open",
    "posted", "public", "publish", "published", "released", "sent", "visible",
}  # fmt: skip
_NOT_NOW = {
    "auto_draft", "deleted", "draft", "drafts", "embargo", "embargoed", "hidden", "idea", "in_progress",
    "in_review", "inherit", "internal", "nobody", "none", "pending", "pending_publish", "pending_review",
    "private", "protected", "review", "skip", "todo", "trash", "unpublished", "wip", "withheld",
}  # fmt: skip
_BY_DATE = {"future", "scheduled"}
"""WordPress's and Ghost's: the publish date says when, as it does for everything."""
_IN_NO_LIST = {"unlisted"}
_FOR_MEMBERS = {"member", "members", "members_only", "paid", "premium", "registered", "subscribers", "tiers"}

_FLAGS = {"draft": True, "hidden": True, "private": True, "protected": True, "publish": False, "shown": False}
"""Keys that hold yes or no, and which of these keeps an article back."""
_UNLISTED = {"unlisted": True, "listed": False}
_WORDS = ("status", "visibility")
_NOT_LISTED_BY_HUGO = {"never", "local", "false", "no"}
KEYS = frozenset((*_FLAGS, *_UNLISTED, *_WORDS, "password", "listing"))
"""The keys that may keep an article back; `systems` say which keys of theirs mean one of these."""


def hold_back(
    found: dict[str, Any],
    said: Iterable[tuple[str, Value]],
    public_words: Collection[str],
    notes: list[str],
) -> None:
    """Set `draft`, `feeds` and `members_only` in `found` where one of the keys that are `said` asks for it.

    Each counts, whatever the others say. `public_words` are what `articles.public_status` adds to those known
    here; `notes` name what is not known. Raises ArticleError for a `draft` that is neither true nor false.
    """
    for key, value in said:
        if value.is_null or (not value.scalar and value.is_empty):
            continue
        if key in _WORDS:
            _judge_word(value, found, public_words, notes)
        elif key in _UNLISTED:
            if _is_set(value, _UNLISTED[key], "the article is in no feed", notes):
                found["feeds"] = ()
        elif key == "listing":
            if _is_unlisted_by_hugo(value):
                found["feeds"] = ()
        elif key == "password":
            if value.flag is not False:
                found["draft"] = True
        elif key == "draft" and value.word_of_a_flag is None:
            raise value.error("true or false")
        elif _is_set(value, _FLAGS[key], "the article is held back", notes):
            found["draft"] = True


def _is_set(value: Value, holds_back: bool, consequence: str, notes: list[str]) -> bool:
    """Whether a flag has the value that keeps the article back; what is no flag does, too."""
    flag = value.word_of_a_flag
    if flag is None:
        notes.append(value.error("true or false").as_note(consequence))
    return flag is None or flag is holds_back


def _is_unlisted_by_hugo(build: Value) -> bool:
    """Whether Hugo's `build` (its docs: build options) keeps the article from lists, or gives it no page."""
    members = build.members() if build.is_mapping else {}
    return any(
        key in members and (members[key].scalar or "").casefold() in _NOT_LISTED_BY_HUGO
        for key in ("list", "render")
    )


def _judge_word(value: Value, found: dict[str, Any], public_words: Collection[str], notes: list[str]) -> None:
    word = folded(value.scalar or "")
    if word in _PUBLIC or word in _BY_DATE or word in public_words or value.word_of_a_flag:
        return
    if word in _IN_NO_LIST:
        found["feeds"] = ()
    elif word in _FOR_MEMBERS:
        found["members_only"] = True
    else:
        found["draft"] = True
        if word not in _NOT_NOW and value.word_of_a_flag is None:
            consequence = (
                "the article is held back (articles.public_status in config.yaml names what is published)"
            )
            notes.append(value.error("a word such as published or draft").as_note(consequence))
