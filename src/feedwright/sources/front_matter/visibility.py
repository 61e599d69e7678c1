"""Keys that keep an article out of feeds: for now, out of lists, or from the public; ours and others'.

Documented words of other systems are here or, if only one system has the key, in its module in `systems/`;
docs/dialects.md has the table. An unknown word keeps the article back, with a warning, because an article
that its author has marked must not become public only because the mark is unknown here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from feedwright.schema import Value
from feedwright.sources.front_matter.marks import effect_of
from feedwright.text import folded

_PUBLIC = {
    "active", "all", "approved", "everybody", "everyone", "featured", "final", "live", "online", "open",
    "posted", "public", "publish", "published", "released", "visible",
}  # fmt: skip
_NOT_NOW = {
    "auto_draft", "deleted", "draft", "drafts", "embargo", "embargoed", "hidden", "idea", "in_progress",
    "in_review", "inherit", "internal", "nobody", "none", "pending", "pending_publish", "pending_review",
    "private", "protected", "review", "skip", "todo", "trash", "unpublished", "wip", "withheld",
}  # fmt: skip
_BY_DATE = {"future", "scheduled"}
"""WordPress's and Ghost's words for articles with a future date, which is handled anyway."""
_IN_NO_LIST = {"unlisted"}
_FOR_MEMBERS = {"member", "members", "members_only", "paid", "premium", "registered", "subscribers", "tiers"}

_FLAGS = {"draft": True, "hidden": True, "private": True, "protected": True, "publish": False, "shown": False}
"""Keys with yes or no, and the value that keeps an article back."""
_UNLISTED = {"unlisted": True, "listed": False}
_WORDS = ("status", "visibility")
_FIELDS: dict[str, dict[str, Any]] = {
    "draft": {"draft": True},
    "summary only": {"summary_only": True},
    "in no feed": {"feeds": ()},
    "for members": {"members_only": True},
}
_NOT_LISTED_BY_HUGO = {"never", "local", "false", "no"}
FOR_AUTHORS = (
    "draft",
    "hidden",
    "private",
    "protected",
    "publish",
    "unlisted",
    "listed",
    *_WORDS,
    "password",
)
"""Those of the following keys that people write."""
KEYS = frozenset((*_FLAGS, *_UNLISTED, *_WORDS, "password", "listing"))
"""The keys that may keep an article back; the modules of `systems` map their own keys to these."""

_OF_ANYBODY = {
    "hidden?": ("_draft", "_hidden", "_private", "confidential", "deleted", "draft mode", "email only",
                "hide", "in draft", "in trash", "internal", "is confidential", "is deleted", "is draft",
                "is hidden", "is internal", "is private", "is secret", "is trashed", "is unpublished",
                "newsletter only", "not public", "secret", "trashed", "unpublished"),
    "shown?": ("is public", "is published", "is visible", "public", "routable", "visible"),
    "unlisted?": ("is unlisted", "no list", "unlist",
                  *(f"{verb} {word}" for verb in ("exclude from", "hide from", "hide in")
                    for word in ("collection", "collections", "list", "lists"))),
    "listed?": ("is listed", "in list", "include in list", "show in list"),
}  # fmt: skip
"""Switches of themes and of sites' own programs: the words of a key, by what it means if it is yes or no.

Those with the word for a feed, or about members, are in `marks.py`.
"""
_OF_OTHERS = {
    "hidden?": ("disabled", "do not publish", "unreleased", "wip", "work in progress"),
    "shown?": ("active", "approved", "enabled", "live", "ready", "released", "show"),
}  # fmt: skip
"""More of them, which are errors or have another meaning outside of other generators' trees."""

