"""Which articles were edited since feeds showed them, if the catalog was lost: only feeds can tell.

What a feed shows of an article now is compared with what the published feeds of the same format show. Both
are read back from documents, so that what a format leaves out makes no difference. What differs in most
of the articles was not edited in each, but is a change of settings, or of the program.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from itertools import tee

from msgspec import Struct
from msgspec.structs import replace

from feedwright.catalog.entry_digests import EntryDigests
from feedwright.catalog.feed_evidence import Claim
from feedwright.catalog.recover import documents_in, section_of_document
from feedwright.config import ContentMode
from feedwright.feed_formats import BY_NAME, FORMATS
from feedwright.pipeline.copies.entry_digests import DIGEST_ENTRIES, DIGEST_PUBLISHED
from feedwright.pipeline.copies.messages import ToWrite
from feedwright.pipeline.publishing.feed_head import head_of
from feedwright.pipeline.publishing.plan import Planned
from feedwright.pipeline.publishing.sections import Sections
from feedwright.pipeline.recovery.orphans import is_in_section
from feedwright.pipeline.run import Run

_FEWEST_ALIKE = 5
"""If the same part differs in fewer articles, that is no change of settings."""

_TOGETHER = 100

_LENGTHS: tuple[ContentMode, ...] = ("both", 1, 2, 3, 4, 5)
"""The settings of `feeds.content` that published feeds may have been written with; without a footer."""

_DEPENDS_ON_LENGTH = {"words", "markup", "summary", "access"}

_PARTS = {
    "title": "titles",
    "words": "texts",
    "markup": "markup of the texts",
    "summary": "summaries",
    "authors": "authors",
    "labels": "tags",
    "media": "media",
    "url": "links",
    "access": "more or less of the texts",
}
"""What is compared, as messages call it."""


class _Shown(Struct, frozen=True):
    """An entry as a published document of a section shows it."""

    form: str
    section: str
    digests: EntryDigests


class _Compared(Struct):
    """An article: in which parts it differs from before, and in which it could be compared.

    `authors` and `labels` are what these were and are, if they differ.
    """

    own_id: str
    differs: set[str] = set()
    compared: set[str] = set()
    pairs: dict[str, tuple[bytes, bytes]] = {}


def find_edits(run: Run, sections: Sections, planned: list[Planned]) -> None:
    """Move `updated` of the articles that were edited since published feeds showed them."""
    claims = run.catalog.ledger.feeds.claims
    if not claims:
        return
    before = _published(run, claims)
    if not before:
        return
    with_text = {(one.form, one.section) for shown in before.values() for one in shown if one.digests.words}
    now = _now(run, sections, planned, before)
    found = [_compare(own_id, claims[own_id], before[own_id], now[own_id], with_text) for own_id in now]
    doubtful = {one.own_id for one in found if one.differs & _DEPENDS_ON_LENGTH}
    for own_id, shown in _now(run, sections, planned, doubtful, _LENGTHS).items() if doubtful else ():
        now[own_id] += shown
    found = [
        _compare(one.own_id, claims[one.own_id], before[one.own_id], now[one.own_id], with_text)
        if one.own_id in doubtful
        else one
        for one in found
    ]
    common = _due_to_settings(found)
    _warn(run, found, common)
    for one in found:
        if any((part, one.own_id) not in common for part in one.differs):
            _move(run, one.own_id, claims[one.own_id])


def _move(run: Run, own_id: str, claim: Claim) -> None:
    if claim.says_updated:
        return
    path = claim.path
    [known] = run.catalog.ledger.published_at([path])
    changed = min(datetime.fromtimestamp(claim.changed, UTC), run.now.replace(microsecond=0))
    # The file of an edited article may be older than the build that published it before.
    moved = changed if changed > known.updated else run.now.replace(microsecond=0)
    if moved > known.updated:
        run.catalog.move_updated(own_id, path, moved)


# before and now


def _published(run: Run, claims: Collection[str]) -> dict[str, list[_Shown]]:
    """How published feeds show these articles: as they did last."""
    output = run.config.output
    documents = [
        (form.name, section, str(file))
        for form in FORMATS
        for file in documents_in(output, form)
        if is_in_section(run.config, section := section_of_document(file, output))
    ]
    found: dict[str, list[_Shown]] = {}
    documents_read = run.workers.map(DIGEST_PUBLISHED, ((form, path) for form, _, path in documents))
    for (form, section, _), document in zip(documents, documents_read, strict=True):
        for digests in document.by_format.get(form, ()):
            if digests.id in claims:
                shown = found.setdefault(digests.id, [])
                # Most sections show it as the others do.
                if not any(one.form == form and one.digests == digests for one in shown):
                    shown.append(_Shown(form, section, digests))
    return {own_id: _newest(shown) for own_id, shown in found.items()}


def _newest(shown: list[_Shown]) -> list[_Shown]:
    updated = max(one.digests.updated for one in shown)
    return [one for one in shown if one.digests.updated == updated]


def _now(
    run: Run,
    sections: Sections,
    planned: list[Planned],
    wanted: Collection[str],
    lengths: tuple[ContentMode, ...] = (),
) -> dict[str, list[_Shown]]:
    """How feeds show these articles now, by their ids; with `lengths`, how they would with other settings."""
    tasks, given = tee(_tasks(run, sections, planned, wanted, lengths))
    shown: dict[str, list[_Shown]] = {}
    for task, digested in zip(tasks, run.workers.map(DIGEST_ENTRIES, given), strict=True):
        for form, found in digested.by_format.items():
            for digests in found:
                shown.setdefault(digests.id, []).append(_Shown(form, task.feed.section.path, digests))
    return shown


def _tasks(
    run: Run,
    sections: Sections,
    planned: list[Planned],
    wanted: Collection[str],
    lengths: tuple[ContentMode, ...],
) -> Iterator[ToWrite]:
    """Feeds in which each article is once: in that of the section deepest down."""
    seen: set[str] = set()
    # In a curated list, articles are as in their sections.
    for one in sorted(planned, key=lambda one: (one.section in sections.lists, -one.section.count("/"))):
        candidates = {found.id: found.path for found in (*one.shown, *one.pending)}
        paths = [path for own_id, path in candidates.items() if own_id in wanted and own_id not in seen]
        seen |= candidates.keys()
        own, (section, _) = one.settings, sections.resolver.section(one.section)
        feed = head_of(run.config, sections.resolver, section, own, lambda src: None)
        for at in range(0, len(paths), _TOGETHER):
            entries = run.catalog.packed_entries(paths[at : at + _TOGETHER])
            usual = ToWrite(
                feed,
                entries,
                own.formats,
                own.content,
                own.fields,
                None,
                footer=own.footer,
            )
            if not lengths:
                yield usual
            for content in lengths:
                yield replace(usual, content=content, footer=None)


# the comparison


def _compare(
    own_id: str, claim: Claim, before: list[_Shown], now: list[_Shown], with_text: Collection[tuple[str, str]]
) -> _Compared:
    result = _Compared(own_id, set(), set(), {})
    for form in BY_NAME:
        old = [one for one in before if one.form == form]
        new = [one.digests for one in now if one.form == form]
        if old and new:
            _compare_in(form, claim, old, new, with_text, result)
    return result


def _compare_in(
    form: str,
    claim: Claim,
    before: list[_Shown],
    now: list[EntryDigests],
    with_text: Collection[tuple[str, str]],
    result: _Compared,
) -> None:
    old = [one.digests for one in before]
    same_words = _note("words", old, now, result)
    if same_words is None:
        _note_access(form, before, now, with_text, result)
    elif same_words:
        _note("markup", old, now, result)
    _note("title", old, now, result)
    _note("authors", old, now, result)
    _note("media", old, now, result)
    if claim.says_summary:
        _note("summary", old, now, result)
    elif not same_words:
        _note_opening(old, now, result)
    if claim.says_link:
        _note("url", old, now, result)
    labels = {one.labels for one in old} | {one.own_labels for one in old}
    result.compared.add("labels")
    # A section may have another title now, or the article another section.
    if labels.isdisjoint({one.labels for one in now} | {one.own_labels for one in now}):
        result.differs.add("labels")
        result.pairs["labels"] = old[0].own_labels, now[0].own_labels


def _note(part: str, old: list[EntryDigests], new: list[EntryDigests], result: _Compared) -> bool | None:
    """Note whether a part is the same in any two of these digests; None if there is nothing to compare."""
    known = {value for one in old if (value := getattr(one, part)) is not None}
    found = {value for one in new if (value := getattr(one, part)) is not None}
    if not (known and found):
        return None
    result.compared.add(part)
    is_same = not known.isdisjoint(found)
    if not is_same:
        result.differs.add(part)
        result.pairs[part] = min(known), min(found)
    return is_same


def _note_opening(old: list[EntryDigests], new: list[EntryDigests], result: _Compared) -> None:
    """Note whether summaries that were made of texts begin alike; `feeds.summary_length` says how long."""
    known, found = ({one.opening for one in digests if one.opening} for digests in (old, new))
    if known and found:
        result.compared.add("summary")
        if not any(one.startswith(other) or other.startswith(one) for one in known for other in found):
            result.differs.add("summary")


def _note_access(
    form: str,
    before: list[_Shown],
    now: list[EntryDigests],
    with_text: Collection[tuple[str, str]],
    result: _Compared,
) -> None:
    """Note whether readers got the text of an article before, and do not now, or the other way round."""
    had, has = any(one.digests.words for one in before), any(one.words for one in now)
    # Where no article of the section had its text, settings held it back.
    could = any((form, one.section) in with_text for one in before)
    if could:
        result.compared.add("access")
        if had != has:
            result.differs.add("access")


def _due_to_settings(found: list[_Compared]) -> set[tuple[str, str]]:
    """The parts, each with the id of an article, that differ because settings do, or the program does."""
    differs = Counter(part for one in found for part in one.differs)
    compared = Counter(part for one in found for part in one.compared)
    everywhere = {
        part
        for part, count in differs.items()
        if count >= _FEWEST_ALIKE
        and (count == compared[part] if part in ("title", "words") else 2 * count > compared[part])
    }
    # The same names in place of the same others: settings name authors, too.
    pairs = Counter((part, pair) for one in found for part, pair in one.pairs.items())
    return {
        (part, one.own_id)
        for one in found
        for part in one.differs
        if part in everywhere or (part == "authors" and pairs[part, one.pairs[part]] > 1)
    }


def _warn(run: Run, found: list[_Compared], common: set[tuple[str, str]]) -> None:
    """Say what was taken for a change of settings."""
    counts = Counter(part for part, _ in common)
    for part, count in sorted(counts.items()):
        if count >= _FEWEST_ALIKE:
            message = (
                f"the catalog was lost, and published feeds have other {_PARTS[part]} in {count:,} of"
                f" {len(found):,} articles: taken for a change of settings or of feedwright, so that these"
                " articles keep their `updated`; write `updated` into those that were edited"
            )
            run.report.warn("feeds", message)
