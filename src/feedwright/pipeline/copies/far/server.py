"""The program that does parts on another machine: `python -m feedwright.pipeline.copies.far.server`.

It has no threads. Its copy does one part after the other, and keeps what it has loaded; when an article kills
the copy, the answer says which, and the next copy goes on.
"""

from __future__ import annotations

import os
import pickle
import sys
from functools import partial

from feedwright.copies import MOST_PARTS, Death, map_in_copies
from feedwright.pipeline.copies.far.frames import EndedError, SilentError, read_frame, write_frame
from feedwright.pipeline.copies.far.messages import Answer, Context, Part, pack, unpack
from feedwright.pipeline.copies.worker import TASKS, Worker
from feedwright.pipeline.run import served_folder

_IDLE_SECONDS = 60.0
"""After so long without work the run has ended, or other machines are faster."""


def main() -> None:
    """Read the context, then parts, until there are no more."""
    # What a plugin prints must not come between the answers.
    requests, answers = os.dup(0), os.dup(1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    try:
        context: Context = unpack(read_frame(requests))
        served = served_folder(context.config, context.now, flushes=True)
        worker = Worker(context.config, served, context.now)
        while True:
            _serve(requests, answers, worker, context.config.articles.seconds)
    except (EndedError, SilentError):
        sys.stderr.flush()
        os._exit(os.EX_OK)


def _serve(requests: int, answers: int, worker: Worker, seconds: float) -> None:
    """Answer until an error ends the copy. Raises EndedError, SilentError."""
    # Each part is read by whoever does it: the copy, or this process where none can be made.
    work = partial(_next_part, requests, worker)
    try:
        for result in map_in_copies(1, range(MOST_PARTS), work, seconds):
            write_frame(answers, pack(_answer(result)))
    except (EndedError, SilentError):
        raise
    except Exception as error:
        write_frame(answers, pack(Answer("error", _packed_error(error))))


def _answer(result: bytes | Death) -> Answer:
    return Answer("death", pack(result)) if isinstance(result, Death) else Answer("done", result)


def _next_part(requests: int, worker: Worker, _: int) -> bytes:
    part: Part = unpack(read_frame(requests, _IDLE_SECONDS))
    return TASKS[part.task].encoded(worker, unpack(part.items))


def _packed_error(error: Exception) -> bytes:
    try:
        data = pickle.dumps(error)
        pickle.loads(data)
    except Exception:
        return pickle.dumps(RuntimeError(repr(error)))
    return data


if __name__ == "__main__":
    main()