LATER = (
    "available_from", "goLive", "go_live", "liveFrom", "live_at", "live_date", "live_from", "not_before",
    "publication_date", "publishAfter", "publishAt", "publishOn", "publish_after", "publish_at",
    "publish_date", "publish_on", "publishedAt", "published_at", "scheduledAt", "scheduledDate",
    "scheduledFor", "scheduled_at", "scheduled_date", "scheduled_for", "scheduled_on", "visibleFrom",
    "visible_from",
)  # fmt: skip
"""Other words for the time from which people may read an article."""
HELD_UNTIL = (
    "embargo", "embargoUntil", "embargo_until", "embargoed_until", "goLive", "go_live", "hold_until",
    "not_before", "publishAfter", "publishAt", "publish_after", "publish_at", "scheduledFor", "scheduled_for",
    "visibleFrom", "visible_from",
)  # fmt: skip
"""Those that can mean nothing else, in the tree of a generator that does not know them: a site's own."""
UNTIL = (
    "expirationDate", "expiration_date", "expireDate", "expire_date", "expiresAt", "expires_at", "expiry",
    "expiry_date", "unpublishAt", "unpublishDate", "unpublish_at", "unpublish_date", "unpublish_on",
)  # fmt: skip
"""Other words for the time until which they may."""


@cache
def switches(is_theirs: bool) -> dict[str, str]:
    """The keys that count if they are yes or no, as people spell them; more of them in a generator's tree."""
    tables = (_OF_ANYBODY, _OF_OTHERS) if is_theirs else (_OF_ANYBODY,)
    return {
        key: meaning
        for table in tables
        for meaning, names in table.items()
        for first, *others in map(str.split, names)
        for key in (
            "".join((first, *map(str.title, others))),
            *(sign.join((first, *others)) for sign in ("", "_", "-")),
        )
    }


def set_time(found: dict[str, Any]) -> None:
    """Set `published` in `found` to the time from which people may read an article, if a key says that."""
    if "goes_live" in found:
        found["published"] = found.pop("goes_live")
    if "held_until" in found:
        until = found.pop("held_until")
        found["published"] = max(found.get("published", until), until)


def hold_back(
    found: dict[str, Any],
    values: Mapping[str, Value],
    marks: Mapping[str, str],
    public_words: Collection[str],
    notes: list[str],
) -> None:
    """Set `draft`, `feeds` and `members_only` in `found` as the marks of an article require.

    Args:
        found: the fields of the article so far.
        values: its front matter; each key counts, whatever the others are.
        marks: the keys that may keep an article back, with the key of `KEYS` that each means.
        public_words: the words in `articles.public_status`, in addition to those known here.
        notes: gets warnings about unknown values.

    Raises:
        ArticleError: if `draft` is neither true nor false.
    """
    for written, value in values.items():
        key = marks.get(written)
        if key is None:
            if (effect := effect_of(written, value)) is not None:
                found |= _FIELDS[effect]
            continue
        if value.is_null or (not value.scalar and value.is_empty):
            continue
        if key[-1] == "?":
            if value.word_of_a_flag is None:
                continue
            key = key[:-1]
        if key in _WORDS:
            _apply_word(value, found, public_words, notes)
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
    """Whether a flag keeps the article back; a value that is not a flag does so, too, with a warning."""
    flag = value.word_of_a_flag
    if flag is None:
        notes.append(value.error("true or false").as_note(consequence))
    return flag is None or flag is holds_back


def _is_unlisted_by_hugo(build: Value) -> bool:
    """Whether Hugo's `build` options keep the article from lists, or give it no page."""
    members = {key.lower(): one for key, one in build.members().items()} if build.is_mapping else {}
    return any(
        key in members and (members[key].scalar or "").casefold() in _NOT_LISTED_BY_HUGO
        for key in ("list", "render")
    )


def _apply_word(value: Value, found: dict[str, Any], public_words: Collection[str], notes: list[str]) -> None:
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
            how = "to publish it, add the word to `articles.public_status` in config.yaml"
            consequence = f"the article is held back ({how})"
            notes.append(value.error("a word such as published or draft").as_note(consequence))
