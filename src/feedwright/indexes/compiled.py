"""Cache compiled Jinja templates in `__pycache__`, as Python does with modules."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

_FOLDER = Path(__file__).parent / "__pycache__"


class CompiledTemplates(FileSystemBytecodeCache):
    """A cache in `__pycache__`; templates are not cached if that cannot be written.

    `state` has to change when the templates compile to something else.
    """

    def __init__(self, state: bytes) -> None:
        super().__init__(str(_FOLDER), "%s.jinja")
        self._state = state.decode()

    def get_source_checksum(self, source: str) -> str:
        return super().get_source_checksum(self._state + source)

    def dump_bytecode(self, bucket: Bucket) -> None:
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                super().dump_bytecode(bucket)
