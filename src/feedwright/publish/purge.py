"""Tell the caches in front of the feeds what changed: a request for each URL, or a command for many."""

from __future__ import annotations

import json
import os
import subprocess
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, urlsplit

from msgspec import Struct

from feedwright.stores import without_secrets
from feedwright.text import one_line

SECONDS = 20.0
"""The limit for all requests together, and for one command."""

_AT_ONCE = 8


class Purger(Struct, frozen=True):
    """How caches are told, as in config.yaml's `purge:`. `root` is the folder in which a command runs."""

    root: Path
    url: str | None
    method: str
    token: str | None
    command: tuple[str, ...]
    batch: int

    def purge(self, urls: Sequence[str]) -> dict[str, str]:
        """Purge URLs; return those that could not be, each with the reason."""
        return self._by_requests(urls) if self.url is not None else self._by_commands(urls)

    def _by_commands(self, urls: Sequence[str]) -> dict[str, str]:
        failed: dict[str, str] = {}
        for start in range(0, len(urls), self.batch):
            some = urls[start : start + self.batch]
            problem = self._run(some)
            if problem is not None:
                # Another batch would wait as long and fail as this one.
                return failed | dict.fromkeys(urls[start:], problem)
        return failed

    def _run(self, urls: Sequence[str]) -> str | None:
        words = list(_words(self.command, urls))
        try:
            done = subprocess.run(
                words,
                cwd=self.root,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return f"{words[0]} has not ended after {SECONDS:.0f} seconds"
        except (OSError, ValueError) as fault:
            return f"{words[0]} cannot be run: {getattr(fault, 'strerror', None) or fault}"
        if done.returncode == 0:
            return None
        printed = (done.stderr.strip() or done.stdout.strip()).splitlines()
        last = f": {without_secrets(one_line(printed[-1]))[:200]}" if printed else ""
        return f"{words[0]} ended with {done.returncode}{last}"

    def _by_requests(self, urls: Sequence[str]) -> dict[str, str]:
        headers = {"User-Agent": "feedwright"}
        if self.token is not None:
            value = os.environ.get(self.token)
            if not value:
                return dict.fromkeys(urls, f"the environment has no {self.token}, which `purge.token` names")
            headers["Authorization"] = f"Bearer {value}"
        return _Requests(self, headers).send(urls)

    def target(self, url: str) -> str:
        """Return where the request about a URL goes. In the template's query, it is percent-encoded."""
        path = urlsplit(url).path
        template = self.url or ""
        if template.startswith("{url}"):
            return (
                template.replace("{url}", url, 1)
                .replace("{url}", quote(url, safe=""))
                .replace("{path}", path)
            )
        before, mark, query = template.partition("?")
        before = before.replace("{url}", quote(url, safe="")).replace("{path}", path)
        return (
            before
            + mark
            + query.replace("{url}", quote(url, safe="")).replace("{path}", quote(path, safe=""))
        )


class _Requests:
    """Requests of several threads, until the cache does not answer or the time is up."""

    def __init__(self, purger: Purger, headers: Mapping[str, str]) -> None:
        import urllib3

        self._purger, self._headers = purger, headers
        self._client = urllib3.PoolManager(maxsize=_AT_ONCE)
        self._deadline = time.monotonic() + SECONDS
        self._waiting: deque[str] = deque()
        self._outcomes: dict[str, str | None] = {}

    def send(self, urls: Sequence[str]) -> dict[str, str]:
        """Send a request for each URL; return those that failed, with the reason."""
        self._waiting.extend(urls)
        # Daemon threads, so that a DNS lookup does not keep the program from ending.
        threads = [threading.Thread(target=self._work, daemon=True) for _ in range(min(_AT_ONCE, len(urls)))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(max(0.0, self._deadline - time.monotonic()))
        self._waiting.clear()
        late = f"no answer within {SECONDS:.0f} seconds"
        outcomes = {url: self._outcomes.get(url, late) for url in urls}
        return {url: problem for url, problem in outcomes.items() if problem is not None}

    def _work(self) -> None:
        while (left := self._deadline - time.monotonic()) > 0:
            try:
                url = self._waiting.popleft()
            except IndexError:
                return
            problem, is_down = self._request(url, left)
            self._outcomes[url] = problem
            if is_down:
                with suppress(IndexError):
                    while True:
                        self._outcomes[self._waiting.popleft()] = problem

    def _request(self, url: str, seconds: float) -> tuple[str | None, bool]:
        """Return what went wrong, if anything, and whether nothing answered at all."""
        from urllib3.exceptions import HTTPError

        try:
            answer = self._client.request(
                self._purger.method,
                self._purger.target(url),
                headers=self._headers,
                redirect=False,
                retries=False,
                preload_content=False,
                timeout=seconds,
            )
            status = answer.status
            answer.close()
        except (HTTPError, OSError) as fault:
            cause = getattr(fault.__cause__ or fault.__context__, "strerror", None)
            return f"no connection: {without_secrets(one_line(str(cause or fault)))[:200]}", True
        # A cache that does not have the URL may say so.
        return (None if 200 <= status < 300 or status == 404 else f"the cache answers {status}"), False


def _words(command: Sequence[str], urls: Sequence[str]) -> Iterator[str]:
    """Yield the words of a command: `{urls}` and `{paths}` stand for several."""
    paths = [urlsplit(url).path for url in urls]
    for word in command:
        if word == "{urls}":
            yield from urls
        elif word == "{paths}":
            yield from paths
        else:
            yield (
                word.replace("{urls}", " ".join(urls))
                .replace("{paths}", " ".join(paths))
                .replace("{json}", json.dumps(list(urls)))
            )
