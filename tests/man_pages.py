"""man/: a man page of each command. Run as a program, it writes them to the folder that it is given."""

from __future__ import annotations

import inspect
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from click_man.core import write_man_pages

import feedwright
from command_tables import commands
from feedwright.cli import main

_EXAMPLES = re.compile(r"\x08\n(.*?)(?=\n\n|\Z)", re.DOTALL)
"""Lines that stay as they are: click's mark stands above them, troff's around them."""


def write(folder: Path) -> None:
    """Write the pages; click-man wants commands that are imported already."""
    folder.mkdir(parents=True, exist_ok=True)
    found = commands()
    for command in found.values():
        command.help = _EXAMPLES.sub(r".nf\n\1\n.fi", inspect.cleandoc(command.help or ""))
    program = click.Group(
        "feedwright", commands=found, help=main.help, params=main.params, callback=main.callback
    )
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    write_man_pages("feedwright", program, version=feedwright.__version__, target_dir=str(folder), date=day)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
