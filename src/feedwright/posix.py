"""Which systems feedwright runs on."""

from __future__ import annotations

import os

ADVICE = (
    "feedwright does not run on Windows, whose files and processes it does not know (flock, fork, signals). "
    "Use it in WSL, Windows's own Linux: `wsl --install` in PowerShell, then `pip install feedwright` there"
)


def is_supported() -> bool:
    """Whether this system has what feedwright needs: Linux, macOS and BSD do."""
    return os.name == "posix"
