"""After the commit: feeds/ goes to the store (`publish:`). Caches and hubs hear of it when it is there.

A store that does not answer changes nothing in feeds/: the next run goes on where this one stopped.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from feedwright.config import Config
from feedwright.copies import Death, map_in_copies
from feedwright.pipeline.after_commit.purging import names_of, note_purges, urls_of, waiting_purges
from feedwright.pipeline.report import Notice, Report
from feedwright.pipeline.run import Options
from feedwright.publish.mirror.headers import HeaderRules, Writer
from feedwright.publish.mirror.manifest import Manifest, load_manifest
from feedwright.publish.mirror.plan import Plan, make_plan
from feedwright.replies import cache_control
from feedwright.text import counted

if TYPE_CHECKING:
    from feedwright.publish.mirror.mirror import Mirrored, Overtaken

VERIFY_SECONDS = 24 * 3600
"""How often the store's listing is compared with what is known of it."""


class Uploaded(Struct, frozen=True):
    """Whether the store has all of feeds/, and whether this run had to ask it."""

    is_complete: bool
    has_asked: bool


def upload(options: Options, report: Report, *, is_partial: bool) -> Uploaded:
    """Bring the store up to date with feeds/.

    What went wrong is in the report. A run of some files (`is_partial`) removes nothing.
    """
    config, now = options.config, int(options.now.timestamp())
    assert config.publish is not None
    as_published = msgspec.structs.replace(config, rehearsed_in=None)
    manifest = load_manifest(as_published.memory, config.publish.to)
    cached = cache_control(config.serve.max_age, config.serve.stale_while_revalidate)
    rules = HeaderRules(cached, config.publish.encoding or "")
    plan = make_plan(config.output, manifest, rules) if config.output.is_dir() else Plan((), ())
    if config.rehearsed_in is not None:
        report.sent = sorted({*plan.names, *report.changed})
        report.removed = sorted(plan.gone)
        return Uploaded(is_complete=True, has_asked=False)
    is_due = options.verify or not 0 <= now - manifest.verified < VERIFY_SECONDS
    if not (plan or is_due):
        return Uploaded(is_complete=True, has_asked=False)
    before = waiting_purges(config)
    # If this run is killed, the next one tells caches more than they have to know.
    note_purges(config, now, [*_purgeable(config, plan.names), *urls_of(config, plan.gone)])
    options.progress("sending", 0, len(plan.names))
    gone = frozenset(names_of(config, report.gone))
    done = _in_copy(partial(_mirror, options, manifest, rules, gone, is_due=is_due, removes=not is_partial))
    options.progress("sending", len(plan.names), len(plan.names))
    changed = [*_purgeable(config, done.sent), *urls_of(config, done.removed), *report.gone]
    note_purges(config, now, changed, instead_of=before)
    _tell(config, done, report, is_explicit=options.verify)
    return Uploaded(done.is_complete, has_asked=True)


def _purgeable(config: Config, names: list[str]) -> list[str]:
    """The URLs of what may be cached in another version: media are not, for their names have digests."""
    return urls_of(config, (name for name in names if not name.startswith("media/")))


def _in_copy(work: Callable[[], Mirrored]) -> Mirrored:
    """Do it in a copy of this process, if it may be copied: clients of stores leave threads behind."""
    from feedwright.publish.mirror.mirror import Mirrored

    for packed in map_in_copies(1, [None], lambda _: msgspec.msgpack.encode(work())):
        if not isinstance(packed, Death):
            return msgspec.msgpack.decode(packed, type=Mirrored)
    return Mirrored(problem="the process that sends was killed; the next run goes on where it stopped")


def _mirror(
    options: Options,
    manifest: Manifest,
    rules: HeaderRules,
    gone: frozenset[str],
    *,
    is_due: bool,
    removes: bool,
) -> Mirrored:
    from feedwright.publish.mirror.mirror import Mirror, Mirrored
    from feedwright.stores import StoreError, open_store

    config = options.config
    assert config.publish is not None
    publication = sha256(config.feeds.url.encode()).hexdigest()[:12]
    writer = Writer(os.uname().nodename, secrets.token_hex(4), manifest.writer, publication)
    try:
        store = open_store(config.publish.to)
        mirror = Mirror(
            store, config.output, config.memory, manifest, rules, writer, overwrites=options.overwrite
        )
        return mirror.bring_up_to_date(
            int(options.now.timestamp()),
            verify=is_due,
            removes=removes,
            removes_many=options.allow_deletions,
            gone=gone,
        )
    except StoreError as error:
        return Mirrored(problem=str(error))
    except OSError as fault:
        return Mirrored(problem=f"{fault.filename or config.memory}: {fault.strerror or fault}")


def _tell(config: Config, done: Mirrored, report: Report, *, is_explicit: bool) -> None:
    assert config.publish is not None
    url = config.publish.to
    report.sent, report.removed = sorted(done.sent), sorted(done.removed)
    report.sent_bytes, report.compared = done.bytes, done.compared
    if done.problem is not None:
        report.unsent.append(Notice(url, done.problem.removeprefix(f"{url}: ")))
    if done.overtaken:
        report.overtaken.append(Notice(url, _overtaken(done.overtaken)))
    if done.ignored:
        message = (
            f"the store does not know {' and '.join(done.ignored)}: of two hosts that publish there, the"
            " last one wins, also with older feeds. Let only one publish there, or take a store that knows"
            " conditional writes"
        )
        report.warn(url, message)
    if done.spared:
        message = (
            f"{done.spared:,} objects are no longer in feeds/, which is most of them: none was removed. "
            "Is feeds/ complete? If they are meant to go: feedwright build --allow-deletions"
        )
        report.warn(url, message)
    if done.strangers and is_explicit:
        named = ", ".join(done.strangers[:3]) + (" and others" if len(done.strangers) > 3 else "")
        message = (
            f"{counted(len(done.strangers), 'object')} that feeds/ does not have ({named}): they stay; remove"
            " them with the store's own tools unless somebody needs them"
        )
        report.warn(url, message)


def _overtaken(found: list[Overtaken]) -> str:
    # Of those that were made at the same time, the first by its name: each run says the same of the same.
    first = max(sorted(found, key=lambda one: one.name), key=lambda one: one.made)
    others = len(found) - 1
    what = f"{first.name} and {counted(others, 'other object')}" if others else first.name
    were, stay = ("were", "stay") if others else ("was", "stays")
    return (
        f"{what} {were} published later by {first.host} (run {first.run}, {first.made}), and {stay}. "
        "Let one host publish there, or correct the clocks; `feedwright build --overwrite` replaces it with "
        "what this one has"
    )
