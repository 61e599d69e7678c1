"""The program between a run and a cluster: `python -m feedwright.pipeline.copies.far.bridge`.

It is a client of Dask, with its threads and its hundred megabytes; the run has only pipes to it.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING

import feedwright
from feedwright.clusters import connect, places
from feedwright.errors import FeedwrightError
from feedwright.pipeline.copies.far.frames import EndedError, read_frame, write_frame
from feedwright.pipeline.copies.far.messages import Answer, Numbered, Part, pack, unpack
from feedwright.pipeline.copies.far.parts import do_part

if TYPE_CHECKING:
    from distributed import Client, Future

_ASK_SECONDS = 5.0
"""How often to ask how many workers there are: they come and go."""


def main() -> None:
    """Read the URL and the context, then parts, until there are no more; answer each when it is done."""
    requests, answers = os.dup(0), os.dup(1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    url, path = sys.argv[1:]
    try:
        client = connect(url, path, "workers")
    except FeedwrightError as error:
        write_frame(answers, pack(Numbered(-1, 0, Answer.not_done(str(error)))))
        return
    bridge = _Bridge(client, answers)
    try:
        context = read_frame(requests)
        bridge.send(-1, Answer("done", b""))
        while True:
            bridge.submit(context, unpack(read_frame(requests)))
    except EndedError:
        # The run has all that it needs, or has died.
        with suppress(Exception):
            client.cancel(list(bridge.futures.values()))
        os._exit(os.EX_OK)


class _Bridge:
    def __init__(self, client: Client, answers: int) -> None:
        self._client, self._answers, self._lock = client, answers, Lock()
        self._places, self._asked = places(client), time.monotonic()
        self.futures: dict[int, Future] = {}

    def submit(self, context: bytes, part: Part) -> None:
        """Give a part to the cluster."""
        # Parts are handed over in the order in which the run needs their results.
        version = feedwright.__version__
        try:
            future = self._client.submit(do_part, context, version, part, pure=False, priority=-part.number)
        except Exception as fault:
            # The scheduler has died.
            self.send(part.number, Answer.not_done(f"{type(fault).__name__}: {fault}"))
            return
        self.futures[part.number] = future
        future.add_done_callback(partial(self._done, part.number))

    def _done(self, number: int, future: Future) -> None:
        try:
            answer: Answer = future.result()
        except Exception as fault:
            answer = Answer.not_done(f"{type(fault).__name__}: {fault}")
        self.futures.pop(number, None)
        self.send(number, answer)

    def send(self, number: int, answer: Answer) -> None:
        """Answer the run."""
        with self._lock:
            try:
                if time.monotonic() - self._asked > _ASK_SECONDS:
                    self._places, self._asked = places(self._client), time.monotonic()
                write_frame(self._answers, pack(Numbered(number, self._places, answer)))
            except EndedError:
                os._exit(os.EX_OK)


if __name__ == "__main__":
    main()
