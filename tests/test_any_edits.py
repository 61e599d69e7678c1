"""Whatever is edited, a run gives what a run from nothing would."""

from __future__ import annotations

from pathlib import Path

import pytest

from random_edits import LONG, Walk


@pytest.mark.parametrize("seed", range(100 if LONG else 1))
def test_any_edits_give_what_a_build_from_nothing_gives(tmp_path: Path, seed: int) -> None:
    walk = Walk(tmp_path, seed)
    for _ in range(8):
        walk.add()
    try:
        for _ in range(16):
            walk.build()
            walk.compare()
            for _ in range(walk.random.randrange(1, 6)):
                walk.step()
    except BaseException as fault:
        fault.add_note("\n".join(walk.steps))
        raise
