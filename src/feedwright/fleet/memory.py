"""What a fleet knows between runs: when each publication was last built, and which run builds it now.

Runs of a fleet may overlap: cron begins one every minute, and a build may take longer. So a run claims a
publication before it builds it, and another one that has it in its list finds that it is not due any more.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from msgspec import Struct

from feedwright.errors import PublishError
from feedwright.fleet.built import Built
from feedwright.fleet.file import Member

NEVER = datetime.fromtimestamp(0, UTC)
"""When a publication was due that has never been built."""

_RETRY = timedelta(minutes=1)
"""When a build that failed, or found another run at work, is due again at the latest."""

_GRACE = timedelta(minutes=1)
"""How long a claim lasts after the end of the time limit."""

_WAIT_SECONDS = 30

_NOTICES = "CREATE TABLE IF NOT EXISTS notices (text TEXT PRIMARY KEY) WITHOUT ROWID"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS builds (
    config TEXT PRIMARY KEY,
    begun REAL NOT NULL,
    until REAL,            -- while it is built: when the claim ends
    holder TEXT NOT NULL,  -- the run that builds it, or did
    ended REAL,
    outcome TEXT,
    seconds REAL,
    rejected INTEGER,
    last_good REAL,
    problems BLOB          -- digest of what the last build complained of
) WITHOUT ROWID
"""


class Past(Struct, frozen=True):
    """The last build of a publication: when it `begun`, and what became of it.

    `is_held` says that a run is at work on it.
    """

    begun: datetime
    is_held: bool
    ended: datetime | None
    outcome: str | None
    seconds: float | None
    rejected: int | None
    last_good: datetime | None

    @property
    def is_done(self) -> bool:
        """Whether it needs no repetition before its schedule says so."""
        return self.outcome in ("built", "nothing new", "rejected")


def due_at(member: Member, past: Past | None) -> datetime:
    """When a publication is (or was) due."""
    if past is None:
        return NEVER
    due = member.schedule.after(past.begun)
    if past.is_done:
        return due
    # A run that died with it leaves it without an end.
    return min(due, past.begun if past.ended is None else past.ended + _RETRY)


class Memory:
    """The memory of one fleet, in a file of SQLite."""

    def __init__(self, file: Path) -> None:
        self._holder = f"{os.uname().nodename} {os.getpid()}"
        try:
            os.makedirs(file.parent, mode=0o700, exist_ok=True)
            self._db = sqlite3.connect(file, timeout=_WAIT_SECONDS, isolation_level=None)
            # No write-ahead log: the file may be on storage that machines share.
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._db.execute(_SCHEMA)
            self._db.execute(_NOTICES)
        except (OSError, sqlite3.Error) as fault:
            raise PublishError(f"{file}: cannot be written: {fault}") from None
        self._file = file

    def __enter__(self) -> Memory:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def pasts(self, now: datetime) -> dict[str, Past]:
        """The last builds of all publications, by their config."""
        return {row[0]: self._past(row[1:], now) for row in self._rows("")}

    def claim(self, member: Member, now: datetime) -> bool:
        """Take a publication for this run; False if another one has it, or has built it meanwhile."""
        with self._transaction():
            past = next(
                (self._past(row[1:], now) for row in self._rows("WHERE config = ?", member.config)), None
            )
            if past is not None and (past.is_held or due_at(member, past) > now):
                return False
            until = now + timedelta(seconds=member.limit) + _GRACE
            self._db.execute(
                "INSERT INTO builds (config, begun, until, holder) VALUES (?1, ?2, ?3, ?4)"
                " ON CONFLICT (config) DO UPDATE"
                " SET begun = ?2, until = ?3, holder = ?4, ended = NULL, outcome = NULL",
                (member.config, now.timestamp(), until.timestamp(), self._holder),
            )
        return True

    def record(self, built: Built, now: datetime) -> bool:
        """Remember what became of a publication; returns whether the build before had the same problems."""
        problems = sha256("\n".join(built.problems).encode()).digest() if built.problems else b""
        before = self._db.execute("SELECT problems FROM builds WHERE config = ?", (built.config,)).fetchone()
        is_told = not built.is_failure and built.outcome != "running already"
        with self._transaction():
            self._db.execute(
                "UPDATE builds SET ended = ?2, until = NULL, outcome = ?3, problems = ?4, seconds = ?6,"
                " rejected = COALESCE(?7, rejected), last_good = CASE WHEN ?5 THEN ?2 ELSE last_good END"
                " WHERE config = ?1",
                (
                    built.config,
                    now.timestamp(),
                    built.outcome,
                    # Who is at work on it now will say what is wrong.
                    before[0] if before and built.outcome == "running already" else problems,
                    is_told,
                    built.seconds,
                    built.rejected if is_told else None,
                ),
            )
        return before is not None and before[0] == problems

    def forget_others(self, configs: Iterable[str]) -> list[str]:
        """Forget the publications that are not among these; returns them."""
        gone = sorted({config for config, *_ in self._rows("")} - set(configs))
        if gone:
            with self._transaction():
                self._db.executemany("DELETE FROM builds WHERE config = ?", [(config,) for config in gone])
        return gone

    def record_notices(self, notices: Iterable[str]) -> set[str]:
        """Remember what a run says of the fleet's file; returns what the run before said, too."""
        now = set(notices)
        with self._transaction():
            before = {text for (text,) in self._db.execute("SELECT text FROM notices")}
            if now != before:
                self._db.execute("DELETE FROM notices")
                self._db.executemany("INSERT INTO notices VALUES (?)", [(text,) for text in now])
        return now & before

    def _rows(self, where: str, *values: str) -> Iterator[tuple[Any, ...]]:
        columns = "config, begun, until, holder, ended, outcome, seconds, rejected, last_good"
        return self._db.execute(f"SELECT {columns} FROM builds {where}", values)

    def _past(self, row: tuple[Any, ...], now: datetime) -> Past:
        begun, until, holder, ended, outcome, seconds, rejected, last_good = row
        return Past(
            begun=datetime.fromtimestamp(begun, UTC),
            is_held=until is not None and now.timestamp() < until and _may_live(holder),
            ended=None if ended is None else datetime.fromtimestamp(ended, UTC),
            outcome=outcome,
            seconds=seconds,
            rejected=rejected,
            last_good=None if last_good is None else datetime.fromtimestamp(last_good, UTC),
        )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield
            self._db.execute("COMMIT")
        except sqlite3.Error as fault:
            raise PublishError(f"{self._file}: cannot be written: {fault}") from None
        finally:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")


def _may_live(holder: str) -> bool:
    """Whether a run may still be there; of one on another machine, only the end of its claim tells."""
    machine, _, process = holder.rpartition(" ")
    if machine != os.uname().nodename:
        return True
    with suppress(ProcessLookupError):
        with suppress(PermissionError):
            os.kill(int(process), 0)
        return True
    return False
