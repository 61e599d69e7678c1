"""What a Dask worker does: give parts to a process of its own (server.py), one for each of its threads."""

from __future__ import annotations

import subprocess
import sys
import threading
from hashlib import sha256

import feedwright
from feedwright.pipeline.copies.far.frames import EndedError, read_frame, write_frame
from feedwright.pipeline.copies.far.messages import Answer, Part, pack, unpack

_local = threading.local()


def do_part(context: bytes, version: str, part: Part) -> Answer:
    """Do a part of a run with this (packed) context. Each thread makes what a run needs once."""
    if version != feedwright.__version__:
        return Answer.not_done(f"a worker has feedwright {feedwright.__version__}, this run {version}")
    for is_second in (False, True):
        server = _server(context)
        try:
            answer = server.do(part)
        except EndedError:
            # It may have ended for want of work.
            _forget(server)
            if is_second:
                return Answer.not_done(f"the process of a worker ended with code {server.code}")
            continue
        if answer.kind == "death":
            # Whether it died while it was reading is not known.
            _forget(server)
        return answer
    raise AssertionError


class _Server:
    """A process that does parts."""

    def __init__(self, context: bytes) -> None:
        self.made_for = sha256(context).digest()
        program = (sys.executable, "-m", "feedwright.pipeline.copies.far.server")
        self._process = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._to, self._from = self._process.stdin.fileno(), self._process.stdout.fileno()
        write_frame(self._to, context)

    @property
    def code(self) -> int | None:
        """The exit code, once it was ended."""
        return self._process.poll()

    def do(self, part: Part) -> Answer:
        """The answer to a part. Raises EndedError."""
        write_frame(self._to, pack(part))
        answer: Answer = unpack(read_frame(self._from))
        return answer

    def end(self) -> None:
        """End the process."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        self._process.kill()
        self._process.wait()


def _server(context: bytes) -> _Server:
    server: _Server | None = getattr(_local, "server", None)
    if server is not None and server.made_for != sha256(context).digest():
        _forget(server)
        server = None
    if server is None:
        server = _local.server = _Server(context)
    return server


def _forget(server: _Server) -> None:
    server.end()
    _local.server = None
