"""A bridge without a cluster: what a Dask worker would do, two threads here do (tests/test_far.py)."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

import feedwright
from feedwright.pipeline.copies.far.frames import EndedError, read_frame, write_frame
from feedwright.pipeline.copies.far.messages import Answer, Numbered, Part, pack, unpack
from feedwright.pipeline.copies.far.parts import do_part

PLACES = 2


def main() -> None:
    context, lock = read_frame(0), Lock()

    def send(number: int, answer: Answer) -> None:
        with lock:
            write_frame(1, pack(Numbered(number, PLACES, answer)))

    def do(part: Part) -> None:
        # What fails now and then: the second part of every ten, if the test wants that.
        if os.environ.get("FAR_BRIDGE") == "fails" and part.number % 10 == 2:
            send(part.number, Answer.not_done("KilledWorker: it was killed again and again"))
        else:
            send(part.number, do_part(context, feedwright.__version__, part))

    send(-1, Answer("done", b""))
    threads = ThreadPoolExecutor(PLACES)
    try:
        while True:
            part: Part = unpack(read_frame(0))
            if os.environ.get("FAR_BRIDGE") == "dies" and part.number == 3:
                os._exit(1)
            threads.submit(do, part)
    except EndedError:
        os._exit(0)


if __name__ == "__main__":
    main()
