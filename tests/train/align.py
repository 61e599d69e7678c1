"""Which lines of a page's text are its article's body, where the body is known: an alignment of the two.

Each line may stand at the places of the body that most of its runs of four words name. Of all chains of lines
and places that both go down, the one that covers most counts; so what a page says twice is found once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from score import measures

_RUN = 4
_LEAST = 0.6
"""The share of a line's runs that the body must have."""
_FURTHEST = 400
_MOST = 4_000
_PLACES = 4


class _Match(NamedTuple):
    line: int
    start: int
    end: int
    weight: float


def lines_of(body: str, lines: Sequence[str]) -> list[bool]:
    """Return, for each of `lines`, whether it is part of `body`."""
    matches = sorted(_matches(measures.tokens(body.casefold()), lines))[:_MOST]
    best: list[float] = []
    before: list[int] = []
    for at, match in enumerate(matches):
        total, via = match.weight, -1
        for other in range(max(0, at - _FURTHEST), at):
            last = matches[other]
            if last.line < match.line and last.end <= match.start + 2:
                skipped = min(0.15 * (match.line - last.line - 1), 3)
                follows = 0.8 if match.weight < 3 and match.start - last.end <= 3 else 0
                if (sum_ := best[other] + match.weight - skipped + follows) > total:
                    total, via = sum_, other
        best.append(total)
        before.append(via)
    chain = _chain(matches, best, before)
    found = [False] * len(lines)
    for at, match in enumerate(chain):
        found[match.line] = match.end - match.start >= _RUN or _adjoins(chain, at)
    return found


def _matches(body: list[str], lines: Sequence[str]) -> list[_Match]:
    places: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    firsts: defaultdict[str, list[int]] = defaultdict(list)
    for at, word in enumerate(body):
        places[tuple(body[at : at + _RUN])].append(at)
        firsts[word].append(at)
    found: list[_Match] = []
    for number, line in enumerate(lines):
        words = measures.tokens(line.casefold())
        size = len(words)
        if size < _RUN:
            at_word = [
                at for at in firsts.get(words[0] if words else "", ()) if body[at : at + size] == words
            ]
            found += [_Match(number, at, at + size, size * 0.5) for at in at_word[:_PLACES]]
            continue
        runs = [tuple(words[at : at + _RUN]) for at in range(size - _RUN + 1)]
        share = sum(run in places for run in runs) / len(runs)
        if share >= _LEAST:
            votes = Counter(place - at for at, run in enumerate(runs) for place in places.get(run, ())[:5])
            for place, count in votes.most_common(3):
                if count >= 0.4 * len(runs) or place == votes.most_common(1)[0][0]:
                    found.append(_Match(number, place, place + size, size * share))
    return found


def _chain(matches: list[_Match], best: list[float], before: list[int]) -> list[_Match]:
    at = max(range(len(best)), key=best.__getitem__, default=-1)
    chain = []
    while at >= 0:
        chain.append(matches[at])
        at = before[at]
    return chain[::-1]


def _adjoins(chain: list[_Match], at: int) -> bool:
    """Whether a match of fewer than four words stands beside another match; alone, it is chance."""
    match = chain[at]
    above = at > 0 and match.start - chain[at - 1].end <= 6
    return above or (at + 1 < len(chain) and chain[at + 1].start - match.end <= 6)
