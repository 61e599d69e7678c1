"""Build one publication in a process of its own: a crash or an endless loop there harms nobody else."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from typing import Any

from msgspec import Struct

from feedwright.fleet.built import Built, Outcome

_REJECTED, _BUSY = 1, 75
_OUTCOMES: dict[int, Outcome] = {0: "built", _REJECTED: "rejected", _BUSY: "running already"}
_GRACE = 5.0
"""Seconds that a build has to end after it was asked to."""

PROCESSES = 2
"""Processes that share the work of one publication. With one alone, an article could take as long as it likes
(copies.py)."""

_MOST_PROBLEMS = 5
_LONGEST = 500


class Order(Struct, frozen=True):
    """What a process is to build: of `config`, as of the time `now` (seconds since 1970).

    It may take `limit` seconds, has `processes` to share its work, and waits `wait` seconds for another run.
    `pretend` is the time in ISO 8601 if it is not to be that of the clock.
    """

    config: str
    now: float
    limit: float = 600
    processes: int = PROCESSES
    wait: float = 0
    pretend: str | None = None


class Building:
    """A build in a process of its own, from its start until `wait` returns."""

    def __init__(self, order: Order) -> None:
        self._order, self._begun = order, time.monotonic()
        more = ["--now", order.pretend] if order.pretend else []
        more += ["--wait", str(order.wait)] if order.wait else []
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "feedwright.fleet.one"),
                *(str(order.now), str(order.processes), order.config, *more),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            # File names are UTF-8, as the program sees to for itself.
            env=os.environ | {"PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8:backslashreplace"},
            # It and the copies of itself are ended together, and Ctrl-C is for who began them.
            start_new_session=True,
        )

    @property
    def seconds(self) -> float:
        """How long it has been running."""
        return time.monotonic() - self._begun

    def end(self) -> None:
        """Ask it to end."""
        self._signal(signal.SIGTERM)

    def wait(self) -> Built:
        """Wait until it has ended, at the latest at its limit; returns what became of it."""
        is_late = False
        try:
            output, errors = self._process.communicate(timeout=self._order.limit)
        except subprocess.TimeoutExpired:
            is_late = True
            self.end()
            try:
                output, errors = self._process.communicate(timeout=_GRACE)
            except subprocess.TimeoutExpired:
                self._signal(signal.SIGKILL)
                output, errors = self._process.communicate()
        finally:
            if self._process.poll() is None:
                self._signal(signal.SIGKILL)
                self._process.wait()
        return self._built(output.decode(errors="replace"), errors.decode(errors="replace"), is_late)

    def _signal(self, number: int) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, number)

    def _built(self, output: str, errors: str, is_late: bool) -> Built:
        code, order = self._process.returncode, self._order
        common: dict[str, Any] = {"config": order.config, "code": code, "seconds": self.seconds}
        common["host"] = os.uname().nodename
        if is_late:
            problem = f"it took longer than {order.limit:g} s, and was ended; `limit:` allows more"
            return Built(outcome="too slow", problems=(problem, *_last_lines(errors)), **common)
        report = _report(output)
        outcome = _OUTCOMES.get(code, "failed")
        if report is not None and report.get("overtaken"):
            # The same code as of a run that found another one at work; but this will not end by itself.
            outcome = "failed"
        # Code 1 without a report: so many articles are gone that nothing was published.
        if report is None or outcome in ("failed", "running already"):
            outcome = outcome if outcome == "running already" else "failed"
            return Built(outcome=outcome, problems=_last_lines(errors) or (_cause(code),), **common)
        rejected = [one["message"] for one in report.get("rejected", ())]
        counts: dict[str, Any] = {name: len(report.get(name, ())) for name in ("changed", "warnings")}
        articles = report.get("articles", 0)
        if outcome == "built" and not (articles or counts["changed"]):
            outcome = "nothing new"
        problems = tuple(_short(one) for one in rejected[:_MOST_PROBLEMS])
        return Built(
            outcome=outcome, articles=articles, rejected=len(rejected), problems=problems, **counts, **common
        )


def build_in_subprocess(order: Order) -> Built:
    """Build a publication in a process of its own. Never raises: what went wrong is in the result."""
    try:
        return Building(order).wait()
    except OSError as fault:
        return not_started(order, fault)


def not_started(order: Order, fault: OSError) -> Built:
    """What becomes of a build whose process could not be started."""
    problem = f"no process could be started: {fault.strerror}"
    return Built(
        config=order.config, outcome="failed", code=None, problems=(problem,), host=os.uname().nodename
    )


def _report(output: str) -> dict[str, Any] | None:
    try:
        report = json.loads(output)
    except ValueError:
        return None
    return report if isinstance(report, dict) else None


def _last_lines(errors: str) -> tuple[str, ...]:
    """The errors that a build printed; if it ended otherwise, the last line."""
    lines = [line.strip() for line in errors.splitlines() if line.strip()]
    named = [line.removeprefix("error: ") for line in lines if line.startswith("error: ")]
    return tuple(_short(line) for line in named[-_MOST_PROBLEMS:] or lines[-1:])


def _short(line: str) -> str:
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def _cause(code: int) -> str:
    if code >= 0:
        return f"it ended with code {code}, and no word"
    name = signal.Signals(-code).name
    return f"it was killed ({name}{', out of memory?' if -code == signal.SIGKILL else ''})"
