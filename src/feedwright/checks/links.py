"""Ask sites whether the pages that entries link to are there (`feedwright check --links`)."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from feedwright import private
from feedwright.checks import specs
from feedwright.checks.document import Document, Place
from feedwright.checks.fetch import FetchError, status_of
from feedwright.checks.finding import Finding
from feedwright.checks.load import LoadedDocument
from feedwright.checks.rule import OrderedFinding, Problem, Rule, apply_rules, in_order, with_excerpts
from feedwright.text import counted

DELAY = 0.2
"""Seconds between two questions to one host."""
SECONDS = 10.0
"""The time limit for an answer."""
_FRESH = 86_400
"""Seconds for which a page that was there is not asked for again."""
_GONE = (404, 410)
_BUSY = (429, 503)
_MOST_FAILURES = 3
"""So many links of a host in a row without an answer: the others are not asked for."""


class Answers(Struct):
    """What was found out: why pages are not there, or cannot be asked for, by their URLs.

    `not_asked` counts the links of each host that stopped answering, with its last answer.
    """

    dead: dict[str, str] = {}
    silent: dict[str, str] = {}
    not_asked: dict[str, tuple[int, str]] = {}


class _Subject(Struct, frozen=True):
    document: Document
    answers: Answers


def check_links(
    documents: Sequence[LoadedDocument],
    *,
    now: datetime,
    memory: Path | None = None,
) -> list[Finding]:
    """Ask for the pages of all entries, each once, and return what is wrong with which.

    Args:
        documents: feeds; where several have a link, the finding is about the first.
        now: the current time, with a zone.
        memory: a file with the pages that were there within a day, which is brought up to date.
    """
    urls = dict.fromkeys(url for one in documents for url, _ in _links(one.document))
    known = _remembered(memory, now)
    answers = _ask([url for url in urls if url not in known])
    _remember(memory, known, urls, answers, now)
    found, seen = list[OrderedFinding](), set[str]()
    for one in documents:
        own = {url for url, _ in _links(one.document)} - seen
        seen |= own
        mine = Answers(_only(answers.dead, own), _only(answers.silent, own))
        found += with_excerpts(apply_rules(RULES, _Subject(one.document, mine), ("any",), one.path), one.data)
    if documents and answers.not_asked:
        subject = _Subject(documents[0].document, Answers(not_asked=answers.not_asked))
        found += apply_rules(RULES, subject, ("any",), documents[0].path)
    return in_order(found)


def _only(answers: Mapping[str, str], urls: set[str]) -> dict[str, str]:
    return {url: answer for url, answer in answers.items() if url in urls}


def _links(document: Document) -> Iterator[tuple[str, Place]]:
    """The pages of a feed's entries."""
    for entry in document.entries:
        url = entry.url.value.strip() if entry.url is not None else ""
        if entry.url is not None and urlsplit(url).scheme in ("http", "https"):
            yield url, entry.url.place


def _ask(urls: Iterable[str]) -> Answers:
    """Ask for each URL, host by host, one after the other."""
    by_host: dict[str, list[str]] = {}
    for url in urls:
        by_host.setdefault(urlsplit(url).netloc, []).append(url)
    answers = Answers()
    for host, links in by_host.items():
        failures = 0
        for number, url in enumerate(links):
            time.sleep(DELAY if number else 0)
            status, problem = _answer(url)
            if status in _GONE:
                answers.dead[url] = f"the site answers {status}"
            elif problem or status >= 500 or status in _BUSY:
                answers.silent[url] = problem or f"the site answers {status}"
                failures += 1
                if failures >= _MOST_FAILURES or status in _BUSY:
                    rest = links[number + 1 :]
                    if rest:
                        answers.not_asked[host] = len(rest), answers.silent[url]
                        answers.silent |= dict.fromkeys(rest, "")
                    break
                continue
            failures = 0
    return answers


def _answer(url: str) -> tuple[int, str]:
    """The status with which the site answers, or why there is none."""
    try:
        status = status_of(url, "HEAD", SECONDS)
        if status < 400 or status in _BUSY:
            return status, ""
        # Some servers do not know HEAD, or refuse it.
        return status_of(url, "GET", SECONDS), ""
    except FetchError as error:
        return 0, str(error)


def _remembered(memory: Path | None, now: datetime) -> dict[str, int]:
    """The pages that were there within a day, with the time of the answer, in seconds since 1970."""
    if memory is None:
        return {}
    with suppress(OSError, msgspec.DecodeError):
        found = msgspec.json.decode(memory.read_bytes(), type=dict[str, int])
        return {url: at for url, at in found.items() if 0 <= now.timestamp() - at < _FRESH}
    return {}


def _remember(
    memory: Path | None, known: dict[str, int], urls: Iterable[str], answers: Answers, now: datetime
) -> None:
    if memory is None or not memory.parent.is_dir():
        return
    good = {url: int(now.timestamp()) for url in urls if url not in answers.dead | answers.silent}
    with suppress(OSError):
        private.replace(str(memory), msgspec.json.encode(good | known))


def _dead(subject: _Subject) -> Iterator[Problem]:
    for url, place in dict(_links(subject.document)).items():
        if url in subject.answers.dead:
            yield Problem(place, f"{url} is not there: {subject.answers.dead[url]}")


def _silent(subject: _Subject) -> Iterator[Problem]:
    for url, place in dict(_links(subject.document)).items():
        if subject.answers.silent.get(url):
            yield Problem(place, f"{url} gives no answer: {subject.answers.silent[url]}")
    for host, (count, answer) in subject.answers.not_asked.items():
        links = counted(count, "more link")
        yield Problem(subject.document.place, f"{host} stopped answering ({answer}); {links} not asked for")


RULES: tuple[Rule[_Subject], ...] = (
    Rule(
        "link.dead", "error", _dead, {"any": specs.OURS},
        "Correct `permalink` in config.yaml, or the article's `link`; or bring the page back.",
    ),
    Rule(
        "link.silent", "warning", _silent, {"any": specs.OURS},
        "Look at the page in a browser, and check again later.",
    ),
)  # fmt: skip
"""What is said only after sites have been asked."""
