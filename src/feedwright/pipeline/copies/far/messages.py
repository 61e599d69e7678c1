"""What travels between a run and the processes that do its work elsewhere."""

from __future__ import annotations

import pickle
from datetime import datetime
from typing import Literal

from msgspec import Struct

from feedwright.config import Config

Kind = Literal["done", "death", "error", "not done"]


class Context(Struct, frozen=True):
    """All that a worker is made of. `version` is that of the program that made it."""

    config: Config
    now: datetime
    version: str


class Answer(Struct, frozen=True):
    """What became of a part: the results as they travel; or how its process died; or the error of its work.

    `not done` says that the cluster failed, and `data` why: the part is to be done here.
    """

    kind: Kind
    data: bytes

    @staticmethod
    def not_done(why: str) -> Answer:
        """The answer of a cluster that has not done a part."""
        return Answer("not done", why.encode("utf-8", "replace"))


class Part(Struct, frozen=True):
    """A part of a task, by its number in the run; the items are pickled."""

    number: int
    task: str
    items: bytes


class Numbered(Struct, frozen=True):
    """The answer to a part; `places` is how many parts the cluster does at once at the moment.

    The first one, for no part (-1), says how many they are, or why there is no cluster.
    """

    number: int
    places: int
    answer: Answer


def pack(message: object) -> bytes:
    """Pack a message. Pickle, because the processes are one program, on machines of one owner."""
    return pickle.dumps(message, pickle.HIGHEST_PROTOCOL)


unpack = pickle.loads
