"""The file of a fleet: which publications belong to it, each with its schedule, priority and limit."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from glob import glob, has_magic
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct, field

from feedwright import extras
from feedwright.errors import ConfigError
from feedwright.files import read_at_most
from feedwright.fleet.schedule import Cron, Every, Schedule, fault_of, spread
from feedwright.schema import LONGEST, Field, Value, kinds, mapping_value, parse, read_strictly
from feedwright.text import legal

_LIMIT = 600
_MINUTE = 60
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_DURATION = re.compile(r"(\d{1,6})\s*(s|m|h|d|seconds?|minutes?|hours?|days?)")


class Member(Struct, frozen=True):
    """A publication of the fleet.

    `config` is the real path of its config.yaml, `name` that path as people know it. Of several that are due,
    those with a higher `priority` are built first. A build may take `limit` seconds.
    """

    config: str
    name: str
    schedule: Schedule
    priority: int = 0
    limit: int = _LIMIT


class Fleet(Struct, frozen=True):
    """A fleet: its members, sorted by name, and what was found odd in its file.

    `memory` is the file in which it keeps what it knows between runs; `metrics` is where Prometheus reads.
    `jobs` are the builds that run at once (None: one for each processor).
    """

    members: tuple[Member, ...]
    memory: Path
    notices: tuple[str, ...] = ()
    metrics: Path | None = None
    jobs: int | None = None


def read_fleet(file: Path) -> Fleet:
    """Read the file of a fleet, or take a pattern such as `titles/*/config.yaml` for one.

    Raises ConfigError.
    """
    if has_magic(str(file)) and not file.exists():
        folder = next(place for place in file.parents if not has_magic(str(place)))
        digest = sha256(str(file.absolute()).encode()).hexdigest()[:8]
        return _fleet(file, [_Listed(str(file.absolute()), {})], {}, folder, f"fleet-{digest}")
    value = _parsed(file)
    if value is None or not value.is_mapping:
        top, publications = {}, value
    else:
        _require_list(file, value)
        top = read_strictly(value.members(), _TOP)
        _require_one_schedule(top, value)
        publications = top.pop("publications", None)
    listed = list(_listed(publications)) if publications is not None else []
    if not listed:
        expected = "`publications:`, a list of config.yaml files such as titles/*/config.yaml"
        raise ConfigError(str(file), found="none", expected=expected)
    root = file.resolve().parent
    return _fleet(file, listed, top, root, f"fleet-{file.stem}")


def _parsed(file: Path) -> Value | None:
    try:
        text = read_at_most(file, 4 * LONGEST).decode().removeprefix("\ufeff")
    except FileNotFoundError:
        expected = "a list of config.yaml files, or a pattern in quotes such as 'titles/*/config.yaml'"
        raise ConfigError(str(file), found="no such file", expected=expected) from None
    except OSError as fault:
        raise ConfigError(str(file), found=fault.strerror, expected="a readable file") from None
    except UnicodeDecodeError:
        raise ConfigError(str(file), found="bytes that are not UTF-8", expected="text in UTF-8") from None
    node = parse(legal(text), str(file), error=ConfigError)
    return None if node is None else mapping_value(node, str(file), error=ConfigError)


def _require_list(file: Path, value: Value) -> None:
    """Refuse the config.yaml of a single publication."""
    members = value.members()
    for name in ("site", "feeds"):
        if name in members:
            expected = f"a list of several (docs/scale.md); `feedwright build -c {file}` builds this one"
            raise members[name].error(
                expected, found=f"the unknown key `{name}`: these are the settings of one publication"
            )


class _Listed(Struct):
    """One entry of the list: a path or pattern, its own settings, and its value for errors."""

    path: str
    settings: dict[str, Any] = field(default_factory=dict)
    value: Value | None = None


def _listed(publications: Value) -> Iterator[_Listed]:
    for item in publications.items():
        if item.is_empty:
            continue
        if not item.is_mapping:
            yield _Listed(kinds.text(item), {}, item)
            continue
        settings = read_strictly(item.members(), _MEMBER)
        if "config" not in settings:
            raise item.error("`config:`, the path of a config.yaml", found="none")
        yield _Listed(settings.pop("config"), settings, item)


def _duration(value: Value) -> int:
    match = _DURATION.fullmatch((value.scalar or "").strip())
    if match is None or int(match[1]) == 0:
        raise value.error("a time such as 30 seconds, 5 minutes, 1 hour or 1 day")
    return int(match[1]) * _SECONDS[match[2][0]]


def _priority(value: Value) -> int:
    found = value.scalar or ""
    if not re.fullmatch(r"-?\d{1,6}", found, re.ASCII):
        raise value.error("a whole number such as 10; the higher is built first, the usual one is 0")
    return int(found)


def _expression(value: Value) -> str:
    """Read an expression of cron with five fields; the library knows a sixth, of seconds."""
    found = " ".join((value.scalar or "").split())
    if not extras.is_installed("cronsim"):
        expected = f"the package cronsim ({extras.how_to_install('fleet')}), or `every:` with an interval"
        raise value.error(expected, found="no cronsim, which reads `cron:`")
    fault = fault_of(found) if len(found.split()) == 5 else "not five fields"
    if fault is not None:
        expected = 'an expression as in crontab such as "*/5 6-22 * * *" (in quotes)'
        raise value.error(expected, found=f'"{found}": {fault}')
    return found


_SCHEDULES = {"every", "cron"}
_SETTINGS = {
    "every": Field(_duration),
    "cron": Field(_expression),
    "timezone": Field(kinds.timezone),
    "priority": Field(_priority),
    "limit": Field(_duration),
}
_MEMBER = {"config": Field(kinds.text)} | _SETTINGS
_TOP = {
    "publications": Field(lambda value: value),
    "metrics": Field(kinds.text),
    "jobs": Field(kinds.positive_number),
} | _SETTINGS


def _fleet(file: Path, listed: list[_Listed], top: dict[str, Any], root: Path, stem: str) -> Fleet:
    metrics, jobs = top.pop("metrics", None), top.pop("jobs", None)
    members: dict[str, Member] = {}
    notices: list[str] = []
    # One that is named by its path has its own settings, wherever a pattern names it, too.
    for one in sorted(listed, key=lambda one: has_magic(one.path)):
        found = list(_paths(root, one.path))
        if not found:
            notices.append(_nothing_found(file, one))
        for path in found:
            config = os.path.realpath(path)
            if config not in members:
                members[config] = _member(config, os.path.relpath(path, root), _merged(top, one))
            elif not has_magic(one.path) and one.value is not None:
                raise one.value.error("each publication once", found=f"{one.path} twice")
    return Fleet(
        members=tuple(sorted(members.values(), key=lambda member: member.name)),
        memory=root / ".feedwright" / f"{stem}.sqlite",
        notices=tuple(notices),
        metrics=None if metrics is None else root / metrics,
        jobs=jobs,
    )


def _nothing_found(file: Path, one: _Listed) -> str:
    place = f"{file}:{one.value.line}" if one.value is not None else str(file)
    return f"{place}: {one.path} matches no file: is the folder mounted?"


def _paths(root: Path, listed: str) -> Iterator[Path]:
    """The files that an entry names; of a folder, its config.yaml. A single one need not be there."""
    places = sorted(glob(listed, root_dir=root, recursive=True)) if has_magic(listed) else [listed]
    for place in places:
        path = root / place
        path = path / "config.yaml" if path.is_dir() else path
        if not has_magic(listed) or path.is_file():
            yield path


def _merged(top: dict[str, Any], one: _Listed) -> dict[str, Any]:
    """The settings of an entry, with those of all where it has none."""
    own = one.settings
    if one.value is not None:
        _require_one_schedule(own, one.value)
    has_schedule = not own.keys().isdisjoint(_SCHEDULES)
    usual = {name: value for name, value in top.items() if not (has_schedule and name in _SCHEDULES)}
    return usual | own


def _require_one_schedule(settings: dict[str, Any], value: Value) -> None:
    if settings.keys() >= _SCHEDULES:
        raise value.error("`every:` or `cron:`", found="both")


def _member(config: str, name: str, settings: dict[str, Any]) -> Member:
    zone = settings.get("timezone") or ZoneInfo("UTC")
    schedule: Schedule
    if "cron" in settings:
        schedule = Cron(settings["cron"], zone)
    elif "every" in settings:
        schedule = spread(settings["every"], name)
    else:
        schedule = Every(_MINUTE)
    return Member(config, name, schedule, settings.get("priority", 0), settings.get("limit", _LIMIT))
