"""The command line: options, exit codes and progress. Each command calls one function of the API.

Every module is a command and defines a function of its own name (`import_` is `import`, `server_config` is
`server-config`), made with `@click.command()`.
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

import click

import feedwright
from feedwright import module_folders
from feedwright.cli._failures import failures


class _Commands(click.Group):
    """Import a command only when it is called; convert its errors to messages and exit codes (`failures`)."""

    def invoke(self, context: click.Context) -> Any:
        with failures(context):
            return super().invoke(context)

    def list_commands(self, context: click.Context) -> list[str]:
        return [name.rstrip("_").replace("_", "-") for name in module_folders.names(sys.modules[__name__])]

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(context, args)
        except click.UsageError:
            near = _nearest(args[0], self.list_commands(context))
            if near is None:
                raise
            message = f"No such command '{args[0]}'. Did you mean '{near}'?"
            raise click.UsageError(message, context) from None

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in self.list_commands(context):
            return None
        module = name.replace("-", "_")
        if module not in module_folders.names(sys.modules[__name__]):
            module += "_"
        command: click.Command = getattr(importlib.import_module(f"{__name__}.{module}"), module)
        return command


_OTHER_WORDS = {
    "create": "new", "generate": "build", "lint": "check", "make": "build", "run": "build", "server": "serve",
    "update": "build", "validate": "check",
}  # fmt: skip
"""What similar programs call our commands."""


def _nearest(word: str, names: list[str]) -> str | None:
    """The command that was probably meant."""
    import difflib

    near = difflib.get_close_matches(word, names, n=1)
    return _OTHER_WORDS.get(word) or (near[0] if near else None)


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(feedwright.__version__, message="feedwright %(version)s")
@click.pass_context
def main(context: click.Context) -> None:
    """Make per-section RSS, Atom and JSON feeds from articles kept as files.

    \b
    feedwright init mynews        make a publication to start from
    cd mynews
    feedwright new news "A title" make an article to edit: a draft
    feedwright publish content/news/a-title.md
    feedwright build              make feeds/ from content/
    feedwright check              check feeds/ as a feed reader sees them

    Exit codes: 0 done, 1 done but something was rejected or is wrong, 2 usage or config error and
    nothing written, 66 content/ is missing and nothing published, 70 a fault in feedwright, 74 feeds/,
    the store or the output cannot be written, 75 another run is under way, or another host has
    published later, 130 Ctrl-C.
    """
    if os.environ.get("NO_COLOR"):
        context.color = False
